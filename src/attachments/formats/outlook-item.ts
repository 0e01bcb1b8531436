/** An Outlook item, whatever file it came in: what it says, to whom, and what hangs on it. */
import { boundPieces } from '../bound-pieces.ts'
import { type Child, type Content, type Piece, type ReaderContext, type Trouble, Unreadable } from '../reading.ts'
import { unpackRtf } from './compressed-rtf.ts'
import { readHtmlFile } from './html.ts'
import { decoderOf, FIRST_NAMED, type Properties, TAG } from './mapi.ts'
import { readRtf } from './rtf.ts'

export type Item = Readonly<{
  properties: Properties
  recipients: readonly Properties[]
  /** Files and items inside, as they stand there. */
  children: readonly Child[]
  /** Places of files that are not inside: a share, a cloud folder. */
  links: readonly string[]
  troubles: readonly Trouble[]
}>

// A contact's names, numbers and addresses (MS-OXOCNTC §2.2.1) stand in this range.
const CONTACT_FIRST = 0x3a00
const CONTACT_LAST = 0x3a5f

const PEOPLE = [TAG.displayTo, TAG.displayCc, TAG.displayBcc] as const

const MAIL = /^(?:ipm\.(?:note|microsoft mail\.note)|report)/i

const senderOf = (item: Properties): string =>
  item.text(TAG.representingName) ||
  item.text(TAG.senderName) ||
  item.text(TAG.representingAddress) ||
  item.text(TAG.senderAddress)

const nameOf = (recipient: Properties): string =>
  recipient.text(TAG.displayName) || recipient.text(TAG.smtpAddress) || recipient.text(TAG.address)

/**
 * Appointments, contacts and tasks keep their words (a place, a firm, a second address) in properties with names. Those
 * of a mail are for servers: routes, marks and numbers.
 */
const fieldsOf = (item: Properties): string[] => {
  const isMail = item.texts(TAG.messageClass).every((name) => MAIL.test(name))
  const isSpoken = (id: number): boolean =>
    (id >= CONTACT_FIRST && id <= CONTACT_LAST) || (id >= FIRST_NAMED && !isMail)
  return [...item].flatMap((property) => (isSpoken(property.id) ? item.textOf(property) : []))
}

const headOf = ({ properties, recipients, links }: Item): string => {
  const people = [...PEOPLE.flatMap((id) => properties.texts(id)), ...recipients.map(nameOf)]
  const lines = [...properties.texts(TAG.subject), senderOf(properties), ...people, ...fieldsOf(properties), ...links]
  return [...new Set(lines.filter(Boolean))].join('\n')
}

/** A reader's answer on one body; a body that cannot be read leaves the others. */
const attempt = async (read: () => Content | Promise<Content>): Promise<Content> => {
  try {
    return await read()
  } catch (error) {
    return { troubles: [error instanceof Unreadable ? error.trouble : { reason: 'broken', detail: 'body' }] }
  }
}

/** HTML bodies are bytes in the code page of the item, which their own header may not repeat. */
const asUtf8 = (html: Buffer, codePage: number | undefined): Buffer =>
  codePage === undefined || codePage === 65001 || html[0] === 0xff
    ? html
    : Buffer.from(`\ufeff${decoderOf(codePage).decode(html)}`, 'utf8')

const bodiesOf = (item: Properties, context: ReaderContext): Promise<Content>[] => {
  const plain = item.texts(TAG.body).map((text) => attempt(() => ({ pieces: [{ text }] })))
  const codePage = item.number(TAG.internetCodePage)
  const html = [
    ...item.bytes(TAG.html).map((bytes) => asUtf8(bytes, codePage)),
    ...item.texts(TAG.html).map((text) => Buffer.from(`\ufeff${text}`)),
  ]
  const rtf = item.bytes(TAG.compressedRtf).map((bytes) =>
    attempt(async () => {
      const { rtf, troubles } = unpackRtf(bytes, context.maxUnpackedBytes)
      const content = await readRtf(rtf, { ...context, format: 'rtf' })
      return { ...content, troubles: [...troubles, ...(content.troubles ?? [])] }
    }),
  )
  return [...plain, ...html.map((bytes) => attempt(() => readHtmlFile(bytes, { ...context, format: 'html' }))), ...rtf]
}

const wordsOf = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '')

/** Outlook writes the same words up to three times: as plain text, as HTML and as RTF. Once is enough; what differs stays. */
const once = (pieces: readonly Piece[]): Piece[] => {
  const known = new Set<string>()
  return pieces.filter((piece) => {
    const words = wordsOf(piece.text)
    const isNew = piece.place?.hidden === true || !known.has(words)
    known.add(words)
    return isNew && words !== ''
  })
}

export const readItem = async (item: Item, context: ReaderContext): Promise<Content> => {
  const bodies = await Promise.all(bodiesOf(item.properties, context))
  const { pieces, troubles } = boundPieces(
    once([{ text: headOf(item) }, ...bodies.flatMap((body) => body.pieces ?? [])]),
    context.maxTextChars,
  )
  const children = [...item.children, ...bodies.flatMap((body) => body.children ?? [])]
  return {
    pieces,
    children,
    troubles: [...item.troubles, ...bodies.flatMap((body) => body.troubles ?? []), ...troubles],
  }
}

// An item signed in two parts is kept whole, as it was sent (MS-OXOSMIME §2.1.2).
const typeOf = (type: string): string => (/^multipart\/signed/i.test(type) ? 'message/rfc822' : type.toLowerCase())

type Hanging = Readonly<{ children: readonly Child[]; links: readonly string[] }>

/** What hangs on an item. `title` and `data`: given beside the properties. Different contents are all taken. */
export const attachmentOf = (item: Properties, title = '', data: readonly Buffer[] = []): Hanging => {
  const name = item.text(TAG.attachLongName) || title || item.text(TAG.attachName) || item.text(TAG.displayName)
  const type = typeOf(item.text(TAG.attachType))
  const contents: Buffer[] = []
  for (const bytes of [...data, ...item.bytes(TAG.attachData)])
    if (bytes.length > 0 && !contents.some((known) => known.equals(bytes))) contents.push(bytes)
  return {
    children: contents.length > 0 || name === '' ? contents.map((bytes) => ({ name, type, bytes })) : [],
    links: [...item.texts(TAG.attachLongPath), ...item.texts(TAG.attachPath), ...(contents.length === 0 ? [name] : [])],
  }
}

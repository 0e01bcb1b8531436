/** From original bytes and envelope to a message. Never throws for bad bytes: what cannot be read is told in `unread`. */
import { type Body, keepOnce, readBody } from './bodies.ts'
import { readAside, readTexts } from './body-texts.ts'
import { decodeCharset } from './charsets.ts'
import { unmasked } from './disguises.ts'
import { decodeWords } from './encoded-words.ts'
import { rawValue } from './headers.ts'
import { languageOf } from './language.ts'
import { LIMITS } from './limits.ts'
import type { Line } from './lines.ts'
import type { Envelope, Header, Language, Link, Message, Part, Text, Unread } from './message.ts'
import { type Fields, fieldsOf, hasForwardPrefix, isAutomatic, isBulk, isReply, isSealed } from './nature.ts'
import { embeddedPart, isBody, readPart } from './parts.ts'
import { splitLines } from './plain.ts'
import { readPeople } from './recipients.ts'
import { readAgain } from './second-reader.ts'
import { openSmime } from './smime.ts'
import { descriptionTexts, headerTexts } from './spoken-headers.ts'
import { type Structure, scanStructure, type Trouble } from './structure.ts'
import { decodeTransfer } from './transfer.ts'

/** `language`: what the school speaks, for messages too short to tell. */
export type ParseOptions = Readonly<{ language?: Language }>

const isBareCr = (raw: Buffer, at: number): boolean => at >= 0 && raw[at + 1] !== 0x0a

/**
 * Line ends of an old Mac, or stray ones in the headers: programs disagree about where lines end there. The door refuses
 * them; a stored message is read as if each CR ended a line.
 */
const withLineFeeds = (raw: Buffer): { bytes: Buffer; repaired: boolean } => {
  const feed = raw.indexOf('\n\r\n')
  const end = Math.min(feed < 0 ? raw.length : feed, LIMITS.headerBytes)
  let at = raw.indexOf(0x0d)
  while (at >= 0 && at < end && !isBareCr(raw, at)) at = raw.indexOf(0x0d, at + 1)
  if (at < 0 || at >= end) return { bytes: raw, repaired: false }
  return { bytes: Buffer.from(raw.toString('latin1').replace(/\r\n?/g, '\n'), 'latin1'), repaired: true }
}

// What programs put there by themselves for readers of 1995; it says nothing.
const BOILERPLATE =
  /^(?:this is an? (?:multi-?part|mime-encapsulated|cryptographically signed|openpgp\/mime (?:signed|encrypted)) message[^\n]{0,60}|this is a message with multiple parts in mime format\.?|\W*)$/i

/** Parts that no boundary leads to: they may be encoded, and then what was read of them are no words. */
const looksLikeParts = (lines: readonly Line[]): boolean =>
  lines.some(({ text }) => /^content-(?:type|transfer-encoding)\s{0,9}:/i.test(text))

const strayLines = (raw: Buffer, structure: Structure): Line[][] => {
  // Parts inside parts may be strays all: together they are no more than one body may be.
  let room: number = LIMITS.bodyText
  return structure.strays
    .map(({ start, end, encoding }) => {
      const bytes = raw.subarray(start, Math.min(end, start + room))
      room -= bytes.length
      return decodeCharset(decodeTransfer(bytes, encoding), '').text
    })
    .filter((text) => !BOILERPLATE.test(text.trim()))
    .map(splitLines)
}

const strayLetters = ({ strays }: Structure): number => strays.reduce((sum, { start, end }) => sum + end - start, 0)

const unreadOf = (troubles: readonly Trouble[], place: Unread['place']): Unread[] =>
  troubles.map(({ reason, detail }) => ({ place, reason, detail }))

const subjectText = (subject: string): Text[] =>
  [subject, unmasked(subject) ?? '']
    .filter((text) => text !== '')
    .map((text) => ({ role: 'subject', place: { in: 'subject' }, text }))

const dateOf = (fields: Fields): number | undefined => {
  const time = Date.parse((fields('date')[0] ?? '').slice(0, 100).replace(/\([^()]*\)/g, ''))
  return Number.isNaN(time) ? undefined : time
}

const messageIdOf = (fields: Fields): string => {
  const value = (fields('message-id')[0] ?? '').slice(0, 2_000)
  return (/<([^<>]{1,998})>/.exec(value)?.[1] ?? value).trim()
}

const headersOf = (raw: Buffer, structure: Structure): Header[] =>
  structure.fields.map((field) => ({ name: field.name, value: decodeWords(rawValue(raw, field)) }))

type Content = Readonly<{
  texts: Text[]
  links: Link[]
  parts: Part[]
  unread: Unread[]
  bodies: readonly Body[]
  forwarded: boolean
}>

const readContent = async (raw: Buffer, structure: Structure, thread: boolean): Promise<Content> => {
  const bodies = structure.leaves.filter(isBody).map((leaf) => readBody(raw, leaf))
  const hanging = structure.leaves.filter((leaf) => !isBody(leaf)).map((leaf) => readPart(raw, leaf))
  const odd =
    structure.odd || structure.troubles.length > 0 || bodies.some((body) => body.odd || body.troubles.length > 0)
  const strays = strayLines(raw, structure)
  const again = odd ? await readAgain(raw, structure, bodies, strays) : { lines: [], troubles: [] }
  const kept = keepOnce(bodies)
  const read = [
    ...bodies.map((body, i) => readTexts(body, kept[i]!, thread)),
    ...strays.map((lines) => readAside(lines, { hidden: true })),
    ...again.lines.map((lines) => readAside(lines, {})),
  ]
  const stray: Trouble[] = strays.some(looksLikeParts)
    ? [{ reason: 'broken', detail: 'parts outside the boundaries' }]
    : []
  if (strayLetters(structure) > LIMITS.bodyText) stray.push({ reason: 'limit', detail: 'text too long' })
  return {
    bodies,
    texts: [...read.flatMap((one) => one.texts), ...descriptionTexts(structure.leaves)],
    links: [...read, ...hanging].flatMap((one) => one.links),
    parts: [...hanging.map((one) => one.part), ...[...bodies, ...read].flatMap((one) => one.files.map(embeddedPart))],
    unread: [
      ...unreadOf(
        [...structure.troubles, ...stray, ...[...bodies, ...read].flatMap((one) => one.troubles), ...again.troubles],
        {
          in: 'text',
        },
      ),
      ...hanging.flatMap(({ part, troubles }) => unreadOf(troubles, { in: 'attachment', file: part.name })),
    ],
    forwarded: read.some((one) => one.forwarded),
  }
}

/** What is signed in one piece, or compressed, mail programs show as the message itself: so it is read. */
const readOpened = async (raw: Buffer, structure: Structure, thread: boolean, depth = 0): Promise<Content> => {
  const content = await readContent(raw, structure, thread)
  const opened = openSmime(raw, structure)
  if (!opened) return content
  if (depth >= LIMITS.signatures)
    return {
      ...content,
      unread: [...content.unread, ...unreadOf([{ reason: 'limit', detail: 'signed in signed' }], { in: 'text' })],
    }
  const inner = scanStructure(opened.bytes)
  const inside = await readOpened(opened.bytes, inner, thread, depth + 1)
  // RFC 9788 §4.1: a subject under the signature is shown instead of the one outside.
  const subjects = fieldsOf(headersOf(opened.bytes, inner))('subject')
  return {
    texts: [...subjects.flatMap(subjectText), ...inside.texts, ...content.texts],
    links: [...inside.links, ...content.links],
    parts: inside.parts,
    unread: [...content.unread, ...unreadOf(opened.troubles, { in: 'text' }), ...inside.unread],
    bodies: [...inside.bodies, ...content.bodies],
    forwarded: inside.forwarded || content.forwarded,
  }
}

const ownWords = (texts: readonly Text[]): string =>
  texts
    .filter((text) => text.role === 'own' && !text.place.hidden)
    .map((text) => text.text)
    .join('\n')
    .slice(0, 1_000)

export const parseMessage = async (
  original: Buffer,
  envelope: Envelope,
  options: ParseOptions = {},
): Promise<Message> => {
  const { bytes: raw, repaired } = withLineFeeds(original)
  const structure = scanStructure(raw)
  const headers = headersOf(raw, structure)
  const fields = fieldsOf(headers)
  const subjects = fields('subject')
  const reply = isReply(fields, subjects)
  const forward = hasForwardPrefix(subjects)
  const { texts, links, parts, unread, bodies, forwarded } = await readOpened(raw, structure, reply || forward)
  const subject = subjects.join('\n').trim()
  return {
    envelope,
    headers,
    ...readPeople(raw, structure.fields, envelope),
    subject,
    messageId: messageIdOf(fields),
    date: dateOf(fields),
    language: languageOf(ownWords(texts) || subject, options.language ?? 'nl'),
    automatic: isAutomatic(envelope, fields, structure),
    bulk: isBulk(fields),
    reply,
    forwarded: forward || forwarded,
    sealed: isSealed(
      structure,
      bodies.some((body) => body.pgp),
    ),
    texts: [...subjectText(subject), ...texts, ...headerTexts(headers, subject)],
    links,
    parts,
    unread: repaired
      ? [{ place: { in: 'header' }, reason: 'broken', detail: 'bare CR in the headers' }, ...unread]
      : unread,
    size: original.length,
  }
}

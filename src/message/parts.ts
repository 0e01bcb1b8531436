/** Leaves that hang on the message: attachments, inline pictures, nested messages. */
import { isUtf8 } from 'node:buffer'
import { decodeBinHex } from './binhex.ts'
import { isShown } from './bodies.ts'
import { wayOf } from './charset-labels.ts'
import { decodeCharset } from './charsets.ts'
import type { EmbeddedFile } from './embedded-file.ts'
import type { Link, Part, Place } from './message.ts'
import { param } from './parameters.ts'
import type { Leaf, Trouble } from './structure.ts'
import { decodeTransfer } from './transfer.ts'

export const namesOf = ({ type, disposition }: Leaf): string[] => {
  const given = [
    disposition.params.get('filename*'),
    disposition.params.get('filename'),
    type.params.get('name*'),
    type.params.get('name'),
    ...[...disposition.again, ...type.again].flatMap(([name, value]) => (/^(?:file)?name$/.test(name) ? [value] : [])),
  ]
  return [
    ...new Set(
      given
        .filter((name) => name !== undefined)
        .map((name) => name.trim())
        .filter(Boolean),
    ),
  ]
}

const dispositionOf = (leaf: Leaf): Part['disposition'] => {
  const value = leaf.disposition.value
  // Whatever is not inline is treated as an attachment (RFC 2183 §2.8).
  return value === '' ? 'none' : value === 'inline' ? 'inline' : 'attachment'
}

/** Text that a mail program shows as the message itself. */
export const isBody = (leaf: Leaf): boolean =>
  isShown(leaf) && dispositionOf(leaf) !== 'attachment' && namesOf(leaf).length === 0

const extension = (name: string): string => /\.[^.]{1,10}$/.exec(name.toLowerCase())?.[0] ?? ''

/** `foto.jpg` for one program and `foto.exe` for another. */
const troublesOf = (leaf: Leaf, names: readonly string[]): Trouble[] => {
  const troubles: Trouble[] = []
  if (names.some((name) => extension(name) !== extension(names[0]!))) {
    troubles.push({ reason: 'broken', detail: 'file names of different kinds' })
  }
  // The content is elsewhere, or in other messages (RFC 2046 §5.2.2, §5.2.3).
  if (leaf.type.value === 'message/partial' || leaf.type.value === 'message/external-body') {
    troubles.push({ reason: 'unknown-format', detail: leaf.type.value })
  }
  return troubles
}

/** Where a part lies that is elsewhere (RFC 2046 §5.2.3, RFC 2017); undefined where the address is none that a program opens. */
const addressOf = ({ type }: Leaf): string | undefined => {
  if (type.value !== 'message/external-body') return undefined
  const access = param(type, 'access-type').toLowerCase()
  // A long address is split by blanks, which are no part of it.
  const url = param(type, 'url').replace(/\s/g, '')
  if (url !== '') return url
  const path = [param(type, 'site'), param(type, 'directory'), param(type, 'name')].filter(Boolean).join('/')
  return access.endsWith('ftp') && path !== '' ? `ftp://${path}` : undefined
}

type Hanging = Readonly<{ part: Part; links: readonly Link[]; troubles: readonly Trouble[] }>

const LABELLED = new Set(['utf-7', 'utf-16', 'utf-32', 'hz', 'iso-2022-kr', 'page', 'web'])

/** Text that only its label tells how to read is given in UTF-8 to those who open it; BinHex is a wrapping like any other. */
const contentOf = (bytes: Buffer, { type }: Leaf): Buffer => {
  if (type.value === 'application/mac-binhex40') return decodeBinHex(bytes.toString('latin1'))?.bytes ?? bytes
  const charset = type.value.startsWith('text/') ? param(type, 'charset') : ''
  const { by } = wayOf(charset)
  if (!LABELLED.has(by) || (by !== 'utf-7' && isUtf8(bytes) && !bytes.includes(0))) return bytes
  const { text } = decodeCharset(bytes, charset)
  // A document that is called a text by mistake.
  return text.includes('\ufffd') || text.includes('\0') ? bytes : Buffer.from(text)
}

export const readPart = (raw: Buffer, leaf: Leaf): Hanging => {
  const names = namesOf(leaf)
  const bytes = raw.subarray(leaf.start, leaf.end)
  const part: Part = {
    name: names[0] ?? '',
    type: leaf.type.value,
    disposition: dispositionOf(leaf),
    contentId: leaf.contentId,
    size: bytes.length,
    ...(names.length > 1 ? { aliases: names.slice(1) } : {}),
    content: () => contentOf(decodeTransfer(bytes, leaf.encoding), leaf),
  }
  const href = addressOf(leaf)
  const place: Place = { in: 'attachment', file: part.name }
  return {
    part,
    links: href === undefined ? [] : [{ text: part.name, href, place }],
    troubles: troublesOf(leaf, names),
  }
}

export const embeddedPart = ({ name, bytes, type = 'application/octet-stream', inline }: EmbeddedFile): Part => ({
  name,
  type,
  disposition: inline ? 'inline' : 'attachment',
  contentId: '',
  size: bytes.length,
  content: () => bytes,
})

/**
 * Strings of a PDF that its pages do not show and a program says or opens: what is read aloud or copied in place of letters
 * (ActualText, ISO 32000-1 §14.9.4), and the rich text of fields and notes (RV and RC, §12.7.3.4). Looked for in the file as
 * it lies, since the library gives none of them.
 */
import { TextBuilder } from '../text-builder.ts'
import { addLooseWords } from './loose-words.ts'

const KEYS = ['/ActualText', '/RV', '/RC'] as const
const MOST = 2_000
const MOST_LETTERS = 4_000

const OPEN = 0x28
const CLOSE = 0x29
const BACKSLASH = 0x5c
const LESS = 0x3c

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' }

/** §7.3.4.2: parentheses in pairs, and signs behind a backslash. */
const literal = (bytes: Buffer, from: number): Buffer => {
  let depth = 1
  let at = from
  for (; at < bytes.length && at - from < MOST_LETTERS; at++) {
    if (bytes[at] === BACKSLASH) at++
    else if (bytes[at] === OPEN) depth++
    else if (bytes[at] === CLOSE && --depth === 0) break
  }
  const text = bytes
    .toString('latin1', from, at)
    .replace(/\\(?:([0-7]{1,3})|\r?\n|([\s\S]))/g, (_, octal: string | undefined, sign: string | undefined) =>
      octal ? String.fromCharCode(Number.parseInt(octal, 8) & 0xff) : sign ? (ESCAPES[sign] ?? sign) : '',
    )
  return Buffer.from(text, 'latin1')
}

const hexadecimal = (bytes: Buffer, from: number): Buffer => {
  const end = bytes.indexOf('>', from)
  return end < 0 || end - from > 2 * MOST_LETTERS
    ? Buffer.alloc(0)
    : Buffer.from(bytes.toString('latin1', from, end).replace(/\s/g, ''), 'hex')
}

const WIDE = new TextDecoder('utf-16be')
const NARROW = new TextDecoder('windows-1252')

/** §7.9.2.2: a mark tells UTF-16 and UTF-8. */
const decoded = (bytes: Buffer): string => {
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return WIDE.decode(bytes.subarray(2))
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return bytes.toString('utf8', 3)
  return NARROW.decode(bytes)
}

const stringAt = (bytes: Buffer, from: number): string => {
  let at = from
  while (bytes[at] === 0x20 || bytes[at] === 0x0a || bytes[at] === 0x0d) at++
  if (bytes[at] === OPEN) return decoded(literal(bytes, at + 1))
  return bytes[at] === LESS && bytes[at + 1] !== LESS ? decoded(hexadecimal(bytes, at + 1)) : ''
}

// A ligature and a hyphen are read aloud as their letters. An encrypted string is no words.
const SAID = /\p{L}{2}\p{P}{0,2}\s{1,4}[\p{L}\d]/u
const UNTYPED = /[\0-\x08\x0e-\x1f\x7f-\x9f\ufffd]/

const wordsOf = (text: string): string => {
  if (!text.includes('<')) return text
  const out = new TextBuilder(MOST_LETTERS)
  addLooseWords(text, out)
  return out.take().at(0)?.text.trim() ?? ''
}

export const stringsIn = (bytes: Buffer): string[] => {
  const found = new Set<string>()
  let looks = 0
  for (const key of KEYS)
    for (let at = bytes.indexOf(key); at >= 0 && looks++ < MOST; at = bytes.indexOf(key, at + key.length)) {
      const words = wordsOf(stringAt(bytes, at + key.length))
      if (SAID.test(words) && !UNTYPED.test(words)) found.add(words)
    }
  return [...found]
}

/**
 * Base64 that somebody pasted into the text: a reader who copies it into any decoder has the words, or the file. What
 * decodes to neither (a hash, a key, an identifier) is left alone; so is what stands in an address of the web.
 */
import { isUtf8 } from 'node:buffer'
import type { EmbeddedFile } from './embedded-file.ts'
import { LIMITS } from './limits.ts'
import type { Line } from './lines.ts'
import { unitsOf } from './units.ts'
import { isWide, widths } from './wide.ts'

/** `number`: of the line it began on. */
export type Pasted = Readonly<{
  texts: readonly Readonly<{ number: number; text: string }>[]
  files: readonly EmbeddedFile[]
  /** There was more than we read. */
  cut: boolean
}>

const MIN_LETTERS = 24
const RUN = /[A-Za-z0-9+/_-]{24,}={0,2}/
const WHOLE = /^[A-Za-z0-9+/_-]{2,}={0,2}$/
const QUOTE = /^[>\s]+/

/** Letters of one run, in the pieces a mail program may have wrapped it into. */
type Run = { readonly number: number; readonly pieces: string[]; open: boolean }

const startOf = (word: string, number: number): Run | undefined => {
  const found = word.includes('://') ? undefined : RUN.exec(word)?.[0]
  if (!found) return undefined
  return { number, pieces: [found], open: word.endsWith(found) && !found.endsWith('=') && found.length % 4 === 0 }
}

const IN_RUN = new Uint8Array(0x10000)
for (const letter of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/_-')
  IN_RUN[letter.charCodeAt(0)] = 1

const isInRun = (units: Uint16Array, at: number): boolean => at >= 0 && at < units.length && IN_RUN[units[at]!] === 1

/** What RUN would tell at a hundredth of the price: nearly no text has one. However it lies, one of these looks falls into it. */
const hasRun = (text: string): boolean => {
  const units = unitsOf(text)
  for (let at = MIN_LETTERS - 1; at < units.length; at += MIN_LETTERS) {
    let from = at
    while (isInRun(units, from)) from--
    let end = at
    while (end - from <= MIN_LETTERS && isInRun(units, end)) end++
    if (end - from > MIN_LETTERS) return true
  }
  return false
}

const runsIn = (lines: readonly Line[]): Run[] => {
  const runs: Run[] = []
  let run: Run | undefined
  if (!hasRun(lines.map((line) => line.text).join('\n'))) return runs
  for (const { text, number } of lines) {
    if (!run?.open && !hasRun(text)) continue
    for (const word of text.replace(QUOTE, '').split(/\s+/)) {
      if (word === '') continue
      if (run?.open && WHOLE.test(word)) {
        run.pieces.push(word)
        run.open = !word.endsWith('=') && word.length % 4 === 0 && word.length >= MIN_LETTERS
        continue
      }
      run = startOf(word, number)
      if (run) runs.push(run)
    }
  }
  return runs
}

const UNTYPED = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffd]/
const WORDS = /[\p{L}\s]/gu
const PLAIN = 0.6

const isReadable = (text: string): boolean =>
  !UNTYPED.test(text) && (text.slice(0, 4_096).match(WORDS)?.length ?? 0) >= PLAIN * Math.min(text.length, 4_096)

const textOf = (bytes: Buffer): string | undefined => {
  const text = isWide(bytes) ? widths(bytes, 2).texts[0]! : isUtf8(bytes) ? bytes.toString('utf8') : ''
  return text !== '' && isReadable(text) ? text : undefined
}

/** How files begin, and what stands near their end: half a file is opened by nobody. */
const KINDS: readonly (readonly [extension: string, head: string, tail: string])[] = [
  ['pdf', '%PDF-', '%%EOF'],
  ['zip', 'PK\x03\x04', 'PK\x05\x06'],
  ['png', '\x89PNG\r\n', 'IEND'],
  ['jpg', '\xff\xd8\xff', '\xff\xd9'],
  ['gif', 'GIF8', ';'],
  ['rtf', '{\\rtf', '}'],
  ['doc', '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', ''],
  ['7z', '7z\xbc\xaf\x27\x1c', ''],
  ['rar', 'Rar!\x1a\x07', ''],
  ['gz', '\x1f\x8b\x08', ''],
]
const TAIL_BYTES = 1_024

const extensionOf = (bytes: Buffer): string | undefined => {
  const head = bytes.toString('latin1', 0, 8)
  const kind = KINDS.find(([, start]) => head.startsWith(start))
  if (!kind || bytes.length < 48) return undefined
  return bytes.subarray(-TAIL_BYTES).includes(Buffer.from(kind[2], 'latin1')) ? kind[0] : undefined
}

type Found = { readonly texts: { number: number; text: string }[]; readonly files: EmbeddedFile[] }

const take = (found: Found, number: number, bytes: Buffer): boolean => {
  const extension = extensionOf(bytes)
  // The name is one in all languages.
  if (extension) found.files.push({ name: `base64-${found.files.length + 1}.${extension}`, bytes })
  else {
    const text = textOf(bytes)
    if (text === undefined) return false
    found.texts.push({ number, text })
  }
  return true
}

const decode = (pieces: readonly string[]): Buffer => Buffer.from(pieces.join(''), 'base64')

export const findPasted = (lines: readonly Line[]): Pasted => {
  const found: Found = { texts: [], files: [] }
  for (const { number, pieces } of runsIn(lines)) {
    if (found.texts.length + found.files.length >= LIMITS.pasted) return { ...found, cut: true }
    // A word of the text may follow so closely that it looks like the end of the run.
    if (!take(found, number, decode(pieces)) && pieces.length > 1) take(found, number, decode(pieces.slice(0, -1)))
  }
  return { ...found, cut: false }
}

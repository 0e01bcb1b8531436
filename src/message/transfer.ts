/** Transfer encodings (RFC 2045 §6) undone, and the older uuencode and yEnc. */
import { takeYencFiles } from './yenc.ts'

const EQUALS = 0x3d
const CR = 0x0d
const LF = 0x0a

const hexDigit = (byte: number | undefined): number => {
  if (byte === undefined) return -1
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30
  const upper = byte & 0xdf
  return upper >= 0x41 && upper <= 0x46 ? upper - 0x37 : -1
}

/** Where a soft line break that starts at `at` (just after the `=`) ends; -1 when it is none. White space may follow the `=`. */
const softBreak = (bytes: Buffer, at: number): number => {
  let next = at
  while (bytes[next] === 0x20 || bytes[next] === 0x09) next++
  if (bytes[next] === CR && bytes[next + 1] === LF) return next + 2
  return bytes[next] === LF || bytes[next] === CR ? next + 1 : next === bytes.length ? next : -1
}

/** A `=` that starts nothing known stays as it is, as mail programs show it. */
export const decodeQuotedPrintable = (bytes: Buffer): Buffer => {
  let from = bytes.indexOf(EQUALS)
  if (from < 0) return bytes
  const out = Buffer.allocUnsafe(bytes.length)
  let size = bytes.copy(out, 0, 0, from)
  while (from < bytes.length) {
    const high = hexDigit(bytes[from + 1])
    const low = high < 0 ? -1 : hexDigit(bytes[from + 2])
    const soft = low < 0 ? softBreak(bytes, from + 1) : -1
    if (low >= 0) out[size++] = (high << 4) | low
    else if (soft < 0) out[size++] = EQUALS
    const next = low >= 0 ? from + 3 : soft < 0 ? from + 1 : soft
    from = bytes.indexOf(EQUALS, next)
    if (from < 0) from = bytes.length
    if (next < from) size += bytes.copy(out, size, next, from)
  }
  return out.subarray(0, size)
}

const PIECE = 64 * 1024

type Lines = Readonly<{ length: number; letters: number }>

/** Lines as the first one is: its length with its end, and how many letters stand in it. */
const linesLike = (bytes: Buffer): Lines => {
  const length = bytes.subarray(0, PIECE).indexOf(LF) + 1
  return { length, letters: length - (bytes[length - 2] === CR ? 2 : 1) }
}

const areLines = (bytes: Buffer, from: number, end: number, { length, letters }: Lines): boolean => {
  const withCr = length - letters === 2
  for (let at = from + length; at <= end; at += length)
    if (bytes[at - 1] !== LF || (withCr && bytes[at - 2] !== CR)) return false
  return true
}

/**
 * Decodes whole lines of one length, as mail programs write them, piece by piece into `out`: a string of all letters would be
 * as large as the message once more. Gives how many bytes were read, up to where it is otherwise; those written are 3 for 4 letters.
 */
const decodeLines = (bytes: Buffer, out: Buffer, lines: Lines): { read: number; written: number } => {
  const { length, letters } = lines
  const count = letters > 0 && letters % 4 === 0 ? Math.floor(PIECE / length) : 0
  const size = count * length
  let read = 0
  let written = 0
  while (size > 0 && read + size <= bytes.length && areLines(bytes, read, read + size, lines)) {
    const got = out.write(bytes.toString('latin1', read, read + size), written, 'base64')
    // Less than that: other signs stood between the letters, or padding.
    if (got !== (count * letters * 3) / 4) break
    read += size
    written += got
  }
  return { read, written }
}

/** Padding inside the data ends it for some readers and not for others: all pieces are decoded, nothing hides behind a `=`. */
const decodeLetters = (bytes: Buffer): Buffer => {
  const text = bytes.toString('latin1')
  const padding = text.indexOf('=')
  if (padding < 0 || /^[=\s]*$/.test(text.slice(padding))) return Buffer.from(text, 'base64')
  return Buffer.concat(text.split(/=+/).map((piece) => Buffer.from(piece, 'base64')))
}

export const decodeBase64 = (bytes: Buffer): Buffer => {
  if (bytes.length <= 2 * PIECE) return decodeLetters(bytes)
  const out = Buffer.allocUnsafeSlow(Math.ceil((bytes.length * 3) / 4))
  const { read, written } = decodeLines(bytes, out, linesLike(bytes))
  const rest = decodeLetters(bytes.subarray(read))
  return out.subarray(0, written + rest.copy(out, written))
}

// Characters outside the alphabet: some readers skip them, others stop. Node also reads the URL alphabet (- and _).
const NOT_BASE64 = /[^A-Za-z0-9+/=\s]|=\s*[A-Za-z0-9+/]/

export const oddBase64 = (bytes: Buffer): boolean => NOT_BASE64.test(bytes.toString('latin1'))

const uuByte = (char: number): number => (char - 0x20) & 0x3f

/** One line of uuencode, or undefined when it is none (its first character tells how many bytes follow). */
export const decodeUuLine = (line: string): Buffer | undefined => {
  if (/[^ -`]/.test(line)) return undefined
  const size = line.length === 0 ? -1 : uuByte(line.charCodeAt(0))
  const needed = Math.ceil(size / 3) * 4
  // Trailing spaces, which stand for zero bits, are often lost on the way.
  if (size < 0 || line.length > needed + 2 || line.length < Math.ceil((size * 4) / 3) + 1 - 3) return undefined
  const out = Buffer.alloc(size + 2)
  for (let group = 0, at = 0; at < size; group += 4, at += 3) {
    const [a, b, c, d] = [1, 2, 3, 4].map((i) => uuByte(line.charCodeAt(group + i) || 0x20)) as [
      number,
      number,
      number,
      number,
    ]
    const bits = (a << 18) | (b << 12) | (c << 6) | d
    out[at] = bits >> 16
    out[at + 1] = (bits >> 8) & 0xff
    out[at + 2] = bits & 0xff
  }
  return out.subarray(0, size)
}

const decodeUu = (bytes: Buffer): Buffer => {
  const lines = bytes.toString('latin1').split(/\r?\n/)
  const start = lines.findIndex((line) => /^begin(?:-base64)? [0-7]{3,4} /.test(line))
  // uuencode -m writes base64 between its own lines.
  if (lines[start]?.startsWith('begin-')) return Buffer.from(lines.slice(start + 1).join(''), 'base64')
  const out: Buffer[] = []
  // Without its first line it is no uuencode: mail programs show it as it is.
  if (start < 0) return bytes
  for (const line of lines.slice(start + 1)) {
    const data = line === 'end' ? undefined : decodeUuLine(line)
    if (!data || data.length === 0) break
    out.push(data)
  }
  return Buffer.concat(out)
}

const decodeYenc = (bytes: Buffer): Buffer => Buffer.concat(takeYencFiles(bytes).files.map((file) => file.bytes))

export const KNOWN_ENCODINGS: ReadonlySet<string> = new Set([
  '',
  '7bit',
  '8bit',
  'binary',
  'base64',
  'quoted-printable',
  'x-uuencode',
  'x-uue',
  'uuencode',
  'x-yenc',
  'yenc',
])

export const decodeTransfer = (bytes: Buffer, encoding: string): Buffer => {
  if (encoding === 'base64') return decodeBase64(bytes)
  if (encoding === 'quoted-printable') return decodeQuotedPrintable(bytes)
  if (encoding.includes('yenc')) return decodeYenc(bytes)
  return encoding.includes('uu') ? decodeUu(bytes) : bytes
}

/**
 * BinHex 4.0 (RFC 1741): a Macintosh file as text between two colons. Six bits a letter, runs of one byte shortened, then
 * a name, a header and two forks, of which the first is the file.
 */
import type { EmbeddedFile } from './embedded-file.ts'

const LETTERS = '!"#$%&\'()*+,-012345689@ABCDEFGHIJKLMNPQRSTUVXYZ[`abcdefhijklmpqr'
const VALUES = new Map([...LETTERS].map((letter, value) => [letter.charCodeAt(0), value]))
const RUN = 0x90
// Runs make 255 bytes of 4 letters; what a file may become is bounded as it grows.
const MOST_BYTES = 32 * 1024 * 1024

const sixBits = (text: string): Buffer => {
  const out = Buffer.alloc(Math.floor((text.length * 6) / 8))
  let size = 0
  let bits = 0
  let have = 0
  for (let at = 0; at < text.length; at++) {
    const value = VALUES.get(text.charCodeAt(at))
    if (value === undefined) continue
    bits = ((bits << 6) | value) & 0xffff
    have += 6
    if (have < 8) continue
    have -= 8
    out[size++] = bits >> have
  }
  return out.subarray(0, size)
}

const withRuns = (packed: Buffer): Buffer | undefined => {
  const pieces: Buffer[] = []
  let total = 0
  let last = 0
  for (let at = 0; at < packed.length; at++) {
    const run = packed.indexOf(RUN, at)
    const end = run < 0 ? packed.length : run
    if (end > at) last = packed[end - 1]!
    pieces.push(packed.subarray(at, end))
    total += end - at
    if (run < 0) break
    const count = packed[run + 1] ?? 0
    // A count of zero is the byte 0x90 itself.
    if (count === 0) last = RUN
    const added = Buffer.alloc(count === 0 ? 1 : count - 1, last)
    pieces.push(added)
    total += added.length
    if (total > MOST_BYTES) return undefined
    at = run + 1
  }
  return Buffer.concat(pieces)
}

/** The file between the colons; undefined when there is none. */
export const decodeBinHex = (text: string): EmbeddedFile | undefined => {
  const start = text.search(/^:(?=[^\s:]{20})/m)
  const end = start < 0 ? -1 : text.indexOf(':', start + 1)
  if (end < 0) return undefined
  const bytes = withRuns(sixBits(text.slice(start + 1, end)))
  const length = bytes?.[0] ?? 0
  // Name, a zero, type and creator, flags, two lengths, a check.
  const data = 1 + length + 1 + 10
  if (!bytes || length === 0 || length > 63 || bytes.length < data + 10) return undefined
  const size = bytes.readUInt32BE(data)
  const from = data + 10
  if (from + size > bytes.length) return undefined
  return { name: bytes.toString('latin1', 1, 1 + length), bytes: bytes.subarray(from, from + size) }
}

/** One file, deflated (RFC 1952): several members in a row are still one file, and what is none of them is said. */
import { crc32 } from 'node:zlib'
import { inflate } from '../inflate.ts'
import { lastName } from '../names.ts'
import { type Child, type Reader, Unreadable } from '../reading.ts'
import { commentPieces } from './archive-comments.ts'
import { innerName } from './inner-name.ts'

type Member = Readonly<{ content: Buffer; end: number }>
type Header = Readonly<{ name: string; comment: string; end: number }>

const HEADER_CRC = 2
const EXTRA = 4
const NAME = 8
const COMMENT = 16
const HEADER_BYTES = 10
const TRAILER_BYTES = 8
// "bgzip" begins a new member every 64 KB; a member of twenty bytes that holds nothing costs time all the same.
const MAX_MEMBERS = 10_000

const isMember = (bytes: Buffer, at: number): boolean =>
  at + HEADER_BYTES + TRAILER_BYTES <= bytes.length && bytes.readUIntBE(at, 3) === 0x1f8b08

/** RFC 1952 §2.3. The name is the one that the file had when it was packed: some programs give it back. */
const headerAt = (bytes: Buffer, at: number): Header => {
  const flags = bytes[at + 3]!
  let end = at + HEADER_BYTES
  const text = (): string => {
    const start = end
    end = bytes.indexOf(0, start) + 1
    if (end === 0) throw new Unreadable('broken', 'gzip')
    return bytes.toString('latin1', start, end - 1)
  }
  if (flags & EXTRA) end += 2 + bytes.readUInt16LE(end)
  const name = flags & NAME ? text() : ''
  const comment = flags & COMMENT ? text() : ''
  return { name: lastName(name), comment, end: flags & HEADER_CRC ? end + 2 : end }
}

const memberAt = (bytes: Buffer, at: number, limit: number): Member => {
  const start = headerAt(bytes, at).end
  // Most files have one member, whose size stands at their end.
  const told = at === 0 ? bytes.readUInt32LE(bytes.length - 4) : 0
  const { content, end } = inflate(bytes.subarray(start), Math.max(1, limit), told)
  if (content.length > limit) throw new Unreadable('limit', 'unpacked')
  const trailer = start + end
  if (bytes.readUInt32LE(trailer) !== crc32(content) || bytes.readUInt32LE(trailer + 4) !== content.length >>> 0)
    throw new Unreadable('broken', 'gzip')
  return { content, end: trailer + TRAILER_BYTES }
}

/** Behind the last member: filling up with zeros is a habit of tapes, anything else is a file of its own. */
const behind = (rest: Buffer): Child[] =>
  rest.every((byte) => byte === 0) ? [] : [{ name: 'rest', type: '', bytes: rest }]

const childrenOf = (bytes: Buffer, name: string, limit: number): Child[] => {
  const contents: Buffer[] = []
  let at = 0
  let left = limit
  while (isMember(bytes, at)) {
    if (contents.length >= MAX_MEMBERS) throw new Unreadable('limit', 'files')
    const { content, end } = memberAt(bytes, at, left)
    contents.push(content)
    left -= content.length
    at = end
  }
  if (contents.length === 0) throw new Unreadable('broken', 'gzip')
  const inner = innerName(name)
  const original = headerAt(bytes, 0).name
  // The other name is listed as a file without content: the content is read once.
  const other = original === '' || original === inner ? [] : [{ name: original, type: '', bytes: Buffer.alloc(0) }]
  const content = contents.length === 1 ? contents[0]! : Buffer.concat(contents)
  return [{ name: inner, type: '', bytes: content }, ...other, ...behind(bytes.subarray(at))]
}

export const readGzip: Reader['read'] = (bytes, { name, maxUnpackedBytes, maxRatio, maxTextChars }) => {
  const byRatio = Math.max(1_000_000, bytes.length * maxRatio)
  const limit = Math.max(1, Math.min(maxUnpackedBytes, byRatio))
  try {
    const children = childrenOf(bytes, name, limit)
    return { children, pieces: commentPieces([headerAt(bytes, 0).comment], maxTextChars) }
  } catch (error) {
    if (error instanceof Unreadable) throw error
    if ((error as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE')
      throw new Unreadable('limit', byRatio < maxUnpackedBytes ? 'ratio' : 'unpacked')
    throw new Unreadable('broken', 'gzip')
  }
}

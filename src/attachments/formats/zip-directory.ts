/**
 * The directory of a zip. It stands at the end, so anything may stand before it: a program that unpacks it, a picture, another
 * zip. Offsets then count from the start of the file or from the start of the zip, and both kinds occur.
 */
import { decodeText } from './charset.ts'
import { type DirectoryHeader, directoryAt, localAt } from './zip-headers.ts'

/** `base` is to be added to every offset. `whole`: the directory goes on up to its end mark. `comment`: on the zip as a whole. */
export type Directory = Readonly<{
  headers: readonly DirectoryHeader[]
  base: number
  start: number
  whole: boolean
  comment: string
}>

const END = Buffer.from('PK\u0005\u0006')
const END_LENGTH = 22
const END64 = Buffer.from('PK\u0006\u0006')
const END64_LENGTH = 56
const LOCATOR_LENGTH = 20
// "End" may stand in a comment, or in rubbish behind the zip: then the one before it counts.
const MAX_ENDS = 16

type Ending = Readonly<{ start: number; end: number; offset: number }>

const endingAt = (bytes: Buffer, at: number): Ending => {
  const end64 = bytes.lastIndexOf(END64, at)
  if (end64 >= 0 && at - end64 >= END64_LENGTH + LOCATOR_LENGTH && at - end64 < 4096) {
    const size = Number(bytes.readBigUInt64LE(end64 + 40))
    return { start: end64 - size, end: end64, offset: Number(bytes.readBigUInt64LE(end64 + 48)) }
  }
  return { start: at - bytes.readUInt32LE(at + 12), end: at, offset: bytes.readUInt32LE(at + 16) }
}

const read = (
  bytes: Buffer,
  { start, end, offset }: Ending,
  maxHeaders: number,
): Omit<Directory, 'comment'> | undefined => {
  const first = directoryAt(bytes, start)
  // An empty zip is an end and nothing else.
  if (!first) return start === end ? { headers: [], base: start - offset, start, whole: true } : undefined
  const headers: DirectoryHeader[] = []
  let at = start
  for (let found: typeof first | undefined = first; found && at < end; found = directoryAt(bytes, at)) {
    headers.push(found.header)
    at = found.end
    if (headers.length > maxHeaders) break
  }
  const base = start - offset
  // A program may have put itself in front without changing the offsets, or may have changed them and left this one as it was.
  const shifted = localAt(bytes, first.header.offset + base) !== undefined
  return { headers, base: shifted ? base : 0, start, whole: at >= end || headers.length > maxHeaders }
}

/** The last directory in the file that is one. At most one header more than `maxHeaders`. */
export const findDirectory = (bytes: Buffer, maxHeaders: number): Directory | undefined => {
  let at = bytes.length
  for (let i = 0; i < MAX_ENDS && at > 0; i += 1) {
    at = bytes.lastIndexOf(END, at - 1)
    if (at < 0) return undefined
    if (at + END_LENGTH > bytes.length) continue
    const directory = read(bytes, endingAt(bytes, at), maxHeaders)
    if (directory)
      return {
        ...directory,
        comment: decodeText(bytes.subarray(at + END_LENGTH, at + END_LENGTH + bytes.readUInt16LE(at + 20))),
      }
  }
  return undefined
}

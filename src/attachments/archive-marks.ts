/** How 7z and rar begin. The mark alone may stand in a text about archives; a header with the right checksum behind it does not. */
import { crc32 } from 'node:zlib'
import type { Format } from './formats.ts'

const SEVEN_ZIP = Buffer.from('377abcaf271c', 'hex')
const RAR = Buffer.from('526172211a07', 'hex')

const isSevenZip = (bytes: Buffer): boolean =>
  bytes.length >= 32 && crc32(bytes.subarray(12, 32)) === bytes.readUInt32LE(8)

const isRar4 = (bytes: Buffer): boolean =>
  bytes.length >= 20 && bytes[9] === 0x73 && (crc32(bytes.subarray(9, 20)) & 0xffff) === bytes.readUInt16LE(7)

/** The size of the first header is a number of one byte: it holds three or four numbers. */
const isRar5 = (bytes: Buffer): boolean => {
  const end = 13 + (bytes[12] ?? 0)
  return bytes.length > end && crc32(bytes.subarray(12, end)) === bytes.readUInt32LE(8)
}

const isRar = (bytes: Buffer): boolean => (bytes[6] === 0 ? isRar4(bytes) : bytes[6] === 1 && isRar5(bytes))

export const MARKED_ARCHIVES: readonly (readonly [Format, Buffer, (bytes: Buffer) => boolean])[] = [
  ['7z', SEVEN_ZIP, isSevenZip],
  ['rar', RAR, isRar],
]

export const isMarkedArchive = (bytes: Buffer): boolean =>
  MARKED_ARCHIVES.some(([, mark, isOne]) => bytes.subarray(0, mark.length).equals(mark) && isOne(bytes))

/** How 7z and rar begin. The mark alone may stand in a text about archives; a header with the right checksum behind it does not. */
import { crc32 } from 'node:zlib'
import type { Format } from './formats.ts'

const SEVEN_ZIP = Buffer.from('377abcaf271c', 'hex')
const RAR4 = Buffer.from('526172211a0700', 'hex')
const RAR5 = Buffer.from('526172211a070100', 'hex')

const isSevenZip = (bytes: Buffer): boolean =>
  bytes.length >= 32 && crc32(bytes.subarray(12, 32)) === bytes.readUInt32LE(8)

const isRar4 = (bytes: Buffer): boolean =>
  bytes.length >= 20 && bytes[9] === 0x73 && (crc32(bytes.subarray(9, 20)) & 0xffff) === bytes.readUInt16LE(7)

/** The size of the first header is a number of one byte: it holds three or four numbers. */
const isRar5 = (bytes: Buffer): boolean => {
  const end = 13 + (bytes[12] ?? 0)
  return bytes.length > end && crc32(bytes.subarray(12, end)) === bytes.readUInt32LE(8)
}

export const MARKED_ARCHIVES: readonly (readonly [Format, Buffer, (bytes: Buffer) => boolean])[] = [
  ['7z', SEVEN_ZIP, isSevenZip],
  ['rar', RAR4, isRar4],
  ['rar', RAR5, isRar5],
]

export const isMarkedArchive = (bytes: Buffer): boolean =>
  MARKED_ARCHIVES.some(([, mark, isOne]) => bytes.subarray(0, mark.length).equals(mark) && isOne(bytes))

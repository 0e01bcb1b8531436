/** RAR archives that store and do not compress, in the format of 5.0 ("RAR 5.0 archive format", rarlab) and of 2.9. */
import { crc32 } from 'node:zlib'

const vint = (value: number): number[] =>
  value < 128 ? [value] : [(value & 127) | 128, ...vint(Math.floor(value / 128))]
const u32 = (value: number): number[] => [value & 255, (value >>> 8) & 255, (value >>> 16) & 255, value >>> 24]
const u16 = (value: number): number[] => [value & 255, value >>> 8]

const block5 = (fields: readonly number[]): Buffer => {
  const sized = Buffer.from([...vint(fields.length), ...fields])
  return Buffer.concat([Buffer.from(u32(crc32(sized))), sized])
}

/** Type, flags, then what the type asks for. File flag 4: a CRC32 follows; compression 0: stored. */
const file5 = (name: string, data: Buffer): Buffer => {
  const bytes = Buffer.from(name)
  return Buffer.concat([
    block5([
      ...vint(2),
      ...vint(2),
      ...vint(data.length),
      ...vint(4),
      ...vint(data.length),
      ...vint(0o100644),
      ...u32(crc32(data)),
      ...vint(0),
      ...vint(1),
      ...vint(bytes.length),
      ...bytes,
    ]),
    data,
  ])
}

export const rar5 = (files: Readonly<Record<string, Buffer>>): Buffer =>
  Buffer.concat([
    Buffer.from('526172211a070100', 'hex'),
    block5([1, 0, 0]),
    ...Object.entries(files).map(([name, data]) => file5(name, data)),
    block5([5, 0, 0]),
  ])

const block4 = (fields: readonly number[]): Buffer => {
  const bytes = Buffer.from(fields)
  return Buffer.concat([Buffer.from(u16(crc32(bytes) & 0xffff)), bytes])
}

const file4 = (name: string, data: Buffer): Buffer => {
  const bytes = Buffer.from(name, 'latin1')
  const size = 32 + bytes.length
  return Buffer.concat([
    // Version 2.0, method 0x30 (stored), Unix.
    block4([
      0x74,
      ...u16(0x8000),
      ...u16(size),
      ...u32(data.length),
      ...u32(data.length),
      3,
      ...u32(crc32(data)),
      ...u32(0x5b6f5180),
      20,
      0x30,
      ...u16(bytes.length),
      ...u32(0o100644),
      ...bytes,
    ]),
    data,
  ])
}

export const rar4 = (files: Readonly<Record<string, Buffer>>): Buffer =>
  Buffer.concat([
    Buffer.from('526172211a0700', 'hex'),
    block4([0x73, 0, 0, 13, 0, 0, 0, 0, 0, 0, 0]),
    ...Object.entries(files).map(([name, data]) => file4(name, data)),
    block4([0x7b, 0, 0x40, 7, 0]),
  ])

/** Extra record 1 of a file, or a block of type 4 before all of them: encrypted by AES-256. */
const KEYING = [...vint(0), ...vint(0), 15]

/** Its content means nothing. Without a name the headers are encrypted too. */
export const rar5Sealed = (name: string | undefined, sealed: Buffer): Buffer => {
  const start = Buffer.from('526172211a070100', 'hex')
  if (name === undefined) return Buffer.concat([start, block5([4, 0, ...KEYING, ...sealed.subarray(0, 16)]), sealed])
  const record = [...vint(1), ...KEYING, ...sealed.subarray(0, 16), ...sealed.subarray(16, 32)]
  const extra = [...vint(record.length), ...record]
  const bytes = Buffer.from(name)
  const header = [
    ...vint(2),
    ...vint(3),
    ...vint(extra.length),
    ...vint(sealed.length),
    ...vint(0),
    ...vint(sealed.length - 3),
    ...vint(0o100644),
    ...vint(0),
    ...vint(1),
    ...vint(bytes.length),
    ...bytes,
    ...extra,
  ]
  return Buffer.concat([start, block5([1, 0, 0]), block5(header), sealed, block5([5, 0, 0])])
}

/** Writes archives of older programs for tests, one file in each, stored as it is. */
import { crc32 } from 'node:zlib'

const u16 = (value: number): Buffer => Buffer.from([value & 255, value >> 8])
const u32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value >>> 0)
  return bytes
}

/** CRC-16/ARC, as LHA uses it. */
const crc16 = (data: Buffer): number =>
  data.reduce((crc, byte) => {
    let sum = crc ^ byte
    for (let bit = 0; bit < 8; bit += 1) sum = sum & 1 ? (sum >>> 1) ^ 0xa001 : sum >>> 1
    return sum
  }, 0)

/** LHA, header of level 0, method -lh0-. */
export const lzhOf = (name: string, text: string): Buffer => {
  const data = Buffer.from(text)
  const fields = Buffer.concat([
    Buffer.from('-lh0-'),
    u32(data.length),
    u32(data.length),
    u32(0x5a000000),
    Buffer.from([0x20, 0, name.length]),
    Buffer.from(name),
    u16(crc16(data)),
  ])
  const sum = fields.reduce((total, byte) => (total + byte) & 255, 0)
  return Buffer.concat([Buffer.from([fields.length, sum]), fields, data, Buffer.from([0])])
}

const arjHeader = (fields: Buffer): Buffer =>
  Buffer.concat([Buffer.from([0x60, 0xea]), u16(fields.length), fields, u32(crc32(fields)), u16(0)])

/** ARJ, method 0. */
export const arjOf = (name: string, text: string): Buffer => {
  const data = Buffer.from(text)
  const head = (type: number, sizes: Buffer[], called: string): Buffer =>
    arjHeader(
      Buffer.concat([
        Buffer.from([30, 11, 1, 0, 0x10, 0, type, 0]),
        u32(0x5a000000),
        ...sizes,
        Buffer.alloc(6),
        Buffer.from(`${called}\0\0`),
      ]),
    )
  return Buffer.concat([
    head(2, [u32(0), u32(0), u32(0)], 'a.arj'),
    head(0, [u32(data.length), u32(data.length), u32(crc32(data))], name),
    data,
    Buffer.from([0x60, 0xea, 0, 0]),
  ])
}

/** A cabinet ([MS-CAB] §2), one folder, not compressed. */
export const cabOf = (name: string, text: string): Buffer => {
  const data = Buffer.from(text)
  const file = Buffer.concat([u32(data.length), u32(0), u16(0), u16(0), u16(0), u16(0x20), Buffer.from(`${name}\0`)])
  const block = Buffer.concat([u32(0), u16(data.length), u16(data.length), data])
  const start = 36 + 8 + file.length
  return Buffer.concat([
    Buffer.from('MSCF'),
    u32(0),
    u32(start + block.length),
    u32(0),
    u32(44),
    u32(0),
    Buffer.from([3, 1]),
    u16(1),
    u16(1),
    Buffer.alloc(6),
    u32(start),
    u16(1),
    u16(0),
    file,
    block,
  ])
}

/** cpio, format "newc" of SVR4. */
export const cpioOf = (name: string, text: string): Buffer => {
  const entry = (called: string, data: string, mode: number): Buffer => {
    const numbers = [1, mode, 0, 0, 1, 0, data.length, 0, 0, 0, 0, called.length + 1, 0]
    const head = `070701${numbers.map((n) => n.toString(16).padStart(8, '0')).join('')}${called}\0`
    const padded = (value: string): string => value.padEnd(Math.ceil(value.length / 4) * 4, '\0')
    return Buffer.from(padded(head) + padded(data), 'latin1')
  }
  return Buffer.concat([entry(name, text, 0o100644), entry('TRAILER!!!', '', 0)])
}

/** Unix "compress", with every letter as a code of its own, nine bits each: nothing gets smaller. */
export const compressed = (text: string): Buffer => {
  const bits = [...Buffer.from(text)]
    .map((byte) => byte.toString(2).padStart(9, '0').split('').reverse().join(''))
    .join('')
  const bytes = bits.match(/.{1,8}/g) ?? []
  return Buffer.from([0x1f, 0x9d, 0x90, ...bytes.map((byte) => Number.parseInt(byte.split('').reverse().join(''), 2))])
}

const SECTOR = 2048
const both32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(8)
  bytes.writeUInt32LE(value, 0)
  bytes.writeUInt32BE(value, 4)
  return bytes
}

const isoRecord = (name: Buffer, sector: number, size: number, folder: boolean): Buffer => {
  const record = Buffer.alloc(33 + name.length + (name.length % 2 === 0 ? 1 : 0))
  record[0] = record.length
  both32(sector).copy(record, 2)
  both32(size).copy(record, 10)
  record[25] = folder ? 2 : 0
  record.set([1, 0, 0, 1], 28)
  record[32] = name.length
  name.copy(record, 33)
  return record
}

/** A disk image with one file in its root (ECMA-119). */
export const isoOf = (name: string, text: string): Buffer => {
  const data = Buffer.from(text)
  const image = Buffer.alloc(21 * SECTOR)
  const volume = image.subarray(16 * SECTOR)
  volume.write('\u0001CD001\u0001', 0, 'latin1')
  both32(21).copy(volume, 80)
  volume.set([1, 0, 0, 1], 120)
  volume.set([1, 0, 0, 1], 124)
  volume.set([0, 8, 8, 0], 128)
  isoRecord(Buffer.from([0]), 19, SECTOR, true).copy(volume, 156)
  volume[881] = 1
  image.write('\u00ffCD001\u0001', 17 * SECTOR, 'latin1')
  const records = [
    isoRecord(Buffer.from([0]), 19, SECTOR, true),
    isoRecord(Buffer.from([1]), 19, SECTOR, true),
    isoRecord(Buffer.from(`${name};1`), 20, data.length, false),
  ]
  Buffer.concat(records).copy(image, 19 * SECTOR)
  data.copy(image, 20 * SECTOR)
  return image
}

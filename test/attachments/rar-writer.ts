/** Writes rar archives for tests, stored, in both formats of RARLAB's descriptions (technote.txt: RAR 4 and RAR 5.0). */
import { crc32 } from 'node:zlib'

export type RarInput = Readonly<{ name: string; data?: Buffer | string; folder?: boolean; wrongCrc?: boolean }>

const u16 = (value: number): Buffer => Buffer.from([value & 255, (value >> 8) & 255])
const u32 = (value: number): Buffer => Buffer.concat([u16(value & 0xffff), u16(value >>> 16)])

/** Seven bits a byte, the lowest first; the eighth says that more come. */
const vint = (value: number): Buffer => {
  const bytes: number[] = []
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return Buffer.from([...bytes, rest])
    bytes.push((rest % 128) | 128)
  }
}

const counted5 = (...fields: Buffer[]): Buffer => {
  const body = Buffer.concat(fields)
  const sized = Buffer.concat([vint(body.length), body])
  return Buffer.concat([u32(crc32(sized)), sized])
}

const MORE_VOLUMES = 1
const CONTINUES = 0x10

const file5 = ({ name, data = '', folder = false, wrongCrc }: RarInput, continues: boolean): Buffer => {
  const content = Buffer.from(data)
  const path = Buffer.from(name)
  const header = counted5(
    vint(2),
    vint(2 | (continues ? CONTINUES : 0)),
    vint(content.length),
    vint(folder ? 1 : 4),
    vint(content.length + (continues ? 1000 : 0)),
    vint(folder ? 0x10 : 0x20),
    folder ? Buffer.alloc(0) : u32(crc32(content) ^ (wrongCrc ? 1 : 0)),
    vint(0),
    vint(0),
    vint(path.length),
    path,
  )
  return Buffer.concat([header, content])
}

/** `volume`: the first of several, the last file goes on in the next. */
export const writeRar5 = (files: readonly RarInput[], { volume = false } = {}): Buffer =>
  Buffer.concat([
    Buffer.from('526172211a070100', 'hex'),
    counted5(vint(1), vint(0), vint(volume ? 1 : 0)),
    ...files.map((file, i) => file5(file, volume && i === files.length - 1)),
    counted5(vint(5), vint(0), vint(volume ? MORE_VOLUMES : 0)),
  ])

/** The head of an archive whose very names are encrypted: after it, nothing can be told apart. */
export const lockedRar5 = (): Buffer =>
  Buffer.concat([
    Buffer.from('526172211a070100', 'hex'),
    counted5(vint(4), vint(0), vint(0), vint(0), Buffer.from([15]), Buffer.alloc(16, 7)),
    Buffer.alloc(160, 0x5a),
  ])

const counted4 = (type: number, flags: number, fields: Buffer, extra = Buffer.alloc(0)): Buffer => {
  const body = Buffer.concat([Buffer.from([type]), u16(flags), u16(7 + fields.length), fields])
  return Buffer.concat([u16(crc32(body) & 0xffff), body, extra])
}

const LONG_BLOCK = 0x8000
const PASSWORD = 4
const FOLDER = 0xe0

const file4 = ({ name, data = '', folder = false, wrongCrc }: RarInput, encrypted: boolean): Buffer => {
  const content = Buffer.from(data)
  const path = Buffer.from(name, 'latin1')
  const fields = Buffer.concat([
    u32(content.length),
    u32(content.length),
    Buffer.from([2]),
    u32(crc32(content) ^ (wrongCrc ? 1 : 0)),
    u32(0x5a000000),
    Buffer.from([29, 0x30]),
    u16(path.length),
    u32(folder ? 0x10 : 0x20),
    path,
  ])
  return counted4(0x74, LONG_BLOCK | (folder ? FOLDER : 0) | (encrypted ? PASSWORD : 0), fields, content)
}

export const writeRar4 = (files: readonly RarInput[], { encrypted = false, lockedNames = false } = {}): Buffer =>
  Buffer.concat([
    Buffer.from('526172211a0700', 'hex'),
    counted4(0x73, lockedNames ? 0x80 : 0, Buffer.alloc(6)),
    ...files.map((file) => file4(file, encrypted)),
    counted4(0x7b, 0x4000, Buffer.alloc(0)),
  ])

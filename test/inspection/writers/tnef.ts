/** TNEF (MS-OXTNEF): the winmail.dat of Outlook. */

const u16 = (value: number): Buffer => Buffer.from([value & 255, (value >> 8) & 255])
const u32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}

/** §2.1.3: level, identity, length, data and the sum of its bytes. */
const attribute = (level: 1 | 2, id: number, data: Buffer): Buffer =>
  Buffer.concat([Buffer.from([level]), u32(id), u32(data.length), data, u16(data.reduce((sum, byte) => sum + byte, 0))])

const BINARY = 0x0102
const UNICODE = 0x001f
export type MapiProperty = readonly [id: number, type: number, value: Buffer]

/** Names of properties (MS-OXPROPS). */
export const body = (text: string): MapiProperty => [0x1000, UNICODE, Buffer.from(`${text}\0`, 'utf16le')]
export const htmlBody = (html: string): MapiProperty => [0x1013, BINARY, Buffer.from(html)]
export const rtfBody = (rtf: string): MapiProperty => [0x1009, BINARY, storedRtf(rtf)]

/** MS-OXRTFCP §2.1.3.1 with the mark "MELA": not compressed. */
export const storedRtf = (rtf: string): Buffer => {
  const raw = Buffer.from(rtf, 'latin1')
  return Buffer.concat([u32(raw.length + 12), u32(raw.length), Buffer.from('MELA'), u32(0), raw])
}

/** §2.1.3.4. */
const properties = (list: readonly MapiProperty[]): Buffer =>
  Buffer.concat([
    u32(list.length),
    ...list.map(([id, type, value]) =>
      Buffer.concat([u16(type), u16(id), u32(1), u32(value.length), value, Buffer.alloc((4 - (value.length % 4)) % 4)]),
    ),
  ])

const file = (name: string, data: Buffer): Buffer =>
  Buffer.concat([
    attribute(2, 0x00069002, Buffer.from('010000000000000000000000ffff', 'hex')),
    attribute(2, 0x00018010, Buffer.from(`${name}\0`, 'latin1')),
    attribute(2, 0x0006800f, data),
  ])

export const tnef = (list: readonly MapiProperty[], files: Readonly<Record<string, Buffer>> = {}): Buffer =>
  Buffer.concat([
    u32(0x223e9f78),
    u16(1),
    attribute(1, 0x00089006, u32(0x00010000)),
    attribute(1, 0x00069007, Buffer.from('e404000000000000', 'hex')),
    ...(list.length > 0 ? [attribute(1, 0x00069003, properties(list))] : []),
    ...Object.entries(files).map(([name, data]) => file(name, data)),
  ])

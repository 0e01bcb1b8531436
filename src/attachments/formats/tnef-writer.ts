/**
 * An Outlook item as TNEF (MS-OXTNEF): how a message inside a message is handed up, so that it is opened under the limits
 * of files inside files. Everything is written as properties; texts and bytes are all that is.
 */
import type { Child } from '../reading.ts'
import { FIRST_NAMED, Properties, type Property, TAG, TYPE } from './mapi.ts'
import type { Item } from './outlook-item.ts'

const u32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value >>> 0)
  return bytes
}

const padded = (value: Buffer): Buffer =>
  Buffer.concat([u32(value.length), value, Buffer.alloc((4 - (value.length % 4)) % 4)])

// A name that says nothing: sixteen zeros for the set, kind 0, number 0.
const NAMELESS = Buffer.alloc(24)

const VARIABLE: readonly number[] = [TYPE.STRING8, TYPE.UNICODE, TYPE.BINARY]

const property = ({ id, type, values }: Property): Buffer[] => {
  const single = type & ~TYPE.MULTIPLE
  if (type !== TYPE.LONG && !VARIABLE.includes(single)) return []
  const head = [
    u32(((id << 16) | (type === TYPE.LONG ? type : single)) >>> 0),
    id >= FIRST_NAMED ? NAMELESS : Buffer.alloc(0),
  ]
  if (type === TYPE.LONG) return [Buffer.concat([...head, values[0]!.subarray(0, 4)])]
  return values.map((value) => Buffer.concat([...head, u32(1), padded(value)]))
}

const list = (properties: Iterable<Property>): Buffer => {
  const written = [...properties].flatMap(property)
  return Buffer.concat([u32(written.length), ...written])
}

/** §2.1.3.2: the sum of all bytes. */
export const checksum = (data: Buffer): number => {
  let sum = 0
  // By number: the files inside are summed byte by byte, and an iterator takes ten times as long.
  for (let at = 0; at < data.length; at += 1) sum = (sum + data[at]!) & 0xffff
  return sum
}

const attribute = (level: number, id: number, data: Buffer): Buffer => {
  const head = Buffer.alloc(9)
  head.writeUInt8(level)
  head.writeUInt32LE(id, 1)
  head.writeUInt32LE(data.length, 5)
  const sum = Buffer.alloc(2)
  sum.writeUInt16LE(checksum(data))
  return Buffer.concat([head, data, sum])
}

const text = (id: number, value: string): Property => ({
  id,
  type: TYPE.UNICODE,
  values: [Buffer.from(value, 'utf16le')],
})

const attachment = ({ name, type, bytes = Buffer.alloc(0) }: Child): Buffer[] => [
  attribute(2, 0x00069002, Buffer.alloc(14)),
  attribute(2, 0x00069005, list([text(TAG.attachLongName, name), text(TAG.attachType, type)])),
  attribute(2, 0x0006800f, Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)),
]

export const writeTnef = ({ properties, recipients, children, links }: Item): Buffer => {
  const paths = new Properties()
  for (const link of links) paths.add(text(TAG.attachLongPath, link))
  return Buffer.concat([
    Buffer.from('789f3e220100', 'hex'),
    attribute(1, 0x00069007, Buffer.concat([u32(properties.codePage), u32(0)])),
    attribute(1, 0x00069003, list(properties)),
    attribute(1, 0x00069004, Buffer.concat([u32(recipients.length), ...recipients.map(list)])),
    ...children.flatMap(attachment),
    ...(links.length > 0 ? [attribute(2, 0x00069002, Buffer.alloc(14)), attribute(2, 0x00069005, list(paths))] : []),
  ])
}

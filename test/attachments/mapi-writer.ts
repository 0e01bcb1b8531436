/** Writes TNEF (MS-OXTNEF), compressed RTF (MS-OXRTFCP) and Outlook files (MS-OXMSG) for tests, from their descriptions. */
import { crc32 } from 'node:zlib'
import { CFB } from '@e965/xlsx'

/** A property: `STRING8` in a code page, `UNICODE`, `BINARY`, `LONG`, or an object with its interface before it. */
export type Value =
  | Readonly<{ id: number; text: string }>
  | Readonly<{ id: number; ansi: Buffer }>
  | Readonly<{ id: number; binary: Buffer }>
  | Readonly<{ id: number; long: number }>
  | Readonly<{ id: number; object: Buffer }>
  | Readonly<{ id: number; named: string; text: string }>

const u16 = (n: number): Buffer => Buffer.from([n & 255, n >> 8])
const u32 = (n: number): Buffer => Buffer.concat([u16(n & 0xffff), u16(n >>> 16)])
const pad = (bytes: Buffer): Buffer => Buffer.concat([bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)])
const utf16 = (text: string): Buffer => Buffer.from(`${text}\0`, 'utf16le')
const counted = (bytes: Buffer): Buffer => Buffer.concat([u32(1), u32(bytes.length), pad(bytes)])

const value = (one: Value): Buffer => {
  const head = (type: number): Buffer => Buffer.concat([u16(type), u16(one.id)])
  if ('named' in one) {
    const name = utf16(one.named)
    const set = Buffer.concat([Buffer.alloc(16, 7), u32(1), u32(name.length), pad(name)])
    return Buffer.concat([head(0x1f), set, counted(utf16(one.text))])
  }
  if ('text' in one) return Buffer.concat([head(0x1f), counted(utf16(one.text))])
  if ('ansi' in one) return Buffer.concat([head(0x1e), counted(Buffer.concat([one.ansi, Buffer.alloc(1)]))])
  if ('binary' in one) return Buffer.concat([head(0x102), counted(one.binary)])
  if ('long' in one) return Buffer.concat([head(3), u32(one.long)])
  return Buffer.concat([head(0x0d), counted(Buffer.concat([Buffer.alloc(16, 9), one.object]))])
}

export const list = (values: readonly Value[]): Buffer => Buffer.concat([u32(values.length), ...values.map(value)])

export const rows = (table: readonly (readonly Value[])[]): Buffer =>
  Buffer.concat([u32(table.length), ...table.map(list)])

export type Attribute = readonly [level: 1 | 2, id: number, data: Buffer]

export const attribute = ([level, id, data]: Attribute, sum = data.reduce((a, b) => (a + b) & 0xffff, 0)): Buffer =>
  Buffer.concat([Buffer.from([level]), u32(id), u32(data.length), data, u16(sum)])

export const tnef = (attributes: readonly Attribute[]): Buffer =>
  Buffer.concat([u32(0x223e9f78), u16(1), ...attributes.map((one) => attribute(one))])

export const ATT = {
  from: 0x00008000,
  subject: 0x00018004,
  messageClass: 0x00078008,
  body: 0x0002800c,
  attachData: 0x0006800f,
  attachTitle: 0x00018010,
  attachStart: 0x00069002,
  properties: 0x00069003,
  recipients: 0x00069004,
  attachProperties: 0x00069005,
  codePage: 0x00069007,
} as const

export const attached = (title: string, data: Buffer, properties: readonly Value[] = []): Attribute[] => [
  [2, ATT.attachStart, Buffer.alloc(14)],
  [2, ATT.attachTitle, Buffer.from(`${title}\0`, 'latin1')],
  ...(data.length > 0 ? [[2, ATT.attachData, data] as Attribute] : []),
  [2, ATT.attachProperties, list(properties)],
]

/** Literals only, with the mark of the end: no program would pack so badly, every one must read it. */
export const packRtf = (rtf: string): Buffer => {
  const bytes = Buffer.from(rtf, 'latin1')
  const packed: Buffer[] = []
  for (let at = 0; at < bytes.length; at += 8) {
    const run = bytes.subarray(at, at + 8)
    // A run that is not full ends with the mark: a reference to where the next byte would be written.
    const mark = (((207 + bytes.length) % 4096) << 4).toString(16).padStart(4, '0')
    packed.push(Buffer.from([run.length < 8 ? 1 << run.length : 0]), run)
    if (run.length < 8) packed.push(Buffer.from(mark, 'hex'))
  }
  if (bytes.length % 8 === 0) {
    const mark = (((207 + bytes.length) % 4096) << 4).toString(16).padStart(4, '0')
    packed.push(Buffer.from([1]), Buffer.from(mark, 'hex'))
  }
  const body = Buffer.concat(packed)
  const sum = (crc32(body, 0xffffffff) ^ 0xffffffff) >>> 0
  return Buffer.concat([u32(body.length + 12), u32(bytes.length), Buffer.from('LZFu'), u32(sum), body])
}

/** An item of a .msg file. `embedded`: messages inside, by the name they are shown under. */
export type OutlookItem = Readonly<{
  values: readonly Value[]
  recipients?: readonly (readonly Value[])[]
  attachments?: readonly (readonly Value[])[]
  embedded?: Readonly<Record<string, OutlookItem>>
}>

type Files = Map<string, Buffer>

const hex = (n: number, digits: number): string => n.toString(16).toUpperCase().padStart(digits, '0')

const writeValues = (files: Files, path: string, values: readonly Value[], header: number): void => {
  const entries = values.map((one) => {
    const [type, data] =
      'text' in one
        ? [0x1f, utf16(one.text).subarray(0, -2)]
        : 'ansi' in one
          ? [0x1e, one.ansi]
          : 'binary' in one
            ? [0x102, one.binary]
            : [3, undefined]
    if (data) files.set(`${path}__substg1.0_${hex(one.id, 4)}${hex(type as number, 4)}`, data as Buffer)
    const size = data ? (data as Buffer).length + (type === 0x1f ? 2 : 0) : 'long' in one ? one.long : 0
    return Buffer.concat([u16(type as number), u16(one.id), u32(6), u32(size), u32(0)])
  })
  files.set(`${path}__properties_version1.0`, Buffer.concat([Buffer.alloc(header), ...entries]))
}

const writeItem = (files: Files, path: string, item: OutlookItem, header: number): void => {
  writeValues(files, path, item.values, header)
  item.recipients?.forEach((values, i) => {
    writeValues(files, `${path}__recip_version1.0_#${hex(i, 8)}/`, values, 8)
  })
  item.attachments?.forEach((values, i) => {
    writeValues(files, `${path}__attach_version1.0_#${hex(i, 8)}/`, values, 8)
  })
  Object.entries(item.embedded ?? {}).forEach(([name, inner], i) => {
    const folder = `${path}__attach_version1.0_#${hex(i + (item.attachments?.length ?? 0), 8)}/`
    writeValues(
      files,
      folder,
      [
        { id: 0x3001, text: name },
        { id: 0x3705, long: 5 },
      ],
      8,
    )
    writeItem(files, `${folder}__substg1.0_3701000D/`, inner, 24)
  })
}

export const msg = (item: OutlookItem): Buffer => {
  const files: Files = new Map()
  writeItem(files, '', item, 32)
  const container = CFB.utils.cfb_new({ root: 'Root Entry' })
  for (const [path, data] of files) CFB.utils.cfb_add(container, `/${path}`, data)
  return Buffer.from(CFB.write(container, { type: 'buffer' }) as Buffer)
}

/** Compound files (MS-CFB) and what is kept in them: Outlook messages (MS-OXMSG), encrypted packages (MS-OFFCRYPTO). */
import { CFB } from '@e965/xlsx'

export const compound = (streams: Readonly<Record<string, Buffer>>): Buffer => {
  const file = CFB.utils.cfb_new()
  for (const [name, data] of Object.entries(streams)) CFB.utils.cfb_add(file, `/${name}`, data)
  return Buffer.from(CFB.write(file, { type: 'buffer' }))
}

type Property = readonly [id: number, value: string | Buffer]

const hex = (value: number, digits: number): string => value.toString(16).toUpperCase().padStart(digits, '0')
const typeOf = (value: string | Buffer): number => (typeof value === 'string' ? 0x001f : 0x0102)
const bytesOf = (value: string | Buffer): Buffer => (typeof value === 'string' ? Buffer.from(value, 'utf16le') : value)

/** §2.4: a row for each property; of a text the size with the NUL that is not there. */
const rows = (properties: readonly Property[], head: number): Buffer =>
  Buffer.concat([
    Buffer.alloc(head),
    ...properties.map(([id, value]) => {
      const row = Buffer.alloc(16)
      row.writeUInt16LE(typeOf(value), 0)
      row.writeUInt16LE(id, 2)
      row.writeUInt32LE(6, 4)
      row.writeUInt32LE(bytesOf(value).length + (typeof value === 'string' ? 2 : 0), 8)
      return row
    }),
  ])

const streamsOf = (folder: string, properties: readonly Property[], head: number): Record<string, Buffer> => ({
  [`${folder}__properties_version1.0`]: rows(properties, head),
  ...Object.fromEntries(
    properties.map(([id, value]) => [`${folder}__substg1.0_${hex(id, 4)}${hex(typeOf(value), 4)}`, bytesOf(value)]),
  ),
})

const NAMES = Object.fromEntries(
  ['00020102', '00030102', '00040102'].map((id) => [`__nameid_version1.0/__substg1.0_${id}`, Buffer.alloc(0)]),
)

export const outlook = (properties: readonly Property[], files: Readonly<Record<string, Buffer>> = {}): Buffer =>
  compound({
    ...NAMES,
    ...streamsOf('', [[0x001a, 'IPM.Note'], ...properties], 32),
    ...Object.assign(
      {},
      ...Object.entries(files).map(([name, data], i) =>
        streamsOf(
          `__attach_version1.0_#${hex(i, 8)}/`,
          [
            [0x3701, data],
            [0x3704, name],
            [0x3707, name],
          ],
          8,
        ),
      ),
    ),
  })

export const SUBJECT = 0x0037
export const BODY = 0x1000
export const RTF = 0x1009
export const HTML = 0x1013

/** Metafiles with nothing but words in them (MS-EMF, MS-EMFPLUS, MS-WMF). */
import { encodeAs } from './charsets.ts'

const u32 = (...values: number[]): Buffer => Buffer.from(new Uint32Array(values).buffer)
const u16 = (...values: number[]): Buffer => Buffer.from(new Uint16Array(values).buffer)
const padded = (bytes: Buffer, to: number): Buffer =>
  Buffer.concat([bytes, Buffer.alloc((to - (bytes.length % to)) % to)])

const lines = (text: string): string[] => text.match(/.{1,60}(?: |$)/g) ?? []

const record = (type: number, data: Buffer): Buffer => {
  const body = padded(data, 4)
  return Buffer.concat([u32(type, body.length + 8), body])
}

/** EMR_EXTTEXTOUTW (§2.3.5.7): bounds, mode, scales, and then EmrText (§2.2.5). */
const textOut = (line: string, i: number): Buffer =>
  record(
    84,
    Buffer.concat([
      u32(0, 0, 0, 0, 1, 0, 0),
      u32(10, 20 * i, line.length, 76, 0),
      u32(0, 0, 0, 0, 0),
      Buffer.from(line, 'utf16le'),
    ]),
  )

/** EmfPlusDrawString in a comment (MS-EMFPLUS §2.3.4.14). */
const drawString = (line: string, i: number): Buffer => {
  const place = Buffer.alloc(16)
  place.writeFloatLE(20 * i, 4)
  const data = padded(Buffer.concat([u32(0, 0, line.length), place, Buffer.from(line, 'utf16le')]), 4)
  const plus = Buffer.concat([u16(0x401c, 0), u32(data.length + 12, data.length), data])
  return record(70, Buffer.concat([u32(plus.length + 4), Buffer.from('EMF+'), plus]))
}

export const emf = (text: string, kind: 'plain' | 'plus' = 'plain'): Buffer => {
  const records = lines(text).map(kind === 'plain' ? textOut : drawString)
  const end = record(14, u32(0, 16, 20))
  const size = 88 + records.reduce((sum, one) => sum + one.length, 0) + end.length
  const head = Buffer.concat([
    u32(0, 0, 800, 400, 0, 0, 8000, 4000),
    Buffer.from(' EMF'),
    u32(0x10000, size, records.length + 2),
    u32(0x10000, 0, 0, 0, 1920, 1080, 320, 240),
  ])
  return Buffer.concat([record(1, head), ...records, end])
}

/** META_TEXTOUT (MS-WMF §2.3.3.20), behind the placeable header (§2.3.2.3). */
export const placeableWmf = (text: string): Buffer => {
  const records = lines(text).map((line, i) => {
    const letters = encodeAs('windows-1252', line)
    const data = Buffer.concat([u16(letters.length), padded(letters, 2), u16(20 * i, 10)])
    return Buffer.concat([u32((data.length + 6) / 2), u16(0x0521), data])
  })
  const end = Buffer.concat([u32(3), u16(0)])
  const words = (18 + end.length + records.reduce((sum, one) => sum + one.length, 0)) / 2
  const placeable = Buffer.concat([u32(0x9ac6cdd7), u16(0, 0, 0, 800, 400, 96), u32(0), u16(0)])
  const head = Buffer.concat([u16(1, 9, 0x300), u32(words), u16(0), u32(100), u16(0)])
  return Buffer.concat([placeable, head, ...records, end])
}

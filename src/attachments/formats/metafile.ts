/**
 * The words of a metafile (MS-EMF, MS-WMF): a list of strokes, and letters among them as letters. Office draws a pasted
 * table or chart as one, so a sheet that was left out of a document may still stand there.
 */
import { decodeText } from './charset.ts'

type Said = Readonly<{ text: string; line: number }>

const MAX_RECORDS = 500_000

const EMF_TEXT_NARROW = 83
const EMF_TEXT_WIDE = 84
const EMF_SMALL_TEXT = 108
const EMF_COMMENT = 70
const EMF_PLUS = 0x2b464d45
const PLUS_DRAW_STRING = 0x401c
const GLYPHS = 0x10
const NARROW = 0x200
const NO_RECTANGLE = 0x100

const WMF_TEXT = 0x0521
const WMF_EXTENDED_TEXT = 0x0a32
const WMF_RECTANGLE = 0x6
const PLACEABLE = 0x9ac6cdd7

const wide = (record: Buffer, at: number, letters: number): string =>
  record.toString('utf16le', at, Math.min(record.length, at + letters * 2))

const narrow = (record: Buffer, at: number, letters: number): string => decodeText(record.subarray(at, at + letters))

/** MS-EMF §2.3.5.7, §2.2.5: the letters stand where the record says, counted from its start. */
const emfText = (record: Buffer, isWide: boolean): Said | undefined => {
  // Numbers of shapes in a font, not letters.
  if (record.length < 56 || record.readUInt32LE(52) & GLYPHS) return undefined
  const [letters, at] = [record.readUInt32LE(44), record.readUInt32LE(48)]
  return { text: (isWide ? wide : narrow)(record, at, letters), line: record.readInt32LE(40) }
}

/** MS-EMF §2.3.5.37. */
const emfSmallText = (record: Buffer): Said | undefined => {
  if (record.length < 36) return undefined
  const [line, letters, options] = [record.readInt32LE(12), record.readUInt32LE(16), record.readUInt32LE(20)]
  if (options & GLYPHS) return undefined
  const at = options & NO_RECTANGLE ? 36 : 52
  return { text: (options & NARROW ? narrow : wide)(record, at, letters), line }
}

/** MS-EMFPLUS §2.3.4.14: records inside a comment. */
const plusTexts = (record: Buffer): Said[] => {
  const said: Said[] = []
  if (record.length < 16 || record.readUInt32LE(12) !== EMF_PLUS) return said
  for (let at = 16; at + 12 <= record.length; ) {
    const size = record.readUInt32LE(at + 4)
    if (size < 12) break
    const one = record.subarray(at, at + size)
    if (one.readUInt16LE(0) === PLUS_DRAW_STRING && one.length >= 40)
      said.push({ text: wide(one, 40, one.readUInt32LE(20)), line: one.readFloatLE(28) })
    at += size
  }
  return said
}

const ofEmf = (bytes: Buffer): Said[] => {
  const said: (Said | undefined)[] = []
  for (let at = 0, n = 0; at + 8 <= bytes.length && n < MAX_RECORDS; n += 1) {
    const size = bytes.readUInt32LE(at + 4)
    if (size < 8) break
    const type = bytes.readUInt32LE(at)
    const record = bytes.subarray(at, at + size)
    if (type === EMF_TEXT_WIDE || type === EMF_TEXT_NARROW) said.push(emfText(record, type === EMF_TEXT_WIDE))
    else if (type === EMF_SMALL_TEXT) said.push(emfSmallText(record))
    else if (type === EMF_COMMENT) said.push(...plusTexts(record))
    at += size
  }
  return said.filter((one) => one !== undefined)
}

/** MS-WMF §2.3.3.20: the letters, padded to two bytes, and then the place. */
const wmfText = (record: Buffer): Said | undefined => {
  if (record.length < 8) return undefined
  const letters = record.readUInt16LE(6)
  const place = 8 + letters + (letters & 1)
  return {
    text: narrow(record, 8, letters),
    line: place + 2 <= record.length ? record.readInt16LE(place) : 0,
  }
}

/** MS-WMF §2.3.3.5. */
const wmfExtendedText = (record: Buffer): Said | undefined => {
  if (record.length < 14) return undefined
  const [line, letters, options] = [record.readInt16LE(6), record.readUInt16LE(10), record.readUInt16LE(12)]
  if (options & GLYPHS) return undefined
  return { text: narrow(record, options & WMF_RECTANGLE ? 22 : 14, letters), line }
}

const ofWmf = (bytes: Buffer): Said[] => {
  const said: (Said | undefined)[] = []
  const start = bytes.length > 22 && bytes.readUInt32LE(0) === PLACEABLE ? 40 : 18
  for (let at = start, n = 0; at + 6 <= bytes.length && n < MAX_RECORDS; n += 1) {
    const size = bytes.readUInt32LE(at) * 2
    if (size < 6) break
    const record = bytes.subarray(at, at + size)
    const kind = record.readUInt16LE(4)
    if (kind === WMF_TEXT) said.push(wmfText(record))
    else if (kind === WMF_EXTENDED_TEXT) said.push(wmfExtendedText(record))
    at += size
  }
  return said.filter((one) => one !== undefined)
}

/** What stands at one height is one line, and a piece of it ends a word, unless letters were set one by one. */
const asLines = (said: readonly Said[]): string => {
  let text = ''
  let last: Said | undefined
  for (const one of said) {
    const single = one.text.length === 1 && last?.text.length === 1
    if (last) text += last.line !== one.line ? '\n' : single ? '' : ' '
    text += one.text.replaceAll('\0', '')
    last = one
  }
  return text.trim()
}

const isEmf = (bytes: Buffer): boolean => bytes.toString('latin1', 40, 44) === ' EMF'
const isWmf = (bytes: Buffer): boolean =>
  bytes.length > 18 && (bytes.readUInt32LE(0) === PLACEABLE || bytes.toString('hex', 0, 6) === '010009000003')

/** '' for every other kind of picture, and for a drawing without words. */
export const wordsOfMetafile = (bytes: Buffer): string =>
  isEmf(bytes) ? asLines(ofEmf(bytes)) : isWmf(bytes) ? asLines(ofWmf(bytes)) : ''

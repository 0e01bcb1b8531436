/** The EXIF fields a rule asks for and those people write in (TIFF 6.0, CIPA DC-008), every offset checked: they are the sender's word. */
import type { Notes } from './picture-notes.ts'

const WANTED: Readonly<Record<number, string>> = { 271: 'cameraMake', 315: 'artist', 33432: 'copyright', 270: 'title' }
const DESCRIPTION = 270
const USER_COMMENT = 0x9286
// What the properties window of Windows writes: title, comment, author, key words, subject, in UTF-16.
const WINDOWS: readonly number[] = [0x9c9b, 0x9c9c, 0x9c9d, 0x9c9e, 0x9c9f]
const GPS = 0x8825
const MORE = 0x8769
const BYTE = 1
const ASCII = 2
const UNDEFINED = 7
const MAX_FIELDS = 200
const MAX_VALUE = 20_000

const upToZero = (text: string): string => text.replace(/\0.*$/s, '').trim()

/** Eight bytes name the character set (DC-008 §4.6.5 table 9). */
const userComment = (value: Buffer, little: boolean): string => {
  const set = value.toString('latin1', 0, 8)
  const text = value.subarray(8)
  if (!set.startsWith('UNICODE')) return upToZero(text.toString('utf8'))
  const even = Buffer.from(text.subarray(0, text.length & ~1))
  return upToZero((little ? even : even.swap16()).toString('utf16le'))
}

export const readExif = (tiff: Buffer): Notes => {
  const little = tiff.toString('latin1', 0, 2) === 'II'
  const u16 = (at: number): number =>
    at + 2 > tiff.length ? 0 : little ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at)
  const u32 = (at: number): number =>
    at + 4 > tiff.length ? 0 : little ? tiff.readUInt32LE(at) : tiff.readUInt32BE(at)
  const properties: Record<string, string> = {}
  const comments: string[] = []
  const keep = (tag: number, type: number, value: Buffer): void => {
    const key = WANTED[tag]
    if (key !== undefined && type === ASCII) {
      const text = upToZero(value.toString('utf8'))
      if (text) properties[key] = text.slice(0, 2000)
      if (tag === DESCRIPTION) comments.push(text)
    } else if (tag === USER_COMMENT && type === UNDEFINED) comments.push(userComment(value, little))
    else if (WINDOWS.includes(tag) && type === BYTE)
      comments.push(upToZero(value.subarray(0, value.length & ~1).toString('utf16le')))
  }
  const walk = (directory: number, more: boolean): void => {
    const count = Math.min(u16(directory), MAX_FIELDS)
    for (let i = 0; i < count; i += 1) {
      const field = directory + 2 + i * 12
      const tag = u16(field)
      const length = Math.min(u32(field + 4), MAX_VALUE)
      const start = length <= 4 ? field + 8 : u32(field + 8)
      if (tag === GPS && u32(field + 8) > 0) properties.gps = 'yes'
      else if (tag === MORE && more) walk(u32(field + 8), false)
      else if (start < tiff.length) keep(tag, u16(field + 2), tiff.subarray(start, start + length))
    }
  }
  walk(u32(4), true)
  return { properties, comments }
}

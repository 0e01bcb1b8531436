/** What a zip says of one file: in its directory, and once more right before the data (APPNOTE 4.3.7, 4.3.12, 4.5.3). */
import { getFileNameLowLevel, parseExtraFields } from 'yauzl'
import { decodeText } from './charset.ts'

export type Header = Readonly<{
  name: string
  flags: number
  method: number
  crc: number
  packedSize: number
  size: number
}>
/** `end`: where the header ends. For a local one, the data begin there. */
export type At<T> = Readonly<{ header: T; end: number }>
export type DirectoryHeader = Header & Readonly<{ offset: number; comment: string }>

type Fields = Header & Readonly<{ offset: number }>

export const LOCAL = Buffer.from('PK\u0003\u0004')
export const DIRECTORY = Buffer.from('PK\u0001\u0002')
export const LOCAL_LENGTH = 30
const DIRECTORY_LENGTH = 46
const IN_ZIP64 = 0xffffffff
const UTF8 = 0x800

type Extra = Readonly<{ id: number; data: Buffer }>

const extrasOf = (bytes: Buffer): readonly Extra[] => {
  try {
    return parseExtraFields(bytes)
  } catch {
    return []
  }
}

const strict = new TextDecoder('utf-8', { fatal: true })

/** The flag, or the Unicode field, tells the letters. Macs write UTF-8 without saying so; what is none is code page 437. */
const nameOf = (flags: number, raw: Buffer, extras: readonly Extra[]): string => {
  if (!(flags & UTF8) && !extras.some(({ id }) => id === 0x7075)) {
    try {
      return strict.decode(raw)
    } catch {}
  }
  return getFileNameLowLevel(flags, raw, [...extras], false)
}

/** Eight-byte numbers stand in an extra field, only for those that did not fit. */
const zip64 = (extras: readonly Extra[], fits: readonly number[]): number[] => {
  const data = extras.find(({ id }) => id === 1)?.data ?? Buffer.alloc(0)
  let at = 0
  return fits.map((value) => {
    if (value !== IN_ZIP64 || at + 8 > data.length) return value
    at += 8
    return Number(data.readBigUInt64LE(at - 8))
  })
}

/** The fields that both headers have in the same order. `offset` is the directory's own. */
const read = (bytes: Buffer, fields: number, nameAt: number, offset: number): At<Fields> | undefined => {
  const nameEnd = nameAt + bytes.readUInt16LE(fields + 20)
  const end = nameEnd + bytes.readUInt16LE(fields + 22)
  if (end > bytes.length) return undefined
  const flags = bytes.readUInt16LE(fields)
  const extras = extrasOf(bytes.subarray(nameEnd, end))
  const [size = 0, packedSize = 0, start = 0] = zip64(extras, [
    bytes.readUInt32LE(fields + 16),
    bytes.readUInt32LE(fields + 12),
    offset,
  ])
  const name = nameOf(flags, bytes.subarray(nameAt, nameEnd), extras)
  const [method, crc] = [bytes.readUInt16LE(fields + 2), bytes.readUInt32LE(fields + 8)]
  return { header: { name, flags, method, crc, size, packedSize, offset: start }, end }
}

const startsWith = (bytes: Buffer, at: number, mark: Buffer): boolean =>
  at >= 0 && bytes.subarray(at, at + mark.length).equals(mark)

export const localAt = (bytes: Buffer, at: number): At<Header> | undefined =>
  at + LOCAL_LENGTH <= bytes.length && startsWith(bytes, at, LOCAL)
    ? read(bytes, at + 6, at + LOCAL_LENGTH, 0)
    : undefined

export const directoryAt = (bytes: Buffer, at: number): At<DirectoryHeader> | undefined => {
  if (at + DIRECTORY_LENGTH > bytes.length || !startsWith(bytes, at, DIRECTORY)) return undefined
  const found = read(bytes, at + 8, at + DIRECTORY_LENGTH, bytes.readUInt32LE(at + 42))
  if (!found) return undefined
  const end = found.end + bytes.readUInt16LE(at + 32)
  return { header: { ...found.header, comment: decodeText(bytes.subarray(found.end, end)) }, end }
}

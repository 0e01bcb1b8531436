/** Properties of an old Office file: SummaryInformation and its twin, property sets of MS-OLEPS. */
import type { CompoundFile } from './compound-file.ts'
import type { Property } from './properties.ts'

const SUMMARY: Readonly<Record<number, string>> = {
  2: 'title',
  3: 'subject',
  4: 'creator',
  5: 'keywords',
  6: 'comments',
}
const DOCUMENT: Readonly<Record<number, string>> = { 2: 'category', 14: 'Manager', 15: 'Company' }
const NARROW = 0x1e
const WIDE = 0x1f
const DICTIONARY = 0
const CODE_PAGE = 1
const UTF_16 = 1200
const MAX_PROPERTIES = 500
const MAX_STRING = 1_000_000

const decoderOf = (codePage: number): InstanceType<typeof TextDecoder> => {
  try {
    return new TextDecoder(codePage === 65001 ? 'utf-8' : `windows-${codePage}`)
  } catch {
    return new TextDecoder('windows-1252')
  }
}

const stringAt = (bytes: Buffer, at: number, wide: boolean, codePage: number): string => {
  const length = Math.min(bytes.readUInt32LE(at), MAX_STRING) * (wide ? 2 : 1)
  const raw = bytes.subarray(at + 4, at + 4 + length)
  const text = wide || codePage === UTF_16 ? raw.toString('utf16le') : decoderOf(codePage).decode(raw)
  return text.replace(/\0.*$/s, '').trim()
}

/** §2.17: the names that people gave to their own properties. */
const readDictionary = (bytes: Buffer, start: number, codePage: number): Map<number, string> => {
  const names = new Map<number, string>()
  const count = Math.min(bytes.readUInt32LE(start), MAX_PROPERTIES)
  const width = codePage === UTF_16 ? 2 : 1
  let at = start + 4
  for (let i = 0; i < count && at + 8 <= bytes.length; i += 1) {
    names.set(bytes.readUInt32LE(at), stringAt(bytes, at + 4, width === 2, codePage))
    const length = bytes.readUInt32LE(at + 4) * width
    at += 8 + (width === 2 ? Math.ceil(length / 4) * 4 : length)
  }
  return names
}

/** §2.21: offsets and types. In the second set of a document, property 0 is a list of names that people chose. */
const readSet = (bytes: Buffer, start: number): { found: Map<number, string>; names: Map<number, string> } => {
  const found = new Map<number, string>()
  let dictionary = -1
  const count = Math.min(bytes.readUInt32LE(start + 4), MAX_PROPERTIES)
  let codePage = 1252
  for (let i = 0; i < count; i += 1) {
    const id = bytes.readUInt32LE(start + 8 + i * 8)
    const at = start + bytes.readUInt32LE(start + 12 + i * 8)
    if (at + 8 > bytes.length) continue
    const type = bytes.readUInt32LE(at)
    if (id === DICTIONARY) dictionary = at
    else if (id === CODE_PAGE) codePage = bytes.readUInt16LE(at + 4)
    else if (type === NARROW || type === WIDE) found.set(id, stringAt(bytes, at + 4, type === WIDE, codePage))
  }
  return { found, names: dictionary < 0 ? new Map() : readDictionary(bytes, dictionary, codePage) }
}

const readStream = (bytes: Buffer | undefined, names: Readonly<Record<number, string>>): Property[] => {
  if (!bytes || bytes.length < 48) return []
  try {
    const first = readSet(bytes, bytes.readUInt32LE(44)).found
    const second = bytes.readUInt32LE(24) > 1 && bytes.length >= 68 ? readSet(bytes, bytes.readUInt32LE(64)) : undefined
    const given = [...first].map(([id, value]) => ({ name: names[id] ?? '', value }))
    const own = [...(second?.found ?? [])].map(([id, value]) => ({
      name: `custom:${second?.names.get(id) ?? id}`,
      value,
    }))
    return [...given, ...own].filter(({ name, value }) => name !== '' && value !== '')
  } catch {
    return [] // an offset that lies; the words of the file are read by others
  }
}

export const readOleProperties = (file: CompoundFile): Property[] => [
  ...readStream(file.find('\x05SummaryInformation'), SUMMARY),
  ...readStream(file.find('\x05DocumentSummaryInformation'), DOCUMENT),
]

/** What a picture says of itself, whatever block it stands in: EXIF, XMP (ISO 16684-1), IPTC-IIM, plain comments. */
import { decodeText } from './charset.ts'
import { readExif } from './exif.ts'

export type Notes = Readonly<{ properties: Readonly<Record<string, string>>; comments: readonly string[] }>

/** One block of metadata, taken out of its container. */
export type Block =
  | Readonly<{ is: 'exif' | 'xmp' | 'iptc' | 'comment'; data: Buffer }>
  | Readonly<{ is: 'named'; key: string; text: string }>

const IPTC: Readonly<Record<number, string>> = {
  80: 'artist',
  110: 'credit',
  115: 'source',
  116: 'copyright',
  5: 'title',
}
// Headline and caption: sentences, written by people.
const IPTC_WORDS: readonly number[] = [105, 120]

/** IPTC-IIM inside a Photoshop block: 1C, record 2, data set, length. */
const readIptc = (block: Buffer): Notes => {
  const properties: Record<string, string> = {}
  const comments: string[] = []
  for (let at = block.indexOf(0x1c); at >= 0 && at + 5 <= block.length; at = block.indexOf(0x1c, at + 1)) {
    const set = block[at + 2]!
    const length = block.readUInt16BE(at + 3)
    if (block[at + 1] !== 2 || length === 0 || length > 2000 || at + 5 + length > block.length) continue
    const value = block.toString('utf8', at + 5, at + 5 + length).trim()
    const key = IPTC[set]
    if (key !== undefined) properties[key] ??= value
    else if (IPTC_WORDS.includes(set)) comments.push(value)
  }
  return { properties, comments }
}

const XMP: readonly (readonly [string, RegExp])[] = [
  ['artist', /<dc:creator>[^<]{0,200}<rdf:Seq>[^<]{0,200}<rdf:li[^>]{0,100}>([^<]{1,500})/],
  ['copyright', /<dc:rights>[^<]{0,200}<rdf:Alt>[^<]{0,200}<rdf:li[^>]{0,100}>([^<]{1,500})/],
  ['title', /<dc:title>[^<]{0,200}<rdf:Alt>[^<]{0,200}<rdf:li[^>]{0,100}>([^<]{1,2000})/],
  ['description', /<dc:description>[^<]{0,200}<rdf:Alt>[^<]{0,200}<rdf:li[^>]{0,100}>([^<]{1,5000})/],
  ['credit', /photoshop:Credit(?:="|>)([^"<]{1,500})/],
  ['source', /photoshop:Source(?:="|>)([^"<]{1,500})/],
  ['cameraMake', /tiff:Make(?:="|>)([^"<]{1,100})/],
  ['gps', /exif:GPSLatitude(?:="|>)([^"<]{1,100})/],
]

const readXmp = (xml: string): Notes => {
  const found = Object.fromEntries(
    XMP.flatMap(([key, pattern]) => {
      const value = pattern.exec(xml)?.[1]?.trim()
      return value ? [[key, key === 'gps' ? 'yes' : value]] : []
    }),
  )
  const { description, ...properties } = found
  return { properties, comments: [properties.title, description].filter((text) => text !== undefined) }
}

/** Names under which PNG keeps what other formats have a field for (ISO/IEC 15948 §11.3.4.2). */
const NAMED: Readonly<Record<string, string>> = {
  author: 'artist',
  copyright: 'copyright',
  source: 'source',
  title: 'title',
}
// Written by programs about themselves.
const OF_PROGRAMS = /^(?:software|creation time|date:|raw profile|xml:|png:|exif:|icc|signature|thumb::)/i

const readNamed = (key: string, text: string): Notes => {
  if (OF_PROGRAMS.test(key)) return { properties: {}, comments: [] }
  const property = NAMED[key.toLowerCase()]
  return { properties: property ? { [property]: text.slice(0, 2000) } : {}, comments: [text] }
}

const notesOf = (block: Block): Notes => {
  if (block.is === 'named') return readNamed(block.key, block.text)
  if (block.is === 'exif') return readExif(block.data)
  if (block.is === 'iptc') return readIptc(block.data)
  const text = decodeText(block.data)
  return block.is === 'xmp' ? readXmp(text) : { properties: {}, comments: [text.replace(/\0/g, ' ').trim()] }
}

// Cameras keep numbers of their own in a comment: bytes, which look like a hundred passwords.
const isWords = (text: string): boolean => {
  const signs = text.match(/[^\P{C}\s]|\ufffd/gu)?.length ?? 0
  return text !== '' && signs * 20 <= text.length
}

/** The blocks together. The first that says something is believed, as EXIF stands before the others. */
export const gather = (blocks: readonly Block[]): Notes => {
  const all = blocks.map(notesOf)
  return {
    properties: Object.assign({}, ...all.map(({ properties }) => properties).reverse()),
    comments: [...new Set(all.flatMap(({ comments }) => comments))].filter(isWords),
  }
}

/** Pictures: no words, but who made them and where. Only the metadata blocks are looked at, never the image. */
import type { Reader } from '../reading.ts'
import { readExif } from './exif.ts'

// Metadata stands before the image, each block in at most 64 KB.
const MAX_BLOCKS = 64
const IPTC: Readonly<Record<number, string>> = {
  80: 'artist',
  110: 'credit',
  115: 'source',
  116: 'copyright',
  5: 'title',
}

/** IPTC-IIM inside a Photoshop block: 1C, record 2, data set, length. */
const readIptc = (block: Buffer): Record<string, string> => {
  const found: Record<string, string> = {}
  for (let at = block.indexOf(0x1c); at >= 0 && at + 5 <= block.length; at = block.indexOf(0x1c, at + 1)) {
    const key = IPTC[block[at + 2]!]
    const length = block.readUInt16BE(at + 3)
    if (block[at + 1] !== 2 || key === undefined || length === 0 || length > 2000 || at + 5 + length > block.length)
      continue
    found[key] ??= block.toString('utf8', at + 5, at + 5 + length).trim()
  }
  return found
}

const XMP: readonly (readonly [string, RegExp])[] = [
  ['artist', /<dc:creator>[^<]{0,200}<rdf:Seq>[^<]{0,200}<rdf:li[^>]{0,100}>([^<]{1,500})/],
  ['copyright', /<dc:rights>[^<]{0,200}<rdf:Alt>[^<]{0,200}<rdf:li[^>]{0,100}>([^<]{1,500})/],
  ['credit', /photoshop:Credit(?:="|>)([^"<]{1,500})/],
  ['source', /photoshop:Source(?:="|>)([^"<]{1,500})/],
]

const readXmp = (xml: string): Record<string, string> =>
  Object.fromEntries(
    XMP.flatMap(([key, pattern]) => (pattern.exec(xml)?.[1] ? [[key, pattern.exec(xml)![1]!.trim()]] : [])),
  )

const readSegment = (marker: number, block: Buffer): Record<string, string> => {
  const head = block.toString('latin1', 0, 40)
  if (marker === 0xe1 && head.startsWith('Exif\0\0')) return readExif(block.subarray(6))
  if (marker === 0xe1 && head.startsWith('http://ns.adobe.com/xap/')) return readXmp(block.toString('utf8'))
  if (marker === 0xed && head.startsWith('Photoshop 3.0')) return readIptc(block)
  return {}
}

/** The segments of a JPEG before its image (ITU-T T.81 annex B). EXIF is taken first, the others fill its gaps. */
const readJpeg = (bytes: Buffer): Record<string, string> => {
  let found: Record<string, string> = {}
  let at = 2
  for (let n = 0; n < MAX_BLOCKS && at + 4 <= bytes.length && bytes[at] === 0xff; n += 1) {
    const marker = bytes[at + 1]!
    if (marker === 0xda) break
    const length = bytes.readUInt16BE(at + 2)
    if (length < 2) break
    found = { ...readSegment(marker, bytes.subarray(at + 4, at + 2 + length)), ...found }
    at += 2 + length
  }
  return found
}

export const pictureReader: Reader = {
  formats: ['picture'],
  where: 'inline',
  read: (bytes) => {
    if (bytes[0] === 0xff && bytes[1] === 0xd8) return { properties: readJpeg(bytes) }
    if (/^(?:II\*\0|MM\0\*)/.test(bytes.toString('latin1', 0, 4))) return { properties: readExif(bytes) }
    return {}
  },
}

/** Where each kind of picture keeps what it says of itself. Only these blocks are looked at, never the image. */
import { inflateSync } from 'node:zlib'
import type { Block } from './picture-notes.ts'

const MAX_BLOCKS = 256
const MAX_TEXT = 100_000

const jpegBlock = (marker: number, data: Buffer): Block | undefined => {
  const head = data.toString('latin1', 0, 40)
  if (marker === 0xe1 && head.startsWith('Exif\0\0')) return { is: 'exif', data: data.subarray(6) }
  if (marker === 0xe1 && head.startsWith('http://ns.adobe.com/xap/')) return { is: 'xmp', data }
  if (marker === 0xed && head.startsWith('Photoshop 3.0')) return { is: 'iptc', data }
  return marker === 0xfe ? { is: 'comment', data } : undefined
}

/** The segments of a JPEG before its image (ITU-T T.81 annex B), each of at most 64 KB. */
const ofJpeg = (bytes: Buffer): Block[] => {
  const found: Block[] = []
  let at = 2
  for (let n = 0; n < MAX_BLOCKS && at + 4 <= bytes.length && bytes[at] === 0xff; n += 1) {
    const marker = bytes[at + 1]!
    if (marker === 0xda) break
    const length = bytes.readUInt16BE(at + 2)
    if (length < 2) break
    const block = jpegBlock(marker, bytes.subarray(at + 4, at + 2 + length))
    if (block) found.push(block)
    at += 2 + length
  }
  return found
}

const unpacked = (data: Buffer): Buffer => {
  try {
    return inflateSync(data, { maxOutputLength: MAX_TEXT })
  } catch {
    return Buffer.alloc(0)
  }
}

/** tEXt: name, 0, Latin-1. zTXt: the same, packed. iTXt: name, 0, packed?, method, language, 0, name, 0, UTF-8. */
const pngText = (type: string, data: Buffer): Block | undefined => {
  const end = data.indexOf(0)
  if (end < 1 || end > 79) return undefined
  const key = data.toString('latin1', 0, end)
  const rest = data.subarray(end + 1, end + 1 + MAX_TEXT)
  if (type === 'tEXt') return { is: 'named', key, text: rest.toString('latin1') }
  if (type === 'zTXt') return { is: 'named', key, text: unpacked(rest.subarray(1)).toString('latin1') }
  const translated = rest.indexOf(0, 2)
  const start = translated < 0 ? -1 : rest.indexOf(0, translated + 1)
  if (start < 0) return undefined
  const text = rest[0] === 1 ? unpacked(rest.subarray(start + 1)) : rest.subarray(start + 1)
  return key === 'XML:com.adobe.xmp' ? { is: 'xmp', data: text } : { is: 'named', key, text: text.toString('utf8') }
}

const ofPng = (bytes: Buffer): Block[] => {
  const found: Block[] = []
  // A picture in many small pieces has thousands of them before the text at its end.
  for (let at = 8, n = 0; n < 100_000 && at + 8 <= bytes.length && found.length < MAX_BLOCKS; n += 1) {
    const length = bytes.readUInt32BE(at)
    const type = bytes.toString('latin1', at + 4, at + 8)
    const data = bytes.subarray(at + 8, at + 8 + length)
    if (type === 'eXIf') found.push({ is: 'exif', data })
    const text = /^(?:tEXt|zTXt|iTXt)$/.test(type) ? pngText(type, data) : undefined
    if (text) found.push(text)
    at += length + 12
  }
  return found
}

/** Chunks of a RIFF file (RFC 9649 §2.3). Some programs write the mark of a JPEG before the EXIF. */
const ofWebp = (bytes: Buffer): Block[] => {
  const found: Block[] = []
  for (let at = 12, n = 0; n < 100_000 && at + 8 <= bytes.length && found.length < MAX_BLOCKS; n += 1) {
    const type = bytes.toString('latin1', at, at + 4)
    const length = bytes.readUInt32LE(at + 4)
    const data = bytes.subarray(at + 8, at + 8 + length)
    if (type === 'EXIF')
      found.push({ is: 'exif', data: data.toString('latin1', 0, 4) === 'Exif' ? data.subarray(6) : data })
    if (type === 'XMP ') found.push({ is: 'xmp', data })
    at += 8 + length + (length & 1)
  }
  return found
}

const EXIF = Buffer.from('Exif\0\0')
const XMP_START = Buffer.from('<x:xmpmeta')

/** HEIC and others: the block is found by its mark, wherever the boxes of the file say it lies. */
const byMark = (bytes: Buffer): Block[] => {
  const exif = bytes.indexOf(EXIF)
  const xmp = bytes.indexOf(XMP_START)
  return [
    ...(exif < 0 ? [] : [{ is: 'exif', data: bytes.subarray(exif + EXIF.length) } as const]),
    ...(xmp < 0 ? [] : [{ is: 'xmp', data: bytes.subarray(xmp, xmp + MAX_TEXT) } as const]),
  ]
}

/** Comment extensions of a GIF (GIF89a §24): sub-blocks of at most 255 bytes. */
const ofGif = (bytes: Buffer): Block[] => {
  const found: Block[] = []
  for (
    let at = bytes.indexOf('21fe', 0, 'hex');
    at >= 0 && found.length < 10;
    at = bytes.indexOf('21fe', at + 2, 'hex')
  ) {
    const parts: Buffer[] = []
    let from = at + 2
    for (let n = 0; n < 400 && from < bytes.length && bytes[from] !== 0; n += 1) {
      parts.push(bytes.subarray(from + 1, from + 1 + bytes[from]!))
      from += bytes[from]! + 1
    }
    const data = Buffer.concat(parts)
    // The two bytes may stand in the image by chance; a comment is text.
    if (bytes[from] === 0 && !/[^\t\n\r\x20-\x7e\xa0-\xff]/.test(data.toString('latin1')))
      found.push({ is: 'comment', data })
  }
  return found
}

export const blocksOf = (bytes: Buffer): Block[] => {
  const head = bytes.toString('latin1', 0, 12)
  if (head.startsWith('\xff\xd8')) return ofJpeg(bytes)
  if (head.startsWith('\x89PNG')) return ofPng(bytes)
  if (head.startsWith('GIF8')) return ofGif(bytes)
  if (head.startsWith('RIFF')) return ofWebp(bytes)
  if (/^(?:II\*\0|MM\0\*)/.test(head))
    return [{ is: 'exif', data: bytes }, ...byMark(bytes).filter(({ is }) => is === 'xmp')]
  return head.slice(4, 8) === 'ftyp' ? byMark(bytes) : []
}

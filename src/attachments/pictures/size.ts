/**
 * How large a picture is, from its header: what a decoder would have to allocate, before one is started.
 * For these formats the header is what is allocated, so here the sender's word is the measure of the harm.
 */

export type Kind = 'png' | 'jpeg' | 'gif' | 'bmp' | 'webp' | 'tiff' | 'pnm' | 'heif' | 'avif'

/** `bytesPerPixel`: what decoding takes at its worst, raw rows and the picture made of them together. */
export type PictureSize = Readonly<{ kind: Kind; width: number; height: number; bytesPerPixel: number }>

const MAX_SEGMENTS = 100_000
// A progressive JPEG may have a thousand scans, and each of them is a walk over the whole picture.
const MAX_SCANS = 64

const png = (bytes: Buffer): PictureSize | undefined => {
  if (bytes.length < 33) return undefined
  const channels = [1, 0, 3, 1, 2, 0, 4][bytes[25]!] ?? 4
  return {
    kind: 'png',
    width: bytes.readUInt32BE(16),
    height: bytes.readUInt32BE(20),
    bytesPerPixel: (bytes[24]! * channels) / 8 + (channels > 1 ? 4 : 1),
  }
}

/** The frame header of a JPEG (ITU-T T.81 §B.2.2): SOF0 to SOF15, without the three that only share its number range. */
const jpeg = (bytes: Buffer): PictureSize | undefined => {
  let at = 2
  for (let n = 0; n < MAX_SEGMENTS && at + 9 < bytes.length; n += 1) {
    // Decoders pass over rubbish between segments, and over fill bytes; so must we, or the picture is never looked at.
    at = bytes.indexOf(0xff, at)
    if (at < 0 || at + 9 >= bytes.length) return undefined
    const marker = bytes[at + 1]!
    if (marker === 0xff || isBare(marker)) {
      at += marker === 0xff ? 1 : 2
      continue
    }
    if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)) {
      const height = bytes.readUInt16BE(at + 5)
      const width = bytes.readUInt16BE(at + 7)
      // Progressive pictures are kept as coefficients until the last scan: two bytes for each of three components.
      const bytesPerPixel = marker === 0xc2 ? 10 : 4
      return {
        kind: 'jpeg',
        width,
        height,
        bytesPerPixel: scansOf(bytes) > MAX_SCANS ? Number.POSITIVE_INFINITY : bytesPerPixel,
      }
    }
    at += 2 + bytes.readUInt16BE(at + 2)
  }
  return undefined
}

/** Markers without a length: none, TEM, restarts, and a second start. */
const isBare = (marker: number): boolean => marker <= 0x01 || (marker >= 0xd0 && marker <= 0xd8)

const SCAN = Buffer.from([0xff, 0xda])

const scansOf = (bytes: Buffer): number => {
  let scans = 0
  for (let at = bytes.indexOf(SCAN); at >= 0 && scans <= MAX_SCANS; at = bytes.indexOf(SCAN, at + 2)) scans += 1
  return scans
}

const MAX_BLOCKS = 200_000

/** Bytes of a colour table (GIF89a §18). */
export const tableBytes = (flags: number): number => (flags & 0x80 ? 3 << ((flags & 7) + 1) : 0)

/** Where the sub-blocks end that begin here (GIF89a §15). */
const skipBlocks = (bytes: Buffer, from: number): number => {
  let at = from
  for (let n = 0; n < MAX_BLOCKS && at < bytes.length && bytes[at] !== 0; n += 1) at += bytes[at]! + 1
  return at + 1
}

/** Every image block of a GIF89a, from its descriptor to its end. */
export const gifImages = (bytes: Buffer): { from: number; to: number }[] => {
  const images: { from: number; to: number }[] = []
  let at = 13 + tableBytes(bytes[10] ?? 0)
  for (let n = 0; n < MAX_BLOCKS && at + 10 < bytes.length; n += 1) {
    if (bytes[at] === 0x21) at = skipBlocks(bytes, at + 2)
    else if (bytes[at] === 0x2c) {
      const to = skipBlocks(bytes, at + 11 + tableBytes(bytes[at + 9]!))
      images.push({ from: at, to })
      at = to
    } else break
  }
  return images
}

/** The largest of the screen and the frames: a frame is unpacked at its own size, whatever the screen says. */
const gif = (bytes: Buffer): PictureSize | undefined => {
  if (bytes.length < 13) return undefined
  let [width, height] = [bytes.readUInt16LE(6), bytes.readUInt16LE(8)]
  for (const { from } of gifImages(bytes)) {
    width = Math.max(width, bytes.readUInt16LE(from + 5))
    height = Math.max(height, bytes.readUInt16LE(from + 7))
  }
  return { kind: 'gif', width, height, bytesPerPixel: 3 }
}

const bmp = (bytes: Buffer): PictureSize | undefined => {
  if (bytes.length < 30) return undefined
  const old = bytes.readUInt32LE(14) === 12
  return {
    kind: 'bmp',
    width: old ? bytes.readUInt16LE(18) : Math.abs(bytes.readInt32LE(18)),
    height: old ? bytes.readUInt16LE(20) : Math.abs(bytes.readInt32LE(22)),
    bytesPerPixel: 8,
  }
}

/** RIFF container of WebP: `VP8 `, `VP8L` or `VP8X` is the first chunk (RFC 9649 §2). */
const webp = (bytes: Buffer): PictureSize | undefined => {
  if (bytes.length < 30) return undefined
  const chunk = bytes.toString('latin1', 12, 16)
  const size = (width: number, height: number): PictureSize => ({ kind: 'webp', width, height, bytesPerPixel: 5 })
  if (chunk === 'VP8X') return size(bytes.readUIntLE(24, 3) + 1, bytes.readUIntLE(27, 3) + 1)
  if (chunk === 'VP8 ') return size(bytes.readUInt16LE(26) & 0x3fff, bytes.readUInt16LE(28) & 0x3fff)
  const packed = bytes.readUInt32LE(21)
  return chunk === 'VP8L' ? size((packed & 0x3fff) + 1, ((packed >>> 14) & 0x3fff) + 1) : undefined
}

/** "P5 width height 255": what the pages of a scan are handed on as. */
const pnm = (bytes: Buffer): PictureSize | undefined => {
  const head = /^P[4-6]\s(\d{1,7})\s(\d{1,7})\s/.exec(bytes.toString('latin1', 0, 32))
  return head ? { kind: 'pnm', width: Number(head[1]), height: Number(head[2]), bytesPerPixel: 5 } : undefined
}

/** The offsets of the pages of a TIFF (TIFF 6.0 §2); a chain that bites its own tail ends where it does. */
export const tiffPages = (bytes: Buffer, most: number): number[] => {
  if (bytes.length < 8) return []
  const { u16, u32 } = numbersOf(bytes)
  const found: number[] = []
  for (let at = u32(4); at >= 8 && at + 2 < bytes.length && found.length < most && !found.includes(at); ) {
    found.push(at)
    at = u32(at + 2 + u16(at) * 12)
  }
  return found
}

/** Numbers in the order of bytes that the file asks for; 0 beyond its end. */
export const numbersOf = (
  bytes: Buffer,
): { little: boolean; u16: (at: number) => number; u32: (at: number) => number } => {
  const little = bytes[0] === 0x49
  return {
    little,
    u16: (at) => (at + 2 > bytes.length ? 0 : little ? bytes.readUInt16LE(at) : bytes.readUInt16BE(at)),
    u32: (at) => (at + 4 > bytes.length ? 0 : little ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at)),
  }
}

const MAX_PAGES_MEASURED = 100

/** The largest page; pages are decoded one at a time. */
const tiff = (bytes: Buffer): PictureSize | undefined => {
  const { u16, u32 } = numbersOf(bytes)
  let [width, height] = [0, 0]
  for (const page of tiffPages(bytes, MAX_PAGES_MEASURED)) {
    const values = new Map<number, number>()
    for (let i = 0; i < Math.min(u16(page), 200); i += 1) {
      const field = page + 2 + i * 12
      values.set(u16(field), u16(field + 2) === 3 ? u16(field + 8) : u32(field + 8))
    }
    const [w, h] = [values.get(256) ?? 0, values.get(257) ?? 0]
    if (w * h > width * height) [width, height] = [w, h]
  }
  return width > 0 ? { kind: 'tiff', width, height, bytesPerPixel: 8 } : undefined
}

const ISPE = Buffer.from('ispe')
const MAX_PLACES = 10_000
// Telling nothing of its size, it may be of any.
const UNTOLD = 65_535

/**
 * The largest of the sizes that its boxes tell (`ispe`, ISO/IEC 23008-12 §6.5.3): the whole, its tiles and its thumbnail have one
 * each. Of AVIF only that it is one: nothing here decodes it.
 */
const heif = (bytes: Buffer): PictureSize | undefined => {
  if (bytes.toString('latin1', 4, 8) !== 'ftyp') return undefined
  const brand = bytes.toString('latin1', 8, 12)
  // Without a box of items or of tracks it is a name and no picture.
  if (!/^(?:hei|hev|mif|msf|avi)/.test(brand) || !(bytes.includes('meta') || bytes.includes('moov'))) return undefined
  let [width, height] = [0, 0]
  let at = bytes.indexOf(ISPE)
  for (let n = 0; n < MAX_PLACES && at >= 0 && at + 16 <= bytes.length; n += 1) {
    const [w, h] = [bytes.readUInt32BE(at + 8), bytes.readUInt32BE(at + 12)]
    if (w * h > width * height) [width, height] = [w, h]
    at = bytes.indexOf(ISPE, at + 4)
  }
  const kind = brand.startsWith('avi') ? 'avif' : 'heif'
  return width * height > 0
    ? { kind, width, height, bytesPerPixel: 8 }
    : { kind, width: UNTOLD, height: UNTOLD, bytesPerPixel: 8 }
}

const MARKS: readonly (readonly [string, (bytes: Buffer) => PictureSize | undefined])[] = [
  ['89504e470d0a1a0a', png],
  ['ffd8', jpeg],
  ['47494638', gif],
  ['424d', bmp],
  ['49492a00', tiff],
  ['4d4d002a', tiff],
  ['52494646', webp],
  ['5034', pnm],
  ['5035', pnm],
  ['5036', pnm],
]

/** Undefined for formats that are not looked at, and for a header that no program could show a picture from. */
export const sizeOf = (bytes: Buffer): PictureSize | undefined => {
  const head = bytes.toString('hex', 0, 8)
  const size = MARKS.find(([mark]) => head.startsWith(mark))?.[1](bytes) ?? heif(bytes)
  return size && size.width > 0 && size.height > 0 ? size : undefined
}

/**
 * The pictures in one file, each as a file of its own: pages of a TIFF, frames of a GIF.
 * A decoder that is given a GIF of ten thousand frames unpacks them all before it shows the first.
 */
import { gifImages, numbersOf, sizeOf, tableBytes, tiffPages } from './size.ts'

export const framesOf = (bytes: Buffer, most: number): Buffer[] => {
  const kind = sizeOf(bytes)?.kind
  if (kind === 'tiff') return tiffFrames(bytes, most)
  if (kind === 'gif') return gifFrames(bytes, most)
  return kind === 'webp' ? [stillOf(bytes)] : [bytes]
}

/** The first frame of an animated WebP as a still one (RFC 9649 §2.7.1.1): the decoder takes no other. */
const stillOf = (bytes: Buffer): Buffer => {
  const frame = bytes.indexOf('ANMF')
  if (bytes.toString('latin1', 12, 16) !== 'VP8X' || (bytes[20]! & 2) === 0 || frame < 0) return bytes
  for (let at = frame + 24; at + 8 <= bytes.length; ) {
    const size = bytes.readUInt32LE(at + 4)
    if (/^VP8[ L]$/.test(bytes.toString('latin1', at, at + 4))) {
      const chunk = bytes.subarray(at, at + 8 + size + (size & 1))
      const head = Buffer.from('RIFF\0\0\0\0WEBP', 'latin1')
      head.writeUInt32LE(chunk.length + 4, 4)
      return Buffer.concat([head, chunk])
    }
    at += 8 + size + (size & 1)
  }
  return bytes
}

/** The header of a TIFF points to its first page; here it points to each in turn. */
const tiffFrames = (bytes: Buffer, most: number): Buffer[] =>
  tiffPages(bytes, most).map((page) => {
    const copy = Buffer.from(bytes)
    if (numbersOf(bytes).little) copy.writeUInt32LE(page, 4)
    else copy.writeUInt32BE(page, 4)
    return copy
  })

/** The first frame, the last, and some between: what stands still long enough to be read comes back in one of them. */
const gifFrames = (bytes: Buffer, most: number): Buffer[] => {
  const head = 13 + tableBytes(bytes[10] ?? 0)
  const images = gifImages(bytes)
  const wanted = Math.min(most, images.length)
  const picked = Array.from({ length: wanted }, (_, i) =>
    wanted === 1 ? 0 : Math.round((i * (images.length - 1)) / (wanted - 1)),
  )
  return picked.map((i) => {
    const { from, to } = images[i]!
    return Buffer.concat([bytes.subarray(0, head), bytes.subarray(from, to), Buffer.from([0x3b])])
  })
}

/**
 * The pictures in one file, each as a file of its own: pages of a TIFF, frames of a GIF.
 * A decoder that is given a GIF of ten thousand frames unpacks them all before it shows the first.
 */
import { numbersOf, sizeOf, tiffPages } from './size.ts'

const MAX_BLOCKS = 200_000

export const framesOf = (bytes: Buffer, most: number): Buffer[] => {
  const kind = sizeOf(bytes)?.kind
  if (kind === 'tiff') return tiffFrames(bytes, most)
  if (kind === 'gif') return gifFrames(bytes, most)
  return [bytes]
}

/** The header of a TIFF points to its first page; here it points to each in turn. */
const tiffFrames = (bytes: Buffer, most: number): Buffer[] =>
  tiffPages(bytes, most).map((page) => {
    const copy = Buffer.from(bytes)
    if (numbersOf(bytes).little) copy.writeUInt32LE(page, 4)
    else copy.writeUInt32BE(page, 4)
    return copy
  })

const tableBytes = (flags: number): number => (flags & 0x80 ? 3 << ((flags & 7) + 1) : 0)

/** Where the sub-blocks end that begin here (GIF89a §15). */
const skipBlocks = (bytes: Buffer, from: number): number => {
  let at = from
  for (let n = 0; n < MAX_BLOCKS && at < bytes.length && bytes[at] !== 0; n += 1) at += bytes[at]! + 1
  return at + 1
}

/** Every image block of a GIF89a, from its descriptor to its end. */
const gifImages = (bytes: Buffer, start: number): { from: number; to: number }[] => {
  const images: { from: number; to: number }[] = []
  let at = start
  for (let n = 0; n < MAX_BLOCKS && at < bytes.length; n += 1) {
    const block = bytes[at]
    if (block === 0x21) at = skipBlocks(bytes, at + 2)
    else if (block === 0x2c && at + 10 < bytes.length) {
      const data = at + 10 + tableBytes(bytes[at + 9]!)
      const to = skipBlocks(bytes, data + 1)
      images.push({ from: at, to })
      at = to
    } else break
  }
  return images
}

/** The first frame, the last, and some between: what stands still long enough to be read comes back in one of them. */
const gifFrames = (bytes: Buffer, most: number): Buffer[] => {
  const head = 13 + tableBytes(bytes[10] ?? 0)
  const images = gifImages(bytes, head)
  const wanted = Math.min(most, images.length)
  const picked = Array.from({ length: wanted }, (_, i) =>
    wanted === 1 ? 0 : Math.round((i * (images.length - 1)) / (wanted - 1)),
  )
  return picked.map((i) => {
    const { from, to } = images[i]!
    return Buffer.concat([bytes.subarray(0, head), bytes.subarray(from, to), Buffer.from([0x3b])])
  })
}

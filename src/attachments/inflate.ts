/** Raw deflate (RFC 1951) into one piece of memory: joining pieces holds everything twice. */
import { inflateRawSync } from 'node:zlib'

// As the library does by itself.
const SMALL = 16 * 1024

/** `end`: where the deflated bytes end, counted from the start of `packed`. */
export type Inflated = Readonly<{ content: Buffer; end: number }>

/** Throws ERR_BUFFER_TOO_LARGE over `most` bytes. `told`: how many bytes somebody says there are; it may be a lie. */
export const inflate = (packed: Buffer, most: number, told: number): Inflated => {
  // One byte more, so that the end is seen without another piece. What is not written to takes no memory.
  const chunkSize = Math.max(SMALL, Math.min(most, told) + 1)
  const { buffer, engine } = inflateRawSync(packed, {
    maxOutputLength: most,
    chunkSize,
    info: true,
  }) as unknown as { buffer: Buffer; engine: { bytesWritten: number } }
  const roomy = chunkSize > SMALL && buffer.length < chunkSize / 2
  return { content: roomy ? Buffer.from(buffer) : buffer, end: engine.bytesWritten }
}

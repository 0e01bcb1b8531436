/**
 * Files in a zip that its directory does not name. Programs that read from the front show them: a zip put before another
 * zip, a zip whose end was cut off, an entry left out of the directory on purpose.
 */
import { inflateRawSync } from 'node:zlib'
import { type Header, LOCAL, localAt } from './zip-headers.ts'

export type Span = Readonly<{ start: number; end: number }>
export type Loose = Readonly<{ header: Header; packed: Buffer | undefined; end: number }>

const SIZE_FOLLOWS = 8
const DEFLATED = 8
// The four bytes of the mark occur by chance too; what they begin is then no file.
const MAX_TRIES = 256
const KNOWN_METHODS = new Set([0, 8, 9, 12, 14, 93, 95, 98, 99])

/** What inflating may still cost, of files whose end nobody tells. */
type Effort = { bytes: number }

/** The size stands behind the data (APPNOTE 4.3.9): inflating tells where they end. Without that, they end at the gap. */
const measured = (bytes: Buffer, start: number, end: number, effort: Effort): number => {
  if (effort.bytes < 1) return end
  try {
    const { buffer, engine } = inflateRawSync(bytes.subarray(start, end), {
      maxOutputLength: effort.bytes,
      info: true,
    }) as unknown as { buffer: Buffer; engine: { bytesWritten: number } }
    effort.bytes -= buffer.length
    return start + engine.bytesWritten
  } catch {
    effort.bytes = Math.floor(effort.bytes / 2)
    return end
  }
}

const looseAt = (bytes: Buffer, at: number, gapEnd: number, effort: Effort): Loose | undefined => {
  const local = localAt(bytes, at)
  if (!local || local.header.name === '' || !KNOWN_METHODS.has(local.header.method)) return undefined
  const { header, end: start } = local
  const unsaid = (header.flags & SIZE_FOLLOWS) !== 0 && header.packedSize === 0
  if (unsaid && header.method !== DEFLATED) return { header, packed: undefined, end: start }
  const end = unsaid ? measured(bytes, start, gapEnd, effort) : start + header.packedSize
  if (end > bytes.length) return { header, packed: undefined, end: bytes.length }
  return { header, packed: bytes.subarray(start, end), end }
}

const findMark = (bytes: Buffer, from: number, before: number): number => {
  const found = bytes.subarray(from, Math.min(bytes.length, before + LOCAL.length - 1)).indexOf(LOCAL)
  return found < 0 ? -1 : from + found
}

/** `taken`: what belongs to files already known, in any order. */
export const looseFiles = (bytes: Buffer, taken: readonly Span[], maxFiles: number, maxBytes: number): Loose[] => {
  const found: Loose[] = []
  const effort: Effort = { bytes: maxBytes }
  let tries = 0
  let at = 0
  const spans = [...taken].sort((a, b) => a.start - b.start)
  for (const span of [...spans, { start: bytes.length, end: bytes.length }]) {
    while (at < span.start && tries < MAX_TRIES && found.length < maxFiles) {
      const mark = findMark(bytes, at, span.start)
      if (mark < 0) break
      const loose = looseAt(bytes, mark, span.start, effort)
      if (loose) found.push(loose)
      else tries += 1
      at = loose ? loose.end : mark + LOCAL.length
    }
    at = Math.max(at, span.end)
  }
  return found
}

/**
 * What stands in a zip beside the entries of its directory. Programs that walk the file from its start, or mend it, show
 * an entry that the directory leaves out; so does every program that takes another of two directories for the right one.
 */
import type { Trouble } from '../reading.ts'

const LOCAL_HEADER = Buffer.from('504b0304', 'hex')

/** A local header (APPNOTE 4.3.7) from its first byte to the end of its data. */
export type Span = Readonly<{ start: number; end: number }>

export const unlistedEntries = (zip: Buffer, spans: readonly Span[]): readonly Trouble[] => {
  let covered = 0
  for (const { start, end } of [
    ...spans.toSorted((a, b) => a.start - b.start),
    { start: zip.length, end: zip.length },
  ]) {
    if (start > covered && zip.subarray(covered, start).includes(LOCAL_HEADER))
      return [{ reason: 'broken', detail: 'unlisted entry' }]
    covered = Math.max(covered, end)
  }
  return []
}

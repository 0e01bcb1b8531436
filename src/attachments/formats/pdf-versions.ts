/** Earlier versions of a PDF that still lie in the file, and what they say beyond the last. */
import type { Piece } from '../reading.ts'

// Each time a form is filled in or signed, what changed is written behind the rest (ISO 32000-1 §7.5.6).
const MOST_VERSIONS = 3
const MOST_BYTES = 10_000_000

/** Where earlier versions end; a file made for the web has a table in front that ends like one. */
export const earlierEnds = (bytes: Buffer): number[] => {
  if (bytes.length > MOST_BYTES || bytes.subarray(0, 1_024).includes('/Linearized')) return []
  const ends: number[] = []
  for (let at = bytes.indexOf('%%EOF'); at >= 0; at = bytes.indexOf('%%EOF', at + 5)) ends.push(at + 5)
  return ends.slice(0, -1).slice(-MOST_VERSIONS)
}

/** What of it stands in no piece yet. */
export const freshPieces = (said: Iterable<string>, pieces: readonly Piece[]): Piece[] => {
  const known = pieces.map(({ text }) => text.replace(/\s+/g, ' ')).join(' ')
  const lines = [...new Set(said)].filter((line) => !known.includes(line.replace(/\s+/g, ' ').trim()))
  return lines.length === 0 ? [] : [{ text: lines.map((line) => `${line}\n`).join(''), place: { hidden: true } }]
}

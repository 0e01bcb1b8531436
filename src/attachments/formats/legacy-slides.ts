/** PowerPoint 97 to 2003 (MS-PPT §2.1.2): records in records; words stand in a few kinds of leaves. */
import type { Piece } from '../reading.ts'
import { TextBuilder } from '../text-builder.ts'
import type { CompoundFile } from './compound-file.ts'

const TEXT_CHARS = 4000
const TEXT_BYTES = 4008
const C_STRING = 4026
const SLIDE = 1006
const SLIDE_INFO = 1017
const SLIDE_LIST = 4080
const PERSIST_SLIDE = 1011
const MAX_DEPTH = 30
const MAX_RECORDS = 1_000_000

const HIDDEN = 4

type SlidesWalk = {
  readonly bytes: Buffer
  readonly seen: TextBuilder
  readonly aside: TextBuilder
  readonly outlines: Piece[]
  readonly slides: Piece[][]
  readonly others: Piece[]
  left: number
  listed: number
  hidden: boolean
}

const western = new TextDecoder('windows-1252')

// 0x0B is a line break inside a paragraph; "*" alone stands for a date or page number.
const readable = (text: string): string => {
  const lines = text.replace(/[\r\x0b]/g, '\n').replace(/[\x00-\x08\x0e-\x1f]/g, '')
  return lines.trim() === '*' ? '' : lines
}

const say = (walk: SlidesWalk, type: number, bytes: Buffer): void => {
  const out = type === C_STRING ? walk.aside : walk.seen
  out.add(readable(type === TEXT_BYTES ? western.decode(bytes) : bytes.toString('utf16le')))
  out.endLine()
}

/** Text before and after a slide or list belongs elsewhere. */
const inside = (walk: SlidesWalk, walkIn: () => void, take: () => void): void => {
  walk.others.push(...walk.seen.take())
  walk.hidden = false
  walkIn()
  take()
}

const walkRecord = (walk: SlidesWalk, type: number, from: number, to: number, depth: number): void => {
  const within = (): void => walkRecords(walk, from, to, depth + 1)
  if (type === SLIDE)
    inside(walk, within, () => walk.slides.push(walk.seen.take(walk.hidden ? { hidden: true } : undefined)))
  else if (type === SLIDE_LIST)
    inside(walk, within, () =>
      walk.outlines.push(...walk.seen.take(walk.listed > 0 ? { page: walk.listed } : undefined)),
    )
  else within()
}

const walkRecords = (walk: SlidesWalk, start: number, end: number, depth: number): void => {
  const { bytes } = walk
  for (let at = start; at + 8 <= end && walk.left > 0 && !walk.seen.full; ) {
    walk.left -= 1
    const type = bytes.readUInt16LE(at + 2)
    const from = at + 8
    const to = Math.min(from + bytes.readUInt32LE(at + 4), end)
    if (type === PERSIST_SLIDE) {
      walk.outlines.push(...walk.seen.take(walk.listed > 0 ? { page: walk.listed } : undefined))
      walk.listed += 1
    } else if (type === SLIDE_INFO && to - from >= 12) walk.hidden = (bytes[from + 10]! & HIDDEN) !== 0
    if (type === TEXT_CHARS || type === TEXT_BYTES || type === C_STRING) say(walk, type, bytes.subarray(from, to))
    else if ((bytes.readUInt16LE(at) & 15) === 15 && depth < MAX_DEPTH) walkRecord(walk, type, from, to, depth)
    at = to
  }
}

/** The n-th slide is page n, unless the file keeps older versions of slides as well. */
const paged = ({ slides, listed }: SlidesWalk): Piece[] =>
  slides.flatMap((pieces, i) =>
    pieces.map((piece) => (slides.length === listed ? { ...piece, place: { page: i + 1, ...piece.place } } : piece)),
  )

/** `complete` is false when there were more records than anybody makes. */
export const readLegacySlides = (
  file: CompoundFile,
  maxChars: number,
): { pieces: Piece[]; complete: boolean } | undefined => {
  const bytes = file.find('PowerPoint Document')
  if (!bytes) return undefined
  const walk: SlidesWalk = {
    bytes,
    seen: new TextBuilder(maxChars),
    aside: new TextBuilder(maxChars),
    outlines: [],
    slides: [],
    others: [],
    left: MAX_RECORDS,
    listed: 0,
    hidden: false,
  }
  walkRecords(walk, 0, bytes.length, 0)
  const pieces = [
    ...walk.outlines,
    ...paged(walk),
    ...walk.others,
    ...walk.seen.take(),
    ...walk.aside.take({ hidden: true }),
  ]
  return { pieces, complete: walk.left > 0 && !walk.seen.full }
}

/**
 * Is there writing on a picture, and where? Letters are pieces of ink of one size that stand side by side on one line,
 * and several lines are alike; leaves, hair and brickwork have pieces too, but not on a line. It costs a tenth of reading.
 */
import { type Blob, inkOn } from './blobs.ts'
import { type Box, type Grey, turned } from './raster.ts'

/**
 * Writing found. Boxes are in pixels of the picture after it was turned to the right by `turn` quarters.
 * `height` is that of a usual letter; `samples` are its longest lines, to try.
 */
export type Writing = Readonly<{ turn: 0 | 1; box: Box; samples: readonly Box[]; height: number; slope: number }>

type Line = Readonly<{ blobs: readonly Blob[]; height: number; slope: number }>

const MIN_HEIGHT = 4
const MAX_HEIGHT = 160
const CELL = 48
const MIN_LETTERS = 5
const MIN_SCORE = 14

const heightOf = (blob: Blob): number => blob.bottom - blob.top
const isLetter = (blob: Blob): boolean => {
  const [width, height] = [blob.right - blob.left, heightOf(blob)]
  if (height < MIN_HEIGHT || height > MAX_HEIGHT || width > height * 12) return false
  const share = blob.ink / (width * height)
  return share > 0.12 && (share < 0.97 || height > width * 2)
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0

const fits = (one: Blob, next: Blob): boolean => {
  const [height, other] = [heightOf(one), heightOf(next)]
  const gap = next.left - one.right
  const tall = Math.max(height, other)
  const shared = Math.min(one.bottom, next.bottom) - Math.max(one.top, next.top)
  return (
    gap >= -tall * 0.3 &&
    gap <= tall * 1.3 &&
    Math.min(height, other) >= tall * 0.42 &&
    shared >= Math.min(height, other) * 0.45
  )
}

/** For each letter the nearest that may follow it to the right, by a grid of cells. */
const followers = (letters: readonly Blob[]): Map<Blob, Blob> => {
  const cells = new Map<number, Blob[]>()
  const keyOf = (x: number, y: number): number => y * 100_000 + x
  for (const letter of letters) {
    const key = keyOf(Math.floor(letter.left / CELL), Math.floor((letter.top + letter.bottom) / 2 / CELL))
    const cell = cells.get(key)
    if (cell) cell.push(letter)
    else cells.set(key, [letter])
  }
  const found = new Map<Blob, Blob>()
  for (const letter of letters) {
    const reach = letter.right + heightOf(letter) * 3
    const middle = Math.floor((letter.top + letter.bottom) / 2 / CELL)
    let best: Blob | undefined
    for (let x = Math.floor(letter.left / CELL); x <= Math.floor(reach / CELL) && !best; x += 1)
      for (let y = middle - 1; y <= middle + 1; y += 1)
        for (const next of cells.get(keyOf(x, y)) ?? [])
          if (next !== letter && next.left > letter.left && fits(letter, next) && (!best || next.left < best.left))
            best = next
    if (best) found.set(letter, best)
  }
  return found
}

const chainsOf = (letters: readonly Blob[]): Blob[][] => {
  const next = followers(letters)
  const taken = new Set<Blob>()
  const chains: Blob[][] = []
  for (const letter of [...letters].sort((a, b) => a.left - b.left)) {
    const chain: Blob[] = []
    for (let at: Blob | undefined = letter; at && !taken.has(at); at = next.get(at)) {
      taken.add(at)
      chain.push(at)
    }
    if (chain.length >= MIN_LETTERS) chains.push(chain)
  }
  return chains
}

/** A line of writing: most of its letters stand on one straight line, or hang from one. */
const asLine = (blobs: readonly Blob[]): Line | undefined => {
  const height = median(blobs.map(heightOf))
  const tolerance = Math.max(1, height * 0.14)
  const slope = slopeOf(blobs)
  const aligned = (edge: (blob: Blob) => number): number => {
    const offsets = blobs.map((blob) => edge(blob) - slope * ((blob.left + blob.right) / 2))
    const middle = median(offsets)
    return offsets.filter((offset) => Math.abs(offset - middle) <= tolerance).length / blobs.length
  }
  const [standing, hanging] = [aligned((blob) => blob.bottom), aligned((blob) => blob.top)]
  return Math.max(standing, hanging) >= 0.6 && standing + hanging >= 1 ? { blobs, height, slope } : undefined
}

/** By Theil and Sen, from letters half a line apart: a few descenders change nothing. */
const slopeOf = (blobs: readonly Blob[]): number => {
  const half = blobs.length >> 1
  return median(
    blobs.slice(0, blobs.length - half).map((one, i) => {
      const other = blobs[i + half]!
      return (other.bottom - one.bottom) / Math.max(1, other.left - one.left)
    }),
  )
}

const linesOn = (grey: Grey): Line[] =>
  inkOn(grey).flatMap((blobs) => chainsOf(blobs.filter(isLetter)).flatMap((chain) => asLine(chain) ?? []))

const edges = (boxes: readonly Box[]): Box =>
  boxes.reduce((one, other) => ({
    left: Math.min(one.left, other.left),
    top: Math.min(one.top, other.top),
    right: Math.max(one.right, other.right),
    bottom: Math.max(one.bottom, other.bottom),
  }))

const TILE = 64
const tileOf = (x: number, y: number): number => Math.floor(y / TILE) * 10_000 + Math.floor(x / TILE)

/** How many letters of lines each part of the picture has. `place` gives the middle of a letter in the upright picture. */
const spread = (lines: readonly Line[], place: (blob: Blob) => readonly [number, number]): Map<number, number> => {
  const tiles = new Map<number, number>()
  for (const { blobs } of lines) {
    for (const blob of blobs) {
      const tile = tileOf(...place(blob))
      tiles.set(tile, (tiles.get(tile) ?? 0) + 1)
    }
  }
  return tiles
}

const middleOf = (blob: Blob): readonly [number, number] => [(blob.left + blob.right) / 2, (blob.top + blob.bottom) / 2]

/** Writing runs one way; gravel and leaves make as many lines from top to bottom as from left to right. */
const oneWay = (
  lines: readonly Line[],
  place: (blob: Blob) => readonly [number, number],
  own: ReadonlyMap<number, number>,
  across: ReadonlyMap<number, number>,
): Line[] =>
  lines.filter(({ blobs }) => {
    const tiles = [...new Set(blobs.map((blob) => tileOf(...place(blob))))]
    const sum = (counts: ReadonlyMap<number, number>): number =>
      tiles.reduce((total, tile) => total + (counts.get(tile) ?? 0), 0)
    return sum(own) > sum(across) * 2
  })

const lettersOf = (lines: readonly Line[]): number => lines.reduce((sum, { blobs }) => sum + blobs.length, 0)

const MAX_SAMPLES = 3

/** The middle of a line, as long as a few words. A sloping line is narrow once it is set straight around its middle. */
const sampleOf = ({ blobs, height }: Line): Box => {
  const { left, top, right, bottom } = edges(blobs)
  const [x, y] = [(left + right) / 2, (top + bottom) / 2]
  const half = Math.min((right - left) / 2 + height, height * 16)
  return { left: x - half, top: y - height * 1.5, right: x + half, bottom: y + height * 1.5 }
}

const writingOf = (lines: readonly Line[], turn: 0 | 1): Writing => {
  const longest = [...lines].sort((a, b) => b.blobs.length - a.blobs.length)
  return {
    turn,
    box: edges(lines.flatMap(({ blobs }) => blobs)),
    samples: longest.slice(0, MAX_SAMPLES).map(sampleOf),
    height: median(lines.flatMap(({ blobs }) => blobs.map(heightOf))),
    slope: median(lines.map((line) => line.slope)),
  }
}

export const writingOn = (grey: Grey): Writing | undefined => {
  const upright = linesOn(grey)
  const sideways = linesOn(turned(grey, 1))
  // A picture turned to the right has its old left edge on top: x there is counted from the old bottom.
  const placeBack = (blob: Blob): readonly [number, number] => {
    const [x, y] = middleOf(blob)
    return [y, grey.height - 1 - x]
  }
  const [flat, steep] = [spread(upright, middleOf), spread(sideways, placeBack)]
  const along = oneWay(upright, middleOf, flat, steep)
  const down = oneWay(sideways, placeBack, steep, flat)
  const [best, turn] = lettersOf(along) >= lettersOf(down) ? ([along, 0] as const) : ([down, 1] as const)
  return lettersOf(best) >= MIN_SCORE ? writingOf(best, turn) : undefined
}

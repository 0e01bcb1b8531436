/** Ink on a picture: what is clearly darker (or lighter) than what is around it, piece by connected piece. */
import { type Box, type Grey, meansOf } from './raster.ts'

export type Blob = Box & Readonly<{ ink: number }>

// How far a stroke stands out from the mean around it, of 255; grey small print in the shadow of a telephone does by 20.
const CONTRAST = 20
const RADIUS = 15
// A picture of leaves falls into a hundred thousand pieces; a page has five thousand letters.
const MAX_RUNS = 400_000

type Runs = Readonly<{ rows: Int32Array; starts: Int32Array; ends: Int32Array }>

const runsOf = (grey: Grey, means: Uint8Array, dark: boolean): Runs | undefined => {
  const { width, height, data } = grey
  const rows = new Int32Array(height + 1)
  const starts = new Int32Array(MAX_RUNS)
  const ends = new Int32Array(MAX_RUNS)
  let count = 0
  for (let y = 0; y < height; y += 1) {
    rows[y] = count
    let start = -1
    for (let x = 0, at = y * width; x <= width; x += 1, at += 1) {
      const stands = x < width && (dark ? means[at]! - data[at]! : data[at]! - means[at]!) > CONTRAST
      if (stands && start < 0) start = x
      else if (!stands && start >= 0) {
        if (count >= MAX_RUNS) return undefined
        starts[count] = start
        ends[count] = x
        count += 1
        start = -1
      }
    }
  }
  rows[height] = count
  return { rows, starts, ends }
}

/** Runs that touch, also over a corner, belong together: each run points to an earlier one, the first to itself. */
const joined = ({ rows, starts, ends }: Runs): Int32Array => {
  const parents = new Int32Array(rows.at(-1)!)
  const rootOf = (run: number): number => {
    let at = run
    while (parents[at] !== at) {
      parents[at] = parents[parents[at]!]!
      at = parents[at]!
    }
    return at
  }
  for (let y = 0; y < rows.length - 1; y += 1) {
    let above = y > 0 ? rows[y - 1]! : rows[y]!
    for (let run = rows[y]!; run < rows[y + 1]!; run += 1) {
      parents[run] = run
      while (above < rows[y]! && ends[above]! < starts[run]!) above += 1
      for (let touching = above; touching < rows[y]! && starts[touching]! <= ends[run]!; touching += 1) {
        const [one, other] = [rootOf(touching), rootOf(run)]
        if (one < other) parents[other] = one
        else parents[one] = other
      }
    }
  }
  for (let run = 0; run < parents.length; run += 1) parents[run] = rootOf(run)
  return parents
}

/** The pieces of ink; none where there are so many that it cannot be writing. */
const blobsOf = (grey: Grey, means: Uint8Array, dark: boolean): Blob[] => {
  const runs = runsOf(grey, means, dark)
  if (!runs) return []
  const { rows, starts, ends } = runs
  const parents = joined(runs)
  const found = new Map<number, { left: number; top: number; right: number; bottom: number; ink: number }>()
  for (let y = 0; y < grey.height; y += 1) {
    for (let run = rows[y]!; run < rows[y + 1]!; run += 1) {
      const [left, right] = [starts[run]!, ends[run]!]
      const known = found.get(parents[run]!)
      if (!known) found.set(parents[run]!, { left, top: y, right, bottom: y + 1, ink: right - left })
      else {
        known.left = Math.min(known.left, left)
        known.right = Math.max(known.right, right)
        known.bottom = y + 1
        known.ink += right - left
      }
    }
  }
  return [...found.values()]
}

/** Dark on light and light on dark: a screen at night has both. */
export const inkOn = (grey: Grey): readonly [dark: Blob[], light: Blob[]] => {
  const means = meansOf(grey, RADIUS)
  return [blobsOf(grey, means, true), blobsOf(grey, means, false)]
}

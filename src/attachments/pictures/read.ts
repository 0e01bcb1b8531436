/** Reads the writing that the first look cut out. A few lines are tried before the page: texture costs little then. */
import type { Engine } from './engine.ts'
import type { Sighting } from './look.ts'
import { readGreymap, turned, writeGreymap } from './raster.ts'
import { readingOf } from './words.ts'

// Page segmentation of Tesseract: a page as it is, one line.
const PAGE = 3
const LINE = 7
// Letters in words that are sure, before a sample counts as writing.
const MIN_WEIGHT = 6

const upsideDown = (greymap: Uint8Array): Uint8Array => writeGreymap(turned(readGreymap(greymap), 2))

/** The way the samples can be read; undefined when they cannot. */
const wayUp = (engine: Engine, samples: readonly Uint8Array[]): 'up' | 'down' | undefined => {
  const weigh = (all: readonly Uint8Array[]): number =>
    all.reduce((sum, sample) => sum + readingOf(engine.recognise(sample, LINE)).weight, 0)
  const up = weigh(samples)
  if (up >= MIN_WEIGHT * 4) return 'up'
  const down = weigh(samples.map(upsideDown))
  if (Math.max(up, down) < MIN_WEIGHT) return undefined
  return up >= down ? 'up' : 'down'
}

/** '' when it is no writing after all. */
export const readSighting = (engine: Engine, { samples, whole }: Sighting): string => {
  const way = wayUp(engine, samples)
  if (way === undefined) return ''
  return readingOf(engine.recognise(way === 'up' ? whole : upsideDown(whole), PAGE)).text
}

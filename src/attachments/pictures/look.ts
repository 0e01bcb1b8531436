/**
 * The first look at a picture: the codes on it, and whether and where it has writing. Nothing is read here; what is worth
 * reading is cut out, set straight, brought to the size the reader likes best, and handed on.
 */
import { codesOn } from './codes.ts'
import type { Engine } from './engine.ts'
import { framesOf } from './frames.ts'
import { heifPictures } from './heif.ts'
import { type Writing, writingOn } from './lines.ts'
import { orientationOf, upright } from './orientation.ts'
import { type Box, cropped, type Grey, shrink, turned, writeGreymap } from './raster.ts'
import { withoutRules } from './rules.ts'
import { sizeOf } from './size.ts'

export type LookContext = Readonly<{ task: 'look'; words: boolean; frames: number; longestSide: number }>

/** One picture (or page of one) with writing: some of its lines to try, then all of it. Each is a greymap. */
export type Sighting = Readonly<{ samples: readonly Uint8Array[]; whole: Uint8Array }>

export type Look = Readonly<{ codes: readonly string[]; sightings: readonly Sighting[]; decoded: boolean }>

// Enough to tell letters; those of a page photographed whole are ten pixels high.
const LOOK_SIDE = 2_000
// Tesseract was taught on letters of about this height.
const LETTER_HEIGHT = 22

const grown = (box: Box, by: number, { width, height }: Grey): Box => ({
  left: Math.max(0, box.left - by),
  top: Math.max(0, box.top - by),
  right: Math.min(width, box.right + by),
  bottom: Math.min(height, box.bottom + by),
})

const scaledBox = ({ left, top, right, bottom }: Box, by: number): Box => ({
  left: left * by,
  top: top * by,
  right: right * by,
  bottom: bottom * by,
})

/** `factor`: how many times smaller the picture was when it was looked at. */
const cut = (grey: Grey, { turn, box, samples, height, slope }: Writing, factor: number, longest: number): Sighting => {
  const standing = turned(grey, turn)
  const letter = height * factor
  const whole = grown(scaledBox(box, factor), letter * 2, standing)
  const side = Math.max(whole.right - whole.left, whole.bottom - whole.top)
  const scale = Math.min(3, LETTER_HEIGHT / letter, longest / side)
  const part = (area: Box): Uint8Array =>
    writeGreymap(withoutRules(cropped(standing, area, scale, slope), LETTER_HEIGHT))
  return {
    samples: samples.map((one) => part(scaledBox(one, factor))),
    whole: part(whole),
  }
}

/** Each picture of the file, upright; undefined where it cannot be decoded. */
const picturesIn = async (engine: Engine, bytes: Buffer, most: number): Promise<Iterable<Grey | undefined>> => {
  const size = sizeOf(bytes)
  if (size?.kind === 'heif') return heifPictures(bytes, most, size.width * size.height)
  return decodedFrames(engine, bytes, most)
}

function* decodedFrames(engine: Engine, bytes: Buffer, most: number): Iterable<Grey | undefined> {
  const turn = orientationOf(bytes)
  for (const frame of framesOf(bytes, most)) {
    const raw = engine.decode(frame)
    yield raw && upright(raw, turn)
  }
}

export const look = async (engine: Engine, bytes: Buffer, context: LookContext): Promise<Look> => {
  const codes = new Set<string>()
  const sightings: Sighting[] = []
  let decoded = false
  for (const grey of await picturesIn(engine, bytes, context.frames)) {
    if (!grey) continue
    decoded = true
    const factor = Math.ceil(Math.max(grey.width, grey.height) / LOOK_SIDE)
    const small = shrink(grey, factor)
    for (const code of await codesOn(small)) codes.add(code)
    const writing = context.words ? writingOn(small) : undefined
    if (writing) sightings.push(cut(grey, writing, factor, context.longestSide))
  }
  return { codes: [...codes], sightings, decoded }
}

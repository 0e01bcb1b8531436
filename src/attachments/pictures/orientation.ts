/** How a telephone held the picture: EXIF orientation (CIPA DC-008 §4.6.4 tag 274), 1 to 8. */
import { type Grey, mirrored, type Turn, turned } from './raster.ts'
import { numbersOf } from './size.ts'

const EXIF = Buffer.from('Exif\0\0')
const ORIENTATION = 274

/** Of a JPEG, PNG or WebP; a TIFF tells it to its decoder. 1 when nothing is said. */
export const orientationOf = (bytes: Buffer): number => {
  const named = bytes.subarray(0, 262_144).indexOf(EXIF)
  const chunk = bytes.subarray(0, 262_144).indexOf('eXIf')
  const start = named >= 0 ? named + EXIF.length : chunk >= 0 ? chunk + 4 : -1
  if (start < 0) return 1
  const tiff = bytes.subarray(start)
  const { u16, u32 } = numbersOf(tiff)
  const directory = u32(4)
  for (let i = 0; i < Math.min(u16(directory), 100); i += 1)
    if (u16(directory + 2 + i * 12) === ORIENTATION) return u16(directory + 2 + i * 12 + 8)
  return 1
}

// Quarters to the right, after the exchange of left and right for the four mirrored ones.
const TURNS: readonly Turn[] = [0, 0, 0, 2, 2, 3, 1, 1, 3]
const MIRRORED: readonly number[] = [2, 4, 5, 7]

export const upright = (grey: Grey, orientation: number): Grey =>
  turned(MIRRORED.includes(orientation) ? mirrored(grey) : grey, TURNS[orientation] ?? 0)

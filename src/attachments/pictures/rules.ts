/** Ruled lines of tables and forms: left in, they swallow the letters beside them when a page is divided into lines. */
import { type Grey, meansOf } from './raster.ts'

const CONTRAST = 20
const RADIUS = 15

/** Paints over what is drawn longer than any letter, with what is around it. `letter` is the height of a letter. */
export const withoutRules = (grey: Grey, letter: number): Grey => {
  const { width, height, data } = grey
  const means = meansOf(grey, RADIUS)
  const out = new Uint8Array(data)
  for (const sign of [1, -1]) {
    const stands = (at: number): boolean => (means[at]! - data[at]!) * sign > CONTRAST
    const paint = (start: number, step: number, length: number, longest: number): void => {
      let run = 0
      for (let i = 0; i <= length; i += 1) {
        if (i < length && stands(start + i * step)) run += 1
        else {
          if (run > longest) for (let j = i - run; j < i; j += 1) out[start + j * step] = means[start + j * step]!
          run = 0
        }
      }
    }
    for (let y = 0; y < height; y += 1) paint(y * width, 1, width, letter * 5)
    for (let x = 0; x < width; x += 1) paint(x, width, height, letter * 3)
  }
  return { width, height, data: out }
}

/** Colours of CSS as far as text is hidden with them: numbers, and the names that people use. */

/** 0xRRGGBB; `clear` is seen through; `unknown` is a colour we do not know, or a picture. */
export type Colour = number | 'clear' | 'unknown'

const NAMES: Readonly<Record<string, Colour>> = {
  transparent: 'clear',
  white: 0xffffff,
  snow: 0xfffafa,
  ivory: 0xfffff0,
  ghostwhite: 0xf8f8ff,
  whitesmoke: 0xf5f5f5,
  floralwhite: 0xfffaf0,
  black: 0x000000,
  windowtext: 0x000000,
  initial: 0x000000,
  red: 0xff0000,
  blue: 0x0000ff,
  navy: 0x000080,
  green: 0x008000,
  yellow: 0xffff00,
  orange: 0xffa500,
  gray: 0x808080,
  grey: 0x808080,
  silver: 0xc0c0c0,
}
const INHERITED = new Set(['', 'inherit', 'currentcolor', 'auto', 'unset', 'none'])

const twice = (digits: string): string => [...digits].map((digit) => digit + digit).join('')

const fromHex = (hex: string): Colour => {
  const full = hex.length <= 4 ? twice(hex) : hex
  return full.length === 8 && full.endsWith('00') ? 'clear' : Number.parseInt(full.slice(0, 6), 16)
}

const RGB = /^rgba?\((\d{1,3})[, ]+(\d{1,3})[, ]+(\d{1,3})(?:[, /]+([\d.]{1,6})%?)?\)$/

/** A value of `color`; undefined where it says what is there already. */
export const colourOf = (value: string): Colour | undefined => {
  if (INHERITED.has(value)) return undefined
  const named = NAMES[value]
  if (named !== undefined) return named
  const hex = /^#?([0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})$/.exec(value)?.[1]
  if (hex) return fromHex(hex)
  const rgb = RGB.exec(value)
  if (!rgb) return 'unknown'
  if (rgb[4] !== undefined && Number(rgb[4]) === 0) return 'clear'
  return (Number(rgb[1]) << 16) | (Number(rgb[2]) << 8) | Number(rgb[3])
}

/** A value of `background`: a picture may have any colour. */
export const fillOf = (value: string): Colour | undefined => {
  if (/url\(|gradient/.test(value)) return 'unknown'
  const colour = colourOf(value)
  if (colour !== 'unknown') return colour
  const known = value
    .split(/\s(?![^(]*\))/)
    .map(colourOf)
    .find((one) => one !== undefined && one !== 'unknown')
  return known ?? 'unknown'
}

// The eye does not tell #fefefe from white.
const ALIKE = 12

export const isUnseen = (ink: Colour, fill: Colour): boolean => {
  if (ink === 'clear') return true
  if (typeof ink !== 'number' || typeof fill !== 'number') return false
  return [16, 8, 0].every((shift) => Math.abs(((ink >> shift) & 0xff) - ((fill >> shift) & 0xff)) <= ALIKE)
}

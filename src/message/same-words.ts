/** The words of a text in one spelling, to see whether two texts say the same. */
import { unitsOf } from './units.ts'

// What mail programs add to the plain text of an HTML mail: link targets, names of pictures, quote marks.
const ADDED = /<(?:https?|mailto|tel|ftp):[^<>\s]{1,4000}>|\[(?:image|cid|afbeelding|https?):[^\][\n]{0,2000}\]/gi

const withoutAdded = (text: string): string =>
  text.includes('<') || text.includes('[') ? text.replace(ADDED, ' ') : text

const WORD = 1
const GAP = 2
const HALF = 3
const IN_WORD = /^[\p{L}\p{N}]/u
const BLANK = 0x20

/** What each UTF-16 unit is, filled in as texts show them. */
const kinds = new Uint8Array(0x10000).fill(HALF, 0xd800, 0xe000)

const kindOf = (sign: string): number => (IN_WORD.test(sign) ? WORD : GAP)

const isPair = (first: number, second: number | undefined): second is number =>
  first < 0xdc00 && second !== undefined && second >= 0xdc00 && second < 0xe000

/** Letters and figures in small print, one blank between two words. */
export const wordsOf = (text: string): string => {
  const units = unitsOf(withoutAdded(text).toLowerCase())
  const { length } = units
  let size = 0
  let gap = false
  for (let at = 0; at < length; at++) {
    const unit = units[at]!
    let kind = kinds[unit]!
    const second = kind === HALF ? units[at + 1] : undefined
    const pair = kind === HALF && isPair(unit, second)
    if (kind === HALF) kind = pair ? kindOf(String.fromCharCode(unit, second)) : GAP
    else if (kind === 0) kinds[unit] = kind = kindOf(String.fromCharCode(unit))
    if (kind === WORD) {
      // What is written is never longer than what was read.
      if (gap && size > 0) units[size++] = BLANK
      units[size++] = unit
      if (pair) units[size++] = second
      else while (at + 1 < length && kinds[units[at + 1]!] === WORD) units[size++] = units[++at]!
    }
    gap = kind === GAP
    if (pair) at++
  }
  return Buffer.from(units.buffer, units.byteOffset, size * 2).toString('utf16le')
}

/**
 * Characters that a reader does not see: soft hyphens, zero-width blanks and joiners, direction marks, controls. They break a word for
 * a machine and not for a reader, so that a text is judged without them. Letters and figures of full width, or from the mathematical
 * alphabets, are to a reader what they look like.
 */
import type { Text } from './message.ts'
import { unitsOf } from './units.ts'

const UNSEEN = /([\p{Default_Ignorable_Code_Point}\0-\x08\x0e-\x1f\x7f]+)|[\uff01-\uff5e\u{1d400}-\u{1d7ff}]+/gu

const asSeen = (signs: string, unseen: string | undefined): string =>
  unseen === undefined ? signs.normalize('NFKC') : ''

const SEEN = 1
const DOUBTED = 2

/** What each UTF-16 unit is, filled in as texts show them. The first half of a pair stands for all pairs it begins. */
const kinds = new Uint8Array(0x10000)

const PAIRS = 0x400
const isFirstHalf = (unit: number): boolean => unit >= 0xd800 && unit < 0xdc00
const pairsFrom = (unit: number): string =>
  Array.from({ length: PAIRS }, (_, i) => String.fromCharCode(unit, 0xdc00 + i)).join('')

const lookAt = (unit: number): number => {
  const signs = isFirstHalf(unit) ? pairsFrom(unit) : String.fromCharCode(unit)
  const kind = signs.search(UNSEEN) < 0 ? SEEN : DOUBTED
  kinds[unit] = kind
  return kind
}

/** Whether UNSEEN may find something, at a tenth of its price: in nearly all texts it does not. */
const mayHaveUnseen = (text: string): boolean => {
  const units = unitsOf(text)
  for (let at = 0; at < units.length; at++) {
    const unit = units[at]!
    if ((kinds[unit] || lookAt(unit)) === DOUBTED) return true
  }
  return false
}

export const withoutUnseen = (text: string): string => (mayHaveUnseen(text) ? text.replace(UNSEEN, asSeen) : text)

/** Each place stays with its words. */
export const seenText = (text: Text): Text => {
  const seen = withoutUnseen(text.text)
  if (seen === text.text || !text.spots) return seen === text.text ? text : { ...text, text: seen }
  let from = 0
  let offset = 0
  const spots = text.spots.map((spot) => {
    offset += withoutUnseen(text.text.slice(from, spot.offset)).length
    from = spot.offset
    return { ...spot, offset }
  })
  return { ...text, text: seen, spots }
}

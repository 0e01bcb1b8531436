/**
 * Characters that a reader does not see: soft hyphens, zero-width blanks and joiners, direction marks, controls. They break a word for
 * a machine and not for a reader, so that a text is judged without them. Letters and figures of full width, or from the mathematical
 * alphabets, are to a reader what they look like.
 */
import type { Text } from './message.ts'

const UNSEEN = /([\p{Default_Ignorable_Code_Point}\0-\x08\x0e-\x1f\x7f]+)|[\uff01-\uff5e\u{1d400}-\u{1d7ff}]+/gu

const asSeen = (signs: string, unseen: string | undefined): string =>
  unseen === undefined ? signs.normalize('NFKC') : ''

export const withoutUnseen = (text: string): string => text.replace(UNSEEN, asSeen)

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

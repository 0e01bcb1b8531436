/**
 * Characters that a reader does not see: soft hyphens, zero-width blanks and joiners, direction marks, controls. They break a word for
 * a machine and not for a reader, so that a text is judged without them.
 */
import type { Text } from './message.ts'

const UNSEEN = /[\p{Default_Ignorable_Code_Point}\0-\x08\x0e-\x1f\x7f]+/gu

export const withoutUnseen = (text: string): string => text.replace(UNSEEN, '')

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

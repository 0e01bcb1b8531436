/** A short stretch (a file name, a property) made safe to show: names, numbers, addresses and secrets covered. */
import type { Case } from './detectors.ts'
import { excerpt } from './excerpt.ts'
import { read } from './reading.ts'

export const maskText = ({ people, lexicon }: Pick<Case, 'people' | 'lexicon'>, text: string): string => {
  const reading = read({ role: 'file-name', place: { in: 'attachment' }, text }, people, lexicon)
  return excerpt(reading, 0, text.length)
}

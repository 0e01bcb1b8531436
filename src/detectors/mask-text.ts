/** A short stretch (a file name, a property) made safe to show: names, numbers, addresses and secrets covered. */
import { tokenise } from '../message/message.ts'
import type { Case } from './detectors.ts'
import { excerpt } from './excerpt.ts'
import { secretCovers } from './password.ts'

export const maskText = ({ people, lexicon }: Pick<Case, 'people' | 'lexicon'>, text: string): string => {
  const words = tokenise(text)
  const reading = {
    role: 'file-name' as const,
    place: { in: 'attachment' as const },
    text,
    words,
    terms: lexicon.find(text, words),
    names: people.namesIn(text, words),
  }
  return excerpt(reading, 0, text.length, secretCovers(reading))
}

/** A short stretch (a file name, a property, a subject) made safe to show: names, numbers, addresses and secrets covered. */
import type { Case } from './detectors.ts'
import { excerpt } from './excerpt.ts'
import { read } from './reading.ts'

export const maskText = (
  { people, lexicon }: Pick<Case, 'people' | 'lexicon'>,
  text: string,
  role: 'file-name' | 'subject' = 'file-name',
): string => {
  const place = { in: role === 'subject' ? 'subject' : 'attachment' } as const
  const reading = read({ role, place, text }, people, lexicon, undefined)
  return excerpt(reading, 0, text.length)
}

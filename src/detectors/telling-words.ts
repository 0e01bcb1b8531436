/** Of a long sentence the words that tell most: what an excerpt has room for. */
import type { Reading } from './detectors.ts'
import type { Stretch } from './meaning.ts'
import type { Sentence } from './sentences.ts'

const WINDOW = 9

export const tellingWords = (
  { text, words }: Pick<Reading, 'text' | 'words'>,
  sentence: Sentence,
  strength: (stretch: Stretch) => number,
): { start: number; end: number } => {
  let best = { text, words, first: sentence.first, last: Math.min(sentence.last, sentence.first + WINDOW - 1) }
  let most = strength(best)
  for (let first = sentence.first + 1; first + WINDOW - 1 <= sentence.last; first++) {
    const window = { text, words, first, last: first + WINDOW - 1 }
    const score = strength(window)
    if (score > most) [best, most] = [window, score]
  }
  return { start: words[best.first]!.start, end: words[best.last]!.end }
}

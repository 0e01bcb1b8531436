/**
 * What a sentence tells of somebody without a word that a lexicon knows: "vanaf maandag slaapt hij bij zijn tante".
 * The model (meaning.ts) says how surely; whom it is said of is for the caller to find.
 */

import type { Reading } from './detectors.ts'
import type { Meaning } from './meaning.ts'
import { LABELS } from './meaning.ts'
import type { Category, Predication } from './predications.ts'
import type { Sentence } from './sentences.ts'

const SENSITIVE = LABELS.indexOf('sensitive')
const FIRST = LABELS.indexOf('family')
const LAST = LABELS.indexOf('special-category')

/** Log-odds of being sensitive and of the likeliest kind together. Measured on letters: `npm run eval`. */
const SURE_ENOUGH = 0.5
const SHORTEST = 3
const LONGEST = 60

const bestOf = (scores: Float32Array): number => {
  let best = FIRST
  for (let k = FIRST; k <= LAST; k++) if (scores[k]! > scores[best]!) best = k
  return best
}

export const impliedIn = (meaning: Meaning, reading: Reading, sentences: readonly Sentence[]): Predication[] => {
  const { text, words } = reading
  const found: Predication[] = []
  for (const [i, { first, last, start, end }] of sentences.entries()) {
    if (last - first + 1 < SHORTEST || last - first > LONGEST) continue
    const scores = meaning.scores({ text, words, first, last })
    const best = bestOf(scores)
    const score = scores[SENSITIVE]! + scores[best]!
    if (score < SURE_ENOUGH) continue
    const category = LABELS[best] as Category
    found.push({ category, weight: 'implied', start, end, first, last, sentence: i, score })
  }
  return found
}

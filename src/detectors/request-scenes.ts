/**
 * A secret asked for in whatever words: "mail jij mij dan die zes cijfers?", "wat tik jij in?". The signs of a sentence
 * (request-evidence.ts) are weighed, and what it says as a whole (meaning.ts) with them. Fooled by questions for other
 * numbers and words, which the same weights tell apart.
 */
import type { Reading } from './detectors.ts'
import { LABELS } from './meaning.ts'
import { requestSigns } from './request-evidence.ts'
import { BIAS, WEIGHTS } from './request-weights.ts'
import { doubtOfLength, type Sentence } from './sentences.ts'
import type { TermIndex } from './term-index.ts'

const REQUEST = LABELS.indexOf('password-request')

const ASKED = 0.7
const SURE = 2.5
const MORE_BY_LENGTH = 0.8
const MEANT = 0.6
const NEITHER = -3
const [LEAST, MOST] = [-1.5, 2]

const meant = ({ text, words, meaning }: Reading, { first, last }: Sentence): number =>
  meaning
    ? Math.min(MOST, Math.max(LEAST, MEANT * (meaning.gist({ text, words, first, last })[REQUEST]! - NEITHER)))
    : 0

/** How surely each sentence asks for a secret; 0 for those that do not. */
export const requestsIn = (index: TermIndex, sentences: readonly Sentence[]): number[] => {
  const { surroundings } = index.reading
  const needed = ASKED + MORE_BY_LENGTH * doubtOfLength(sentences)
  return sentences.map((sentence, i) => {
    const signs = requestSigns(index, sentence, surroundings[i]!)
    if (signs.length === 0) return 0
    const sum = signs.reduce((all, sign) => all + (WEIGHTS.get(sign) ?? 0), BIAS)
    if (sum + MOST < needed) return 0
    const weight = sum + meant(index.reading, sentence)
    return weight < needed ? 0 : weight < SURE ? 0.8 : 0.88
  })
}

/**
 * A secret asked for in whatever words: "mail jij mij dan die zes cijfers?", "wat tik jij in?". The signs of a sentence
 * (request-evidence.ts) are weighed, and what it says as a whole (meaning.ts) with them. Fooled by questions for other
 * numbers and words, which the same weights tell apart.
 */
import type { Reading } from './detectors.ts'
import { LABELS } from './meaning.ts'
import { mostOfRequest, requestSigns } from './request-evidence.ts'
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

const weightOf = (sign: string): number => WEIGHTS.get(sign) ?? 0
const mostOf = mostOfRequest(weightOf)

/** How surely a sentence asks for a secret; 0 when it does not. `hints`: what its words may be part of. */
export const requestIn = (index: TermIndex, at: number, hints: number): number => {
  const { reading } = index
  const { sentences } = reading
  const sentence = sentences[at]!
  const around = reading.surroundings[at]!
  const needed = ASKED + MORE_BY_LENGTH * doubtOfLength(sentences)
  // A little more, since sums of the same numbers differ by their order.
  if (BIAS + mostOf(sentence, around, hints) + MOST + 0.01 < needed) return 0
  const signs = requestSigns(index, sentence, around, hints)
  if (signs.length === 0) return 0
  const sum = signs.reduce((all, sign) => all + weightOf(sign), BIAS)
  if (sum + MOST < needed) return 0
  const weight = sum + meant(reading, sentence)
  return weight < needed ? 0 : weight < SURE ? 0.8 : 0.88
}

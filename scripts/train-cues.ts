/**
 * How much words that stand together add to the score of an offence: a second, small logistic regression over the score of
 * the sentence model and the cues of config/lexicons/offences.txt. The score of a sentence is that of a model which has not
 * learned from it, or the cues would seem worth nothing.
 */
import { readFileSync } from 'node:fs'
import { compileLexicon } from '../src/detectors/lexicon.ts'
import { type CueWeights, cuesIn } from '../src/detectors/offence-cues.ts'
import { tokenise } from '../src/message/message.ts'

export type Scored = Readonly<{ text: string; own: number; offends: boolean }>

const EPOCHS = 30
const RATE = 0.1
const DECAY = 1e-3
/** Far apart in the order, so that sentences of one writer do not follow each other. */
const STRIDE = 7919
/** Cues that say next to nothing are left out. */
const LEAST = 0.05

const file = new URL('../config/lexicons/offences.txt', import.meta.url)
const lexicon = compileLexicon([{ name: 'offences.txt', text: readFileSync(file, 'utf8') }])

export const learnCues = (scored: readonly Scored[]): CueWeights => {
  const examples = scored.map(({ text, own, offends }) => ({
    own,
    offends,
    cues: cuesIn(lexicon.hits(text, tokenise(text)).of(lexicon.under('offence'))),
  }))
  const weights = new Map<string, { value: number; slope: number }>()
  let [score, scoreSlope, bias, biasSlope] = [1, 1, 0, 1]
  for (let step = 0; step < EPOCHS * examples.length; step++) {
    const { own, offends, cues } = examples[(step * STRIDE) % examples.length]!
    const known = cues.map((cue) => weights.get(cue) ?? { value: 0, slope: 0 })
    const sum = known.reduce((total, { value }) => total + value, score * own + bias)
    const off = 1 / (1 + Math.exp(-sum)) - (offends ? 1 : 0)
    for (const [i, weight] of known.entries()) {
      const slope = off + DECAY * weight.value
      weight.slope += slope * slope
      weight.value -= (RATE * slope) / (Math.sqrt(weight.slope) + 1)
      weights.set(cues[i]!, weight)
    }
    scoreSlope += (off * own) ** 2
    score -= (0.5 * RATE * off * own) / Math.sqrt(scoreSlope)
    biasSlope += off * off
    bias -= (RATE * off) / Math.sqrt(biasSlope)
  }
  const rounded = (value: number): number => Math.round(value * 100) / 100
  const kept = [...weights].filter(([, { value }]) => Math.abs(value) >= LEAST).sort(([a], [b]) => (a < b ? -1 : 1))
  return {
    score: rounded(score),
    bias: rounded(bias),
    cues: Object.fromEntries(kept.map(([cue, { value }]) => [cue, rounded(value)])),
  }
}

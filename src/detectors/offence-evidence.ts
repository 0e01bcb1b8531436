/**
 * Offences that no single word shows: belittling, contempt of a people, a veiled threat, a leer. The sentence model says
 * how much a stretch of sentences sounds like it, and cues that stand together (offence-cues.ts) speak for and against.
 * What stands between quotation marks is somebody else's and weighs nothing.
 */
import type { Reading } from './detectors.ts'
import type { TermHit } from './lexicon.ts'
import { LABELS, type Meaning, scaleOf } from './meaning.ts'
import { type CueWeights, cuesIn, weigh } from './offence-cues.ts'
import { isQuoted, type Offence, type OffenceCategory } from './offence-sense.ts'
import type { Sentence } from './sentences.ts'

const OFFENCE = LABELS.indexOf('offence')
const FIRST = LABELS.indexOf('insult')
const SHORTEST = 3
const LONGEST = 80

/** A sentence of this many characters is shown whole. */
const SHOWN = 80

/** Sentences looked at together, and the log-odds from which they offend. One sentence alone has to be plainer. */
const STRETCHES: readonly (readonly [sentences: number, least: number])[] = [
  [1, 2.7],
  [2, 2.1],
  [3, 2],
  [5, 1.6],
  [8, 1.3],
]
// The model alone, or with words of every day, has to be surer.
const MORE_WITHOUT_CUE = 0.6
// Files are read by many and written by others: lessons, novels, rules.
const MORE_IN_FILES = 1
/** Under this no cue makes an offence of it, so that ordinary mail is not searched for cues. */
const FLOOR = -1.8

const MEANS: Readonly<Record<string, OffenceCategory>> = {
  'offence.dim': 'insult',
  'offence.scorn': 'insult',
  'offence.origin': 'racist',
  'offence.contempt': 'racist',
  'offence.kind': 'discriminatory',
  'offence.leave-out': 'discriminatory',
  'offence.body': 'sexual',
  'offence.desire': 'sexual',
  'offence.warn': 'threat',
  'offence.whereabouts': 'threat',
  'offence.harm': 'threat',
  'offence.hold-over': 'intimidation',
  'offence.speak-up': 'intimidation',
  'offence.price': 'intimidation',
  'offence.shut-out': 'intimidation',
  'offence.crowd': 'hate',
}
const meaningOf = (name: string): OffenceCategory | undefined => MEANS[name.replace(/-hint$/, '')]

/** What a class of cues adds to its category. */
const VOTE = 0.7

/** A sentence and what the model says of it, before the length of the stretch is known. */
type Told = Readonly<{ sentence: Sentence; words: number; sums: Float32Array }>
type Stretch = Readonly<{ told: readonly Told[]; margin: number; scores: Float32Array; hits: readonly TermHit[] }>

const tellersOf = (meaning: Meaning, { text, words }: Reading, sentences: readonly Sentence[], none: Float32Array) =>
  sentences.flatMap((sentence): Told[] => {
    const { first, last } = sentence
    const count = last - first + 1
    if (count < SHORTEST || count > LONGEST) return []
    const scale = scaleOf(count)
    const scores = meaning.scores({ text, words, first, last })
    return [{ sentence, words: count, sums: scores.map((score, k) => (score - none[k]!) / scale) }]
  })

const together = (told: readonly Told[], none: Float32Array): Float32Array => {
  const scale = scaleOf(told.reduce((sum, { words }) => sum + words, 0))
  return none.map((bias, k) => bias + scale * told.reduce((sum, { sums }) => sum + sums[k]!, 0))
}

const stretchesOf = (told: readonly Told[]): (readonly [readonly Told[], number])[] =>
  STRETCHES.flatMap(([length, least], n) =>
    // A text shorter than the stretch was looked at whole by the one before.
    n > 0 && told.length <= STRETCHES[n - 1]![0]
      ? []
      : Array.from(
          { length: Math.max(1, told.length - length + 1) },
          (_, i) => [told.slice(i, i + length), least] as const,
        ),
  )

const categoryOf = ({ scores, hits }: Stretch): OffenceCategory => {
  const votes = scores.slice(FIRST)
  for (const name of new Set(hits.map((hit) => hit.class))) {
    const category = meaningOf(name)
    if (category) votes[LABELS.indexOf(category) - FIRST]! += VOTE
  }
  return LABELS[FIRST + votes.indexOf(Math.max(...votes))] as OffenceCategory
}

/** The sentence that says most of it by itself; a long one from its first cue to its last. */
const pointAt = (weights: CueWeights, { told, hits }: Stretch): Readonly<{ start: number; end: number }> => {
  const strength = ({ sentence, words, sums }: Told): number =>
    weigh(weights, sums[OFFENCE]! * scaleOf(words), cuesIn(within(hits, sentence)))
  const { sentence } = told.reduce((best, one) => (strength(one) > strength(best) ? one : best))
  const cues = within(hits, sentence).filter((hit) => meaningOf(hit.class))
  if (cues.length === 0 || sentence.end - sentence.start <= SHOWN) return { start: sentence.start, end: sentence.end }
  return { start: Math.min(...cues.map((hit) => hit.start)), end: Math.max(...cues.map((hit) => hit.end)) }
}

const within = (hits: readonly TermHit[], { first, last }: Pick<Sentence, 'first' | 'last'>): TermHit[] =>
  hits.filter((hit) => hit.first >= first && hit.last <= last)

const confidenceOf = (margin: number): number => Math.min(0.9, 0.72 + 0.04 * margin)

export const impliedOffences = (
  meaning: Meaning,
  reading: Reading,
  sentences: readonly Sentence[],
): readonly Offence[] => {
  const none = meaning.scores({ text: '', words: [], first: 0, last: -1 })
  const told = tellersOf(meaning, reading, sentences, none)
  if (told.length === 0) return []
  const suspect = stretchesOf(told)
    .map(([some, least]) => ({ told: some, least, scores: together(some, none) }))
    .filter(({ scores }) => scores[OFFENCE]! >= FLOOR)
  if (suspect.length === 0) return []
  const more = reading.role === 'attachment' ? MORE_IN_FILES : 0
  const cues = reading.index.all('offence').filter((hit) => !isQuoted(reading.text, hit.start, hit.end))
  const best = new Map<OffenceCategory, Offence>()
  const offending = suspect
    .map(({ told: some, least, scores }): Stretch => {
      const hits = within(cues, { first: some[0]!.sentence.first, last: some.at(-1)!.sentence.last })
      const needed = least + more + (hits.some((hit) => MEANS[hit.class]) ? 0 : MORE_WITHOUT_CUE)
      return { told: some, scores, hits, margin: weigh(meaning.offence, scores[OFFENCE]!, cuesIn(hits)) - needed }
    })
    .filter(({ margin }) => margin >= 0)
  for (const stretch of offending.sort((a, b) => b.margin - a.margin)) {
    const category = categoryOf(stretch)
    if (!best.has(category))
      best.set(category, { category, ...pointAt(meaning.offence, stretch), confidence: confidenceOf(stretch.margin) })
  }
  return [...best.values()].slice(0, 1)
}

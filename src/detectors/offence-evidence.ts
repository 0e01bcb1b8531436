/**
 * Offences that no single word shows: belittling, contempt of a people, a veiled threat, a leer. The sentence model says
 * how much a stretch of sentences sounds like it, and cues that stand together (offence-cues.ts) speak for and against.
 * What stands between quotation marks is somebody else's and weighs nothing.
 */
import type { Reading } from './detectors.ts'
import type { TermHit } from './lexicon.ts'
import { GIST, LABELS, type Meaning, scaleOf } from './meaning.ts'
import { isQuoted, type Offence, type OffenceCategory } from './offence-sense.ts'
import { isPlayLine, playLinesIn } from './parts-played.ts'
import { doubtOfLength, type Sentence } from './sentences.ts'
import { tellingWords } from './telling-words.ts'

const OFFENCE = LABELS.indexOf('offence')
const FIRST = LABELS.indexOf('insult')
const SHORTEST = 3
const LONGEST = 80

/** A sentence of this many characters is shown whole. */
const SHOWN = 80

/** Sentences looked at together, and the log-odds from which they offend. One sentence alone has to be plainer. */
const STRETCHES: readonly (readonly [sentences: number, least: number])[] = [
  [1, 2.6],
  [2, 2],
  [3, 2],
  [5, 1.8],
  [8, 1.8],
]
// The model alone, or with words of every day, has to be surer.
const MORE_WITHOUT_CUE = 1
// Files are read by many and written by others: lessons, novels, rules.
const MORE_IN_FILES = 1
// Nobody is abused over pages: house rules, protocols and newsletters are that long.
const MORE_BY_LENGTH = 1.7
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

/** A sentence and how much it sounds like an offence, before the length of the stretch is known. */
type Told = Readonly<{ sentence: Sentence; words: number; offence: number }>
/** Sentences from `from` to before `to`, and how much they sound like an offence. */
type Suspect = Readonly<{ from: number; to: number; least: number; own: number }>
type Stretch = Readonly<{ told: readonly Told[]; margin: number; hits: readonly TermHit[] }>

/** What the model says where nothing is said. */
const NOTHING = { text: '', words: [], first: 0, last: -1 }

/** What is said once more says no more. */
const isAgain = (text: string, { start, end }: Sentence, before: Told | undefined): boolean =>
  before !== undefined &&
  before.sentence.end - before.sentence.start === end - start &&
  text.startsWith(text.slice(start, end), before.sentence.start)

const tellersOf = (reading: Reading, none: number): Told[] => {
  const { text, sentences, gists } = reading
  const told: Told[] = []
  for (const [i, sentence] of sentences.entries()) {
    const words = sentence.last - sentence.first + 1
    if (words < SHORTEST || words > LONGEST || isAgain(text, sentence, told.at(-1))) continue
    told.push({ sentence, words, offence: summed(gists[i * GIST + OFFENCE]!, none, words) })
  }
  return told
}

/** A pirate on a stage may say anything. */
const withoutPlay = (reading: Reading, told: readonly Told[]): readonly Told[] => {
  const lines = playLinesIn(reading)
  if (lines.size === 0) return told
  return told.filter(({ sentence }) => !isPlayLine(reading.text, lines, sentence.start))
}

const summed = (score: number, none: number, words: number): number => Math.fround((score - none) / scaleOf(words))

/** Stretches of every length that sound like an offence, by sums from the start, so that each costs the same. */
const suspectsAmong = (told: readonly Told[], none: number): Suspect[] => {
  const sums = [0]
  const words = [0]
  for (const [i, one] of told.entries()) {
    sums.push(sums[i]! + one.offence)
    words.push(words[i]! + one.words)
  }
  const suspects: Suspect[] = []
  for (const [n, [length, least]] of STRETCHES.entries()) {
    // A text shorter than the stretch was looked at whole by the one before.
    if (n > 0 && told.length <= STRETCHES[n - 1]![0]) break
    for (let from = 0; from === 0 || from + length <= told.length; from++) {
      const to = Math.min(told.length, from + length)
      const own = none + scaleOf(words[to]! - words[from]!) * (sums[to]! - sums[from]!)
      if (own >= FLOOR) suspects.push({ from, to, least, own })
    }
  }
  return suspects
}

const categoryOf = (meaning: Meaning, { text, words }: Reading, { told, hits }: Stretch): OffenceCategory => {
  const none = meaning.scores(NOTHING)
  const scale = scaleOf(told.reduce((sum, one) => sum + one.words, 0))
  const scores = told.map(({ sentence: { first, last } }) => meaning.scores({ text, words, first, last }))
  const votes = none
    .map((bias, k) => bias + scale * told.reduce((sum, one, i) => sum + summed(scores[i]![k]!, bias, one.words), 0))
    .slice(FIRST)
  for (const name of new Set(hits.map((hit) => hit.class))) {
    const category = meaningOf(name)
    if (category) votes[LABELS.indexOf(category) - FIRST]! += VOTE
  }
  return LABELS[FIRST + votes.indexOf(Math.max(...votes))] as OffenceCategory
}

/** The sentence that says most of it by itself; of a long one the words that do. */
const pointAt = (
  meaning: Meaning,
  reading: Reading,
  { told, hits }: Stretch,
): Readonly<{ start: number; end: number }> => {
  const strength = ({ sentence, words, offence }: Told): number =>
    meaning.offence(offence * scaleOf(words), within(hits, sentence))
  const { sentence } = told.reduce((best, one) => (strength(one) > strength(best) ? one : best))
  if (sentence.end - sentence.start <= SHOWN) return { start: sentence.start, end: sentence.end }
  return tellingWords(reading, sentence, (stretch) =>
    meaning.offence(meaning.gist(stretch)[OFFENCE]!, within(hits, stretch)),
  )
}

const within = (hits: readonly TermHit[], { first, last }: Pick<Sentence, 'first' | 'last'>): TermHit[] =>
  hits.filter((hit) => hit.first >= first && hit.last <= last)

/** Cues by the sentence they stand in. */
const cuesBySentence = (cues: readonly TermHit[], told: readonly Told[]): TermHit[][] => {
  const found = told.map((): TermHit[] => [])
  let at = 0
  for (const cue of cues) {
    while (at < told.length && told[at]!.sentence.last < cue.first) at++
    const sentence = told[at]?.sentence
    if (sentence && cue.first >= sentence.first && cue.last <= sentence.last) found[at]!.push(cue)
  }
  return found
}

const confidenceOf = (margin: number): number => Math.min(0.9, 0.72 + 0.04 * margin)

export const impliedOffences = (meaning: Meaning, reading: Reading): readonly Offence[] => {
  const none = meaning.gist(NOTHING)[OFFENCE]!
  const everything = tellersOf(reading, none)
  if (suspectsAmong(everything, none).length === 0) return []
  const told = withoutPlay(reading, everything)
  const suspects = suspectsAmong(told, none)
  const more = (reading.role === 'attachment' ? MORE_IN_FILES : 0) + MORE_BY_LENGTH * doubtOfLength(reading.sentences)
  const cues = cuesBySentence(reading.index.all('offence'), told)
  const marginOf = ({ own, least }: Suspect, hits: readonly TermHit[]): number =>
    meaning.offence(own, hits) - least - more - (hits.some((hit) => MEANS[hit.class]) ? 0 : MORE_WITHOUT_CUE)
  let best: Stretch | undefined
  for (const suspect of suspects) {
    const all = cues.slice(suspect.from, suspect.to).flat()
    if (marginOf(suspect, all) < 0) continue
    const hits = all.filter((hit) => !isQuoted(reading.text, hit.start, hit.end))
    const margin = marginOf(suspect, hits)
    if (margin >= (best?.margin ?? 0)) best = { told: told.slice(suspect.from, suspect.to), hits, margin }
  }
  if (!best) return []
  const category = categoryOf(meaning, reading, best)
  return [{ category, ...pointAt(meaning, reading, best), confidence: confidenceOf(best.margin) }]
}

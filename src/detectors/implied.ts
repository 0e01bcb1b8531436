/**
 * What is told of somebody without a word that a lexicon knows: "vanaf maandag slaapt hij bij zijn tante". The model
 * (meaning.ts) says how surely each sentence tells something; the less surely it is said of whom, the surer that must be.
 * Two sentences about the same pupil help each other.
 */
import { holdsClassCode } from './class-codes.ts'
import type { Case, Reading } from './detectors.ts'
import { ALL, BELONGS, MANY, PRONOUNS, SUPPOSES } from './grammar.ts'
import { GIST, LABELS, type Meaning } from './meaning.ts'
import { isOfWriter } from './own-state.ts'
import { isPlayed } from './parts-played.ts'
import { type Category, holdsAnyone, predicationsIn } from './predications.ts'
import { childOf, goesToFamilyAlone, type Mention } from './pupils.ts'
import {
  carriedTo,
  everyoneIn,
  holds,
  inSentence,
  isAnyChild,
  isOfAnimal,
  keyOfPerson,
  nearest,
  type Scene,
  sceneOf,
} from './scene.ts'
import type { Sighting } from './sensitive-words.ts'
import type { Sentence } from './sentences.ts'
import { doubtOfLength } from './sentences.ts'
import { lastBefore, startingWithin } from './spans.ts'
import { tellingWords } from './telling-words.ts'
import { oncePerReading } from './text-memory.ts'

const SENSITIVE = LABELS.indexOf('sensitive')
const FIRST = LABELS.indexOf('family')
const LAST = LABELS.indexOf('special-category')

/** Log-odds of being sensitive and of the likeliest kind together. All measured on letters: `npm run eval`. */
const NEEDED = -0.2
/** Under it a sentence is not even a help to another; what another one above it gives. */
const FLOOR = -0.7
const HELP = 0.4
/** A sentence that surely tells something may leave open of which kind it is: no kind counts for less than this. */
const UNDECIDED = -1
/** Under it no kind makes up for what is missing, so that most sentences are not weighed any further. */
const LEAST = -2.5
/** What it takes more, the less sure it is of whom it is told. */
const MORE = {
  fullName: 0,
  firstName: 0,
  weakName: 0.3,
  unknownName: 1.2,
  onlyOne: 0.5,
  child: 0.5,
  farAway: 1.5,
  noPronoun: 3,
  form: 1,
  colleague: 1,
  ownBill: 2,
  talk: 3,
  many: 2,
  unnamed: 4,
  // Others wrote it, in their own world: a bus company, a shop.
  quoted: 0.7,
  /** For each doubling of the text. */
  length: 1,
}
/** Few words say little: this much more for each word under that many. */
const SHORT = 0.4
const SHORT_WORDS = 11
const FEW_SENTENCES = 15
const SHORTEST = 4
const LONGEST = 60

/** `talk`: the sensitive words in it were seen to be mere talk ("de toets over diabetes"). */
type Told = Readonly<{ sentence: Sentence; at: number; score: number; category: Category; talk: boolean }>

const bestOf = (scores: Float32Array): number => {
  let best = FIRST
  for (let k = FIRST; k <= LAST; k++) if (scores[k]! > scores[best]!) best = k
  return best
}

/** How surely these words tell something sensitive of somebody, and of which kind. */
export const weigh = (
  meaning: Meaning,
  { text, words }: Pick<Reading, 'text' | 'words'>,
  { first, last }: Pick<Sentence, 'first' | 'last'>,
): Pick<Told, 'score' | 'category'> => {
  const scores = meaning.scores({ text, words, first, last }, LAST + 1)
  const best = bestOf(scores)
  return { score: scores[SENSITIVE]! + Math.max(UNDECIDED, scores[best]!), category: LABELS[best] as Category }
}

/** "Ik heb weer migraine en blijf thuis." */
const isWriters = (reading: Reading, { first, last, start, end }: Sentence): boolean =>
  isOfWriter(reading, { first, start }, { first: last + 1, start: end })

/** A sentence and the one before it as one: what neither says may be told by both. */
const withBefore = (reading: Reading, at: number): Sentence | undefined => {
  const [before, here] = [reading.sentences[at - 1], reading.sentences[at]!]
  if (!before || here.last - before.first >= LONGEST || isWriters(reading, before)) return undefined
  return { ...before, last: here.last, end: here.end, question: before.question || here.question }
}

/** The cells of a row that say something: "valt soms weg en schokt dan", beside a name, a size and a class. */
const cellsOf = ({ text, words }: Reading, row: Sentence): Sentence[] => {
  if (!text.slice(row.start, row.end).includes('\t')) return []
  const cells: Sentence[] = []
  let from = row.first
  for (let at = from; at <= row.last; at++) {
    const ends = at === row.last || text.slice(words[at]!.end, words[at + 1]!.start).includes('\t')
    if (!ends) continue
    if (at - from + 1 >= SHORTEST) cells.push({ ...row, first: from, last: at })
    from = at + 1
  }
  return cells
}

const isSilent = ({ first, last }: Sentence, gist: number): boolean =>
  last - first + 1 < SHORTEST || last - first + 1 > LONGEST || gist < LEAST

const toldIn = oncePerReading((reading): readonly Told[] => {
  const { sentences, gists, meaning } = reading
  if (!meaning) return []
  const { talk } = predicationsIn(reading)
  const rows = reading.text.includes('\t')
  const tellsAt = (at: number, sentence: Sentence | undefined): Told | undefined => {
    const said = sentence && weigh(meaning, reading, sentence)
    return said && said.score >= FLOOR ? { sentence: sentence!, at, ...said, talk: talk.has(at) } : undefined
  }
  const told: Told[] = []
  for (const [at, sentence] of sentences.entries()) {
    const cells = rows ? cellsOf(reading, sentence).flatMap((cell) => tellsAt(at, cell) ?? []) : []
    told.push(...cells)
    if (cells.length > 0 || isSilent(sentence, gists[at * GIST + SENSITIVE]!)) continue
    const one = tellsAt(at, sentence) ?? tellsAt(at, withBefore(reading, at))
    if (one) told.push(one)
  }
  return told
})

type Tie = Readonly<{ who: Mention; here: boolean; need: number }>

/** The only pupil the message speaks of; undefined when there is more than one. */
const soleIn = (seen: Case): Mention | undefined => {
  const [best, other] = everyoneIn(seen)
  return other ? undefined : best
}

/** The only pupil this text speaks of: minutes and reports go on without a name or a pronoun. */
const onlyIn = ({ alone, topic, cast }: Scene): Mention | undefined => (alone ? (topic ?? cast.pupils[0]) : undefined)

/** "F.R. (groep 4)" stands in the mail; in a row of its table stands "F.R." alone. */
const namedAgain = (seen: Case, words: string): Mention | undefined =>
  everyoneIn(seen)
    .slice(0, MANY_PUPILS)
    .find((m) => m.named && m.id !== '' && bareName(m).length > 2 && words.includes(bareName(m)))

// A class: who sends more names at once tells of nobody in particular.
const MANY_PUPILS = 40

const bareName = ({ name }: Mention): string => name.replace(/(?: \p{Ll}{1,6}\.?){1,2}$/u, '')

const childTie = (seen: Case): Mention | undefined => {
  const child = childOf(seen)
  return child && { start: 0, end: 0, sure: 0.6, id: child.id, name: child.name, named: false, described: true }
}

const needOfName = (who: Mention): number =>
  who.named && who.id === '' && who.sure < 0.65
    ? MORE.unknownName
    : who.sure >= 0.9
      ? MORE.fullName
      : who.sure >= 0.65
        ? MORE.firstName
        : MORE.weakName

const NOBODY_NAMED: Mention = { start: 0, end: 0, sure: 0.5, id: '', name: '', named: false, described: true }

/** "Je herkent hem meteen: de enige met krulhaar in mijn groep 6": nobody is named and still only one can be meant. */
const isAboutOne = ({ reading, sentences }: Scene): boolean =>
  sentences.length <= FEW_SENTENCES && holdsClassCode(reading, 0, reading.words.length - 1)

// "hij heeft dat allemaal zien buitengaan": all of it, not all of them
const ALL_OF_IT = /(?<!\p{L})(?:dat|dit|het|'t|er|zo) allemaal(?!\p{L})/iu

const isOfMany = (scene: Scene, sentence: Sentence): boolean =>
  holds(scene, MANY, sentence) ||
  holdsAnyone(scene.reading, sentence.first, sentence.last) ||
  (holds(scene, ALL, sentence) && !ALL_OF_IT.test(scene.reading.text.slice(sentence.start, sentence.end)))

/** Of whom it is told, and how sure that makes us. */
const tieOf = (seen: Case, scene: Scene, { sentence, at }: Told): Tie | undefined => {
  const here = nearest(inSentence(scene.cast, sentence), sentence)
  if (here) return { who: here, here: true, need: needOfName(here) }
  const again = namedAgain(seen, scene.reading.text.slice(sentence.start, sentence.end))
  if (again) return { who: again, here: true, need: MORE.weakName }
  if (isWriters(scene.reading, sentence) || isOfAnimal(scene, sentence, at)) return undefined
  const colleague = startingWithin(scene.cast.others, sentence.start, sentence.end).length > 0
  const many = isOfMany(scene, sentence)
  const others = (colleague ? MORE.colleague : 0) + (many ? MORE.many : 0)
  const before = carriedTo(scene, at, 'implied', sentence)
  if (before) return { who: before, here: false, need: others }
  if (scene.broad) return undefined
  if (!holds(scene, PRONOUNS, sentence) && !holds(scene, BELONGS, sentence)) {
    const only = onlyIn(scene)
    return only && { who: only, here: false, need: (scene.form ? MORE.form : MORE.noPronoun) + others }
  }
  const sole = soleIn(seen)
  if (sole) return { who: sole, here: false, need: MORE.onlyOne + others }
  const last = lastBefore(scene.cast.pupils, sentence.start)
  if (last) return { who: last, here: false, need: MORE.farAway + others }
  const child = many ? undefined : childTie(seen)
  if (child) return { who: child, here: false, need: MORE.child + others }
  return isAboutOne(scene) ? { who: NOBODY_NAMED, here: false, need: MORE.unnamed + others } : undefined
}

// "Thuissituatie (gezin, scheiding): ………": a form that nobody has filled in.
const BLANK = /^[\s:)\]]{0,4}(?:\.{4,}|_{3,}|…{2,})/
const OTHERWISE = /^(?:anders|sinon|otherwise)$/

/** "Als uw kind …" is asked or supposed; an example's Jens is nobody's child. */
const isNobody = (scene: Scene, { sentence, at }: Told, { who }: Tie): boolean =>
  scene.assigned.has(at) ||
  isPlayed(scene.reading, at) ||
  BLANK.test(scene.reading.text.slice(sentence.end, sentence.end + 12)) ||
  OTHERWISE.test(scene.reading.words[sentence.first]!.folded) ||
  (!who.named && (sentence.question || holds(scene, SUPPOSES, sentence))) ||
  ((!who.named || who.id === '' || who.sure < SURE || scene.invented.size === scene.sentences.length) &&
    scene.invented.has(at)) ||
  isAnyChild(scene, who)

// "Roos" may be the Roos of the class, and the heroine of a picture book.
const SURE = 0.6

type Hit = Readonly<{ reading: Reading; told: Told; tie: Tie }>

const wordsIn = ({ first, last }: Pick<Sentence, 'first' | 'last'>): number => last - first + 1

/** How far what is told stands above what is needed. `second`: how sure another sentence about the same pupil is. */
const marginOf = (seen: Case, { reading, told, tie }: Hit, second: number): number => {
  const { score, sentence, category, talk } = told
  const quoted = reading.role === 'quoted' ? MORE.quoted : 0
  const ownBill = category === 'financial' && goesToFamilyAlone(seen, tie.who.id) ? MORE.ownBill : 0
  const long = MORE.length * doubtOfLength(reading.sentences)
  const short = Math.max(0, SHORT_WORDS - wordsIn(sentence)) * SHORT
  return score + HELP * (second - FLOOR) - NEEDED - tie.need - ownBill - short - long - quoted - (talk ? MORE.talk : 0)
}

// Never as sure as a word that says it.
const confidenceOf = (margin: number): number => Math.round(Math.min(0.82, 0.56 + margin * 0.03) * 100) / 100

const sightingOf = (meaning: Meaning, { reading, told, tie }: Hit, margin: number): Sighting => ({
  category: told.category,
  ...tellingWords(reading, told.sentence, (stretch) => weigh(meaning, reading, stretch).score),
  who: tie.who,
  confidence: confidenceOf(margin),
  reminder: false,
})

/** The two surest of each pupil. */
const surestOf = (hits: readonly Hit[]): ReadonlyMap<string, readonly Hit[]> => {
  const byPupil = Map.groupBy(hits, (one) => keyOfPerson(one.tie.who))
  return new Map(
    [...byPupil].map(([key, some]) => [key, some.toSorted((a, b) => b.told.score - a.told.score).slice(0, 2)]),
  )
}

/** What is told in the texts given, of each pupil the surest of each kind. */
export const impliedIn = (seen: Case, readings: readonly Reading[]): { reading: Reading; sighting: Sighting }[] => {
  const { meaning } = seen
  if (!meaning) return []
  const hits = readings.flatMap((reading) =>
    toldIn(reading).flatMap((told): Hit[] => {
      const scene = sceneOf(seen, reading)
      const tie = tieOf(seen, scene, told)
      return !tie || isNobody(scene, told, tie) ? [] : [{ reading, told, tie }]
    }),
  )
  const surest = surestOf(hits)
  return hits.flatMap((one) => {
    const help = surest.get(keyOfPerson(one.tie.who))!.find((other) => other !== one)
    const margin = marginOf(seen, one, help?.told.score ?? FLOOR)
    return margin < 0 ? [] : [{ reading: one.reading, sighting: sightingOf(meaning, one, margin) }]
  })
}

/**
 * What a sentence says, when no single word tells: a linear model over words, parts of words, pairs of words and concepts
 * (a small thesaurus: "pompje" is an aid, "oma" is kin), trained on sentences written for it (`npm run train`,
 * config/model/). It knows no persons: whether somebody is meant is for the detector that asks.
 *
 * PURE. The score of a sentence is a sum over its words, so each distinct word is worked out once and remembered, and a
 * finding can say which words weighed most.
 */
import { MOST_SPELLINGS, placeOf, spellingOf, tokenise, type Word, whenForgotten } from '../message/message.ts'
import type { Lexicon } from './lexicon.ts'
import { type CueWeights, type Weigh, weigher } from './offence-cues.ts'

export const LABELS = [
  'sensitive',
  'offence',
  'password',
  'password-request',
  'family',
  'psycho-social',
  'medical',
  'care',
  'financial',
  'special-category',
  'insult',
  'racist',
  'discriminatory',
  'sexual',
  'intimidation',
  'threat',
  'hate',
] as const
export type Label = (typeof LABELS)[number]

/** Words of a text from `first` to `last`, both counted. */
export type Stretch = Readonly<{ text: string; words: readonly Word[]; first: number; last: number }>

/** The first LABELS: what a rule asks of every sentence. The kinds after them matter only where one of these is there. */
export const GIST = 4

export interface Meaning {
  /** Log-odds of 'sensitive', 'offence', 'password' and 'password-request': over 0 it is rather so than not. */
  gist(stretch: Stretch): Float32Array
  /** The GIST of each of many stretches of one text, one behind the other. */
  gists(text: string, words: readonly Word[], stretches: readonly Pick<Stretch, 'first' | 'last'>[]): Float32Array
  /** Log-odds of all LABELS, or of the first ones alone. */
  scores(stretch: Stretch, labels?: number): Float32Array
  /** Whether a word, folded, stands for something that was learned. */
  knows(folded: string): boolean
  /** Whether a word, folded, is one that people write without a capital: no name. */
  isWord(folded: string): boolean
  /** What words that stand together add to the score of an offence. */
  readonly offence: Weigh
}

/** Number of weights for each label; features are hashed into them. */
export const BUCKETS = 1 << 18

/** FNV-1a. */
const hash = (text: string, from = 2166136261): number => {
  let value = from
  for (let i = 0; i < text.length; i++) {
    value ^= text.charCodeAt(i)
    value = Math.imul(value, 16777619)
  }
  return value >>> 0
}

const NAME = 'N'
const SHORTEST = 3
const LONGEST = 5
/** What a part of a word, two words together, and a concept count beside a word. */
export const PART_WEIGHT = 0.3
export const PAIR_WEIGHT = 0.7
export const CONCEPT_WEIGHT = 2
const MAX_WORD = 32

const bucket = (value: number): number => (value ^ (value >>> 15)) & (BUCKETS - 1)

/** Buckets of a word: first its own, then those of its parts. */
export const wordFeatures = (folded: string): readonly number[] => {
  const own = bucket(hash(`w${folded}`))
  if (folded === NAME || folded.length <= SHORTEST) return [own]
  const marked = `^${folded.slice(0, MAX_WORD)}$`
  const parts: number[] = []
  for (let size = SHORTEST; size <= LONGEST; size++)
    for (let at = 0; at + size <= marked.length; at++) parts.push(bucket(hash(marked.slice(at, at + size), 40503)))
  return [own, ...parts]
}

/** Buckets of two words in a row, and of two with one between. */
export const pairFeature = (one: number, other: number, apart: boolean): number =>
  bucket(Math.imul(one ^ (apart ? 0x9e3779b9 : 0x85ebca6b), 0xc2b2ae35) ^ other)

export const wordHash = (folded: string): number => hash(folded)

/** A capital inside a sentence is a name, whoever it is. */
const isName = ({ text, words, first }: Pick<Stretch, 'text' | 'words' | 'first'>, at: number): boolean => {
  const { start, end } = words[at]!
  return at > first && isCapital(text, start, end) && !beginsAnew(text, start)
}

/** The sign that ends a sentence, or a line, may have a closing quotation mark behind it, and then some blanks. */
const ENDS = '.!?:/\n'
const CLOSES = '"\'”»)'
const MOST_SIGNS = 4

const beginsAnew = (text: string, start: number): boolean => {
  for (let back = 1; back <= MOST_SIGNS && back <= start; back++) {
    const sign = text[start - back]!
    if (sign === ' ') continue
    if (ENDS.includes(sign)) return true
    if (CLOSES.includes(sign)) return back < MOST_SIGNS && back < start && ENDS.includes(text[start - back - 1]!)
    if (sign.trim() !== '') return false
  }
  return false
}

// No word is that long: a path, a key, a name of a file.
const LONGEST_WORD = 40

/** A word as the model knows it: digits are all the same. */
const formOf = (folded: string): string => (folded.length > LONGEST_WORD ? NAME : folded.replace(/\d/g, '0'))

export const formsOf = (stretch: Stretch): string[] => {
  const forms: string[] = []
  for (let i = stretch.first; i <= stretch.last; i++)
    forms.push(isName(stretch, i) ? NAME : formOf(stretch.words[i]!.folded))
  return forms
}

const isSmall = (unit: number): boolean => unit >= 97 && unit <= 122

/** Most words begin with a small letter, and most others tell by two letters without marks. */
const isCapital = (text: string, start: number, end: number): boolean => {
  const unit = text.charCodeAt(start)
  if (isSmall(unit) || end - start < 2) return false
  if (unit < 128 && (unit < 65 || unit > 90)) return false
  return (unit < 128 && isSmall(text.charCodeAt(start + 1))) || isLarge(text, start)
}

const isLarge = (text: string, start: number): boolean => /^\p{Lu}\p{Ll}/u.test(text.slice(start, start + 3))

/** Long sentences say no more than short ones. */
export const scaleOf = (words: number): number => 0.5 / Math.sqrt(words || 1)

/** Concepts a word stands for, as indexes into the classes of the thesaurus. */
export const conceptsIn = (thesaurus: Lexicon): ((form: string) => readonly number[]) => {
  const at = new Map(thesaurus.classes.map((name, i) => [name, i]))
  return (form) => {
    if (form === NAME) return []
    const hits = thesaurus.find(form, tokenise(form))
    return [...new Set(hits.map((hit) => at.get(hit.class)!))]
  }
}

/** Rows of words met before: of a name, then of each at its place. */
const NAME_ROW = 0
const FIRST_ROW = 1
const ROWS = FIRST_ROW + MOST_SPELLINGS

/** The first label of each GIST of them. */
const GROUPS = LABELS.flatMap((_, i) => (i % GIST === 0 ? [i] : []))

/** Outside of what calls back later: that would keep the file it was read from. */
const tablesOf = (weights: Int8Array): readonly Int8Array[] => GROUPS.map((label) => tableOf(weights, label))

const tableOf = (weights: Int8Array, label: number): Int8Array => {
  const table = new Int8Array((weights.length / LABELS.length) * GIST)
  const size = Math.min(GIST, LABELS.length - label)
  for (let from = label, to = 0; from < weights.length; from += LABELS.length, to += GIST)
    table.set(weights.subarray(from, from + size), to)
  return table
}

class Linear implements Meaning {
  readonly offence: Weigh
  /**
   * The weights for each bucket, then for each concept, by GIST labels at a time: tables that are small enough to stay near
   * the processor, the gist the first.
   */
  readonly #tables: readonly Int8Array[]
  readonly #small: ReadonlySet<string>
  readonly #scales: readonly number[]
  readonly #biases: readonly number[]
  readonly #conceptsOf: (form: string) => readonly number[]
  /** By row: the hash of a word, 0 when it was not met yet, and what it adds by itself to the labels of each table. */
  readonly #hashes = new Int32Array(ROWS)
  readonly #sums: readonly Float64Array[]
  /** Rows of the words that are looked at, and buckets of the pairs of them. */
  #rows = new Int32Array(256)
  #pairs = new Int32Array(512)
  #rounds = 0

  constructor(
    weights: Int8Array,
    { scales, biases, offence, words }: Pick<Head, 'scales' | 'biases' | 'offence' | 'words'>,
    conceptsOf: (form: string) => readonly number[],
  ) {
    this.offence = weigher(offence)
    this.#tables = tablesOf(weights)
    this.#sums = GROUPS.map(() => new Float64Array(ROWS * GIST))
    this.#small = new Set(words.split(' '))
    this.#scales = scales
    this.#biases = biases
    this.#conceptsOf = conceptsOf
    this.#keep(NAME_ROW, NAME, this.#sumsOf(NAME))
    whenForgotten(() => {
      this.#hashes.fill(0, FIRST_ROW)
      this.#rounds++
    })
  }

  isWord = (folded: string): boolean => this.#small.has(folded)
  knows = (folded: string): boolean => this.#conceptsOf(folded).length > 0

  gist(stretch: Stretch): Float32Array {
    return this.gists(stretch.text, stretch.words, [stretch])
  }

  gists(text: string, words: readonly Word[], stretches: readonly Pick<Stretch, 'first' | 'last'>[]): Float32Array {
    const gists = new Float32Array(stretches.length * GIST)
    const seen = { text, words, first: 0, last: 0 }
    for (let i = 0; i < stretches.length; i++) {
      seen.first = stretches[i]!.first
      seen.last = stretches[i]!.last
      this.#sum(0, this.#read(seen), gists, i * GIST)
    }
    return gists
  }

  scores(stretch: Stretch, labels = LABELS.length): Float32Array {
    const words = this.#read(stretch)
    const odds = new Float32Array(labels)
    for (let label = 0; label < labels; label += GIST) this.#sum(label, words, odds, label)
    return odds
  }

  #rowAt(stretch: Pick<Stretch, 'text' | 'words' | 'first'>, at: number): number {
    if (isName(stretch, at)) return NAME_ROW
    const word = stretch.words[at]!
    const row = placeOf(word) + FIRST_ROW
    return row >= FIRST_ROW && this.#hashes[row] !== 0 ? row : this.#meet(word.folded)
  }

  #meet(folded: string): number {
    const form = formOf(folded)
    if (form === NAME) return NAME_ROW
    const sums = this.#sumsOf(form)
    // Its number is asked for only now: what is looked up for the sums may be the last word of a round.
    return this.#keep(placeOf({ folded, spelling: spellingOf(folded) }) + FIRST_ROW, form, sums)
  }

  /** What a word adds by itself to the labels of each table. */
  #sumsOf(form: string): readonly Float64Array[] {
    const features = wordFeatures(form)
    const concepts = this.#conceptsOf(form)
    return this.#tables.map((table) => {
      const sums = new Float64Array(GIST)
      for (const [i, feature] of features.entries()) add(sums, table, feature, i === 0 ? 1 : PART_WEIGHT)
      for (const concept of concepts) add(sums, table, BUCKETS + concept, CONCEPT_WEIGHT)
      return sums
    })
  }

  #keep(row: number, form: string, sums: readonly Float64Array[]): number {
    this.#hashes[row] = wordHash(form)
    for (const [i, own] of sums.entries()) this.#sums[i]!.set(own, row * GIST)
    return row
  }

  /** Notes what a stretch is a sum of; the number of its words. */
  #read(stretch: Stretch): number {
    const { first } = stretch
    const words = stretch.last - first + 1
    if (words > this.#rows.length) this.#rows = new Int32Array(words * 2)
    if (this.#pairs.length < 2 * this.#rows.length) this.#pairs = new Int32Array(2 * this.#rows.length)
    const [rows, pairs, hashes] = [this.#rows, this.#pairs, this.#hashes]
    const rounds = this.#rounds
    for (let i = 0; i < words; i++) rows[i] = this.#rowAt(stretch, first + i)
    // A round ended between two words: the rows of those before may be others' by now.
    if (rounds !== this.#rounds) for (let i = 0; i < words; i++) rows[i] = this.#rowAt(stretch, first + i)
    // With the word before, then with the one before that.
    let count = 0
    for (let back = 1; back <= 2; back++)
      for (let i = back; i < words; i++)
        pairs[count++] = pairFeature(hashes[rows[i - back]!]!, hashes[rows[i]!]!, back === 2)
    return words
  }

  /**
   * The odds of GIST labels, from one on; written out, since it runs over every word of every message. What was read
   * stands in lists, so that the processor can fetch the weights of many at once.
   */
  #sum(label: number, words: number, into: Float32Array, to: number): void {
    const [own, weights] = [this.#sums[label / GIST]!, this.#tables[label / GIST]!]
    const [rows, pairs] = [this.#rows, this.#pairs]
    let [a, b, c, d] = [0, 0, 0, 0]
    for (let i = 0; i < words; i++) {
      const at = rows[i]! * GIST
      a += own[at]!
      b += own[at + 1]!
      c += own[at + 2]!
      d += own[at + 3]!
    }
    const count = Math.max(0, words - 1) + Math.max(0, words - 2)
    for (let i = 0; i < count; i++) {
      const at = pairs[i]! * GIST
      a += weights[at]! * PAIR_WEIGHT
      b += weights[at + 1]! * PAIR_WEIGHT
      c += weights[at + 2]! * PAIR_WEIGHT
      d += weights[at + 3]! * PAIR_WEIGHT
    }
    const scale = scaleOf(words)
    const sums = [a, b, c, d]
    for (let k = 0; k < GIST && to + k < into.length; k++) into[to + k] = this.#logOdds(sums[k]!, label + k, scale)
  }

  #logOdds(sum: number, label: number, scale: number): number {
    return sum * scale * this.#scales[label]! + this.#biases[label]!
  }
}

/** One row of a table. */
const add = (sums: Float64Array, weights: Int8Array, feature: number, weight: number): void => {
  const at = feature * GIST
  for (let k = 0; k < GIST; k++) sums[k]! += weights[at + k]! * weight
}

export class MeaningError extends Error {}

type Head = Readonly<{
  labels: readonly string[]
  concepts: readonly string[]
  scales: readonly number[]
  biases: readonly number[]
  offence: CueWeights
  words: string
}>

/** First line: JSON with the labels, concepts, scales, biases and cues; then one signed byte for each feature and label. */
export const openMeaning = (bytes: Uint8Array, thesaurus: Lexicon): Meaning => {
  const end = bytes.indexOf(10)
  const head = JSON.parse(new TextDecoder().decode(bytes.subarray(0, Math.max(0, end)))) as Head
  const weights = new Int8Array(bytes.buffer, bytes.byteOffset + end + 1, bytes.byteLength - end - 1)
  const rows = BUCKETS + thesaurus.classes.length
  const same = head.labels.join() === LABELS.join() && head.concepts.join() === thesaurus.classes.join()
  if (!same || weights.length !== rows * LABELS.length)
    throw new MeaningError('config/model: the model was trained with other labels or concepts. Run: npm run train')
  return new Linear(weights, head, conceptsIn(thesaurus))
}

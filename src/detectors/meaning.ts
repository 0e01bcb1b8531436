/**
 * What a sentence says, when no single word tells: a linear model over words, parts of words, pairs of words and concepts
 * (a small thesaurus: "pompje" is an aid, "oma" is kin), trained on sentences written for it (`npm run train`,
 * config/model/). It knows no persons: whether somebody is meant is for the detector that asks.
 *
 * PURE. The score of a sentence is a sum over its words, so each distinct word is worked out once and remembered, and a
 * finding can say which words weighed most.
 */
import { MOST_SPELLINGS, placeOf, tokenise, type Word, whenForgotten } from '../message/message.ts'
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

/** Rows of words met before: of a name, of a word that has no place, then of each at its place. */
const NAME_ROW = 0
const SPARE_ROW = 1
const FIRST_ROW = 2
const ROWS = FIRST_ROW + MOST_SPELLINGS

class Linear implements Meaning {
  readonly offence: Weigh
  /** LABELS.length weights for each bucket, then for each concept. */
  readonly #weights: Int8Array
  /** The first GIST of each row once more: a table that is small enough to stay near the processor. */
  readonly #gist: Int8Array
  readonly #small: ReadonlySet<string>
  readonly #scales: readonly number[]
  readonly #biases: readonly number[]
  readonly #conceptsOf: (form: string) => readonly number[]
  /** By row: the hash of a word, 0 when it was not met yet, and what it adds by itself to LABELS and to the GIST of them. */
  readonly #hashes = new Int32Array(ROWS)
  readonly #sums = new Float64Array(ROWS * LABELS.length)
  readonly #gistSums = new Float64Array(ROWS * GIST)
  /** Hashes of the words that are looked at. */
  #scratch = new Int32Array(256)

  constructor(
    weights: Int8Array,
    { scales, biases, offence, words }: Pick<Head, 'scales' | 'biases' | 'offence' | 'words'>,
    conceptsOf: (form: string) => readonly number[],
  ) {
    this.offence = weigher(offence)
    this.#weights = weights
    this.#gist = new Int8Array((weights.length / LABELS.length) * GIST)
    for (let from = 0, to = 0; from < weights.length; from += LABELS.length, to += GIST)
      this.#gist.set(weights.subarray(from, from + GIST), to)
    this.#small = new Set(words.split(' '))
    this.#scales = scales
    this.#biases = biases
    this.#conceptsOf = conceptsOf
    this.#keep(NAME_ROW, NAME, this.#sumsOf(NAME))
    whenForgotten(() => this.#hashes.fill(0, SPARE_ROW))
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
      this.#gistOf(seen, gists, i * GIST)
    }
    return gists
  }

  scores(stretch: Stretch, labels = LABELS.length): Float32Array {
    const { first, last } = stretch
    const count = last - first + 1
    const hashes = this.#roomFor(count)
    const sums = new Float64Array(labels)
    for (let i = 0; i < count; i++) {
      const row = this.#rowAt(stretch, first + i)
      for (let k = 0, at = row * LABELS.length; k < labels; k++) sums[k]! += this.#sums[at + k]!
      hashes[i] = this.#hashes[row]!
    }
    for (let i = 1; i < count; i++) {
      add(sums, this.#weights, pairFeature(hashes[i - 1]!, hashes[i]!, false), PAIR_WEIGHT)
      if (i > 1) add(sums, this.#weights, pairFeature(hashes[i - 2]!, hashes[i]!, true), PAIR_WEIGHT)
    }
    const scale = scaleOf(count)
    const odds = new Float32Array(labels)
    for (let k = 0; k < labels; k++) odds[k] = this.#logOdds(sums[k]!, k, scale)
    return odds
  }

  #roomFor(words: number): Int32Array {
    if (words > this.#scratch.length) this.#scratch = new Int32Array(words * 2)
    return this.#scratch
  }

  #rowAt(stretch: Pick<Stretch, 'text' | 'words' | 'first'>, at: number): number {
    if (isName(stretch, at)) return NAME_ROW
    const word = stretch.words[at]!
    const row = placeOf(word) + FIRST_ROW
    return row > SPARE_ROW && this.#hashes[row] !== 0 ? row : this.#meet(word)
  }

  #meet(word: Word): number {
    const form = formOf(word.folded)
    const sums = this.#sumsOf(form)
    // Asked for only now: what is looked up for the sums may be the last word of a round.
    return this.#keep(placeOf(word) + FIRST_ROW, form, sums)
  }

  #sumsOf(form: string): Float64Array {
    const sums = new Float64Array(LABELS.length)
    for (const [i, feature] of wordFeatures(form).entries())
      add(sums, this.#weights, feature, i === 0 ? 1 : PART_WEIGHT)
    for (const concept of this.#conceptsOf(form)) add(sums, this.#weights, BUCKETS + concept, CONCEPT_WEIGHT)
    return sums
  }

  #keep(row: number, form: string, sums: Float64Array): number {
    this.#hashes[row] = wordHash(form)
    this.#sums.set(sums, row * LABELS.length)
    this.#gistSums.set(sums.subarray(0, GIST), row * GIST)
    return row
  }

  /**
   * The same sums as those of `scores`, of the first labels alone; written out, since it runs over every word of every
   * message. The pairs come after the words, so that the processor can fetch the weights of many at once.
   */
  #gistOf(stretch: Stretch, into: Float32Array, to: number): void {
    const { first } = stretch
    const count = stretch.last - first + 1
    const hashes = this.#roomFor(count)
    const own = this.#gistSums
    let [sensitive, offence, password, request] = [0, 0, 0, 0]
    for (let i = 0; i < count; i++) {
      const row = this.#rowAt(stretch, first + i)
      const at = row * GIST
      sensitive += own[at]!
      offence += own[at + 1]!
      password += own[at + 2]!
      request += own[at + 3]!
      hashes[i] = this.#hashes[row]!
    }
    const weights = this.#gist
    // With the word before, then with the one before that.
    for (let back = 1; back <= 2; back++)
      for (let i = back; i < count; i++) {
        const at = pairFeature(hashes[i - back]!, hashes[i]!, back === 2) * GIST
        sensitive += weights[at]! * PAIR_WEIGHT
        offence += weights[at + 1]! * PAIR_WEIGHT
        password += weights[at + 2]! * PAIR_WEIGHT
        request += weights[at + 3]! * PAIR_WEIGHT
      }
    const scale = scaleOf(count)
    into[to] = this.#logOdds(sensitive, 0, scale)
    into[to + 1] = this.#logOdds(offence, 1, scale)
    into[to + 2] = this.#logOdds(password, 2, scale)
    into[to + 3] = this.#logOdds(request, 3, scale)
  }

  #logOdds(sum: number, label: number, scale: number): number {
    return sum * scale * this.#scales[label]! + this.#biases[label]!
  }
}

/** One row of weights, as far as there are sums for it. */
const add = (sums: Float64Array, weights: Int8Array, feature: number, weight: number): void => {
  const at = feature * LABELS.length
  for (let k = 0; k < sums.length; k++) sums[k]! += weights[at + k]! * weight
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

/**
 * What a sentence says, when no single word tells: a linear model over words, parts of words, pairs of words and concepts
 * (a small thesaurus: "pompje" is an aid, "oma" is kin), trained on sentences written for it (`npm run train`,
 * config/model/). It knows no persons: whether somebody is meant is for the detector that asks.
 *
 * PURE. The score of a sentence is a sum over its words, so each distinct word is worked out once and remembered, and a
 * finding can say which words weighed most.
 */
import type { Word } from '../message/message.ts'
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
const GIST = 4

export interface Meaning {
  /** Log-odds of 'sensitive', 'offence', 'password' and 'password-request': over 0 it is rather so than not. */
  gist(stretch: Stretch): Float32Array
  /** Log-odds of all LABELS. */
  scores(stretch: Stretch): Float32Array
  /** Whether a word, folded, stands for something that was learned. */
  knows(folded: string): boolean
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

const STARTS = /[.!?:/\n]["'”»)]?\s{0,3}$/

/** A capital inside a sentence is a name, whoever it is. */
const isName = ({ text, words, first }: Stretch, at: number): boolean => {
  const { start, end } = words[at]!
  return at > first && isCapital(text, start, end) && !STARTS.test(text.slice(Math.max(0, start - 4), start))
}

/** A word as the model knows it: digits are all the same. */
const formOf = (folded: string): string => folded.replace(/\d/g, '0')

export const formsOf = (stretch: Stretch): string[] => {
  const forms: string[] = []
  for (let i = stretch.first; i <= stretch.last; i++)
    forms.push(isName(stretch, i) ? NAME : formOf(stretch.words[i]!.folded))
  return forms
}

/** Most words begin so. */
const isSmall = (unit: number): boolean => unit >= 97 && unit <= 122

const isCapital = (text: string, start: number, end: number): boolean =>
  end - start > 1 && !isSmall(text.charCodeAt(start)) && /^\p{Lu}\p{Ll}/u.test(text.slice(start, start + 3))

/** Long sentences say no more than short ones. */
export const scaleOf = (words: number): number => 0.5 / Math.sqrt(words || 1)

/** Concepts a word stands for, as indexes into the classes of the thesaurus. */
export const conceptsIn = (thesaurus: Lexicon): ((form: string) => readonly number[]) => {
  const at = new Map(thesaurus.classes.map((name, i) => [name, i]))
  return (form) => {
    if (form === NAME) return []
    const hits = thesaurus.find(form, [{ start: 0, end: form.length, folded: form }])
    return [...new Set(hits.map((hit) => at.get(hit.class)!))]
  }
}

/**
 * Weights of some of the labels, a row for each feature, and the sums of the words met before. The labels that every
 * sentence is weighed for have a table of their own: a small one, that stays near the processor.
 */
class Table {
  readonly labels: number
  readonly #weights: Int8Array
  readonly #words: Float32Array

  /** `from` and `to` are places in LABELS. */
  constructor(all: Int8Array, from: number, to: number) {
    this.labels = to - from
    this.#weights = new Int8Array((all.length / LABELS.length) * this.labels)
    for (let at = from, row = 0; at < all.length; at += LABELS.length, row += this.labels)
      this.#weights.set(all.subarray(at, at + this.labels), row)
    this.#words = new Float32Array(MAX_REMEMBERED * this.labels)
  }

  /** Remembers a word's own sums. */
  learn(word: number, features: readonly number[], concepts: readonly number[]): void {
    const sums = this.#words.subarray(word * this.labels, (word + 1) * this.labels).fill(0)
    for (const [i, feature] of features.entries()) this.add(sums, feature, i === 0 ? 1 : PART_WEIGHT)
    for (const concept of concepts) this.add(sums, BUCKETS + concept, CONCEPT_WEIGHT)
  }

  addWord(sums: Float32Array, word: number): void {
    const at = word * this.labels
    const words = this.#words
    for (let k = 0; k < sums.length; k++) sums[k]! += words[at + k]!
  }

  add(sums: Float32Array, feature: number, weight: number): void {
    const at = feature * this.labels
    const weights = this.#weights
    for (let k = 0; k < sums.length; k++) sums[k]! += weights[at + k]! * weight
  }
}

// A school's mail uses some 30,000 distinct words.
const MAX_REMEMBERED = 50_000

class Linear implements Meaning {
  readonly offence: Weigh
  readonly #gist: Table
  readonly #kinds: Table
  readonly #scales: readonly number[]
  readonly #biases: readonly number[]
  readonly #conceptsOf: (form: string) => readonly number[]
  /** Numbers of the words met, in the order of meeting. */
  readonly #known = new Map<string, number>()
  readonly #hashes = new Uint32Array(MAX_REMEMBERED)
  readonly #gists: Remembered = new WeakMap()
  readonly #scored: Remembered = new WeakMap()

  constructor(
    weights: Int8Array,
    { scales, biases, offence }: Pick<Head, 'scales' | 'biases' | 'offence'>,
    conceptsOf: (form: string) => readonly number[],
  ) {
    this.offence = weigher(offence)
    this.#gist = new Table(weights, 0, GIST)
    this.#kinds = new Table(weights, GIST, LABELS.length)
    this.#scales = scales
    this.#biases = biases
    this.#conceptsOf = conceptsOf
  }

  knows = (folded: string): boolean => this.#conceptsOf(folded).length > 0

  gist(stretch: Stretch): Float32Array {
    return once(this.#gists, stretch, () => this.#sum(this.#gist, this.#wordsOf(stretch), 0))
  }

  scores(stretch: Stretch): Float32Array {
    return once(this.#scored, stretch, () => {
      const scores = new Float32Array(LABELS.length)
      scores.set(this.gist(stretch))
      scores.set(this.#sum(this.#kinds, this.#wordsOf(stretch), GIST), GIST)
      return scores
    })
  }

  /** Numbers of the words of a stretch. */
  #wordsOf(stretch: Stretch): number[] {
    // Emptied before, not amid, a sentence: numbers given in it stay good.
    if (this.#known.size + stretch.last - stretch.first >= MAX_REMEMBERED) this.#known.clear()
    const found: number[] = []
    for (let i = stretch.first; i <= stretch.last; i++) {
      const folded = isName(stretch, i) ? NAME : stretch.words[i]!.folded
      found.push(this.#known.get(folded) ?? this.#meet(folded))
    }
    return found
  }

  #meet(folded: string): number {
    const form = formOf(folded)
    const word = this.#known.size
    const features = wordFeatures(form)
    const concepts = this.#conceptsOf(form)
    for (const table of [this.#gist, this.#kinds]) table.learn(word, features, concepts)
    this.#hashes[word] = wordHash(form)
    this.#known.set(folded, word)
    return word
  }

  /** Log-odds of the labels of one table, the first of which is LABELS[from]. */
  #sum(table: Table, words: readonly number[], from: number): Float32Array {
    const sums = new Float32Array(table.labels)
    const hashes = this.#hashes
    for (let i = 0; i < words.length; i++) {
      const word = words[i]!
      table.addWord(sums, word)
      if (i > 0) table.add(sums, pairFeature(hashes[words[i - 1]!]!, hashes[word]!, false), PAIR_WEIGHT)
      if (i > 1) table.add(sums, pairFeature(hashes[words[i - 2]!]!, hashes[word]!, true), PAIR_WEIGHT)
    }
    const scale = scaleOf(words.length)
    for (let k = 0; k < sums.length; k++) sums[k] = sums[k]! * scale * this.#scales[from + k]! + this.#biases[from + k]!
    return sums
  }
}

type Remembered = WeakMap<readonly Word[], Map<number, Float32Array>>

/** Several rules ask for the same sentences of a text. */
const once = (remembered: Remembered, { words, first, last }: Stretch, make: () => Float32Array): Float32Array => {
  let known = remembered.get(words)
  if (!known) {
    known = new Map()
    remembered.set(words, known)
  }
  const place = first * (words.length + 1) + last
  const before = known.get(place)
  if (before) return before
  const made = make()
  known.set(place, made)
  return made
}

export class MeaningError extends Error {}

type Head = Readonly<{
  labels: readonly string[]
  concepts: readonly string[]
  scales: readonly number[]
  biases: readonly number[]
  offence: CueWeights
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

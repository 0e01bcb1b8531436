/**
 * What a sentence says, when no single word tells: a linear model over words, parts of words, pairs of words and concepts
 * (a small thesaurus: "pompje" is an aid, "oma" is kin), trained on sentences written for it (`npm run train`,
 * config/model/). It knows no persons: whether somebody is meant is for the detector that asks.
 *
 * PURE. The score of a sentence is a sum over its words, so each distinct word is worked out once and remembered, and a
 * finding can say which words weighed most.
 */
import { oncePerSpelling, tokenise, type Word } from '../message/message.ts'
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

const STARTS = /[.!?:/\n]["'”»)]?\s{0,3}$/

/** A capital inside a sentence is a name, whoever it is. */
const isName = ({ text, words, first }: Stretch, at: number): boolean => {
  const { start, end } = words[at]!
  return at > first && isCapital(text, start, end) && !STARTS.test(text.slice(Math.max(0, start - 4), start))
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
    const hits = thesaurus.find(form, tokenise(form))
    return [...new Set(hits.map((hit) => at.get(hit.class)!))]
  }
}

/** A word met before: what it adds by itself to each of LABELS. */
type Known = Readonly<{ hash: number; sums: readonly number[] }>

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
  readonly #wordOf = oncePerSpelling((folded) => this.#meet(formOf(folded)))
  readonly #name: Known
  readonly #gists: Remembered = new WeakMap()
  readonly #scored: Remembered = new WeakMap()

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
    this.#name = this.#meet(NAME)
  }

  isWord = (folded: string): boolean => this.#small.has(folded)
  knows = (folded: string): boolean => this.#conceptsOf(folded).length > 0

  gist(stretch: Stretch): Float32Array {
    return once(this.#gists, stretch, () => this.#gistOf(this.#wordsOf(stretch)))
  }

  scores(stretch: Stretch): Float32Array {
    return once(this.#scored, stretch, () => this.#score(this.#wordsOf(stretch)))
  }

  #wordsOf(stretch: Stretch): Known[] {
    const found: Known[] = []
    for (let i = stretch.first; i <= stretch.last; i++)
      found.push(isName(stretch, i) ? this.#name : this.#wordOf(stretch.words[i]!))
    return found
  }

  #meet(form: string): Known {
    const sums = LABELS.map(() => 0)
    for (const [i, feature] of wordFeatures(form).entries()) this.#add(sums, feature, i === 0 ? 1 : PART_WEIGHT)
    for (const concept of this.#conceptsOf(form)) this.#add(sums, BUCKETS + concept, CONCEPT_WEIGHT)
    return { hash: wordHash(form), sums }
  }

  #add(sums: number[], feature: number, weight: number): void {
    const at = feature * LABELS.length
    for (let k = 0; k < sums.length; k++) sums[k]! += this.#weights[at + k]! * weight
  }

  #score(words: readonly Known[]): Float32Array {
    const sums = LABELS.map(() => 0)
    for (const [i, word] of words.entries()) {
      for (let k = 0; k < sums.length; k++) sums[k]! += word.sums[k]!
      if (i > 0) this.#add(sums, pairFeature(words[i - 1]!.hash, word.hash, false), PAIR_WEIGHT)
      if (i > 1) this.#add(sums, pairFeature(words[i - 2]!.hash, word.hash, true), PAIR_WEIGHT)
    }
    return this.#logOdds(sums, words.length)
  }

  /** The same sums of the first labels alone; written out, since it runs over every word of every message. */
  #gistOf(words: readonly Known[]): Float32Array {
    const weights = this.#gist
    let [sensitive, offence, password, request] = [0, 0, 0, 0]
    let before = 0
    let earlier = 0
    for (let i = 0; i < words.length; i++) {
      const { hash, sums } = words[i]!
      sensitive += sums[0]!
      offence += sums[1]!
      password += sums[2]!
      request += sums[3]!
      // With the word before, then with the one before that.
      for (let back = 1; back <= 2 && back <= i; back++) {
        const at = pairFeature(back === 1 ? before : earlier, hash, back === 2) * GIST
        sensitive += weights[at]! * PAIR_WEIGHT
        offence += weights[at + 1]! * PAIR_WEIGHT
        password += weights[at + 2]! * PAIR_WEIGHT
        request += weights[at + 3]! * PAIR_WEIGHT
      }
      earlier = before
      before = hash
    }
    return this.#logOdds([sensitive, offence, password, request], words.length)
  }

  #logOdds(sums: readonly number[], words: number): Float32Array {
    const scale = scaleOf(words)
    return Float32Array.from(sums, (sum, k) => sum * scale * this.#scales[k]! + this.#biases[k]!)
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

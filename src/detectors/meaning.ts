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

export interface Meaning {
  /** Log-odds for each of LABELS: over 0 it is rather so than not. */
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

/** Words as the model knows them: a capital inside a sentence is a name, whoever it is; digits are all the same. */
export const formsOf = ({ text, words, first, last }: Stretch): string[] => {
  const forms: string[] = []
  for (let i = first; i <= last; i++) {
    const { start, end, folded } = words[i]!
    const capital = i > first && isCapital(text, start, end) && !STARTS.test(text.slice(Math.max(0, start - 4), start))
    forms.push(capital ? NAME : folded.replace(/\d/g, '0'))
  }
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

type Known = Readonly<{ hash: number; sums: Float32Array }>

// A school's mail uses some 30,000 distinct words.
const MAX_REMEMBERED = 50_000

class Linear implements Meaning {
  readonly offence: Weigh
  /** LABELS.length weights for each bucket, then for each concept. */
  readonly #weights: Int8Array
  readonly #scales: readonly number[]
  readonly #biases: readonly number[]
  readonly #conceptsOf: (form: string) => readonly number[]
  readonly #known = new Map<string, Known>()
  readonly #scored = new WeakMap<readonly Word[], Map<number, Float32Array>>()

  constructor(
    weights: Int8Array,
    { scales, biases, offence }: Pick<Head, 'scales' | 'biases' | 'offence'>,
    conceptsOf: (form: string) => readonly number[],
  ) {
    this.offence = weigher(offence)
    this.#weights = weights
    this.#scales = scales
    this.#biases = biases
    this.#conceptsOf = conceptsOf
  }

  knows = (folded: string): boolean => this.#conceptsOf(folded).length > 0

  /** Several rules ask for the same sentences of a text. */
  scores(stretch: Stretch): Float32Array {
    const { words, first, last } = stretch
    const known = this.#scored.get(words) ?? new Map<number, Float32Array>()
    this.#scored.set(words, known)
    const place = first * (words.length + 1) + last
    const scores = known.get(place) ?? this.#score(formsOf(stretch))
    known.set(place, scores)
    return scores
  }

  #score(forms: readonly string[]): Float32Array {
    const sums = new Float32Array(LABELS.length)
    let before: Known | undefined
    let earlier: Known | undefined
    for (let i = 0; i < forms.length; i++) {
      const word = this.#lookUp(forms[i]!)
      for (let k = 0; k < sums.length; k++) sums[k]! += word.sums[k]!
      if (before) this.#add(sums, pairFeature(before.hash, word.hash, false), PAIR_WEIGHT)
      if (earlier) this.#add(sums, pairFeature(earlier.hash, word.hash, true), PAIR_WEIGHT)
      earlier = before
      before = word
    }
    const scale = scaleOf(forms.length)
    for (let k = 0; k < sums.length; k++) sums[k] = sums[k]! * scale * this.#scales[k]! + this.#biases[k]!
    return sums
  }

  #lookUp(form: string): Known {
    const known = this.#known.get(form)
    if (known) return known
    if (this.#known.size >= MAX_REMEMBERED) this.#known.clear()
    const sums = new Float32Array(LABELS.length)
    for (const [i, feature] of wordFeatures(form).entries()) this.#add(sums, feature, i === 0 ? 1 : PART_WEIGHT)
    for (const concept of this.#conceptsOf(form)) this.#add(sums, BUCKETS + concept, CONCEPT_WEIGHT)
    const word = { hash: wordHash(form), sums }
    this.#known.set(form, word)
    return word
  }

  #add(sums: Float32Array, feature: number, weight: number): void {
    const at = feature * LABELS.length
    const weights = this.#weights
    const most = sums.length
    for (let k = 0; k < most; k++) sums[k]! += weights[at + k]! * weight
  }
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

/**
 * `npm run train [-- --hold NAME]`: learns the weights of src/detectors/meaning.ts from config/model/sentences/*.tsv
 * (label, tab, text), config/model/concepts/*.txt and config/lexicons/offences.txt, and writes config/model/meaning.bin. The same files give the same
 * bytes. `--hold` leaves out the files whose name begins so and tells how well their sentences are recognised.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { compileLexicon } from '../src/detectors/lexicon.ts'
import {
  BUCKETS,
  CONCEPT_WEIGHT,
  conceptsIn,
  formsOf,
  LABELS,
  type Label,
  openMeaning,
  PAIR_WEIGHT,
  PART_WEIGHT,
  pairFeature,
  scaleOf,
  wordFeatures,
  wordHash,
} from '../src/detectors/meaning.ts'
import type { CueWeights } from '../src/detectors/offence-cues.ts'
import { fold, tokenise } from '../src/message/message.ts'
import { thesaurus } from '../src/rulebook.ts'
import { learnCues } from './train-cues.ts'
import { digestOfSources } from './train-sources.ts'

const HOME = new URL('../config/model/', import.meta.url)
const { values } = parseArgs({ options: { hold: { type: 'string' } } })

const SENSITIVE = LABELS.slice(4, 10) as readonly string[]
const OFFENCES = LABELS.slice(10) as readonly string[]
const EPOCHS = 15
/** What is learned is the mean of the rounds from this one on: the last sentences of a round weigh no more than the first. */
const SETTLED = 5
const RATE = 0.5
const DECAY = 1e-4

type Item = Readonly<{ label: string; text: string; file: string }>
type Example = Readonly<{ features: Int32Array; weights: Float32Array; label: string }>

const itemsIn = (folder: URL): readonly Item[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.tsv'))
    .sort()
    .flatMap((file) =>
      readFileSync(new URL(file, folder), 'utf8')
        .split('\n')
        .filter((line) => line.includes('\t'))
        .map((line) => {
          const [label = '', text = ''] = line.split('\t')
          return { label, text: text.replaceAll(' / ', '\n'), file }
        }),
    )

/** Concepts of a word: what is learned of one word is learned of its neighbours. */
const known = thesaurus()
const conceptsOf = conceptsIn(known)
const SIZE = BUCKETS + known.classes.length

/** Features by weight, the scale of the sentence in it: the very sum that the model makes. */
const exampleOf = ({ label, text }: Item): Example => {
  const words = tokenise(text)
  const forms = words.length === 0 ? [] : formsOf({ text, words, first: 0, last: words.length - 1 })
  const sums = new Map<number, number>()
  const add = (feature: number, weight: number): void => {
    sums.set(feature, (sums.get(feature) ?? 0) + weight)
  }
  for (const [i, form] of forms.entries()) {
    for (const [n, feature] of wordFeatures(form).entries()) add(feature, n === 0 ? 1 : PART_WEIGHT)
    for (const concept of conceptsOf(form)) add(BUCKETS + concept, CONCEPT_WEIGHT)
    if (i > 0) add(pairFeature(wordHash(forms[i - 1]!), wordHash(form), false), PAIR_WEIGHT)
    if (i > 1) add(pairFeature(wordHash(forms[i - 2]!), wordHash(form), true), PAIR_WEIGHT)
  }
  const scale = scaleOf(forms.length)
  return {
    label,
    features: Int32Array.from(sums.keys()),
    weights: Float32Array.from([...sums.values()].map((weight) => weight * scale)),
  }
}

const isOf = (label: Label, given: string): boolean => {
  if (label === 'sensitive') return SENSITIVE.includes(given)
  if (label === 'offence') return OFFENCES.includes(given)
  return label === given
}

/** The same numbers each time (a linear congruential generator). */
const chance = (): (() => number) => {
  let seed = 7
  return () => {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) & 0x7fffffff
    return seed / 0x7fffffff
  }
}

type Learned = Readonly<{ weights: Float32Array; bias: number }>

/** Logistic regression, one label against all else, by AdaGrad. */
const learn = (examples: readonly Example[], label: Label): Learned => {
  const [weights, slopes] = [new Float32Array(SIZE), new Float32Array(SIZE)]
  const mean = new Float32Array(SIZE)
  let [bias, biasSlope, meanBias] = [0, 1, 0]
  const order = examples.map((_, i) => i)
  const random = chance()
  for (let epoch = 0; epoch < EPOCHS; epoch++) {
    for (let i = order.length - 1; i > 0; i--) {
      const j = Math.floor(random() * (i + 1))
      ;[order[i], order[j]] = [order[j]!, order[i]!]
    }
    for (const at of order) {
      const { features, weights: given, label: said } = examples[at]!
      let sum = bias
      for (let k = 0; k < features.length; k++) sum += weights[features[k]!]! * given[k]!
      const off = 1 / (1 + Math.exp(-sum)) - (isOf(label, said) ? 1 : 0)
      for (let k = 0; k < features.length; k++) {
        const feature = features[k]!
        const slope = off * given[k]! + DECAY * weights[feature]!
        slopes[feature]! += slope * slope
        weights[feature]! -= (RATE * slope) / (Math.sqrt(slopes[feature]!) + 1e-2)
      }
      biasSlope += off * off
      bias -= (RATE * off) / Math.sqrt(biasSlope)
    }
    if (epoch < SETTLED) continue
    for (let at = 0; at < SIZE; at++) mean[at]! += weights[at]! / (EPOCHS - SETTLED)
    meanBias += bias / (EPOCHS - SETTLED)
  }
  return { weights: mean, bias: meanBias }
}

const scoreBy = ({ weights, bias }: Learned, { features, weights: given }: Example): number =>
  features.reduce((sum, feature, k) => sum + weights[feature]! * given[k]!, bias)

const FOLDS = 3

/** Scores of an offence, each by a model that has not seen the sentence. */
const foreignScores = (examples: readonly Example[]): number[] => {
  const judges = Array.from({ length: FOLDS }, (_, fold) =>
    learn(
      examples.filter((_, i) => i % FOLDS !== fold),
      'offence',
    ),
  )
  return examples.map((example, i) => scoreBy(judges[i % FOLDS]!, example))
}

const FIRST_NAMES = new URL('../config/lexicons/first-names.txt', import.meta.url)
const TIMES = 3

const firstNamesOf = (text: string): readonly string[] =>
  compileLexicon([{ name: 'first-names.txt', text }])
    .terms('names.first')
    .map(fold)

/**
 * Words that stand in some sentences without a capital: no names. A first name typed in a hurry is left out by the list of
 * first names, a rare one by being rare.
 */
const smallWords = (items: readonly Item[]): string[] => {
  const firstNames = new Set(firstNamesOf(readFileSync(FIRST_NAMES, 'utf8')))
  const counts = new Map<string, number>()
  for (const { text } of items) {
    const small = tokenise(text).filter(
      ({ start, folded }) => /^\p{Ll}{3}/u.test(text.slice(start)) && !/\d/.test(folded),
    )
    for (const folded of new Set(small.map((word) => word.folded))) counts.set(folded, (counts.get(folded) ?? 0) + 1)
  }
  return [...counts].flatMap(([word, count]) => (count >= TIMES && !firstNames.has(word) ? [word] : [])).sort()
}

/** One signed byte a weight; the few very large ones are cut off. */
const pack = (learned: readonly Learned[], offence: CueWeights, words: readonly string[]): Uint8Array => {
  const scales = learned.map(({ weights }) => {
    const sizes = weights
      .map(Math.abs)
      .filter((size) => size > 0)
      .sort()
    return (sizes[Math.floor(sizes.length * 0.9995)] || 1) / 127
  })
  const bytes = new Int8Array(SIZE * LABELS.length)
  for (const [k, { weights }] of learned.entries())
    for (let at = 0; at < SIZE; at++)
      bytes[at * LABELS.length + k] = Math.max(-127, Math.min(127, Math.round(weights[at]! / scales[k]!)))
  const biases = learned.map(({ bias }) => bias)
  const head = JSON.stringify({
    from: digestOfSources(),
    labels: LABELS,
    concepts: known.classes,
    scales,
    biases,
    offence,
    words: words.join(' '),
  })
  return Buffer.concat([Buffer.from(`${head}\n`), new Uint8Array(bytes.buffer)])
}

const train = (items: readonly Item[]): Uint8Array => {
  const examples = items.map(exampleOf)
  const foreign = foreignScores(examples)
  const scored = items.map(({ text, label }, i) => ({ text, own: foreign[i]!, offends: OFFENCES.includes(label) }))
  return pack(
    LABELS.map((label) => learn(examples, label)),
    learnCues(scored),
    smallWords(items),
  )
}

/** Recall where 95 of 100 found are right, and the chance that a hit scores above another sentence. */
const qualityOf = (scored: readonly (readonly [number, boolean])[]): string => {
  const sorted = [...scored].sort((a, b) => b[0] - a[0])
  const hits = sorted.filter(([, hit]) => hit).length
  let [right, best, below, above] = [0, 0, 0, 0]
  for (const [i, [, hit]] of sorted.entries()) {
    if (hit) right += 1
    if (right / (i + 1) >= 0.95) best = right / hits
  }
  for (const [, hit] of sorted.reverse()) {
    if (hit) above += below
    else below += 1
  }
  return `${String(hits).padStart(5)} ${(`${(best * 100).toFixed(1)} %`).padStart(8)} ${(above / (hits * below)).toFixed(3)}`
}

const measure = (model: Uint8Array, held: readonly Item[]): void => {
  const meaning = openMeaning(model, known)
  console.log('label                 hits   R@P95   AUC')
  for (const [k, label] of LABELS.entries()) {
    const scored = held.map(({ text, label: said }) => {
      const words = tokenise(text)
      const score = meaning.scores({ text, words, first: 0, last: words.length - 1 })[k]!
      return [score, isOf(label, said)] as const
    })
    if (scored.some(([, hit]) => hit)) console.log(label.padEnd(20), qualityOf(scored))
  }
}

const items = itemsIn(new URL('sentences/', HOME))
const { hold } = values
if (hold === undefined) {
  const model = train(items)
  writeFileSync(new URL('meaning.bin', HOME), model)
  console.log(`${items.length} sentences, ${known.classes.length} concepts, ${model.length} bytes`)
} else {
  const isHeld = ({ file }: Item): boolean => hold.split(',').some((name) => file.startsWith(name))
  measure(train(items.filter((item) => !isHeld(item))), items.filter(isHeld))
}

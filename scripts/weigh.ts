/**
 * `npm run weigh`: learns from config/model/sentences/*.tsv and test/corpus/develop how much each sign of a secret weighs,
 * and writes src/detectors/secret-weights.ts. The same files give the same table. One sentence in four is kept apart to
 * tell how well the table does.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { AttachmentOptions, openReaders } from '../src/attachments/attachments.ts'
import { compileLexicon } from '../src/detectors/lexicon.ts'
import { read } from '../src/detectors/reading.ts'
import { hasPlace, signsOf, spokenOf, surroundingsOf } from '../src/detectors/secret-evidence.ts'
import { isApart } from '../src/detectors/secret-scenes.ts'
import { KINDS, valuesIn } from '../src/detectors/secret-values.ts'
import { sentencesOf } from '../src/detectors/sentences.ts'
import { indexTerms } from '../src/detectors/term-index.ts'
import { emptyDirectory } from '../src/directory/directory.ts'
import { parseMessage, type Text } from '../src/message/message.ts'
import { lettersOf } from '../test/corpus/letters.ts'

const SENTENCES = new URL('../config/model/sentences/', import.meta.url)
const LEXICONS = new URL('../config/lexicons/', import.meta.url)
const TABLE = new URL('../src/detectors/secret-weights.ts', import.meta.url)

const ROUNDS = 6
const EPOCHS = 25
const RATE = 0.05
const DECAY = 2e-3
const SMALLEST = 0.1

const filesOf = (folder: URL, ending: string) =>
  readdirSync(folder)
    .filter((name) => name.endsWith(ending))
    .sort()
    .map((name) => ({ name, text: readFileSync(new URL(name, folder), 'utf8') }))

/** What each value of a text has for and against it. */
type Item = Readonly<{ told: boolean; values: readonly (readonly string[])[]; held: boolean }>

const lexicon = compileLexicon(filesOf(LEXICONS, '.txt'))
const people = emptyDirectory([])

const valuesOf = (text: Text): readonly (readonly string[])[] => {
  const reading = read(text, people, lexicon, undefined)
  const index = indexTerms(reading)
  if (isApart(reading)) return []
  const sentences = sentencesOf(reading)
  const surroundings = surroundingsOf(reading, sentences)
  return sentences.flatMap((sentence, i) => {
    const around = surroundings[i]!
    const values = hasPlace(around) ? valuesIn(index, sentence, spokenOf(around)) : []
    return values.map((value) => signsOf(reading.text, sentence, around, value))
  })
}

const sentences = filesOf(SENTENCES, '.tsv')
  .flatMap(({ text }) => text.split('\n').filter((line) => line.includes('\t')))
  .map((line, i): Item => {
    const [label, text = ''] = line.split('\t')
    const values = valuesOf({ text: text.replaceAll(' / ', '\n'), role: 'own', place: { in: 'text' } })
    return { told: label === 'password', values, held: i % 4 === 3 }
  })

/** Whole letters, so that times, prices, addresses and telephone numbers are known too. */
const letters = async (): Promise<Item[]> => {
  const readers = openReaders(AttachmentOptions.parse({}))
  const items: Item[] = []
  for (const letter of lettersOf('develop')) {
    const message = await parseMessage(letter.raw(), letter.envelope())
    const { texts } = await readers.read(message.parts)
    items.push({
      told: letter.expected.rules.includes('password'),
      values: [...message.texts, ...texts].flatMap(valuesOf),
      held: false,
    })
  }
  await readers.close()
  return items
}

const items = [...sentences, ...(await letters())]

const weights = new Map<string, number>()
let bias = -3
const scoreOf = (signs: readonly string[]): number => signs.reduce((sum, sign) => sum + (weights.get(sign) ?? 0), bias)
const surest = (item: Item): readonly string[] =>
  item.values.reduce((best, one) => (scoreOf(one) > scoreOf(best) ? one : best))

/** Of a text that tells a secret the surest value is taken for it; of another text none is one. */
const examples = (): (readonly [readonly string[], number])[] =>
  items
    .filter(({ held, values }) => !held && values.length > 0)
    .flatMap((item): (readonly [readonly string[], number])[] =>
      item.told ? [[surest(item), 1]] : item.values.map((signs) => [signs, 0]),
    )

// A sign for a secret never counts against it because a few sentences happened so, nor the other way round.
const kinds = new Set<string>(KINDS)
const bounded = (sign: string, weight: number): number =>
  sign.startsWith('-') ? Math.min(0, weight) : kinds.has(sign) ? weight : Math.max(0, weight)

for (let round = 0; round < ROUNDS; round++) {
  const all = examples()
  for (let epoch = 0; epoch < EPOCHS; epoch++) {
    const rate = RATE / (1 + epoch * 0.3)
    for (let n = 0; n < all.length; n++) {
      const [signs, is] = all[(n * 7919 + epoch * 31) % all.length]!
      const off = 1 / (1 + Math.exp(-scoreOf(signs))) - is
      for (const sign of signs) {
        const weight = weights.get(sign) ?? 0
        weights.set(sign, bounded(sign, weight - rate * (off + DECAY * weight)))
      }
      bias -= rate * off
    }
  }
}

const table = [...weights]
  .filter(([, weight]) => Math.abs(weight) >= SMALLEST)
  .sort(([a], [b]) => (a < b ? -1 : 1))
  .map(([sign, weight]) => `  ['${sign}', ${Number(weight.toFixed(2))}],`)
writeFileSync(
  TABLE,
  [
    '/** How much each sign weighs for or against a secret, as log-odds. Written by `npm run weigh`; do not edit. */',
    `export const BIAS = ${Number(bias.toFixed(2))}`,
    '',
    'export const WEIGHTS: ReadonlyMap<string, number> = new Map([',
    ...table,
    '])',
    '',
  ].join('\n'),
)

for (const held of [false, true]) {
  const scored = items
    .filter((item) => item.held === held)
    .map((item) => ({ told: item.told, score: item.values.length > 0 ? scoreOf(surest(item)) : -99 }))
  const told = scored.filter((one) => one.told).length
  for (const least of [0, 0.5, 1, 1.5, 2, 2.5, 3]) {
    const found = scored.filter(({ score }) => score > least)
    const right = found.filter((one) => one.told).length
    console.log(held ? 'held' : 'seen', least, `${((right / told) * 100).toFixed(1)} %`, found.length - right, 'wrong')
  }
}

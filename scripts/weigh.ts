/**
 * `npm run weigh`: learns from config/model/sentences/*.tsv and test/corpus/develop how much each sign of a secret, and of
 * a request for one, weighs, and writes src/detectors/{secret,request}-weights.ts. The same files give the same tables.
 * One sentence in four is kept apart to tell how well they do.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { AttachmentOptions, openReaders } from '../src/attachments/attachments.ts'
import { compileLexicon } from '../src/detectors/lexicon.ts'
import { read } from '../src/detectors/reading.ts'
import { requestSigns } from '../src/detectors/request-evidence.ts'
import { hasPlace, signsOf, spokenOf } from '../src/detectors/secret-evidence.ts'
import { isApart } from '../src/detectors/secret-scenes.ts'
import { KINDS, valuesIn } from '../src/detectors/secret-values.ts'
import { indexTerms } from '../src/detectors/term-index.ts'
import { emptyDirectory } from '../src/directory/directory.ts'
import { parseMessage, type Text } from '../src/message/message.ts'
import { lettersOf } from '../test/corpus/letters.ts'

const SENTENCES = new URL('../config/model/sentences/', import.meta.url)
const LEXICONS = new URL('../config/lexicons/', import.meta.url)
const TABLES = new URL('../src/detectors/', import.meta.url)

// Few: what is learned longer tells the sentences by heart, and letters less well.
const ROUNDS = 2
const EPOCHS = 6
const RATE = 0.05
const DECAY = 2e-3
const SMALLEST = 0.1

type Signs = readonly string[]
type Heap = Readonly<{ values: readonly Signs[]; requests: readonly Signs[] }>
/** A text with its rules, and the signs of each place in it that may be one. */
type Item = Heap & Readonly<{ rules: readonly string[]; held: boolean }>

const filesOf = (folder: URL, ending: string) =>
  readdirSync(folder)
    .filter((name) => name.endsWith(ending))
    .sort()
    .map((name) => ({ name, text: readFileSync(new URL(name, folder), 'utf8') }))

const lexicon = compileLexicon(filesOf(LEXICONS, '.txt'))
const people = emptyDirectory([])

const heapOf = (text: Text): Heap => {
  const reading = read(text, people, lexicon, undefined)
  if (isApart(reading)) return { values: [], requests: [] }
  const index = indexTerms(reading)
  const { sentences, surroundings } = reading
  const values = sentences.flatMap((sentence, i) => {
    const around = surroundings[i]!
    const found = hasPlace(around) ? valuesIn(index, sentence, spokenOf(around)) : []
    return found.map((value) => signsOf(reading.text, sentence, around, value))
  })
  const requests = sentences.map((sentence, i) => requestSigns(index, sentence, surroundings[i]!))
  return { values, requests: requests.filter((signs) => signs.length > 0) }
}

const sentences = filesOf(SENTENCES, '.tsv')
  .flatMap(({ text }) => text.split('\n').filter((line) => line.includes('\t')))
  .map((line, i): Item => {
    const [label = '', text = ''] = line.split('\t')
    const heap = heapOf({ text: text.replaceAll(' / ', '\n'), role: 'own', place: { in: 'text' } })
    return { ...heap, rules: [label], held: i % 4 === 3 }
  })

/** Whole letters, so that times, prices, addresses and telephone numbers are known too. */
const letters = async (): Promise<Item[]> => {
  const readers = openReaders(AttachmentOptions.parse({}))
  const items: Item[] = []
  for (const letter of lettersOf('develop')) {
    const message = await parseMessage(letter.raw(), letter.envelope())
    const { texts } = await readers.read(message.parts)
    const heaps = [...message.texts, ...texts].map(heapOf)
    items.push({
      values: heaps.flatMap(({ values }) => values),
      requests: heaps.flatMap(({ requests }) => requests),
      rules: letter.expected.rules,
      held: false,
    })
  }
  await readers.close()
  return items
}

const items = [...sentences, ...(await letters())]

type Task = Readonly<{
  rule: string
  file: string
  about: string
  places: (item: Item) => readonly Signs[]
  /** Signs that may weigh either way. */
  free: ReadonlySet<string>
}>
type Table = { bias: number; of: Map<string, number> }

const scoreOf = ({ bias, of }: Table, signs: Signs): number =>
  signs.reduce((sum, sign) => sum + (of.get(sign) ?? 0), bias)

const learn = ({ rule, places, free }: Task): Table => {
  const table: Table = { bias: -3, of: new Map() }
  const surest = (all: readonly Signs[]): Signs =>
    all.reduce((best, one) => (scoreOf(table, one) > scoreOf(table, best) ? one : best))
  // Of a text that is one the surest place is taken for it; of another text none is.
  const examples = () =>
    items
      .filter((item) => !item.held && places(item).length > 0)
      .flatMap((item): (readonly [Signs, number])[] =>
        item.rules.includes(rule) ? [[surest(places(item)), 1]] : places(item).map((signs) => [signs, 0]),
      )
  // A sign for it never counts against it because a few sentences happened so, nor the other way round.
  const bounded = (sign: string, weight: number): number =>
    sign.startsWith('-') ? Math.min(0, weight) : free.has(sign) ? weight : Math.max(0, weight)
  for (let round = 0; round < ROUNDS; round++) {
    const all = examples()
    for (let epoch = 0; epoch < EPOCHS; epoch++) {
      const rate = RATE / (1 + epoch * 0.3)
      for (let n = 0; n < all.length; n++) {
        const [signs, is] = all[(n * 7919 + epoch * 31) % all.length]!
        const off = 1 / (1 + Math.exp(-scoreOf(table, signs))) - is
        for (const sign of signs) {
          const weight = table.of.get(sign) ?? 0
          table.of.set(sign, bounded(sign, weight - rate * (off + DECAY * weight)))
        }
        table.bias -= rate * off
      }
    }
  }
  return table
}

const write = ({ file, about }: Task, { bias, of }: Table): void => {
  const lines = [...of]
    .filter(([, weight]) => Math.abs(weight) >= SMALLEST)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([sign, weight]) => `  ['${sign}', ${Number(weight.toFixed(2))}],`)
  const text = [
    `/** How much each sign weighs for or against ${about}, as log-odds. Written by \`npm run weigh\`; do not edit. */`,
    `export const BIAS = ${Number(bias.toFixed(2))}`,
    '',
    'export const WEIGHTS: ReadonlyMap<string, number> = new Map([',
    ...lines,
    '])',
    '',
  ]
  writeFileSync(new URL(file, TABLES), text.join('\n'))
}

const tell = ({ rule, places }: Task, table: Table): void => {
  for (const held of [false, true]) {
    const scored = items
      .filter((item) => item.held === held)
      .map((item) => ({
        is: item.rules.includes(rule),
        score: Math.max(-99, ...places(item).map((signs) => scoreOf(table, signs))),
      }))
    const all = scored.filter((one) => one.is).length
    for (const least of [0, 0.5, 1, 1.5, 2, 2.5, 3]) {
      const found = scored.filter(({ score }) => score > least)
      const right = found.filter((one) => one.is).length
      const share = `${((right / all) * 100).toFixed(1)} %`
      console.log(rule, held ? 'held' : 'seen', least, share, found.length - right, 'wrong')
    }
  }
}

const TASKS: readonly Task[] = [
  {
    rule: 'password',
    file: 'secret-weights.ts',
    about: 'a secret',
    places: ({ values }) => values,
    free: new Set<string>(KINDS),
  },
  {
    rule: 'password-request',
    file: 'request-weights.ts',
    about: 'a request for a secret',
    places: ({ requests }) => requests,
    free: new Set(['named', 'figures', 'entered', 'before']),
  },
]

for (const task of TASKS) {
  const table = learn(task)
  write(task, table)
  tell(task, table)
}

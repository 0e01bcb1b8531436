/** Files of real programs: every word that was put somewhere is read, and ordinary files leave nothing unread. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterAll, expect, test } from 'vitest'
import { openReaders } from '../../src/attachments/attachments.ts'
import { contents, readOne, reasons } from './reading.ts'

const FILES = join(import.meta.dirname, 'files')
const readers = openReaders({ fileMs: 30_000, partMs: 60_000 })
afterAll(() => readers.close())

const load = (name: string): Buffer => {
  const bytes = readFileSync(join(FILES, name))
  return name.endsWith('.gz') ? gunzipSync(bytes) : bytes
}

const LETTER =
  'TITELWOORD ONDERWERPWOORD BODYWOORD GEWISTWOORD INGEVOEGDWOORD VOETNOOTWOORD EINDNOOTWOORD KADERWOORD VELDWOORD KOPWOORD VOETWOORD CELWOORD LINKWOORD'
const MORE = 'TREFWOORD OPMERKINGWOORD COMMENTAARWOORD VERBORGENWOORD SECTIEWOORD'
const SHEET = 'CELWOORD KOLOMVERBORGEN RIJVERBORGEN FORMULEWOORD TAKWOORD LINKWOORD'
const BOOK =
  'TITELWOORD OPMERKINGWOORD BLADVERBORGEN CELCOMMENTAAR NAAMWOORD NAAMWAARDE LIJSTTWEE HULPWOORD FOUTWOORD HULPTITEL'
const SLIDES = 'TITELWOORD DIAWOORD CELWOORD NOTITIEWOORD DIAVERBORGEN COMMENTAARWOORD'

const EXPECTED: Readonly<Record<string, string>> = {
  'alles.docx': `${LETTER} ${MORE} EIGENWOORD VORMWOORD VELDTIP KEUZEEEN BLADWIJZERWOORD`,
  'alles.odt': `${LETTER} ${MORE} EIGENWOORD VORMWOORD VELDTIP KEUZEEEN BLADWIJZERWOORD ALTTITEL ALTWOORD`,
  'alles.fodt': `${LETTER} ${MORE} EIGENWOORD VORMWOORD VELDTIP KEUZEEEN BLADWIJZERWOORD ALTTITEL ALTWOORD`,
  'alles.doc': `${LETTER} ${MORE} EIGENWOORD VORMWOORD VELDTIP KEUZEEEN BLADWIJZERWOORD`,
  'alles.rtf': `${LETTER} ${MORE} EIGENWOORD VORMWOORD VELDTIP BLADWIJZERWOORD`,
  'word-2003.xml': `${LETTER.replace(' LINKWOORD', '')} OPMERKINGWOORD COMMENTAARWOORD EIGENWOORD VORMWOORD VELDTIP`,
  'alles.pdf': `${LETTER} TREFWOORD VORMWOORD`,
  'alles.html': `TITELWOORD OPMERKINGWOORD TREFWOORD ${LETTER.replace(' ONDERWERPWOORD', '')} VERBORGENWOORD`,
  'alles.xlsx': `${SHEET} ${BOOK}`,
  'alles.ods': `${SHEET} ${BOOK}`,
  'alles.fods': `${SHEET} ${BOOK}`,
  'alles.xls': `${SHEET} ${BOOK}`,
  'excel-2003.xml': `${SHEET} BLADVERBORGEN`,
  'alles.pptx': SLIDES,
  'alles.odp': `${SLIDES} ALTTITEL ALTWOORD`,
  'alles.fodp': `${SLIDES} MASTERWOORD ALTTITEL ALTWOORD`,
  'alles-ppt.gz': SLIDES,
}

test.each(Object.entries(EXPECTED))('%s', async (name, words) => {
  const read = await readOne(readers, name.replace('-ppt.gz', '.ppt'), load(name))
  expect(reasons(read)).toEqual([])
  const all = contents(read).join('\n')
  expect(words.split(' ').filter((word) => !all.includes(word))).toEqual([])
})

// What is hidden is said to be hidden, so that a reviewer knows where to look.
const HIDDEN: readonly [string, string][] = [
  ['alles.docx', 'GEWISTWOORD'],
  ['alles.docx', 'VERBORGENWOORD'],
  ['alles.docx', 'TITELWOORD'],
  ['alles.odt', 'VERBORGENWOORD'],
  ['alles.odt', 'GEWISTWOORD'],
  ['alles.rtf', 'VERBORGENWOORD'],
  ['alles.rtf', 'GEWISTWOORD'],
  ['alles.html', 'VERBORGENWOORD'],
  ['alles.xlsx', 'BLADVERBORGEN'],
  ['alles.xls', 'BLADVERBORGEN'],
  ['alles.ods', 'BLADVERBORGEN'],
  ['alles.pptx', 'DIAVERBORGEN'],
  ['alles.odp', 'DIAVERBORGEN'],
  ['alles-ppt.gz', 'DIAVERBORGEN'],
]

test.each(HIDDEN)('%s: %s is hidden', async (name, word) => {
  const read = await readOne(readers, name, load(name))
  const texts = read.texts.filter(({ text }) => text.includes(word))
  expect(texts.map(({ place }) => place.hidden)).not.toContain(undefined)
  expect(texts.length).toBeGreaterThan(0)
})

test.each(['alles.xlsx', 'alles.ods', 'alles.xls'])('%s: a hidden row and column keep their row', async (name) => {
  const read = await readOne(readers, name, load(name))
  const sheet = read.texts.find(({ place, text }) => place.sheet === 'Klas' && text.startsWith('Naam'))!
  const spotAt = (word: string) => sheet.spots?.findLast(({ offset }) => offset <= sheet.text.indexOf(word))?.place
  expect(spotAt('CELWOORD')).toEqual({ row: 2 })
  expect(spotAt('KOLOMVERBORGEN')).toEqual({ row: 2, hidden: true })
  expect(spotAt('RIJVERBORGEN')).toEqual({ row: 3, hidden: true })
  expect(spotAt('LIJSTEEN')).toEqual({ row: 2 })
})

const ORDINARY = readdirSync(join(FILES, 'gewoon'))

test.each(ORDINARY)('gewoon/%s leaves nothing unread', async (name) => {
  const read = await readOne(readers, name, load(`gewoon/${name}`))
  expect(reasons(read)).toEqual([])
  expect(read.files).toHaveLength(1)
  expect(read.files[0]).toMatchObject({ macros: false, nameLies: false })
  const words = name.startsWith('brief')
    ? ['Op donderdag 14 mei', 'Lesuur\tVak\n1\tWiskunde\n']
    : ['Broodje\tPrijs\nKaas\t2']
  for (const one of words) expect(contents(read).join('')).toContain(one)
})

test('a PDF with object streams, one that only its owner may print, one with a password', async () => {
  const text = 'Verslag van het gesprek\nNoor Peeters uit 3B\n'
  for (const name of ['objecten.pdf', 'eigenaar.pdf']) {
    const read = await readOne(readers, name, load(name))
    expect(reasons(read)).toEqual([])
    expect(contents(read)).toEqual([text, 'Tweede blad\n'])
  }
  expect(reasons(await readOne(readers, 'a.pdf', load('wachtwoord.pdf')))).toEqual(['a.pdf: encrypted pdf'])
})

const cut = readdirSync(FILES).filter((name) => /^alles/.test(name))

test.each(cut)('%s, cut anywhere, is read or said to be unread', async (name) => {
  const whole = load(name)
  for (const share of [0.2, 0.5, 0.9]) {
    const read = await readOne(
      readers,
      name.replace('-ppt.gz', '.ppt'),
      whole.subarray(0, Math.floor(whole.length * share)),
    )
    expect(contents(read).length + read.unread.length).toBeGreaterThan(0)
  }
})

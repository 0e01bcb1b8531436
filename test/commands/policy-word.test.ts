/** `policy word`: what a new term would have found and stopped, with the demo school. */
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newFolder, remove } from '../gateway/running.ts'
import { type } from './terminal.ts'

const DEVELOP = new URL('../corpus/develop/', import.meta.url)

let folder: string
const put = (name: string, text: string): void => {
  const file = join(folder, name)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
}
const letter = (text: string): string =>
  `From: Els Vandenbroeck <els.vandenbroeck@devlonder.example>\r\nTo: ouder@mail.example\r\nSubject: Bericht\r\n\r\n${text}\r\n`

beforeAll(() => {
  folder = newFolder()
  put('mail/bad.eml', letter('Leerling Noor uit 3A heeft Flurbitis. Bel mij op 0470 12 34 56.'))
  put('mail/bad.json', '{"rules": ["sensitive-pupil-data"]}')
  put('mail/innocent/hygiene.eml', letter('De flurbitisweek begint maandag.'))
  put('mail/innocent/wrong.eml', letter('Leerling Noor uit 3A heeft Flurbitis. Over flúrbitissen gaat ons toneel.'))
  put('mail/other.eml', letter('Flurbitis is een woord.'))
  put('mail/nothing.eml', letter('Vrijdag gaan we zwemmen.'))
})
afterAll(() => remove(folder))

const CLASS = ['--class', 'sensitive.medical.strong']
const word = (term: string, ...args: string[]) => type({ folder }, 'policy', 'word', term, 'mail', ...args)
const json = async (term: string) => {
  const { out, code } = await word(term, ...CLASS, '--json')
  const lines = out
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line))
  return { code, letters: lines.slice(0, -1), summary: lines.at(-1).summary }
}

describe('a word that no lexicon has', () => {
  test('is shown in every letter in which it is new, with what becomes of the letter', async () => {
    const { letters, summary, code } = await json('flurbitis')
    expect(letters.map(({ file, kind, now, proposed }) => [file, kind, now.outcome, proposed.outcome])).toEqual([
      ['mail/bad.eml', 'bad', 'forward', 'hold'],
      ['mail/innocent/wrong.eml', 'innocent', 'forward', 'hold'],
      ['mail/other.eml', 'unknown', 'forward', 'forward'],
    ])
    expect(letters[0].proposed.rules).toEqual(['sensitive-pupil-data'])
    expect(letters[0].excerpts[0]).toContain('Flurbitis')
    expect(letters[0].excerpts[0]).not.toMatch(/Noor|0470/)
    expect(summary).toEqual({
      letters: 5,
      known: [],
      reached: { flurbitis: 3 },
      missed: { flurbitisweek: 1, flurbitissen: 1 },
    })
    expect(code).toBe(1)
  })

  test('for people: the innocent first', async () => {
    const { out } = await word('flurbitis', ...CLASS)
    expect(out).toContain('"flurbitis" in sensitive.medical.strong: 5 letters read.')
    expect(out).toContain('It does not reach: flurbitissen, flurbitisweek')
    expect(out).toContain('New in these letters: 1 bad, 1 innocent, 1 of which nothing is told.')
    expect(out).toContain('Would fare otherwise: 1 bad, 1 innocent.')
    expect(out.indexOf('innocent  forward → hold by sensitive-pupil-data  mail/innocent/wrong.eml')).toBeLessThan(
      out.indexOf('bad       forward → hold by sensitive-pupil-data  mail/bad.eml'),
    )
  })

  test('with an asterisk it reaches compounds and inflections', async () => {
    const { summary } = await json('flurbitis*')
    expect(summary.reached).toEqual({ flurbitis: 3, flurbitisweek: 1, flurbitissen: 1 })
    expect(summary.missed).toEqual({})
  })

  test('that stops no innocent letter: exit code 0', async () => {
    expect((await json('flurbitisweek')).code).toBe(0)
  })

  test('a phrase', async () => {
    const { letters } = await json('een woord')
    expect(letters.map(({ file }) => file)).toEqual(['mail/other.eml'])
  })
})

test('a word there is already: where, and that nothing is new', async () => {
  const { out } = await word('epilepsie', ...CLASS)
  expect(out).toContain('The lexicons have it already: sensitive.medical.')
  expect(out).toContain('New in these letters: none.')
})

test('without a class: where a word like it stands', async () => {
  const { out, code } = await type({ folder }, 'policy', 'word', 'epilepsie')
  expect(out).toMatch(/^sensitive\.medical\.strong \(.*epilep.*\)$/m)
  expect(code).toBe(0)
})

test('the corpus of a checkout is where it looks without a path', async () => {
  const { out } = await type({ folder }, 'policy', 'word', 'luizen', ...CLASS)
  const letters = readdirSync(DEVELOP, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.eml'))
  expect(letters.length).toBeGreaterThan(1_000)
  expect(out).toContain(`: ${letters.length} letters read.`)
  expect(out).not.toContain('measure')
}, 60_000)

test.each([
  [['x', '--class', 'sensitive.medical.storng'], 'Did you mean "sensitive.medical.strong"?'],
  [['x', '--class', 'medical'], 'There is no class "medical". Known: '],
  [['!!', ...CLASS], '"!!" cannot be a term: no word in it.'],
  [['# x', ...CLASS], 'That is a comment, not a term.'],
  [['flurbitis'], 'No lexicon has "flurbitis". Look up a word like it'],
])('%j is told plainly, with code 2', async ([term = '', ...args], said) => {
  const { err, code } = await word(term, ...args)
  expect(err).toContain(said)
  expect(err).not.toMatch(/^\s+at /m)
  expect(code).toBe(2)
})

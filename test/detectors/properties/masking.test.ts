/** What leaves this place may be stored, shown and mailed: no finding of any rule shows a secret, a number or a full name. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Finding, RULES } from '../../../src/detectors/detectors.ts'
import { SCHOOL } from '../pupils-school.ts'
import { type Letter, look } from '../room.ts'
import { ordinary, TELLING, TRIES } from './arbitraries.ts'

const MAX = 120
const ALL = { rules: [...RULES], directory: SCHOOL } as const

/** The words of a finding. The name of a file stands in its place, which each reader of it hides by itself. */
const shown = ({ excerpt, because, subject, remedy }: Finding): string =>
  [excerpt, ...Object.values(because), subject?.name ?? '', ...(remedy ?? [])].join('\n').toLowerCase()

const digits = (text: string): string => text.replace(/[ ./-]/g, '')

const letters = fc.string({ unit: fc.constantFrom(...'abcdefghijkmnopqrstuvwxyz'), minLength: 4, maxLength: 9 })
const capital = letters.map((word) => word[0]!.toUpperCase() + word.slice(1))
const number = (length: number) =>
  fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: length, maxLength: length })
/** Values as people choose them, none of which is a word by accident. */
const value = fc.oneof(
  fc.tuple(capital, number(4), fc.constantFrom('!', '?', '#', '*', '$')).map((parts) => parts.join('')),
  fc.tuple(capital, fc.constantFrom('-', '_', '.', '@'), number(3)).map((parts) => parts.join('')),
  fc.tuple(capital, number(2), capital).map((parts) => parts.join('')),
  fc.tuple(letters, number(4), letters).map((parts) => parts.join('')),
  fc.tuple(capital, capital, number(2)).map((parts) => parts.join('')),
)

type Shape = (value: string) => Letter
const text =
  (write: (value: string) => string): Shape =>
  (one) => ({ text: write(one) })
const SHAPES: readonly Shape[] = [
  text((v) => `Het wachtwoord is ${v}.`),
  text((v) => `Wachtwoord: ${v}`),
  text((v) => `login: noor.desmet\nww: ${v}`),
  text((v) => `Gebruikersnaam\tWachtwoord\nnoor.desmet\t${v}\nmilan.j\t${v}x`),
  text((v) => `Je kan aanmelden met ${v} als wachtwoord.`),
  text((v) => `Het paswoord van de wifi: "${v}"`),
  text((v) => `Het wachtwoord was ${v} en wordt ${v}2.`),
  text(
    (v) =>
      `Dag Els,\n\nGoed.\n\nOp 2 nov 2026 om 09:15 schreef Jan De Vos <jan.devos@school.example>:\n> wachtwoord: ${v}`,
  ),
  (v) => ({ subject: `wachtwoord ${v}`, text: 'Zie onderwerp.' }),
  (v) => ({ html: `<table><tr><th>Login</th><th>Wachtwoord</th></tr><tr><td>noor</td><td>${v}</td></tr></table>` }),
  (v) => ({ html: `<p>Het wacht<b>woord</b> is <span style="color:#06c">${v}</span></p>` }),
  (v) => ({ text: 'In bijlage.', files: [{ name: 'toegang.txt', type: 'text/plain', content: `Wachtwoord: ${v}` }] }),
  (v) => ({
    text: 'In bijlage.',
    files: [{ name: 'lijst.csv', type: 'text/csv', content: `naam;login;wachtwoord\nNoor De Smet;noor;${v}` }],
  }),
  (v) => ({ text: 'In bijlage.', files: [{ name: `wachtwoord ${v}.txt`, type: 'text/plain', content: 'leeg' }] }),
]

/** Other words that rules quote from, so that they have reason to show what stands beside. */
const besides = fc.shuffledSubarray([...TELLING], { maxLength: 3 })

const withText = (letter: Letter, before: string, after: string): Letter =>
  letter.text === undefined && letter.html === undefined
    ? letter
    : {
        ...letter,
        ...(letter.text === undefined ? {} : { text: `${before}\n${letter.text}\n${after}` }),
        ...(letter.html === undefined ? {} : { html: `<p>${before}</p>${letter.html}<p>${after}</p>` }),
      }

const nothingShows = (findings: readonly Finding[], secrets: readonly string[]): void => {
  for (const finding of findings) {
    expect(finding.excerpt.length).toBeLessThanOrEqual(MAX)
    for (const secret of secrets)
      expect(shown(finding), `${finding.rule} ${secret}`).not.toContain(secret.toLowerCase())
  }
}

const insz = fc
  .record({
    year: fc.integer({ min: 2005, max: 2020 }),
    month: fc.integer({ min: 1, max: 12 }),
    day: fc.integer({ min: 1, max: 28 }),
    serial: fc.integer({ min: 1, max: 997 }),
  })
  .map(({ year, month, day, serial }) => {
    const two = (n: number) => String(n).padStart(2, '0')
    const base = `${two(year % 100)}${two(month)}${two(day)}${String(serial).padStart(3, '0')}`
    return `${base}${two(97 - (Number(`2${base}`) % 97))}`
  })
const bsn = fc
  .integer({ min: 1_000_000, max: 9_999_999 })
  .map((n) => String(n * 10))
  .map((eight) => {
    const sum = [...eight].reduce((total, digit, i) => total + Number(digit) * (9 - i), 0)
    return `${eight}${sum % 11}`
  })
  .filter((nine) => nine.length === 9)
const WRITTEN: readonly ((n: string) => string)[] = [
  (n) => n,
  (n) => n.replace(/^(..)(..)(..)(...)(..)$/, '$1.$2.$3-$4.$5'),
  (n) => n.replace(/^(..)(..)(..)(...)(..)$/, '$1 $2 $3 $4 $5'),
  (n) => n.replace(/^(....)(..)(...)$/, '$1.$2.$3'),
  (n) => n.replace(/^(....)(..)(...)$/, '$1 $2 $3'),
]
const LABELLED: readonly ((n: string) => Letter)[] = [
  (n) => ({ text: `Noor De Smet, rijksregisternummer ${n}, start maandag.` }),
  (n) => ({ text: `BSN: ${n} van Milan Jacobs. Hij heeft epilepsie.` }),
  (n) => ({ text: `naam\tgeboren\tBSN\nNoor De Smet\t2014\t${n}` }),
  (n) => ({ subject: `Noor De Smet ${n}`, text: `Het INSZ van Noor De Smet is ${n}. Het wachtwoord is Vlinder-77.` }),
  (n) => ({
    text: 'In bijlage.',
    files: [{ name: 'lijst.csv', type: 'text/csv', content: `naam;rijksregisternummer\nNoor De Smet;${n}` }],
  }),
]

describe('no finding shows', () => {
  it('a password, wherever and however it is told', async () => {
    const letter = fc.record({ value, shape: fc.constantFrom(...SHAPES), before: besides, after: besides })
    const hidden = fc.asyncProperty(letter, async ({ value, shape, before, after }) => {
      const findings = await look(withText(shape(value), before.join(' '), after.join(' ')), ALL)
      expect(findings.some(({ rule }) => rule === 'password')).toBe(true)
      nothingShows(findings, [value])
    })
    await fc.assert(hidden, TRIES(250))
  })

  it('a national number', async () => {
    const letter = fc.record({
      number: fc.oneof(insz, bsn),
      written: fc.constantFrom(...WRITTEN),
      shape: fc.constantFrom(...LABELLED),
      after: besides,
    })
    const hidden = fc.asyncProperty(letter, async ({ number, written, shape, after }) => {
      const findings = await look(withText(shape(written(number)), '', after.join(' ')), ALL)
      expect(findings.length).toBeGreaterThan(0)
      for (const finding of findings) expect(digits(shown(finding))).not.toContain(number.slice(0, 7))
      nothingShows(findings, [])
    })
    await fc.assert(hidden, TRIES(150))
  })

  it('the full name of a pupil', async () => {
    const named = fc.record({
      pupil: fc.constantFrom(...SCHOOL.pupils),
      how: fc.constantFrom(
        ({ firstName, lastName }) => `${firstName} ${lastName}`,
        ({ firstName, lastName }) => `${lastName} ${firstName}`,
        ({ firstName, lastName }) => `${lastName.toUpperCase()} ${firstName}`,
        ({ firstName, lastName }) => `${lastName}, ${firstName}`,
        ({ firstName, lastName, class: group }) => `${firstName} ${lastName} (${group})`,
        ({ firstName, lastName }) => `${firstName}\t${lastName}`,
        (({ firstName, lastName }) => `${firstName} ${lastName}`.toLowerCase()) as (
          pupil: (typeof SCHOOL.pupils)[number],
        ) => string,
      ),
      said: fc.constantFrom(
        'heeft epilepsie',
        'wordt thuis geslagen',
        ': autisme, ADHD',
        'is een vuile hoer',
        'moet op WhatsApp komen, alle leerlingen van 3A ook',
      ),
      before: ordinary(2),
      after: besides,
    })
    const hidden = fc.asyncProperty(named, async ({ pupil, how, said, before, after }) => {
      const letter = { text: `${before} ${how(pupil)} ${said}. ${after.join(' ')}` }
      for (const finding of await look(letter, ALL)) {
        const words = shown(finding)
        expect(words.includes(pupil.firstName.toLowerCase()) && words.includes(pupil.lastName.toLowerCase())).toBe(
          false,
        )
      }
    })
    await fc.assert(hidden, TRIES(150))
  })
})

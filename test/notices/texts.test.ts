/** Every rule speaks three languages, with nothing left open in it. */
import { describe, expect, test } from 'vitest'
import { RULES, SCAN_CATEGORIES } from '../../src/detectors/detectors.ts'
import { LANGUAGES, type Language } from '../../src/message/message.ts'
import { explain, languageFor } from '../../src/notices/notices.ts'
import { TEXTS } from '../../src/notices/texts/texts.ts'
import { finding } from '../policy/seen.ts'
import { decided, GROUP, packOf } from './about.ts'

const TO = [{ address: 'ouder@ouder.example', outcome: 'bounce' as const, rules: [] }]

const told = (rule: (typeof RULES)[number], language: Language, pack: string) => {
  const hit = { rule, mode: 'enforce', outcome: 'bounce', wouldBe: 'bounce', finding: finding(rule) } as const
  return explain(packOf(pack), decided(TO, [hit]), language).reasons[0]!
}

describe.each(LANGUAGES)('%s', (language) => {
  test.each(RULES)('%s', (rule) => {
    for (const pack of ['moretus-ekeren', 'kindante', 'onderwijs-primair']) {
      const { title, why, steps, tip } = told(rule, language, pack)
      expect(title).toMatch(/^\p{Lu}.{10,90}[^.]$/u)
      expect(steps.length).toBeGreaterThanOrEqual(1)
      expect(steps.length).toBeLessThanOrEqual(2)
      for (const text of [why, tip, ...steps]) expect(text).toMatch(/^\p{Lu}.{15,250}\.$/u)
      for (const text of [title, why, tip, ...steps]) {
        expect(text).not.toMatch(/[{}]|undefined| {2}/)
        // One kind of apostrophe.
        expect(text).not.toContain("'")
      }
    }
  })

  test.each(SCAN_CATEGORIES)('%s', (category) => {
    const { title, why, steps, tip } = TEXTS[language].scan[category]
    expect(title).toMatch(/^\p{Lu}.{10,90}[^.]$/u)
    for (const text of [why, tip, ...steps]) expect(text).toMatch(/^\p{Lu}[^{}'"]{15,250}\.$/u)
  })

  test('no rule says the same as another', () => {
    const titles = RULES.map((rule) => TEXTS[language].rules[rule].title)
    expect(new Set(titles).size).toBe(RULES.length)
  })
})

test('a colleague is je, in French vous', () => {
  const all = (language: Language) => JSON.stringify(TEXTS[language])
  expect(all('nl')).not.toMatch(/(?<!\p{L})(?:u|uw|gelieve)(?!\p{L})/iu)
  expect(all('fr')).not.toMatch(/(?<!\p{L})(?:tu|ton|tes|toi)(?!\p{L})/iu)
})

describe('what a text names', () => {
  test.each([
    ['moretus-ekeren', 'Zet de informatie in het leerlingvolgsysteem van Smartschool.'],
    ['onderwijs-primair', 'Zet de informatie in ParnasSys.'],
    ['kindante', 'Zet de informatie in Esis.'],
  ])('%s: its own pupil-tracking system', (pack, step) => {
    expect(told('sensitive-pupil-data', 'nl', pack).steps[0]).toBe(step)
  })

  test('the channels a school approves, where it says so', () => {
    expect(told('unapproved-channel', 'nl', 'onderwijs-primair').steps[0]).toContain('Social Schools, ParnasSys')
    expect(told('unapproved-channel', 'nl', 'kindante').steps[0]).toContain('het platform dat de school')
  })

  test('the addresses to move; many of them are counted', () => {
    const remedy = ['a@x.example', 'b@x.example', 'c@x.example', 'd@x.example', 'e@x.example']
    const hit = { rule: GROUP.rule, mode: 'enforce', outcome: 'bounce', wouldBe: 'bounce' } as const
    const steps = (n: number) =>
      explain(packOf('kindante'), decided(TO, [{ ...hit, finding: { ...GROUP, remedy: remedy.slice(0, n) } }]), 'nl')
        .reasons[0]!.steps[0]
    expect(steps(1)).toBe('Verplaats a@x.example van Aan of Cc naar BCC.')
    expect(steps(2)).toBe('Verplaats a@x.example en b@x.example van Aan of Cc naar BCC.')
    expect(steps(5)).toContain('a@x.example, b@x.example, c@x.example en 2 andere ontvangers')
  })
})

test('a notice speaks the language of the message', () => {
  expect(languageFor(packOf('kindante'), 'fr')).toBe('fr')
  expect(languageFor(packOf('kindante'), 'de' as Language)).toBe('nl')
})

/** The five packs that ship: every clause of each document, and what each rule makes of it. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { RULES, type RuleId } from '../../src/detectors/detectors.ts'
import { LANGUAGES } from '../../src/message/message.ts'
import { clauseTable, decide, type Outcome, packSchema } from '../../src/policy/policy.ts'
import { finding, NOW, SHIPPED, seenOf, shipped } from './seen.ts'

type Expected = { id: string; section: string; quote: string; rules?: string[]; action?: string; fix?: string }

const read = (path: string): unknown => JSON.parse(readFileSync(join(import.meta.dirname, path), 'utf8'))

/** The clauses as they stand in the schools' documents. */
const EXPECTED = read('expected-clauses.json') as Record<string, Expected[]>
const COUNTS = { 'moretus-ekeren': 23, 'campus-sint-jan': 19, kindante: 18, 'onderwijs-primair': 11, kalisto: 9 }

const policy = shipped()
const pack = (id: string) => policy.packs.get(id)!
const rule = (id: string, name: RuleId) => pack(id).rules.find((other) => other.rule === name)

describe('clauses', () => {
  test('five packs hold eighty clauses', () => {
    expect(Object.fromEntries([...policy.packs].map(([id, { clauses }]) => [id, clauses.length]))).toEqual(COUNTS)
    expect(Object.values(COUNTS).reduce((a, b) => a + b)).toBe(80)
  })

  test.each(Object.keys(COUNTS))('%s quotes its document word for word', (id) => {
    const told = pack(id).clauses.map(({ id, section, quote, rules, action, fix }) => ({
      id,
      section,
      quote,
      ...(rules.length > 0 ? { rules } : {}),
      ...(action ? { action } : {}),
      ...(fix ? { fix } : {}),
    }))
    expect(told).toEqual(EXPECTED[id])
  })

  test('every clause is kept by a rule that is on, or says why not', () => {
    const loose = clauseTable(policy).filter(
      ({ rules, duty, outside }) =>
        !duty && !outside && !rules.some(({ mode }) => mode === 'enforce' || mode === 'advise'),
    )
    expect(loose).toEqual([])
    expect(clauseTable(policy)).toHaveLength(80)
  })

  test('what they say of themselves, they say in every language, and not twice the same', () => {
    const said = clauseTable(policy).flatMap(({ duty, notYet, outside }) => [duty, notYet, outside].filter(Boolean))
    expect(said.length).toBeGreaterThan(15)
    for (const words of said)
      expect(new Set(LANGUAGES.map((language) => words![language])).size, words!.en).toBe(LANGUAGES.length)
  })

  test('the table tells the outcome of each rule', () => {
    const row = clauseTable(policy).find(({ clause }) => clause === 'KA-B2')
    expect(row).toMatchObject({
      pack: 'kalisto',
      rules: [{ rule: 'mass-recipients-visible', mode: 'enforce', outcome: 'bounce', fix: 'move-to-bcc' }],
    })
  })
})

describe('rules', () => {
  test.each(Object.keys(COUNTS))('%s enforces the security three', (id) => {
    expect(rule(id, 'dangerous-attachment')).toMatchObject({ mode: 'enforce', outcome: 'bounce' })
    expect(rule(id, 'uninspectable')).toMatchObject({ mode: 'enforce', outcome: 'hold' })
    expect(rule(id, 'no-contact')).toMatchObject({ mode: 'enforce', outcome: 'bounce' })
  })

  test.each(Object.keys(COUNTS))('%s leaves off what no clause asks for, or only advises', (id) => {
    const asked = new Set(EXPECTED[id]!.flatMap(({ rules }) => rules ?? []))
    if (asked.has('sensitive-pupil-data')) asked.add('sensitive-in-reply')
    for (const always of ['dangerous-attachment', 'uninspectable', 'no-contact']) asked.add(always)
    const inUse = Object.keys(policy.settingsOf(pack(id))) as RuleId[]
    expect(inUse).toEqual(expect.arrayContaining(RULES.filter((name) => asked.has(name))))
    for (const name of inUse.filter((one) => !asked.has(one))) expect(rule(id, name)?.outcome).toBe('notify')
  })

  test('the strictest clause gives the outcome, and the clauses their remedy', () => {
    expect(rule('kindante', 'chain-mail')).toMatchObject({
      outcome: 'bounce',
      clauses: ['KI-5-chain', 'KI-5-nonbusiness'],
    })
    expect(rule('moretus-ekeren', 'group-address-visible')).toMatchObject({ outcome: 'bounce', fix: 'move-to-bcc' })
    expect(rule('kindante', 'missing-signature')).toMatchObject({ fix: 'add-signature' })
  })

  test('quoted sensitive data follow the new ones where no clause speaks of them', () => {
    expect(rule('kalisto', 'sensitive-in-reply')).toMatchObject({
      mode: 'enforce',
      outcome: 'hold',
      clauses: ['KA-A2'],
    })
    expect(rule('moretus-ekeren', 'sensitive-in-reply')).toMatchObject({ clauses: ['ME-3.3-received'] })
    expect(rule('kindante', 'sensitive-in-reply')).toMatchObject({ outcome: 'notify' })
  })

  test('Kindante lets nobody read, the others do', () => {
    const full = [...policy.packs.values()]
      .filter(({ reviewVisibility }) => reviewVisibility === 'full')
      .map(({ id }) => id)
    expect(full.sort()).toEqual(['campus-sint-jan', 'kalisto', 'moretus-ekeren', 'onderwijs-primair'])
    expect(pack('kindante').reviewVisibility).toBe('findings')
  })

  test('each pack speaks the words of its country', () => {
    const regions = Object.fromEntries([...policy.packs].map(([id, { region }]) => [id, region]))
    expect(regions).toMatchObject({ 'moretus-ekeren': 'BE', 'campus-sint-jan': 'BE', kindante: 'NL', kalisto: 'NL' })
    expect(pack('campus-sint-jan').contacts).toEqual({ 'data-leak': 'kbt.privacy@gmail.com' })
  })
})

describe('outcomes', () => {
  const outcome = (id: string, name: RuleId, category?: string, confidence = 1): Outcome => {
    const seen = seenOf({ findings: [finding(name, { confidence, ...(category ? { category } : {}) })] })
    return decide(policy, pack(id), seen, NOW).outcome
  }

  test.each<[string, RuleId, string | undefined, Outcome]>([
    ['moretus-ekeren', 'password', undefined, 'bounce'],
    ['moretus-ekeren', 'private-account', 'sender', 'bounce'],
    ['moretus-ekeren', 'private-account', 'recipient', 'hold'],
    ['campus-sint-jan', 'private-account', 'auto-forward', 'hold'],
    ['moretus-ekeren', 'mass-recipients-visible', 'few', 'notify'],
    ['moretus-ekeren', 'mass-recipients-visible', 'many', 'bounce'],
    ['kalisto', 'mass-recipients-visible', 'few', 'notify'],
    ['kalisto', 'mass-recipients-visible', 'many', 'bounce'],
    ['kalisto', 'unapproved-channel', 'pupils', 'hold'],
    ['kalisto', 'unapproved-channel', 'parents', 'forward'],
    ['onderwijs-primair', 'unapproved-channel', 'parents', 'notify'],
    ['onderwijs-primair', 'private-account', 'sender', 'notify'],
    ['kindante', 'missing-signature', undefined, 'bounce'],
    ['kindante', 'missing-signature', 'reply-internal', 'notify'],
    ['kindante', 'sensitive-pupil-data', 'medical', 'notify'],
    ['moretus-ekeren', 'private-use', undefined, 'forward'],
    ['campus-sint-jan', 'uninspectable', undefined, 'hold'],
    ['kindante', 'uninspectable', 'broken', 'hold'],
    ['kindante', 'uninspectable', 'disputed', 'forward'],
    ['moretus-ekeren', 'unexpected-recipient', undefined, 'notify'],
  ])('%s, %s, %s: %s', (id, name, category, expected) => {
    expect(outcome(id, name, category)).toBe(expected)
  })

  test('a password that may be none is looked at, not sent back', () => {
    expect(outcome('moretus-ekeren', 'password', undefined, 0.79)).toBe('hold')
    expect(outcome('moretus-ekeren', 'password', undefined, 0.8)).toBe('bounce')
  })

  test('careless language is a word of advice, and none in an answer', () => {
    const judged = (reply: boolean) =>
      decide(policy, pack('kindante'), seenOf({ findings: [finding('careless-language')], message: { reply } }), NOW)
        .outcome
    expect([judged(false), judged(true)]).toEqual(['notify', 'forward'])
  })

  test('the clause that speaks of the kind found is quoted', () => {
    const clause = (name: RuleId, category: string) =>
      decide(policy, pack('moretus-ekeren'), seenOf({ findings: [finding(name, { category })] }), NOW).hits[0]?.clause
    expect(clause('prohibited-content', 'hate')).toBe('ME-3.2-hate')
    expect(clause('prohibited-content', 'racist')).toBe('ME-3.2-content')
    expect(clause('sensitive-pupil-data', 'medical')).toBe('ME-3.3-sensitive')
    expect(clause('sensitive-pupil-data', 'national-number')).toBe('ME-2')
    expect(clause('send-as', 'shared')).toBe('ME-3.1-managed')
    expect(clause('send-as', 'person')).toBe('ME-3.3-personal')
  })
})

describe('editor help', () => {
  test('the settings of a detector are told where its schema is given', () => {
    const settings = { password: z.strictObject({ minimum: z.int().describe('Shortest password looked for.') }) }
    expect(JSON.stringify(packSchema(settings))).toContain('Shortest password looked for.')
  })

  test('the settings in the packs are those the detectors take', () => {
    const settings = (id: string, name: RuleId) => policy.settingsOf(pack(id))[name]
    expect(settings('campus-sint-jan', 'private-account')).toEqual({ reporting: ['kbt.privacy@gmail.com'] })
    expect(settings('kalisto', 'mass-recipients-visible')).toEqual({ few: 3, many: 10, sensitive: 3 })
    expect(settings('kindante', 'missing-signature')).toMatchObject({
      websites: ['www.kindante.nl', 'www.werkenbijkindante.nl'],
    })
    expect(settings('kindante', 'large-attachment')).toEqual({ maxBytes: 10_000_000 })
  })

  test('every pack names its schema, and the schema names every rule and fact', () => {
    for (const { text } of SHIPPED)
      expect(text).toMatch(/^# yaml-language-server: \$schema=\.\.\/schema\/pack\.schema\.json\n/)
    const told = JSON.stringify(packSchema())
    for (const name of RULES) expect(told).toContain(`"${name}"`)
    expect(told).toContain('counts.outside (int)')
  })
})

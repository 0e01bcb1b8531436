/** Every clause that a rule enforces, on a letter that breaks it and on one that only looks like it. */
import { afterAll, describe, expect, it } from 'vitest'
import { AttachmentOptions, openReaders } from '../../src/attachments/attachments.ts'
import { type Judgement, judge } from '../../src/gateway.ts'
import { sayPlace } from '../../src/message/message.ts'
import type { Clause } from '../../src/policy/policy.ts'
import { type Expected, expectations, hasMail, loadRules, readMail } from './mails.ts'

const { warnings, ...rules } = loadRules()
const readers = openReaders(AttachmentOptions.parse({}))
afterAll(() => readers.close())

const NOW = Date.parse('2026-11-16T12:00:00Z')
const judged = (name: string): Promise<Judgement> => {
  const { raw, envelope } = readMail(name)
  return judge(raw, envelope, rules, readers, NOW)
}

const enforced = [...rules.policy.packs.values()].flatMap((pack) =>
  pack.clauses.filter((clause) => clause.rules.length > 0).map((clause) => [clause.id, clause, pack] as const),
)

describe('the collection', () => {
  it('has a directory without a blemish', () => {
    expect(warnings).toEqual([])
  })

  it.each(enforced)('%s has both letters and an expectation', (id, clause, pack) => {
    expect(expectations[id]).toMatchObject({ pack: pack.id, rules: clause.rules })
    const names = ['trip', 'pass', ...Object.keys(expectations[id]?.also ?? {})]
    expect(names.filter((name) => !hasMail(`${id}.${name}`))).toEqual([])
  })

  it('expects nothing of clauses that are gone', () => {
    expect(Object.keys(expectations).sort()).toEqual(enforced.map(([id]) => id).sort())
  })

  it('trips every rule of the five packs at least once', () => {
    const all = Object.values(expectations)
    const tripped = all.flatMap(({ trip, also }) => [trip, ...Object.values(also ?? {})].map((one) => one.rule))
    expect([...new Set(all.flatMap((one) => one.rules))].filter((rule) => !tripped.includes(rule))).toEqual([])
  })
})

/** The clause that is quoted may be a sister: another clause of the pack that the same rule serves. */
const sisters = (clauses: readonly Clause[], rule: string): string[] =>
  clauses.filter((clause) => (clause.rules as readonly string[]).includes(rule)).map((clause) => clause.id)

const checkTrip = ({ decision, pack }: Judgement, expected: Expected): void => {
  const hits = decision.hits.filter((hit) => hit.rule === expected.rule)
  const seen = decision.hits.map((hit) => `${hit.rule}/${hit.finding?.category ?? ''} ${hit.outcome}`)
  expect(hits, `hits: ${seen.join(', ')}`).not.toEqual([])
  expect(decision.outcome, `hits: ${seen.join(', ')}`).toBe(expected.outcome)
  for (const { mode, clause, finding } of hits) {
    expect(['enforce', 'advise']).toContain(mode)
    expect(sisters(pack.clauses, expected.rule)).toContain(clause)
    for (const secret of expected.excerptMustNotContain) {
      expect(finding?.excerpt).not.toContain(secret)
      expect(JSON.stringify(finding?.because)).not.toContain(secret)
    }
  }
  for (const said of hits.flatMap(({ finding }) => Object.values(finding?.because ?? {}))) {
    expect(said).toMatch(/^.{15,320}\.$/u)
    expect(said).not.toMatch(/[{}]|undefined| {2}|\w'\w/)
  }
  if (expected.category) expect(hits.map((hit) => hit.finding?.category)).toContain(expected.category)
  const places = hits.flatMap(({ finding }) => (finding ? [sayPlace(finding.place, 'nl')] : []))
  if (expected.placeMustMention) expect(places.join('\n')).toContain(expected.placeMustMention)
}

const trips = Object.entries(expectations).flatMap(([id, { pack, trip, also }]) =>
  Object.entries({ trip, ...also }).map(
    ([name, expected]) => [`${id}.${name}`, expected.rule, pack, expected] as const,
  ),
)

describe('a letter that breaks a clause', () => {
  it.each(trips)('%s is caught by %s', async (name, _rule, pack, expected) => {
    const judgement = await judged(name)
    expect(judgement.pack.id).toBe(pack)
    expect(judgement.seen.unknown).toEqual([])
    checkTrip(judgement, expected)
  })
})

describe('a letter that only looks like it', () => {
  it.each(Object.entries(expectations))('%s lets its near miss pass', async (id, { pack }) => {
    const judgement = await judged(`${id}.pass`)
    expect(judgement.pack.id).toBe(pack)
    const hits = judgement.decision.hits.filter((hit) => hit.outcome !== 'forward')
    expect(hits.map(({ rule, outcome, finding }) => `${rule} ${outcome}: ${finding?.excerpt}`)).toEqual([])
    expect(judgement.decision.outcome).toBe('forward')
  })
})

const duties = [...rules.policy.packs.values()].flatMap((pack) =>
  pack.clauses.filter(({ id, rules }) => rules.length === 0 && hasMail(`${id}.pass`)).map(({ id }) => [id, pack.id]),
)

describe('a letter that a duty lets pass', () => {
  it.each(duties)('%s', async (id, pack) => {
    const judgement = await judged(`${id}.pass`)
    expect(judgement.pack.id).toBe(pack)
    expect(judgement.decision.hits).toEqual([])
  })

  it('there are some', () => expect(duties.length).toBeGreaterThan(4))
})

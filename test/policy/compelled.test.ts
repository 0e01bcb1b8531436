/** What no pack lets go: a virus, what could not be scanned, mail of an account that sent a virus. */
import { describe, expect, test } from 'vitest'
import { decide, type Exception } from '../../src/policy/policy.ts'
import { remediesOf } from '../../src/review/review.ts'
import { CLAUSES, finding, NOW, policyOf, seenOf, shipped } from './seen.ts'

const FOUND = [
  ['dangerous-attachment', 'malware', 'bounce'],
  ['dangerous-attachment', 'suspected-malware', 'hold'],
  ['dangerous-attachment', 'blocked-account', 'hold'],
  ['uninspectable', 'scanner-down', 'hold'],
  ['uninspectable', 'scanner-limit', 'hold'],
] as const

const lenient = (rule: string): string =>
  ['off', 'shadow', 'advise']
    .map((mode) => `rules:\n  ${rule}: {mode: ${mode}, outcome: forward, schoolMayRelax: true}\n${CLAUSES}`)
    .concat(`rules:\n  ${rule}: {outcome: notify, when: 'false', fix: confirm}\n${CLAUSES}`)
    .join('\u0000')

describe.each(FOUND)('%s, %s: %s', (rule, category, outcome) => {
  const found = finding(rule, { category, confidence: 1 })

  test('in every pack of this release', () => {
    const policy = shipped()
    for (const pack of policy.packs.values()) {
      const decision = decide(policy, pack, seenOf({ findings: [found] }), NOW)
      expect(decision.outcome, pack.id).toBe(outcome)
      expect(remediesOf(decision)).toEqual([])
    }
  })

  test.each(lenient(rule).split('\u0000'))('whatever a pack says: %s', (rest) => {
    const { policy, pack } = policyOf(rest)
    const decision = decide(policy, pack, seenOf({ findings: [found] }), NOW)
    expect(decision).toMatchObject({ outcome, hits: [{ rule, mode: 'enforce', outcome }] })
    expect(decision.hits).toHaveLength(1)
  })

  test('no exception covers it', () => {
    const exception: Exception = { id: 'x', rule, reason: 'r', owner: 'o', expires: NOW + 1 }
    const { policy, pack } = policyOf(CLAUSES, { exceptions: [exception, { ...exception, id: 'y', category }] })
    expect(decide(policy, pack, seenOf({ findings: [found] }), NOW).outcome).toBe(outcome)
  })

  test('of a machine it is held, never bounced', () => {
    const { policy, pack } = policyOf(CLAUSES)
    const seen = seenOf({ findings: [found], message: { automatic: true } })
    expect(decide(policy, pack, seen, NOW).outcome).toBe('hold')
  })
})

test('a rule of that name about something else is the school’s to decide', () => {
  const { policy, pack } = policyOf(`rules:\n  dangerous-attachment: {mode: shadow, outcome: bounce}\n${CLAUSES}`)
  const macros = finding('dangerous-attachment', { category: 'macros' })
  const other = finding('password', { category: 'malware' })
  expect(decide(policy, pack, seenOf({ findings: [macros] }), NOW).outcome).toBe('forward')
  expect(decide(policy, pack, seenOf({ findings: [other] }), NOW).hits).toMatchObject([{ clause: 'A', fix: 'confirm' }])
})

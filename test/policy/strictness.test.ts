/** More evidence never helps a message out: whatever is found besides, no recipient fares better. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Finding, RULES } from '../../src/detectors/detectors.ts'
import { decide, OUTCOMES } from '../../src/policy/policy.ts'
import { finding, NOW, seenOf, shipped } from './seen.ts'

const TO = ['een@ouder.example', 'twee@ouder.example', 'drie@clb.example']
const CATEGORIES = ['sender', 'recipient', 'few', 'many', 'parents', 'pupils', 'reply-internal', 'medical']

const policy = shipped({
  exceptions: [
    { id: 'x', rule: 'password', recipient: '@clb.example', reason: 'r', owner: 'o', expires: NOW + 1 },
    {
      id: 'y',
      rule: 'contact-data',
      sender: 'an@school.example',
      category: 'few',
      reason: 'r',
      owner: 'o',
      expires: NOW + 1,
    },
  ],
})

const anyFinding: fc.Arbitrary<Finding> = fc
  .record({
    rule: fc.constantFrom(...RULES),
    category: fc.option(fc.constantFrom(...CATEGORIES), { nil: undefined }),
    confidence: fc.double({ min: 0.5, max: 1, noNaN: true }),
    recipients: fc.option(fc.subarray(TO), { nil: undefined }),
  })
  .map(({ rule, category, confidence, recipients }) =>
    finding(rule, { confidence, ...(category ? { category } : {}), ...(recipients ? { recipients } : {}) }),
  )

const anyUnknown = fc.constantFrom(...RULES).map((rule) => ({ rule, error: 'Error' }))

test('one finding more never makes an outcome milder', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...policy.packs.values()),
      fc.array(anyFinding, { maxLength: 6 }),
      fc.array(anyUnknown, { maxLength: 2 }),
      anyFinding,
      fc.boolean(),
      (pack, findings, unknown, more, automatic) => {
        const judge = (all: readonly Finding[]) =>
          decide(policy, pack, seenOf({ to: TO, findings: all, unknown, message: { automatic } }), NOW)
        const before = judge(findings)
        const after = judge([...findings, more])
        for (const [i, { outcome }] of before.recipients.entries()) {
          expect(OUTCOMES.indexOf(after.recipients[i]!.outcome)).toBeGreaterThanOrEqual(OUTCOMES.indexOf(outcome))
        }
      },
    ),
    { numRuns: 500 },
  )
})

test('the decision is the strictest of its recipients, and its hits come strictest first', () => {
  fc.assert(
    fc.property(fc.constantFrom(...policy.packs.values()), fc.array(anyFinding, { maxLength: 8 }), (pack, findings) => {
      const { outcome, recipients, hits } = decide(policy, pack, seenOf({ to: TO, findings }), NOW)
      const ranks = recipients.map((recipient) => OUTCOMES.indexOf(recipient.outcome))
      expect(OUTCOMES.indexOf(outcome)).toBe(Math.max(...ranks))
      const order = hits.map((hit) => OUTCOMES.indexOf(hit.outcome))
      expect(order).toEqual(order.toSorted((a, b) => b - a))
      for (const recipient of recipients) expect(recipient.rules.length === 0).toBe(recipient.outcome === 'forward')
    }),
    { numRuns: 300 },
  )
})

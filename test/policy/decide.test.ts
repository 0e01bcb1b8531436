/** What becomes of a message: modes, recipients, exceptions, the unknown, automatic mail, own rules. */
import { describe, expect, test } from 'vitest'
import { decide, type Exception } from '../../src/policy/policy.ts'
import { CLAUSES, contact, finding, NOW, policyOf, seenOf } from './seen.ts'

const PASSWORD = finding('password')
const judge = (rest: string, given: Parameters<typeof seenOf>[0], exceptions: readonly Exception[] = [], now = NOW) => {
  const { policy, pack } = policyOf(rest, { exceptions })
  return decide(policy, pack, seenOf(given), now)
}
const mode = (word: string) => `rules:\n  password: {mode: ${word}}\n${CLAUSES}`

describe('modes', () => {
  test.each([
    ['enforce', 'bounce', 'bounce'],
    ['advise', 'notify', 'bounce'],
    ['shadow', 'forward', 'bounce'],
  ])('%s: %s', (word, outcome, wouldBe) => {
    const decision = judge(mode(word), { findings: [PASSWORD] })
    expect(decision.outcome).toBe(outcome)
    expect(decision.hits).toMatchObject([{ rule: 'password', mode: word, outcome, wouldBe, clause: 'A' }])
  })

  test('off, and a rule the pack does not have: nothing at all', () => {
    const findings = [PASSWORD, finding('chain-mail')]
    expect(judge(mode('off'), { findings })).toMatchObject({ outcome: 'forward', hits: [] })
  })

  test('what only would have counted is not among the reasons of a recipient', () => {
    const decision = judge(mode('shadow'), { findings: [PASSWORD, finding('unexpected-recipient')] })
    expect(decision.recipients).toEqual([
      { address: 'ouder@ouder.example', outcome: 'notify', rules: ['unexpected-recipient'] },
    ])
    expect(decision.hits.map(({ rule }) => rule)).toEqual(['unexpected-recipient', 'password'])
  })
})

describe('recipients', () => {
  const to = ['een@ouder.example', 'Twee@ouder.example']
  const aboutTwo = finding('unexpected-recipient', { recipients: ['twee@ouder.example'] })

  test('a finding about one leaves the other alone', () => {
    const decision = judge(CLAUSES, { to, findings: [aboutTwo] })
    expect(decision.outcome).toBe('notify')
    expect(decision.recipients).toEqual([
      { address: 'een@ouder.example', outcome: 'forward', rules: [] },
      { address: 'Twee@ouder.example', outcome: 'notify', rules: ['unexpected-recipient'] },
    ])
  })

  test('a finding about the message counts for all, and the strictest wins', () => {
    const decision = judge(CLAUSES, { to, bcc: ['drie@ouder.example'], findings: [aboutTwo, PASSWORD] })
    expect(decision.recipients.map(({ outcome }) => outcome)).toEqual(['bounce', 'bounce', 'bounce'])
    expect(decision.recipients[1]?.rules).toEqual(['password', 'unexpected-recipient'])
    expect(decision.hits[0]).toMatchObject({ rule: 'password', fix: 'confirm' })
  })

  test('a finding about somebody who is not in this transaction stops nobody here', () => {
    const decision = judge(CLAUSES, { to, findings: [finding('password', { recipients: ['vier@ouder.example'] })] })
    expect(decision.outcome).toBe('forward')
    expect(decision.hits).toHaveLength(1)
  })

  test('a finding about an empty list of recipients is about all', () => {
    expect(judge(CLAUSES, { to, findings: [finding('password', { recipients: [] })] }).outcome).toBe('bounce')
  })

  test('a message to nobody is still judged', () => {
    expect(judge(CLAUSES, { to: [], findings: [PASSWORD] })).toMatchObject({ outcome: 'bounce', recipients: [] })
  })
})

describe('sureness', () => {
  test.each([
    ['', 'hold'],
    ['rules: {password: {unsure: notify}}\n', 'notify'],
    ['rules: {password: {outcome: notify, unsure: bounce}}\n', 'notify'],
    ['rules: {password: {categories: {pin: forward}}}\n', 'forward'],
  ])('%s gives %s', (rules, outcome) => {
    const unsure = finding('password', { category: 'pin', confidence: 0.6 })
    expect(judge(rules + CLAUSES, { findings: [unsure] }).outcome).toBe(outcome)
  })

  test('a category is no property that every object has', () => {
    const odd = finding('password', { category: 'constructor' })
    expect(judge(CLAUSES, { findings: [odd] }).outcome).toBe('bounce')
  })

  test('advice carries no remedy, a stop does', () => {
    const few = finding('password', { category: 'few' })
    expect(
      judge(`rules: {password: {categories: {few: notify}}}\n${CLAUSES}`, { findings: [few] }).hits[0]?.fix,
    ).toBeUndefined()
    expect(judge(CLAUSES, { findings: [few] }).hits[0]?.fix).toBe('confirm')
  })
})

describe('exceptions', () => {
  const exception = (more: Partial<Exception> = {}): Exception => ({
    id: 'x1',
    rule: 'password',
    reason: 'afgesproken',
    owner: 'directie',
    expires: NOW + 1000,
    ...more,
  })
  const to = ['een@ouder.example', 'twee@clb.example']
  const outcomes = (more: Partial<Exception>, category?: string) =>
    judge(CLAUSES, { to, findings: [finding('password', category ? { category } : {})] }, [
      exception(more),
    ]).recipients.map(({ outcome }) => outcome)

  test.each<[string, Partial<Exception>, string[]]>([
    ['for all', {}, ['forward', 'forward']],
    ['of a sender', { sender: 'an@school.example' }, ['forward', 'forward']],
    ["of a sender's domain", { sender: '@school.example' }, ['forward', 'forward']],
    ['of another sender', { sender: 'jo@school.example' }, ['bounce', 'bounce']],
    ['of a domain that ends alike', { sender: '@chool.example' }, ['bounce', 'bounce']],
    ['for a recipient', { recipient: 'een@ouder.example' }, ['forward', 'bounce']],
    ["for a recipient's domain", { recipient: '@clb.example' }, ['bounce', 'forward']],
    ['of another rule', { rule: 'chain-mail' }, ['bounce', 'bounce']],
    ['of another kind', { category: 'wifi' }, ['bounce', 'bounce']],
    ['that is over', { expires: NOW }, ['bounce', 'bounce']],
  ])('%s', (_, more, expected) => {
    expect(outcomes(more)).toEqual(expected)
  })

  test('of this kind', () => {
    expect(outcomes({ category: 'wifi' }, 'wifi')).toEqual(['forward', 'forward'])
  })

  test('leave their name on the evidence, for whom they cover', () => {
    const decision = judge(CLAUSES, { to, findings: [PASSWORD] }, [exception({ recipient: '@clb.example' })])
    expect(decision.hits).toMatchObject([
      { outcome: 'bounce', recipients: ['een@ouder.example'] },
      { outcome: 'forward', wouldBe: 'bounce', exception: 'x1', recipients: ['twee@clb.example'] },
    ])
    expect(decision.hits[0]).not.toHaveProperty('exception')
    expect(decision.hits[1]).not.toHaveProperty('fix')
  })

  test('for all stay one piece of evidence', () => {
    const { hits } = judge(CLAUSES, { to, findings: [PASSWORD] }, [exception()])
    expect(hits).toMatchObject([{ outcome: 'forward', exception: 'x1' }])
    expect(hits[0]).not.toHaveProperty('recipients')
  })

  test('for somebody do not clear a message to nobody', () => {
    const given = { to: [], findings: [PASSWORD] }
    expect(judge(CLAUSES, given, [exception({ recipient: '@clb.example' })]).outcome).toBe('bounce')
  })

  test('do not cover what could not be checked', () => {
    const decision = judge(CLAUSES, { unknown: [{ rule: 'password', error: 'RangeError' }] }, [exception()])
    expect(decision.outcome).toBe('hold')
  })
})

describe('the unknown', () => {
  const unknown = [{ rule: 'password', error: 'RangeError' }] as const

  test.each([
    ['enforce', 'hold'],
    ['advise', 'notify'],
    ['shadow', 'forward'],
    ['off', 'forward'],
  ])('a failed detector, %s: %s', (word, outcome) => {
    expect(judge(mode(word), { unknown }).outcome).toBe(outcome)
  })

  test('holds for a rule that only advises too, and says why', () => {
    const decision = judge(CLAUSES, { unknown: [{ rule: 'unexpected-recipient', error: 'RangeError' }] })
    expect(decision.hits).toMatchObject([
      { rule: 'unexpected-recipient', outcome: 'hold', unknown: 'RangeError', clause: 'B' },
    ])
  })

  test('does not soften what the same rule did see', () => {
    expect(judge(CLAUSES, { unknown, findings: [PASSWORD] }).outcome).toBe('bounce')
  })

  test('a guard that lacks a fact holds, with the evidence', () => {
    const rest = `rules:\n  password: {when: 'recipients[5].ours'}\n${CLAUSES}`
    const decision = judge(rest, { findings: [PASSWORD] })
    expect(decision.outcome).toBe('hold')
    expect(decision.hits).toMatchObject([{ rule: 'password', outcome: 'hold', finding: PASSWORD }])
    expect(decision.hits[0]?.unknown).toContain('fact')
    expect(judge(rest, {}).outcome).toBe('forward')
  })

  test('a guard that is false for this message lets a failed detector be', () => {
    expect(judge(`rules:\n  password: {when: counts.recipients > 5}\n${CLAUSES}`, { unknown }).outcome).toBe('forward')
  })
})

describe('automatic mail', () => {
  test.each([
    ['password', 'hold'],
    ['unexpected-recipient', 'forward'],
  ] as const)('%s: %s', (rule, outcome) => {
    const decision = judge(CLAUSES, { findings: [finding(rule)], message: { automatic: true } })
    expect(decision.outcome).toBe(outcome)
  })

  test('the null sender alone is enough', () => {
    const message = { envelope: { mailFrom: '', rcptTo: [] } }
    expect(judge(CLAUSES, { findings: [PASSWORD], message })).toMatchObject({
      outcome: 'hold',
      hits: [{ outcome: 'hold', wouldBe: 'bounce' }],
    })
  })
})

describe('guards and own rules', () => {
  const person = {
    id: 's1',
    kind: 'staff',
    firstName: 'An',
    lastName: 'Maes',
    name: 'An Maes',
    email: 'an@school.example',
  } as const
  const rest = { class: '', pupilIds: [], photoConsent: undefined }
  const an = contact('an@school.example', {
    persons: [{ ...person, ...rest, function: 'leerkracht', school: 'De Vlinder' }],
    known: true,
  })
  const holds = (when: string, given: Parameters<typeof seenOf>[0] = {}, now = NOW): boolean =>
    judge(`rules:\n  password: {when: '${when}'}\n${CLAUSES}`, { findings: [PASSWORD], sender: an, ...given }, [], now)
      .hits.length > 0

  test.each([
    ['sender.function == "leerkracht" && sender.school == "De Vlinder"', true],
    ['sender.domain == "school.example" && sender.class == "personal" && sender.known', true],
    ['counts.recipients == 3 && counts.outside == 2 && counts.visible == 2 && counts.hidden == 1', true],
    ['recipients.exists(r, r.seen == "hidden" && r.domain == "ouder.example")', true],
    ['recipients.all(r, r.ours)', false],
    ['message.reply || message.forwarded || message.bulk || message.automatic', false],
    ['message.language == "nl" && message.size > 1000 && message.attachments == 1', true],
    ['"password" in findings.rules && "wifi" in findings.categories && findings.count == 2', true],
    ['"chain-mail" in findings.rules', false],
    ['time.hour == 12 && time.weekday == 2 && time.date == "2026-09-01"', true],
  ])('%s: %s', (when, expected) => {
    const given = {
      to: ['een@ouder.example', 'jo@school.example'],
      bcc: ['drie@ouder.example'],
      findings: [PASSWORD, finding('password', { category: 'wifi' }), finding('chain-mail')],
      message: { parts: [{ disposition: 'attachment' }, { disposition: 'inline' }] as never },
    }
    expect(holds(when, given)).toBe(expected)
  })

  test('the clock is that of the school, winter and summer, at midnight too', () => {
    expect(holds('time.hour == 0 && time.date == "2026-01-15"', {}, Date.parse('2026-01-14T23:10:00Z'))).toBe(true)
    expect(holds('time.hour == 1 && time.weekday == 3', {}, Date.parse('2026-07-14T23:10:00Z'))).toBe(true)
  })

  const OWN = `${CLAUSES}ownRules:
  - {id: veel, when: counts.outside > 1, outcome: hold, clause: B, because: {nl: veel, fr: beaucoup, en: many}}
  - {id: nacht, when: time.hour < 6, outcome: bounce, mode: shadow, because: {nl: laat, fr: tard, en: late}}
  - {id: weg, when: 'recipients[9].ours', outcome: notify, mode: off, because: {nl: weg, fr: loin, en: away}}
`
  const many = ['een@ouder.example', 'twee@ouder.example']

  test('an own rule counts for the whole message and quotes its clause', () => {
    const decision = judge(OWN, { to: many })
    expect(decision.hits).toMatchObject([{ rule: 'own:veel', outcome: 'hold', clause: 'B' }])
    expect(decision.recipients.map(({ rules }) => rules)).toEqual([['own:veel'], ['own:veel']])
    expect(judge(OWN, { to: ['een@ouder.example'] }).hits).toEqual([])
  })

  test('an own rule told in one language is told so to all', () => {
    const [own] = policyOf(
      `${CLAUSES}ownRules:\n  - {id: laat, when: time.hour > 20, outcome: notify, because: {nl: Laat.}}\n`,
    ).pack.ownRules
    expect(own?.because).toEqual({ nl: 'Laat.', fr: 'Laat.', en: 'Laat.' })
  })

  test('an own rule has modes too', () => {
    const decision = judge(OWN, {}, [], Date.parse('2026-09-01T01:00:00Z'))
    expect(decision).toMatchObject({
      outcome: 'forward',
      hits: [{ rule: 'own:nacht', outcome: 'forward', wouldBe: 'bounce' }],
    })
  })

  test('an own rule that lacks a fact holds', () => {
    const decision = judge(OWN.replace(', mode: off', ''), {})
    expect(decision).toMatchObject({ outcome: 'hold', hits: [{ rule: 'own:weg', outcome: 'hold' }] })
  })
})

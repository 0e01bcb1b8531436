/** The accounts must be able to say no: each thing that must not be, played in the ledger, is found. */
import { expect, test } from 'vitest'
import { accountsOf } from './accounts.ts'
import { chanceOf } from './chance.ts'
import { SILENCE_MS } from './hop.ts'
import { type Copy, Ledger } from './ledger.ts'
import { hashOf, type Mail, mailOf, type Road } from './mails.ts'
import type { Remains } from './remains.ts'

const TO = 'ouder@mail.example'
const NOTHING: Remains = { held: [], queued: [], stopped: [], notices: [], unjudged: 0 }

const mail = (number: number, road: Road = 'forward'): Mail => {
  const raw = Buffer.from(`${number}`)
  return { number, road, from: 'els@devlonder.example', transactions: [[TO]], raw, hash: hashOf(raw), nameless: false }
}
const copy = (more: Partial<Copy> = {}): Copy => ({ at: 100_000, saidAt: 100_010, asGiven: true, ...more })

const ledgerOf = (one: Mail, copies: readonly Copy[], promised: 'none' | 'maybe' | 'accepted' = 'accepted'): Ledger => {
  const ledger = new Ledger()
  ledger.begin(one, [TO])
  ledger.promise(one, [TO], promised)
  ledger.of(one.number, TO)?.copies.push(...copies)
  return ledger
}

test('what was promised and is delivered, held, returned or queued is in order', () => {
  for (const [ledger, remains, place] of [
    [ledgerOf(mail(1), [copy()]), NOTHING, 'delivered'],
    [ledgerOf(mail(2, 'hold'), []), { ...NOTHING, held: [`2 ${TO}`] }, 'held'],
    [ledgerOf(mail(3), []), { ...NOTHING, queued: [`3 ${TO}`] }, 'queued'],
  ] as const) {
    const accounts = accountsOf(ledger, remains)
    expect(accounts.faults).toEqual([])
    expect(accounts.places[place]).toBe(1)
  }
})

test.each([
  ['lost', ledgerOf(mail(1), []), /LOST, among them 1 \(forward\)/],
  ['let out', ledgerOf(mail(1, 'hold'), [copy()]), /LEAKED/],
  ['changed', ledgerOf(mail(1), [copy({ asGiven: false })]), /other bytes/],
  ['doubled', ledgerOf(mail(1), [copy(), copy({ at: 110_000 })]), /twice without a reason/],
  ['never sent whole', ledgerOf(mail(1), [copy()], 'none'), /never sent the end/],
] as const)('%s: found', (_what, ledger, words) => {
  expect(accountsOf(ledger, NOTHING).faults.join('\n')).toMatch(words)
})

test('sent again for a reason: the next hop never said so, or too late, or the program was killed just then', () => {
  for (const saidAt of [undefined, 100_000 + SILENCE_MS - 10]) {
    const unsaid = ledgerOf(mail(1), [copy({ saidAt }), copy({ at: 110_000 })])
    expect(accountsOf(unsaid, NOTHING)).toMatchObject({ faults: [], doubled: { unsaid: 1 } })
  }
  const killed = ledgerOf(mail(1), [copy(), copy({ at: 110_000 })])
  killed.windows.push({ what: 'killed', from: 100_500, to: 100_500, kill: true })
  expect(accountsOf(killed, NOTHING)).toMatchObject({ faults: [], doubled: { inFlight: 1, inFlightAtMost: 20 } })
})

test('sent twice by a client that missed our answer: one message when it has a name, two when it has none', () => {
  const twice = [copy(), copy({ at: 110_000 })]
  const nameless = ledgerOf({ ...mail(1), nameless: true }, twice)
  nameless.promise(mail(1), [TO], 'maybe')
  expect(accountsOf(nameless, NOTHING).faults).toHaveLength(2)
  nameless.promise(mail(1), [TO], 'maybe')
  expect(accountsOf(nameless, NOTHING)).toMatchObject({ faults: [], doubled: { nameless: 1 } })
  const named = ledgerOf(mail(1), twice)
  for (const _ of twice) named.promise(mail(1), [TO], 'maybe')
  expect(accountsOf(named, NOTHING).doubled).toMatchObject({ nameless: 0, unexplained: 1 })
})

test('hidden recipients of a bounce are counted, one for one', () => {
  const one: Mail = { ...mail(1, 'bounce'), transactions: [[TO, 'b@mail.example']] }
  const ledger = new Ledger()
  ledger.begin(one, one.transactions[0]!)
  ledger.promise(one, one.transactions[0]!, 'accepted')
  ledger.unnamed.set(1, 1)
  expect(accountsOf(ledger, NOTHING).places).toMatchObject({ returned: 1, lost: 1 })
})

test('the same seed gives the same mail', () => {
  const [a, b] = [chanceOf(7), chanceOf(7)]
  for (let n = 1; n < 50; n++) expect(mailOf(n, a).hash).toBe(mailOf(n, b).hash)
})

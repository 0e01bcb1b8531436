/** Parts that come after the verdict: what a sender can do, and what a reviewer sees and decides, is about all of them. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import { AttachmentOptions, openReaders, type Readers } from '../../src/attachments/attachments.ts'
import { type Gateway, openGateway } from '../../src/gateway.ts'
import { silentLog } from '../../src/log.ts'
import { NO_SCANNER } from '../../src/malware/malware.ts'
import type { Decision } from '../../src/policy/policy.ts'
import { settlementOf, unjudged } from '../../src/settlement.ts'
import { CARE, ELS, GREET, letter, openReviewHouse, type ReviewHouse } from '../review/house.ts'
import { until } from './running.ts'

let house: ReviewHouse
let gateway: Gateway
let readers: Readers

beforeEach(async () => {
  house = await openReviewHouse()
  const { store, review, clock, rules } = house
  const identity = () => ({
    from: { name: '', address: 'postmaster@devlonder.example' },
    host: 'lock.example',
    url: 'https://mailsluis.example',
  })
  const settling = { identity, review, packFor: rules.policy.packFor, admins: async () => [], remedyMs: 7 * 86_400_000 }
  readers = openReaders(AttachmentOptions.parse({}))
  gateway = openGateway({
    ...{
      store,
      readers,
      scanner: NO_SCANNER,
      blocks: house.blocks,
      owner: () => 'door',
      log: silentLog,
      now: () => clock.now,
    },
    rules: () => rules,
    exceptions: async () => [],
    settle: (mail) => settlementOf(mail, settling),
    giveUp: (id, head, now) => unjudged(id, head, settling, now),
    wakeQueue: () => {},
    takesUtf8: () => true,
  })
})
afterEach(async () => {
  await gateway.stop()
  await readers.close()
  await house.close()
})

let sent = 0
/** Accepted and judged; what waits for more parts waits no longer. */
const bring = async (raw: Buffer, rcptTo: readonly string[]): Promise<string> => {
  const { store, clock } = house
  const intake = await gateway.intake()
  await intake.write(raw)
  const client = { address: '127.0.0.1', name: 'pc', tls: '', user: '' }
  const head = { kind: 'mail' as const, received: '', smtputf8: false, eightBit: true, client, size: raw.length }
  const envelope = { mailFrom: ELS, rcptTo }
  const { id } = await gateway.accept(intake, { ...head, envelope, receivedAt: clock.now }, `late-${sent++}`, 'one')
  clock.now += 30_000
  await until(
    async () => (await store.mail(id))?.state !== 'received',
    () => 'not judged',
  )
  return id
}

const parents = Array.from({ length: 12 }, (_, n) => `ouder${n}@mail${n}.example`)

test('a remedy serves all of them, also those that came later', async () => {
  const raw = letter('Beste ouders,\n\nVrijdag gaan we zwemmen.\n\nMet vriendelijke groeten\nEls', {
    To: parents.join(',\r\n '),
  })
  const first = await bring(raw, parents.slice(0, 5))
  const [told] = await house.lettersTo(ELS)
  const late = await bring(raw, parents.slice(5, 9))
  const later = await bring(raw, parents.slice(8))
  expect(await house.lettersTo(ELS)).toHaveLength(1)
  for (const id of [late, later])
    expect(await house.store.mail(id)).toMatchObject({ state: 'done', hasBody: false, recipients: [] })

  const mail = await house.store.mail(first)
  expect(mail?.recipients.map(({ address, fate }) => [address, fate])).toEqual(parents.map((to) => [to, 'stopped']))
  const { recipients } = mail!.verdict!.decision as Decision
  expect(recipients.map(({ address, outcome }) => [address, outcome])).toEqual(parents.map((to) => [to, 'bounce']))

  const token = /https:\/\/mailsluis\.example\/r\/([\w-]+)/.exec(told!.replace(/=\r\n/g, ''))![1]!
  expect((await house.review.preview(token)).hidden).toEqual(parents)
  await house.review.apply(token)
  expect(new Set(Object.values(await house.fates(first)))).toEqual(new Set(['waiting']))
  expect((await house.store.body(first)).toString()).not.toContain('ouder1@')
})

test('a reviewer sees all of them; those let go are let go once, and who comes after is not', async () => {
  const [a, b, c, d] = parents as [string, string, string, string]
  const first = await bring(CARE, [a])
  await bring(CARE, [b, c])
  const held = await house.review.held(GREET)
  expect(held.map(({ id }) => id)).toEqual([first])
  const { recipients, decision, mail } = await house.review.case(GREET, first)
  expect(recipients.map(({ address }) => address)).toEqual([a, b, c])
  expect(new Set(recipients.map(({ nextAt }) => nextAt)).size).toBe(1)
  expect(decision.recipients.map(({ address }) => address)).toEqual([a, b, c])
  // The same was found in each part: it is told once.
  expect(new Set(decision.hits.map((hit) => JSON.stringify(hit))).size).toBe(decision.hits.length)
  expect(mail.history.map(({ event }) => event)).toEqual(['judged', 'joined'])
  expect(await house.lettersTo(ELS)).toHaveLength(1)

  // What the reviewer saw is what goes.
  await house.review.release(GREET, first, { recipients: [a, b] })
  await house.review.release(GREET, first)
  expect(await house.fates(first)).toEqual({ [a]: 'waiting', [b]: 'waiting', [c]: 'waiting' })
  const after = await bring(CARE, [c, d])
  expect(await house.fates(after)).toEqual({ [c]: 'held', [d]: 'held' })
  expect((await house.review.held(GREET)).map(({ id }) => id)).toEqual([after])
})

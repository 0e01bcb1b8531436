/** What every store must do, whatever it is built on. */

import { createHash, randomBytes } from 'node:crypto'
import { buffer } from 'node:stream/consumers'
import { setTimeout as wait } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Store } from '../../src/store/store.ts'
import { familyContract } from './family-contract.ts'
import { figuresContract } from './figures-contract.ts'
import { findContract, giveUpContract } from './find-contract.ts'
import {
  claim,
  delivered,
  fatesOf,
  head,
  keep,
  LARGE_IN_MEMORY,
  MINUTE,
  notice,
  queued,
  receive,
  START,
  settlement,
  text,
  write,
} from './mail.ts'
import { passContract } from './pass-contract.ts'

export type OpenHouse = Readonly<{
  store: Store
  /** What the store takes for now; tests turn it. */
  clock: { now: number }
  /** The same store as another process sees it. */
  another(): Promise<Store>
  /** Closes all and opens again. */
  restart(): Promise<Store>
  dispose(): Promise<void>
}>

/** `shared`: other nodes may be alive, so one that starts leaves their leases alone. */
export const storeContract = (open: () => Promise<OpenHouse>, { shared }: Readonly<{ shared: boolean }>): void => {
  describe('one message in several transactions', () => familyContract(open))
  describe('a message that its client waits for', () => passContract(open))
  describe('finding', () => findContract(open))
  describe('giving up and sending anew', () => giveUpContract(open))
  describe('figures', () => figuresContract(open))

  let house: OpenHouse
  let store: Store
  beforeEach(async () => {
    house = await open()
    store = house.store
  })
  afterEach(() => house.dispose())

  describe('receiving', () => {
    test.each([0, 1, 65_535, 65_536, 65_537, 300_000, 1_048_576, 1_048_577, 5_000_000, 10_000_000])(
      '%i bytes come back the same',
      async (size) => {
        const raw = randomBytes(size)
        const intake = await write(store, raw, 50_021)
        expect(intake.inMemory === undefined).toBe(size > 1_048_576 + LARGE_IN_MEMORY)
        const { id, as } = await intake.commit(head(), { joinKey: 'k', owner: 'door', leaseMs: MINUTE })
        expect([id, as, intake.size]).toEqual([intake.id, 'new', size])
        expect((await store.body(id)).equals(raw)).toBe(true)
        expect((await buffer(await store.bodyStream(id))).equals(raw)).toBe(true)
        expect((await store.mail(id))?.head).toEqual({ ...head(), size })
      },
    )

    test.each(['committed', 'given up', 'passed'])(
      'a large message leaves its room in memory when it is %s',
      async (end) => {
        const raw = randomBytes(4_500_000)
        const first = await write(store, raw, 50_021)
        const second = await write(store, raw, 50_021)
        expect([first.inMemory?.length, second.inMemory?.length]).toEqual([raw.length, undefined])
        const keys = { joinKey: end, owner: 'door', leaseMs: MINUTE }
        if (end === 'committed') await first.commit(head(), keys)
        else if (end === 'given up') await first.abort()
        else await first.pass(head(), { verdict: { from: '', messageId: '' }, recipients: [], history: [] }, keys)
        const third = await write(store, raw, 50_021)
        expect(third.inMemory?.length).toBe(raw.length)
        const { id } = await second.commit(head(), { ...keys, joinKey: 'other' })
        expect((await store.body(id)).equals(raw)).toBe(true)
        await third.abort()
        // What went to disk has given back its room too.
        expect((await write(store, raw)).inMemory?.length).toBe(raw.length)
      },
    )

    test('a submission that comes again within the hour is the same message', async () => {
      const raw = randomBytes(2_000_000)
      const first = await receive(store, raw, ['a@ouder.example'], 'session')
      const again = await write(store, raw)
      const answer = await again.commit(head(['a@ouder.example']), {
        joinKey: 'session',
        owner: 'door',
        leaseMs: MINUTE,
      })
      expect(answer).toEqual({ id: first, as: 'repeat' })
      expect((await store.counts()).received).toBe(1)
      expect((await store.body(first)).equals(raw)).toBe(true)
    })

    test('two at the same moment, by two processes, are one', async () => {
      const other = await house.another()
      const ids = await Promise.all(
        [store, other, store, other].map((one) => receive(one, text('twee keer'), ['a@ouder.example'], 'same')),
      )
      expect(new Set(ids).size).toBe(1)
      expect((await store.counts()).received).toBe(1)
    })

    test.each([
      ['bytes', text('anders'), ['a@ouder.example'], 'k'],
      ['envelope', text('zelfde'), ['b@ouder.example'], 'k'],
      ['join key', text('zelfde'), ['a@ouder.example'], 'l'],
    ])('other %s: another message', async (_what, raw, rcptTo, key) => {
      const first = await receive(store, text('zelfde'), ['a@ouder.example'], 'k')
      expect(await receive(store, raw, rcptTo, key)).not.toBe(first)
    })

    test('after an hour it is a new message', async () => {
      const first = await receive(store, text('zelfde'), ['a@ouder.example'], 'k')
      house.clock.now += 61 * MINUTE
      expect(await receive(store, text('zelfde'), ['a@ouder.example'], 'k')).not.toBe(first)
    })

    test('a settlement may put other bytes in place of the original', async () => {
      const id = await receive(store, text('met een regel te veel'))
      expect(
        await store.settle(id, 'door', settlement({ 'ouder@ouder.example': 'waiting' }, { body: text('zonder') })),
      ).toBe('settled')
      expect(await store.body(id)).toEqual(text('zonder'))
      expect(await store.mail(id)).toMatchObject({ changed: true, head: { size: text('zonder').length } })
    })

    test('what is aborted leaves nothing, small or large', async () => {
      for (const size of [100, 3_000_000]) {
        const intake = await write(store, randomBytes(size))
        await intake.abort()
        await intake.abort()
        await expect(intake.commit(head(), { joinKey: 'k', owner: 'door', leaseMs: 1 })).rejects.toThrow('aborted')
      }
      expect(await store.list({ limit: 10 })).toEqual([])
    })

    test('ids rise in the order of arrival', async () => {
      const ids: string[] = []
      for (let n = 0; n < 20; n += 1) ids.push(await receive(store))
      expect(ids).toEqual([...ids].sort())
      expect(ids.every((id) => /^[0-9A-Z]{26}$/.test(id))).toBe(true)
    })
  })

  describe('the living and the dead', () => {
    const HOUR = 60 * MINUTE
    /** One message being judged and one being delivered, by the same owner. */
    const busy = async (owner: string): Promise<readonly [judging: string, delivering: string]> => {
      const delivering = await keep(store, { 'a@ouder.example': 'waiting', 'b@ouder.example': 'waiting' })
      expect(await store.claimDue(owner, START, HOUR, 1, () => START + HOUR)).toHaveLength(1)
      const judging = await receive(store, text('nog niet gelezen'))
      expect(await store.claimReceived(owner, START + MINUTE, HOUR, 1)).toHaveLength(1)
      return [judging, delivering]
    }
    const free = async () => [
      ...(await store.claimReceived('heir', START + MINUTE, MINUTE, 10)),
      ...(await claim(store, 'heir', START + MINUTE)),
    ]

    test('who beats is alive, until it lapses or another takes over', async () => {
      expect(await store.alive()).toEqual([])
      expect(await store.beat('a', HOUR, true)).toBe(true)
      expect(await store.beat('b', HOUR, true)).toBe(true)
      expect(await store.beat('a', HOUR)).toBe(true)
      expect([...(await (await house.another()).alive())].sort()).toEqual(['a', 'b'])
      await store.beat('a', 0)
      expect(await store.alive()).toEqual(['b'])
      // Late, but nobody has taken over.
      expect(await store.beat('a', HOUR)).toBe(true)
      await store.beat('a', 0)
      await store.takeOver()
      expect(await store.beat('a', HOUR)).toBe(false)
      expect(await store.alive()).toEqual(['b'])
    })

    test('what a dead one had claimed is free at once, what the living have is not', async () => {
      await store.beat('dead', HOUR, true)
      await store.beat('alive', HOUR, true)
      const theirs = await busy('dead')
      await busy('alive')
      expect(await store.takeOver()).toBe(0)
      expect(await free()).toEqual([])
      await store.beat('dead', 0)
      const other = await house.another()
      const freed = await Promise.all([store.takeOver(), other.takeOver()])
      expect(freed[0] + freed[1]).toBe(3)
      const claimed = await free()
      expect(claimed.map(({ id }) => id)).toEqual(theirs)
      expect(claimed[1]).toMatchObject({ recipients: [{ attempts: 2, firstAt: START }, { attempts: 2 }] })
    })

    test('what it comes back with counts no more', async () => {
      await store.beat('paused', HOUR, true)
      const [judging] = await busy('paused')
      const again = await keep(store, { 'c@ouder.example': 'waiting' })
      const [job] = await store.claimDue('paused', START, HOUR, 1, () => START + HOUR)
      await store.takeOver({ gone: ['paused'] })
      expect(await store.settle(judging, 'paused', settlement({ 'ouder@ouder.example': 'waiting' }))).toBe('gone')
      expect(job?.id).toBe(again)
      expect(await store.finish(job!, 'paused', delivered(job!), [], [])).toBe(false)
      expect(await free()).toHaveLength(3)
      expect(await store.beat('paused', HOUR)).toBe(false)
    })

    test('one that is known to be gone is not waited for; twice does no harm', async () => {
      await store.beat('killed', HOUR, true)
      const theirs = await busy('killed')
      expect(await store.takeOver({ gone: ['killed', 'never seen'] })).toBe(3)
      expect(await store.takeOver({ gone: ['killed'] })).toBe(0)
      expect((await free()).map(({ id }) => id)).toEqual(theirs)
    })

    test('a delivery that ended with its process comes again at once, and the next times later and later', async () => {
      await keep(store, { 'a@ouder.example': 'waiting' })
      const waits: number[] = []
      for (let now = START; waits.length < 5; ) {
        await store.beat('dies', HOUR, true)
        expect(await store.claimDue('dies', now, HOUR, 1, () => now + HOUR)).toHaveLength(1)
        house.clock.now = now
        await store.takeOver({ gone: ['dies'] })
        const due = (await store.nextDue()) ?? 0
        waits.push(due - now)
        now = due
      }
      for (const [n, most] of [0, 10_000, 20_000, 40_000, 80_000].entries()) {
        expect(waits[n]).toBeGreaterThanOrEqual(most / 2)
        expect(waits[n]).toBeLessThanOrEqual(most)
      }
    })

    test('what ended meanwhile is left as it is', async () => {
      await store.beat('dead', HOUR, true)
      const id = await keep(store, { 'a@ouder.example': 'waiting' })
      const [job] = await store.claimDue('dead', START, HOUR, 1, () => START + HOUR)
      await store.finish(job!, 'dead', delivered(job!), [], [])
      expect(await store.takeOver({ gone: ['dead'] })).toBe(0)
      expect(await fatesOf(store, id)).toEqual({ 'a@ouder.example': 'delivered' })
    })

    test.skipIf(shared)('a server that starts alone frees what everybody held', async () => {
      await store.beat('before', HOUR, true)
      const theirs = await busy('before')
      expect(await store.takeOver({ everybody: true })).toBe(3)
      expect(await store.alive()).toEqual([])
      expect((await free()).map(({ id }) => id)).toEqual(theirs)
    })

    test.runIf(shared)('a server that starts leaves the work of others alone', async () => {
      await store.beat('alive', HOUR, true)
      await busy('alive')
      expect(await store.takeOver({ everybody: true })).toBe(0)
      expect(await free()).toEqual([])
    })
  })

  describe('judging', () => {
    test('nobody else judges it while the lease runs; one other does when it lapsed', async () => {
      const id = await receive(store)
      expect(await store.claimReceived('b', START + MINUTE - 1, MINUTE, 10)).toEqual([])
      const other = await house.another()
      const claims = await Promise.all([
        store.claimReceived('b', START + MINUTE, MINUTE, 10),
        other.claimReceived('c', START + MINUTE, MINUTE, 10),
      ])
      expect(claims.flat()).toMatchObject([{ id, attempts: 2, head: { envelope: head().envelope } }])
    })

    test('limit and order: the longest lapsed first', async () => {
      const ids = [await receive(store), await receive(store), await receive(store)]
      const claimed = await store.claimReceived('b', START + 2 * MINUTE, MINUTE, 2)
      expect(claimed).toHaveLength(2)
      const rest = await store.claimReceived('c', START + 2 * MINUTE, MINUTE, 2)
      expect([...claimed, ...rest].map(({ id }) => id).sort()).toEqual(ids)
    })

    test('only the owner settles, once; the notices go with it', async () => {
      const id = await receive(store, text('x'), ['a@ouder.example', 'b@ouder.example'])
      const decided = settlement(
        { 'a@ouder.example': 'waiting', 'b@ouder.example': 'held' },
        { notices: [notice('vastgehouden')] },
      )
      expect(await store.settle(id, 'somebody', decided)).toBe('gone')
      expect(await queued(store)).toEqual([])
      expect(await Promise.all([store.settle(id, 'door', decided), store.settle(id, 'door', decided)])).toEqual([
        'settled',
        'gone',
      ])
      expect(await queued(store)).toEqual([text('vastgehouden').toString()])
      expect(await store.mail(id)).toMatchObject({
        state: 'judged',
        verdict: decided.verdict,
        recipients: [
          { address: 'a@ouder.example', fate: 'waiting', attempts: 0, nextAt: START, lastReply: '' },
          { address: 'b@ouder.example', fate: 'held', attempts: 0, nextAt: START, lastReply: '' },
        ],
        history: decided.history,
        hasBody: true,
        changed: false,
      })
      expect(await store.claimReceived('z', START + 99 * MINUTE, MINUTE, 10)).toEqual([])
    })
  })

  describe('delivering', () => {
    test('two owners never claim the same recipient', async () => {
      const ids = []
      for (let n = 0; n < 20; n += 1)
        ids.push(await keep(store, { 'a@ouder.example': 'waiting', 'b@ouder.example': 'waiting' }))
      const other = await house.another()
      const jobs = (
        await Promise.all([claim(store, 'a', START, 15), claim(other, 'b', START, 15), claim(store, 'c', START, 15)])
      ).flat()
      expect(jobs.map(({ id }) => id).sort()).toEqual(ids)
      expect(jobs.every(({ recipients }) => recipients.length === 2)).toBe(true)
    })

    test('nothing before its time; the next attempt is booked before this one', async () => {
      const id = await keep(store, { 'a@ouder.example': 'waiting' }, { nextAt: START + 5 })
      expect(await store.nextDue()).toBe(START + 5)
      expect(await claim(store, 'a', START + 4)).toEqual([])
      const [job] = await claim(store, 'a', START + 5)
      expect(job).toMatchObject({
        id,
        recipients: [{ address: 'a@ouder.example', attempts: 1, firstAt: START }],
        changed: false,
      })
      expect(await store.nextDue()).toBe(START + 5 + 10 * MINUTE)
      expect((await store.mail(id))?.recipients[0]?.attempts).toBe(1)
    })

    test('a booking never falls within the lease', async () => {
      await keep(store, { 'a@ouder.example': 'waiting' })
      expect(await store.claimDue('a', START, 5 * MINUTE, 10, () => START)).toHaveLength(1)
      expect(await store.claimDue('b', START + 5 * MINUTE - 1, MINUTE, 10, () => START)).toEqual([])
      expect(await store.claimDue('b', START + 5 * MINUTE, MINUTE, 10, () => START)).toHaveLength(1)
    })

    test('after a lapse the second owner counts, and the first one’s result changes nothing', async () => {
      const id = await keep(store, { 'a@ouder.example': 'waiting' })
      const [first] = await claim(store, 'a', START)
      const [second] = await claim(store, 'b', START + 10 * MINUTE)
      expect(second?.recipients[0]?.attempts).toBe(2)
      expect(await store.finish(first!, 'a', delivered(first!), [notice('te laat')], [])).toBe(false)
      expect(await queued(store)).toEqual([])
      expect(await fatesOf(store, id)).toEqual({ 'a@ouder.example': 'waiting' })
      expect(await store.finish(second!, 'b', delivered(second!), [], [])).toBe(true)
      expect(await store.finish(second!, 'b', delivered(second!), [], [])).toBe(false)
    })

    test('a late result still counts when nobody else came', async () => {
      const id = await keep(store, { 'a@ouder.example': 'waiting' })
      const [job] = await claim(store, 'a', START)
      house.clock.now = START + 30 * MINUTE
      expect(await store.finish(job!, 'a', delivered(job!), [], [])).toBe(true)
      expect((await store.mail(id))?.state).toBe('done')
    })

    test('each recipient has its own result; notices and history in the same step', async () => {
      const id = await keep(store, { 'a@x.example': 'waiting', 'b@x.example': 'waiting', 'c@x.example': 'waiting' })
      const [job] = await claim(store, 'q', START)
      const results = [
        { address: 'a@x.example', fate: 'delivered' as const, nextAt: 0, reply: '250 ok' },
        { address: 'b@x.example', fate: 'failed' as const, nextAt: 0, reply: '550 5.1.1 no such user' },
        { address: 'c@x.example', fate: 'waiting' as const, nextAt: START + 7, reply: '451 later' },
      ]
      const entry = { at: START, event: 'delivered', by: 'queue' }
      expect(await store.finish(job!, 'q', results, [notice('mislukt')], [entry])).toBe(true)
      expect(await store.mail(id)).toMatchObject({
        state: 'judged',
        recipients: [
          { fate: 'delivered', nextAt: 0, lastReply: '250 ok' },
          { fate: 'failed', nextAt: 0, lastReply: '550 5.1.1 no such user' },
          { fate: 'waiting', nextAt: START + 7, lastReply: '451 later', attempts: 1 },
        ],
        history: [{ event: 'judged' }, entry],
      })
      expect(await queued(store)).toEqual([text('mislukt').toString()])
      const again = (await claim(store, 'q', START + 7)).find((one) => one.id === id)
      expect(again?.recipients.map(({ address }) => address)).toEqual(['c@x.example'])
    })

    test('our own mail waits at once', async () => {
      const id = await store.enqueue({ ...notice('groot'), raw: randomBytes(200_000) })
      const [job] = await claim(store, 'q', START)
      expect(job).toMatchObject({ id, head: { kind: 'notice', size: 200_000 } })
      expect(await store.body(id)).toHaveLength(200_000)
    })

    test('retry makes due what waits, and leaves alone what is under way', async () => {
      const waits = await keep(
        store,
        { 'a@x.example': 'waiting', 'h@x.example': 'held' },
        { nextAt: START + 99 * MINUTE },
      )
      const busy = await keep(store, { 'b@x.example': 'waiting' })
      await claim(store, 'q', START)
      expect(await store.retry('all', START + 1)).toBe(1)
      expect((await claim(store, 'q', START + 1)).map(({ id }) => id)).toEqual([waits])
      expect(await store.retry(busy, START + 2 * MINUTE)).toBe(1)
      expect((await claim(store, 'q', START + 2 * MINUTE)).map(({ id }) => id)).toEqual([busy])
    })

    test('ten thousand recipients on one message', async () => {
      const people = Array.from({ length: 10_000 }, (_, n) => `ouder${n}@ouder.example`)
      const id = await keep(store, Object.fromEntries(people.map((address) => [address, 'waiting'])))
      const [job] = await claim(store, 'q', START)
      expect(job?.recipients.map(({ address }) => address)).toEqual(people)
      expect(await claim(store, 'q', START)).toEqual([])
      expect(await store.finish(job!, 'q', delivered(job!), [], [])).toBe(true)
      expect(await store.counts()).toMatchObject({ delivered: 10_000, waiting: 0, done: 1 })
      expect((await store.list({ fate: 'delivered', limit: 5 })).map((mail) => mail.id)).toEqual([id])
    })
  })

  describe('held and stopped', () => {
    const step = (event: string) => ({ at: START, event, by: 'directie' })

    test('one of two reviewers is first', async () => {
      const id = await keep(store, { 'a@x.example': 'held', 'b@x.example': 'held' }, { nextAt: START + MINUTE })
      const other = await house.another()
      const moved = await Promise.all([
        store.move(id, { from: 'held', to: 'waiting', history: step('released'), notices: [notice('vrij')] }),
        other.move(id, { from: 'held', to: 'returned', history: step('returned'), notices: [notice('terug')] }),
      ])
      expect(moved.filter(Boolean)).toHaveLength(1)
      const fates = Object.values(await fatesOf(store, id))
      expect(fates).toEqual(moved[0] ? ['waiting', 'waiting'] : ['returned', 'returned'])
      expect(await queued(store)).toEqual([text(moved[0] ? 'vrij' : 'terug').toString()])
    })

    test('some of the recipients; all that were named or none', async () => {
      const id = await keep(store, { 'a@x.example': 'held', 'b@x.example': 'held', 'c@x.example': 'waiting' })
      const some = (recipients: readonly string[]) =>
        store.move(id, { from: 'held', to: 'waiting', recipients, history: step('released'), notices: [] })
      expect(await some(['a@x.example', 'c@x.example'])).toBe(false)
      expect(await some(['a@x.example', 'niemand@x.example'])).toBe(false)
      expect(await some(['a@x.example'])).toBe(true)
      expect(await fatesOf(store, id)).toEqual({
        'a@x.example': 'waiting',
        'b@x.example': 'held',
        'c@x.example': 'waiting',
      })
      expect((await store.mail(id))?.history.map(({ event }) => event)).toEqual(['judged', 'released'])
    })

    test('held on until another time, and due then', async () => {
      const id = await keep(store, { 'a@x.example': 'held', 'b@x.example': 'waiting' }, { nextAt: START + 9 * MINUTE })
      const sooner = { from: 'held', to: 'held', deadline: START + MINUTE, history: step('urgent') } as const
      expect(await store.move(id, { ...sooner, notices: [notice('spoed')] })).toBe(true)
      expect(await store.overdue(START + MINUTE - 1, 9)).toEqual([])
      expect(await store.overdue(START + MINUTE, 9)).toEqual([id])
      const mail = (await store.mail(id))!
      expect(mail.recipients.map(({ fate, nextAt }) => [fate, nextAt])).toEqual([
        ['held', START + MINUTE],
        ['waiting', START + 9 * MINUTE],
      ])
      expect(mail.history.map(({ event }) => event)).toEqual(['judged', 'urgent'])
      expect(await store.move(id, { from: 'held', to: 'waiting', history: step('released'), notices: [] })).toBe(true)
      expect(await store.move(id, { ...sooner, notices: [] })).toBe(false)
    })

    test.each([500, 200_000])('a remedy of %i bytes is what is sent', async (size) => {
      const id = await keep(
        store,
        { 'a@x.example': 'stopped' },
        { keepUntil: START + MINUTE, raw: randomBytes(100_000) },
      )
      const body = randomBytes(size)
      expect(await store.move(id, { from: 'stopped', to: 'waiting', history: step('remedy'), notices: [], body })).toBe(
        true,
      )
      const [job] = await claim(store, 'q', START)
      expect(job).toMatchObject({ changed: true, head: { size } })
      expect((await store.body(id)).equals(body)).toBe(true)
      expect(await store.mail(id)).toMatchObject({ changed: true, state: 'judged' })
      expect(
        await store.move(id, {
          from: 'stopped',
          to: 'waiting',
          history: step('remedy'),
          notices: [],
          body: text('nog eens'),
        }),
      ).toBe(false)
      expect((await store.body(id)).equals(body)).toBe(true)
    })

    test('what is held comes page by page, what is due first first, and says when it changed', async () => {
      const late = await keep(store, { 'a@x.example': 'held', 'b@x.example': 'held' }, { nextAt: START + 20 })
      const twins = [
        await keep(store, { 'a@x.example': 'held' }, { nextAt: START + 10 }),
        await keep(store, { 'a@x.example': 'held' }, { nextAt: START + 10 }),
        await keep(store, { 'a@x.example': 'held', 'b@x.example': 'waiting' }, { nextAt: START + 10 }),
      ].toSorted()
      await keep(store, { 'a@x.example': 'waiting' })
      const order = [...twins, late]
      const all = await store.holds({ limit: 9 })
      expect(all.map(({ id, deadline }) => [id, deadline - START])).toEqual(order.map((id, n) => [id, n < 3 ? 10 : 20]))
      const first = await store.holds({ limit: 2 })
      expect(first).toEqual(all.slice(0, 2))
      // Whoever was last of a page may be gone when the next one is asked for.
      await store.move(order[1]!, { from: 'held', to: 'returned', history: step('returned'), notices: [] })
      expect((await store.holds({ limit: 9, after: first[1]! })).map(({ id }) => id)).toEqual(order.slice(2))
      expect(await store.holds({ limit: 1, after: first[1]! })).toEqual([all[2]])
      expect(await store.holds({ limit: 9, after: all[3]! })).toEqual([])
      // One recipient of two is due sooner: the message stands once, at its earliest.
      const sooner = { recipients: ['b@x.example'], deadline: START + 5, history: step('urgent'), notices: [] }
      await store.move(late, { from: 'held', to: 'held', ...sooner })
      const now = await store.holds({ limit: 9 })
      expect(now.map(({ id }) => id)).toEqual([late, order[0], order[2]])
      expect(now[0]!.deadline).toBe(START + 5)
      expect(now[0]!.steps).toBeGreaterThan(all[3]!.steps)
      expect(now[1]!.steps).toBe(all[0]!.steps)
    })

    test('what is past its deadline is known, the longest first', async () => {
      const late = await keep(store, { 'a@x.example': 'held', 'b@x.example': 'held' }, { nextAt: START + 10 })
      const later = await keep(store, { 'a@x.example': 'held' }, { nextAt: START + 20 })
      expect(await store.overdue(START + 9, 10)).toEqual([])
      expect(await store.overdue(START + 20, 10)).toEqual([late, later])
      expect(await store.overdue(START + 20, 1)).toEqual([late])
      await store.move(late, { from: 'held', to: 'expired', history: step('expired'), notices: [] })
      expect(await store.overdue(START + 20, 10)).toEqual([later])
      expect((await store.mail(late))?.recipients[0]).toMatchObject({
        fate: 'expired',
        nextAt: 0,
        lastReply: 'expired',
      })
    })
  })

  describe('the end of keeping', () => {
    const gone = async (id: string) => {
      expect(await store.mail(id)).toMatchObject({ state: 'done', hasBody: false, verdict: undefined })
      await expect(store.body(id)).rejects.toThrow('destroyed')
      await expect(store.bodyStream(id)).rejects.toThrow('destroyed')
    }

    test.each([500, 200_000])('%i bytes, delivered to all: the content goes at once', async (size) => {
      const id = await keep(store, { 'a@x.example': 'waiting' }, { raw: randomBytes(size) })
      const [job] = await claim(store, 'q', START)
      await store.finish(job!, 'q', delivered(job!), [], [])
      await gone(id)
      expect(await fatesOf(store, id)).toEqual({ 'a@x.example': 'delivered' })
      expect((await store.mail(id))?.history).toHaveLength(1)
    })

    test('kept until its time; then swept', async () => {
      const id = await keep(
        store,
        { 'a@x.example': 'stopped', 'b@x.example': 'waiting' },
        { keepUntil: START + MINUTE },
      )
      const [job] = await claim(store, 'q', START)
      await store.finish(job!, 'q', delivered(job!), [], [])
      expect(await store.sweep(START + MINUTE - 1)).toBe(0)
      expect((await store.body(id)).equals(text('uitstap'))).toBe(true)
      expect(await store.sweep(START + MINUTE)).toBe(1)
      await gone(id)
      const again = {
        from: 'stopped',
        to: 'waiting',
        history: { at: 1, event: 'remedy', by: 'x' },
        notices: [],
      } as const
      expect(await store.move(id, again)).toBe(false)
      expect(await store.sweep(START + MINUTE)).toBe(0)
    })

    test('never while somebody waits, is held, or it is not judged', async () => {
      const ids = [
        await keep(store, { 'a@x.example': 'held' }),
        await keep(store, { 'a@x.example': 'waiting' }),
        await receive(store),
      ]
      expect(await store.sweep(START + 99 * 24 * 60 * MINUTE)).toBe(0)
      for (const id of ids) expect(await store.body(id)).toEqual(text('uitstap'))
    })

    test('the record goes some months later', async () => {
      const id = await keep(store, { 'a@x.example': 'waiting' })
      const [job] = await claim(store, 'q', START)
      await store.finish(job!, 'q', delivered(job!), [], [])
      await store.sweep(START + 89 * 24 * 60 * MINUTE)
      expect(await store.mail(id)).toBeDefined()
      await store.sweep(START + 91 * 24 * 60 * MINUTE)
      expect(await store.mail(id)).toBeUndefined()
      expect(await store.counts()).toMatchObject({ done: 0, delivered: 0 })
    })
  })

  describe('looking', () => {
    test('pages, newest first, by fate, state and kind', async () => {
      const held = [
        await keep(store, { 'a@x.example': 'held' }),
        await keep(store, { 'a@x.example': 'held', 'b@x.example': 'waiting' }),
      ]
      const received = await receive(store)
      const own = await store.enqueue(notice('bericht'))
      const ids = async (filter: Parameters<Store['list']>[0]) => (await store.list(filter)).map(({ id }) => id)
      expect(await ids({ limit: 10 })).toEqual([own, received, held[1], held[0]])
      expect(await ids({ limit: 2, before: received })).toEqual([held[1], held[0]])
      expect(await ids({ fate: 'held', limit: 1 })).toEqual([held[1]])
      expect(await ids({ fate: 'held', limit: 1, before: held[1]! })).toEqual([held[0]])
      expect(await ids({ fate: 'waiting', kind: 'mail', limit: 9 })).toEqual([held[1]])
      expect(await ids({ kind: 'notice', limit: 9 })).toEqual([own])
      expect(await ids({ state: 'received', limit: 9 })).toEqual([received])
      expect(await ids({ state: 'judged', kind: 'mail', limit: 9 })).toEqual([held[1], held[0]])
      expect(await store.counts()).toMatchObject({ received: 1, judged: 3, held: 2, waiting: 2, done: 0 })
      expect(await store.mail('0'.repeat(26))).toBeUndefined()
    })
  })

  describe('records', () => {
    test('put, get, replace, remove', async () => {
      expect(await store.put('user', { key: 'an', value: { roles: ['admin'] }, expires: 0 })).toBe(true)
      expect(await store.get('user', 'an')).toEqual({ roles: ['admin'] })
      expect(await store.get('session', 'an')).toBeUndefined()
      await store.put('user', { key: 'an', value: 2, expires: 0 })
      await store.put('user', { key: 'bo', value: 3, expires: START + 1 })
      expect(await store.records('user')).toEqual([
        { key: 'an', value: 2, expires: 0 },
        { key: 'bo', value: 3, expires: START + 1 },
      ])
      expect([await store.remove('user', 'an'), await store.remove('user', 'an')]).toEqual([true, false])
    })

    test('of two who put what must be absent one succeeds', async () => {
      const other = await house.another()
      const put = (one: Store, value: number) => one.put('mark', { key: 'k', value, expires: 0 }, { ifAbsent: true })
      const answers = await Promise.all([put(store, 1), put(other, 2)])
      expect(answers.filter(Boolean)).toHaveLength(1)
      expect(await store.get('mark', 'k')).toBe(answers[0] ? 1 : 2)
    })

    test('of many who take one gets it', async () => {
      await store.put('remedy', { key: 'token', value: { id: 'x' }, expires: START + MINUTE })
      const other = await house.another()
      const taken = await Promise.all([store, other, store, other].map((one) => one.take('remedy', 'token')))
      expect(taken.filter((value) => value !== undefined)).toEqual([{ id: 'x' }])
      expect(await store.get('remedy', 'token')).toBeUndefined()
    })

    test('what has expired is not there', async () => {
      const add = () => store.put('remedy', { key: 'token', value: 1, expires: START + MINUTE }, { ifAbsent: true })
      await add()
      house.clock.now = START + MINUTE
      expect(await store.get('remedy', 'token')).toBeUndefined()
      expect(await store.records('remedy')).toEqual([])
      expect(await store.take('remedy', 'token')).toBeUndefined()
      house.clock.now = START
      await add()
      await store.sweep(START + MINUTE)
      expect(await store.get('remedy', 'token')).toBeUndefined()
    })
  })

  describe('audit', () => {
    test('a chain that an auditor can compute again, without gaps, from two processes', async () => {
      const other = await house.another()
      const entries = Array.from({ length: 40 }, (_, n) => ({
        at: START + n,
        event: 'released',
        actor: 'directie',
        ref: `r${n}`,
        detail: 'ë',
      }))
      await Promise.all(entries.map((entry, n) => (n % 2 ? store : other).audit(entry)))
      const rows = await store.auditRows()
      expect(rows.map(({ seq }) => seq)).toEqual(entries.map((_, n) => n + 1))
      expect(rows.map(({ ref }) => ref).sort()).toEqual(entries.map(({ ref }) => ref).sort())
      let previous = '0'.repeat(64)
      for (const { at, event, actor, ref, detail, hash, ...row } of rows) {
        expect(row.previous).toBe(previous)
        previous = createHash('sha256')
          .update(previous + JSON.stringify([at, event, actor, ref, detail]))
          .digest('hex')
        expect(hash).toBe(previous)
      }
      expect((await store.auditRows(39)).map(({ seq }) => seq)).toEqual([39, 40])
      expect(await store.auditRows(2, 1)).toMatchObject([{ seq: 2 }])
    })
  })

  test('a restart keeps all', async () => {
    const large = randomBytes(2_000_000)
    const received = await receive(store, large)
    const held = await keep(
      store,
      { 'a@x.example': 'held', 'b@x.example': 'waiting' },
      { notices: [notice('wacht')], keepUntil: START + 9 },
    )
    await store.put('session', { key: 's', value: 'v', expires: 0 })
    await store.audit({ at: START, event: 'signIn', actor: 'an', ref: '', detail: '' })
    const before = [
      await store.list({ limit: 10 }),
      await store.counts(),
      await store.auditRows(),
      await store.nextDue(),
    ]
    store = await house.restart()
    expect([
      await store.list({ limit: 10 }),
      await store.counts(),
      await store.auditRows(),
      await store.nextDue(),
    ]).toEqual(before)
    expect((await store.body(received)).equals(large)).toBe(true)
    expect(await store.body(held)).toEqual(text('uitstap'))
    expect(await store.get('session', 's')).toBe('v')
    expect(await receive(store)).not.toBe(received)
  })

  test('check tells that it works; after close nothing is taken', async () => {
    await store.check()
    await Promise.all([store.close(), store.close()])
    await expect(store.enqueue(notice('te laat'))).rejects.toThrow('closed')
  })

  describe('what processes share', () => {
    const wish = { most: 2, held: 0, ms: MINUTE }

    test('counts add up over processes, and each for itself', async () => {
      const other = await house.another()
      expect(await store.tally(['a', 'b'], 1, MINUTE)).toEqual([1, 1])
      expect(await other.tally(['a'], 1, MINUTE)).toEqual([2])
      expect(await store.tally(['a', 'b', 'c'], 0, MINUTE)).toEqual([2, 1, 0])
      await other.untally('a')
      expect(await store.tally(['a', 'b'], 0, MINUTE)).toEqual([0, 1])
    })

    test('a count ends with its window, however often it is added to', async () => {
      expect(await store.tally(['a'], 1, 300)).toEqual([1])
      await wait(150)
      expect(await store.tally(['a'], 1, 300)).toEqual([2])
      await wait(250)
      expect(await store.tally(['a'], 0, 300)).toEqual([0])
      expect(await store.tally(['a'], 1, 300)).toEqual([1])
    })

    test('many at once are all counted', async () => {
      const other = await house.another()
      const counts = await Promise.all(
        Array.from({ length: 60 }, (_, n) => (n % 2 ? store : other).tally(['a'], 1, MINUTE)),
      )
      expect(counts.flat().sort((a, b) => a - b)).toEqual(Array.from({ length: 60 }, (_, n) => n + 1))
    })

    test('slots: no more than there are, over processes; freed and lapsed ones come again', async () => {
      const other = await house.another()
      expect(await store.takeSlot('hop', 'one/1', wish)).toBe(true)
      expect(await other.takeSlot('hop', 'two/1', { ...wish, ms: 100 })).toBe(true)
      expect(await other.takeSlot('hop', 'two/2', wish)).toBe(false)
      expect(await other.takeSlot('another hop', 'two/2', wish)).toBe(true)
      await store.freeSlot('hop', 'one/1')
      expect(await other.takeSlot('hop', 'two/2', wish)).toBe(true)
      // two/1 gave no sign of life.
      await wait(150)
      expect(await store.takeSlot('hop', 'one/2', wish)).toBe(true)
      expect(await store.takeSlot('hop', 'one/3', wish)).toBe(false)
    })

    test('slots of a process that died are free as soon as that is known', async () => {
      const wish = { most: 1, held: 0, ms: 60_000 }
      await store.beat('dead:1', 60_000, true)
      await store.beat('alive:2', 60_000, true)
      expect(await store.takeSlot('mx', 'dead:1|a/1', wish)).toBe(true)
      expect(await store.takeSlot('mx', 'alive:2|b/1', wish)).toBe(false)
      await store.takeOver({ gone: ['dead:1'] })
      expect(await store.takeSlot('mx', 'alive:2|b/1', wish)).toBe(true)
      expect(await store.takeSlot('mx', 'alive:2|b/2', wish)).toBe(false)
    })

    test('kept slots do not lapse, and who keeps them hears how little the poorest has who wants one', async () => {
      const other = await house.another()
      for (const holder of ['one/1', 'one/2']) await store.takeSlot('hop', holder, { ...wish, ms: 100 })
      expect(await store.keepSlots('hop', ['one/1', 'one/2'], MINUTE)).toBeUndefined()
      await wait(150)
      expect(await other.takeSlot('hop', 'two/1', { ...wish, held: 1 })).toBe(false)
      expect(await store.keepSlots('hop', ['one/1', 'one/2'], MINUTE)).toBe(1)
      expect(await other.takeSlot('hop', 'three/1', { ...wish, held: 0 })).toBe(false)
      expect(await other.takeSlot('hop', 'two/1', { ...wish, held: 1 })).toBe(false)
      expect(await store.keepSlots('hop', ['one/1', 'one/2'], MINUTE)).toBe(0)
    })

    test('a hundred at once for ten slots', async () => {
      const other = await house.another()
      const takes = Array.from({ length: 100 }, (_, n) =>
        (n % 2 ? store : other).takeSlot('hop', `holder/${n}`, { ...wish, most: 10 }),
      )
      expect((await Promise.all(takes)).filter(Boolean)).toHaveLength(10)
    })
  })
}

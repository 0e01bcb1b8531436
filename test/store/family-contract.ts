/** What every store must do with one message that arrives as several transactions. */
import { randomBytes } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Committed, Joining, MailHead, Store, Verdict } from '../../src/store/store.ts'
import type { OpenHouse } from './contract.ts'
import { claim, fatesOf, head, MINUTE, notice, queued, START, settlement, write } from './mail.ts'

const BODY = 'Beste ouders, morgen geen school.\r\n'
/** Each part has a trace line of its own. */
const part = (trace: string, body = BODY): Buffer =>
  Buffer.from(`Received: from ${trace}\r\nFrom: an.peeters@school.example\r\nSubject: vrij\r\n\r\n${body}`)

let keys = 0
const key = (): string => `part-${process.pid}-${keys++}`

type Sent = Readonly<{ raw?: Buffer; joinKey?: string; family?: string; change?: Partial<MailHead> }>

const send = async (store: Store, rcptTo: readonly string[], sent: Sent = {}): Promise<Committed> => {
  const { raw = part(key()), joinKey = key(), family = 'f', change = {} } = sent
  const intake = await write(store, raw, 7)
  return intake.commit({ ...head(rcptTo), ...change }, { joinKey, family, owner: 'door', leaseMs: MINUTE })
}

const [A, B, C, D] = ['a@x.example', 'b@x.example', 'c@x.example', 'd@x.example'] as const

const joining = (into: string, addresses: readonly string[], more: Partial<Joining> = {}): Joining => ({
  ...{ into, fate: 'held', addresses, changed: false },
  amend: (verdict: Verdict) => ({ ...verdict, decision: [verdict.decision, ...addresses] }),
  history: { at: START + 5, event: 'joined', by: 'gateway' },
  ...more,
})

export const familyContract = (open: () => Promise<OpenHouse>): void => {
  let house: OpenHouse
  let store: Store
  beforeEach(async () => {
    house = await open()
    store = house.store
  })
  afterEach(() => house.dispose())

  const rcptTo = async (id: string) => (await store.mail(id))?.head.envelope.rcptTo
  /** A first part that is judged. */
  const held = async (fates: Parameters<typeof settlement>[0] = { [A]: 'held' }, more = {}): Promise<string> => {
    const { id } = await send(store, Object.keys(fates))
    expect(await store.settle(id, 'door', settlement(fates, more))).toBe('settled')
    return id
  }

  describe('parts of one message, before the verdict', () => {
    test.each([20, 3_000_000])('%i bytes: the recipients are added, the bytes kept once', async (size) => {
      const body = randomBytes(size).toString('latin1')
      const raw = part('first', body)
      const first = await send(store, [A, B], { raw })
      expect(first).toMatchObject({ as: 'new', head: { envelope: { rcptTo: [A, B] } } })
      const second = await send(store, [B, C], { raw: part('second', body), change: { receivedAt: START + 9 } })
      expect(second).toEqual({ id: first.id, as: 'joined' })
      expect((await store.counts()).received).toBe(1)
      expect((await store.body(first.id)).equals(raw)).toBe(true)
      expect((await store.mail(first.id))?.head).toMatchObject({
        envelope: { rcptTo: [A, B, C] },
        family: { parts: 2, lastAt: START + 9, kin: [] },
        size: raw.length,
      })
    })

    test.each<[string, Sent]>([
      ['another body', { raw: part('x', 'Iets anders.\r\n') }],
      ['another key', { family: 'g' }],
      ['another sender', { change: { envelope: { mailFrom: 'bo@school.example', rcptTo: [B] } } }],
    ])('%s: another message', async (_what, sent) => {
      const { id } = await send(store, [A])
      expect(await send(store, [B], sent)).toMatchObject({ as: 'new' })
      expect(await rcptTo(id)).toEqual([A])
    })

    test('what names no family joins nothing', async () => {
      for (const to of [A, B]) {
        const intake = await write(store, part('x'))
        const answer = await intake.commit(head([to]), { joinKey: key(), owner: 'door', leaseMs: MINUTE })
        expect(answer.as).toBe('new')
      }
    })

    test('a part that comes again is a repeat, also with another trace line', async () => {
      const { id } = await send(store, [A])
      const again = { raw: part('twee'), joinKey: 'twee' }
      expect(await send(store, [B], again)).toEqual({ id, as: 'joined' })
      expect(await send(store, [B], again)).toEqual({ id, as: 'repeat' })
      expect(await send(store, [B])).toEqual({ id, as: 'repeat' })
      await store.settle(id, 'door', settlement({ [A]: 'held', [B]: 'held' }, { parts: 2 }))
      expect(await send(store, [B], again)).toEqual({ id, as: 'repeat' })
      expect((await store.counts()).received).toBe(0)
    })

    test('an hour after the last part it is another message', async () => {
      const { id } = await send(store, [A])
      house.clock.now += 50 * MINUTE
      expect(await send(store, [B])).toEqual({ id, as: 'joined' })
      house.clock.now += 50 * MINUTE
      expect(await send(store, [C])).toEqual({ id, as: 'joined' })
      house.clock.now += 61 * MINUTE
      await store.sweep(house.clock.now)
      expect(await send(store, [D])).toMatchObject({ as: 'new', head: { envelope: { rcptTo: [D] } } })
      expect(await rcptTo(id)).toEqual([A, B, C])
    })

    test('forty at one moment, by two processes, are one', async () => {
      const other = await house.another()
      const all = Array.from({ length: 40 }, (_, n) => `r${n}@x.example`)
      const answers = await Promise.all(all.map((to, n) => send(n % 2 ? store : other, [to])))
      expect(new Set(answers.map(({ id }) => id)).size).toBe(1)
      expect(answers.filter(({ as }) => as === 'new')).toHaveLength(1)
      const found = (await store.mail(answers[0]!.id))?.head
      expect(found?.envelope.rcptTo.toSorted()).toEqual(all.toSorted())
      expect(found?.family?.parts).toBe(40)
    })

    test('named for one recipient, our line is so no more', async () => {
      const received =
        'Received: from pc\r\n\tby lock with ESMTP\r\n\tid X for <a@x.example>; Mon, 2 Mar 2026 09:00:00 +0000\r\n'
      const { id } = await send(store, [A], { change: { received } })
      await send(store, [B])
      expect((await store.mail(id))?.head.received).toBe(received.replace(' for <a@x.example>', ''))
    })

    test('a verdict on fewer parts than came is none; the lease stays', async () => {
      const { id } = await send(store, [A])
      await send(store, [B])
      const early = settlement({ [A]: 'held' }, { notices: [notice('te vroeg')] })
      expect(await store.settle(id, 'door', early)).toBe('changed')
      expect(await queued(store)).toEqual([])
      expect(await store.claimReceived('other', START + MINUTE - 1, MINUTE, 1)).toEqual([])
      expect(await store.settle(id, 'other', early)).toBe('gone')
      expect(await store.settle(id, 'door', settlement({ [A]: 'held', [B]: 'held' }, { parts: 2 }))).toBe('settled')
      expect(await fatesOf(store, id)).toEqual({ [A]: 'held', [B]: 'held' })
    })

    test('a part and a verdict at one moment: with it, or its kin', async () => {
      const other = await house.another()
      for (let n = 0; n < 10; n += 1) {
        const family = `race-${n}`
        const { id } = await send(store, [A], { family })
        const [settled, late] = await Promise.all([
          store.settle(id, 'door', settlement({ [A]: 'held' })),
          send(other, [B], { family }),
        ])
        if (settled === 'changed') expect(late).toEqual({ id, as: 'joined' })
        else expect(late).toMatchObject({ as: 'new', head: { family: { kin: [id] } } })
      }
    })

    test('all of it is there after a restart', async () => {
      const { id } = await send(store, [A])
      await send(store, [B])
      store = await house.restart()
      expect(await send(store, [C])).toEqual({ id, as: 'joined' })
      const [left] = await store.claimReceived('new', START + MINUTE, MINUTE, 1)
      expect(left).toMatchObject({ id, head: { envelope: { rcptTo: [A, B, C] }, family: { parts: 3 } } })
    })
  })

  describe('parts of one message, after the verdict', () => {
    test('a late part knows its kin, and takes in those after it', async () => {
      const first = await held()
      const late = await send(store, [B])
      expect(late).toMatchObject({ as: 'new', head: { family: { parts: 1, kin: [first] } } })
      expect(await send(store, [C])).toEqual({ id: late.id, as: 'joined' })
      await store.settle(late.id, 'door', settlement({ [B]: 'waiting', [C]: 'waiting' }, { parts: 2 }))
      expect(await send(store, [D])).toMatchObject({ as: 'new', head: { family: { kin: [first, late.id] } } })
      const [left] = await store.claimReceived('new', START + MINUTE, MINUTE, 1)
      expect(left?.head.family?.kin).toEqual([first, late.id])
    })

    test('its held recipients go to those held already, by the same deadline; its others go on', async () => {
      const first = await held({ [A]: 'held', [D]: 'waiting' }, { nextAt: START + 7 * MINUTE })
      const { id } = await send(store, [B, C])
      const before = await store.counts()
      const settled = settlement({ [C]: 'waiting' }, { joins: [joining(first, [B])] })
      expect(await store.settle(id, 'door', settled)).toBe('settled')
      expect(await fatesOf(store, first)).toEqual({ [A]: 'held', [D]: 'waiting', [B]: 'held' })
      const mail = await store.mail(first)
      expect(mail?.recipients[2]).toMatchObject({ address: B, nextAt: START + 7 * MINUTE, attempts: 0 })
      expect(mail?.head.envelope.rcptTo).toEqual([A, D, B])
      expect(mail?.verdict?.decision).toEqual([{ outcome: 'forward' }, B])
      expect(mail?.history.at(-1)).toMatchObject({ event: 'joined' })
      expect(await fatesOf(store, id)).toEqual({ [C]: 'waiting' })
      expect(await store.counts()).toMatchObject({ held: before.held + 1, received: 0, waiting: before.waiting + 1 })
      expect(await store.overdue(START + 7 * MINUTE, 10)).toEqual([first])
      const letGo = {
        from: 'held',
        to: 'waiting',
        history: { at: START, event: 'released', by: 'x' },
        notices: [],
      } as const
      expect(await store.move(first, letGo)).toBe(true)
      const jobs = await claim(store, 'q', START + 8 * MINUTE)
      expect(jobs.flatMap((job) => job.recipients.map(({ address }) => address)).toSorted()).toEqual([A, B, C, D])
    })

    test('when all of it goes there, nothing but its record stays', async () => {
      const first = await held({ [A]: 'stopped' }, { keepUntil: START + 99 * MINUTE })
      const { id } = await send(store, [B])
      const more = { joins: [joining(first, [B], { fate: 'stopped' })], keepUntil: START }
      expect(await store.settle(id, 'door', settlement({}, more))).toBe('settled')
      expect(await store.mail(id)).toMatchObject({ state: 'done', hasBody: false, recipients: [] })
      expect(await fatesOf(store, first)).toEqual({ [A]: 'stopped', [B]: 'stopped' })
      expect(await store.list({ fate: 'stopped', limit: 9 })).toHaveLength(1)
      store = await house.restart()
      expect(await fatesOf(store, first)).toEqual({ [A]: 'stopped', [B]: 'stopped' })
    })

    test('one who is there already is there once', async () => {
      const first = await held({ [A]: 'held', [B]: 'held' })
      const { id } = await send(store, [B, C])
      expect(await store.settle(id, 'door', settlement({}, { joins: [joining(first, [B, C])] }))).toBe('settled')
      expect(await fatesOf(store, first)).toEqual({ [A]: 'held', [B]: 'held', [C]: 'held' })
    })

    test.each<[string, (first: string) => Promise<unknown>, Partial<Joining>]>([
      ['nobody is held any more', (id) => release(id), {}],
      ['of another fate', async () => undefined, { fate: 'stopped' }],
      ['with other bytes', async () => undefined, { changed: true }],
      ['one who was decided on', (id) => release(id, [B]), { addresses: [B] }],
      ['unknown', async () => undefined, { into: '0'.repeat(26) }],
    ])('kin is not as it was (%s): nothing is done', async (_what, turn, more) => {
      const first = await held({ [A]: 'held', [B]: 'held' })
      await turn(first)
      const { id } = await send(store, [C])
      const before = [await store.mail(first), await store.counts()]
      const settled = settlement({}, { joins: [joining(first, [C], more)], notices: [notice('niet')] })
      expect(await store.settle(id, 'door', settled)).toBe('changed')
      expect([await store.mail(first), await store.counts()]).toEqual(before)
      expect(await store.settle(id, 'door', settlement({ [C]: 'held' }))).toBe('settled')
    })

    const release = (id: string, recipients?: readonly string[]) =>
      store.move(id, {
        ...{ from: 'held', to: 'waiting', notices: [] },
        ...(recipients ? { recipients } : {}),
        history: { at: START, event: 'released', by: 'x' },
      })

    test('many late parts at once: each recipient once, in one message', async () => {
      const first = await held()
      const other = await house.another()
      const all = Array.from({ length: 12 }, (_, n) => `r${n}@x.example`)
      const late = []
      for (const to of all) late.push({ to, ...(await send(store, [to], { family: `late ${to}` })) })
      const join = async (one: Store, { to, id }: { to: string; id: string }): Promise<void> => {
        const settled = settlement({}, { joins: [joining(first, [to])] })
        while ((await one.settle(id, 'door', settled)) === 'changed');
      }
      await Promise.all(late.map((one, n) => join(n % 2 ? store : other, one)))
      const mail = await store.mail(first)
      expect(mail?.recipients.map(({ address }) => address).toSorted()).toEqual([A, ...all].toSorted())
      expect((await store.counts()).held).toBe(13)
    })
  })
}

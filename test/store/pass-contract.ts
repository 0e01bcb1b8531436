/** A message that the next hop had while its client waited leaves the record of any other, and nothing of its content. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Committed, MailHead, Passed, Store, StoredMail } from '../../src/store/store.ts'
import type { OpenHouse } from './contract.ts'
import { claim, head, MINUTE, START, settlement, text, write } from './mail.ts'

const DAY = 24 * 60 * MINUTE
const [A, B] = ['a@x.example', 'b@x.example'] as const
const REPLY = '250 2.0.0 taken (hop)'
const HISTORY = [
  { at: START, event: 'judged', by: 'gateway', detail: 'forward' },
  { at: START, event: 'delivered', by: 'queue', detail: `2 × ${REPLY}` },
]
const RAW = text('uitstap')

let keys = 0
const key = (): string => `pass-${process.pid}-${keys++}`

type Sent = Readonly<{ joinKey?: string; family?: string; to?: readonly string[]; raw?: Buffer }>

const headFor = (to: readonly string[]): MailHead => ({ ...head(to), messageId: 'm@school.example' })

const pass = async (store: Store, { joinKey = key(), family, to = [A, B], raw = RAW }: Sent = {}): Promise<string> => {
  const intake = await write(store, raw, 7)
  expect(await intake.isFirst(headFor(to), { joinKey, family })).toBe(true)
  const passed: Passed = {
    verdict: { from: 'an.peeters@school.example', messageId: 'm@school.example' },
    recipients: to.map((address) => ({ address, reply: REPLY })),
    history: HISTORY,
  }
  await intake.pass(headFor(to), passed, { joinKey, family })
  return intake.id
}

const commit = async (store: Store, { joinKey = key(), family, to = [A, B] }: Sent = {}): Promise<Committed> => {
  const intake = await write(store, RAW)
  return intake.commit(headFor(to), { joinKey, family, owner: 'door', leaseMs: MINUTE })
}

/** The long way: into the store, judged, claimed, delivered. */
const send = async (store: Store): Promise<string> => {
  const { id } = await commit(store)
  const given = settlement({ [A]: 'waiting', [B]: 'waiting' }, { keepUntil: START, history: HISTORY.slice(0, 1) })
  await store.settle(id, 'door', { ...given, verdict: { ...given.verdict, messageId: 'm@school.example' } })
  const [job] = await claim(store, 'queue', START)
  const results = [A, B].map((address) => ({ address, fate: 'delivered' as const, nextAt: 0, reply: REPLY }))
  await store.finish(job!, 'queue', results, [], HISTORY.slice(1))
  return id
}

const recordOf = (mail: StoredMail | undefined): Omit<StoredMail, 'id'> | undefined => {
  if (!mail) return undefined
  const { id: _id, ...record } = mail
  return record
}

export const passContract = (open: () => Promise<OpenHouse>): void => {
  let house: OpenHouse
  let store: Store
  beforeEach(async () => {
    house = await open()
    store = house.store
  })
  afterEach(() => house.dispose())

  test('its record is that of a message that went the long way', async () => {
    const long = await send(store)
    const passed = await pass(store)
    const record = recordOf(await store.mail(passed))
    expect(record).toEqual(recordOf(await store.mail(long)))
    expect(record).toMatchObject({ state: 'done', hasBody: false, head: { size: RAW.length } })
    await expect(store.body(passed)).rejects.toThrow(/destroyed/)
  })

  test('it is counted, listed and found, also after a restart', async () => {
    const id = await pass(store)
    const again = await house.restart()
    expect(await again.counts()).toMatchObject({ done: 1, delivered: 2, received: 0, waiting: 0 })
    expect((await again.list({ state: 'done', limit: 9 })).map((mail) => mail.id)).toEqual([id])
    for (const query of [{ sender: 'an.peeters@school.example' }, { recipient: B }, { messageId: 'm@school.example' }])
      expect((await again.find({ ...query, limit: 9 })).mails.map((mail) => mail.id)).toEqual([id])
  })

  test('it goes at the end of its time, and leaves nothing', async () => {
    const id = await pass(store)
    await store.sweep(START + 89 * DAY)
    expect(await store.mail(id)).toBeDefined()
    house.clock.now = START + 200 * DAY
    await store.sweep(house.clock.now)
    expect(await store.mail(id)).toBeUndefined()
    expect(await store.counts()).toMatchObject({ done: 0, delivered: 0 })
  })

  test('a client that missed our 250 is told the same again, by whatever process', async () => {
    const id = await pass(store, { joinKey: 'one' })
    const other = await house.another()
    const intake = await write(other, RAW)
    expect(await intake.isFirst(headFor([A, B]), { joinKey: 'one' })).toBe(false)
    await intake.abort()
    expect(await commit(other, { joinKey: 'one' })).toEqual({ id, as: 'repeat' })
    house.clock.now += 61 * MINUTE
    expect(await commit(other, { joinKey: 'one' })).toMatchObject({ as: 'new' })
  })

  test('another part of the same message knows it as kin, and is known', async () => {
    const id = await pass(store, { family: 'f', to: [A] })
    const intake = await write(store, RAW)
    expect(await intake.isFirst(headFor([B]), { joinKey: key(), family: 'f' })).toBe(false)
    await intake.abort()
    expect(await commit(store, { family: 'f', to: [B] })).toMatchObject({ as: 'new', head: { family: { kin: [id] } } })
  })

  test('a part that came between the question and the end is kin', async () => {
    const intake = await write(store, RAW)
    const joinKey = key()
    expect(await intake.isFirst(headFor([A]), { joinKey, family: 'f' })).toBe(true)
    const between = await commit(store, { family: 'f', to: [B] })
    const recipients = [{ address: A, reply: REPLY }]
    const verdict = { from: 'an.peeters@school.example', messageId: '' }
    await intake.pass(headFor([A]), { verdict, recipients, history: HISTORY }, { joinKey, family: 'f' })
    expect((await store.mail(intake.id))?.head.family?.kin).toEqual([between.id])
  })

  test('what was passed cannot be committed or passed again', async () => {
    const intake = await write(store, RAW)
    const passed = { verdict: { from: '', messageId: '' }, recipients: [{ address: A, reply: REPLY }], history: [] }
    await intake.pass(headFor([A]), passed, { joinKey: 'x' })
    await expect(intake.pass(headFor([A]), passed, { joinKey: 'x' })).rejects.toThrow()
    await expect(intake.commit(headFor([A]), { joinKey: 'x', owner: 'door', leaseMs: MINUTE })).rejects.toThrow()
    expect(await store.counts()).toMatchObject({ done: 1 })
  })
}

/** Messages are found by whom they are from and for, by their Message-ID and by time, though none of it stands in clear. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { MailQuery, Store } from '../../src/store/store.ts'
import type { OpenHouse } from './contract.ts'
import { claim, delivered, head, keep, MINUTE, notice, receive, START, settlement, text, write } from './mail.ts'

const DAY = 24 * 60 * MINUTE

type Sent = Readonly<{ from?: string; to?: readonly string[]; messageId?: string; author?: string; waits?: boolean }>

let sent = 0

const send = async (store: Store, { from, to = ['ouder@ouder.example'], messageId, author, waits = true }: Sent) => {
  const base = head(to)
  const envelope = from === undefined ? base.envelope : { ...base.envelope, mailFrom: from }
  const intake = await write(store, text('uitstap'))
  const { id } = await intake.commit(
    { ...base, envelope, ...(messageId ? { messageId } : {}) },
    { joinKey: `find-${sent++}`, owner: 'door', leaseMs: MINUTE },
  )
  if (!waits) return id
  const fates = Object.fromEntries(to.map((address) => [address, 'waiting' as const]))
  const given = settlement(fates)
  const verdict = { ...given.verdict, from: author ?? envelope.mailFrom, messageId: messageId ?? '' }
  await store.settle(id, 'door', { ...given, verdict })
  return id
}

export const findContract = (open: () => Promise<OpenHouse>): void => {
  let house: OpenHouse
  let store: Store
  beforeEach(async () => {
    house = await open()
    store = house.store
  })
  afterEach(() => house.dispose())

  const find = async (query: Partial<MailQuery>): Promise<readonly string[]> =>
    (await store.find({ limit: 50, ...query })).mails.map(({ id }) => id)

  test('by sender, recipient and their domains, whatever the case', async () => {
    const one = await send(store, { from: 'An@School.example', to: ['ouder@ouder.example', 'oma@elders.example'] })
    const other = await send(store, { from: 'jan@school.example', to: ['ouder@ouder.example'] })
    expect(await find({ sender: 'an@school.example' })).toEqual([one])
    expect(await find({ sender: 'school.example' })).toEqual([other, one])
    expect(await find({ sender: '@SCHOOL.example' })).toEqual([other, one])
    expect(await find({ recipient: 'OUDER@ouder.example' })).toEqual([other, one])
    expect(await find({ recipient: 'elders.example' })).toEqual([one])
    expect(await find({ sender: 'jan@school.example', recipient: 'oma@elders.example' })).toEqual([])
    // A sender is no recipient.
    expect(await find({ recipient: 'an@school.example' })).toEqual([])
    expect(await find({ sender: 'school' })).toEqual([])
  })

  test('one that is not judged yet is found too', async () => {
    const id = await send(store, { from: 'an@school.example', waits: false })
    expect(await find({ sender: 'an@school.example' })).toEqual([id])
  })

  test('by whom it says it is from, when the envelope says another', async () => {
    const id = await send(store, { from: 'bounces@list.example', author: 'An@school.example' })
    expect(await find({ sender: 'an@school.example' })).toEqual([id])
    expect(await find({ sender: 'bounces@list.example' })).toEqual([id])
  })

  test('by Message-ID, exactly, with or without its angle brackets', async () => {
    const id = await send(store, { messageId: 'A.1@school.example' })
    await send(store, { messageId: 'a.1@school.example' })
    expect(await find({ messageId: 'A.1@school.example' })).toEqual([id])
    expect(await find({ messageId: ' <A.1@school.example> ' })).toEqual([id])
  })

  test('by time, and the newest first, page by page', async () => {
    const ids: string[] = []
    for (let day = 0; day < 5; day += 1) {
      house.clock.now = START + day * DAY
      ids.unshift(await send(store, {}))
    }
    expect(await find({})).toEqual(ids)
    expect(await find({ since: START + DAY, until: START + 3 * DAY })).toEqual([ids[2], ids[3]])
    const query = { recipient: 'ouder@ouder.example', since: START + DAY, limit: 2 }
    const first = await store.find(query)
    expect(first.mails.map(({ id }) => id)).toEqual([ids[0], ids[1]])
    const second = await store.find({ ...query, before: first.next! })
    expect(second.mails.map(({ id }) => id)).toEqual([ids[2], ids[3]])
    expect(second.next).toBeUndefined()
  })

  test('lists the oldest first too', async () => {
    const ids: string[] = []
    for (let day = 0; day < 4; day += 1) {
      house.clock.now = START + day * DAY
      ids.push(await send(store, {}))
    }
    for (const filter of [{ fate: 'waiting' }, { kind: 'mail' }, {}, { fate: 'waiting', kind: 'mail' }] as const) {
      const first = await store.list({ ...filter, limit: 3, oldestFirst: true })
      expect(first.map(({ id }) => id)).toEqual(ids.slice(0, 3))
      const rest = await store.list({ ...filter, limit: 3, oldestFirst: true, before: ids[2]! })
      expect(rest.map(({ id }) => id)).toEqual(ids.slice(3))
    }
  })

  test('one kind only, and the notices about a message by it', async () => {
    const id = await keep(store, { 'ouder@ouder.example': 'held' }, { notices: [notice('bericht')] })
    await store.enqueue(notice('ander bericht'))
    const about = await store.find({ about: id, limit: 5 })
    expect(about.mails.map(({ head: of }) => [of.kind, of.about])).toEqual([['notice', id]])
    expect(await find({ kind: 'mail' })).toEqual([id])
    expect(await find({ recipient: 'an.peeters@school.example', kind: 'mail' })).toEqual([])
    expect(await find({ recipient: 'an.peeters@school.example' })).toHaveLength(2)
  })

  test('recipients of a later part of the same message count', async () => {
    const raw = text('uitstap')
    const parts = [['a@ouder.example'], ['b@ouder.example']]
    for (const [n, to] of parts.entries()) {
      const intake = await write(store, raw)
      await intake.commit(head(to), { joinKey: `part-${n}`, family: 'f', owner: 'door', leaseMs: MINUTE })
    }
    expect(await find({ recipient: 'b@ouder.example' })).toHaveLength(1)
  })

  test('found as long as its record is kept, and no longer', async () => {
    const id = await send(store, { messageId: 'a@school.example' })
    const [job] = await claim(store, 'queue', START)
    await store.finish(job!, 'queue', delivered(job!), [], [])
    expect((await store.mail(id))?.hasBody).toBe(false)
    expect(await find({ messageId: 'a@school.example', sender: 'an.peeters@school.example' })).toEqual([id])
    expect((await store.mail(id))?.head.messageId).toBe('a@school.example')
    house.clock.now = START + 5000 * DAY
    await store.sweep(house.clock.now)
    expect(await store.mail(id)).toBeUndefined()
    expect(await find({ messageId: 'a@school.example' })).toEqual([])
    expect(await find({ recipient: 'ouder@ouder.example' })).toEqual([])
  })

  test('another process finds it, also after a restart, and all of it is complete', async () => {
    const id = await send(store, {})
    const other = await house.another()
    const found = await other.find({ recipient: 'ouder@ouder.example', limit: 5 })
    expect([found.mails.map((mail) => mail.id), found.complete]).toEqual([[id], true])
    store = await house.restart()
    expect(await find({ recipient: 'ouder@ouder.example' })).toEqual([id])
  })
}

export const giveUpContract = (open: () => Promise<OpenHouse>): void => {
  let house: OpenHouse
  let store: Store
  beforeEach(async () => {
    house = await open()
    store = house.store
  })
  afterEach(() => house.dispose())

  const history = { at: START, event: 'given-up', by: 'an' }

  test('who waits is given up, with the last answer kept; who is under way is not', async () => {
    const id = await keep(store, { 'a@ouder.example': 'waiting' })
    const [job] = await claim(store, 'queue', START)
    expect((await store.mail(id))?.recipients[0]?.underWayUntil).toBe(START + MINUTE)
    expect(await store.move(id, { from: 'waiting', to: 'failed', history, notices: [] })).toBe(false)
    const later = { address: 'a@ouder.example', fate: 'waiting' as const, nextAt: START + MINUTE, reply: '451 later' }
    await store.finish(job!, 'queue', [later], [], [])
    expect((await store.mail(id))?.recipients[0]?.underWayUntil).toBeUndefined()
    expect(await store.move(id, { from: 'waiting', to: 'failed', history, notices: [notice('terug')] })).toBe(true)
    const mail = await store.mail(id)
    expect(mail?.recipients[0]).toMatchObject({ fate: 'failed', lastReply: '451 later', nextAt: 0 })
    expect(mail?.state).toBe('done')
    expect(await store.nextDue()).toBe(START)
    expect(await store.move(id, { from: 'waiting', to: 'failed', history, notices: [] })).toBe(false)
  })

  test('who failed is sent anew while the message is still there', async () => {
    const id = await keep(store, { 'a@ouder.example': 'waiting', 'b@ouder.example': 'held' })
    const [job] = await claim(store, 'queue', START)
    const over = { address: 'a@ouder.example', fate: 'failed' as const, nextAt: 0, reply: '550 no' }
    await store.finish(job!, 'queue', [over], [], [])
    house.clock.now = START + MINUTE
    const again = { from: 'failed' as const, to: 'waiting' as const, history, notices: [] }
    expect(await store.move(id, again)).toBe(true)
    expect((await claim(store, 'queue', START + MINUTE))[0]?.recipients).toMatchObject([
      { address: 'a@ouder.example', firstAt: START + MINUTE },
    ])
  })

  test('what was destroyed is not sent anew', async () => {
    const id = await keep(store, { 'a@ouder.example': 'waiting' })
    const [job] = await claim(store, 'queue', START)
    const over = { address: 'a@ouder.example', fate: 'failed' as const, nextAt: 0, reply: '550 no' }
    await store.finish(job!, 'queue', [over], [], [])
    expect(await store.move(id, { from: 'failed', to: 'waiting', history, notices: [] })).toBe(false)
  })

  test('of two that give up, or one that gives up and one that tries, one is first', async () => {
    const id = await receive(store)
    await store.settle(id, 'door', settlement({ 'ouder@ouder.example': 'waiting' }))
    const wish = { from: 'waiting' as const, to: 'failed' as const, history, notices: [] }
    const other = await house.another()
    const [first, second] = await Promise.all([store.move(id, wish), other.move(id, wish)])
    expect([first, second].sort()).toEqual([false, true])
    expect(await claim(store, 'queue', START)).toEqual([])
  })
}

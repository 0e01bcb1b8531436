/** Stores as the release before wrote them (committed bytes) open in this one, with all their mail. */
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { Redis } from 'ioredis'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { has } from '../../scripts/peers.ts'
import { auditHash, openStore, type Store } from '../../src/store/store.ts'
import { freshFolder, optionsFor } from './house.ts'
import { fatesOf, queued, receive, START, text } from './mail.ts'
import { RedisServer } from './redis-server.ts'

const EARLIER = join(import.meta.dirname, 'release-0.1')
const IDS = JSON.parse(readFileSync(join(EARLIER, 'ids.json'), 'utf8')) as Record<string, Record<string, string>>
const masterKey = readFileSync(join(EARLIER, 'master.key'), 'utf8')

/** All that stood in it: every fate, a large body, a destroyed one, records and the audit log. */
const expectAllThere = async (store: Store, ids: Readonly<Record<string, string>>): Promise<void> => {
  const words = {
    sent: 'verzonden',
    received: 'ontvangen',
    held: 'bewaard',
    waiting: 'wachtend',
    stopped: 'teruggestuurd',
  }
  for (const [name, word] of Object.entries(words)) expect(await store.body(ids[name]!)).toEqual(text(word))
  expect(await store.body(ids.large!)).toEqual(Buffer.alloc(3000, text('groot')))
  expect(await fatesOf(store, ids.large!)).toEqual({ 'a@ouder.example': 'waiting', 'b@ouder.example': 'held' })
  expect((await store.mail(ids.sent!))?.recipients[0]).toMatchObject({ fate: 'delivered', lastReply: '250 2.0.0 ok' })
  expect((await store.mail(ids.sent!))?.history.map(({ event }) => event)).toEqual(['judged', 'delivered'])
  expect((await store.mail(ids.held!))?.verdict).toMatchObject({ subject: 'uitstap' })
  expect(await store.mail(ids.gone!)).toMatchObject({ state: 'done', hasBody: false })
  await expect(store.body(ids.gone!)).rejects.toThrow(/destroyed/)
  expect(await queued(store)).toEqual([text('bericht').toString()])
  expect(await store.get('user', 'an.peeters@school.example')).toEqual({ name: 'An' })
  expect(await store.get('remedy', 'token')).toEqual({ id: ids.stopped })
  const rows = await store.auditRows()
  expect(rows.map(({ ref }) => ref)).toEqual(['1', '2', '3', '4', '5'])
  for (const [n, row] of rows.entries())
    expect([row.previous, row.hash]).toEqual([rows[n - 1]?.hash ?? '0'.repeat(64), auditHash(row.previous, row)])
}

const goOn = async (open: () => Promise<Store>, ids: Readonly<Record<string, string>>): Promise<void> => {
  for (const count of [1, 2]) {
    const store = await open()
    await expectAllThere(store, ids)
    const id = await receive(store, text('nieuw'))
    expect(await store.body(id)).toEqual(text('nieuw'))
    expect((await store.counts()).received).toBe(1 + count)
    await store.close()
  }
}

/** Found by time only at first; after the next sweep by whom it was from and for. */
const expectTraced = async (store: Store, ids: Readonly<Record<string, string>>): Promise<void> => {
  const query = { recipient: 'b@ouder.example', limit: 5 }
  expect(await store.find(query)).toEqual({ mails: [], complete: false })
  const { mails } = await store.find({ limit: 50 })
  expect(mails.map(({ id }) => id)).toContain(ids.large)
  await store.sweep(START)
  const found = await store.find(query)
  expect([found.mails.map(({ id }) => id), found.complete]).toEqual([[ids.large], true])
  const destroyed = await store.mail(ids.gone!)
  const { mailFrom, rcptTo } = destroyed!.head.envelope
  const both = await store.find({ sender: mailFrom, recipient: rcptTo[0]!, limit: 50 })
  expect(both.mails.map(({ id }) => id)).toContain(ids.gone)
  const again = await store.find({ ...query, messageId: 'a@school.example' })
  expect(again.mails.map(({ id }) => id)).toEqual([ids.large])
}

describe('a store of the release before', () => {
  let folder: string
  beforeAll(async () => {
    folder = await freshFolder()
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, 'store.db'), gunzipSync(readFileSync(join(EARLIER, 'store.db.gz'))))
    cpSync(join(EARLIER, 'spool'), join(folder, 'spool'), { recursive: true })
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  test('opens, with all that is in it, and takes new mail', async () => {
    const other = { ...optionsFor(folder), masterKey: Buffer.alloc(32, 'x').toString('base64') }
    await expect(openStore(other)).rejects.toThrow(/another master key/)
    const open = () => openStore({ ...optionsFor(folder), masterKey }, { now: () => START })
    await goOn(open, IDS.sqlite!)
    const store = await open()
    await expectTraced(store, IDS.sqlite!)
    await store.close()
    await expect(openStore(other)).rejects.toThrow(/another master key/)
  })
})

describe.skipIf(!has('redis-server'))('a store in Redis of the release before', () => {
  let server: RedisServer
  beforeAll(async () => {
    server = await RedisServer.start()
    const redis = new Redis({ port: server.port })
    for (const row of readFileSync(join(EARLIER, 'redis.json'), 'utf8').trim().split('\n')) {
      const [key, command, ...values] = JSON.parse(row) as [string, string, ...string[]]
      await redis.call(command, [key, ...values.map((value) => Buffer.from(value, 'base64'))])
    }
    redis.disconnect()
  })
  afterAll(() => server.dispose())

  test('opens on two nodes at once, with all that is in it, and takes new mail', async () => {
    await expect(openStore(server.options())).rejects.toThrow(/another master key/)
    const open = () => openStore(server.options({ masterKey }), { now: () => START })
    for (const store of await Promise.all([open(), open()])) {
      await expectAllThere(store, IDS.redis!)
      await store.close()
    }
    await goOn(open, IDS.redis!)
    const store = await open()
    await expectTraced(store, IDS.redis!)
    await store.close()
    await expect(openStore(server.options())).rejects.toThrow(/another master key/)
  })
})

/** Another master key: everything still opens, and nothing does with the old one. */
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { Redis } from 'ioredis'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { has } from '../../scripts/peers.ts'
import { auditHash, openStore, type Store } from '../../src/store/store.ts'
import { freshFolder, optionsFor } from './house.ts'
import { claim, keep, receive, START, text } from './mail.ts'
import { RedisServer } from './redis-server.ts'

const EARLIER = join(import.meta.dirname, 'release-0.1')
const OLD = readFileSync(join(EARLIER, 'master.key'), 'utf8').trim()
const later = { now: () => START + 3_600_000 }

const rotate = async (store: Store): Promise<void> => {
  await store.keys.begin()
  await store.keys.moveOn()
  await store.keys.retire()
}

/** What a reader needs: each message with its body when it has one, the records and the chain of the audit. */
const readAll = async (store: Store): Promise<readonly unknown[]> => {
  const mails = await store.list({ limit: 1000 })
  const bodies = await Promise.all(mails.map(({ id, hasBody }) => (hasBody ? store.body(id) : undefined)))
  const rows = await store.auditRows()
  for (const row of rows) expect(row.hash).toBe(auditHash(row.previous, row))
  return [mails, bodies, await store.records('user'), await store.records('remedy'), rows]
}

type House = Readonly<{
  open: (around?: { now: () => number }) => Promise<Store>
  keyFile: string
  withKey: (key: string) => Promise<Store>
}>

const rotationContract = (house: () => House): void => {
  const keys = (): readonly string[] => readFileSync(house().keyFile, 'utf8').trim().split('\n')

  test('the store of an earlier release, with a node that goes on meanwhile', async () => {
    const { open, withKey } = house()
    const store = await open(later)
    const node = await open(later)
    const before = await readAll(store)
    expect(await store.keys.status()).toMatchObject({ underWay: false, behind: 0, since: 0 })
    expect(await store.keys.begin()).toBe(true)
    expect(keys()).toHaveLength(2)
    expect(keys()[1]).toBe(OLD)
    expect(await store.keys.status()).toMatchObject({ underWay: true, messages: 0 })
    const fresh = await receive(node, text('tijdens'))
    const moved = await store.keys.moveOn()
    expect(moved.unreadable).toBe(0)
    expect(moved.messages).toBe((before[0] as unknown[]).length)
    expect(moved.rows).toBeGreaterThanOrEqual(7)
    expect(await store.keys.status()).toMatchObject({ underWay: true, behind: 0, messages: moved.messages + 1 })
    // Both keys open it until the end.
    for (const key of keys()) await (await withKey(key)).close()
    await store.keys.retire()
    expect(keys()).toHaveLength(1)
    expect(keys()[0]).not.toBe(OLD)
    await expect(withKey(OLD)).rejects.toThrow(/another master key/)
    for (const one of [store, node, await open(later)]) {
      expect(await one.body(fresh)).toEqual(text('tijdens'))
      await one.audit({ at: START, event: 'x', actor: '', ref: '6', detail: '' })
      await one.put('user', { key: 'b', value: 1, expires: 0 })
      expect(await one.get('user', 'an.peeters@school.example')).toEqual({ name: 'An' })
      const kept = await keep(one, { 'c@ouder.example': 'held' })
      const found = await one.find({ recipient: 'c@ouder.example', limit: 9 })
      expect(found.mails.map(({ id }) => id)).toContain(kept)
      await one.close()
    }
    const after = await open(later)
    expect((await readAll(after))[4]).toHaveLength(8)
    expect(await after.keys.status()).toMatchObject({ underWay: false, behind: 0 })
    await after.close()
  }, 120_000)

  test('broken off after any step and run again', async () => {
    const { open } = house()
    const first = await open(later)
    const before = await readAll(first)
    await first.keys.begin()
    await first.close()
    const second = await open(later)
    expect(await second.keys.begin()).toBe(false)
    await second.keys.moveOn()
    await second.close()
    const third = await open(later)
    expect(await third.keys.begin()).toBe(false)
    expect(await third.keys.moveOn()).toEqual({ messages: 0, rows: 0, unreadable: 0 })
    await third.keys.retire()
    // The old key stayed in the file when the process was killed just then.
    writeFileSync(house().keyFile, `${keys()[0]}\n${OLD}\n`)
    expect(await third.keys.begin()).toBe(false)
    await third.keys.retire()
    expect(keys()).toHaveLength(1)
    expect(await readAll(third)).toEqual(before)
    await rotate(third)
    expect(await readAll(third)).toEqual(before)
    await third.close()
  }, 120_000)

  test('with a key that somebody put into the file by hand', async () => {
    const { open, keyFile } = house()
    const mine = Buffer.alloc(32, 'from the safe').toString('base64')
    writeFileSync(keyFile, `${mine}\n${OLD}\n`)
    const store = await open(later)
    await rotate(store)
    expect(keys()).toEqual([mine])
    expect(await claim(store, 'q', START + 9e9)).toHaveLength(3)
    await store.close()
  }, 120_000)
}

describe('keys of the embedded store', () => {
  let folder: string
  beforeEach(async () => {
    folder = await freshFolder()
    writeFileSync(join(folder, 'store.db'), gunzipSync(readFileSync(join(EARLIER, 'store.db.gz'))))
    cpSync(join(EARLIER, 'spool'), join(folder, 'spool'), { recursive: true })
    writeFileSync(join(folder, 'master.key'), `${OLD}\n`, { mode: 0o600 })
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  rotationContract(() => ({
    open: (around) => openStore(optionsFor(folder), around),
    withKey: (masterKey) => openStore(optionsFor(folder, { masterKey })),
    keyFile: join(folder, 'master.key'),
  }))

  test('a key in the configuration itself cannot be turned: what to do is said, nothing is changed', async () => {
    const store = await openStore(optionsFor(folder, { masterKey: OLD }))
    await expect(store.keys.begin()).rejects.toThrow(/store\.masterKeyFile/)
    expect(await store.keys.status()).toMatchObject({ underWay: false })
    await store.close()
  })

  test('a damaged message keeps the others from nothing', async () => {
    const store = await openStore(optionsFor(folder), later)
    await store.close()
    const { DatabaseSync } = await import('node:sqlite')
    const db = new DatabaseSync(join(folder, 'store.db'))
    db.exec('update message set record_key = zeroblob(69) where id = (select min(id) from message)')
    db.close()
    const again = await openStore(optionsFor(folder), later)
    await again.keys.begin()
    expect(await again.keys.moveOn()).toMatchObject({ unreadable: 1, messages: 7 })
    await again.close()
  }, 120_000)
})

describe.skipIf(!has('redis-server'))('keys of the store in Redis', () => {
  let server: RedisServer
  beforeAll(async () => {
    server = await RedisServer.start()
  })
  afterAll(() => server.dispose())
  beforeEach(async () => {
    const redis = new Redis({ port: server.port })
    await redis.flushall()
    for (const row of readFileSync(join(EARLIER, 'redis.json'), 'utf8').trim().split('\n')) {
      const [key, command, ...values] = JSON.parse(row) as [string, string, ...string[]]
      await redis.call(command, [key, ...values.map((value) => Buffer.from(value, 'base64'))])
    }
    redis.disconnect()
    writeFileSync(join(server.folder, 'school.key'), `${OLD}\n`, { mode: 0o600 })
  })
  const byFile = () => {
    const { masterKey: _, ...options } = server.options()
    return { ...options, masterKeyFile: join(server.folder, 'school.key') }
  }

  rotationContract(() => ({
    open: (around) => openStore(byFile(), around),
    withKey: (masterKey) => openStore(server.options({ masterKey })),
    keyFile: join(server.folder, 'school.key'),
  }))
})

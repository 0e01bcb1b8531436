/**
 * The end of retention: of every message, whatever became of it, neither the text nor the keys to it are in any file
 * any more: database pages, log, shared index, spool, append-only file.
 */
import { execFileSync, spawnSync } from 'node:child_process'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { Redis } from 'ioredis'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { has } from '../../scripts/peers.ts'
import { identityOf, ringOf } from '../../src/store/identity.ts'
import type { Store } from '../../src/store/store.ts'
import { openVault } from '../../src/store/vault.ts'
import type { OpenHouse } from './contract.ts'
import { openHouse } from './house.ts'
import { claim, delivered, keep, notice, receive, START, settlement, text } from './mail.ts'
import { MASTER_KEY, openRedisHouse, RedisServer } from './redis-server.ts'

const END = START + 1000
const WORDS = 'GEHEIMETEKST'
const small = text(WORDS)
const large = Buffer.alloc(200_000, text(WORDS))
const history = (event: string) => ({ at: START, event, by: 'ict' })

/** Messages of every fate; answers how to bring each to its end. */
const fill = async (store: Store): Promise<(() => Promise<void>)[]> => {
  const ends: (() => Promise<void>)[] = []
  for (const raw of [small, large, small, small, large, small]) {
    const of = (fate: 'waiting' | 'held' | 'stopped') =>
      keep(store, { 'a@x.example': fate }, { raw, keepUntil: END, notices: [notice(`${WORDS} bericht`)] })
    await of('waiting')
    await of('stopped')
    const [held, expired, withdrawn, remedied] = [
      await of('held'),
      await of('held'),
      await of('held'),
      await of('stopped'),
    ]
    const received = await receive(store, raw)
    const move =
      (id: string, from: 'held' | 'stopped', to: 'returned' | 'expired' | 'withdrawn' | 'waiting') => async () => {
        const body = to === 'waiting' ? { body: Buffer.concat([Buffer.from('X-Remedy: 1\r\n'), raw]) } : {}
        await store.move(id, { from, to, history: history(to), notices: [notice(`${WORDS} ${to}`)], ...body })
      }
    ends.push(move(held, 'held', 'returned'), move(expired, 'held', 'expired'), move(withdrawn, 'held', 'withdrawn'))
    ends.push(move(remedied, 'stopped', 'waiting'))
    ends.push(async () => {
      await store.settle(received, 'door', settlement({ 'a@x.example': 'waiting' }, { keepUntil: END }))
    })
  }
  return ends
}

const deliverAll = async (store: Store): Promise<void> => {
  for (let jobs = await claim(store, 'q', END, 100); jobs.length > 0; jobs = await claim(store, 'q', END, 100))
    for (const job of jobs) await store.finish(job, 'q', delivered(job), [], [history('delivered')])
}

/** By another process: closing a file of an open database here would drop the locks SQLite holds on it. */
const onDisk = (folder: string): Buffer =>
  Buffer.concat(
    globSync('**/*', { cwd: folder, withFileTypes: true })
      .filter((entry) => entry.isFile())
      // Redis may take an old file away just now.
      .map((entry) => spawnSync('cat', [join(entry.parentPath, entry.name)], { maxBuffer: 1 << 28 }).stdout),
  )

type Secret = Readonly<{ id: string; wrapped: Buffer; raw: Buffer }>
type Wrapped = Readonly<{ id: string; record_key: Uint8Array; content_key: Uint8Array }>

/** The keys to the content, wrapped as they are kept and bare as they are used. */
const secretsOf = (
  fields: ReadonlyMap<string, Buffer>,
  id: Buffer,
  master: string,
  rows: readonly Wrapped[],
): Secret[] => {
  const vault = openVault(ringOf(identityOf(id, fields), [Buffer.from(master, 'base64')]))
  return rows.map(({ id: name, record_key, content_key }) => ({
    id: name,
    wrapped: Buffer.from(content_key),
    raw: vault.contentKey(name, vault.recordKey(name, record_key), content_key).export(),
  }))
}

const lingering = (bytes: Buffer, secrets: readonly Secret[]): readonly string[] =>
  secrets.flatMap(({ id, wrapped, raw }) => [
    // The first bytes are the nonce, the next ones the key itself, sealed: no part of it may be left.
    ...(bytes.includes(wrapped.subarray(12, 28)) ? [`${id} wrapped`] : []),
    ...(bytes.includes(raw) || bytes.includes(raw.toString('base64')) || bytes.includes(raw.toString('hex'))
      ? [`${id} bare`]
      : []),
  ])

const goThroughLife = async (store: Store, secrets: () => Promise<Secret[]>, disk: () => Buffer): Promise<Secret[]> => {
  const ends = await fill(store)
  const first = await secrets()
  expect(first.length).toBeGreaterThanOrEqual(60)
  expect(lingering(disk(), first)).toHaveLength(first.length)
  for (const end of ends) await end()
  const all = new Map([...first, ...(await secrets())].map((secret) => [secret.id, secret]))
  await deliverAll(store)
  expect(await store.sweep(END)).toBeGreaterThan(30)
  const { waiting, held, received } = await store.counts()
  expect([waiting, held, received]).toEqual([0, 0, 0])
  for (const { hasBody, verdict } of await store.list({ limit: 1000 }))
    expect([hasBody, verdict]).toEqual([false, undefined])
  return [...all.values()]
}

/** The log is emptied between two commits, unless it is just being copied: the server sweeps every minute. */
const swept = async (store: Store, clean: () => boolean): Promise<void> => {
  for (let n = 0; n < 50 && !clean(); n += 1) {
    await store.sweep(END)
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

describe('what was destroyed in the embedded store', () => {
  let house: Awaited<ReturnType<typeof openHouse>>
  beforeEach(async () => {
    house = await openHouse()
    house.clock.now = START
  })
  afterEach(() => house.dispose())

  const rows = <T>(sql: string): T[] => {
    const script = `const {DatabaseSync}=require('node:sqlite');const db=new DatabaseSync(process.argv[1],{readOnly:true});
      process.stdout.write(JSON.stringify(db.prepare(process.argv[2]).all(),(k,v)=>v instanceof Uint8Array||v?.type==='Buffer'?{hex:Buffer.from(v).toString('hex')}:v))`
    const out = execFileSync(process.execPath, ['-e', script, join(house.folder, 'store.db'), sql], {
      maxBuffer: 1 << 28,
    })
    return JSON.parse(out.toString(), (_, v) => (typeof v?.hex === 'string' ? Buffer.from(v.hex, 'hex') : v)) as T[]
  }
  const secrets = async (): Promise<Secret[]> => {
    const fields = new Map(rows<{ name: string; value: Buffer }>('select * from meta').map((r) => [r.name, r.value]))
    const master = readFileSync(join(house.folder, 'master.key'), 'utf8').trim()
    const wrapped = rows<Wrapped>('select id, record_key, content_key from message where content_key is not null')
    return secretsOf(fields, fields.get('store id')!, master, wrapped)
  }

  test('is nowhere in its files, before and after it is closed', async () => {
    const { store, folder } = house
    const gone = await goThroughLife(store, secrets, () => onDisk(folder))
    await swept(store, () => lingering(onDisk(folder), gone).length === 0)
    const left = onDisk(folder)
    expect(lingering(left, gone)).toEqual([])
    expect(left.includes(WORDS)).toBe(false)
    expect(globSync('spool/*/*', { cwd: folder })).toEqual([])
    await store.close()
    expect(lingering(onDisk(folder), gone)).toEqual([])
  }, 120_000)

  test('opens no more with the master key and an old copy of its sealed text', async () => {
    const { store } = house
    const id = await keep(store, { 'a@x.example': 'stopped' }, { raw: small, keepUntil: END })
    const [body] = rows<{ sealed: Buffer }>(`select sealed from body where message = '${id}'`)
    const [row] = rows<{ verdict: Buffer }>(`select verdict from message where id = '${id}'`)
    await store.sweep(END)
    await store.close()
    const db = new DatabaseSync(join(house.folder, 'store.db'))
    db.prepare('insert into body (message, sealed) values (?, ?)').run(id, body!.sealed)
    db.prepare('update message set verdict = ? where id = ?').run(row!.verdict, id)
    db.close()
    const again = await house.another()
    await expect(again.body(id)).rejects.toThrow(/destroyed/)
    expect((await again.mail(id))?.verdict).toBeUndefined()
    // Another message's key does not open it either.
    const other = await keep(again, { 'a@x.example': 'stopped' }, { raw: small, keepUntil: END + 9e9 })
    await again.close()
    const forged = new DatabaseSync(join(house.folder, 'store.db'))
    forged.exec(
      `update message set content_key = (select content_key from message where id = '${other}') where id = '${id}'`,
    )
    forged.close()
    await expect((await house.another()).body(id)).rejects.toThrow(/damaged/)
  })

  test('the ring under the old master key is gone after a rotation', async () => {
    const { store, folder } = house
    await receive(store)
    const [old] = rows<{ value: Buffer }>("select value from meta where name like 'ring %'")
    const wrapped = rows<{ record_key: Buffer }>('select record_key from message').map((r) => r.record_key)
    await store.keys.begin()
    const both = rows<{ value: Buffer }>("select value from meta where name like 'ring %'")
    await store.keys.moveOn()
    await store.keys.retire()
    const [kept] = rows<{ value: Buffer }>("select value from meta where name like 'ring %'")
    const rings = [old!, ...both].map(({ value }) => value).filter((value) => !value.equals(kept!.value))
    expect(rings).toHaveLength(2)
    const secret = [...rings.map((ring) => ring.subarray(12, 44)), ...wrapped.map((key) => key.subarray(21, 53))]
    const left = () => secret.filter((bytes) => onDisk(folder).includes(bytes))
    await swept(store, () => left().length === 0)
    expect(left()).toEqual([])
  }, 60_000)
})

describe.skipIf(!has('redis-server'))('what was destroyed in Redis', () => {
  let server: RedisServer
  let house: OpenHouse
  let redis: Redis
  beforeAll(async () => {
    server = await RedisServer.start()
    house = await openRedisHouse(server)
    redis = new Redis({ port: server.port })
  })
  afterAll(async () => {
    redis.disconnect()
    await house.dispose()
    await server.dispose()
  })

  const secrets = async (): Promise<Secret[]> => {
    const fields = new Map(Object.entries(await redis.hgetallBuffer('{mailsluis}:meta')))
    const found: Wrapped[] = []
    for (const key of await redis.keys('{mailsluis}:mail:*')) {
      const [record_key, content_key] = await redis.hmgetBuffer(key, 'record_key', 'content_key')
      if (record_key && content_key) found.push({ id: key.split(':').at(-1)!, record_key, content_key })
    }
    return secretsOf(fields, fields.get('id')!, MASTER_KEY, found)
  }

  test('is in no key, and in no file once the append-only file is written anew, which the sweep asks for', async () => {
    const gone = await goThroughLife(house.store, secrets, () => onDisk(server.folder))
    const dumps = await Promise.all((await redis.keys('*')).map((key) => redis.dumpBuffer(key)))
    const inMemory = Buffer.concat(dumps.filter((dump) => dump !== null))
    expect(lingering(inMemory, gone)).toEqual([])
    const end = Date.now() + 60_000
    while (lingering(onDisk(server.folder), gone).length > 0 && Date.now() < end)
      await new Promise((resolve) => setTimeout(resolve, 200))
    const left = onDisk(server.folder)
    expect(lingering(left, gone)).toEqual([])
    expect(left.includes(WORDS)).toBe(false)
    expect(await redis.keys('{mailsluis}:body:*')).toEqual([])
  }, 120_000)
})

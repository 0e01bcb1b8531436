import { readdirSync, statSync, truncateSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { has } from '../../scripts/peers.ts'
import { openStore, type Store, StoreUnusable } from '../../src/store/store.ts'
import { claim, delivered, fatesOf, head, keep, notice, queued, receive, START, settlement, text } from './mail.ts'
import { until } from './redis-groups.ts'
import { RedisServer } from './redis-server.ts'
import { SlowWay } from './slow-way.ts'

const WRITES = /HSET|RPUSH|HDEL|ZREM/

describe.skipIf(!has('redis-server'))('when the way to Redis breaks or is slow', { timeout: 120_000 }, () => {
  let server: RedisServer
  let proxy: SlowWay
  let store: Store
  beforeEach(async () => {
    server = await RedisServer.start()
    proxy = await SlowWay.to(server.port)
    store = await openStore(server.options({ url: `redis://127.0.0.1:${proxy.port}/0` }), { now: () => START })
    // Redis knows the scripts from here on.
    await store.enqueue(notice('eerst'))
    for (const job of await claim(store, 'q', START)) await store.finish(job, 'q', delivered(job), [], [])
  })
  afterEach(async () => {
    await store.close()
    await proxy.close()
    await server.dispose()
  })

  /** The change is made and its answer lost; the caller hears what became of it all the same. */
  const lost = async <T>(work: () => Promise<T>): Promise<T> => {
    const before = proxy.cuts
    proxy.cutNext(WRITES)
    const answer = await work()
    expect(proxy.cuts).toBe(before + 1)
    return answer
  }

  test('commit, settle, claim, finish and move are done once', async () => {
    const id = await lost(() => receive(store))
    expect((await store.list({ kind: 'mail', limit: 9 })).map((mail) => mail.id)).toEqual([id])
    const fates = { 'a@x.example': 'waiting', 'b@x.example': 'held' } as const
    expect(await lost(() => store.settle(id, 'door', settlement(fates, { notices: [notice('vastgehouden')] })))).toBe(
      'settled',
    )
    expect(await queued(store)).toHaveLength(1)
    const jobs = await lost(() => claim(store, 'q', START))
    expect(jobs.map(({ recipients }) => recipients.map(({ attempts }) => attempts))).toEqual([[1], [1]])
    const job = jobs.find((one) => one.id === id)!
    expect(await lost(() => store.finish(job, 'q', delivered(job), [notice('klaar')], []))).toBe(true)
    expect((await queued(store)).filter((words) => words.includes('klaar'))).toHaveLength(1)
    const history = { at: START, event: 'returned', by: 'an' }
    const move = { from: 'held', to: 'returned', history, notices: [notice('terug')] } as const
    expect(await lost(() => store.move(id, move))).toBe(true)
    expect(await fatesOf(store, id)).toEqual({ 'a@x.example': 'delivered', 'b@x.example': 'returned' })
    expect((await store.mail(id))?.history.filter(({ event }) => event === 'returned')).toHaveLength(1)
    expect((await queued(store)).filter((words) => words.includes('terug'))).toHaveLength(1)
  })

  test('enqueue, audit, put, take and remove are done once, and nobody else is told that it was he', async () => {
    await lost(() => store.enqueue(notice('herinnering')))
    expect(await queued(store)).toHaveLength(1)
    const entry = { at: START, event: 'signIn', actor: 'an', ref: '', detail: '' }
    await lost(() => store.audit(entry))
    await store.audit(entry)
    expect((await store.auditRows()).map(({ seq }) => seq)).toEqual([1, 2])
    const record = { key: 'k', value: 7, expires: 0 }
    expect(await lost(() => store.put('mark', record, { ifAbsent: true }))).toBe(true)
    expect(await store.put('mark', record, { ifAbsent: true })).toBe(false)
    expect(await lost(() => store.take('mark', 'k'))).toBe(7)
    expect(await store.take('mark', 'k')).toBeUndefined()
    await store.put('mark', record)
    expect(await lost(() => store.remove('mark', 'k'))).toBe(true)
    expect(await store.remove('mark', 'k')).toBe(false)
  })

  /** Large bodies, in Redis and beside it. */
  const places = { 'in Redis': '', 'in a folder': 'folder:' }
  describe.each(Object.entries(places))('a body %s is kept when its step was done and the answer lost', (_, kind) => {
    let slow: Store
    let direct: Store
    beforeEach(async () => {
      const url = kind && `${kind}${server.folder}`
      const more = { inlineBytes: 1000, blobs: { url, region: 'us-east-1' } }
      const through = server.options({ ...more, url: `redis://127.0.0.1:${proxy.port}/0` })
      slow = await openStore(through, { now: () => START })
      direct = await openStore(server.options(more), { now: () => START })
    })
    afterEach(async () => {
      await slow.close()
      await direct.close()
    })
    const large = text('groot '.repeat(1000))

    test('and another changed the message before we could look', async () => {
      const id = await receive(slow, large)
      proxy.cutNext(/verdict/)
      const more = { body: large, notices: [{ ...notice('vastgehouden'), raw: large }] }
      const settling = slow.settle(id, 'door', settlement({ 'a@x.example': 'waiting' }, more))
      proxy.delayMs = 300
      await until(async () => (await claim(direct, 'other', START)).length > 0)
      await settling
      for (const one of await direct.list({ limit: 9, fate: 'waiting' }))
        expect((await direct.body(one.id)).equals(large)).toBe(true)
      expect((await direct.list({ limit: 9, fate: 'waiting' })).length).toBe(2)
    })

    test('and memory ran full before we could look', async () => {
      const intake = await slow.intake()
      await intake.write(large)
      proxy.delayMs = 300
      proxy.cutNext(/HSET/)
      const committing = intake.commit(head(), { joinKey: 'vol', owner: 'door', leaseMs: 1 }).catch(() => undefined)
      await until(async () => (await direct.mail(intake.id)) !== undefined)
      await server.command('config', 'set', 'maxmemory', '1')
      await committing
      await server.command('config', 'set', 'maxmemory', '0')
      expect((await direct.body(intake.id)).equals(large)).toBe(true)
    })
  })

  /** The change is made and its answer lost, and Redis stays away for longer than anybody waits. */
  const away = async (
    work: () => Promise<unknown>,
    meanwhile: () => Promise<unknown> = async () => {},
  ): Promise<void> => {
    const before = proxy.cuts
    proxy.shutsWhenCut = true
    proxy.cutNext(WRITES)
    const working = work().catch((error: unknown) => expect(error).toBeInstanceOf(StoreUnusable))
    await until(async () => proxy.cuts > before)
    await meanwhile()
    await working
    proxy.reopen()
  }
  /** With a clock that stands still: no lease of the lost claim lapses meanwhile. */
  const untilSome = async <T>(ask: () => Promise<readonly T[]>): Promise<readonly T[]> => {
    let found: readonly T[] = []
    await until(async () => {
      found = await ask().catch(() => [])
      return found.length > 0
    })
    return found
  }

  test('a claim whose answer never came is given back as soon as Redis is there again', async () => {
    const id = await receive(store, text('x'))
    await store.settle(id, 'door', settlement({ 'a@x.example': 'waiting' }))
    await away(() => claim(store, 'q', START))
    const [job] = await untilSome(() => claim(store, 'q', START))
    expect(job).toMatchObject({ id, recipients: [{ attempts: 1 }] })
    expect(await store.finish(job!, 'q', delivered(job!), [], [])).toBe(true)
  })

  test('also when the Redis that comes back takes no change at first', async () => {
    const id = await receive(store, text('x'))
    await store.settle(id, 'door', settlement({ 'a@x.example': 'waiting' }))
    const wants = (replicas: number) => server.command('config', 'set', 'min-replicas-to-write', String(replicas))
    await away(
      () => claim(store, 'q', START),
      () => wants(1),
    )
    const refused: string[] = []
    await until(async () => {
      await claim(store, 'q', START).catch((error: unknown) => refused.push(String(error)))
      return refused.some((error) => error.includes('min-replicas-to-write'))
    })
    await wants(0)
    expect(await untilSome(() => claim(store, 'q', START))).toMatchObject([{ id, recipients: [{ attempts: 1 }] }])
  })

  test('a claim of a received message, and that of a message at the door', async () => {
    const first = await receive(store, text('x'))
    await store.takeOver({ gone: ['door'] })
    await away(() => store.claimReceived('q', START, 60_000, 9))
    const found = await untilSome(() => store.claimReceived('q', START, 60_000, 9))
    expect(found).toMatchObject([{ id: first, attempts: 2 }])
    const intake = await store.intake()
    await intake.write(text('y'))
    await away(() => intake.commit(head(), { joinKey: 'y', owner: 'door', leaseMs: 60_000 }))
    const kept = await untilSome(() => store.claimReceived('q', START, 60_000, 9))
    expect(kept).toMatchObject([{ id: intake.id, attempts: 1 }])
  })

  test('cut again and again under load: each promised message stands there once', async () => {
    const promised = new Set<string>()
    let over = false
    const cutter = async (): Promise<void> => {
      for (let n = 0; n < 15; n += 1) {
        proxy.cutNext(/HSET/)
        await until(async () => proxy.cuts > n)
        await pause(50)
      }
      over = true
    }
    const client = async (name: number): Promise<void> => {
      for (let n = 0; !over; n += 1) {
        const send = () => receive(store, text(`${name}.${n}`), ['ouder@ouder.example'], `${name}.${n}`)
        for (let id = ''; id === ''; ) {
          id = await send().catch(async (error: unknown) => {
            expect(error).toBeInstanceOf(StoreUnusable)
            await pause(20)
            return ''
          })
          if (id !== '') promised.add(id)
        }
      }
    }
    await Promise.all([cutter(), client(1), client(2), client(3)])
    const there = await store.list({ kind: 'mail', limit: 100_000 })
    expect(new Set(there.map(({ id }) => id))).toEqual(promised)
    expect(new Set(await Promise.all(there.map(async ({ id }) => String(await store.body(id))))).size).toBe(
      promised.size,
    )
  })

  test('seconds of delay: answered late or refused in bounded time, and then joined', async () => {
    proxy.delayMs = 1200
    const slow = await receive(store, text('traag'), ['ouder@ouder.example'], 'traag')
    proxy.delayMs = 8000
    const began = Date.now()
    const send = () => receive(store, text('te traag'), ['ouder@ouder.example'], 'te traag')
    await expect(send()).rejects.toBeInstanceOf(StoreUnusable)
    expect(Date.now() - began).toBeLessThan(40_000)
    proxy.delayMs = 0
    // The connection that was given up may be noticed in between.
    const sent = async (): Promise<string> => {
      let id = ''
      await until(async () => {
        id = await send()
        return true
      })
      return id
    }
    const id = await sent()
    expect(await sent()).toBe(id)
    expect((await store.list({ kind: 'mail', limit: 9 })).map((mail) => mail.id).sort()).toEqual([slow, id].sort())
  })

  test('a log whose end was cut off: all before it is there, each message whole', async () => {
    const ids: string[] = []
    for (let n = 0; n < 20; n += 1) ids.push(await keep(store, { 'a@x.example': 'held' }, { raw: text(`nr ${n}`) }))
    await server.kill()
    const folder = join(server.folder, 'appendonlydir')
    const log = join(folder, readdirSync(folder).find((name) => name.endsWith('.incr.aof'))!)
    truncateSync(log, statSync(log).size - 30)
    await server.start()
    await until(async () => (await store.counts()).held >= 0)
    const there = await store.list({ kind: 'mail', limit: 100 })
    expect(there.map(({ id }) => id)).toEqual(ids.toReversed())
    for (const { id } of there) expect(String(await store.body(id))).toContain('nr ')
    // The last change was cut off with the end: it is done again.
    expect((await store.counts()).held).toBe(19)
    expect((await store.counts()).received).toBe(1)
    await receive(store)
  })
})

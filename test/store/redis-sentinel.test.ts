import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { has } from '../../scripts/peers.ts'
import { openStore, type Store, StoreUnusable } from '../../src/store/store.ts'
import { claim, delivered, keep, receive, START, text } from './mail.ts'
import { SentinelGroup, until } from './redis-groups.ts'
import { commandAt } from './redis-server.ts'

const MINUTES = 60_000

describe.skipIf(!has('redis-server'))('a Redis watched by Sentinels', { timeout: 2 * MINUTES }, () => {
  let group: SentinelGroup
  beforeEach(async () => {
    group = await SentinelGroup.start()
  }, 2 * MINUTES)
  afterEach(() => group.dispose())

  const warned: string[] = []
  const say = (_event: string, fields: Readonly<Record<string, unknown>> = {}): void => {
    warned.push(String(fields.reason))
  }
  const log = { info: say, warn: say, error: say }

  /** Commits as fast as it can, and comes again with the same when it got no 250, as a client does. */
  const client = async (store: Store, name: string, stop: () => boolean, promised: Map<string, string>) => {
    for (let n = 0; !stop(); n += 1) {
      const key = `${name}.${n}`
      for (let id: string | undefined; id === undefined && !stop(); ) {
        id = await receive(store, text(key), ['ouder@ouder.example'], key).catch((error: unknown) => {
          expect(error).toBeInstanceOf(StoreUnusable)
          return undefined
        })
        if (id !== undefined) promised.set(key, id)
        else await pause(20)
      }
    }
  }

  test('the primary is killed under load, twice: with a copy nothing that was promised is lost, and nothing stands twice', async () => {
    const redis = { ...group.options().redis, replicas: 1, replicaMs: 1000 }
    const store = await openStore(group.options({ redis }), { now: () => START, log })
    const promised = new Map<string, string>()
    for (const round of [1, 2]) {
      const old = await group.primary()
      let over = false
      const before = promised.size
      const clients = [1, 2, 3, 4].map((n) => client(store, `${round}.${n}`, () => over, promised))
      await until(async () => promised.size > before + 100)
      await old.kill()
      // Until it goes on at the new one.
      const then = promised.size
      await until(async () => promised.size > then + 50)
      over = true
      await Promise.all(clients)
      expect((await group.primary()).port).not.toBe(old.port)
      await old.start()
      await until(async () => String(await old.command('info', 'replication')).includes('master_link_status:up'))
    }
    const there = await store.list({ limit: 100_000 })
    const ids = new Set(there.map(({ id }) => id))
    expect([...promised.values()].filter((id) => !ids.has(id))).toEqual([])
    const bodies = (await Promise.all(there.map(({ id }) => store.body(id)))).map(String)
    expect(new Set(bodies).size).toBe(bodies.length)
    expect(new Set(promised.values()).size).toBe(promised.size)
    await store.close()
  })

  test('after a fail-over the new primary is looked at: one that evicts gets no mail', async () => {
    for (const server of group.servers.slice(1))
      await server.command('config', 'set', 'maxmemory-policy', 'allkeys-lru')
    warned.length = 0
    const store = await openStore(group.options(), { log })
    expect(warned.join()).toMatch(/store\.redis\.replicas to 1 or more/)
    await receive(store)
    await group.servers[0]!.kill()
    await until(async () => {
      const error = await store.counts().catch((reason: unknown) => reason)
      return error instanceof StoreUnusable && error.message.includes('maxmemory-policy noeviction')
    })
    await store.close()
  })

  test('too few copies: a temporary failure within its time; the repeat is one with what was kept', async () => {
    const redis = { ...group.options().redis, replicas: 2, replicaMs: 500 }
    const store = await openStore(group.options({ redis }), { now: () => START })
    const send = () => receive(store, text('een'), ['ouder@ouder.example'], 'een')
    process.kill(group.servers[2]!.pid, 'SIGSTOP')
    const began = Date.now()
    await expect(send()).rejects.toThrow(/Fewer than 2 replicas/)
    await expect(send()).rejects.toThrow(/Fewer than 2 replicas/)
    expect(Date.now() - began).toBeLessThan(20_000)
    // Reading goes on meanwhile.
    expect((await store.counts()).received).toBe(1)
    await expect(store.put('session', { key: 's', value: 1, expires: 0 })).rejects.toThrow(/Fewer than 2/)
    process.kill(group.servers[2]!.pid, 'SIGCONT')
    let id = ''
    await until(async () => {
      id = await send()
      return true
    })
    expect((await store.list({ limit: 9 })).map((mail) => mail.id)).toEqual([id])
    // Work of our own waits for no copies.
    process.kill(group.servers[2]!.pid, 'SIGSTOP')
    await store.claimReceived('judge', START + MINUTES * 2, MINUTES, 9)
    process.kill(group.servers[2]!.pid, 'SIGCONT')
    await until(async () => (await keep(store, { 'a@x.example': 'waiting' })) !== '')
    for (const job of await claim(store, 'q', START)) await store.finish(job, 'q', delivered(job), [], [])
    await store.close()
  })

  test('a group that no Sentinel knows, and Sentinels that are not there, are named', async () => {
    const wrong = (url: string) => openStore(group.options({ url }))
    await expect(wrong(group.url.replace('/mailsluis/', '/anders/'))).rejects.toThrow(/none knows the group/)
    await expect(wrong('redis+sentinel://127.0.0.1:1/mailsluis/0')).rejects.toThrow(/No Sentinel answers/)
    expect(String(await commandAt((await group.primary()).port, 'ping'))).toBe('PONG')
  })
})

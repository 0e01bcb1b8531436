import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { has } from '../../scripts/peers.ts'
import { openStore } from '../../src/store/store.ts'
import { storeContract } from './contract.ts'
import { openRedisHouse, RedisServer, SAFE } from './redis-server.ts'

describe.skipIf(!has('redis-server'))('the Redis store', () => {
  let server: RedisServer
  beforeAll(async () => {
    server = await RedisServer.start()
  })
  afterAll(() => server.dispose())

  storeContract(() => openRedisHouse(server), { shared: true })
})

// Debian 12 has it in its backports only; where it is not installed this is left out.
const valkey = has('valkey-server') ? '' : ' (not run: valkey-server is not installed)'

describe.skipIf(!has('valkey-server'))(`the Redis store in Valkey${valkey}`, () => {
  let server: RedisServer
  beforeAll(async () => {
    server = await RedisServer.start(SAFE, 'valkey-server')
  })
  afterAll(() => server.dispose())

  storeContract(() => openRedisHouse(server), { shared: true })

  test('with a replica a promise is on the disks of both (WAITAOF)', async () => {
    const follow = [...SAFE, '--replicaof', `127.0.0.1 ${server.port}`, '--repl-diskless-sync-delay', '0']
    const replica = await RedisServer.start(follow, 'valkey-server')
    const house = await openRedisHouse(server)
    const options = server.options()
    const store = await openStore({ ...options, redis: { ...options.redis, replicas: 1, replicaMs: 4000 } })
    await expect
      .poll(() => store.put('mark', { key: 'k', value: 1, expires: 0 }).catch(() => false), { timeout: 20_000 })
      .toBe(true)
    expect(String(await server.command('info', 'commandstats'))).toContain('cmdstat_waitaof')
    await replica.command('config', 'set', 'appendonly', 'no')
    await expect(store.put('mark', { key: 'l', value: 1, expires: 0 })).rejects.toThrow(/Fewer than 1 replicas/)
    await store.close()
    await house.dispose()
    await replica.dispose()
  })
})

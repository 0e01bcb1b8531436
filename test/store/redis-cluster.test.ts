import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { has } from '../../scripts/peers.ts'
import { openStore, StoreUnusable } from '../../src/store/store.ts'
import { storeContract } from './contract.ts'
import { receive, text } from './mail.ts'
import { RedisCluster, until } from './redis-groups.ts'
import { openRedisHouse } from './redis-server.ts'

const MINUTES = 60_000

describe.skipIf(!has('redis-server') || !has('redis-cli'))(
  'the Redis store in a Cluster',
  { timeout: 2 * MINUTES },
  () => {
    let cluster: RedisCluster
    beforeAll(async () => {
      cluster = await RedisCluster.start(5000)
    }, 2 * MINUTES)
    afterAll(() => cluster.dispose())

    storeContract(() => openRedisHouse(cluster), { shared: true })

    test('the node that holds the store is killed: its replica takes over, and what was promised with a copy is there', async () => {
      const redis = { ...cluster.options().redis, replicas: 1, replicaMs: 1000 }
      const { store, dispose } = await openRedisHouse(cluster, { redis })
      const promised = new Map<string, Buffer>()
      const old = await cluster.primary()
      const worker = async (): Promise<void> => {
        for (let n = 0; ; n += 1) {
          const raw = text(`bericht ${n}`)
          const id = await receive(store, raw).catch((error: unknown) => {
            expect(error).toBeInstanceOf(StoreUnusable)
            return undefined
          })
          if (id === undefined) return
          promised.set(id, raw)
        }
      }
      const workers = [1, 2, 3].map(worker)
      await until(async () => promised.size > 30)
      await old.kill()
      await Promise.all(workers)
      await until(async () => (await store.counts()).received >= promised.size)
      expect((await cluster.primary()).port).not.toBe(old.port)
      for (const [id, raw] of promised) expect(await store.body(id)).toEqual(raw)
      // Only one copy is left: nothing more is promised until there are two again.
      await expect(receive(store)).rejects.toThrow(/Fewer than 1 replicas/)
      await old.start()
      await until(async () => (await receive(store)) !== '')
      await dispose()
    })

    test('any node leads to it; one that is no node says so', async () => {
      const { store, dispose } = await openRedisHouse(cluster)
      const id = await receive(store)
      for (const { port } of cluster.servers) {
        const other = await openStore(cluster.options({ url: `redis+cluster://127.0.0.1:${port}` }))
        expect(await other.body(id)).toEqual(text('uitstap'))
        await other.close()
      }
      const nobody = openStore(cluster.options({ url: 'redis+cluster://127.0.0.1:1,127.0.0.1:2' }))
      await expect(nobody).rejects.toThrow(/cannot be reached/)
      await dispose()
    })
  },
)

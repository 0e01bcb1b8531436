/** What a message is found by: no address in it, and gone with the record. */
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { has } from '../../scripts/peers.ts'
import type { Store } from '../../src/store/store.ts'
import { openHouse } from './house.ts'
import { claim, delivered, keep, notice, START } from './mail.ts'
import { openRedisHouse, RedisServer } from './redis-server.ts'

const LATER = START + 5000 * 24 * 3_600_000

/** Two messages and a notice, all ended; the second shares its sender and its recipient's domain with the first. */
const live = async (store: Store): Promise<void> => {
  await keep(store, { 'ouder@ouder.example': 'waiting' }, { notices: [notice('bericht')] })
  await keep(store, { 'oma@ouder.example': 'waiting' })
  for (const job of await claim(store, 'queue', START)) await store.finish(job, 'queue', delivered(job), [], [])
}

test('the embedded store forgets by what a message was found together with its record', async () => {
  const house = await openHouse()
  const count = (): number => {
    const db = new DatabaseSync(join(house.folder, 'store.db'), { readOnly: true })
    try {
      return Number(db.prepare('select count(*) as n from trace').get()?.n)
    } finally {
      db.close()
    }
  }
  try {
    await live(house.store)
    // Sender, its domain, recipient, its domain, Message-ID of two; recipient, its domain and what it is about of one.
    expect(count()).toBe(5 + 5 + 3)
    await house.store.sweep(LATER)
    expect(count()).toBe(0)
  } finally {
    await house.dispose()
  }
})

describe.skipIf(!has('redis-server'))('the store in Redis', () => {
  let server: RedisServer
  beforeAll(async () => {
    server = await RedisServer.start()
  })
  afterAll(() => server.dispose())

  test('forgets it too, and its keys tell no address', async () => {
    const house = await openRedisHouse(server)
    const keys = async (): Promise<readonly string[]> => (await server.command('keys', '*:trace:*')) as string[]
    await live(house.store)
    const found = await keys()
    // The same sender and domains are the same keys.
    expect(found).toHaveLength(5 + 1 + 3)
    expect(found.every((key) => /:trace:\d{1,15}$/.test(key))).toBe(true)
    await house.store.sweep(LATER)
    expect(await keys()).toEqual([])
    await house.dispose()
  })
})

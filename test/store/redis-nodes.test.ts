/** Nodes that die at the worst moment of a claim in Redis. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { has } from '../../scripts/peers.ts'
import { claimsKey, DUE, FALLEN, RECEIVED } from '../../src/store/redis-keys.ts'
import type { OpenHouse } from './contract.ts'
import { claim, keep, MINUTE, receive, START } from './mail.ts'
import { openRedisHouse, RedisServer } from './redis-server.ts'

const LATER = String(START + 120 * MINUTE)

describe.skipIf(!has('redis-server'))('nodes on one Redis', () => {
  let server: RedisServer
  let house: OpenHouse
  beforeAll(async () => {
    server = await RedisServer.start()
  })
  beforeEach(async () => {
    house = await openRedisHouse(server)
    return () => house.dispose()
  })
  afterAll(() => server.dispose())

  test('one that reserved and did not come to claim: its reservations fall back too', async () => {
    const { store } = house
    await store.beat('dead', 60_000, true)
    const waiting = await keep(store, { 'a@ouder.example': 'waiting' })
    const received = await receive(store)
    house.clock.now = START + MINUTE
    for (const [index, id] of [
      [DUE, waiting],
      [RECEIVED, received],
    ] as const) {
      await server.command('zadd', index, LATER, id)
      await server.command('zadd', claimsKey('dead'), LATER, id)
    }
    const now = START + MINUTE
    expect([await claim(store, 'heir', now), await store.claimReceived('heir', now, MINUTE, 9)]).toEqual([[], []])
    await store.takeOver({ gone: ['dead'] })
    expect(await claim(store, 'heir', now)).toMatchObject([{ id: waiting }])
    expect(await store.claimReceived('heir', now, MINUTE, 9)).toMatchObject([{ id: received }])
  })

  test('one that dies while it takes over: the next one ends what it began', async () => {
    const { store } = house
    await keep(store, { 'a@ouder.example': 'waiting' })
    await claim(store, 'dead', START)
    // As it stands when the taker was killed right after it had declared the other dead.
    await server.command('sadd', FALLEN, 'dead')
    expect(await store.takeOver()).toBe(1)
    expect(await claim(store, 'heir', START)).toHaveLength(1)
    expect(await server.command('exists', FALLEN)).toBe(0)
  })
})

/** The stores a hold may live in, each of them real. */
import { afterAll, beforeAll, describe } from 'vitest'
import { has } from '../../scripts/peers.ts'
import type { OpenHouse } from '../store/contract.ts'
import { openHouse } from '../store/house.ts'
import { openRedisHouse, RedisServer } from '../store/redis-server.ts'

export const onEachStore = (tests: (on: () => Promise<OpenHouse>) => void): void => {
  describe('in SQLite', () => tests(openHouse))
  describe.skipIf(!has('redis-server'))('in Redis', () => {
    let server: RedisServer
    beforeAll(async () => {
      server = await RedisServer.start()
    })
    afterAll(() => server.dispose())
    tests(() => openRedisHouse(server))
  })
}

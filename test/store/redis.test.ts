import { afterAll, beforeAll, describe } from 'vitest'
import { has } from '../../scripts/peers.ts'
import { storeContract } from './contract.ts'
import { openRedisHouse, RedisServer } from './redis-server.ts'

describe.skipIf(!has('redis-server'))('the Redis store', () => {
  let server: RedisServer
  beforeAll(async () => {
    server = await RedisServer.start()
  })
  afterAll(() => server.dispose())

  storeContract(() => openRedisHouse(server), { shared: true })
})

import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { globSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { type AddressInfo, connect } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { has } from '../../scripts/peers.ts'
import { openStore, type Store, StoreFull, type StoreOptions, StoreUnusable } from '../../src/store/store.ts'
import { endingWithUs } from '../children.ts'
import { storeContract } from './contract.ts'
import { freshFolder } from './house.ts'
import { head, keep, notice, receive, START, settlement, write } from './mail.ts'
import { until } from './redis-groups.ts'
import { freePort, openRedisHouse, RedisServer } from './redis-server.ts'
import { checkSignatures } from './signed-s3.ts'

const HOUR = 60 * 60_000
const BUCKET = 'brieven'

/** A place for bodies, with a look at what lies there. */
type Place = Readonly<{
  blobs: StoreOptions['blobs']
  files(): readonly string[]
  bytes(): Buffer
  empty(): Promise<void>
  dispose(): Promise<void>
}>

const lying = (folder: string, leave: RegExp) => ({
  files: () =>
    globSync('**/*', { cwd: folder, withFileTypes: true })
      .filter((entry) => entry.isFile() && !leave.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name)),
  bytes: () =>
    Buffer.concat(
      globSync('**/*', { cwd: folder, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => readFileSync(join(entry.parentPath, entry.name))),
    ),
})

const aFolder = async (): Promise<Place> => {
  const folder = await freshFolder()
  const shared = join(folder, 'gedeeld')
  const { region } = { region: 'us-east-1' }
  await mkdir(shared)
  return {
    blobs: { url: `folder:${shared}`, region },
    ...lying(shared, /^mailsluis-store$/),
    empty: async () => {
      for (const entry of globSync('*', { cwd: shared })) rmSync(join(shared, entry), { recursive: true })
    },
    dispose: () => rm(folder, { recursive: true }),
  }
}

const answers = async (port: number): Promise<boolean> => {
  const socket = connect(port, '127.0.0.1')
  try {
    await once(socket, 'connect')
    return true
  } finally {
    socket.destroy()
  }
}

/** s3rver, behind a check of all signatures. */
const anS3 = async (): Promise<Place> => {
  const [folder, port] = [await freshFolder(), await freePort()]
  const program = join(import.meta.dirname, '../../node_modules/s3rver/bin/s3rver.js')
  const objects = join(folder, 'objects')
  await mkdir(objects)
  const where = ['-d', objects, '-a', '127.0.0.1', '-p', String(port), '--no-vhost-buckets', '--silent']
  const child = endingWithUs(
    spawn(process.execPath, [program, ...where, '--configure-bucket', BUCKET], { stdio: 'ignore' }),
  )
  await until(() => answers(port))
  const checked = await checkSignatures(port, 'GEHEIMWOORD')
  const { port: door } = checked.address() as AddressInfo
  writeFileSync(join(folder, 'access'), 'S3RVER\n')
  writeFileSync(join(folder, 'secret'), 'GEHEIMWOORD\n')
  const keys = { accessKeyFile: join(folder, 'access'), secretKeyFile: join(folder, 'secret') }
  return {
    blobs: { url: `s3+http://127.0.0.1:${door}/${BUCKET}/school`, region: 'us-east-1', ...keys },
    ...lying(objects, /mailsluis-store|_bucket|(?<!_object)$/),
    empty: async () => {
      for (const entry of globSync(`${BUCKET}/school`, { cwd: objects }))
        rmSync(join(objects, entry), { recursive: true })
    },
    dispose: async () => {
      checked.closeAllConnections()
      checked.close()
      const gone = once(child, 'exit')
      child.kill('SIGKILL')
      await gone
      await rm(folder, { recursive: true })
    },
  }
}

describe.skipIf(!has('redis-server')).each([
  ['a shared folder', aFolder],
  ['an S3 store', anS3],
])('large bodies beside Redis in %s', { timeout: 120_000 }, (_what, aPlace) => {
  let server: RedisServer
  let place: Place
  beforeAll(async () => {
    server = await RedisServer.start()
    place = await aPlace()
  })
  afterAll(async () => {
    await server.dispose()
    await place.dispose()
  })
  const house = async (more: Partial<StoreOptions> = {}) => {
    await place.empty()
    return openRedisHouse(server, { blobs: place.blobs, ...more })
  }
  const bodiesInRedis = () => server.command('keys', '{mailsluis}:body:*')
  const listed = () => server.command('zcard', '{mailsluis}:blobs-gone')

  storeContract(() => house(), { shared: true })

  test('they stand there sealed, small ones in Redis, and what is destroyed or replaced goes after its while', async () => {
    const { store, dispose } = await house()
    const raw = Buffer.alloc(9_000_000, 'GEHEIMETEKST ')
    const small = await receive(store)
    expect(place.files()).toHaveLength(0)
    const stopped = await keep(store, { 'a@x.example': 'stopped' }, { raw, keepUntil: START })
    const held = await keep(store, { 'a@x.example': 'held' }, { raw: Buffer.alloc(300_000, raw) })
    await store.enqueue({ ...notice('x'), raw: Buffer.alloc(100_000, raw) })
    expect(await bodiesInRedis()).toEqual([`{mailsluis}:body:${small}`])
    expect(place.bytes().length).toBeGreaterThan(9_400_000)
    expect(place.bytes().includes('GEHEIM')).toBe(false)
    expect((await store.body(stopped)).equals(raw)).toBe(true)
    const before = place.files().length
    const history = { at: START, event: 'released', by: 'an' }
    const body = Buffer.alloc(200_000, 'ANDERS ')
    expect(await store.move(held, { from: 'held', to: 'waiting', history, notices: [], body })).toBe(true)
    expect(await store.body(held)).toEqual(body)
    expect(await store.sweep(START)).toBe(1)
    await store.sweep(START + HOUR - 1)
    expect(place.files().length).toBe(before + 1)
    await store.sweep(START + HOUR)
    // The notice and the other bytes.
    expect(place.files()).toHaveLength(2)
    expect(await listed()).toBe(0)
    await dispose()
  })

  test('what is given up leaves nothing; what a crash leaves goes after an hour, and can be named no more', async () => {
    const { store, dispose } = await house()
    await (await write(store, randomBytes(9_000_000))).abort()
    expect(place.files()).toEqual([])
    const left = await write(store, randomBytes(9_000_000))
    expect(await listed()).toBe(1)
    await store.sweep(START + HOUR + 1)
    expect(place.files()).toEqual([])
    const claimed = { joinKey: 'k', owner: 'door', leaseMs: 1 }
    await expect(left.commit(head(), claimed)).rejects.toBeInstanceOf(StoreUnusable)
    expect((await store.list({ limit: 9 })).length).toBe(0)
    // A message that was named in time stays.
    const id = await receive(store, randomBytes(9_000_000))
    await store.sweep(START + 2 * HOUR)
    expect(await store.body(id)).toHaveLength(9_000_000)
    await dispose()
  })

  test('a place that is not the one of this store is refused, and a body that is gone is said', async () => {
    const { store, dispose } = await house()
    const id = await receive(store, randomBytes(300_000))
    await place.empty()
    await expect(store.body(id)).rejects.toThrow(/damaged, cut off or gone/)
    await expect(openStore(server.options({ blobs: place.blobs }))).rejects.toThrow(/mounted/)
    const without = await openStore(server.options())
    await expect(without.body(id)).rejects.toThrow(/set it again, also on this node/)
    await without.close()
    await dispose()
  })
})

describe.skipIf(!has('redis-server'))('where large bodies stand', { timeout: 60_000 }, () => {
  let server: RedisServer
  beforeAll(async () => {
    server = await RedisServer.start()
  })
  afterAll(() => server.dispose())

  const taken = (store: Store) => receive(store, randomBytes(300_000))

  test('a folder without room: 452, and small mail is taken', async () => {
    const place = await aFolder()
    const { store, dispose } = await openRedisHouse(server, { blobs: place.blobs, minFreeBytes: 2 ** 52 })
    await expect(taken(store)).rejects.toBeInstanceOf(StoreFull)
    expect(await receive(store)).not.toBe('')
    expect(await store.counts()).toMatchObject({ received: 1 })
    await dispose()
    await place.dispose()
  })

  test('an S3 store that is away, or refuses the keys: a temporary failure, and small mail is taken', async () => {
    const place = await anS3()
    const { store, dispose } = await openRedisHouse(server, { blobs: place.blobs })
    await taken(store)
    const wrong = { ...place.blobs, secretKeyFile: join(server.folder, 'fout') }
    writeFileSync(wrong.secretKeyFile, 'FOUT')
    await expect(openStore(server.options({ blobs: wrong }))).rejects.toThrow(/does not accept the keys/)
    await place.dispose()
    await expect(taken(store)).rejects.toThrow(/cannot be reached/)
    await receive(store)
    for (const { id } of await store.list({ limit: 9 })) await store.settle(id, 'door', settlement({}))
    await dispose()
  })

  test.each([
    ['folder:relatief', /folder:\/PATH/],
    ['s3://alleen-een-huis', /s3:\/\/host\/bucket/],
    ['s3://huis/emmer', /accessKeyFile/],
    ['folder:/er/is/niets', /mounted/],
  ])('%s is refused', async (url, words) => {
    const options = server.options({ blobs: { url, region: 'us-east-1' } })
    await expect(openStore(options)).rejects.toThrow(words)
  })
})

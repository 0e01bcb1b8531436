/** A backup holds everything, sealed, and becomes the store again; a broken one says so. */
import { execFileSync } from 'node:child_process'
import {
  cpSync,
  existsSync,
  globSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { has } from '../../scripts/peers.ts'
import {
  checkBackup,
  openStore,
  restoreStore,
  type Store,
  StoreFull,
  type StoreOptions,
} from '../../src/store/store.ts'
import type { OpenHouse } from './contract.ts'
import { freshFolder, openHouse, optionsFor } from './house.ts'
import { claim, delivered, fatesOf, keep, notice, receive, START, text } from './mail.ts'
import { MASTER_KEY, openRedisHouse, RedisServer } from './redis-server.ts'

const LARGE = Buffer.alloc(300_000, text('GEHEIM groot'))

/** Every fate, small and large bodies, a destroyed one, records and audit. */
const fill = async (store: Store) => {
  const sent = await keep(store, { 'a@x.example': 'waiting' }, { keepUntil: START + 9e12, raw: LARGE })
  for (const job of await claim(store, 'q', START)) await store.finish(job, 'q', delivered(job), [], [])
  const gone = await keep(store, { 'a@x.example': 'stopped' }, { keepUntil: START })
  await store.sweep(START)
  const held = await keep(store, { 'a@x.example': 'held' }, { nextAt: START + 9e6, notices: [notice('bericht')] })
  const waiting = await keep(
    store,
    { 'b@x.example': 'waiting', 'c@x.example': 'held' },
    { nextAt: START + 9e6, raw: LARGE },
  )
  const received = await receive(store, Buffer.alloc(3_000_000, text('GEHEIM lang')))
  await store.put('user', { key: 'an', value: { name: 'GEHEIM' }, expires: 0 })
  const counted = { school: 'vlonder.example', key: 'outcome:hold', n: 3, until: START + 9e9 }
  await store.addFigures('a', [{ period: '2026-W48', ...counted }])
  for (let n = 0; n < 3; n += 1)
    await store.audit({ at: START, event: 'signIn', actor: 'GEHEIM', ref: String(n), detail: '' })
  return { sent, gone, held, waiting, received }
}

const readAll = async (store: Store) => {
  const mails = await store.list({ limit: 1000 })
  const bodies = await Promise.all(mails.map(async ({ id, hasBody }) => (hasBody ? await store.body(id) : undefined)))
  const found = await store.find({ sender: 'school.example', limit: 1000 })
  const figures = await store.figures(['2026-W48'])
  expect(figures).toHaveLength(1)
  return [mails, found, bodies, figures, await store.records('user'), await store.auditRows(), await store.counts()]
}

let place: string
beforeEach(async () => {
  place = await freshFolder()
})
afterEach(() => rmSync(place, { recursive: true, force: true }))

type Made = Readonly<{ options: StoreOptions & { var: string }; house: OpenHouse }>

const backupContract = (made: () => Made): void => {
  const elsewhere = (): StoreOptions & { var: string } =>
    optionsFor(join(place, 'var'), { masterKey: made().options.masterKey ?? '' })

  test('holds everything and becomes a store with all of it', async () => {
    const { options, house } = made()
    const { store } = house
    await fill(store)
    const all = await readAll(store)
    const manifest = await store.backup(join(place, 'b'))
    expect(manifest.ids).toHaveLength(6)
    for (const name of globSync('**/*', { cwd: join(place, 'b') })) {
      const { mode } = statSync(join(place, 'b', name))
      expect([name, mode & 0o077]).toEqual([name, 0])
    }
    expect(readdirSync(place)).toEqual(['b'])
    // What happens after it is not in it.
    await receive(store)
    const account = await checkBackup(join(place, 'b'), options)
    expect(account).toMatchObject({ messages: 6, bodies: 5, auditEntries: 3, waiting: 2, problems: [] })
    expect(await restoreStore(join(place, 'b'), elsewhere(), { by: 'ict' })).toBe(0)
    const restored = await openStore(elsewhere(), { now: () => START })
    expect(await readAll(restored)).toEqual(all)
    expect(await claim(restored, 'q', START + 9e7)).toHaveLength(2)
    await restored.close()
    await expect(restoreStore(join(place, 'b'), elsewhere(), { by: 'ict' })).rejects.toThrow(/already/)
    expect(readdirSync(join(place, 'var')).sort()).toEqual(['spool', 'store.db'])
  })

  test('what waited is held when asked: never twice instead of never lost', async () => {
    const { house } = made()
    const { waiting, held } = await fill(house.store)
    await house.store.backup(join(place, 'b'))
    const until = START + 7 * 86_400_000
    expect(await restoreStore(join(place, 'b'), elsewhere(), { by: 'ict', holdUntil: until })).toBe(1)
    const restored = await openStore(elsewhere(), { now: () => START })
    expect(await fatesOf(restored, waiting)).toEqual({ 'b@x.example': 'held', 'c@x.example': 'held' })
    expect((await restored.mail(waiting))?.history.at(-1)).toMatchObject({ event: 'held', by: 'ict' })
    // Our own notice may go twice.
    expect((await claim(restored, 'q', START + 9e7)).map(({ head }) => head.kind)).toEqual(['notice'])
    expect(await restored.overdue(until, 9)).toEqual(expect.arrayContaining([held, waiting]))
    await restored.close()
  })

  test('nothing of it stands in clear, and the master key is not in it', async () => {
    const { options, house } = made()
    await fill(house.store)
    await house.store.backup(join(place, 'b'))
    const files = globSync('**/*', { cwd: join(place, 'b'), withFileTypes: true }).filter((one) => one.isFile())
    const bytes = Buffer.concat(files.map((one) => readFileSync(join(one.parentPath, one.name))))
    expect(bytes.length).toBeGreaterThan(3_500_000)
    const key = options.masterKey ?? ''
    for (const secret of ['GEHEIM', 'x.example', 'an.peeters', Buffer.from(key, 'base64'), key])
      expect(bytes.includes(secret)).toBe(false)
    const other = { ...options, masterKey: Buffer.alloc(32, 'x').toString('base64') }
    await expect(checkBackup(join(place, 'b'), other)).rejects.toThrow(/another master key/)
  })

  test('under load: every body that a row names is there', async () => {
    const { options, house } = made()
    const { store } = house
    await keep(store, { 'a@x.example': 'held' }, { raw: LARGE })
    let busy = true
    const load = async (): Promise<void> => {
      while (busy) {
        await keep(store, { 'a@x.example': 'waiting' }, { raw: LARGE })
        for (const job of await claim(store, 'q', START)) await store.finish(job, 'q', delivered(job), [], [])
      }
    }
    const loads = [load(), load()]
    for (let n = 0; n < 5; n += 1) {
      const { ids } = await store.backup(join(place, `b${n}`))
      expect(ids.length).toBeGreaterThan(0)
      const account = await checkBackup(join(place, `b${n}`), options)
      expect(account.problems).toEqual([])
      expect(account.messages).toBe(ids.length)
    }
    busy = false
    await Promise.all(loads)
  }, 120_000)
}

describe('a backup of the embedded store', () => {
  let house: Awaited<ReturnType<typeof openHouse>>
  const options = () =>
    optionsFor(house.folder, { masterKey: readFileSync(join(house.folder, 'master.key'), 'utf8').trim() })
  beforeEach(async () => {
    house = await openHouse()
  })
  afterEach(() => house.dispose())
  backupContract(() => ({ house, options: options() }))

  const broken: readonly (readonly [string, (folder: string) => void, RegExp])[] = [
    ['a body cut off', (b) => writeFileSync(join(b, one(b)), 'x'), /damaged or changed/],
    ['a body gone', (b) => rmSync(join(b, one(b))), /is missing/],
    ['a file too many', (b) => writeFileSync(join(b, 'spool/x'), ''), /does not belong/],
    ['another database', (b) => sql(b, "update message set state = 'done'"), /damaged or changed/],
    ['a manifest made to fit', (b) => rewrite(b), /manifest was changed/],
    [
      'an audit entry gone',
      (b) => sql(b, 'drop trigger audit_stays; delete from audit where seq = 2'),
      /Audit entry 3/,
    ],
  ]
  const one = (b: string): string => globSync('spool/*/*', { cwd: b })[0]!
  const sql = (b: string, text: string): void => {
    const script = "new (require('node:sqlite').DatabaseSync)(process.argv[1]).exec(process.argv[2])"
    execFileSync(process.execPath, ['-e', script, join(b, 'store.db'), text])
  }
  const rewrite = (b: string): void => {
    const path = join(b, 'manifest.json')
    writeFileSync(path, readFileSync(path, 'utf8').replace('"madeAt":', '"madeAt":1'))
  }

  test.each(broken)('%s: is told, nothing is restored over it', async (_, spoil, words) => {
    await fill(house.store)
    await house.store.backup(join(place, 'b'))
    spoil(join(place, 'b'))
    const { problems } = await checkBackup(join(place, 'b'), options())
    expect(problems.join(' ')).toMatch(words)
  })

  test('into a folder in use, onto a file, over a store: refused, and nothing is changed', async () => {
    mkdirSync(join(place, 'vol'))
    writeFileSync(join(place, 'vol/iets'), '')
    await expect(house.store.backup(join(place, 'vol'))).rejects.toThrow(/not empty/)
    await expect(house.store.backup(join(place, 'vol/iets'))).rejects.toThrow(/not a folder/)
    await expect(checkBackup(join(place, 'vol'), options())).rejects.toThrow(/is no backup/)
    expect(readdirSync(place)).toEqual(['vol'])
    expect(existsSync(join(house.folder, 'backup.part'))).toBe(false)
  })

  test('a store with one damaged message is kept all the same, and the check says which one', async () => {
    const { sent } = await fill(house.store)
    rmSync(join(house.folder, 'spool', sent.slice(24), sent))
    await house.store.backup(join(place, 'b'))
    const account = await checkBackup(join(place, 'b'), options())
    expect(account).toMatchObject({ messages: 5, bodies: 4 })
    expect(account.problems).toEqual([expect.stringMatching(new RegExp(`Message ${sent}: .*damaged`))])
  })

  test('too little room: nothing is begun', async () => {
    const id = await receive(house.store, LARGE)
    const store = await openStore({ ...options(), minFreeBytes: Number.MAX_SAFE_INTEGER })
    await expect(store.backup(join(place, 'b'))).rejects.toBeInstanceOf(StoreFull)
    await store.close()
    expect([readdirSync(place), await house.store.body(id)]).toEqual([[], LARGE])
  })

  const root = process.getuid?.() === 0 && process.platform === 'linux'
  test.skipIf(!root)('a disk that runs full meanwhile harms nothing and keeps no half of it', async () => {
    const ids = await Promise.all(Array.from({ length: 30 }, () => receive(house.store, LARGE)))
    // Room in plenty, but not for so many files.
    execFileSync('/bin/mount', ['-t', 'tmpfs', '-o', 'size=64m,nr_inodes=12,mode=700', 'tmpfs', place])
    try {
      await expect(house.store.backup(join(place, 'b'))).rejects.toBeInstanceOf(StoreFull)
      expect([readdirSync(place), existsSync(join(house.folder, 'backup.part'))]).toEqual([[], false])
      for (const id of [...ids, await receive(house.store, LARGE)]) expect(await house.store.body(id)).toEqual(LARGE)
    } finally {
      execFileSync('/bin/umount', ['--lazy', place])
    }
  })

  test('what a broken off backup left goes with the next one', async () => {
    await fill(house.store)
    cpSync(join(house.folder, 'spool'), join(house.folder, 'backup.part'), { recursive: true })
    mkdirSync(join(place, 'b.0123abcd.part/spool'), { recursive: true })
    await expect(checkBackup(join(place, 'b.0123abcd.part'), options())).rejects.toThrow(/is no backup/)
    await house.store.backup(join(place, 'b'))
    expect([readdirSync(place), existsSync(join(house.folder, 'backup.part'))]).toEqual([['b'], false])
    expect((await checkBackup(join(place, 'b'), options())).problems).toEqual([])
  })
})

describe.skipIf(!has('redis-server'))('a backup of the store in Redis', () => {
  let server: RedisServer
  let house: OpenHouse
  beforeAll(async () => {
    server = await RedisServer.start()
  })
  afterAll(() => server.dispose())
  beforeEach(async () => {
    house = await openRedisHouse(server)
  })
  afterEach(() => house.dispose())
  backupContract(() => ({ house, options: server.options({ masterKey: MASTER_KEY }) }))

  test('becomes a store in an empty Redis, whichever store it was made of', async () => {
    const embedded = await openHouse()
    await fill(embedded.store)
    await house.store.put('mark', { key: 'x', value: 1, expires: START + 9 }, {})
    const all = await readAll(embedded.store)
    await embedded.store.backup(join(place, 'b'))
    const masterKey = readFileSync(join(embedded.folder, 'master.key'), 'utf8').trim()
    await embedded.dispose()
    await server.command('flushall')
    const options = { ...server.options({ masterKey }), var: place }
    expect(await restoreStore(join(place, 'b'), options, { by: 'ict' })).toBe(0)
    const restored = await openStore(options, { now: () => START })
    expect(await readAll(restored)).toEqual(all)
    await restored.audit({ at: START, event: 'x', actor: '', ref: '', detail: '' })
    expect(await claim(restored, 'q', START + 9e7)).toHaveLength(2)
    await expect(restoreStore(join(place, 'b'), options, { by: 'ict' })).rejects.toThrow(/holds a store already/)
    // Broken off half way: run again it goes on.
    const ids = (await restored.list({ limit: 9 })).map(({ id }) => id)
    await restored.put('mark', { key: 'restoring', value: true, expires: 0 })
    await server.command('del', `{mailsluis}:mail:${ids[0]}`, `{mailsluis}:history:${ids[0]}`)
    await restoreStore(join(place, 'b'), options, { by: 'ict' })
    expect(await restored.body(ids[0]!)).toHaveLength(3_000_000)
    await restored.close()
    expect(readdirSync(place)).toEqual(['b'])
  }, 120_000)
})

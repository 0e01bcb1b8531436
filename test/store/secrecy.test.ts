import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chmodSync, globSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openStore, StoreUnusable } from '../../src/store/store.ts'
import { freshFolder, openHouse, optionsFor } from './house.ts'
import { claim, delivered, keep, LARGE_IN_MEMORY, notice, receive, START, settlement, text, write } from './mail.ts'

let house: Awaited<ReturnType<typeof openHouse>>
beforeEach(async () => {
  house = await openHouse()
})
afterEach(() => house.dispose())

/** By another process: closing a file of an open database here would drop the locks SQLite holds on it. */
const onDisk = (): Buffer =>
  Buffer.concat(
    globSync('**/*', { cwd: house.folder, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => execFileSync('cat', [join(entry.parentPath, entry.name)], { maxBuffer: 1 << 28 })),
  )

test('nothing of a message, a record or the audit stands in clear on the disk', async () => {
  const { store } = house
  const raw = Buffer.concat([text('GEHEIMONDERWERP'), Buffer.from('GEHEIMETEKST '.repeat(4))])
  const verdict = { ...settlement({}).verdict, subject: 'GEHEIMONDERWERP', decision: { because: 'GEHEIMEREDEN' } }
  const held = await keep(store, { 'geheim.ouder@x.example': 'held' }, { raw, verdict, keepUntil: START })
  const sent = await keep(
    store,
    { 'geheim.ouder@x.example': 'waiting' },
    { raw, verdict, notices: [notice('GEHEIMBERICHT')], keepUntil: START + 9 },
  )
  await keep(store, { 'geheim.ouder@x.example': 'held' }, { raw: Buffer.alloc(200_000, raw) })
  const jobs = await claim(store, 'q', START)
  for (const job of jobs)
    await store.finish(
      job,
      'q',
      delivered(job).map((one) => ({ ...one, reply: '250 GEHEIMANTWOORD' })),
      [],
      [],
    )
  const history = { at: START, event: 'released', by: 'GEHEIMEPERSOON' }
  await store.move(held, { from: 'held', to: 'waiting', history, notices: [], body: Buffer.alloc(300_000, raw) })
  const half = await write(store, Buffer.alloc(LARGE_IN_MEMORY + 3_000_000, raw))
  await store.put('remedy', { key: 'GEHEIMETOKEN', value: 'GEHEIMEWAARDE', expires: 0 })
  await store.audit({ at: START, event: 'signIn', actor: 'GEHEIMEPERSOON', ref: sent, detail: 'GEHEIMDETAIL' })

  const open = onDisk()
  expect(open.includes(sent)).toBe(true)
  expect(open.length).toBeGreaterThan(3_500_000)
  await half.abort()
  for (const store of [house.store, await house.another()]) await store.close()
  for (const bytes of [open, onDisk()]) {
    expect(bytes.includes('GEHEIM')).toBe(false)
    expect(bytes.includes('geheim.ouder')).toBe(false)
    expect(bytes.includes('an.peeters')).toBe(false)
    expect(bytes.includes(Buffer.from('GEHEIM').toString('base64').slice(0, 7))).toBe(false)
  }
})

/** A column of a message as another process reads it. */
const stored = (sql: string, id: string): Buffer => {
  const script = `const {DatabaseSync}=require('node:sqlite');const db=new DatabaseSync(process.argv[1],{readOnly:true});
    process.stdout.write(db.prepare(process.argv[2]).get(process.argv[3]).it)`
  return execFileSync(process.execPath, ['-e', script, join(house.folder, 'store.db'), sql, id])
}

test('neither the wrapped key nor the sealed bytes of destroyed content are anywhere on the disk after the sweep', async () => {
  const { store } = house
  const id = await keep(store, { 'a@x.example': 'stopped' }, { keepUntil: START })
  const key = stored('select content_key as it from message where id = ?', id)
  const body = stored('select sealed as it from body where message = ?', id)
  expect([key.length, body.length]).toEqual([60, text('uitstap').length + 32])
  expect([onDisk().includes(key), onDisk().includes(body)]).toEqual([true, true])
  expect(await store.sweep(START)).toBe(1)
  // Commits come one after the other: when this one ends, the log was emptied.
  await store.sweep(START)
  expect([onDisk().includes(key), onDisk().includes(body)]).toEqual([false, false])
})

test('only the owner of the process may read the files', () => {
  for (const file of ['master.key', 'store.db', 'store.db-wal'])
    expect(statSync(join(house.folder, file)).mode & 0o777).toBe(0o600)
  expect(statSync(join(house.folder, 'spool')).mode & 0o777).toBe(0o700)
})

const refused = async (options: Parameters<typeof openStore>[0], words: RegExp): Promise<void> => {
  const before = onDisk()
  const error = await openStore(options).then(
    (store) => store.close(),
    (reason: unknown) => reason,
  )
  expect(error).toBeInstanceOf(StoreUnusable)
  expect(String(error)).toMatch(words)
  expect(onDisk().equals(before)).toBe(true)
}

test('a missing, broken or other master key: said clearly, nothing touched, and all is there when the right one is back', async () => {
  const id = await receive(house.store)
  await house.store.close()
  const key = join(house.folder, 'master.key')
  const options = optionsFor(house.folder)
  await refused({ ...options, masterKey: randomBytes(32).toString('base64') }, /another master key/)
  await refused({ ...options, masterKey: 'kort' }, /32 bytes/)
  await refused({ ...options, masterKeyFile: join(house.folder, 'elders.key') }, /is not there/)
  renameSync(key, `${key}.weg`)
  await refused(options, /master key .* is missing/)
  renameSync(`${key}.weg`, key)
  const right = Buffer.from(readFileSync(key, 'utf8'), 'base64')
  for (const given of [{}, { masterKey: right.toString('hex') }, { masterKeyFile: key }]) {
    const store = await openStore({ ...options, ...given })
    expect(await store.body(id)).toEqual(text('uitstap'))
    await store.close()
  }
})

test('what is not our store is left alone', async () => {
  await house.store.close()
  const path = join(house.folder, 'store.db')
  execFileSync(process.execPath, [
    '-e',
    `new (require('node:sqlite').DatabaseSync)(process.argv[1]).exec('pragma user_version = 99')`,
    path,
  ])
  await refused(optionsFor(house.folder), /newer release/)
  writeFileSync(path, 'dit is geen databank, maar een brief van de directie'.repeat(99))
  await refused(optionsFor(house.folder), /not a database/)
  rmSync(path)
  execFileSync(process.execPath, [
    '-e',
    `new (require('node:sqlite').DatabaseSync)(process.argv[1]).exec('create table leerling (naam)')`,
    path,
  ])
  await refused(optionsFor(house.folder), /another program/)
  await refused(optionsFor(house.folder, { url: 'store.db' }), /sqlite:PATH/)
})

test('two processes that start at the same moment on an empty folder have one key', async () => {
  const folder = await freshFolder()
  const stores = await Promise.all([1, 2, 3].map(() => openStore(optionsFor(folder))))
  const id = await receive(stores[0]!)
  for (const store of stores) expect(await store.body(id)).toEqual(text('uitstap'))
  for (const store of stores) await store.close()
  chmodSync(folder, 0o700)
  rmSync(folder, { recursive: true })
})

/** The store is ill under the real program: locked, damaged, without its key. Nothing is lost that could be kept, and it is said. */
import { globSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import {
  lookInto,
  newFolder,
  openSink,
  readiness,
  remove,
  runCommand,
  type Sink,
  start,
  until,
} from '../gateway/running.ts'
import { Talk } from '../smtp/talk.ts'
import { freePort } from '../store/redis-server.ts'

vi.setConfig({ testTimeout: 90_000 })

const TEACHER = 'els.vandenbroeck@devlonder.example'
const TO = 'ouder@mail.example'
const raw = (n: number, size = 0): string =>
  `From: Els Vandenbroeck <${TEACHER}>\r\nTo: ${TO}\r\nSubject: Bericht\r\nMessage-ID: <m${n}@devlonder.example>\r\n\r\nMorgen zwemmen we.\r\n${'Nog een gewone regel.\r\n'.repeat(size / 23)}`

let folder: string
let sink: Sink
beforeEach(async () => {
  folder = newFolder()
  sink = await openSink()
})
afterEach(async () => {
  await sink.close()
  remove(folder)
})

const settings = (port = sink.port) => ({
  MAILSLUIS_NEXT_HOP: `smtp://127.0.0.1:${port}`,
  MAILSLUIS_QUEUE_RETRY_AFTER_SECONDS: '1',
  MAILSLUIS_STORE_MIN_FREE_BYTES: '0',
})
const arrived = (): number[] =>
  sink.delivered.map((d) => Number(/<m(\d+)@/.exec(d.raw.toString('latin1'))?.[1])).toSorted((a, b) => a - b)

const submit = async (port: number, text: string): Promise<string> => {
  const talk = await Talk.hello(port)
  await talk.begin([TO], TEACHER)
  talk.write(`${text}.\r\n`)
  const reply = await talk.reply()
  talk.hangUp()
  return reply
}

test('locked by another process for long: put off in bounded time, the rest of the program goes on, and all is well after', async () => {
  const gateway = await start(settings(), folder)
  expect(await submit(gateway.smtp, raw(1))).toMatch(/^250 /)
  const other = new DatabaseSync(join(folder, 'var/store.db'), { timeout: 5000 })
  other.exec('begin immediate')
  const begun = Date.now()
  const waits: number[] = []
  let over = false
  const looking = (async () => {
    while (!over) {
      const asked = performance.now()
      expect(await (await fetch(`http://127.0.0.1:${gateway.console}/healthz`)).text()).toBe('ok')
      waits.push(performance.now() - asked)
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  })()
  const replies = await Promise.all([submit(gateway.smtp, raw(2)), submit(gateway.smtp, raw(3, 200_000))])
  const ready = await readiness(gateway)
  const took = Date.now() - begun
  over = true
  await looking
  other.exec('rollback')
  other.close()
  for (const reply of replies) expect(reply).toMatch(/^451 4\.3\.0 /)
  expect(ready).toMatchObject({ ready: false, reasons: [expect.stringMatching(/locked by another process/)] })
  expect(took).toBeLessThan(30_000)
  // The middle of them: one slow answer on a busy machine is none of ours.
  expect(waits.toSorted((a, b) => a - b)[Math.floor(waits.length / 2)]).toBeLessThan(500)
  await until(async () => (await submit(gateway.smtp, raw(4))).startsWith('250 '), gateway.output)
  await until(() => arrived().length === 2, gateway.output)
  expect(arrived()).toEqual([1, 4])
  expect(await readiness(gateway)).toEqual({ ready: true })
  expect(await gateway.stop()).toBe(0)
})

test('a lock of a moment, as every backup takes it, is waited for', async () => {
  const gateway = await start(settings(), folder)
  const other = new DatabaseSync(join(folder, 'var/store.db'), { timeout: 5000 })
  other.exec('begin immediate')
  const replies = [1, 2, 3].map((n) => submit(gateway.smtp, raw(n)))
  await new Promise((resolve) => setTimeout(resolve, 1500))
  other.exec('rollback')
  other.close()
  for (const reply of await Promise.all(replies)) expect(reply).toMatch(/^250 /)
  expect(await gateway.stop()).toBe(0)
})

/** Messages that wait for a next hop that is away, in a store that is closed. */
const keepWaiting = async (count: number, size: (n: number) => number): Promise<ReadonlyMap<number, string>> => {
  const gateway = await start(settings(await freePort()), folder)
  const ids = new Map<number, string>()
  for (let n = 0; n < count; n++) ids.set(n, /(\w{26})/.exec(await submit(gateway.smtp, raw(n, size(n))))![1]!)
  await until(() => lookInto(folder, async (store) => (await store.counts()).waiting === count), gateway.output)
  await gateway.stop()
  return ids
}

test('a spool file cut off, one gone, a page of the database overwritten: these are said, all others arrive, start after start', async () => {
  const ids = await keepWaiting(24, (n) => (n < 4 ? 100_000 : 1500))
  const file = (n: number): string => globSync(`var/spool/*/${ids.get(n)}`, { cwd: folder })[0]!
  truncateSync(join(folder, file(0)), 50_000)
  rmSync(join(folder, file(1)))
  const database = join(folder, 'var/store.db')
  const db = new DatabaseSync(database)
  const found = db
    .prepare("select pageno from dbstat where name = 'body' and pagetype = 'leaf' order by path limit 1 offset 2")
    .get()
  db.close()
  const bytes = readFileSync(database)
  bytes.fill(7, (Number(found!.pageno) - 1) * 4096, Number(found!.pageno) * 4096)
  writeFileSync(database, bytes)

  for (const round of [1, 2]) {
    const gateway = await start(settings(), folder)
    await until(
      () => arrived().length >= 24 - 2 - 4,
      () => `${round}: ${arrived()}`,
    )
    const doctor = await gateway.cli('doctor')
    expect(doctor.out).toMatch(/LOOK {2}mail: \d message\(s\) cannot be read any more/)
    for (const n of [0, 1]) expect(doctor.out).toContain(ids.get(n))
    for (const n of arrived()) expect(doctor.out).not.toContain(ids.get(n))
    expect(await submit(gateway.smtp, raw(100 + round))).toMatch(/^250 /)
    await until(() => arrived().includes(100 + round), gateway.output)
    expect(await readiness(gateway)).toEqual({ ready: true })
    expect(await gateway.stop()).toBe(0)
  }
  const there = arrived()
  expect(new Set(there).size).toBe(there.length)
  expect(there).not.toContain(0)
  expect(there).not.toContain(1)
  const { waiting } = await lookInto(folder, (store) => store.counts())
  expect(there.filter((n) => n < 100).length + waiting).toBe(24)
})

test('a log of the database with a damaged end: what stands before it counts, and the program goes on', async () => {
  const gateway = await start(settings(await freePort()), folder)
  for (let n = 0; n < 12; n++) expect(await submit(gateway.smtp, raw(n))).toMatch(/^250 /)
  await gateway.kill()
  const wal = join(folder, 'var/store.db-wal')
  const bytes = readFileSync(wal)
  expect(bytes.length).toBeGreaterThan(100_000)
  bytes.fill(9, bytes.length - 60_000, bytes.length - 50_000)
  writeFileSync(wal, bytes)
  const again = await start(settings(), folder)
  await until(() => lookInto(folder, async (store) => (await store.counts()).waiting === 0), again.output)
  expect(arrived().length).toBeGreaterThan(0)
  expect(new Set(arrived()).size).toBe(arrived().length)
  expect((await again.cli('doctor')).out).toContain('ok    mail: all that is kept can be read')
  expect(await again.stop()).toBe(0)
  const db = new DatabaseSync(join(folder, 'var/store.db'))
  expect(db.prepare('pragma integrity_check').get()).toEqual({ integrity_check: 'ok' })
  db.close()
})

test('the master key wrong, gone or not to be read: refused in plain words, and not one byte of the store is touched', async () => {
  const gateway = await start(settings(), folder)
  expect(await submit(gateway.smtp, raw(1, 100_000))).toMatch(/^250 /)
  await until(() => arrived().length === 1, gateway.output)
  await gateway.kill()
  const key = join(folder, 'var/master.key')
  const safe = join(folder, 'safe.key')
  renameSync(key, safe)
  // The shared index beside the log is rebuilt at each opening; it holds nothing of its own.
  const snapshot = (): Map<string, string> =>
    new Map(
      globSync('var/**', { cwd: folder })
        .filter((name) => statSync(join(folder, name)).isFile() && !/-shm$|server\.pid$|master\.key$/.test(name))
        .map((name) => [name, readFileSync(join(folder, name)).toString('base64')]),
    )
  const before = snapshot()
  expect(before.size).toBeGreaterThan(1)
  const refused = async (words: RegExp): Promise<void> => {
    for (const command of ['serve', 'queue']) {
      const { code, out, err } = await runCommand(
        folder,
        settings(),
        ...(command === 'queue' ? ['queue', 'list'] : [command]),
      )
      expect({ code, out: out.includes('ready') }).toEqual({ code: 1, out: false })
      expect(err).toMatch(words)
      expect(err).not.toMatch(/^\s+at /m)
    }
    expect(snapshot()).toEqual(before)
  }
  await refused(/master\.key is missing.*Nothing was changed/)
  writeFileSync(key, `${Buffer.alloc(32, 3).toString('base64')}\n`)
  await refused(/another master key|is not the key|does not open|Nothing was changed/)
  rmSync(key)
  mkdirSync(key)
  await refused(/cannot use its files \(EISDIR\)|cannot be read \(EISDIR\)/)
  rmSync(key, { recursive: true })
  renameSync(safe, key)
  const again = await start(settings(), folder)
  expect(await again.stop()).toBe(0)
})

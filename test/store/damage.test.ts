import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  closeSync,
  existsSync,
  globSync,
  openSync,
  readFileSync,
  rmSync,
  truncateSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { StoreUnusable } from '../../src/store/store.ts'
import { openHouse } from './house.ts'
import { claim, keep, LARGE_IN_MEMORY, receive, START, text, write } from './mail.ts'

let house: Awaited<ReturnType<typeof openHouse>>
beforeEach(async () => {
  house = await openHouse()
})
afterEach(() => house.dispose())

const spooled = (): string[] => globSync('spool/*/*', { cwd: house.folder }).map((file) => join(house.folder, file))
const fileOf = (id: string): string => spooled().find((file) => file.endsWith(id))!

const PIECE = 64 * 1024 + 16
const HEAD = 36

const DAMAGES: readonly [string, (file: string) => void][] = [
  ['cut off in a piece', (file) => truncateSync(file, 100_000)],
  ['cut off between two pieces', (file) => truncateSync(file, HEAD + 2 * PIECE)],
  ['cut down to its head', (file) => truncateSync(file, HEAD)],
  ['empty', (file) => truncateSync(file, 0)],
  ['gone', (file) => rmSync(file)],
  [
    'one bit turned',
    (file) => {
      const bytes = readFileSync(file)
      bytes[90_000] = bytes[90_000]! ^ 1
      writeFileSync(file, bytes)
    },
  ],
  [
    'two pieces swapped',
    (file) => {
      const bytes = readFileSync(file)
      const [a, b] = [bytes.subarray(HEAD, HEAD + PIECE), bytes.subarray(HEAD + PIECE, HEAD + 2 * PIECE)]
      writeFileSync(file, Buffer.concat([bytes.subarray(0, HEAD), b, a, bytes.subarray(HEAD + 2 * PIECE)]))
    },
  ],
]

test.each(DAMAGES)('a spool file %s: a clear error, and the others work', async (_what, damage) => {
  const raw = randomBytes(300_000)
  const [id, other] = [await receive(house.store, raw), await receive(house.store, raw)]
  damage(fileOf(id))
  await expect(house.store.body(id)).rejects.toThrow(/body of a message is damaged/)
  await expect(house.store.bodyStream(id).then(buffer)).rejects.toThrow(/body of a message is damaged/)
  expect((await house.store.body(other)).equals(raw)).toBe(true)
  expect((await house.store.mail(id))?.head.size).toBe(300_000)
  await receive(house.store)
})

test('the file of one message does not open as that of another', async () => {
  const ids = [await receive(house.store, randomBytes(100_000)), await receive(house.store, randomBytes(100_000))]
  writeFileSync(fileOf(ids[0]!), readFileSync(fileOf(ids[1]!)))
  await expect(house.store.body(ids[0]!)).rejects.toThrow(/damaged/)
})

/** Runs in a process of its own, on a closed store. */
const inDatabase = (script: string, ...args: string[]): string =>
  execFileSync(
    process.execPath,
    [
      '-e',
      `const db=new (require('node:sqlite').DatabaseSync)(process.argv[1]);${script}`,
      join(house.folder, 'store.db'),
      ...args,
    ],
    { encoding: 'utf8', stdio: 'pipe' },
  )

test('a page of the database overwritten: what stood there gives a clear error, the rest works', async () => {
  const ids: string[] = []
  for (let n = 0; n < 60; n += 1)
    ids.push(await keep(house.store, { 'a@x.example': 'waiting' }, { raw: Buffer.alloc(1500, `${n} `) }))
  await house.store.close()
  const page = inDatabase(
    `console.log(db.prepare("select pageno from dbstat where name='body' and pagetype='leaf' order by path limit 1 offset 5").get().pageno)`,
  )
  const file = openSync(join(house.folder, 'store.db'), 'r+')
  writeSync(file, randomBytes(4096), 0, 4096, (Number(page) - 1) * 4096)
  closeSync(file)
  const store = await house.restart()
  const answers = await Promise.allSettled(ids.map((id) => store.body(id)))
  const lost = answers.filter((answer) => answer.status === 'rejected')
  expect(lost.length).toBeGreaterThan(0)
  expect(lost.length).toBeLessThan(10)
  for (const { reason } of lost) expect(reason).toBeInstanceOf(StoreUnusable)
  expect(String(lost[0]!.reason)).toMatch(/damaged/)
  answers.forEach((answer, n) => {
    if (answer.status === 'fulfilled') expect(answer.value).toEqual(Buffer.alloc(1500, `${n} `))
  })
  expect(await store.body(await receive(store))).toEqual(text('uitstap'))
  expect(await claim(store, 'q', START, 100)).toHaveLength(60)
})

test('a message whose sealed head was changed is left out of lists and claims, and the log says so', async () => {
  const bad = await keep(house.store, { 'a@x.example': 'waiting' })
  const good = await keep(house.store, { 'a@x.example': 'waiting' })
  await house.store.close()
  inDatabase(
    `db.prepare('update message set head = (select head from message where id = ?) where id = ?').run(process.argv[3], process.argv[2])`,
    bad,
    good,
  )
  const store = await house.restart()
  await expect(store.mail(bad)).rejects.toThrow(/changed from outside/)
  expect((await store.list({ limit: 9 })).map(({ id }) => id)).toEqual([good])
  expect((await claim(store, 'q', START)).map(({ id }) => id)).toEqual([good])
})

test('the audit log refuses to be changed', async () => {
  await house.store.audit({ at: 1, event: 'signIn', actor: 'an', ref: '', detail: '' })
  await house.store.close()
  for (const sql of ['delete from audit', 'update audit set seq = 7'])
    expect(() => inDatabase(`db.exec('${sql}')`)).toThrow(/append-only/)
})

test('files without a row go at the next start: only old ones, only ours', async () => {
  const kept = await receive(house.store, randomBytes(100_000))
  const half = await write(house.store, randomBytes(LARGE_IN_MEMORY + 2_000_000))
  const [part] = spooled().filter((file) => file.endsWith('.part'))
  const whole = fileOf(kept)
  const orphan = `${whole.slice(0, -26)}${kept.slice(0, 20)}AAAA${kept.slice(24)}`
  const foreign = `${whole.slice(0, -26)}${kept.slice(0, 20)}BBBB${kept.slice(24)}`
  writeFileSync(orphan, readFileSync(whole))
  writeFileSync(foreign, Buffer.concat([Buffer.from('MSB1'), randomBytes(16), randomBytes(99)]))
  const there = () => [whole, part!, orphan, foreign].map((file) => existsSync(file))

  await (await house.another()).close()
  expect(there()).toEqual([true, true, true, true])
  const longAgo = new Date(Date.now() - 2 * 3_600_000)
  for (const file of [whole, part!, orphan, foreign]) utimesSync(file, longAgo, longAgo)
  await (await house.another()).close()
  expect(there()).toEqual([true, false, false, true])
  await half.abort()
})

test('an aborted or repeated large message leaves no file', async () => {
  const raw = randomBytes(2_000_000)
  await (await write(house.store, raw)).abort()
  expect(spooled()).toEqual([])
  for (let n = 0; n < 3; n += 1) await receive(house.store, raw, ['a@x.example'], 'same')
  expect(spooled()).toHaveLength(1)
})

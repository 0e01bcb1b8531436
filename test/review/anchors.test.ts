/** What the chain alone cannot show, its anchors do: an end cut off, and a log written anew by who holds the store and its key. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Log } from '../../src/log.ts'
import { openAnchoring, parseAnchors, proveAudit, readAnchorFile, storedAnchors } from '../../src/review/review.ts'
import type { Store } from '../../src/store/store.ts'
import { openHouse } from '../store/house.ts'

const entry = (n: number, detail = '') => ({
  ...{ at: n, event: 'released', actor: 'greet@devlonder.example', ref: `m${n}`, detail },
})

let house: Awaited<ReturnType<typeof openHouse>>
const events: string[] = []
const log: Log = {
  info: (event, fields) => events.push(`${event} ${JSON.stringify(fields)}`),
  warn: (event) => events.push(event),
  error: (event) => events.push(event),
}
beforeEach(async () => {
  events.length = 0
  house = await openHouse()
})
afterEach(() => house.dispose())

const file = () => join(house.folder, 'anchors.jsonl')
const anchoring = (store: Store, node = 'lock-1') => openAnchoring({ store, file: file(), node, log })
const add = async (store: Store, from: number, to: number, detail = ''): Promise<void> => {
  for (let n = from; n <= to; n++) await store.audit(entry(n, detail))
}
const prove = async (store: Store) => proveAudit(store, await readAnchorFile(file()))

/** From outside, on a closed store, its triggers taken away. */
const tamper = async (sql: string): Promise<Store> => {
  await house.store.close()
  const db = new DatabaseSync(join(house.folder, 'store.db'))
  db.exec('drop trigger audit_kept; drop trigger audit_stays')
  db.exec(sql)
  db.close()
  return house.restart()
}

test('what was added is anchored once, in the file, in the store and in the log; what is newer is said', async () => {
  const { look } = anchoring(house.store)
  await look()
  expect(await readAnchorFile(file())).toEqual([])
  await add(house.store, 1, 3)
  await look()
  await look()
  await add(house.store, 4, 1500)
  await look()
  await add(house.store, 1501, 1502)
  const anchors = await readAnchorFile(file())
  expect(anchors.map(({ seq }) => seq)).toEqual([3, 1500])
  expect(await storedAnchors(house.store)).toEqual([anchors[1]])
  expect(parseAnchors(events.map((event) => event.replace(/^\w+ /, '')).join('\n'))).toEqual(anchors)
  const { ok, entries, anchored } = await prove(house.store)
  expect({ ok, entries, ...anchored }).toMatchObject({ ok: true, entries: 1502, agree: 2, foreign: 0 })
  expect(anchored.upTo?.seq).toBe(1500)
})

test('the last entries cut off: the chain is whole, the anchor says what was there', async () => {
  await add(house.store, 1, 9)
  await anchoring(house.store).look()
  const store = await tamper('delete from audit where seq > 7')
  expect((await proveAudit(store, [])).ok).toBe(true)
  expect(await prove(store)).toMatchObject({ ok: false, entries: 7, anchored: { agree: 0, beyond: { seq: 9 } } })
  // Also when other entries took their place, and by a server that runs.
  await add(store, 8, 12, 'other')
  expect(await prove(store)).toMatchObject({ ok: false, anchored: { differs: { seq: 9 } } })
  await anchoring(store).look()
  expect(events).toContain('auditBroken')
  expect((await prove(store)).ok).toBe(false)
})

test('the whole chain written anew with the key of the store: an anchor kept outside does not agree', async () => {
  await add(house.store, 1, 6)
  await anchoring(house.store).look()
  const store = await tamper('delete from audit')
  for (let n = 1; n <= 6; n++) await store.audit(entry(n, n === 4 ? 'nobody saw this' : ''))
  expect((await proveAudit(store, [])).ok).toBe(true)
  expect(await prove(store)).toMatchObject({ ok: false, entries: 6, anchored: { differs: { seq: 6 } } })
})

test('another store put in the place of the old one: its anchors are not ours', async () => {
  await add(house.store, 1, 6)
  await anchoring(house.store).look()
  const other = await openHouse()
  await add(other.store, 1, 6)
  await openAnchoring({ store: other.store, file: join(other.folder, 'own'), node: 'x', log }).look()
  expect(await prove(other.store)).toMatchObject({ ok: false, anchored: { foreign: 1 } })
  await other.dispose()
})

test('an anchor that was changed counts for nothing and is said; a torn line is only a torn line', async () => {
  await add(house.store, 1, 6)
  await anchoring(house.store).look()
  const [anchor] = await readAnchorFile(file())
  writeFileSync(file(), readFileSync(file(), 'utf8').replace('"seq":6', '"seq":5'))
  expect(await prove(house.store)).toMatchObject({ ok: false, anchored: { agree: 0, foreign: 1 } })
  writeFileSync(file(), `${JSON.stringify(anchor)}\n{"at":17,"no`)
  await add(house.store, 7, 7)
  await anchoring(house.store).look()
  expect((await readAnchorFile(file())).map(({ seq }) => seq)).toEqual([6, 7])
  expect((await prove(house.store)).ok).toBe(true)
})

test('several nodes on one store add to one chain and anchor it each; any of their files proves it', async () => {
  const stores = [house.store, await house.another(), await house.another()]
  const nodes = stores.map((store, n) =>
    openAnchoring({ store, node: `lock-${n}`, file: join(house.folder, `anchors-${n}`), log }),
  )
  for (let round = 0; round < 4; round++) {
    await Promise.all(
      stores.flatMap((store, n) => Array.from({ length: 20 }, (_, k) => store.audit(entry(k, `of ${n}`)))),
    )
    await Promise.all(nodes.map(({ look }) => look()))
  }
  expect(events).not.toContain('auditBroken')
  expect(await storedAnchors(house.store)).toHaveLength(3)
  for (const n of [0, 1, 2]) {
    const anchors = await readAnchorFile(join(house.folder, `anchors-${n}`))
    const proof = await proveAudit(stores[(n + 1) % 3]!, anchors)
    expect(proof).toMatchObject({ ok: true, entries: 240 })
    expect(proof.anchored.agree).toBe(anchors.length)
  }
})

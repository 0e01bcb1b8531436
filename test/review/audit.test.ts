/** The audit log proves itself: nothing changed, removed or put in another order goes unseen. */

import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, expect, test } from 'vitest'
import { verifyAudit } from '../../src/review/review.ts'
import { type AuditRow, auditHash } from '../../src/store/store.ts'
import { openHouse } from '../store/house.ts'

const entry = (n: number) => ({ at: n, event: 'released', actor: 'greet@devlonder.example', ref: `m${n}`, detail: '' })

/** A chain as the store writes it. */
const chain = (length: number): AuditRow[] => {
  const rows: AuditRow[] = []
  for (let seq = 1; seq <= length; seq++) {
    const previous = rows.at(-1)?.hash ?? '0'.repeat(64)
    rows.push({ ...entry(seq), seq, previous, hash: auditHash(previous, entry(seq)) })
  }
  return rows
}

/** What a store gives that holds these rows. */
const holding = (rows: readonly AuditRow[]) => ({
  auditRows: async (from = 1, limit = 100) =>
    rows
      .filter((row) => row.seq >= from)
      .sort((a, b) => a.seq - b.seq)
      .slice(0, limit),
})

test.each([0, 1, 5, 2500])('a chain of %i is whole', async (length) => {
  expect(await verifyAudit(holding(chain(length)))).toEqual({ ok: true, entries: length })
})

const numbered = (rows: readonly AuditRow[]): AuditRow[] => rows.map((row, i) => ({ ...row, seq: i + 1 }))

test.each<[string, (rows: AuditRow[]) => AuditRow[], number]>([
  ['a changed detail', (rows) => rows.map((row) => (row.seq === 3 ? { ...row, detail: 'x' } : row)), 3],
  ['another time', (rows) => rows.map((row) => (row.seq === 3 ? { ...row, at: 9 } : row)), 3],
  [
    'a change with a new hash of its own',
    (rows) =>
      rows.map((row) =>
        row.seq === 3 ? { ...row, actor: 'x', hash: auditHash(row.previous, { ...entry(3), actor: 'x' }) } : row,
      ),
    4,
  ],
  ['a row removed', (rows) => rows.filter((row) => row.seq !== 3), 3],
  ['a row removed and the rest numbered anew', (rows) => numbered(rows.filter((row) => row.seq !== 3)), 3],
  ['the first rows removed and the rest numbered anew', (rows) => numbered(rows.slice(2)), 1],
  ['two rows that changed places', ([a, b, c, d, e]) => numbered([a!, b!, d!, c!, e!]), 3],
  ['a row twice', ([a, b, c, d, e]) => numbered([a!, b!, b!, c!, d!, e!]), 3],
])('%s is found', async (_, tamper, brokenAt) => {
  expect(await verifyAudit(holding(tamper(chain(5))))).toEqual({ ok: false, entries: brokenAt - 1, brokenAt })
})

let house: Awaited<ReturnType<typeof openHouse>> | undefined
afterEach(() => house?.dispose())

test('a row of the real store that was changed, or removed, from outside is found', async () => {
  house = await openHouse()
  for (let n = 1; n <= 5; n++) await house.store.audit(entry(n))
  expect(await verifyAudit(house.store)).toEqual({ ok: true, entries: 5 })
  await house.store.close()
  const file = join(house.folder, readdirSync(house.folder).find((name) => name.endsWith('.db'))!)
  const db = new DatabaseSync(file)
  const triggers = db.prepare("select name from sqlite_master where type = 'trigger' and tbl_name = 'audit'").all()
  expect(triggers.length).toBeGreaterThan(0)
  for (const { name } of triggers) db.exec(`drop trigger "${name}"`)
  db.exec('update audit set sealed = (select sealed from audit where seq = 2) where seq = 4')
  db.close()
  const again = await house.restart()
  expect(await verifyAudit(again)).toEqual({ ok: false, entries: 3, brokenAt: 4 })
  await again.close()
  const more = new DatabaseSync(file)
  for (const { name } of more
    .prepare("select name from sqlite_master where type = 'trigger' and tbl_name = 'audit'")
    .all())
    more.exec(`drop trigger "${name}"`)
  more.exec('delete from audit where seq = 2')
  more.close()
  expect(await verifyAudit(await house.restart())).toEqual({ ok: false, entries: 1, brokenAt: 2 })
})

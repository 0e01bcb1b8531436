/**
 * Counts and slots of the embedded store, shared by all processes on its database.
 *
 * Written outside the group commit and without a sync of their own: they cost a write to the log's page cache, no wait for
 * the disk. A power cut may forget the last of them, which only forgives a little; it can damage nothing (WAL frames carry
 * checksums), and a process that dies takes none of the others' along.
 *
 * The clock of the machine may leap ahead and be set back: what would end later than it can is as good as over, or else
 * one bad hour of the clock would keep a client out for weeks.
 */
import type { Engine } from './engine.ts'
import type { SlotWish } from './store.ts'
import { atOnce } from './write-lock.ts'

/** How long a refusal is remembered, for those that hold more than they need. */
export const WANTED_MS = 3000
/** No slot is held so long without a sign of life. */
const LONGEST_SLOT_MS = 10 * 60_000

const nameOf = ({ vault }: Engine, key: string): Buffer => vault.blind('count', key)

const ADD = `insert into count (name, n, until) values (?1, ?2, ?3)
  on conflict (name) do update set n = iif(until between ?4 and ?3, n, 0) + excluded.n,
    until = iif(until between ?4 and ?3, until, excluded.until)
  returning n`

export const tally = async (
  engine: Engine,
  keys: readonly string[],
  by: number,
  windowMs: number,
): Promise<readonly number[]> => {
  const now = Date.now()
  const read = (name: Buffer): { n: number } | undefined =>
    engine.db.get('select n from count where name = ? and until between ? and ?', name, now + 1, now + windowMs)
  const add = (name: Buffer): { n: number } | undefined => engine.db.get(ADD, name, by, now + windowMs, now + 1)
  const names = keys.map((key) => nameOf(engine, key))
  if (by === 0) return names.map((name) => read(name)?.n ?? 0)
  return atOnce(engine.db, () => names.map((name) => add(name)?.n ?? by))
}

export const untally = async (engine: Engine, key: string): Promise<void> => {
  await atOnce(engine.db, () => engine.db.run('delete from count where name = ?', nameOf(engine, key)))
}

/** Who was refused holds so many; the poorest is remembered. */
const WANT = `insert into slot_wanted (name, held, until) values (?, ?, ?)
  on conflict (name) do update set held = excluded.held, until = excluded.until
  where until not between ? and excluded.until or excluded.held <= slot_wanted.held`

const HOLD = 'insert or replace into slot (name, holder, until) values (?, ?, ?)'

/** Lapsed, or of an owner who gives no sign of life any more (OWNER|REST). */
const FREE = `delete from slot where name = ? and
  (until not between ? and ? or instr(holder, '|') > 1 and substr(holder, 1, instr(holder, '|') - 1) not in (select owner from beat))`

export const takeSlot = (
  { db }: Engine,
  name: string,
  holder: string,
  { most, held, ms }: SlotWish,
): Promise<boolean> =>
  atOnce(db, () => {
    const now = Date.now()
    db.run(FREE, name, now + 1, now + LONGEST_SLOT_MS)
    const taken = db.get<{ n: number }>('select count(*) as n from slot where name = ?', name)?.n ?? 0
    if (taken < most) db.run(HOLD, name, holder, now + ms)
    else db.run(WANT, name, held, now + WANTED_MS, now + 1)
    return taken < most
  })

export const keepSlots = (
  { db }: Engine,
  name: string,
  holders: readonly string[],
  ms: number,
): Promise<number | undefined> =>
  atOnce(db, () => {
    const now = Date.now()
    for (const holder of holders) db.run(HOLD, name, holder, now + ms)
    const sql = 'select held from slot_wanted where name = ? and until between ? and ?'
    return db.get<{ held: number }>(sql, name, now + 1, now + WANTED_MS)?.held
  })

export const freeSlot = async ({ db }: Engine, name: string, holder: string): Promise<void> => {
  await atOnce(db, () => db.run('delete from slot where name = ? and holder = ?', name, holder))
}

/** What has lapsed, by the clock of the machine. */
export const forgetLapsed = ({ db }: Engine): Promise<void> =>
  atOnce(db, () => {
    for (const table of ['count', 'slot', 'slot_wanted']) db.run(`delete from ${table} where until <= ?`, Date.now())
  })

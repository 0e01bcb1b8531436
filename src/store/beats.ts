/** Who is alive, and what becomes of the leases of those who are not. */
import type { Engine } from './engine.ts'
import type { Store } from './store.ts'
import { atOnce } from './write-lock.ts'

/**
 * Milliseconds of the machine's own clock, which nobody sets: all processes of an embedded store read the same one. It
 * begins anew with the machine; the server that starts then takes over from everybody.
 */
const ticks = (): number => Number(process.hrtime.bigint() / 1_000_000n)

/** Without a sync: it speaks of the running machine alone, and an idle server lets its disk rest. */
export const beat = async ({ db, commits }: Engine, owner: string, ttlMs: number, first: boolean): Promise<boolean> => {
  // A disk that failed: who can finish nothing is no longer alive, so that others take over.
  commits.mustBeSound()
  return atOnce(db, () => {
    const until = ticks() + ttlMs
    if (first) return db.run('insert or replace into beat (owner, until) values (?, ?)', owner, until) > 0
    return db.run('update beat set until = ? where owner = ?', until, owner) > 0
  })
}

export const alive = (engine: Engine): readonly string[] =>
  engine.db
    .all<{ owner: string }>('select owner from beat where until > ? order by owner', ticks())
    .map(({ owner }) => owner)

/**
 * When a delivery that ended with its process is tried again: at once the first time; then later each time, so that a
 * message that takes the process down does not do so for ever, and at a moment of its own (`chance`, 0–1), so that it
 * takes no other with it.
 */
export const waitAfterDeath = (attempts: number, chance: number): number =>
  attempts < 2 ? 0 : Math.round(Math.min(FIRST_WAIT_MS * 2 ** (attempts - 2), LONGEST_WAIT_MS) * (1 + chance))

const FIRST_WAIT_MS = 5_000
const LONGEST_WAIT_MS = 900_000

/** `waitAfterDeath` in SQL; the chance of a message is in the last two characters of its id, which are random. */
const WAIT = `iif(attempts < 2, 0, cast(min(${FIRST_WAIT_MS} << min(attempts - 2, 20), ${LONGEST_WAIT_MS}) * (1 +
  (unicode(substr(message, -1)) * 61 + unicode(substr(message, -2))) % 97 / 97.0) as integer))`

/** Within a transaction. A lease whose owner is not among the living any more is nobody's. */
const freeLeases = ({ db }: Engine, now: number): number =>
  db.run(
    `update message set owner = null, lease_until = 0
     where state = 'received' and lease_until > 0 and owner not in (select owner from beat)`,
  ) +
  db.run(
    `update recipient set owner = null, lease_until = 0, next_at = ? + ${WAIT}
     where fate = 'waiting' and lease_until > 0 and owner not in (select owner from beat)`,
    now,
  )

/** Looks before it writes: on most ticks nobody has died. */
export const takeOver = async (
  engine: Engine,
  { gone = [], everybody = false }: NonNullable<Parameters<Store['takeOver']>[0]>,
): Promise<number> => {
  const { db } = engine
  const lapsed = db.get('select 1 from beat where until <= ? limit 1', ticks())
  if (!lapsed && gone.length === 0 && !everybody) return 0
  return engine.commits.run(() => {
    db.run('delete from beat where until <= ? or ?', ticks(), everybody ? 1 : 0)
    for (const owner of gone) db.run('delete from beat where owner = ?', owner)
    return freeLeases(engine, engine.now())
  })
}

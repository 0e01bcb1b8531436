/** Who is alive, and what becomes of the leases of those who are not. */
import type { Engine } from './engine.ts'
import type { Store } from './store.ts'

/**
 * Milliseconds of the machine's own clock, which nobody sets: all processes of an embedded store read the same one. It
 * begins anew with the machine; the server that starts then takes over from everybody.
 */
const ticks = (): number => Number(process.hrtime.bigint() / 1_000_000n)

export const beat = (engine: Engine, owner: string, ttlMs: number, first: boolean): Promise<boolean> =>
  engine.commits.run(() => {
    const until = ticks() + ttlMs
    if (first) return engine.db.run('insert or replace into beat (owner, until) values (?, ?)', owner, until) > 0
    return engine.db.run('update beat set until = ? where owner = ?', until, owner) > 0
  })

export const alive = (engine: Engine): readonly string[] =>
  engine.db
    .all<{ owner: string }>('select owner from beat where until > ? order by owner', ticks())
    .map(({ owner }) => owner)

/** Within a transaction. A lease whose owner is not among the living any more is nobody's. */
const freeLeases = ({ db }: Engine, now: number): number =>
  db.run(
    `update message set owner = null, lease_until = 0
     where state = 'received' and lease_until > 0 and owner not in (select owner from beat)`,
  ) +
  db.run(
    `update recipient set owner = null, lease_until = 0, next_at = ?
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

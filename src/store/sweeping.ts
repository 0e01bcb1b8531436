/** The end of retention: content destroyed at `keepUntil`, records of messages some time later. */
import type { Engine } from './engine.ts'
import { removeFile, shred } from './fates.ts'
import { forgetFigures } from './figures.ts'
import { traceSome } from './finding.ts'
import { firstIdAt } from './ids.ts'
import { JOIN_MS } from './intake.ts'
import { forgetLapsed } from './sharing.ts'

/** At most this many in one transaction: mail that comes in meanwhile does not wait long. */
const SOME = 200
const DAY_MS = 24 * 60 * 60_000

const shredSome = async (engine: Engine, now: number): Promise<number> => {
  const files = await engine.commits.run(() =>
    engine.db
      .all<{ id: string }>(
        `select id from message indexed by message_shred where resting = 1 and content_key is not null and keep_until <= ? limit ?`,
        ...[now, SOME],
      )
      .map(({ id }) => shred(engine, id)),
  )
  for (const file of files) await removeFile(engine, file)
  return files.length
}

const deleteSome = (engine: Engine, sql: string, value: string | number): Promise<number> =>
  engine.commits.run(() => engine.db.run(sql, value, SOME))

const deleteAll = async (engine: Engine, sql: string, value: string | number): Promise<void> => {
  while ((await deleteSome(engine, sql, value)) === SOME) {
    // the next some
  }
}

export const sweep = async (engine: Engine, now: number): Promise<number> => {
  let shredded = 0
  for (let some = SOME; some === SOME; shredded += some) some = await shredSome(engine, now)
  await deleteAll(
    engine,
    `delete from record where (kind, name) in
       (select kind, name from record where expires > 0 and expires <= ? limit ?)`,
    now,
  )
  await deleteAll(
    engine,
    'delete from submission where digest in (select digest from submission where at <= ? limit ?)',
    now - JOIN_MS,
  )
  await deleteAll(
    engine,
    'delete from family where digest in (select digest from family where at <= ? limit ?)',
    now - JOIN_MS,
  )
  await deleteAll(
    engine,
    `delete from message where id in
       (select id from message where state = 'done' and content_key is null and id < ? limit ?)`,
    firstIdAt(now - engine.options.recordDays * DAY_MS),
  )
  await forgetFigures(engine, now)
  await forgetLapsed(engine)
  while ((await traceSome(engine, SOME)) > 0) {
    // the next some of an earlier release
  }
  // What was destroyed, here or when its delivery ended, still stands in the log until it is emptied.
  await engine.commits.run(() => engine.checkpoints.eraseLog())
  return shredded
}

/** A backup becomes the store again, where there is none. */
import { copyFile, mkdir, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { DATABASE, filesIn, SPOOL, syncFile } from './backup.ts'
import type { Engine } from './engine.ts'
import { asStoreError, StoreUnusable } from './errors.ts'
import { addHistory, restate } from './fates.ts'
import { makeFolder, syncFolder } from './folders.ts'
import { keyOf, messageRow } from './mails.ts'
import { migrate } from './migrations.ts'
import { pathOf } from './open.ts'
import type { StoreOptions } from './options.ts'
import { engineOver } from './reading-backup.ts'

type Options = StoreOptions & Readonly<{ var: string }>

/** `holdUntil`: what waits for the next hop is held for a person instead, with that deadline. */
export type Restoring = Readonly<{ holdUntil?: number; by: string }>

const FULL = (path: string): string => `There is a store already at ${path}. Move it away first. Nothing was changed.`

const WORK = 'restore.part'

/** What may have left since the backup was made: nobody knows, so a person looks. Our own notices may go twice. */
const holdWaiting = (engine: Engine, until: number, by: string): number => {
  const { db } = engine
  const waiting = "from recipient where fate = 'waiting' and message in (select id from message where kind = 'mail')"
  const ids = db.all<{ message: string }>(`select distinct message ${waiting}`)
  for (const { message: id } of ids) {
    const row = messageRow(engine, id)
    if (!row) continue
    const held = "update recipient set fate = 'held', next_at = ?, owner = null, lease_until = 0"
    db.run(`${held} where message = ? and fate = 'waiting'`, until, id)
    addHistory(engine, id, keyOf(engine, row), [{ at: engine.now(), event: 'held', by, detail: 'restored' }])
    restate(engine, id)
  }
  return ids.length
}

/** In the copy, never in the backup. Answers how many messages are held. */
const prepare = async (work: string, options: Options, { holdUntil, by }: Restoring): Promise<number> => {
  const engine = await engineOver(work, options, false)
  const { db } = engine
  try {
    migrate(db)
    // Whoever held leases then is gone.
    db.exec('begin immediate')
    const held = holdUntil === undefined ? 0 : holdWaiting(engine, holdUntil, by)
    db.exec('commit')
    return held
  } finally {
    db.close()
  }
}

const copyInto = async (folder: string, work: string): Promise<void> => {
  await rm(work, { recursive: true, force: true })
  await makeFolder(join(work, SPOOL))
  for (const name of await filesIn(folder)) {
    await mkdir(dirname(join(work, name)), { recursive: true, mode: 0o700 })
    await copyFile(join(folder, name), join(work, name))
    await syncFile(join(work, name))
  }
}

/** The database comes last: until then there is no store, and a restore that was broken off begins anew. */
const putInPlace = async (work: string, path: string, varFolder: string): Promise<void> => {
  const spool = join(varFolder, SPOOL)
  await makeFolder(spool)
  const bodies = (await filesIn(join(work, SPOOL))).map((name) => ({
    from: join(work, SPOOL, name),
    to: join(spool, name),
  }))
  for (const { from, to } of bodies) {
    await makeFolder(dirname(to))
    await rename(from, to)
  }
  for (const folder of new Set(bodies.map(({ to }) => dirname(to)))) await syncFolder(folder)
  await syncFile(join(work, DATABASE))
  await rename(join(work, DATABASE), path)
  await syncFolder(dirname(path))
}

const mustBeEmpty = async (path: string): Promise<void> => {
  const size = await stat(path).then(
    (found) => found.size,
    () => 0,
  )
  if (size > 0) throw new StoreUnusable(FULL(path))
}

const loadIntoRedis = async (work: string, options: Options): Promise<void> => {
  const { loadBackup } = await import('./redis-restore.ts')
  const from = await engineOver(work, options, true)
  try {
    await loadBackup(from, options)
  } finally {
    from.db.close()
  }
}

/** Answers how many messages are held because they may have left already. */
export const restoreStore = async (folder: string, options: Options, restoring: Restoring): Promise<number> => {
  const shared = /^rediss?[:+]/.test(options.url)
  const path = shared ? join(options.var, DATABASE) : pathOf(options.url, options.var)
  const work = join(dirname(path), WORK)
  try {
    if (!shared) await mustBeEmpty(path)
    await makeFolder(dirname(path))
    await copyInto(folder, work)
    const held = await prepare(work, options, restoring)
    if (shared) await loadIntoRedis(work, options)
    else await putInPlace(work, path, options.var)
    return held
  } catch (error) {
    throw asStoreError(error, path)
  } finally {
    await rm(work, { recursive: true, force: true }).catch(() => undefined)
  }
}

/**
 * A backup of the embedded store while it is in use: one moment of the database, and every body that its rows name then.
 *
 * A body may be removed at any time (delivered, destroyed), so bodies are held fast by a second name (hard link) first;
 * then the database is looked at in one read transaction, what came in between gets its second name, and the copy is
 * made of that very transaction. A body gone in those milliseconds: once more.
 */
import { copyFile, link, mkdir, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { openAudit, type SealedAudit } from './audit.ts'
import { type Copying, DATABASE, type Manifest, SPOOL } from './backup.ts'
import { Database } from './database.ts'
import type { Engine } from './engine.ts'
import { StoreUnusable } from './errors.ts'
import type { Vault } from './vault.ts'

const HOLD = 'backup.part'
const MOST_TRIES = 50
const RESTLESS = 'The store changes too fast for a backup just now. Try again in a moment.'

type Body = Readonly<{ id: string; file: string }>

const bodiesIn = (db: Database): readonly Body[] =>
  db.all<Body>('select id, file from message where file is not null order by id')

const placeOf = (file: string): string => join(file.slice(24, 26), file)

/** Answers those that are gone already. */
const holdFast = async (spool: string, hold: string, bodies: readonly Body[]): Promise<ReadonlySet<string>> => {
  const gone = new Set<string>()
  for (const { file } of bodies) {
    await mkdir(dirname(join(hold, placeOf(file))), { recursive: true, mode: 0o700 })
    await link(join(spool, placeOf(file)), join(hold, placeOf(file))).catch((error: { code?: unknown }) => {
      if (error.code === 'ENOENT') gone.add(file)
      else if (error.code !== 'EEXIST') throw error
    })
  }
  return gone
}

/**
 * A read transaction, open, in which every body that a row names is held fast. One that is missing twice was missing before:
 * it is left out, which the check of the backup tells.
 */
const holdMoment = async (db: Database, spool: string, hold: string): Promise<readonly Body[]> => {
  let missing: ReadonlySet<string> = new Set()
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    await holdFast(spool, hold, bodiesIn(db))
    db.exec('begin')
    const bodies = bodiesIn(db)
    const gone = await holdFast(spool, hold, bodies)
    if ([...gone].every((file) => missing.has(file))) return bodies.filter(({ file }) => !gone.has(file))
    db.exec('rollback')
    missing = gone
  }
  throw new StoreUnusable(RESTLESS)
}

/** What a database tells of itself, for the manifest. */
export const describeDatabase = (db: Database, vault: Vault): Pick<Manifest, 'counts' | 'ids' | 'audit'> => {
  const tallies = db.all<{ name: string; n: number }>("select name, n from tally where name <> 'bytes' order by name")
  const last = db.get<SealedAudit>('select seq, sealed from audit order by seq desc limit 1')
  return {
    counts: Object.fromEntries(tallies.map(({ name, n }) => [name, n])),
    ids: db.all<{ id: string }>('select id from message order by id').map(({ id }) => id),
    audit: { entries: last?.seq ?? 0, last: last ? openAudit(vault, last).hash : '' },
  }
}

const copyMoment = async (
  engine: Engine,
  hold: string,
  folder: string,
): Promise<Pick<Manifest, 'counts' | 'ids' | 'audit'>> => {
  const db = new Database(engine.db.path)
  try {
    const bodies = await holdMoment(db, engine.spool.folder, hold)
    await db.copyTo(join(folder, DATABASE))
    for (const { file } of bodies) {
      const to = join(folder, SPOOL, placeOf(file))
      await mkdir(dirname(to), { recursive: true, mode: 0o700 })
      await copyFile(join(hold, placeOf(file)), to)
    }
    return describeDatabase(db, engine.vault)
  } finally {
    db.close()
  }
}

const bytesOf = async (engine: Engine): Promise<number> => {
  const sizes = await Promise.all(['', '-wal'].map((end) => stat(`${engine.db.path}${end}`).catch(() => ({ size: 0 }))))
  const kept = engine.db.get<{ n: number }>("select n from tally where name = 'bytes'")?.n ?? 0
  return kept + sizes.reduce((sum, { size }) => sum + size, 0)
}

/** One backup at a time (the caller sees to it): what stands in the holding folder is left of one that was broken off. */
export const sqliteBackup = async (engine: Engine): Promise<Copying> => ({
  vault: engine.vault,
  bytes: await bytesOf(engine),
  reserve: engine.options.minFreeBytes,
  copy: async (folder) => {
    const hold = join(engine.spool.folder, '..', HOLD)
    const madeAt = engine.now()
    await rm(hold, { recursive: true, force: true })
    await mkdir(hold, { mode: 0o700 })
    try {
      const told = await copyMoment(engine, hold, folder)
      return { madeAt, of: 'sqlite', master: engine.vault.master(), ...told }
    } finally {
      await rm(hold, { recursive: true, force: true })
    }
  },
})

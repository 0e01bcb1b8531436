/** Opens the store: everything that could be wrong is looked at before anything is changed. */
import { randomBytes } from 'node:crypto'
import { fdatasync } from 'node:fs'
import { type FileHandle, open, stat } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { type Log, silentLog } from '../log.ts'
import { Checkpoints } from './checkpoints.ts'
import { Commits } from './commits.ts'
import { Database } from './database.ts'
import type { Engine } from './engine.ts'
import { asStoreError, StoreUnusable } from './errors.ts'
import { makeFolder, syncFolder } from './folders.ts'
import { type Identity, ringField, ringOf } from './identity.ts'
import { idMaker } from './ids.ts'
import { watchKeys } from './key-watch.ts'
import { findMasterKeys, readMasterKeys } from './master-key.ts'
import { checkVersion, migrate } from './migrations.ts'
import type { StoreOptions } from './options.ts'
import { masterId, newRing, type Ring, sealRing } from './ring.ts'
import { keysOf } from './rotation.ts'
import { Spool } from './spool.ts'
import { sqliteStore } from './sqlite.ts'
import { readIdentity } from './sqlite-identity.ts'
import { sqliteShelf } from './sqlite-shelf.ts'
import type { Store } from './store.ts'
import { openVault } from './vault.ts'

const sync = promisify(fdatasync)

export const pathOf = (url: string, varFolder: string): string => {
  const path = /^sqlite:(?:\/\/(?=\/))?(.+)$/.exec(url)?.[1]
  if (path === undefined || path.startsWith(':'))
    throw new StoreUnusable('store.url must be sqlite:PATH or redis://host:port/number.')
  return resolve(varFolder, path)
}

const holdsSomething = async (path: string): Promise<boolean> => {
  try {
    return (await stat(path)).size > 0
  } catch (error) {
    if ((error as { code?: unknown }).code === 'ENOENT') return false
    throw asStoreError(error, path)
  }
}

/** Made here so that only we may read it; SQLite gives its side files the same mode. An empty file is an empty database. */
const makeDatabaseFile = async (path: string): Promise<void> => {
  try {
    await (await open(path, 'wx', 0o600)).close()
  } catch (error) {
    if ((error as { code?: unknown }).code !== 'EEXIST') throw asStoreError(error, path)
  }
}

type Opened = Readonly<{ db: Database; identity: Identity; ring: Ring }>

/** Two processes may start at once: the first one's id and ring stay. An earlier release kept no ring: it gets one. */
const ensureIdentity = (db: Database, masters: readonly Buffer[], now: number): Opened => {
  db.exec('begin immediate')
  try {
    const found = readIdentity(db)
    const identity = found ?? { id: randomBytes(16), rings: new Map(), proof: undefined }
    const ring = found ? ringOf(found, masters) : newRing(masters[0]!, now)
    if (identity.rings.size === 0) {
      const master = masters.find((one) => masterId(one) === ring.master)!
      const add = 'insert or replace into meta (name, value) values (?, ?)'
      db.run(add, 'store id', identity.id)
      db.run(add, ringField(ring.master), sealRing(master, identity.id, ring))
      db.run("delete from meta where name = 'key proof'")
    }
    db.exec('commit')
    return { db, identity, ring }
  } catch (error) {
    if (db.inTransaction) db.exec('rollback')
    throw error
  }
}

/** Ours, and not sealed with another key. Read-only: closing a connection that may write would move the log into the file. */
const checkDatabase = (path: string, masters: readonly Buffer[]): void => {
  const db = new Database(path, true)
  try {
    checkVersion(db)
    const begun = db.get("select 1 from sqlite_schema where name = 'meta'") !== undefined
    const identity = begun ? readIdentity(db) : undefined
    if (identity) ringOf(identity, masters)
  } finally {
    db.close()
  }
}

const openDatabase = (path: string, masters: readonly Buffer[], now: number): Opened => {
  checkDatabase(path, masters)
  const db = new Database(path)
  try {
    db.configure()
    migrate(db)
    const opened = ensureIdentity(db, masters, now)
    // What an earlier process may have left unsynced in the log goes into the database, with its syncs.
    db.exec('pragma wal_checkpoint(passive)')
    return opened
  } catch (error) {
    db.close()
    throw error
  }
}

type Around = Readonly<{ now?: () => number; log?: Log }>
type Options = StoreOptions & Readonly<{ var: string }>

/** The ring as it stands in the store now, opened with the keys as they stand in their file now. */
const ringNow = (db: Database, options: Options): Ring | undefined => {
  const identity = readIdentity(db)
  return identity && ringOf(identity, readMasterKeys(options))
}

const assemble = ({ db, identity, ring }: Opened, log: FileHandle, options: Options, around: Around): Engine => {
  const vault = openVault(ring, () => ringNow(db, options))
  const checkpoints = new Checkpoints(db)
  const now = around.now ?? Date.now
  const commits = new Commits(
    db,
    () => sync(log.fd),
    () => checkpoints.betweenCommits(),
  )
  const spool = new Spool(join(options.var, 'spool'), identity.id, options.minFreeBytes)
  return { db, commits, checkpoints, spool, vault, options, log: around.log ?? silentLog, now, newId: idMaker(now) }
}

const closer = (engine: Engine, log: FileHandle): (() => Promise<void>) => {
  let closing: Promise<void> | undefined
  const watch = watchKeys(engine.vault, engine.log)
  const close = async () => {
    clearInterval(watch)
    await engine.commits.close()
    await engine.checkpoints.close()
    engine.db.close()
    await log.close()
  }
  return () => (closing ??= close())
}

/** From here on the database is open and is closed again when a later step fails. */
const openAround = async (opened: Opened, options: Options, around: Around): Promise<Store> => {
  let log: FileHandle | undefined
  try {
    log = await open(`${opened.db.path}-wal`, 'r+')
    await syncFolder(dirname(opened.db.path))
    await makeFolder(join(options.var, 'spool'))
    const engine = assemble(opened, log, options, around)
    await engine.spool.removeOrphans((file) => isNamed(engine, file))
    return sqliteStore(engine, keysOf(engine.vault, sqliteShelf(engine), options, engine.now), closer(engine, log))
  } catch (error) {
    opened.db.close()
    await log?.close()
    throw error
  }
}

export const openStore = async (given: Options, around: Around = {}): Promise<Store> => {
  const options = { ...given, var: resolve(given.var) }
  // Loaded where it is used: the client alone is as large as the store on a disk.
  if (/^rediss?[:+]/.test(options.url)) return (await import('./redis-open.ts')).openRedisStore(options, around)
  const path = pathOf(options.url, options.var)
  // Who names a place for large bodies believes that they are there.
  if (options.blobs.url !== '')
    throw new StoreUnusable('store.blobs goes with a store in Redis only. Take it out, or set store.url to redis://…')
  try {
    await makeFolder(options.var)
    await makeFolder(dirname(path))
    const masters = await findMasterKeys(options, await holdsSomething(path))
    await makeDatabaseFile(path)
    return await openAround(openDatabase(path, masters, (around.now ?? Date.now)()), options, around)
  } catch (error) {
    throw asStoreError(error, path)
  }
}

const isNamed = (engine: Engine, file: string): boolean =>
  engine.db.get('select 1 from message where id = ? and file = ?', file.slice(0, 26), file) !== undefined

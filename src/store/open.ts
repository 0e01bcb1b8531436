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
import { idMaker } from './ids.ts'
import { checkKeyProof, keyProof } from './key-proof.ts'
import { findMasterKey } from './master-key.ts'
import { checkVersion, migrate } from './migrations.ts'
import type { StoreOptions } from './options.ts'
import { openRedisStore } from './redis-open.ts'
import { Spool } from './spool.ts'
import { sqliteStore } from './sqlite.ts'
import type { Store } from './store.ts'
import { openVault, type Vault } from './vault.ts'

const sync = promisify(fdatasync)

const pathOf = (url: string, varFolder: string): string => {
  const path = /^sqlite:(?:\/\/(?=\/))?(.+)$/.exec(url)?.[1]
  if (path === undefined || path.startsWith(':'))
    throw new StoreUnusable('The store must be given as sqlite:PATH or redis://host:port/number.')
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

const meta = (db: Database, name: string): Buffer | undefined => {
  const row = db.get<{ value: Uint8Array }>('select value from meta where name = ?', name)
  return row && Buffer.from(row.value)
}

const checkKey = (db: Database, vault: Vault): void => {
  const proof = meta(db, 'key proof')
  if (proof) checkKeyProof(vault, meta(db, 'store id') ?? Buffer.alloc(0), proof)
}

/** Two processes may start at once: the first one's id stays. */
const ensureIdentity = (db: Database, vault: Vault): Buffer => {
  db.exec('begin immediate')
  try {
    if (!meta(db, 'store id')) {
      const id = randomBytes(16)
      const add = 'insert into meta (name, value) values (?, ?)'
      db.run(add, 'store id', id)
      db.run(add, 'key proof', keyProof(vault, id))
    }
    checkKey(db, vault)
    db.exec('commit')
  } catch (error) {
    if (db.inTransaction) db.exec('rollback')
    throw error
  }
  return meta(db, 'store id') ?? randomBytes(16)
}

const openDatabase = (path: string, vault: Vault): Readonly<{ db: Database; storeId: Buffer }> => {
  const db = new Database(path)
  try {
    checkVersion(db)
    if (db.get("select 1 from sqlite_schema where name = 'meta'")) checkKey(db, vault)
    db.configure()
    migrate(db)
    const storeId = ensureIdentity(db, vault)
    // What an earlier process may have left unsynced in the log goes into the database, with its syncs.
    db.exec('pragma wal_checkpoint(passive)')
    return { db, storeId }
  } catch (error) {
    db.close()
    throw error
  }
}

type Around = Readonly<{ now?: () => number; log?: Log }>

const assemble = (
  { db, storeId }: Readonly<{ db: Database; storeId: Buffer }>,
  log: FileHandle,
  vault: Vault,
  options: StoreOptions & Readonly<{ var: string }>,
  around: Around,
): Engine => {
  const checkpoints = new Checkpoints(db)
  const now = around.now ?? Date.now
  const commits = new Commits(
    db,
    () => sync(log.fd),
    () => checkpoints.betweenCommits(),
  )
  const spool = new Spool(join(options.var, 'spool'), storeId, options.minFreeBytes)
  return { db, commits, checkpoints, spool, vault, options, log: around.log ?? silentLog, now, newId: idMaker(now) }
}

const closer = (engine: Engine, log: FileHandle): (() => Promise<void>) => {
  let closing: Promise<void> | undefined
  const close = async () => {
    await engine.commits.close()
    await engine.checkpoints.close()
    engine.db.close()
    await log.close()
  }
  return () => (closing ??= close())
}

/** From here on the database is open and is closed again when a later step fails. */
const openAround = async (
  opened: Readonly<{ db: Database; storeId: Buffer }>,
  vault: Vault,
  options: StoreOptions & Readonly<{ var: string }>,
  around: Around,
): Promise<Store> => {
  let log: FileHandle | undefined
  try {
    log = await open(`${opened.db.path}-wal`, 'r+')
    await syncFolder(dirname(opened.db.path))
    await makeFolder(join(options.var, 'spool'))
    const engine = assemble(opened, log, vault, options, around)
    await engine.spool.removeOrphans((file) => isNamed(engine, file))
    return sqliteStore(engine, closer(engine, log))
  } catch (error) {
    opened.db.close()
    await log?.close()
    throw error
  }
}

export const openStore = async (
  given: StoreOptions & Readonly<{ var: string }>,
  around: Around = {},
): Promise<Store> => {
  const options = { ...given, var: resolve(given.var) }
  if (/^rediss?:/.test(options.url)) return openRedisStore(options, around)
  const path = pathOf(options.url, options.var)
  try {
    await makeFolder(options.var)
    await makeFolder(dirname(path))
    const vault = openVault(await findMasterKey(options, options.var, await holdsSomething(path)))
    await makeDatabaseFile(path)
    return await openAround(openDatabase(path, vault), vault, options, around)
  } catch (error) {
    throw asStoreError(error, path)
  }
}

const isNamed = (engine: Engine, file: string): boolean =>
  engine.db.get('select 1 from message where id = ? and file = ?', file.slice(0, 26), file) !== undefined

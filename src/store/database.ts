/** The one place that touches node:sqlite: opening, pragmas, kept statements, errors in our words. */
import { closeSync, existsSync, openSync } from 'node:fs'
import { backup, DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite'
import { pathToFileURL } from 'node:url'
import { asStoreError } from './errors.ts'

export type Value = SQLInputValue

const BUSY_MS = 1000
const SQLITE_BUSY = 5

/**
 * Even a look makes the side files -wal and -shm and leaves them behind. Where there is no log, nobody has the database open
 * and all of it stands in the one file: then it is read as one that cannot change (https://sqlite.org/uri.html, immutable).
 */
const leavingNoTrace = (path: string): string | URL =>
  existsSync(`${path}-wal`) ? path : new URL(`${pathToFileURL(path).href}?immutable=1`)

/** An empty file is an empty database; made here, only we may read it. */
export const makePrivate = (path: string): void => {
  try {
    closeSync(openSync(path, 'wx', 0o600))
  } catch (error) {
    throw asStoreError(error, path)
  }
}

export class Database {
  readonly path: string
  readonly #db: DatabaseSync
  readonly #statements = new Map<string, StatementSync>()

  constructor(path: string, readOnly = false) {
    this.path = path
    const name = readOnly ? leavingNoTrace(path) : path
    this.#db = this.#try(() => new DatabaseSync(name, { timeout: 5000, enableForeignKeyConstraints: true, readOnly }))
  }

  /** Only after the caller made sure that the database is ours and the key is right. */
  configure(): void {
    this.exec('pragma journal_mode = wal')
    // Waiting here stops the event loop. It is for what is rare (recovery of the log); who writes waits in commits.ts.
    this.exec(`pragma busy_timeout = ${BUSY_MS}`)
    // Not FULL: commits.ts syncs the log itself, once for all who wait. Why that is enough stands there.
    this.exec('pragma synchronous = normal')
    // Destroyed keys must not linger in free space of the file.
    this.exec('pragma secure_delete = on')
    this.exec('pragma temp_store = memory')
    this.exec('pragma cell_size_check = on')
    // Checkpoints run in a thread (checkpoints.ts); this is the net below it, at some 64 MB of log.
    this.exec('pragma wal_autocheckpoint = 16000')
    this.exec('pragma cache_size = -16000')
  }

  get inTransaction(): boolean {
    return this.#db.isTransaction
  }

  /** Begins a transaction that writes; false while another process has one. Does not wait. */
  begin(): boolean {
    this.exec('pragma busy_timeout = 0')
    try {
      this.#db.exec('begin immediate')
      return true
    } catch (error) {
      if (((error as { errcode?: number }).errcode ?? 0) % 256 === SQLITE_BUSY) return false
      throw asStoreError(error, this.path)
    } finally {
      this.exec(`pragma busy_timeout = ${BUSY_MS}`)
    }
  }

  exec(sql: string): void {
    this.#try(() => this.#db.exec(sql))
  }

  /** Answers how many rows changed. */
  run(sql: string, ...values: Value[]): number {
    return this.#try(() => Number(this.#statement(sql).run(...values).changes))
  }

  /** The caller names the type of the row: the columns of its own SQL. */
  get<T>(sql: string, ...values: Value[]): T | undefined {
    return this.#try(() => this.#statement(sql).get(...values)) as T | undefined
  }

  all<T>(sql: string, ...values: Value[]): T[] {
    return this.#try(() => this.#statement(sql).all(...values)) as T[]
  }

  /** All of it as it is now, or as the open transaction sees it, into a new file that needs no others beside it. */
  async copyTo(path: string): Promise<void> {
    try {
      makePrivate(path)
      // In one go: a copy in steps begins anew whenever another process writes.
      await backup(this.#db, path, { rate: 2 ** 30 })
    } catch (error) {
      throw asStoreError(error, path)
    }
    const copy = new Database(path)
    copy.exec('pragma journal_mode = delete')
    copy.close()
  }

  close(): void {
    this.#statements.clear()
    this.#db.close()
  }

  #statement(sql: string): StatementSync {
    const kept = this.#statements.get(sql)
    if (kept) return kept
    const made = this.#db.prepare(sql)
    this.#statements.set(sql, made)
    return made
  }

  #try<T>(work: () => T): T {
    try {
      return work()
    } catch (error) {
      throw asStoreError(error, this.path)
    }
  }
}

/**
 * Group commit: what is asked within one turn of the event loop, or while the disk is busy with the turn before, goes into
 * one transaction and shares one sync. Nobody's promise resolves before the disk has it.
 *
 * Why `synchronous = NORMAL` and a sync of our own is as safe as FULL (https://sqlite.org/wal.html, src/wal.c):
 * - FULL does after each COMMIT what we do: sync the log file. SQLite would do it on the event loop, we do not.
 *   fdatasync works on the file, not the descriptor, so ours covers what SQLite's descriptor wrote, by any process.
 * - Frames carry running checksums, so recovery takes the longest whole prefix of transactions. A power cut before our
 *   sync may lose transactions nobody was told of, and never one in the middle.
 * - The log is used from its beginning again only when it is copied whole. With NORMAL a checkpoint syncs the log before it
 *   copies and the database after the last frame, and the new header is synced before frames follow it: what the next
 *   log overwrites is safe in the database. So a sync that finds its frames gone from the log needed nothing any more.
 * - The log file is not replaced under our descriptor: SQLite unlinks it only when the last connection closes, and ours
 *   is open as long. Its directory entry is synced when the store opens. SQLite keeps its locks on the database and
 *   the -shm file; closing a descriptor of the -wal file drops none (POSIX drops all locks of a process on that one file).
 * - Another process may see our commit before our sync, and answer upon it. So each batch syncs, also one that only looked:
 *   the same sync covers what it saw.
 * - After a failed sync the kernel may have dropped the pages and call the next sync a success. So nothing is believed any
 *   more: the store refuses until it is opened anew.
 */
import { setImmediate as turn } from 'node:timers/promises'
import type { Database } from './database.ts'
import { StoreUnusable } from './errors.ts'
import { whenFree } from './write-lock.ts'

/** Bounds how long one transaction keeps the event loop and the write lock. */
const MOST_IN_ONE = 256

type Asked = Readonly<{
  /** Runs within the transaction; answers what to do once it is durable. */
  work: () => () => void
  reject: (error: unknown) => void
}>

export class Commits {
  readonly #db: Database
  readonly #sync: () => Promise<void>
  readonly #between: () => Promise<void>
  #asked: Asked[] = []
  #flushing: Promise<void> | undefined
  /** Why nothing is taken any more: closed, or a sync that failed. */
  #refusal: StoreUnusable | undefined
  #syncFailed = false

  constructor(db: Database, sync: () => Promise<void>, between: () => Promise<void>) {
    this.#db = db
    this.#sync = sync
    this.#between = between
  }

  /** `work` must not wait and must leave nothing outside the database changed: it may be rolled back. */
  run<T>(work: () => T): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      if (this.#refusal) return reject(this.#refusal)
      this.#asked.push({
        work: () => {
          const answer = work()
          return () => resolve(answer)
        },
        reject,
      })
      this.#flushing ??= this.#flush()
    })
  }

  /** Throws when the store is closed or a sync has failed. */
  mustBeSound(): void {
    if (this.#refusal) throw this.#refusal
  }

  /** What was asked before ends; what comes later is refused. */
  async close(): Promise<void> {
    this.#refusal ??= new StoreUnusable('The store is closed.')
    await this.#flushing
  }

  async #flush(): Promise<void> {
    while (this.#asked.length > 0) {
      await turn()
      let batch: readonly Asked[] = []
      try {
        if (this.#syncFailed) throw this.#refusal
        const done = await whenFree(this.#db, () => {
          batch = this.#asked.splice(0, MOST_IN_ONE)
          return this.#transact(batch)
        })
        await this.#makeDurable()
        for (const tell of done) tell()
      } catch (error) {
        if (batch.length === 0) batch = this.#asked.splice(0, MOST_IN_ONE)
        for (const { reject } of batch) reject(error)
      }
      await this.#between().catch(() => undefined)
    }
    this.#flushing = undefined
  }

  async #makeDurable(): Promise<void> {
    try {
      await this.#sync()
    } catch (cause) {
      const words =
        'The disk could not make mail safe. Look at the system log; then restart. Nothing is accepted until then.'
      this.#syncFailed = true
      this.#refusal = new StoreUnusable(words, { cause })
      throw this.#refusal
    }
  }

  #transact(batch: readonly Asked[]): (() => void)[] {
    try {
      const done = batch.flatMap((asked) => this.#attempt(asked, batch.length > 1))
      this.#db.exec('commit')
      return done
    } catch (error) {
      if (this.#db.inTransaction) this.#db.exec('rollback')
      throw error
    }
  }

  /** One that fails takes back its own changes only, unless SQLite had to end the whole transaction (disk full, I/O error). */
  #attempt(asked: Asked, among: boolean): (() => void)[] {
    if (!among) return [asked.work()]
    this.#db.exec('savepoint one')
    try {
      return [asked.work()]
    } catch (error) {
      if (!this.#db.inTransaction) throw error
      this.#db.exec('rollback to one')
      asked.reject(error)
      return []
    } finally {
      if (this.#db.inTransaction) this.#db.exec('release one')
    }
  }
}

/** The write lock of the database, one for all processes on it: waited for without stopping the event loop. */
import { setTimeout as wait } from 'node:timers/promises'
import type { Database } from './database.ts'
import { StoreAway } from './errors.ts'

/** Another process of this store holds the write lock for a few milliseconds; who holds it this long hangs. */
const PATIENCE_MS = 5000
const SOON_MS = 2

const LOCKED = 'The database of the store is locked by another process. Stop the process that holds it, or try again.'

/**
 * `work` gets a transaction that is begun, and ends it. Nothing else runs in between: what others ask of this connection
 * meanwhile would land in it.
 */
export const whenFree = async <T>(db: Database, work: () => T): Promise<T> => {
  const late = performance.now() + PATIENCE_MS
  while (!db.begin()) {
    if (performance.now() > late) throw new StoreAway(LOCKED)
    // Not all at the same moment again.
    await wait(SOON_MS * (0.5 + Math.random()))
  }
  return work()
}

/** A transaction of its own, without a sync: for what a power cut may forget. */
export const atOnce = <T>(db: Database, work: () => T): Promise<T> =>
  whenFree(db, () => {
    try {
      const answer = work()
      db.exec('commit')
      return answer
    } catch (error) {
      if (db.inTransaction) db.exec('rollback')
      throw error
    }
  })

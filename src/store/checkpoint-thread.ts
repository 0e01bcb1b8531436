/** Copies the log into the database file, in a thread of its own: the two syncs it takes must not stop the event loop. */
import { parentPort, workerData } from 'node:worker_threads'
import { Database } from './database.ts'

/** passive: waits for nobody. restart: all of it, under the write lock. truncate: and empties the file. */
export type Mode = 'passive' | 'restart' | 'truncate'

const { path } = workerData as { path: string }
const db = new Database(path)
// The copying connection decides how much is synced: NORMAL syncs the log before and the database after.
db.exec('pragma synchronous = normal')
// Commits wait while the log is emptied, which a long look at the store (a backup) may hinder: the next sweep does it.
db.exec('pragma busy_timeout = 1000')

parentPort?.on('message', (mode: Mode | 'close') => {
  if (mode === 'close') {
    db.close()
    parentPort?.close()
    return
  }
  try {
    db.get(`pragma wal_checkpoint(${mode})`)
  } catch {
    // The log only grows on; the next one, or the net in database.ts, does it.
  }
  parentPort?.postMessage('done')
})

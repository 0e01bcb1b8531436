/**
 * Keeps the write-ahead log short without stopping anybody. A log can start from its beginning again only when all of it
 * is copied and nobody writes meanwhile. So: copy most of it while writing goes on, then the small rest between
 * two commits (which wait for it, while the event loop does not). That rest is copied under the write lock (`restart`):
 * other processes on the same store wait for it as they wait for a commit of ours.
 */
import { Worker } from 'node:worker_threads'
import type { Mode } from './checkpoint-thread.ts'
import type { Database } from './database.ts'

/** Pages of 4 KB in the log before it is copied. */
const LONG_LOG = 2000

export class Checkpoints {
  readonly #db: Database
  #worker: Worker | undefined
  #copying: Promise<void> | undefined
  #restIsSmall = false
  #erase = false

  constructor(db: Database) {
    this.#db = db
  }

  /** Shredded keys still stand in the log: it is to be emptied at the next border between commits. */
  eraseLog(): void {
    this.#erase = true
  }

  /** Between two commits. Resolves at once unless the log can be brought to its end now. */
  async betweenCommits(): Promise<void> {
    if (this.#copying) return
    if (this.#erase || this.#restIsSmall) {
      const mode = this.#erase ? 'truncate' : 'restart'
      this.#erase = false
      this.#restIsSmall = false
      return this.#checkpoint(mode)
    }
    if (this.#pagesToCopy() < LONG_LOG) return
    this.#copying = this.#checkpoint('passive').finally(() => {
      this.#copying = undefined
      this.#restIsSmall = true
    })
  }

  async close(): Promise<void> {
    await this.#copying
    if (this.#worker) await this.#ask(this.#worker, 'close')
  }

  #pagesToCopy(): number {
    const row = this.#db.get<{ log: number; checkpointed: number }>('pragma wal_checkpoint(noop)')
    return row ? row.log - row.checkpointed : 0
  }

  async #checkpoint(mode: Mode): Promise<void> {
    this.#worker ??= this.#start()
    await this.#ask(this.#worker, mode)
  }

  /** Never rejects: a checkpoint that fails costs nothing but a longer log. The process stays alive until the answer. */
  #ask(worker: Worker, what: Mode | 'close'): Promise<void> {
    return new Promise((resolve) => {
      const answered = () => {
        worker.off('message', answered).off('exit', answered).unref()
        resolve()
      }
      worker.on('message', answered).on('exit', answered).ref()
      worker.postMessage(what)
    })
  }

  #start(): Worker {
    const worker = new Worker(new URL('./checkpoint-thread.ts', import.meta.url), {
      workerData: { path: this.#db.path },
    })
    const forget = () => {
      if (this.#worker === worker) this.#worker = undefined
    }
    return worker.on('error', forget).on('exit', forget)
  }
}

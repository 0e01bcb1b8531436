/**
 * Reader threads. They start when there is work, are used again, and end after a while without work.
 * A thread that hangs or dies takes only its own file with it; the next job gets a fresh one.
 */
import { Worker } from 'node:worker_threads'
import type { AttachmentOptions } from './options.ts'
import { ownBuffer } from './ownership.ts'
import type { Content, ReaderContext, Trouble } from './reading.ts'

/** `ms` is the time the reader ran, without the waiting for a free thread. */
export type Outcome = Readonly<{ content: Content; ms: number }>

/** How many threads, and what each may take. */
export type PoolOptions = Pick<AttachmentOptions, 'workers' | 'workerHeapMb' | 'idleMs'>

const READERS = new URL('./worker.ts', import.meta.url)

type Waiting<Context> = Readonly<{
  bytes: Uint8Array
  context: Context
  timeoutMs: number
  done: (outcome: Outcome) => void
}>
type Thread<Context> = {
  readonly worker: Worker
  ready: boolean
  job: Waiting<Context> | undefined
  startedAt: number
  timer: NodeJS.Timeout | undefined
}

const failed = (reason: Trouble['reason']): Content => ({ troubles: [{ reason }] })

/** `Context` is what a thread is told beside the bytes. */
export class ReaderPool<Context = ReaderContext> {
  readonly #options: PoolOptions
  readonly #script: URL
  readonly #threads = new Set<Thread<Context>>()
  readonly #waiting: Waiting<Context>[] = []
  #closed = false

  constructor(options: PoolOptions, script = READERS) {
    this.#options = options
    this.#script = script
  }

  /** Never rejects. The bytes are handed over: they are gone for the caller when they own their memory. */
  run(bytes: Uint8Array, context: Context, timeoutMs: number): Promise<Outcome> {
    return new Promise((done) => {
      if (this.#closed) return done({ content: failed('reader-crashed'), ms: 0 })
      this.#waiting.push({ bytes, context, timeoutMs, done })
      this.#next()
    })
  }

  async close(): Promise<void> {
    this.#closed = true
    for (const job of this.#waiting.splice(0)) job.done({ content: failed('reader-crashed'), ms: 0 })
    await Promise.all([...this.#threads].map(({ worker }) => worker.terminate()))
  }

  #next(): void {
    if (this.#waiting.length === 0) return
    const free = [...this.#threads].find(({ job }) => job === undefined)
    if (free) this.#give(free, this.#waiting.shift()!)
    else if (this.#threads.size < this.#options.workers) this.#give(this.#start(), this.#waiting.shift()!)
  }

  #start(): Thread<Context> {
    const worker = new Worker(this.#script, {
      resourceLimits: { maxOldGenerationSizeMb: this.#options.workerHeapMb },
      // A parser of hostile bytes needs no secrets from the environment.
      env: {},
      execArgv: [],
    })
    const thread: Thread<Context> = { worker, ready: false, job: undefined, startedAt: 0, timer: undefined }
    worker.on('message', (message: 'ready' | Content) => {
      if (message === 'ready') this.#begin(thread)
      else this.#end(thread, message)
    })
    worker.on('error', () => this.#lose(thread, 'reader-crashed'))
    worker.on('exit', () => this.#lose(thread, 'reader-crashed'))
    this.#threads.add(thread)
    return thread
  }

  #give(thread: Thread<Context>, job: Waiting<Context>): void {
    clearTimeout(thread.timer)
    thread.job = job
    thread.startedAt = performance.now()
    thread.worker.ref()
    if (thread.ready) this.#begin(thread)
  }

  /** The clock starts when the thread is up: loading the readers is not the file's fault. */
  #begin(thread: Thread<Context>): void {
    thread.ready = true
    const job = thread.job
    if (!job) return
    thread.startedAt = performance.now()
    thread.timer = setTimeout(
      () => {
        this.#lose(thread, 'reader-timeout')
        void thread.worker.terminate()
      },
      Math.max(1, job.timeoutMs),
    )
    const bytes = ownBuffer(job.bytes)
    thread.worker.postMessage({ bytes, context: job.context }, [bytes.buffer as ArrayBuffer])
  }

  #end(thread: Thread<Context>, content: Content): void {
    clearTimeout(thread.timer)
    this.#answer(thread, content)
    thread.worker.unref()
    thread.timer = setTimeout(() => {
      this.#threads.delete(thread)
      void thread.worker.terminate()
    }, this.#options.idleMs)
    thread.timer.unref()
    this.#next()
  }

  #lose(thread: Thread<Context>, reason: Trouble['reason']): void {
    clearTimeout(thread.timer)
    this.#threads.delete(thread)
    this.#answer(thread, failed(reason))
    this.#next()
  }

  #answer(thread: Thread<Context>, content: Content): void {
    const job = thread.job
    thread.job = undefined
    job?.done({ content, ms: performance.now() - thread.startedAt })
  }
}

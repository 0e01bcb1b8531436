/**
 * Reader threads. They start when there is work, are used again, and end after a while without work.
 * A thread that hangs, dies or takes too much memory takes only its own file with it; the next job gets a fresh one.
 */
import type { Worker } from 'node:worker_threads'
import { startThread, watchMemory } from './bounds.ts'
import type { AttachmentOptions } from './options.ts'
import { ownBuffer } from './ownership.ts'
import type { Content, ReaderContext, Trouble } from './reading.ts'
import type { Word } from './thread.ts'

/** `ms` is the time the reader ran, without the waiting for a free thread. */
export type Outcome = Readonly<{ content: Content; ms: number }>

/** How many threads, and what each may take. */
export type PoolOptions = Pick<AttachmentOptions, 'workers' | 'workerHeapMb' | 'workerBuffersMb' | 'idleMs'>

const READERS = new URL('./worker.ts', import.meta.url)

type Waiting<Context> = Readonly<{
  bytes: Uint8Array
  context: Context
  timeoutMs: number
  done: (outcome: Outcome) => void
}>
type Thread<Context> = {
  readonly worker: Worker
  readonly end: () => Promise<void>
  ready: boolean
  job: Waiting<Context> | undefined
  startedAt: number
  timer: NodeJS.Timeout | undefined
  memory: { stop: () => void } | undefined
}

const failed = (trouble: Trouble): Content => ({ troubles: [trouble] })
const CRASHED: Trouble = { reason: 'reader-crashed' }
const TOO_MUCH: Trouble = { reason: 'limit', detail: 'memory' }

// Two bad files must not keep ten good ones waiting until their time is up: a thread that has been busy for so long lends
// its place to another.
const STUCK_MS = 2_000
const MB = 1024 * 1024

const isMemory = (error: unknown): boolean => (error as { code?: unknown }).code === 'ERR_WORKER_OUT_OF_MEMORY'

/** `Context` is what a thread is told beside the bytes; `mayRead` as in `bounds.ts`. */
export class ReaderPool<Context = ReaderContext> {
  readonly #options: PoolOptions
  readonly #script: URL
  readonly #mayRead: readonly string[]
  readonly #threads = new Set<Thread<Context>>()
  readonly #waiting: Waiting<Context>[] = []
  #closed = false
  #look: NodeJS.Timeout | undefined

  constructor(options: PoolOptions, script = READERS, mayRead: readonly string[] = []) {
    this.#options = options
    this.#script = script
    this.#mayRead = mayRead
  }

  /** Never rejects. The bytes are handed over: they are gone for the caller when they own their memory. */
  run(bytes: Uint8Array, context: Context, timeoutMs: number): Promise<Outcome> {
    return new Promise((done) => {
      if (this.#closed) return done({ content: failed(CRASHED), ms: 0 })
      this.#waiting.push({ bytes, context, timeoutMs, done })
      this.#next()
    })
  }

  async close(): Promise<void> {
    this.#closed = true
    clearTimeout(this.#look)
    for (const job of this.#waiting.splice(0)) job.done({ content: failed(CRASHED), ms: 0 })
    await Promise.all([...this.#threads].map(({ end }) => end()))
  }

  #next(): void {
    clearTimeout(this.#look)
    if (this.#waiting.length === 0) return
    const free = [...this.#threads].find(({ job }) => job === undefined)
    if (free) this.#give(free, this.#waiting.shift()!)
    else if (this.#threads.size < this.#room()) this.#give(this.#start(), this.#waiting.shift()!)
    else this.#look = setTimeout(() => this.#next(), STUCK_MS / 4)
  }

  /** As many threads as are allowed, and for each that is stuck another, up to twice as many. */
  #room(): number {
    const since = performance.now() - STUCK_MS
    const stuck = [...this.#threads].filter(({ job, ready, startedAt }) => job && ready && startedAt < since).length
    return this.#options.workers + Math.min(stuck, this.#options.workers)
  }

  #start(): Thread<Context> {
    const { worker, end } = startThread(this.#script, this.#options.workerHeapMb, this.#mayRead)
    const thread: Thread<Context> = {
      worker,
      end,
      ready: false,
      job: undefined,
      startedAt: 0,
      timer: undefined,
      memory: undefined,
    }
    worker.on('message', (word: Word) => {
      // What a thread says after it was given up is said too late.
      if (!this.#threads.has(thread)) return
      if (word === 'ready') this.#begin(thread)
      else if ('again' in word) this.#again(thread, word.again)
      else this.#end(thread, word.content)
    })
    worker.on('error', (error) => this.#lose(thread, isMemory(error) ? TOO_MUCH : CRASHED))
    worker.on('exit', () => this.#lose(thread, CRASHED))
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
    const { job, worker, end } = thread
    if (!job) return
    const stop = (trouble: Trouble): void => {
      this.#lose(thread, trouble)
      void end()
    }
    thread.startedAt = performance.now()
    thread.timer = setTimeout(() => stop({ reason: 'reader-timeout' }), Math.max(1, job.timeoutMs))
    thread.memory = watchMemory(worker, this.#options.workerBuffersMb * MB, () => stop(TOO_MUCH))
    const bytes = ownBuffer(job.bytes)
    worker.postMessage({ bytes, context: job.context }, [bytes.buffer as ArrayBuffer])
  }

  #end(thread: Thread<Context>, content: Content): void {
    this.#answer(thread, content)
    thread.worker.unref()
    thread.timer = setTimeout(() => {
      this.#threads.delete(thread)
      void thread.end()
    }, this.#options.idleMs)
    thread.timer.unref()
    this.#next()
  }

  /** The job goes to a fresh thread, before all others; that thread can only break down over this very file. */
  #again(thread: Thread<Context>, bytes: Uint8Array): void {
    const { job } = thread
    thread.job = undefined
    if (job) this.#waiting.unshift({ ...job, bytes })
    this.#lose(thread, CRASHED)
  }

  #lose(thread: Thread<Context>, trouble: Trouble): void {
    this.#threads.delete(thread)
    this.#answer(thread, failed(trouble))
    if (!this.#closed) this.#next()
  }

  #answer(thread: Thread<Context>, content: Content): void {
    clearTimeout(thread.timer)
    thread.memory?.stop()
    const job = thread.job
    thread.job = undefined
    job?.done({ content, ms: performance.now() - thread.startedAt })
  }
}

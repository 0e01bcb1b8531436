/**
 * Reader processes. They start when there is work, are used again, and end after a while without work.
 * A process that hangs, dies or takes too much memory takes only its own file with it; the next job gets a fresh one.
 *
 * Not threads: one that fills its heap, or is ended in the middle of native code, can take the whole program with it.
 */
import type { ChildProcess } from 'node:child_process'
import type { Socket } from 'node:net'
import { endProcess, startProcess, watchMemory } from './bounds.ts'
import type { AttachmentOptions } from './options.ts'
import type { Content, ReaderContext, Trouble } from './reading.ts'
import { contentOf, type Word } from './serving.ts'
import { readFrames, writeFrame } from './wire.ts'
import { WorkClock } from './work-clock.ts'

/** `ms` is the time the reader ran, without the waiting for a free process or a processor. */
export type Outcome = Readonly<{ content: Content; ms: number }>

/** How many processes, and what each may take. */
export type PoolOptions = Pick<AttachmentOptions, 'workers' | 'workerHeapMb' | 'workerMb' | 'idleMs'>

const READERS = new URL('./reader-process.ts', import.meta.url)

type Job<Context> = Readonly<{
  files: readonly Uint8Array[]
  context: Context
  timeoutMs: number
  /** A process has died over it, maybe not by its fault. */
  again: boolean
  done: (outcome: Outcome) => void
}>
type Process<Context> = {
  readonly child: ChildProcess
  readonly socket: Socket
  ready: boolean
  served: number
  job: Job<Context> | undefined
  startedAt: number
  clock: WorkClock | undefined
  timer: NodeJS.Timeout | undefined
  memory: { stop: () => void } | undefined
}

const failed = (trouble: Trouble): Content => ({ troubles: [trouble] })
const CRASHED: Trouble = { reason: 'reader-crashed' }
const TOO_MUCH: Trouble = { reason: 'limit', detail: 'memory' }
const TIMEOUT: Trouble = { reason: 'reader-timeout' }

// Two bad files must not keep ten good ones waiting until their time is up: a process that has been busy for so long lends
// its place to another.
const STUCK_MS = 2_000
// Of a machine that lets a reader run for a tenth of the time, somebody else must take care.
const MOST_TIMES = 10
const MB = 1024 * 1024

/** Node ends itself so when its heap is full. */
const HEAP_FULL = 'SIGABRT'

/** `Context` is what a process is told beside the bytes; `mayRead` as in `bounds.ts`. */
export class ReaderPool<Context = ReaderContext> {
  readonly #options: PoolOptions
  readonly #script: URL
  readonly #mayRead: readonly string[]
  readonly #processes = new Set<Process<Context>>()
  readonly #waiting: Job<Context>[] = []
  #closed = false
  #look: NodeJS.Timeout | undefined

  constructor(options: PoolOptions, script = READERS, mayRead: readonly string[] = []) {
    this.#options = options
    this.#script = script
    this.#mayRead = mayRead
  }

  /** Never rejects. */
  run(files: readonly Uint8Array[], context: Context, timeoutMs: number): Promise<Outcome> {
    return new Promise((done) => {
      if (this.#closed) return done({ content: failed(CRASHED), ms: 0 })
      this.#waiting.push({ files, context, timeoutMs, again: false, done })
      this.#next()
    })
  }

  async close(): Promise<void> {
    this.#closed = true
    clearTimeout(this.#look)
    for (const job of this.#waiting.splice(0)) job.done({ content: failed(CRASHED), ms: 0 })
    await Promise.all([...this.#processes].map(({ child }) => endProcess(child)))
  }

  #next(): void {
    clearTimeout(this.#look)
    if (this.#waiting.length === 0) return
    const free = [...this.#processes].find(({ job }) => job === undefined)
    if (free) this.#give(free, this.#waiting.shift()!)
    else if (this.#processes.size < this.#room()) this.#give(this.#start(), this.#waiting.shift()!)
    else this.#look = setTimeout(() => this.#next(), STUCK_MS / 4)
  }

  /** As many processes as are allowed, and for each that is stuck another, up to twice as many. */
  #room(): number {
    const since = performance.now() - STUCK_MS
    const stuck = [...this.#processes].filter(({ job, ready, startedAt }) => job && ready && startedAt < since).length
    return this.#options.workers + Math.min(stuck, this.#options.workers)
  }

  #start(): Process<Context> {
    const one: Process<Context> = {
      ...startProcess(this.#script, this.#options.workerHeapMb, this.#mayRead),
      ready: false,
      served: 0,
      job: undefined,
      startedAt: 0,
      clock: undefined,
      timer: undefined,
      memory: undefined,
    }
    readFrames(one.socket, ({ word: said, files }) => {
      const word = said as Word
      // What a process says after it was given up is said too late.
      if (!this.#processes.has(one)) return
      if (word === 'ready') this.#begin(one)
      else this.#end(one, contentOf(word, files))
    })
    // Writing to a process that has just died; its end is told below.
    one.socket.on('error', () => {})
    one.child.once('error', () => this.#die(one, CRASHED))
    one.child.once('exit', (_code, signal) => this.#die(one, signal === HEAP_FULL ? TOO_MUCH : CRASHED))
    this.#processes.add(one)
    return one
  }

  #give(one: Process<Context>, job: Job<Context>): void {
    clearTimeout(one.timer)
    one.job = job
    one.startedAt = performance.now()
    one.child.ref()
    one.socket.ref()
    if (one.ready) this.#begin(one)
  }

  /** The clock starts when the process is up: loading the readers is not the file's fault. */
  #begin(one: Process<Context>): void {
    one.ready = true
    const { job } = one
    if (!job) return
    const stop = (trouble: Trouble): void => {
      this.#lose(one, trouble)
      void endProcess(one.child)
    }
    one.startedAt = performance.now()
    const clock = new WorkClock(one.child.pid!)
    one.clock = clock
    const last = one.startedAt + job.timeoutMs * MOST_TIMES
    const look = (): void => {
      const left = Math.min(job.timeoutMs - clock.ms, last - performance.now())
      if (left < 1) stop(TIMEOUT)
      else one.timer = setTimeout(look, left)
    }
    one.timer = setTimeout(look, Math.max(1, job.timeoutMs))
    one.memory = watchMemory(one.child.pid!, this.#options.workerMb * MB, () => stop(TOO_MUCH))
    writeFrame(one.socket, { word: job.context, files: job.files })
  }

  #end(one: Process<Context>, content: Content): void {
    one.served += 1
    this.#answer(one, content)
    one.child.unref()
    one.socket.unref()
    one.timer = setTimeout(() => {
      this.#processes.delete(one)
      void endProcess(one.child)
    }, this.#options.idleMs)
    one.timer.unref()
    this.#next()
  }

  /**
   * It ended by itself. Over something that an earlier file left behind, or told to by someone, while it started: then its
   * file goes to a fresh process, which can only end over this very file.
   */
  #die(one: Process<Context>, trouble: Trouble): void {
    const { job, ready, served } = one
    const ownFault = !job || job.again || (ready && served === 0)
    if (!this.#processes.has(one) || this.#closed || ownFault) {
      this.#lose(one, trouble)
      return
    }
    const spentMs = ready ? (one.clock?.ms ?? 0) : 0
    this.#forget(one)
    this.#give(this.#start(), { ...job, again: true, timeoutMs: job.timeoutMs - spentMs })
  }

  #lose(one: Process<Context>, trouble: Trouble): void {
    this.#answer(one, failed(trouble))
    this.#forget(one)
    if (!this.#closed) this.#next()
  }

  #forget(one: Process<Context>): void {
    clearTimeout(one.timer)
    one.memory?.stop()
    this.#processes.delete(one)
  }

  #answer(one: Process<Context>, content: Content): void {
    clearTimeout(one.timer)
    one.memory?.stop()
    const { job } = one
    one.job = undefined
    job?.done({ content, ms: one.clock?.ms ?? 0 })
    one.clock = undefined
  }
}

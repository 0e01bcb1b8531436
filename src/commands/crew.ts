/** One process of several, as the primary sees it: begun, ready, told what to do, ended. */
import cluster, { type Worker } from 'node:cluster'
import { once } from 'node:events'
import type { Measured } from '../figures/figures.ts'
import { DRAIN_MS } from './server.ts'
import { ALIVE_MS, type Order, type Report } from './worker.ts'

/** A worker that does not end by then is ended. */
const END_MS = DRAIN_MS + 5000

/** It ended before it was ready; what was wrong it has said itself. `code`: its exit code. */
export class NotStarted extends Error {
  readonly code: number
  constructor(code: number) {
    super('A process of the server did not start.')
    this.code = code
  }
}

type Ready = Extract<Report, { is: 'ready' }>

export type Hiring = Readonly<{
  first: boolean
  gone: readonly string[]
  /** It claims under a new name. */
  named: () => void
  /** It wants the metrics of all; it says its own. */
  curious: (mate: Mate) => void
  measured: (turn: number, measured: Measured) => void
}>

export class Mate {
  /** The name it claims under; '' before it has one. */
  owner = ''
  readonly ready: Promise<Ready>
  readonly #worker: Worker
  /** When it last said something; undefined until it is ready, since a start may take long. */
  #heard: number | undefined
  #stopping = false

  constructor({ first, gone, named, curious, measured }: Hiring) {
    const worker = cluster.fork()
    this.#worker = worker
    this.ready = new Promise((resolve, reject) => {
      worker.on('message', (report: Report) => {
        if (report.is === 'ready' || report.is === 'alive') this.#heard = performance.now()
        if (report.is === 'born') this.tell({ do: 'begin', first, gone })
        if (report.is === 'ready') resolve(report)
        if (report.is === 'curious') curious(this)
        if (report.is === 'measured') measured(report.turn, report.measured)
        if (report.is === 'named') {
          this.owner = report.owner
          named()
        }
      })
      worker.once('exit', (code) => reject(new NotStarted(code || 1)))
    })
    // Whoever waits for it hears of it; an end that comes later is told to `onEnd`.
    this.ready.catch(() => undefined)
  }

  /** `how`: exit code or signal. */
  onEnd(ended: (how: string) => void): void {
    this.#worker.once('exit', (code, signal) => ended(String(signal ?? code)))
  }

  get pid(): number {
    return this.#worker.process.pid ?? 0
  }

  /** Ready, and not asked to end. */
  get serves(): boolean {
    return this.#heard !== undefined && !this.#stopping
  }

  /** Asked to end. */
  get stopping(): boolean {
    return this.#stopping
  }

  tell(order: Order): void {
    // It may have ended in this very moment: `onEnd` hears of it.
    if (this.#worker.isConnected()) this.#worker.send(order, () => {})
  }

  /** `lateMs`: how long the primary itself did not listen. */
  hangs(ms: number, lateMs: number): boolean {
    if (this.#heard === undefined || this.#stopping) return false
    if (lateMs > ALIVE_MS) this.#heard = performance.now()
    return performance.now() - this.#heard > ms
  }

  kill(): void {
    this.#worker.process.kill('SIGKILL')
  }

  /** Those here may finish for so long before it drains. */
  async stop(patienceMs = 0): Promise<void> {
    this.#stopping = true
    this.tell({ do: 'stop', patienceMs })
    const late = setTimeout(() => this.kill(), END_MS + patienceMs)
    if (!this.#worker.isDead()) await once(this.#worker, 'exit')
    clearTimeout(late)
  }
}

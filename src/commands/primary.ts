/**
 * Several processes on one machine: the primary holds the server's lock and the listening sockets, the workers serve. Who
 * dies is replaced, and the others take its claims over at once, since nobody needs to wait to know that it is dead.
 *
 * SIGHUP replaces the workers one by one, each new one ready before its old one drains: the door is open all the time.
 */
import type { Log } from '../log.ts'
import type { Context } from './context.ts'
import { type Hiring, Mate, NotStarted } from './crew.ts'
import { Polls } from './poll.ts'
import { logOf, takeLeave } from './server.ts'
import { openServerLock, type ServerLock } from './server-lock.ts'
import { ALIVE_MS } from './worker.ts'

/** Between the ends of workers that do not stay: from a quarter of a second, doubling. */
const SOON_MS = 250
const LATE_MS = 30_000
/** A client that is sending when its worker is replaced may finish; one that stays on and on is told to come again. */
const PATIENCE_MS = 10_000
/** Who served this long was no bad start. */
const STEADY_MS = 60_000

class Crew {
  readonly #log: Log
  readonly #lock: ServerLock
  readonly #hangMs: number
  readonly #count: number
  readonly #mates = new Set<Mate>()
  readonly #untried = new WeakSet<Mate>()
  readonly #polls = new Polls()
  #stopping = false
  #pause = SOON_MS
  #renewing: Promise<void> | undefined

  constructor(log: Log, lock: ServerLock, count: number, hangMs: number) {
    this.#log = log
    this.#lock = lock
    this.#count = count
    this.#hangMs = hangMs
  }

  /** The first one alone: it makes what all need. Rejects with `NotStarted`. Answers what to tell whoever looks on. */
  async start() {
    const first = await this.#try({ first: true, gone: this.#lock.left })
    await Promise.all(Array.from({ length: this.#count - 1 }, () => this.#try()))
    const watch = this.#watch()
    return { ...first, watch }
  }

  renew(): void {
    this.#renewing ??= this.#renewAll().finally(() => {
      this.#renewing = undefined
    })
  }

  leave(): void {
    for (const mate of this.#mates) mate.tell({ do: 'leave' })
  }

  async stop(): Promise<void> {
    this.#stopping = true
    // One may be hired in this very moment.
    while (this.#mates.size > 0) await Promise.all([...this.#mates].map((mate) => mate.stop()))
  }

  /** One more, when it comes to be ready. Rejects with `NotStarted`; it is not replaced then. */
  async #try(given: Partial<Hiring> = {}) {
    const mate = this.#hire(given)
    this.#untried.add(mate)
    const ready = await mate.ready
    this.#untried.delete(mate)
    return ready
  }

  #hire(given: Partial<Hiring>): Mate {
    const named = (): void => this.#lock.note([...this.#mates].map(({ owner }) => owner).filter(Boolean))
    const mate = new Mate({
      ...{ first: false, gone: [], ...given, named },
      curious: (one) => void this.#tellAll(one),
      measured: (turn, measured) => this.#polls.hear(turn, measured),
    })
    const begun = performance.now()
    this.#mates.add(mate)
    mate.onEnd((how) => this.#ended(mate, how, performance.now() - begun))
    return mate
  }

  /** Those that serve; who just begins has nothing to say yet. */
  async #tellAll(curious: Mate): Promise<void> {
    const measured = await this.#polls.gather((turn) => {
      const serving = [...this.#mates].filter((mate) => mate.serves)
      for (const mate of serving) mate.tell({ do: 'measure', turn })
      return serving.length
    })
    curious.tell({ do: 'hear', measured })
  }

  #ended(mate: Mate, how: string, servedMs: number): void {
    this.#mates.delete(mate)
    const gone = [mate.owner].filter(Boolean)
    for (const other of this.#mates) other.tell({ do: 'bury', gone })
    if (mate.stopping || this.#stopping || this.#untried.has(mate)) return
    this.#log.error('workerDied', { pid: mate.pid, how })
    this.#pause = servedMs > STEADY_MS ? SOON_MS : Math.min(this.#pause * 2, LATE_MS)
    setTimeout(() => this.#replace(gone), this.#pause)
  }

  /** One that does not start either is replaced in its turn. */
  #replace(gone: readonly string[]): void {
    if (!this.#stopping && this.#mates.size < this.#count) this.#hire({ gone })
  }

  async #renewAll(): Promise<void> {
    this.#log.info('restarting')
    for (const old of [...this.#mates]) {
      if (this.#stopping) return
      if (!this.#mates.has(old)) continue
      try {
        await this.#try()
      } catch {
        this.#log.error('restartFailed')
        return
      }
      await old.stop(PATIENCE_MS)
    }
  }

  /** A worker that hangs beats no more: the others have its work already, or soon. */
  #watch(): NodeJS.Timeout {
    let looked = performance.now()
    return setInterval(() => {
      const late = performance.now() - looked - ALIVE_MS
      looked = performance.now()
      for (const mate of this.#mates) {
        if (!mate.hangs(this.#hangMs, late)) continue
        this.#log.error('workerSilent', { pid: mate.pid })
        mate.kill()
      }
    }, ALIVE_MS)
  }
}

export const supervise = async (context: Context, count: number): Promise<number> => {
  const { config, terminal } = context
  const stop = new Promise<string>((resolve) => terminal.onSignal(resolve))
  const log = logOf(context)
  const lock = openServerLock(config.var)
  const crew = new Crew(log, lock, count, config.nodes.deadAfterSeconds * 1000)
  try {
    const { welcome, ports, watch } = await crew.start()
    terminal.onHangUp(() => crew.renew())
    terminal.out(welcome)
    log.info('started', { ...ports, processes: count })
    const signal = await stop
    log.info('stopping', { signal })
    clearInterval(watch)
    await takeLeave(context, log, () => crew.leave())
    await crew.stop()
    log.info('stopped')
    return 0
  } catch (error) {
    await crew.stop()
    if (error instanceof NotStarted) return error.code
    throw error
  } finally {
    lock.release()
  }
}

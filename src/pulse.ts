/**
 * The sign of life of this process in the store, and taking over from those that give none.
 *
 * A process that was stopped for longer than its sign of life is good (a frozen machine, a swapped-out container) may wake up
 * and still believe in its claims, while others have long delivered them. So before a step nobody can take back it asks
 * the store whether its name still counts. Once taken over from, a name is spent: it goes on under a new one.
 */
import { randomBytes } from 'node:crypto'
import { hostname } from 'node:os'
import { type Log, storeTrouble, type Trouble } from './log.ts'
import type { Store } from './store/store.ts'

export type Pulse = Readonly<{
  /** The name under which claims are made now; another one after others took over from us. */
  owner: () => string
  /** Whether what was claimed under this name is still ours. Rejects when the store cannot tell. */
  holds: (owner: string) => Promise<boolean>
  /** These processes are known to be dead: they are not waited for. */
  bury: (gone: readonly string[]) => Promise<void>
  /** Ends; what is still claimed is free for others at once. */
  stop: () => Promise<void>
}>

export type PulseParts = Readonly<{
  store: Pick<Store, 'beat' | 'alive' | 'takeOver'>
  /** How long one sign of life is good. */
  ttlMs: number
  log: Log
  /** What was freed may be done by us. */
  wake: () => void
  /** A new name, the first one included. */
  named: (owner: string) => void
}>

const BEATS_PER_TTL = 5

const newName = (): string => `${hostname()}:${process.pid}:${randomBytes(6).toString('hex')}`

class Beating {
  name = newName()
  readonly #parts: PulseParts
  readonly #trouble: Trouble
  #lastBeat = Number.NEGATIVE_INFINITY
  #timer: NodeJS.Timeout | undefined
  #ticking: Promise<void> = Promise.resolve()
  #stopped = false

  constructor(parts: PulseParts) {
    this.#parts = parts
    this.#trouble = storeTrouble(parts.log, 'beat')
  }

  async start(): Promise<void> {
    await this.#begin(this.name)
    this.#later()
  }

  async holds(owner: string): Promise<boolean> {
    const { ttlMs } = this.#parts
    for (;;) {
      if (owner !== this.name || this.#stopped) return false
      const asked = performance.now()
      const ours = asked - this.#lastBeat > ttlMs / 2 ? await this.#beat() : await this.#isAlive()
      // An answer that lay waiting while we were stopped says nothing any more.
      if (performance.now() - asked < ttlMs / 3) return ours
    }
  }

  async bury(gone: readonly string[]): Promise<void> {
    const { store, log, wake } = this.#parts
    const freed = await store.takeOver({ gone })
    if (freed === 0) return
    log.warn('tookOver', { freed })
    wake()
  }

  async stop(): Promise<void> {
    this.#stopped = true
    clearTimeout(this.#timer)
    await this.#ticking
    await this.#parts.store.takeOver({ gone: [this.name] }).catch(this.#trouble.begins)
  }

  #later(): void {
    this.#timer = setTimeout(() => {
      this.#ticking = this.#tick()
        .then(this.#trouble.ends, this.#trouble.begins)
        .then(() => {
          if (!this.#stopped) this.#later()
        })
    }, this.#parts.ttlMs / BEATS_PER_TTL)
  }

  async #tick(): Promise<void> {
    if (!(await this.#beat())) await this.#goOnAnew(this.name)
    await this.bury([])
  }

  async #goOnAnew(spent: string): Promise<void> {
    await this.#begin(newName())
    this.#parts.log.warn('takenOver')
    // What the spent name claimed after it was taken over from.
    await this.bury([spent])
  }

  async #begin(name: string): Promise<void> {
    const at = performance.now()
    await this.#parts.store.beat(name, this.#parts.ttlMs, true)
    this.#lastBeat = at
    this.name = name
    this.#parts.named(name)
  }

  async #beat(): Promise<boolean> {
    const at = performance.now()
    const ours = await this.#parts.store.beat(this.name, this.#parts.ttlMs)
    if (ours) this.#lastBeat = at
    return ours
  }

  async #isAlive(): Promise<boolean> {
    return (await this.#parts.store.alive()).includes(this.name) || this.#beat()
  }
}

export const startPulse = async (parts: PulseParts): Promise<Pulse> => {
  const beating = new Beating(parts)
  await beating.start()
  return {
    owner: () => beating.name,
    holds: (owner) => beating.holds(owner),
    bury: (gone) => beating.bury(gone),
    stop: () => beating.stop(),
  }
}

/** Counts that slow down or cut off one client: wrong passwords, messages a minute, connections at one time. */
import { inTime } from '../in-time.ts'
import type { House } from './smtp.ts'

/** Keys kept at most; a swarm of addresses must not fill the memory. The oldest are forgotten first. */
const MAX_KEYS = 50_000

type Tally = { count: number; until: number }

/** Events of one key within a fixed window, as this process saw them. */
class OwnTallies {
  readonly #windowMs: number
  readonly #tallies = new Map<string, Tally>()

  constructor(windowMs: number) {
    this.#windowMs = windowMs
  }

  count(key: string): number {
    const tally = this.#tallies.get(key)
    return tally && tally.until > performance.now() ? tally.count : 0
  }

  add(key: string): number {
    const found = this.#tallies.get(key)
    if (found && found.until > performance.now()) {
      found.count += 1
      return found.count
    }
    this.#tallies.delete(key)
    this.#tallies.set(key, { count: 1, until: performance.now() + this.#windowMs })
    const [oldest] = this.#tallies.keys()
    if (this.#tallies.size > MAX_KEYS && oldest !== undefined) this.#tallies.delete(oldest)
    return 1
  }

  forget(key: string): void {
    this.#tallies.delete(key)
  }
}

type Counts = Pick<House, 'tally' | 'untally'>

/** A store that hangs must not make the client wait for a number. */
const MOST_WAIT_MS = 1000

/**
 * Events of one key within a fixed window, counted for all nodes of the store: a guesser gains nothing by going round. A
 * limit that cannot be counted is no reason to refuse mail: while the store does not answer, what this process saw counts.
 */
export class Tallies {
  readonly #counts: Counts
  readonly #windowMs: number
  readonly #own: OwnTallies

  constructor(counts: Counts, windowMs: number) {
    this.#counts = counts
    this.#windowMs = windowMs
    this.#own = new OwnTallies(windowMs)
  }

  /** The highest count of these keys. */
  async highest(keys: readonly string[]): Promise<number> {
    const own = keys.map((key) => this.#own.count(key))
    return Math.max(...((await this.#shared(keys, 0)) ?? own))
  }

  /** One more for each; the highest count. */
  async add(keys: readonly string[]): Promise<number> {
    const own = keys.map((key) => this.#own.add(key))
    return Math.max(...((await this.#shared(keys, 1)) ?? own))
  }

  async forget(key: string): Promise<void> {
    this.#own.forget(key)
    await answerOf(this.#counts.untally(key))
  }

  #shared(keys: readonly string[], by: number): Promise<readonly number[] | undefined> {
    return answerOf(this.#counts.tally(keys, by, this.#windowMs))
  }
}

/** The store says its own trouble; here it only means that nobody counted. */
const answerOf = <T>(work: Promise<T>): Promise<T | undefined> =>
  inTime(
    work.catch(() => undefined),
    MOST_WAIT_MS,
    undefined,
  )

/** Who is connected now. */
export class Presence {
  readonly #sessions = new Map<string, string>()
  readonly #clients = new Map<string, number>()

  get total(): number {
    return this.#sessions.size
  }

  /** Connections of this client, this one included. */
  enter(session: string, client: string): number {
    this.#sessions.set(session, client)
    const count = (this.#clients.get(client) ?? 0) + 1
    this.#clients.set(client, count)
    return count
  }

  leave(session: string): void {
    const client = this.#sessions.get(session)
    if (client === undefined || !this.#sessions.delete(session)) return
    const left = (this.#clients.get(client) ?? 1) - 1
    if (left > 0) this.#clients.set(client, left)
    else this.#clients.delete(client)
  }
}

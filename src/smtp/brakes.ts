/** Counts that slow down or cut off one client: wrong passwords, messages a minute, connections at one time. */

/** Keys kept at most; a swarm of addresses must not fill the memory. The oldest are forgotten first. */
const MAX_KEYS = 50_000

type Tally = { count: number; until: number }

/** Events of one key within a fixed window. */
export class Tallies {
  readonly #windowMs: number
  readonly #now: () => number
  readonly #tallies = new Map<string, Tally>()

  constructor(windowMs: number, now: () => number = Date.now) {
    this.#windowMs = windowMs
    this.#now = now
  }

  count(key: string): number {
    const tally = this.#tallies.get(key)
    return tally && tally.until > this.#now() ? tally.count : 0
  }

  add(key: string): number {
    const found = this.#tallies.get(key)
    if (found && found.until > this.#now()) {
      found.count += 1
      return found.count
    }
    this.#tallies.delete(key)
    this.#tallies.set(key, { count: 1, until: this.#now() + this.#windowMs })
    const [oldest] = this.#tallies.keys()
    if (this.#tallies.size > MAX_KEYS && oldest !== undefined) this.#tallies.delete(oldest)
    return 1
  }

  forget(key: string): void {
    this.#tallies.delete(key)
  }
}

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

/** Wrong guesses get slower, per account and per client; at a password and at the code that follows it. */
import type { Store } from '../store/store.ts'

type Guesses = Readonly<{ count: number; until: number }>

const FREE_GUESSES = 5
// A stranger who guesses must not keep the owner of the account out; the guessing client itself may wait long.
const ACCOUNT_WAIT_MS = 30_000
const CLIENT_WAIT_MS = 15 * 60_000
/** Who guesses codes has the password already: there the account itself waits long, a hundred guesses a day of a million. */
export const CODE_WAIT_MS = 15 * 60_000
const GUESSES_KEPT_MS = 3_600_000

export class Brake {
  readonly #store: Store
  readonly #now: () => number
  #last: Promise<unknown> = Promise.resolve()

  constructor(store: Store, now: () => number) {
    this.#store = store
    this.#now = now
  }

  /** One guess at a time: a thousand sent at once must count as a thousand. */
  inTurn<T>(guess: () => Promise<T>): Promise<T> {
    const next = this.#last.then(guess)
    this.#last = next.catch(() => {})
    return next
  }

  async mayTry(keys: readonly string[]): Promise<boolean> {
    const known = await Promise.all(keys.map((key) => this.#store.get('limit', key)))
    return known.every((guesses) => guesses === undefined || (guesses as Guesses).until <= this.#now())
  }

  /** After the free guesses each further one doubles the wait. The account comes first, then the client. */
  async wrong(keys: readonly string[], accountWaitMs = ACCOUNT_WAIT_MS): Promise<void> {
    for (const [n, key] of keys.entries()) {
      const longest = n === 0 ? accountWaitMs : CLIENT_WAIT_MS
      const known = ((await this.#store.get('limit', key)) as Guesses | undefined) ?? { count: 0, until: 0 }
      const count = known.count + 1
      const wait = count < FREE_GUESSES ? 0 : Math.min(longest, 1000 * 2 ** (count - FREE_GUESSES + 1))
      const until = this.#now() + wait
      await this.#store.put('limit', { key, value: { count, until }, expires: until + GUESSES_KEPT_MS })
    }
  }

  async forget(key: string): Promise<void> {
    await this.#store.remove('limit', key)
  }
}

/** A route whose hop cannot be reached rests, each time longer, so that a full queue does not hammer it. */
const FIRST_MS = 1_000
const LONGEST_MS = 60_000

export class Rest {
  readonly #now: () => number
  #until = 0
  #failures = 0

  constructor(now: () => number) {
    this.#now = now
  }

  get resting(): boolean {
    return this.#now() < this.#until
  }

  /** Milliseconds it rests from now on. */
  fail(): number {
    const ms = Math.min(FIRST_MS * 2 ** this.#failures, LONGEST_MS)
    this.#failures += 1
    this.#until = this.#now() + ms
    return ms
  }

  /** The hop answers again. */
  end(): void {
    this.#failures = 0
    this.#until = 0
  }
}

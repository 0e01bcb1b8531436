/** What large messages take of memory while they come in, all of them together: the rest goes to disk as it comes. */
export class IntakeMemory {
  readonly #most: number
  #taken = 0

  /** In bytes. */
  constructor(most: number) {
    this.#most = most
  }

  /** Whether there is room for so many bytes more; if so they are taken. */
  take(bytes: number): boolean {
    if (this.#taken + bytes > this.#most) return false
    this.#taken += bytes
    return true
  }

  give(bytes: number): void {
    this.#taken -= bytes
  }
}

/**
 * Words seen before: their letters as written, and what became of them. A word is looked for once for each time it is
 * written, so all that is asked of it lies together: length, letters, number of its spelling.
 */

// In units of 16 bits: 64 bytes, which a processor fetches at once.
const CELL = 32
const LETTERS = 1
const SPELLING = CELL - 2
/** Longer words are rare, and not kept. */
const LONGEST = SPELLING - LETTERS

/** Two places for each number that letters lead to: with one, words in common use would drive each other out. */
const PAIRS = 1 << 15
const WAYS = 2

export class WordMemory {
  readonly #cells = new Uint16Array(PAIRS * WAYS * CELL)
  readonly #folded: string[] = new Array(PAIRS * WAYS).fill('')

  #first(hash: number): number {
    return ((hash ^ (hash >>> 15)) & (PAIRS - 1)) * WAYS
  }

  #isAt(place: number, units: Uint16Array, start: number, end: number): boolean {
    const cells = this.#cells
    const cell = place * CELL
    if (cells[cell] !== end - start) return false
    for (let i = start, at = cell + LETTERS; i < end; i++, at++) if (cells[at] !== units[i]) return false
    return true
  }

  /** Where the word is kept; -1 where it is not. */
  find(units: Uint16Array, start: number, end: number, hash: number): number {
    const first = this.#first(hash)
    if (this.#isAt(first, units, start, end)) return first
    return this.#isAt(first + 1, units, start, end) ? first + 1 : -1
  }

  foldedAt(place: number): string {
    return this.#folded[place]!
  }

  spellingAt(place: number): number {
    const at = place * CELL + SPELLING
    return (this.#cells[at]! | (this.#cells[at + 1]! << 16)) >> 0
  }

  /** Takes the place of an older one. */
  keep(units: Uint16Array, start: number, end: number, hash: number, folded: string, spelling: number): void {
    if (end - start > LONGEST) return
    const first = this.#first(hash)
    const cells = this.#cells
    cells.copyWithin((first + 1) * CELL, first * CELL, (first + 1) * CELL)
    this.#folded[first + 1] = this.#folded[first]!
    const cell = first * CELL
    cells[cell] = end - start
    cells.set(units.subarray(start, end), cell + LETTERS)
    cells[cell + SPELLING] = spelling & 0xffff
    cells[cell + SPELLING + 1] = spelling >>> 16
    this.#folded[first] = folded
  }

  forget(): void {
    this.#cells.fill(0)
    this.#folded.fill('')
  }
}

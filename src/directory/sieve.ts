/**
 * Which letters may begin a name: a "no" is sure, a "yes" nearly so. "De" begins many names and stands in every sentence;
 * this tells at the next word that no name goes on, without putting letters together and looking them up.
 */

export interface Sieve {
  /** The sum of no letters. */
  readonly none: number
  /** The sum of letters that follow those of another sum. */
  add(sum: number, letters: string): number
  /** Whether a name may begin with the letters of this sum. */
  has(sum: number): boolean
}

const NONE = 0x811c9dc5 | 0
const BITS_PER_LETTER = 8
const LEAST = 1 << 10

// FNV-1a, letter by letter.
const next = (sum: number, unit: number): number => Math.imul(sum ^ unit, 0x01000193)

const add = (sum: number, letters: string): number => {
  let value = sum
  for (let i = 0; i < letters.length; i++) value = next(value, letters.charCodeAt(i))
  return value
}

const sizeFor = (letters: number): number => {
  let size = LEAST
  while (size < letters * BITS_PER_LETTER) size *= 2
  return size
}

export const sieveOf = (names: readonly (readonly string[])[]): Sieve => {
  let letters = 0
  for (const some of names) for (const name of some) letters += name.length
  const size = sizeFor(letters)
  const bits = new Uint32Array(size / 32)
  const place = (sum: number): number => (sum ^ (sum >>> 15)) & (size - 1)
  for (const some of names)
    for (const name of some) {
      let sum = NONE
      for (let i = 0; i < name.length; i++) {
        sum = next(sum, name.charCodeAt(i))
        const at = place(sum)
        bits[at >>> 5]! |= 1 << (at & 31)
      }
    }
  return {
    none: NONE,
    add,
    has: (sum) => {
      const at = place(sum)
      return (bits[at >>> 5]! & (1 << (at & 31))) !== 0
    },
  }
}

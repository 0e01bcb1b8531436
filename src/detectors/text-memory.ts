/**
 * Texts met more than once, read through once: a circular that goes to four hundred parents one by one, the letter on each of them, a
 * signature, a disclaimer. What was found in such a text hangs on its reading (`oncePerReading`) and is found only once too.
 *
 * PURE to whoever asks: the same text with the same rules gives the same reading.
 */
import type { Text } from '../message/message.ts'
import type { Reading } from './detectors.ts'

const MOST_TEXTS = 256
/** In UTF-16 units; a reading takes some thirty times the room of its text. */
const MOST_UNITS = 400_000
const LONGEST = 60_000
/** Numbers of texts met once: most are never met again, and only their number is worth a place. */
const MOST_MET = 1 << 14

/** So many signs of a text, taken here and there, keep most texts apart. */
const SIGNS = 64
const FNV = 0x01000193
const numberOf = (text: string): number => {
  const step = Math.max(1, Math.floor(text.length / SIGNS))
  let hash = text.length
  for (let at = 0; at < text.length; at += step) hash = Math.imul(hash ^ text.charCodeAt(at), FNV)
  return (hash ^ (hash >>> 15)) & (MOST_MET - 1)
}

/** Where a text stands is part of it: findings point there. */
const keyOf = ({ role, place, spots, text }: Text): string => `${JSON.stringify([role, place, spots])}\n${text}`

export class TextMemory {
  // A Map keeps the order of insertion: the first key is the one unused for the longest time.
  readonly #kept = new Map<string, Reading>()
  readonly #met = new Uint8Array(MOST_MET)
  #metCount = 0
  #units = 0

  get(text: Text, read: (text: Text) => Reading): Reading {
    if (text.text.length > LONGEST) return read(text)
    const number = numberOf(text.text)
    if (this.#met[number] === 0) {
      this.#meet(number)
      return read(text)
    }
    const key = keyOf(text)
    const kept = this.#kept.get(key)
    if (kept) this.#kept.delete(key)
    const reading = kept ?? read(text)
    if (!kept) this.#units += key.length
    this.#kept.set(key, reading)
    this.#forget()
    return reading
  }

  /** Once many were met, nearly any text would seem met before. */
  #meet(number: number): void {
    if (this.#metCount === MOST_MET / 4) this.#met.fill(0)
    this.#metCount = (this.#metCount % (MOST_MET / 4)) + 1
    this.#met[number] = 1
  }

  #forget(): void {
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= MOST_TEXTS && this.#units <= MOST_UNITS) break
      this.#kept.delete(oldest)
      this.#units -= oldest.length
    }
  }
}

/** `find`, asked once for each reading. What it gives may depend on nothing else. */
export const oncePerReading = <T>(find: (reading: Reading) => T): ((reading: Reading) => T) => {
  const found = new WeakMap<Reading, { is: T }>()
  return (reading) => {
    const before = found.get(reading)
    if (before) return before.is
    const is = find(reading)
    found.set(reading, { is })
    return is
  }
}

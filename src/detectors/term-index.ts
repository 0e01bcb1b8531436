/** Lexicon hits of one reading by class and place, so that a detector can ask what stands at, or near, an offset. */
import type { Word } from '../message/message.ts'
import type { Reading } from './detectors.ts'
import { isUnder, type TermHit } from './lexicon.ts'
import { firstFrom, startingWithin } from './spans.ts'
import type { TermHits } from './term-hits.ts'

/** Hits by class, also by the classes above: "a.b.c" is found under "a.b" too. */
export interface Terms {
  all(name: string): readonly TermHit[]
  /** Hits of a class that start within [from, to). */
  within(name: string, from: number, to: number): readonly TermHit[]
  /** First hit of a class within [from, to). */
  near(name: string, from: number, to: number): TermHit | undefined
  /** All hits that start exactly here. */
  at(offset: number): readonly TermHit[]
}

export interface TermIndex {
  readonly reading: Reading
  all(name: string): readonly TermHit[]
  /** Hits of a class (or of classes below it) that start exactly here. */
  at(offset: number, name: string): TermHit | undefined
  /** Hits of a class that start within [from, to). */
  within(name: string, from: number, to: number): readonly TermHit[]
  /** First hit of a class within [from, to). */
  near(name: string, from: number, to: number): TermHit | undefined
}

/** Grouped when first asked, and once. */
export const groupTerms = (
  hits: TermHits,
  under: (name: string) => readonly number[],
  words: readonly Word[],
): Terms => {
  const known = new Map<string, readonly TermHit[]>()
  const places = new Map<number, readonly TermHit[]>()
  const all = (name: string): readonly TermHit[] => {
    let found = known.get(name)
    if (!found) {
      found = hits.of(under(name))
      known.set(name, found)
    }
    return found
  }
  const lookAt = (offset: number): readonly TermHit[] => {
    const word = firstFrom(words, offset)
    return words[word]?.start === offset ? hits.at(word) : []
  }
  return {
    all,
    within: (name, from, to) => startingWithin(all(name), from, to),
    near: (name, from, to) => {
      const list = all(name)
      if (list.length === 0) return undefined
      const hit = list[firstFrom(list, from)]
      return hit && hit.start < to ? hit : undefined
    },
    at: (offset) => {
      let found = places.get(offset)
      if (!found) {
        found = lookAt(offset)
        places.set(offset, found)
      }
      return found
    },
  }
}

/** The longest one, so that "code postal" is seen before "code". */
const longestOf = (hits: readonly TermHit[], name: string): TermHit | undefined => {
  let best: TermHit | undefined
  for (const hit of hits) if (isUnder(hit.class, name) && (!best || hit.end > best.end)) best = hit
  return best
}

export const indexTerms = (reading: Reading): TermIndex => {
  const { all, within, near, at } = reading.index
  return { reading, all, within, near, at: (offset, name) => longestOf(at(offset), name) }
}

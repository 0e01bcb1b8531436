/** Lexicon hits of one reading by class and place, so that a detector can ask what stands at, or near, an offset. */
import type { Word } from '../message/message.ts'
import type { Reading } from './detectors.ts'
import { isUnder, type TermHit } from './lexicon.ts'
import { firstFrom, startingWithin } from './spans.ts'
import { familyOf } from './term-finder.ts'
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

const NONE: readonly TermHit[] = []

type Asked = Readonly<{
  /** Classes marked "?" and the classes above them. */
  has: (name: string) => boolean
  all: (family: string) => TermHits
  within: (family: string, from: number, to: number) => readonly TermHit[]
  at: (word: number) => readonly TermHit[]
}>

const byPlace = (a: TermHit, b: TermHit): number => a.start - b.start || b.end - a.end

// How much of a text is looked at stretch by stretch, before it is cheaper to look at all of it.
const MOST_BY_STRETCH = 0.25

/** Grouped when first asked, and once; words that nobody looks for until then are found by family, or place by place. */
export const groupTerms = (
  plain: TermHits,
  asked: Asked,
  under: (name: string) => readonly string[],
  words: readonly Word[],
  length: number,
): Terms => {
  const families = new Map<string, TermHits>()
  const known = new Map<string, readonly TermHit[]>()
  const places = new Map<number, readonly TermHit[]>()
  let looked = 0
  const askedLike = (name: string): TermHits => {
    const family = familyOf(name)
    let found = families.get(family)
    if (!found) {
      found = asked.all(family)
      families.set(family, found)
    }
    return found
  }
  /** Under a class stand its own hits and those of the classes below it, in order of appearance, longer ones first. */
  const look = (name: string): readonly TermHit[] => {
    const more = asked.has(name) ? askedLike(name) : undefined
    const lists: (readonly TermHit[])[] = []
    for (const own of under(name)) {
      const marked = more?.of(own) ?? NONE
      const list = marked.length > 0 ? marked : plain.of(own)
      if (list.length > 0) lists.push(list)
    }
    return lists.length < 2 ? (lists[0] ?? NONE) : lists.flat().sort(byPlace)
  }
  const lookAt = (offset: number): readonly TermHit[] => {
    const word = firstFrom(words, offset)
    if (words[word]?.start !== offset) return NONE
    const [marked, others] = [asked.at(word), plain.at(word)]
    return marked.length === 0 ? others : [...marked, ...others]
  }
  const all = (name: string): readonly TermHit[] => {
    let found = known.get(name)
    if (!found) {
      found = look(name)
      known.set(name, found)
    }
    return found
  }
  /** Hits of a class that nobody looked for yet, from these words alone; undefined when it is better to look for all. */
  const byStretch = (name: string, from: number, to: number): readonly TermHit[] | undefined => {
    const family = familyOf(name)
    if (!asked.has(name) || families.has(family) || under(name).length !== 1) return undefined
    looked += Math.max(0, to - from)
    return looked < length * MOST_BY_STRETCH
      ? asked.within(family, from, to).filter((hit) => isUnder(hit.class, name))
      : undefined
  }
  return {
    all,
    within: (name, from, to) =>
      (known.has(name) ? undefined : byStretch(name, from, to)) ?? startingWithin(all(name), from, to),
    near: (name, from, to) => {
      let list = known.get(name)
      if (!list) {
        const few = byStretch(name, from, to)
        if (few) return few[0]
        list = all(name)
      }
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

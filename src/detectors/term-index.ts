/** Lexicon hits of one reading by class and place, so that a detector can ask what stands at, or near, an offset. */
import type { Reading } from './detectors.ts'
import type { TermHit } from './lexicon.ts'

/** Hits by class, also by the classes above: "a.b.c" is found under "a.b" too. */
export interface Terms {
  all(name: string): readonly TermHit[]
}

export interface TermIndex extends Terms {
  readonly reading: Reading
  /** Hits of a class (or of classes below it) that start exactly here. */
  at(offset: number, name: string): TermHit | undefined
  /** Hits of a class that start within [from, to). */
  within(name: string, from: number, to: number): readonly TermHit[]
  /** First hit of a class within [from, to). */
  near(name: string, from: number, to: number): TermHit | undefined
}

const NONE: readonly TermHit[] = []

const byClass = (hits: readonly TermHit[]): Map<string, TermHit[]> => {
  const classes = new Map<string, TermHit[]>()
  for (const hit of hits) {
    const list = classes.get(hit.class)
    if (list) list.push(hit)
    else classes.set(hit.class, [hit])
  }
  return classes
}

/** Under a class stand its own hits and those of the classes below it, in order of appearance, longer ones first. */
const under = (classes: ReadonlyMap<string, TermHit[]>, name: string): readonly TermHit[] => {
  const lists: TermHit[][] = []
  for (const [own, hits] of classes) if (own === name || own.startsWith(`${name}.`)) lists.push(hits)
  return lists.length < 2 ? (lists[0] ?? NONE) : lists.flat().sort((a, b) => a.start - b.start || b.end - a.end)
}

type Asked = Readonly<{
  /** Classes marked "?" and the classes above them. */
  has: (name: string) => boolean
  find: (topic: string) => readonly TermHit[]
}>

/** Grouped when first asked, and once; words that nobody looks for until then are found topic by topic. */
export const groupTerms = (hits: readonly TermHit[], asked: Asked): Terms => {
  let classes: Map<string, TermHit[]> | undefined
  const topics = new Set<string>()
  const known = new Map<string, readonly TermHit[]>()
  const look = (name: string): readonly TermHit[] => {
    classes ??= byClass(hits)
    const topic = name.split('.', 1)[0]!
    if (asked.has(name) && !topics.has(topic)) {
      topics.add(topic)
      for (const [own, more] of byClass(asked.find(topic))) classes.set(own, more)
    }
    return under(classes, name)
  }
  const all = (name: string): readonly TermHit[] => {
    const found = known.get(name) ?? look(name)
    known.set(name, found)
    return found
  }
  return { all }
}

/** Hits come in order of appearance: the place of the first one at or after `from` is found by halving. */
const placeFrom = (list: readonly TermHit[], from: number): number => {
  let low = 0
  let high = list.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (list[middle]!.start < from) low = middle + 1
    else high = middle
  }
  return low
}

/** The longest one, so that "code postal" is seen before "code". */
const longestAt = (list: readonly TermHit[], offset: number): TermHit | undefined => {
  let best: TermHit | undefined
  for (let i = placeFrom(list, offset); list[i]?.start === offset; i++)
    if (!best || list[i]!.end > best.end) best = list[i]
  return best
}

export const indexTerms = (reading: Reading): TermIndex => {
  const { all } = reading.index
  return {
    reading,
    all,
    at: (offset, name) => longestAt(all(name), offset),
    within: (name, from, to) => {
      const list = all(name)
      return list.slice(placeFrom(list, from), placeFrom(list, to))
    },
    near: (name, from, to) => {
      const list = all(name)
      const hit = list[placeFrom(list, from)]
      return hit && hit.start < to ? hit : undefined
    },
  }
}

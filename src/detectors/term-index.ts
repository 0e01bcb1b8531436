/** Lexicon hits of one reading by place, so that a detector can ask what stands at, or near, an offset. */
import type { Reading } from './detectors.ts'
import type { TermHit } from './lexicon.ts'

export interface TermIndex {
  readonly reading: Reading
  /** Hits of a class (or of classes below it) that start exactly here. */
  at(offset: number, name: string): TermHit | undefined
  /** First hit of a class within [from, to). */
  near(name: string, from: number, to: number): TermHit | undefined
  all(name: string): readonly TermHit[]
}

const NONE: readonly TermHit[] = []

const push = <K>(map: Map<K, TermHit[]>, key: K, hit: TermHit): void => {
  const list = map.get(key)
  if (list) list.push(hit)
  else map.set(key, [hit])
}

/** A hit counts for its class and for every class above it: "a.b.c", "a.b", "a". */
const pushUnderAll = (classes: Map<string, TermHit[]>, hit: TermHit): void => {
  push(classes, hit.class, hit)
  for (let dot = hit.class.lastIndexOf('.'); dot > 0; dot = hit.class.lastIndexOf('.', dot - 1))
    push(classes, hit.class.slice(0, dot), hit)
}

const belongs = ({ class: own }: TermHit, name: string): boolean =>
  own.startsWith(name) && (own.length === name.length || own[name.length] === '.')

/** Hits come in order of appearance: the first one at or after `from` is found by halving. */
const firstFrom = (list: readonly TermHit[], from: number): TermHit | undefined => {
  let low = 0
  let high = list.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (list[middle]!.start < from) low = middle + 1
    else high = middle
  }
  return list[low]
}

/** The longest one, so that "code postal" is seen before "code". */
const longest = (hits: readonly TermHit[] | undefined, name: string): TermHit | undefined => {
  let best: TermHit | undefined
  for (const hit of hits ?? NONE) if (belongs(hit, name) && (!best || hit.end > best.end)) best = hit
  return best
}

/** Only hits whose class begins with `topic` are kept: a detector asks about its own words. */
export const indexTerms = (reading: Reading, topic: string): TermIndex => {
  const starts = new Map<number, TermHit[]>()
  const classes = new Map<string, TermHit[]>()
  for (const hit of reading.terms) {
    if (!hit.class.startsWith(topic)) continue
    push(starts, hit.start, hit)
    pushUnderAll(classes, hit)
  }
  const all = (name: string): readonly TermHit[] => classes.get(name) ?? NONE
  return {
    reading,
    all,
    at: (offset, name) => longest(starts.get(offset), name),
    near: (name, from, to) => {
      const hit = firstFrom(all(name), from)
      return hit && hit.start < to ? hit : undefined
    },
  }
}

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

const belongs = (hit: TermHit, name: string): boolean => hit.class === name || hit.class.startsWith(`${name}.`)

/** Only hits whose class begins with `topic` are kept: a detector asks about its own words. */
export const indexTerms = (reading: Reading, topic: string): TermIndex => {
  const hits = reading.terms.filter((hit) => hit.class.startsWith(topic))
  const starts = new Map<number, TermHit[]>()
  const classes = new Map<string, TermHit[]>()
  for (const hit of hits) {
    const here = starts.get(hit.start)
    if (here) here.push(hit)
    else starts.set(hit.start, [hit])
  }
  const all = (name: string): readonly TermHit[] => {
    const known = classes.get(name)
    if (known) return known
    const found = hits.filter((hit) => belongs(hit, name))
    classes.set(name, found)
    return found
  }
  // Hits come in order of appearance: the first one at or after `from` is found by halving.
  const near = (name: string, from: number, to: number): TermHit | undefined => {
    const list = all(name)
    let low = 0
    let high = list.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (list[middle]!.start < from) low = middle + 1
      else high = middle
    }
    const hit = list[low]
    return hit && hit.start < to ? hit : undefined
  }
  /** The longest one, so that "code postal" is seen before "code". */
  const at = (offset: number, name: string): TermHit | undefined =>
    starts
      .get(offset)
      ?.filter((hit) => belongs(hit, name))
      .reduce<TermHit | undefined>((best, hit) => (best && best.end >= hit.end ? best : hit), undefined)
  return { reading, at, near, all }
}

/**
 * The terms found in one text. Of the thousands that stand in a letter a handful is ever looked at: a hit is kept as a pair of
 * numbers, and becomes an object once somebody asks for its class or its place.
 */
import type { Word } from '../message/message.ts'

/** A term found in a text. `start`/`end` are offsets into the text, `first`/`last` indexes of its words. */
export type TermHit = Readonly<{ class: string; term: string; start: number; end: number; first: number; last: number }>

/** What can be found: `kind` is the number of its class, `size` says of how many words it is. */
export type Term = Readonly<{ class: string; kind: number; term: string; size: number; asked: boolean }>

const NONE: readonly TermHit[] = []

/** Numbers in a row, written over and over: one for all texts, since a text is swept at once. */
class Row {
  #numbers = new Int32Array(1 << 12)
  length = 0

  push(number: number): void {
    if (this.length === this.#numbers.length) this.#grow()
    this.#numbers[this.length++] = number
  }

  #grow(): void {
    const before = this.#numbers
    this.#numbers = new Int32Array(before.length * 2)
    this.#numbers.set(before)
  }

  taken(): Int32Array {
    const taken = this.#numbers.slice(0, this.length)
    this.length = 0
    return taken
  }
}

/** What a sweep finds: the number of each term, and the index of its first word. */
export const swept = { terms: new Row(), firsts: new Row() }

/** A class, since one is filled for every text: private fields tell more than a dozen closures would. */
export class TermHits {
  readonly #words: readonly Word[]
  readonly #terms: readonly Term[]
  readonly #kinds: number
  /** Of each hit, in order of appearance: the number of what was found, and the index of its first word. */
  readonly #found = swept.terms.taken()
  readonly #firsts = swept.firsts.taken()
  readonly #made: (TermHit | undefined)[] = []
  /** The hits class by class, and where those of each class begin; made when a class is asked for. */
  #byKind: Int32Array | undefined
  #begins: Int32Array | undefined

  /** `terms` by their numbers, of so many `kinds`. */
  constructor(words: readonly Word[], terms: readonly Term[], kinds: number) {
    this.#words = words
    this.#terms = terms
    this.#kinds = kinds
  }

  /** In order of appearance. */
  all(): TermHit[] {
    return Array.from(this.#found, (_, i) => this.#hit(i))
  }

  /** All but those that say nothing by themselves. */
  plain(): TermHit[] {
    const hits: TermHit[] = []
    for (let i = 0; i < this.#found.length; i++) if (!this.#terms[this.#found[i]!]!.asked) hits.push(this.#hit(i))
    return hits
  }

  /** Those of some classes, in order of appearance, longer ones first. */
  of(kinds: readonly number[]): readonly TermHit[] {
    const begins = this.#begins ?? this.#sort()
    const found: number[] = []
    let classes = 0
    for (const kind of kinds) {
      const [from, to] = [begins[kind]!, begins[kind + 1]!]
      if (from < to) classes++
      for (let i = from; i < to; i++) found.push(this.#byKind![i]!)
    }
    if (found.length === 0) return NONE
    if (classes > 1) found.sort(this.#byPlace)
    return found.map((i) => this.#hit(i))
  }

  /** Those that begin with one word. */
  at(word: number): readonly TermHit[] {
    const firsts = this.#firsts
    let i = this.#firstFrom(word)
    if (firsts[i] !== word) return NONE
    const hits: TermHit[] = []
    for (; firsts[i] === word; i++) hits.push(this.#hit(i))
    return hits
  }

  readonly #byPlace = (a: number, b: number): number =>
    this.#firsts[a]! - this.#firsts[b]! || this.#terms[this.#found[b]!]!.size - this.#terms[this.#found[a]!]!.size

  #firstFrom(word: number): number {
    let low = 0
    let high = this.#firsts.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (this.#firsts[middle]! < word) low = middle + 1
      else high = middle
    }
    return low
  }

  #hit(i: number): TermHit {
    this.#made[i] ??= this.#make(i)
    return this.#made[i]
  }

  #make(i: number): TermHit {
    const { class: name, term, size } = this.#terms[this.#found[i]!]!
    const first = this.#firsts[i]!
    const last = first + size - 1
    return { class: name, term, start: this.#words[first]!.start, end: this.#words[last]!.end, first, last }
  }

  #sort(): Int32Array {
    const begins = new Int32Array(this.#kinds + 1)
    for (const found of this.#found) begins[this.#terms[found]!.kind]!++
    for (let kind = 1; kind < begins.length; kind++) begins[kind]! += begins[kind - 1]!
    // From the last hit back: each class then begins where its first hit stands.
    const byKind = new Int32Array(this.#found.length)
    for (let i = byKind.length - 1; i >= 0; i--) byKind[--begins[this.#terms[this.#found[i]!]!.kind]!] = i
    this.#byKind = byKind
    this.#begins = begins
    return begins
  }
}

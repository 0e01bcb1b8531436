/**
 * The terms found in one text. Of the thousand that stand in a letter a handful is ever looked at: a hit is kept as a
 * pair of numbers, and becomes an object once somebody asks for its class or its place.
 */
import type { Word } from '../message/message.ts'

/** A term found in a text. `start`/`end` are offsets into the text, `first`/`last` indexes of its words. */
export type TermHit = Readonly<{ class: string; term: string; start: number; end: number; first: number; last: number }>

/** What is found: `kind` is the number of its class, `size` says of how many words it is. */
export type Term = Readonly<{ class: string; kind: number; term: string; size: number }>

const NONE: readonly TermHit[] = []

/** A class, since one is filled for every text: private fields tell more than a dozen closures would. */
export class TermHits {
  readonly #words: readonly Word[]
  /** Numbers of the classes. */
  readonly #kinds: ReadonlyMap<string, number>
  /** Of each hit, in order of appearance: what was found, and the index of its first word. */
  readonly #terms: Term[] = []
  readonly #firsts: number[] = []
  readonly #made: (TermHit | undefined)[] = []
  /** The hits class by class, and where those of each class begin; made when a class is asked for. */
  #byKind: Int32Array | undefined
  #begins: Int32Array | undefined

  constructor(words: readonly Word[], kinds: ReadonlyMap<string, number>) {
    this.#words = words
    this.#kinds = kinds
  }

  add(term: Term, first: number): void {
    this.#terms.push(term)
    this.#firsts.push(first)
  }

  all(): TermHit[] {
    return this.#terms.map((_, i) => this.#hit(i))
  }

  /** Those of one class alone, in order of appearance. */
  of(name: string): readonly TermHit[] {
    const kind = this.#kinds.get(name)
    if (kind === undefined) return NONE
    const begins = this.#begins ?? this.#sort()
    const [from, to] = [begins[kind]!, begins[kind + 1]!]
    if (from === to) return NONE
    const hits: TermHit[] = []
    for (let i = from; i < to; i++) hits.push(this.#hit(this.#byKind![i]!))
    return hits
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
    const { class: name, term, size } = this.#terms[i]!
    const first = this.#firsts[i]!
    const last = first + size - 1
    return { class: name, term, start: this.#words[first]!.start, end: this.#words[last]!.end, first, last }
  }

  #sort(): Int32Array {
    const begins = new Int32Array(this.#kinds.size + 1)
    for (const { kind } of this.#terms) begins[kind]!++
    for (let kind = 1; kind < begins.length; kind++) begins[kind]! += begins[kind - 1]!
    // From the last hit back: each class then begins where its first hit stands.
    const byKind = new Int32Array(this.#terms.length)
    for (let i = byKind.length - 1; i >= 0; i--) byKind[--begins[this.#terms[i]!.kind]!] = i
    this.#byKind = byKind
    this.#begins = begins
    return begins
  }
}

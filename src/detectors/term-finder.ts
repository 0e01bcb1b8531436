/**
 * Finds the terms of a lexicon in a text. Each distinct word is matched once and remembered, with one number that tells
 * for nearly every word of a text that nothing starts there.
 */
import { numberPerSpelling, oncePerSpelling, type Word } from '../message/message.ts'
import { type Term, TermHits } from './term-hits.ts'

export type Matcher = Readonly<{ kind: 'word' | 'begins' | 'ends' | 'holds' | 'near'; word: string; exact?: string }>
export type Entry = Readonly<{ class: string; term: string; matchers: readonly Matcher[] }>

const MAX_WORD = 48

const push = <T>(map: Map<string, T[]>, key: string, one: T): void => {
  const list = map.get(key)
  if (list) list.push(one)
  else map.set(key, [one])
}

const deletions = (word: string): string[] => [
  word,
  ...Array.from(word, (_, i) => word.slice(0, i) + word.slice(i + 1)),
]

/** At most one letter added, lost, changed, or two neighbours swapped. */
const isNear = (a: string, b: string): boolean => {
  if (a === b) return true
  let i = 0
  while (i < a.length && i < b.length && a[i] === b[i]) i++
  const [restA, restB] = [a.slice(i), b.slice(i)]
  if (restA.slice(1) === restB.slice(1) || restA.slice(1) === restB || restA === restB.slice(1)) return true
  return restA[0] === restB[1] && restA[1] === restB[0] && restA.slice(2) === restB.slice(2)
}

const isLike = ({ kind, word }: Matcher, folded: string): boolean => {
  if (kind === 'word') return folded === word
  if (kind === 'begins') return folded.startsWith(word)
  if (kind === 'ends') return folded.endsWith(word)
  if (kind === 'holds') return folded.includes(word)
  return isNear(folded, word)
}

const matches = (matcher: Matcher, text: string, word: Word): boolean =>
  matcher.exact === undefined
    ? isLike(matcher, word.folded)
    : matcher.exact.length === word.end - word.start && text.startsWith(matcher.exact, word.start)

/** Entries by their first word, one shelf per kind of matcher. */
class Shelves {
  readonly #words = new Map<string, Entry[]>()
  readonly #begins = new Map<string, Entry[]>()
  readonly #ends = new Map<string, Entry[]>()
  readonly #near = new Map<string, Entry[]>()
  readonly #holds: Entry[] = []

  add(entry: Entry): void {
    const first = entry.matchers[0]!
    if (first.kind === 'word') push(this.#words, first.word, entry)
    else if (first.kind === 'begins') push(this.#begins, first.word, entry)
    else if (first.kind === 'ends') push(this.#ends, first.word, entry)
    else if (first.kind === 'holds') this.#holds.push(entry)
    else for (const form of deletions(first.word)) push(this.#near, form, entry)
  }

  /** Entries that start at this word; the caller checks capitals and further words. */
  starting(folded: string): Entry[] {
    const found = new Set<Entry>(this.#words.get(folded))
    const word = folded.length > MAX_WORD ? folded.slice(0, MAX_WORD) : folded
    for (let i = 1; i <= word.length; i++) for (const e of this.#begins.get(word.slice(0, i)) ?? []) found.add(e)
    for (let i = 0; i < word.length; i++) for (const e of this.#ends.get(word.slice(i)) ?? []) found.add(e)
    for (const entry of this.#holds) if (folded.includes(entry.matchers[0]!.word)) found.add(entry)
    if (this.#near.size > 0 && word.length >= 5) {
      for (const form of deletions(word))
        for (const e of this.#near.get(form) ?? []) if (isNear(folded, e.matchers[0]!.word)) found.add(e)
    }
    return [...found].filter((entry) => isLike(entry.matchers[0]!, folded))
  }
}

/** The first part of a class: what is under "offence" is of one family. */
export const familyOf = (name: string): string => name.slice(0, `${name}.`.indexOf('.'))

/** Numbers of the classes. */
type Kinds = ReadonlyMap<string, number>

/** An entry among those that start at a word. `open`: what that does not tell yet, capitals and further words. */
type Start = Term & Readonly<{ open: readonly Readonly<{ at: number; matcher: Matcher }>[] }>

/** What starts at a word: terms of one word, phrases by their second word, phrases whose second word may vary. */
type Starts = Readonly<{
  alone: readonly Start[]
  phrases: ReadonlyMap<string, readonly Start[]>
  loose: readonly Start[]
}>

/** All of it, and that of each family by its bit. */
type ByFamily = Readonly<{ every: Starts; of: ReadonlyMap<number, Starts> }>

const startOf = ({ class: name, term, matchers }: Entry, kinds: Kinds): Start => ({
  class: name,
  kind: kinds.get(name)!,
  term,
  size: matchers.length,
  open: matchers.flatMap((matcher, at) => {
    const known = at === 0 || (at === 1 && matcher.kind === 'word')
    return known && matcher.exact === undefined ? [] : [{ at, matcher }]
  }),
})

const startsOf = (entries: readonly Entry[], kinds: Kinds): Starts => {
  const alone: Start[] = []
  const loose: Start[] = []
  const phrases = new Map<string, Start[]>()
  for (const entry of entries) {
    const start = startOf(entry, kinds)
    const second = entry.matchers[1]
    if (!second) alone.push(start)
    else if (second.kind === 'word') push(phrases, second.word, start)
    else loose.push(start)
  }
  return { alone, phrases, loose }
}

/** At nearly every spelling nothing starts, and all of these share it. */
const NOTHING: ByFamily = { every: { alone: [], phrases: new Map(), loose: [] }, of: new Map() }

const byFamily = (entries: readonly Entry[], kinds: Kinds, bitOf: (entry: Entry) => number): ByFamily =>
  entries.length === 0
    ? NOTHING
    : {
        every: startsOf(entries, kinds),
        of: new Map([...Map.groupBy(entries, bitOf)].map(([bit, some]) => [bit, startsOf(some, kinds)])),
      }

/**
 * The number of a word, from its lowest bits on: of which families something starts here (those after so many share a
 * bit); of which sorts this word is where it is a phrase's second one; which sorts may follow for a phrase to start here.
 * The highest bit says that what follows does not matter.
 */
const FAMILIES = 12
const SORTS = 8
const EVERY = (1 << FAMILIES) - 1
const FOLLOWS = ((1 << SORTS) - 1) << FAMILIES
const WHATEVER = 1 << (FAMILIES + 2 * SORTS)

/** Second words are sorted by no more than keeps most of them apart. */
const sortOf = (word: string): number =>
  1 << (FAMILIES + ((word.length + 3 * word.charCodeAt(0) + 5 * word.charCodeAt(word.length - 1)) & (SORTS - 1)))

const numberOf = ({ every, of }: ByFamily): number => {
  let number = every.alone.length + every.loose.length > 0 ? WHATEVER : 0
  for (const bit of of.keys()) number |= bit
  for (const word of every.phrases.keys()) number |= sortOf(word) << SORTS
  return number
}

/** The terms of one text. */
export interface Finds {
  /** All of them, or those of one family of classes, in order of appearance. */
  all(family?: string): TermHits
  /** Those of one family that begin with one of some words. */
  among(family: string, first: number, last: number): TermHits
  /** Those that begin with one word: phrases before their first word alone, "code de la porte" before "code". */
  at(word: number): TermHits
}

export type Finder = (text: string, words: readonly Word[]) => Finds

const FIGURES: Readonly<Record<string, string>> = { '0': 'o', '1': 'i', '3': 'e', '4': 'a', '5': 's', '7': 't' }
const FIGURED = /[a-z][013457]{1,3}[a-z]/

/**
 * "kl00tzak": figures that stand for letters. Not for the words around secrets: there such a word may be the secret itself.
 */
const unfigured = (folded: string): string | undefined =>
  folded.length >= 5 && folded.replace(/[^a-z]/g, '').length >= 3 && FIGURED.test(folded)
    ? folded.replace(/(?<=[a-z][013457]{0,2})[013457](?=[013457]{0,2}[a-z])/g, (figure) => FIGURES[figure]!)
    : undefined

const isOfSecrets = ({ class: name }: Entry): boolean => /^password/.test(name)
const isSpelledOut = ({ matchers }: Entry): boolean => matchers[0]!.exact !== undefined

export const finderOver = (entries: readonly Entry[]): Finder => {
  const shelves = new Shelves()
  for (const entry of entries) shelves.add(entry)
  const names = new Set(entries.map((entry) => familyOf(entry.class)))
  const kinds = new Map([...new Set(entries.map((entry) => entry.class))].map((name, i) => [name, i]))
  const bits = new Map([...names].map((name, i) => [name, 1 << Math.min(i, FAMILIES - 1)]))
  const seconds = new Set(entries.flatMap(({ matchers: [, second] }) => (second?.kind === 'word' ? [second.word] : [])))
  const bitOf = (entry: Entry): number => bits.get(familyOf(entry.class))!
  const starting = (folded: string): readonly Entry[] => {
    const plain = unfigured(folded)
    const more =
      plain === undefined ? [] : shelves.starting(plain).filter((one) => !isOfSecrets(one) && !isSpelledOut(one))
    return [...new Set([...shelves.starting(folded), ...more])]
  }
  const startingAt = oncePerSpelling((folded) => byFamily(starting(folded), kinds, bitOf))
  const numberAt = numberPerSpelling(
    (word: Word) => numberOf(startingAt(word)) | (seconds.has(word.folded) ? sortOf(word.folded) : 0),
  )
  return (text, words) => {
    let numbers: Int32Array | undefined
    const numbersOf = (): Int32Array => {
      const found = new Int32Array(words.length + 1)
      for (let at = 0; at < words.length; at++) found[at] = numberAt(words[at]!)
      return found
    }
    const add = (hits: TermHits, at: number, number: number, next: number, family: number): void => {
      const follows = ((next & FOLLOWS) << SORTS) & number
      if (follows === 0 && (number & WHATEVER) === 0) return
      const starting = startingAt(words[at]!)
      const { alone, phrases, loose } = family === EVERY ? starting.every : starting.of.get(family)!
      const found = follows === 0 ? undefined : phrases.get(words[at + 1]!.folded)
      if (found) look(found, hits, at, text, words)
      if (loose.length > 0) look(loose, hits, at, text, words)
      if (alone.length > 0) look(alone, hits, at, text, words)
    }
    const addAt = (hits: TermHits, at: number, family: number): void => {
      const number = numberAt(words[at]!)
      const next = at + 1 < words.length ? numberAt(words[at + 1]!) : 0
      if ((number & family) !== 0) add(hits, at, number, next, family)
    }
    return {
      all: (name) => {
        const hits = new TermHits(words, kinds)
        const family = name === undefined ? EVERY : (bits.get(name) ?? 0)
        numbers ??= numbersOf()
        for (let at = 0; at < words.length; at++) {
          const number = numbers[at]!
          if ((number & family) !== 0) add(hits, at, number, numbers[at + 1]!, family)
        }
        return hits
      },
      among: (name, first, last) => {
        const hits = new TermHits(words, kinds)
        const family = bits.get(name) ?? 0
        for (let at = first; at <= last; at++) addAt(hits, at, family)
        return hits
      },
      at: (word) => {
        const hits = new TermHits(words, kinds)
        addAt(hits, word, EVERY)
        return hits
      },
    }
  }
}

const fits = (open: Start['open'], first: number, text: string, words: readonly Word[]): boolean => {
  for (const { at, matcher } of open) if (!matches(matcher, text, words[first + at]!)) return false
  return true
}

const look = (among: readonly Start[], hits: TermHits, first: number, text: string, words: readonly Word[]): void => {
  for (const start of among)
    if (first + start.size <= words.length && fits(start.open, first, text, words)) hits.add(start, first)
}

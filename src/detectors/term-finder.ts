/**
 * Finds the terms of a lexicon in a text. Each distinct word is matched once and remembered, with one number that tells
 * for nearly every word of a text that nothing starts there.
 */
import { numberPerSpelling, oncePerSpelling, type Word } from '../message/message.ts'
import { swept, type Term, TermHits } from './term-hits.ts'

export type Matcher = Readonly<{ kind: 'word' | 'begins' | 'ends' | 'holds' | 'near'; word: string; exact?: string }>
/** `asked`: it says nothing by itself. */
export type Entry = Readonly<{ class: string; asked: boolean; term: string; matchers: readonly Matcher[] }>

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

/** A term, its number, and what its first word, or a second one that is looked up, does not tell: capitals and further words. */
type Start = Readonly<{ number: number; size: number; open: readonly Readonly<{ at: number; matcher: Matcher }>[] }>

/**
 * What starts at a word: numbers of the terms that are there already, terms of one word whose capitals count, phrases by their
 * second word, phrases whose second word may vary.
 */
type Starts = Readonly<{
  sure: Int32Array
  alone: readonly Start[]
  phrases: ReadonlyMap<string, readonly Start[]>
  loose: readonly Start[]
}>

const startOf = (entry: Entry, number: number): Start => ({
  number,
  size: entry.matchers.length,
  open: entry.matchers.flatMap((matcher, at) => {
    const known = at === 0 || (at === 1 && matcher.kind === 'word')
    return known && matcher.exact === undefined ? [] : [{ at, matcher }]
  }),
})

/** At nearly every spelling nothing starts, and all of these share it. */
const NOTHING: Starts = { sure: new Int32Array(0), alone: [], phrases: new Map(), loose: [] }

const startsOf = (entries: readonly Entry[], numberOf: (entry: Entry) => number): Starts => {
  if (entries.length === 0) return NOTHING
  const sure: number[] = []
  const alone: Start[] = []
  const loose: Start[] = []
  const phrases = new Map<string, Start[]>()
  for (const entry of entries) {
    const start = startOf(entry, numberOf(entry))
    const second = entry.matchers[1]
    if (second?.kind === 'word') push(phrases, second.word, start)
    else if (second) loose.push(start)
    else if (start.open.length > 0) alone.push(start)
    else sure.push(start.number)
  }
  return { sure: Int32Array.from(sure), alone, phrases, loose }
}

/**
 * The number of a word, from its lowest bits on: of which sorts it is where it is a phrase's second word; which sorts may follow
 * for a phrase to start here. The highest bit says that what follows does not matter.
 */
const SORTS = 12
const FOLLOWS = (1 << SORTS) - 1
const WHATEVER = 1 << (2 * SORTS)

/** Second words are sorted by no more than keeps most of them apart. */
const sortOf = (word: string): number =>
  1 << ((word.length + 3 * word.charCodeAt(0) + 5 * word.charCodeAt(word.length - 1)) % SORTS)

const numberOf = ({ sure, alone, loose, phrases }: Starts): number => {
  let number = sure.length + alone.length + loose.length > 0 ? WHATEVER : 0
  for (const word of phrases.keys()) number |= sortOf(word) << SORTS
  return number
}

export type Finder = (text: string, words: readonly Word[]) => TermHits

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

/** `entries` in the order in which hits at one word are told. */
export const finderOver = (entries: readonly Entry[], kinds: ReadonlyMap<string, number>): Finder => {
  const shelves = new Shelves()
  for (const entry of entries) shelves.add(entry)
  const numbers = new Map(entries.map((entry, number) => [entry, number]))
  const terms = entries.map(
    ({ class: name, term, matchers, asked }): Term => ({
      class: name,
      kind: kinds.get(name)!,
      term,
      size: matchers.length,
      asked,
    }),
  )
  const seconds = new Set(entries.flatMap(({ matchers: [, second] }) => (second?.kind === 'word' ? [second.word] : [])))
  const starting = (folded: string): readonly Entry[] => {
    const plain = unfigured(folded)
    const more =
      plain === undefined ? [] : shelves.starting(plain).filter((one) => !isOfSecrets(one) && !isSpelledOut(one))
    return [...new Set([...shelves.starting(folded), ...more])]
  }
  const startingAt = oncePerSpelling((folded) => startsOf(starting(folded), (entry) => numbers.get(entry)!))
  const numberAt = numberPerSpelling(
    (word: Word) => numberOf(startingAt(word)) | (seconds.has(word.folded) ? sortOf(word.folded) : 0),
  )
  return (text, words) => {
    let number = words.length > 0 ? numberAt(words[0]!) : 0
    for (let at = 0; at < words.length; at++) {
      const next = at + 1 < words.length ? numberAt(words[at + 1]!) : 0
      const follows = (number >> SORTS) & next & FOLLOWS
      if (follows !== 0 || (number & WHATEVER) !== 0) {
        const { sure, alone, phrases, loose } = startingAt(words[at]!)
        const found = follows === 0 ? undefined : phrases.get(words[at + 1]!.folded)
        if (found) look(found, at, text, words)
        if (loose.length > 0) look(loose, at, text, words)
        for (let i = 0; i < sure.length; i++) keep(sure[i]!, at)
        if (alone.length > 0) look(alone, at, text, words)
      }
      number = next
    }
    return new TermHits(words, terms, kinds.size)
  }
}

const keep = (term: number, first: number): void => {
  swept.terms.push(term)
  swept.firsts.push(first)
}

const fits = (open: Start['open'], first: number, text: string, words: readonly Word[]): boolean => {
  for (const { at, matcher } of open) if (!matches(matcher, text, words[first + at]!)) return false
  return true
}

const look = (among: readonly Start[], first: number, text: string, words: readonly Word[]): void => {
  for (const { number, size, open } of among)
    if (first + size <= words.length && fits(open, first, text, words)) keep(number, first)
}

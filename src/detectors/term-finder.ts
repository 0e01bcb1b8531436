/**
 * Finds the terms of a lexicon in a text. Each distinct word is matched once and remembered, with one number that tells
 * for nearly every word of a text that nothing starts there.
 */
import { numberPerSpelling, oncePerSpelling, type Word } from '../message/message.ts'
import { swept, type Term, TermHits } from './term-hits.ts'

export type Matcher = Readonly<{
  like: 'word' | 'begins' | 'ends' | 'holds' | 'near'
  word: string
  exact: string | undefined
}>

/**
 * A term, what its first word must be, and what those after it. Tens of thousands of them stay in memory: one object for each,
 * without lists where one word is all. Filled in by the finder: `number`, its place among all; `next`, one that begins alike.
 */
export type Entry = Term & Matcher & { readonly rest: readonly Matcher[]; number: number; next: Entry | undefined }

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

const isLike = ({ like, word }: Matcher, folded: string): boolean => {
  if (like === 'word') return folded === word
  if (like === 'begins') return folded.startsWith(word)
  if (like === 'ends') return folded.endsWith(word)
  if (like === 'holds') return folded.includes(word)
  return isNear(folded, word)
}

const matches = (matcher: Matcher, text: string, word: Word): boolean =>
  matcher.exact === undefined
    ? isLike(matcher, word.folded)
    : matcher.exact.length === word.end - word.start && text.startsWith(matcher.exact, word.start)

type Shelf = Map<string, Entry>

/** Before those that are there. */
const put = (shelf: Shelf, entry: Entry): void => {
  entry.next = shelf.get(entry.word)
  shelf.set(entry.word, entry)
}

const takeAll = (shelf: Shelf, word: string, into: Set<Entry>): void => {
  for (let entry = shelf.get(word); entry; entry = entry.next) into.add(entry)
}

/** Entries by their first word, one shelf per kind of matcher. */
class Shelves {
  readonly #words: Shelf = new Map()
  readonly #begins: Shelf = new Map()
  readonly #ends: Shelf = new Map()
  readonly #near = new Map<string, Entry[]>()
  readonly #holds: Entry[] = []

  constructor(entries: readonly Entry[]) {
    const shelves = { word: this.#words, begins: this.#begins, ends: this.#ends }
    for (const entry of entries.toReversed())
      if (entry.like !== 'near' && entry.like !== 'holds') put(shelves[entry.like], entry)
    for (const entry of entries) {
      if (entry.like === 'holds') this.#holds.push(entry)
      else if (entry.like === 'near') for (const form of deletions(entry.word)) push(this.#near, form, entry)
    }
  }

  /** Entries that start at this word; the caller checks capitals and further words. */
  starting(folded: string): Entry[] {
    const found = new Set<Entry>()
    takeAll(this.#words, folded, found)
    const word = folded.length > MAX_WORD ? folded.slice(0, MAX_WORD) : folded
    for (let i = 1; i <= word.length; i++) takeAll(this.#begins, word.slice(0, i), found)
    for (let i = 0; i < word.length; i++) takeAll(this.#ends, word.slice(i), found)
    for (const entry of this.#holds) if (folded.includes(entry.word)) found.add(entry)
    if (this.#near.size > 0 && word.length >= 5) {
      for (const form of deletions(word))
        for (const e of this.#near.get(form) ?? []) if (isNear(folded, e.word)) found.add(e)
    }
    return [...found].filter((entry) => isLike(entry, folded))
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

const startOf = (entry: Entry): Start => ({
  number: entry.number,
  size: entry.size,
  open: [entry, ...entry.rest].flatMap((matcher, at) => {
    const known = at === 0 || (at === 1 && matcher.like === 'word')
    return known && matcher.exact === undefined ? [] : [{ at, matcher }]
  }),
})

/** At nearly every spelling nothing starts, and all of these share it. */
const NOTHING: Starts = { sure: new Int32Array(0), alone: [], phrases: new Map(), loose: [] }

const startsOf = (entries: readonly Entry[]): Starts => {
  if (entries.length === 0) return NOTHING
  const sure: number[] = []
  const alone: Start[] = []
  const loose: Start[] = []
  const phrases = new Map<string, Start[]>()
  for (const entry of entries) {
    const start = startOf(entry)
    const [second] = entry.rest
    if (second?.like === 'word') push(phrases, second.word, start)
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

/**
 * What haste makes of a word: "opgenome", "onderwys", "autissme". Only for words of care and family that nothing starts with as
 * they are written, and long enough not to be another one.
 */
const HURRIED = 7
const unhurried = (folded: string): readonly string[] => {
  if (folded.length < HURRIED || !/^[a-z]+$/.test(folded)) return []
  const written = [
    folded.replaceAll('y', 'ij'),
    folded.replace(/([b-df-hj-np-tv-z])\1/g, '$1'),
    folded.replace(/e$/, 'en'),
    folded.replace(/([^aeiou])t$/, '$1dt'),
  ]
  return written.filter((one) => one !== folded)
}
const isSensitive = ({ class: name }: Entry): boolean => name.startsWith('sensitive.')

const isOfSecrets = ({ class: name }: Entry): boolean => /^password/.test(name)
const isSpelledOut = ({ exact }: Entry): boolean => exact !== undefined

/** `entries`, of so many `kinds`, in the order in which hits at one word are told. */
export const finderOver = (entries: readonly Entry[], kinds: number): Finder => {
  for (const [number, entry] of entries.entries()) entry.number = number
  const shelves = new Shelves(entries)
  const seconds = new Set(entries.flatMap(({ rest: [second] }) => (second?.like === 'word' ? [second.word] : [])))
  const starting = (folded: string): readonly Entry[] => {
    const plain = unfigured(folded)
    const more =
      plain === undefined ? [] : shelves.starting(plain).filter((one) => !isOfSecrets(one) && !isSpelledOut(one))
    const written = [...shelves.starting(folded), ...more]
    return written.length > 0
      ? [...new Set(written)]
      : [...new Set(unhurried(folded).flatMap((one) => shelves.starting(one).filter(isSensitive)))]
  }
  const startingAt = oncePerSpelling((folded) => startsOf(starting(folded)))
  /** The second word of a phrase as it should be written; '' when it is none. */
  const secondOf = oncePerSpelling((folded) =>
    seconds.has(folded) ? folded : (unhurried(folded).find((one) => seconds.has(one)) ?? ''),
  )
  const numberAt = numberPerSpelling((word: Word) => {
    const second = secondOf(word)
    return numberOf(startingAt(word)) | (second === '' ? 0 : sortOf(second))
  })
  return (text, words) => {
    let number = words.length > 0 ? numberAt(words[0]!) : 0
    for (let at = 0; at < words.length; at++) {
      const next = at + 1 < words.length ? numberAt(words[at + 1]!) : 0
      const follows = (number >> SORTS) & next & FOLLOWS
      if (follows !== 0 || (number & WHATEVER) !== 0) {
        const { sure, alone, phrases, loose } = startingAt(words[at]!)
        const found = follows === 0 ? undefined : phrases.get(secondOf(words[at + 1]!))
        if (found) look(found, at, text, words)
        if (loose.length > 0) look(loose, at, text, words)
        for (let i = 0; i < sure.length; i++) keep(sure[i]!, at)
        if (alone.length > 0) look(alone, at, text, words)
      }
      number = next
    }
    return new TermHits(words, entries, kinds)
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

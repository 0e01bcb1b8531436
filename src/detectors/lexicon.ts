/**
 * Lexicons: words and phrases by class, from text files in config/lexicons.
 *
 * One term a line under a `[class]` heading; `#` starts a comment. A term is one or more words, folded like the text:
 *   epilepsie              the word itself, whatever its case or accents
 *   syndroom van down      a phrase: these words in a row
 *   *allergie  medicat*    ends or begins so (compounds and inflections: notenallergie, medicatieschema)
 *   =ASS                   exactly these capitals (ASS is a diagnosis, "ass" is none)
 *   ~echtscheiding         also with one typing error
 *
 * `[class]?` holds words that say nothing by themselves ("de", "nu", "met"). They are left out of the one pass over every
 * text and are looked for only when a detector asks, because something beside them called for it.
 *
 * Each distinct word is looked up once and remembered, so that long terms lists cost nothing on ordinary mail.
 */
import { numberPerSpelling, oncePerSpelling, tokenise, type Word } from '../message/message.ts'

/** A term found in a text. `start`/`end` are offsets into the text, `first`/`last` indexes of its words. */
export type TermHit = Readonly<{ class: string; term: string; start: number; end: number; first: number; last: number }>

export interface Lexicon {
  readonly classes: readonly string[]
  /** All terms in the text but the asked ones, in order of appearance; overlapping ones all count. */
  find(text: string, words: readonly Word[]): TermHit[]
  /** The terms marked "?" of one text. */
  asked(text: string, words: readonly Word[]): AskedTerms
  /** Whether a class, or one below it, is marked "?". */
  isAsked(name: string): boolean
  /** A class that has terms, and those below it. */
  under(name: string): readonly string[]
  /** Terms of a class, as written. */
  terms(name: string): readonly string[]
}

export interface AskedTerms {
  /** All of them, in order of appearance. */
  all(): readonly TermHit[]
  /** Those of one family of classes, of "offence" and all below it, that begin with any word, or with some. */
  of(family: string, first?: number, last?: number): readonly TermHit[]
  /** Those that begin with one word. */
  at(word: number): readonly TermHit[]
}

export class LexiconError extends Error {}

type Matcher = Readonly<{ kind: 'word' | 'begins' | 'ends' | 'holds' | 'near'; word: string; exact?: string }>
type Entry = Readonly<{ class: string; asked: boolean; term: string; matchers: readonly Matcher[] }>

const MAX_WORD = 48

const parseMatcher = (piece: string): Matcher => {
  if (piece.startsWith('=')) return { kind: 'word', word: foldedWord(piece.slice(1)), exact: piece.slice(1) }
  if (piece.startsWith('~')) return { kind: 'near', word: foldedWord(piece.slice(1)) }
  const begins = piece.endsWith('*')
  const ends = piece.startsWith('*')
  const word = foldedWord(piece.replace(/^\*|\*$/g, ''))
  return { kind: begins && ends ? 'holds' : begins ? 'begins' : ends ? 'ends' : 'word', word }
}

const foldedWord = (text: string): string => {
  const words = tokenise(text)
  if (words.length !== 1) throw new LexiconError(`not one word: "${text}"`)
  return words[0]!.folded
}

/** "co-ouderschap" is written as one piece and read as two words: a piece of several words keeps its marks outside. */
const parseTerm = (line: string): Matcher[] =>
  line.split(/\s+/).flatMap((piece) => {
    const parts = piece.match(/[=~*]*[^\s/.,:;()&+-]+/g) ?? []
    return parts.filter((part) => tokenise(part).length > 0).map(parseMatcher)
  })

const parseFile = (name: string, text: string): Entry[] => {
  const entries: Entry[] = []
  let current = ''
  let asked = false
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    const line = raw.replace(/(?:^|\s)#.*/, '').trim()
    if (line === '') continue
    const heading = /^\[([a-z0-9.-]+)\](\??)$/.exec(line)
    if (heading) {
      current = heading[1]!
      asked = heading[2] === '?'
      continue
    }
    if (current === '') throw new LexiconError(`${name}:${index + 1}: a term before the first [class] heading`)
    try {
      const matchers = parseTerm(line)
      if (matchers.length === 0) throw new LexiconError('no word in it')
      entries.push({ class: current, asked, term: line, matchers })
    } catch (error) {
      throw new LexiconError(`${name}:${index + 1}: ${(error as Error).message}`)
    }
  }
  return entries
}

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

/** What is said under a class is said under those above it. */
export const isUnder = (name: string, above: string): boolean =>
  name.startsWith(above) && (name.length === above.length || name.charCodeAt(above.length) === 46)

/** An entry among those that start at a word. `open`: what that does not tell yet, capitals and further words. */
type Start = Readonly<{
  class: string
  term: string
  size: number
  family: number
  open: readonly Readonly<{ at: number; matcher: Matcher }>[]
}>

/** What starts at a word: terms of one word, phrases by their second word, phrases whose second word may vary. */
type Starts = Readonly<{
  families: number
  alone: readonly Start[]
  phrases: ReadonlyMap<string, Start[]> | undefined
  loose: readonly Start[]
}>

const startOf = ({ class: name, term, matchers }: Entry, family: number): Start => ({
  class: name,
  term,
  size: matchers.length,
  family,
  open: matchers.flatMap((matcher, at) => {
    const known = at === 0 || (at === 1 && matcher.kind === 'word')
    return known && matcher.exact === undefined ? [] : [{ at, matcher }]
  }),
})

const startsOf = (entries: readonly Entry[], bitOf: (entry: Entry) => number): Starts | null => {
  if (entries.length === 0) return null
  const alone: Start[] = []
  const loose: Start[] = []
  const phrases = new Map<string, Start[]>()
  let families = 0
  for (const entry of entries) {
    const start = startOf(entry, bitOf(entry))
    const second = entry.matchers[1]
    families |= start.family
    if (!second) alone.push(start)
    else if (second.kind === 'word') push(phrases, second.word, start)
    else loose.push(start)
  }
  return { families, alone, phrases: phrases.size > 0 ? phrases : undefined, loose }
}

const ALL = -1
/** Families are bits of a number; those after so many share one. */
const MOST_FAMILIES = 29

/** The finder over some of the entries. */
class Finder {
  readonly #families: ReadonlyMap<string, number>
  readonly #startingAt: (word: Word) => Starts | null
  /** The families of which something starts at a word: of none at most words, which this tells by one number. */
  readonly #familiesAt: (word: Word) => number

  constructor(entries: readonly Entry[]) {
    const shelves = new Shelves()
    for (const entry of entries) shelves.add(entry)
    const names = new Set(entries.map((entry) => familyOf(entry.class)))
    this.#families = new Map([...names].map((name, i) => [name, 1 << Math.min(i, MOST_FAMILIES)]))
    const bitOf = (entry: Entry): number => this.family(familyOf(entry.class))
    this.#startingAt = oncePerSpelling((folded) => startsOf(shelves.starting(folded), bitOf))
    this.#familiesAt = numberPerSpelling((word: Word) => this.#startingAt(word)?.families ?? 0)
  }

  family(name: string): number {
    return this.#families.get(name) ?? 0
  }

  /** Adds what begins at one word: phrases before their first word alone, "code de la porte" before "code". */
  add(hits: TermHit[], at: number, text: string, words: readonly Word[], families = ALL): void {
    const word = words[at]!
    if ((this.#familiesAt(word) & families) === 0) return
    const starts = this.#startingAt(word)!
    const phrases = at + 1 < words.length ? starts.phrases?.get(words[at + 1]!.folded) : undefined
    if (phrases) look(phrases, families, hits, at, text, words)
    if (starts.loose.length > 0) look(starts.loose, families, hits, at, text, words)
    if (starts.alone.length > 0) look(starts.alone, families, hits, at, text, words)
  }

  find(text: string, words: readonly Word[], families = ALL, first = 0, last = words.length - 1): TermHit[] {
    const hits: TermHit[] = []
    for (let at = first; at <= last; at++) this.add(hits, at, text, words, families)
    return hits
  }
}

const fits = (open: Start['open'], first: number, text: string, words: readonly Word[]): boolean => {
  for (const { at, matcher } of open) if (!matches(matcher, text, words[first + at]!)) return false
  return true
}

const look = (
  among: readonly Start[],
  families: number,
  hits: TermHit[],
  first: number,
  text: string,
  words: readonly Word[],
): void => {
  for (const { class: name, term, size, family, open } of among) {
    const last = first + size - 1
    if ((family & families) === 0 || last >= words.length || !fits(open, first, text, words)) continue
    hits.push({ class: name, term, start: words[first]!.start, end: words[last]!.end, first, last })
  }
}

const askedIn = (finder: Finder, text: string, words: readonly Word[]): AskedTerms => ({
  all: () => finder.find(text, words),
  of: (family, first, last) => finder.find(text, words, finder.family(family), first, last),
  at: (word) => {
    const hits: TermHit[] = []
    finder.add(hits, word, text, words)
    return hits
  },
})

const withParents = (name: string): string[] => name.split('.').map((_, i, parts) => parts.slice(0, i + 1).join('.'))

export const compileLexicon = (files: readonly Readonly<{ name: string; text: string }>[]): Lexicon => {
  const entries = files.flatMap(({ name, text }) => parseFile(name, text))
  const asked = new Finder(entries.filter((entry) => entry.asked))
  const plain = new Finder(entries.filter((entry) => !entry.asked))
  const askedClasses = new Set(entries.flatMap((entry) => (entry.asked ? withParents(entry.class) : [])))
  const classes = [...new Set(entries.map((e) => e.class))]
  const below = new Map<string, readonly string[]>()
  return {
    classes,
    under: (name) => {
      const known = below.get(name) ?? classes.filter((own) => isUnder(own, name))
      below.set(name, known)
      return known
    },
    find: (text, words) => plain.find(text, words),
    isAsked: (name) => askedClasses.has(name),
    asked: (text, words) => askedIn(asked, text, words),
    terms: (name) => entries.filter((e) => e.class === name).map((e) => e.term),
  }
}

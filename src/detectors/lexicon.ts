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
import { oncePerSpelling, tokenise, type Word } from '../message/message.ts'

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

const push = (map: Map<string, Entry[]>, key: string, entry: Entry): void => {
  const list = map.get(key)
  if (list) list.push(entry)
  else map.set(key, [entry])
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

const matches = (matcher: Matcher, text: string, word: Word): boolean => {
  if (matcher.exact !== undefined) return text.slice(word.start, word.end) === matcher.exact
  if (matcher.kind === 'word') return word.folded === matcher.word
  if (matcher.kind === 'begins') return word.folded.startsWith(matcher.word)
  if (matcher.kind === 'ends') return word.folded.endsWith(matcher.word)
  if (matcher.kind === 'holds') return word.folded.includes(matcher.word)
  return isNear(word.folded, matcher.word)
}

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

  /** Entries that may start at this word; the caller checks capitals and further words. */
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
    return [...found]
  }
}

/** What may start at a word: terms of one word, phrases by their second word, phrases whose second word may vary. */
type Starts = Readonly<{
  alone: readonly Entry[]
  phrases: ReadonlyMap<string, Entry[]> | undefined
  loose: readonly Entry[]
}>

const startsOf = (entries: readonly Entry[]): Starts | null => {
  if (entries.length === 0) return null
  const alone: Entry[] = []
  const loose: Entry[] = []
  const phrases = new Map<string, Entry[]>()
  for (const entry of entries) {
    const second = entry.matchers[1]
    if (!second) alone.push(entry)
    else if (second.kind === 'word') push(phrases, second.word, entry)
    else loose.push(entry)
  }
  return { alone, phrases: phrases.size > 0 ? phrases : undefined, loose }
}

/** What is said under a class is said under those above it. */
export const isUnder = (name: string, above: string): boolean =>
  name.startsWith(above) && (name.length === above.length || name.charCodeAt(above.length) === 46)

/** The finder over some of the entries. */
class Finder {
  readonly #startingAt: (word: Word) => Starts | null

  constructor(entries: readonly Entry[]) {
    const shelves = new Shelves()
    for (const entry of entries) shelves.add(entry)
    this.#startingAt = oncePerSpelling((folded) => startsOf(shelves.starting(folded)))
  }

  /** Adds what begins at one word: phrases before their first word alone, "code de la porte" before "code". */
  add(hits: TermHit[], at: number, text: string, words: readonly Word[]): void {
    const starts = this.#startingAt(words[at]!)
    if (starts === null) return
    const phrases = at + 1 < words.length ? starts.phrases?.get(words[at + 1]!.folded) : undefined
    if (phrases) look(phrases, hits, at, text, words)
    if (starts.loose.length > 0) look(starts.loose, hits, at, text, words)
    if (starts.alone.length > 0) look(starts.alone, hits, at, text, words)
  }

  find(text: string, words: readonly Word[]): TermHit[] {
    const hits: TermHit[] = []
    for (let at = 0; at < words.length; at++) this.add(hits, at, text, words)
    return hits
  }
}

const fits = (matchers: readonly Matcher[], first: number, text: string, words: readonly Word[]): boolean => {
  for (let k = 0; k < matchers.length; k++) if (!matches(matchers[k]!, text, words[first + k]!)) return false
  return true
}

const look = (among: readonly Entry[], hits: TermHit[], first: number, text: string, words: readonly Word[]): void => {
  for (const { class: name, term, matchers } of among) {
    const last = first + matchers.length - 1
    if (last >= words.length || !fits(matchers, first, text, words)) continue
    hits.push({ class: name, term, start: words[first]!.start, end: words[last]!.end, first, last })
  }
}

const askedIn = (finder: Finder, text: string, words: readonly Word[]): AskedTerms => ({
  all: () => finder.find(text, words),
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

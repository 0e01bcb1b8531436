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
 * Terms of the `sensitive` classes are found as well where haste left out a letter or doubled one ("opgenome", "onderwys").
 *
 * `[class]?` holds words that say nothing by themselves ("de", "nu", "met"). A detector asks for them by class, because something
 * beside them called for it; they are no terms of a text.
 *
 * Each distinct word is looked up once and remembered, so that long terms lists cost nothing on ordinary mail.
 */
import { foldedWords, type Word } from '../message/message.ts'
import { type Entry, finderOver, type Matcher } from './term-finder.ts'
import type { TermHit, TermHits } from './term-hits.ts'

export type { TermHit } from './term-hits.ts'

export interface Lexicon {
  readonly classes: readonly string[]
  /** All terms in the text but the asked ones, in order of appearance; overlapping ones all count. */
  find(text: string, words: readonly Word[]): TermHit[]
  /** The same with the asked ones, looked at class by class. */
  hits(text: string, words: readonly Word[]): TermHits
  /** Whether a class, or one below it, is marked "?". */
  isAsked(name: string): boolean
  /** Numbers of a class that has terms, and of those below it. */
  under(name: string): readonly number[]
  /** Terms of a class, as written. */
  terms(name: string): readonly string[]
}

export class LexiconError extends Error {}

const parseMatcher = (piece: string): Matcher => {
  if (isPlain(piece)) return { like: 'word', word: piece, exact: undefined }
  if (piece.startsWith('=')) return { like: 'word', word: foldedWord(piece.slice(1)), exact: piece.slice(1) }
  if (piece.startsWith('~')) return { like: 'near', word: foldedWord(piece.slice(1)), exact: undefined }
  const begins = piece.endsWith('*')
  const ends = piece.startsWith('*')
  const word = foldedWord(piece.replace(/^\*|\*$/g, ''))
  return { like: begins && ends ? 'holds' : begins ? 'begins' : ends ? 'ends' : 'word', word, exact: undefined }
}

/** Most are: nothing to fold, one word. */
const isPlain = (piece: string): boolean => /^[a-z]+$/.test(piece)

const foldedWord = (text: string): string => {
  if (isPlain(text)) return text
  const words = foldedWords(text)
  if (words.length !== 1) throw new LexiconError(`not one word: "${text}"`)
  return words[0]!
}

/** "co-ouderschap" is written as one piece and read as two words: a piece of several words keeps its marks outside. */
const parseTerm = (line: string): Matcher[] => {
  if (isPlain(line)) return [parseMatcher(line)]
  return line.split(/\s+/).flatMap((piece) => {
    const parts = piece.match(/[=~*]*[^\s/.,:;()&+-]+/g) ?? []
    return parts.filter((part) => foldedWords(part).length > 0).map(parseMatcher)
  })
}

const NO_MORE: readonly Matcher[] = []

/** `kinds`: numbers of the classes that have terms; new ones are added. */
const entryOf = (name: string, asked: boolean, term: string, kinds: Map<string, number>): Entry => {
  const [first, ...more] = parseTerm(term)
  if (!first) throw new LexiconError('no word in it')
  const kind = kinds.get(name) ?? kinds.size
  kinds.set(name, kind)
  const rest = more.length === 0 ? NO_MORE : more
  const { like, word, exact } = first
  const size = 1 + rest.length
  // Written out: what is spread into an object lies in a second one.
  return { class: name, kind, asked, term, size, like, word, exact, rest, number: -1, next: undefined }
}

const parseFile = (name: string, text: string, kinds: Map<string, number>): Entry[] => {
  const entries: Entry[] = []
  let current = ''
  let asked = false
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    const line = (raw.includes('#') ? raw.replace(/(?:^|\s)#.*/, '') : raw).trim()
    if (line === '') continue
    const heading = line.startsWith('[') && /^\[([a-z0-9.-]+)\](\??)$/.exec(line)
    if (heading) {
      current = heading[1]!
      asked = heading[2] === '?'
      continue
    }
    if (current === '') throw new LexiconError(`${name}:${index + 1}: a term before the first [class] heading`)
    try {
      entries.push(entryOf(current, asked, line, kinds))
    } catch (error) {
      throw new LexiconError(`${name}:${index + 1}: ${(error as Error).message}`)
    }
  }
  return entries
}

/** What is said under a class is said under those above it. */
export const isUnder = (name: string, above: string): boolean =>
  name.startsWith(above) && (name.length === above.length || name.charCodeAt(above.length) === 46)

const withParents = (name: string): string[] => name.split('.').map((_, i, parts) => parts.slice(0, i + 1).join('.'))

export const compileLexicon = (files: readonly Readonly<{ name: string; text: string }>[]): Lexicon => {
  const kinds = new Map<string, number>()
  const entries = files.flatMap(({ name, text }) => parseFile(name, text, kinds))
  const askedClasses = new Set(entries.flatMap((entry) => (entry.asked ? withParents(entry.class) : [])))
  const classes = [...kinds.keys()]
  const [asked, plain] = [entries.filter((entry) => entry.asked), entries.filter((entry) => !entry.asked)]
  const find = finderOver([...asked, ...plain], kinds.size)
  const below = new Map<string, readonly number[]>()
  return {
    classes,
    under: (name) => {
      const known = below.get(name) ?? classes.flatMap((own, kind) => (isUnder(own, name) ? [kind] : []))
      below.set(name, known)
      return known
    },
    find: (text, words) => find(text, words).plain(),
    hits: find,
    isAsked: (name) => askedClasses.has(name),
    terms: (name) => entries.filter((e) => e.class === name).map((e) => e.term),
  }
}

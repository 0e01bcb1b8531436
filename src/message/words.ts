/** Words of a text, folded so that spelling tricks and sloppy typing meet the lexicon in one form. */

import { copyOf, numberOf, whenForgotten } from './spellings.ts'
import { unitsOf } from './units.ts'
import { WordMemory } from './word-memory.ts'

/**
 * A word with its offsets (UTF-16 units) into the text it came from. `folded` is what lexicons and name indexes know;
 * `spelling` is the number of it (`oncePerSpelling`).
 */
export type Word = Readonly<{ start: number; end: number; folded: string; spelling: number }>

export type Fold = (word: string) => string

// Zero-width characters, soft hyphen and direction marks split a word for a machine but not for a reader.
const INVISIBLE = /\p{Default_Ignorable_Code_Point}+/gu
const MARKS = /\p{M}+/gu
const ASCII = /^[\x00-\x7f]*$/

// Letters that look like plain Latin ones (UTS #39): Cyrillic, Greek, Armenian, small capitals, letters of phonetics.
const LOOK_ALIKE = new Map(
  Object.entries({
    а: 'a',
    в: 'b',
    с: 'c',
    ԁ: 'd',
    е: 'e',
    һ: 'h',
    і: 'i',
    ј: 'j',
    к: 'k',
    ӏ: 'l',
    м: 'm',
    н: 'h',
    о: 'o',
    р: 'p',
    ԛ: 'q',
    ѕ: 's',
    т: 't',
    у: 'y',
    ѵ: 'v',
    ԝ: 'w',
    х: 'x',
    α: 'a',
    ο: 'o',
    ν: 'v',
    ρ: 'p',
    τ: 't',
    υ: 'u',
    ι: 'i',
    κ: 'k',
    β: 'b',
    γ: 'y',
    ε: 'e',
    η: 'n',
    ζ: 'z',
    μ: 'm',
    σ: 'o',
    χ: 'x',
    ω: 'w',
    ϳ: 'j',
    ϲ: 'c',
    ѡ: 'w',
    ԍ: 'g',
    ԏ: 't',
    ё: 'e',
    ь: 'b',
    ո: 'n',
    օ: 'o',
    ս: 'u',
    հ: 'h',
    ց: 'g',
    զ: 'q',
    ա: 'w',
    ɑ: 'a',
    ɡ: 'g',
    ɢ: 'g',
    ɪ: 'i',
    ʟ: 'l',
    ɴ: 'n',
    ʀ: 'r',
    ʏ: 'y',
    ʙ: 'b',
    ʜ: 'h',
    ᴀ: 'a',
    ᴄ: 'c',
    ᴅ: 'd',
    ᴇ: 'e',
    ᴊ: 'j',
    ᴋ: 'k',
    ᴍ: 'm',
    ᴏ: 'o',
    ᴘ: 'p',
    ꜱ: 's',
    ᴛ: 't',
    ᴜ: 'u',
    ᴠ: 'v',
    ᴡ: 'w',
    ᴢ: 'z',
    ı: 'i',
    ß: 'ss',
    æ: 'ae',
    œ: 'oe',
    ø: 'o',
    đ: 'd',
    ł: 'l',
    þ: 'th',
  }),
)

/** Capitals that look like another letter than their small form does. */
const LOOK_ALIKE_CAPITALS = new Map(
  Object.entries({ Η: 'h', Ν: 'n', Υ: 'y', Ρ: 'p', Χ: 'x', Μ: 'm', В: 'b', Н: 'h', Ү: 'y' }),
)

const plainCapitals = (word: string): string => {
  let out = ''
  for (const letter of word) out += LOOK_ALIKE_CAPITALS.get(letter) ?? letter
  return out
}

/** Lower case, no accents, no invisible characters, compatibility forms and look-alikes as plain Latin letters. */
export const fold: Fold = (word) => {
  if (ASCII.test(word)) return word.toLowerCase()
  const plain = word.normalize('NFKD').replace(INVISIBLE, '').replace(MARKS, '')
  if (ASCII.test(plain)) return plain.toLowerCase()
  let out = ''
  for (const letter of plainCapitals(plain).toLowerCase()) out += LOOK_ALIKE.get(letter) ?? letter
  return out
}

// A word is a run of letters, marks, digits and invisible characters; an apostrophe stays inside one ("foto's").
const LETTER = 0
const DIGIT = 1
const JOINS = 2
const APOSTROPHE = 3
const OTHER = 4
const PAIR = 5
const UNKNOWN = 6
const JOINERS = /[\p{M}\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]/u

/** What each UTF-16 unit is, filled in as texts show them. Halves of pairs are looked at in twos. */
const kinds = new Uint8Array(0x10000).fill(UNKNOWN).fill(PAIR, 0xd800, 0xe000)

const kindOf = (sign: string): number => {
  if (/^\p{L}/u.test(sign)) return LETTER
  if (/^\p{N}/u.test(sign)) return DIGIT
  if (JOINERS.test(sign)) return JOINS
  return sign === "'" || sign === '’' ? APOSTROPHE : OTHER
}

/** The kind of a unit not seen before, or of a pair. */
const lookAt = (text: string, at: number, unit: number): number => {
  const kind = kindOf(String.fromCodePoint(text.codePointAt(at)!))
  if (kinds[unit] !== PAIR) kinds[unit] = kind
  return kind
}

const isLetterAt = (text: string, at: number): boolean =>
  at < text.length && kindOf(String.fromCodePoint(text.codePointAt(at)!)) === LETTER

// Of the hash of Fowler, Noll and Vo.
const FNV = 0x01000193

/** Finds the words of a text one after the other: `start` and `end` of the one it stands at, and a number its letters lead to. */
class Scan {
  readonly text: string
  readonly units: Uint16Array
  start = 0
  end = 0
  hash = 0

  constructor(text: string) {
    this.text = text
    this.units = unitsOf(text)
  }

  /** False behind the last word. */
  next(): boolean {
    const { units, text } = this
    const { length } = units
    let at = this.end
    let start = -1
    let hash = 0
    for (; at < length; at++) {
      // Nearly all units are letters of a word, or between two.
      if (start < 0) while (at < length && kinds[units[at]!] === OTHER) at++
      else for (; at < length && kinds[units[at]!]! <= DIGIT; at++) hash = Math.imul(hash ^ units[at]!, FNV)
      if (at === length) break
      const unit = units[at]!
      const kind = kinds[unit]! < PAIR ? kinds[unit]! : lookAt(text, at, unit)
      if (kind <= DIGIT && start < 0) start = at
      if (start >= 0) {
        if (kind === OTHER || (kind === APOSTROPHE && !isLetterAt(text, at + 1))) break
        hash = Math.imul(hash ^ unit, FNV)
      }
      // The second half of a pair is never asked for.
      if (kinds[unit] === PAIR && text.codePointAt(at)! > 0xffff) at++
    }
    this.start = start
    this.end = at
    this.hash = hash
    return start >= 0
  }
}

const foldWord: Fold = (raw) => fold(raw).replaceAll('’', "'")

const known = new WordMemory()
whenForgotten(() => known.forget())

const wordAt = ({ text, units, start, end, hash }: Scan): Word => {
  const place = known.find(units, start, end, hash)
  if (place >= 0) return { start, end, folded: known.foldedAt(place), spelling: known.spellingAt(place) }
  const folded = copyOf(foldWord(text.slice(start, end)))
  const spelling = numberOf(folded)
  known.keep(units, start, end, hash, folded, spelling)
  return { start, end, folded, spelling }
}

export const tokenise = (text: string): Word[] => {
  const words: Word[] = []
  const scan = new Scan(text)
  while (scan.next()) words.push(wordAt(scan))
  return words
}

/** The words of a term, folded. Lists hold many that nobody ever writes: they get no number, so that those in use stay close. */
export const foldedWords = (term: string): string[] => {
  const words: string[] = []
  const scan = new Scan(term)
  while (scan.next()) words.push(foldWord(term.slice(scan.start, scan.end)))
  return words
}

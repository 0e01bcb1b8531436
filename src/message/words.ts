/** Words of a text, folded so that spelling tricks and sloppy typing meet the lexicon in one form. */

import { copyOf, numberOf, whenForgotten } from './spellings.ts'

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
const LETTER = 1
const DIGIT = 2
const JOINS = 3
const APOSTROPHE = 4
const PAIR = 5
const OTHER = 6
const JOINERS = /[\p{M}\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]/u

/** What each UTF-16 unit is, filled in as texts show them. Halves of pairs are looked at in twos. */
const kinds = new Uint8Array(0x10000).fill(PAIR, 0xd800, 0xe000)

const kindOf = (sign: string): number => {
  if (/^\p{L}/u.test(sign)) return LETTER
  if (/^\p{N}/u.test(sign)) return DIGIT
  if (JOINERS.test(sign)) return JOINS
  return sign === "'" || sign === '’' ? APOSTROPHE : OTHER
}

/** The kind of a unit not seen before, or of a pair; the second half of a pair is never asked for. */
const lookAt = (text: string, at: number, unit: number): number => {
  const kind = kindOf(String.fromCodePoint(text.codePointAt(at)!))
  if (kinds[unit] !== PAIR) kinds[unit] = kind
  return kind
}

const isLetterAt = (text: string, at: number): boolean =>
  at < text.length && kindOf(String.fromCodePoint(text.codePointAt(at)!)) === LETTER

/** A word seen before: where its letters are kept, as written, and what became of them. */
type Spelled = Readonly<{ from: number; length: number; folded: string; spelling: number }>

/** Each at the place its letters lead to; a newer one takes the place of an older. */
const MEMORY = 1 << 16
const LONGEST_KNOWN = 40
const remembered: (Spelled | undefined)[] = new Array(MEMORY)

/** The letters of them all, one behind the other. When it is full, all are forgotten. */
const letters = new Uint16Array(1 << 20)
let used = 0

const forget = (): void => {
  remembered.fill(undefined)
  used = 0
}
whenForgotten(forget)

const foldWord: Fold = (raw) => fold(raw).replaceAll('’', "'")

const spell = (raw: string, at: number): Spelled => {
  const folded = copyOf(foldWord(raw))
  const spelling = numberOf(folded)
  const { length } = raw
  if (length > LONGEST_KNOWN) return { from: 0, length, folded, spelling }
  if (used + length > letters.length) forget()
  for (let i = 0; i < length; i++) letters[used + i] = raw.charCodeAt(i)
  const spelled = { from: used, length, folded, spelling }
  used += length
  remembered[at] = spelled
  return spelled
}

const isSame = ({ from, length }: Spelled, units: Uint16Array, start: number, end: number): boolean => {
  if (length !== end - start) return false
  for (let i = 0; i < length; i++) if (letters[from + i] !== units[start + i]) return false
  return true
}

const wordAt = (text: string, units: Uint16Array, start: number, end: number, hash: number): Word => {
  const at = (hash ^ (hash >>> 16)) & (MEMORY - 1)
  const known = remembered[at]
  const same = known !== undefined && isSame(known, units, start, end)
  const { folded, spelling } = same ? known : spell(text.slice(start, end), at)
  return { start, end, folded, spelling }
}

/** The text as numbers: asked one by one, a string gives them many times slower. */
const unitsOf = (text: string): Uint16Array => {
  const { buffer, byteOffset } = Buffer.from(text, 'utf16le')
  return new Uint16Array(buffer, byteOffset, text.length)
}

/** Hands over each word of a text by its place, with what its letters lead to. */
const eachWord = (text: string, units: Uint16Array, hand: (start: number, end: number, hash: number) => void): void => {
  const { length } = units
  let start = -1
  let hash = 0
  for (let at = 0; at < length; at++) {
    const unit = units[at]!
    let kind = kinds[unit]!
    const pair = kind === PAIR
    if (kind === 0 || pair) kind = lookAt(text, at, unit)
    const inside = start >= 0 && (kind === JOINS || (kind === APOSTROPHE && isLetterAt(text, at + 1)))
    if (kind <= DIGIT || inside) {
      if (start < 0) start = at
      hash = Math.imul(hash ^ unit, 0x01000193)
    } else if (start >= 0) {
      hand(start, at, hash)
      start = -1
      hash = 0
    }
    if (pair && text.codePointAt(at)! > 0xffff) at++
  }
  if (start >= 0) hand(start, length, hash)
}

export const tokenise = (text: string): Word[] => {
  const words: Word[] = []
  const units = unitsOf(text)
  eachWord(text, units, (start, end, hash) => words.push(wordAt(text, units, start, end, hash)))
  return words
}

/** The words of a term, folded. Lists hold many that nobody ever writes: they get no number, so that those in use stay close. */
export const foldedWords = (term: string): string[] => {
  const words: string[] = []
  eachWord(term, unitsOf(term), (start, end) => words.push(foldWord(term.slice(start, end))))
  return words
}

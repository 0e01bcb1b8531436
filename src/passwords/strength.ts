/**
 * Whether a password is worth having. Not by classes of signs, which give "Welkom2024!", but by what a guesser has to guess:
 * the password is cut into the cheapest pieces out of which it can be made. A known word, a year, a run along the keyboard, a
 * repeat and the person's own names cost one guess each, and every sign that belongs to none costs one. No network is asked:
 * lists of leaked passwords are long because they are these pieces put together.
 */
import { readFileSync } from 'node:fs'

const SHORTEST = 12
/** Longer than any; argon2 reads all of it. */
const LONGEST = 1000

/** too-short; too-long; own-name: little more than who they are or where they work; guessable: words and rows that everybody takes. */
export type Weakness = 'too-short' | 'too-long' | 'own-name' | 'guessable'

// Below it a password is a handful of things that everybody tries. Twelve random signs cost twelve.
const WORTH = 7
const WEIGHED_AT_MOST = 64
const LONGEST_PIECE = 20
const SHORTEST_WORD = 3

const COMMON_FILE = new URL('../../config/passwords/common.txt', import.meta.url)

const ROWS = ['azertyuiop', 'qwertyuiop', 'qwertzuiop', 'qsdfghjklm', 'asdfghjkl', 'wxcvbn', 'zxcvbnm']
const RUNS = [...ROWS, 'abcdefghijklmnopqrstuvwxyz', '01234567890', '1qaz2wsx3edc4rfv5tgb', 'qazwsxedcrfvtgb'].flatMap(
  (row) => [row, [...row].toReversed().join('')],
)

// As people write a word to make it look like none.
const LOOKS: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '@': 'a',
  $: 's',
  '!': 'i',
}

const plain = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
const unmasked = (text: string): string => [...text].map((sign) => LOOKS[sign] ?? sign).join('')

let known: ReadonlySet<string> | undefined
const common = (): ReadonlySet<string> => {
  known ??= new Set(
    readFileSync(COMMON_FILE, 'utf8')
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '' && !line.startsWith('#')),
  )
  return known
}

/** "els.van-damme@school.example" and "Els Van Damme": els, van, damme, school, example, and both as a whole. */
const ownWords = (own: readonly string[]): ReadonlySet<string> => {
  const texts = own.map(plain)
  const words = texts.flatMap((text) => [...text.split(/[^a-z0-9]+/), text.replace(/[^a-z0-9]+/g, '')])
  return new Set(words.filter((word) => word.length >= SHORTEST_WORD))
}

const isYear = (piece: string): boolean => /^(?:19|20)\d\d$/.test(piece)
const isDate = (piece: string): boolean =>
  /^(?:0?[1-9]|[12]\d|3[01])[-/.]?(?:0?[1-9]|1[0-2])(?:[-/.]?(?:19|20)?\d\d)?$/.test(piece)
const isRun = (piece: string): boolean => piece.length >= 3 && RUNS.some((run) => run.includes(piece))
const isRepeat = (piece: string): boolean => piece.length >= 3 && [...piece].every((sign) => sign === piece[0])

/** One thing to guess, whatever its length. */
const isPiece = (piece: string, words: ReadonlySet<string>): boolean =>
  words.has(piece) || words.has(unmasked(piece)) || isYear(piece) || isDate(piece) || isRun(piece) || isRepeat(piece)

/** The least number of things a guesser must guess. A second time the same piece is no new guess. */
const costOf = (text: string, words: ReadonlySet<string>): number => {
  const best: { cost: number; used: readonly string[] }[] = [{ cost: 0, used: [] }]
  for (let end = 1; end <= text.length; end++) {
    const last = text.slice(end - 1, end)
    const before = best[end - 1]!
    let found = { cost: before.cost + (before.used.includes(last) ? 0.4 : 1), used: [...before.used, last] }
    for (let start = Math.max(0, end - LONGEST_PIECE); start < end - 1; start++) {
      const piece = text.slice(start, end)
      const { cost, used } = best[start]!
      if (cost + 1 > found.cost || !isPiece(piece, words)) continue
      found = { cost: cost + (used.includes(piece) ? 0 : 1), used: [...used, piece] }
    }
    best[end] = found
  }
  return best[text.length]!.cost
}

/** `own`: names and addresses of who will use it, and of their school. */
export const weaknessOf = (password: string, own: readonly string[]): Weakness | undefined => {
  if ([...password].length < SHORTEST) return 'too-short'
  if (password.length > LONGEST) return 'too-long'
  const text = plain(password).slice(0, WEIGHED_AT_MOST)
  if (costOf(text, common()) < WORTH) return 'guessable'
  return costOf(text, new Set([...common(), ...ownWords(own)])) < WORTH ? 'own-name' : undefined
}

/** A text as the name finder walks it: bare words and what stands between them. */
import { oncePerSpelling, type Word } from '../message/message.ts'
import type { NameIndex } from './name-index.ts'

export type Walk = Readonly<{ text: string; words: readonly Word[]; index: NameIndex }>

/** A stretch of words, both ends included. */
export type Span = Readonly<{ from: number; to: number }>

/** d'Hondt → dhondt; Noor's → noor. */
export const bareOf = (folded: string): string => {
  if (!folded.includes("'")) return folded
  return (folded.endsWith("'s") ? folded.slice(0, -2) : folded).replaceAll("'", '')
}

const bareWord = oncePerSpelling(bareOf)

/** The bare word at a place; none where the text has no word. */
export const bareAt = ({ words }: Walk, at: number): string => {
  const word = words[at]
  return word === undefined ? '' : bareWord(word)
}

export const isCapital = ({ text, words }: Walk, at: number): boolean => {
  const letter = text[words[at]!.start]!
  return letter !== letter.toLowerCase()
}

/** All capitals, as last names in lists are: DE SMET. */
export const isShouted = ({ text, words }: Walk, at: number): boolean => {
  const word = text.slice(words[at]!.start, words[at]!.end)
  return word.length > 1 && word === word.toUpperCase() && word !== word.toLowerCase()
}

/** What stands between word `at` and the next one; undefined when that is more than a few signs, or there is no next. */
export const between = ({ text, words }: Walk, at: number): string | undefined => {
  const here = words[at]
  const next = words[at + 1]
  if (here === undefined || next === undefined || next.start - here.end > 4) return undefined
  return text.slice(here.end, next.start)
}

/** A line that broke because it was full, not because the row or the sentence ended. */
const WRAPPED_FROM = 40

const isWrapped = ({ text, words }: Walk, at: number): boolean =>
  words[at]!.end - text.lastIndexOf('\n', words[at]!.end - 1) > WRAPPED_FROM

export type Gap = 'near' | 'comma' | 'cell' | 'far'

/** How word `at` and the next one may belong to one name. */
export const gapAfter = (seen: Walk, at: number): Gap => {
  const signs = between(seen, at)
  if (signs === ' ') return 'near'
  if (signs === undefined) return 'far'
  if (/^(?:[ \u00a0]{1,2}|[-_.]| ?[-\u2010\u2011]|[ \u00a0]?['’]|)$/.test(signs)) return 'near'
  if (/^ ?,[ \u00a0]?$/.test(signs)) return 'comma'
  if (/^ ?\t ?$/.test(signs)) return 'cell'
  return signs.trim() === '' && /^[^\n]*\n[^\n]*$/.test(signs) && isWrapped(seen, at) ? 'near' : 'far'
}

export const joined = (seen: Walk, { from, to }: Span): string => {
  let letters = bareAt(seen, from)
  for (let at = from + 1; at <= to; at++) letters += bareAt(seen, at)
  return letters
}

/** First and last name in a text, in either order, particles glued or apart. */
import type { NameHit, Person } from './directory.ts'
import { bareAt, gapAfter, isCapital, isShouted, type Span, type Walk } from './gaps.ts'
import type { NameIndex } from './name-index.ts'
import { ORDINARY_FIRST_NAMES, ORDINARY_LAST_NAMES } from './ordinary-words.ts'
import { PARTICLES } from './spelling.ts'

export type SpanHit = Readonly<{ span: Span; persons: readonly Person[]; how: NameHit['how']; strength: number }>

type Match = Readonly<{ persons: readonly Person[]; how: 'full' | 'last-first'; partial: boolean }>

const lookUp = (index: NameIndex, letters: string, comma: boolean): Match | undefined => {
  const turned = index.turned.get(letters)
  const full = comma ? undefined : index.full.get(letters)
  if (full !== undefined) return { persons: full, how: 'full', partial: false }
  if (turned !== undefined) return { persons: turned, how: 'last-first', partial: false }
  const partial = comma ? undefined : index.partial.get(letters)
  return partial && { persons: partial, how: 'full', partial: true }
}

const isOrdinary = (word: string): boolean =>
  PARTICLES.has(word) || ORDINARY_FIRST_NAMES.has(word) || ORDINARY_LAST_NAMES.has(word)

/** Names typed without any capital are still names, unless all of it may be words: "roos de wolf". */
const strengthOf = (seen: Walk, span: Span, match: Match, apart: boolean): number => {
  let capitals = 0
  let shouted = 0
  let ordinary = true
  for (let at = span.from; at <= span.to; at++) {
    if (isCapital(seen, at)) capitals++
    if (isShouted(seen, at)) shouted++
    if (!isOrdinary(bareAt(seen, at))) ordinary = false
  }
  const most = match.partial ? 0.85 : match.how === 'last-first' && !apart && shouted === 0 ? 0.9 : 1
  if (capitals > 0) return capitals === 1 && ordinary && !apart ? Math.min(most, 0.7) : most
  return Math.min(most, ordinary ? 0.3 : 0.8)
}

/** JanPeeters, as file names write it. */
export const gluedNameAt = (seen: Walk, at: number): SpanHit | undefined => {
  const match = isCapital(seen, at) ? lookUp(seen.index, bareAt(seen, at), false) : undefined
  if (match === undefined) return undefined
  const written = seen.text.slice(seen.words[at]!.start, seen.words[at]!.end)
  if (!/^\p{Lu}\p{Ll}{1,40}\p{Lu}\p{Ll}/u.test(written)) return undefined
  return { span: { from: at, to: at }, persons: match.persons, how: match.how, strength: 0.85 }
}

/** The longest full name that begins with word `from` and takes at most `longest` words. Letters that begin no name end it. */
export const fullNameAt = (seen: Walk, from: number, longest: number): SpanHit | undefined => {
  const { sieve } = seen.index
  let letters = bareAt(seen, from)
  let sum = sieve.add(sieve.none, letters)
  let comma = false
  let cell = false
  let best: SpanHit | undefined
  for (let to = from + 1; to < from + longest && to < seen.words.length; to++) {
    const gap = gapAfter(seen, to - 1)
    if (gap === 'far' || (gap === 'comma' && comma)) break
    comma ||= gap === 'comma'
    cell ||= gap === 'cell'
    const word = bareAt(seen, to)
    letters += word
    const possessed = word.endsWith('s') && sieve.has(sieve.add(sum, word.slice(0, -1)))
    sum = sieve.add(sum, word)
    const goesOn = sieve.has(sum)
    if (!goesOn && !possessed) break
    // "Lotte De Smets rapport": the s of possession, when the name itself does not end so.
    const match =
      lookUp(seen.index, letters, comma) ??
      (letters.endsWith('s') ? lookUp(seen.index, letters.slice(0, -1), comma) : undefined)
    const span = { from, to }
    if (match !== undefined)
      best = { span, persons: match.persons, how: match.how, strength: strengthOf(seen, span, match, comma || cell) }
    if (!goesOn) break
  }
  return best
}

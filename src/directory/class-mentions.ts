/** First names and initials beside a class: "Noor uit 3B", "N.P. (3B)", "3B: Noor, Lotte en Amir". */

import { CLASS_WORDS, normaliseClass } from './classes.ts'
import type { Person } from './directory.ts'
import type { SpanHit } from './full-names.ts'
import { bareAt, between, gapAfter, isShouted, joined, type Span, type Walk } from './gaps.ts'

export type Mention = Span & Readonly<{ class: string }>

const PREFIXES = new Set(CLASS_WORDS)

const isNear = (seen: Walk, at: number): boolean => /^[ \u00a0./-]{0,2}$/.test(between(seen, at) ?? 'far')

/** The class that is named from word `from` on: 3B, 3 b, klas 3B, groep 5/6. A bare number is none. */
export const classAt = (seen: Walk, from: number): Mention | undefined => {
  const longest = !isNear(seen, from) ? 0 : isNear(seen, from + 1) ? 2 : 1
  for (let to = from + longest; to >= from; to--) {
    const code = normaliseClass(joined(seen, { from, to }))
    if (!seen.index.classes.has(code)) continue
    if (/^\d+$/.test(code) && !PREFIXES.has(bareAt(seen, from)) && !/^[a-z]{2}/.test(bareAt(seen, from))) continue
    return { from, to, class: code }
  }
  return undefined
}

const CONNECTORS = new Set('uit van in de het klas groep leerling zit de la en classe from'.split(' '))
const AND = new Set(['en', 'et', 'and', 'of', 'ou', 'or'])

type Found = Readonly<{ span: Span; persons: readonly Person[]; how: 'first-class' | 'initials-class' }>

const LONGEST = 5

const isInitials = (seen: Walk, span: Span): boolean => {
  if (span.from === span.to) return bareAt(seen, span.from).length <= LONGEST && isShouted(seen, span.from)
  for (let at = span.from; at <= span.to; at++) if (bareAt(seen, at).length !== 1) return false
  return true
}

/** Who of this class a few words mean: a first name, a first name with the first letter of the last, or initials. */
const whoIs = (seen: Walk, span: Span, code: string): Found | undefined => {
  const { index } = seen
  const inClass = (persons: readonly Person[] | undefined) => persons?.filter((p) => index.classOf(p) === code) ?? []
  const letters = joined(seen, span)
  const byFirst = inClass(index.first.get(letters))
  if (byFirst.length > 0) return { span, persons: byFirst, how: 'first-class' }
  if (isInitials(seen, span)) {
    const persons = inClass(index.initials.get(letters))
    if (persons.length > 0) return { span, persons, how: 'initials-class' }
  }
  const initial = bareAt(seen, span.to)
  if (span.from === span.to || initial.length !== 1) return undefined
  const named = inClass(index.first.get(letters.slice(0, -1)))
  const persons = named.filter((person) => person.lastName.toLowerCase().startsWith(initial))
  return persons.length > 0 ? { span, persons, how: 'first-class' } : undefined
}

const holdsTogether = (seen: Walk, { from, to }: Span): boolean => {
  for (let at = from; at < to; at++) if (!/^(?:[.-]|\.? ?)$/.test(between(seen, at) ?? 'far')) return false
  return true
}

const endingAt = (seen: Walk, to: number, code: string): Found | undefined => {
  for (let from = Math.max(0, to - LONGEST + 1); from <= to; from++) {
    const found = holdsTogether(seen, { from, to }) ? whoIs(seen, { from, to }, code) : undefined
    if (found) return found
  }
  return undefined
}

const startingAt = (seen: Walk, from: number, code: string): Found | undefined => {
  for (let to = Math.min(seen.words.length - 1, from + LONGEST - 1); to >= from; to--) {
    const found = holdsTogether(seen, { from, to }) ? whoIs(seen, { from, to }, code) : undefined
    if (found) return found
  }
  return undefined
}

/** The last word before the class that is not "uit", "van", "klas"; undefined when a sentence or row ends between. */
export const wordBefore = (seen: Walk, mention: Mention): number | undefined => {
  for (let at = mention.from - 1; at >= mention.from - 4 && at >= 0; at--) {
    const signs = between(seen, at)
    if (signs === undefined || !/^[ \u00a0\t([,:.–-]{0,4}$/.test(signs)) return undefined
    if (signs.includes('.') && bareAt(seen, at).length > 1) return undefined
    if (!CONNECTORS.has(bareAt(seen, at))) return at
  }
  return undefined
}

/** The word after "3B:", "3B -" or the cell 3B. */
export const wordAfter = (seen: Walk, mention: Mention): number | undefined => {
  const signs = between(seen, mention.to)
  return signs !== undefined && /^ ?\)?[:\t–-]\n? ?$/.test(signs) ? mention.to + 1 : undefined
}

const step = (seen: Walk, edge: number, direction: 1 | -1): number | undefined => {
  const next = edge + direction
  if (direction > 0 ? gapAfter(seen, edge) === 'comma' : next >= 0 && gapAfter(seen, next) === 'comma') return next
  return AND.has(bareAt(seen, next)) ? next + direction : undefined
}

/** Names of one class in a row: "Noor, Lotte en Amir uit 3B". */
const rowFrom = (seen: Walk, start: number, code: string, direction: 1 | -1): Found[] => {
  const row: Found[] = []
  for (let at: number | undefined = start; at !== undefined && at >= 0 && at < seen.words.length; ) {
    const found: Found | undefined = direction > 0 ? startingAt(seen, at, code) : endingAt(seen, at, code)
    if (found === undefined) break
    row.push(found)
    at = step(seen, direction > 0 ? found.span.to : found.span.from, direction)
  }
  return row
}

const toHit = ({ span, persons, how }: Found): SpanHit => ({
  span,
  persons,
  how,
  strength: (how === 'first-class' ? 0.95 : 0.85) - (persons.length > 1 ? 0.1 : 0),
})

/** The name nearest to the class takes the class along, so that both are masked together. */
const withMention = (hits: readonly SpanHit[], mention: Mention): SpanHit[] => {
  const [nearest, ...others] = hits
  if (nearest === undefined) return []
  const from = Math.min(nearest.span.from, mention.from)
  return [{ ...nearest, span: { from, to: Math.max(nearest.span.to, mention.to) } }, ...others]
}

export const namesBeside = (seen: Walk, mention: Mention): SpanHit[] => {
  const before = wordBefore(seen, mention)
  const back = before === undefined ? [] : rowFrom(seen, before, mention.class, -1).map(toHit)
  if (back.length > 0) return withMention(back, mention)
  const after = wordAfter(seen, mention)
  const ahead = after === undefined ? [] : rowFrom(seen, after, mention.class, 1).map(toHit)
  return withMention(ahead, mention)
}

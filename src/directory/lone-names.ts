/** Weaker signs of a person: a last name after "familie", a first name alone, a pupil number. */
import type { Person } from './directory.ts'
import type { SpanHit } from './full-names.ts'
import { bareAt, between, gapAfter, isCapital, joined, type Span, type Walk } from './gaps.ts'
import { TITLES } from './name-index.ts'
import { ORDINARY_FIRST_NAMES } from './ordinary-words.ts'

const LONGEST_LAST_NAME = 5

const lastNameFrom = (seen: Walk, from: number): Readonly<{ span: Span; persons: readonly Person[] }> | undefined => {
  let best: Readonly<{ span: Span; persons: readonly Person[] }> | undefined
  for (let to = from; to < from + LONGEST_LAST_NAME && to < seen.words.length; to++) {
    if (to > from && gapAfter(seen, to - 1) !== 'near') break
    const persons = seen.index.last.get(joined(seen, { from, to }))
    // "ouders de boer willen spreken" has no capital, "familie De Boer" has.
    if (persons !== undefined && isCapital(seen, to)) best = { span: { from, to }, persons }
  }
  return best
}

/** How many families, or how many persons, the name may mean. */
const spread = (persons: readonly Person[], family: boolean): number => {
  if (!family) return persons.length
  const pupils = new Set(persons.flatMap((person) => (person.kind === 'pupil' ? [person.id] : person.pupilIds)))
  return Math.max(1, pupils.size)
}

/** familie Jacobs, fam. De Smet, ouders van Jacobs, mevrouw El Amrani. */
export const titledNameAt = (seen: Walk, at: number): SpanHit | undefined => {
  if (!/^(?:[ \u00a0]|\. ?)$/.test(between(seen, at) ?? 'far')) return undefined
  const family = TITLES.get(bareAt(seen, at)) === 'family'
  const found = lastNameFrom(seen, at + 1) ?? (bareAt(seen, at + 1) === 'van' ? lastNameFrom(seen, at + 2) : undefined)
  const persons =
    found?.persons.filter((person) => person.kind === 'parent' || (person.kind === 'pupil') === family) ?? []
  if (found === undefined || persons.length === 0) return undefined
  const many = spread(persons, family)
  return { span: found.span, persons, how: 'last', strength: many === 1 ? 0.8 : many <= 3 ? 0.6 : 0.3 }
}

const NUMBER_LABELS =
  /^(?:leerling|lln|stam|stamboek|inschrijvings|dossier|eleve|student)(?:nummer|nr|en)?$|^(?:nummer|nr|matricule|numero)$/

/** A pupil number with its label; without one only a long number counts, and little. */
export const numberAt = (seen: Walk, at: number): SpanHit | undefined => {
  const digits = bareAt(seen, at)
  const labelled = [at - 3, at - 2, at - 1].some((before) => NUMBER_LABELS.test(bareAt(seen, before)))
  if (!labelled && digits.length < 6) return undefined
  const persons = seen.index.numbers.get(digits) ?? []
  return { span: { from: at, to: at }, persons, how: 'number', strength: labelled ? 0.95 : 0.5 }
}

const startsSentence = ({ text, words }: Walk, at: number): boolean => {
  const before = text.slice(Math.max(0, words[at]!.start - 4), words[at]!.start).trimEnd()
  return words[at]!.start === 0 || before === '' || /[.!?:\n]$/.test(before)
}

/** "Noor Janssens" whom the directory does not know is another Noor; "Sint-Jan" is no Jan. */
const isPartOfOther = (seen: Walk, { from, to }: Span): boolean => {
  const follows = between(seen, to) === ' ' && isCapital(seen, to + 1) && bareAt(seen, to + 1).length > 1
  return follows || (from > 0 && between(seen, from - 1) === '-')
}

const strengthOf = (seen: Walk, span: Span, persons: readonly Person[]): number => {
  const ordinary = ORDINARY_FIRST_NAMES.has(joined(seen, span))
  if (!isCapital(seen, span.from)) return ordinary ? 0 : 0.2
  const plain = ordinary ? (startsSentence(seen, span.from) ? 0.1 : 0.2) : persons.length === 1 ? 0.5 : 0.4
  return isPartOfOther(seen, span) ? plain / 2 : plain
}

// 't, 'n, 'k, 's, m'n, à, u: small letters that are words of their own.
const SMALL_WORDS = /^[aikmnstuy]$/

/** "Noor P.", and typed in a hurry "noor p": the first letter of the last name as well. */
const withInitial = (seen: Walk, span: Span, persons: readonly Person[]): SpanHit | undefined => {
  const next = span.to + 1
  const letter = bareAt(seen, next)
  if (between(seen, span.to) !== ' ' || letter.length !== 1) return undefined
  const small = !isCapital(seen, next)
  if (small && (SMALL_WORDS.test(letter) || isCapital(seen, span.from))) return undefined
  const some = persons.filter((person) => person.lastName.toLowerCase().startsWith(letter))
  if (some.length === 0) return undefined
  const strength = some.length > 1 ? 0.5 : small ? 0.6 : 0.7
  return { span: { from: span.from, to: next }, persons: some, how: 'first', strength }
}

export const firstNameAt = (seen: Walk, from: number): SpanHit | undefined => {
  const two = gapAfter(seen, from) === 'near' ? seen.index.first.get(joined(seen, { from, to: from + 1 })) : undefined
  const persons = two ?? seen.index.first.get(bareAt(seen, from))
  if (persons === undefined) return undefined
  const span = { from, to: two ? from + 1 : from }
  const strength = strengthOf(seen, span, persons)
  return withInitial(seen, span, persons) ?? (strength > 0 ? { span, persons, how: 'first', strength } : undefined)
}

/**
 * Cuts a body into own words, quoted words, signature and disclaimer. Every line keeps a role: nothing is dropped, so
 * that what stands behind a signature or in a quote is still read.
 */
import type { Line, LineRole } from './lines.ts'
import {
  attributionLines,
  isAfterwards,
  isDisclaimer,
  isGreeting,
  isHeaderBlock,
  isPhoneLine,
  isRule,
  isSignatureDash,
  separator,
} from './marks.ts'

export type Cut = Readonly<{ roles: readonly LineRole[]; forwarded: boolean }>

// A signature is short: behind so many lines with words, or behind real sentences, the sender is speaking again.
const SIGNATURE_LINES = 12

const QUOTE_MARK = /^\s{0,3}>/

const isQuoted = (line: Line): boolean => line.mark === 'quoted' || QUOTE_MARK.test(line.text)

const isPostscript = (text: string): boolean => /^\s{0,9}p\.?\s?s\.?(?:[\s:.]|$)/i.test(text)

/** Sentences rather than names, functions and numbers. */
const isProse = (text: string): boolean => {
  if (isPostscript(text)) return true
  const words = text.slice(0, 600).match(/(?<![\p{L}\p{N}@./-])\p{Ll}[\p{L}'’]*(?![\p{L}\p{N}@/-])/gu)?.length ?? 0
  return words >= 9 || (words >= 4 && /[.!?]["”')]*\s*$/.test(text))
}

/** `first`: the first line with words. `thread`: the message says of itself that it is an answer or a forward. */
type State = {
  readonly first: number
  readonly thread: boolean
  readonly lines: readonly Line[]
  readonly texts: readonly string[]
  readonly roles: LineRole[]
  forwarded: boolean
}

/** Index of the next line with words, or the number of lines. */
const nextWords = (state: State, from: number): number => {
  let at = from
  while (at < state.texts.length && state.texts[at]!.trim() === '') at++
  return at
}

/** Where a quote starts at this line: how many lines announce it, and whether all that follows belongs to it. */
const quoteAt = (state: State, at: number): { announce: number; rest: boolean } | undefined => {
  const text = state.texts[at]!
  const kind = separator(text)
  if (kind) {
    if (kind === 'forward') state.forwarded = true
    return { announce: 1, rest: true }
  }
  // "Van: … Aan: … Betreft: …" on top of a new message is a memo, not a forward.
  if ((state.thread || at > state.first) && isHeaderBlock(state.texts, at)) return { announce: 1, rest: true }
  if (isRule(text)) {
    const next = nextWords(state, at + 1)
    return next < state.texts.length && isHeaderBlock(state.texts, next) ? { announce: 1, rest: true } : undefined
  }
  const announce = attributionLines(state.texts, at)
  if (announce === 0) return undefined
  const next = state.lines[nextWords(state, at + announce)]
  return { announce, rest: next !== undefined && !isQuoted(next) }
}

/** Signature lines from `at` on; gives the first line that is none. */
const takeSignature = (state: State, from: number): number => {
  let taken = 0
  let at = from
  for (; at < state.texts.length; at++) {
    const text = state.texts[at]!
    if (text.trim() === '') continue
    if (at > from && (isQuoted(state.lines[at]!) || quoteAt(state, at) || startsDisclaimer(state, at))) break
    if (taken >= SIGNATURE_LINES || (at > from && isProse(text))) break
    state.roles[at] = 'signature'
    taken++
  }
  return at
}

/** Only behind the sender's first words: "dit is vertrouwelijk" in the first line is no disclaimer. */
const startsDisclaimer = (state: State, at: number): boolean => {
  if (at <= state.first) return false
  if (isDisclaimer(state.texts, at)) return true
  let before = at - 1
  while (before > 0 && state.texts[before]!.trim() === '') before--
  const role = state.roles[before]
  return (role === 'signature' || role === 'disclaimer') && isAfterwards(state.texts[at]!) && isProse(state.texts[at]!)
}

// Plain text is wrapped below this; a longer line is a paragraph by itself, and what follows it speaks for itself.
const WRAPPED = 100

const takeDisclaimer = (state: State, from: number): number => {
  let at = from
  do state.roles[at++] = 'disclaimer'
  while (at < state.texts.length && state.texts[at - 1]!.length < WRAPPED && continues(state, at))
  return at
}

const continues = (state: State, at: number): boolean => {
  const text = state.texts[at]!
  return (
    text.trim() !== '' && !isQuoted(state.lines[at]!) && !quoteAt(state, at) && !isGreeting(text) && !isPostscript(text)
  )
}

/** One step: gives a role to the line at `at` and what belongs to it, and tells where to go on. */
const step = (state: State, at: number): number => {
  const line = state.lines[at]!
  if (line.text.trim() === '') return at + 1
  if (isQuoted(line)) {
    if (separator(line.text) === 'forward') state.forwarded = true
    state.roles[at] = 'quoted'
    return at + 1
  }
  const quote = quoteAt(state, at)
  if (quote) {
    const end = quote.rest ? state.lines.length : at + quote.announce
    state.roles.fill('quoted', at, end)
    return end
  }
  if (startsDisclaimer(state, at)) return takeDisclaimer(state, at)
  if (isSignatureDash(line.text) || isGreeting(line.text) || isPhoneLine(line.text)) return takeSignature(state, at)
  if (line.mark === 'signature' && !isProse(line.text)) state.roles[at] = 'signature'
  return at + 1
}

export const cutLines = (lines: readonly Line[], thread: boolean): Cut => {
  const state: State = {
    first: lines.findIndex((line) => line.text.trim() !== ''),
    thread,
    lines,
    texts: lines.map((line) => line.text),
    roles: lines.map((): LineRole => 'own'),
    forwarded: false,
  }
  for (let at = 0; at < lines.length; ) at = step(state, at)
  return { roles: state.roles, forwarded: state.forwarded }
}

/** Excerpts: the words around what was found, with every name, number, address and secret masked before they leave. */

import { nameWithin } from './class-codes.ts'
import type { Reading } from './detectors.ts'
import { mask, maskAddress, maskName } from './mask.ts'
import { touching } from './spans.ts'

/** A stretch of a text to mask: a secret shows nothing, a name keeps its initials. */
export type Cover = Readonly<{ start: number; end: number; as: 'secret' | 'name' | 'address' }>

const BEFORE = 40
const AFTER = 50
const MAX = 120

// Long digit runs (with the usual separators) are phones, account and national numbers.
const DIGITS = /\d(?:[\d ./-]{2,30})\d/g
const ADDRESS = /[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}/g

// What looks like a password is covered although no rule saw one: letters with digits or signs in one run.
const CHUNK = /[^\s"“”«»(),;:]{5,64}/g
const ORDINARY = /^(?:https?:|www\.|\p{Ll}{3,8}\d{1,2}\p{Ll}?\W{0,2}$|\d{1,5}\p{L}{1,6}\W{0,2}$)/u

const looksSecret = (chunk: string): boolean =>
  /\p{L}/u.test(chunk) &&
  !ORDINARY.test(chunk) &&
  ((/\d/.test(chunk) && /[\p{Lu}!@#$%^&*=+~]/u.test(chunk)) || /[!#$%^&*=~][\p{L}\d]/u.test(chunk))

const coversIn = (reading: Pick<Reading, 'text' | 'names' | 'secrets'>, from: number, to: number): Cover[] => {
  const window = reading.text.slice(from, to)
  const covers: Cover[] = [...touching(reading.secrets, from, to)]
  for (const m of window.matchAll(ADDRESS))
    covers.push({ start: from + m.index, end: from + m.index + m[0].length, as: 'address' })
  for (const m of window.matchAll(DIGITS)) {
    if (m[0].replace(/\D/g, '').length >= 5)
      covers.push({ start: from + m.index, end: from + m.index + m[0].length, as: 'secret' })
  }
  for (const m of window.matchAll(CHUNK)) {
    if (looksSecret(m[0])) covers.push({ start: from + m.index, end: from + m.index + m[0].length, as: 'secret' })
  }
  for (const hit of reading.names) {
    if (hit.start >= to || hit.end <= from) continue
    const name = nameWithin(reading.text.slice(hit.start, hit.end))
    covers.push({ start: hit.start + name.from, end: hit.start + name.to, as: 'name' })
  }
  return covers
}

const covered = (text: string, cover: Cover): string =>
  cover.as === 'secret' ? mask(text) : cover.as === 'name' ? maskName(text) : maskAddress(text)

/** Move a cut out of the middle of a word, so that no half value is left standing. */
const outward = (text: string, at: number, step: -1 | 1): number => {
  let i = at
  for (let n = 0; n < 40 && i > 0 && i < text.length && !/\s/.test(text[step < 0 ? i - 1 : i]!); n++) i += step
  return i
}

/** In a file with a password the rows above and below may hold more of them that nobody recognised: a list. */
const reach = ({ text, role, secrets }: Pick<Reading, 'text' | 'role' | 'secrets'>, start: number, end: number) => {
  if (role !== 'attachment' || secrets.length === 0) return { first: 0, last: text.length }
  const lineEnd = text.indexOf('\n', end)
  return { first: text.lastIndexOf('\n', Math.max(0, start - 1)) + 1, last: lineEnd < 0 ? text.length : lineEnd }
}

/**
 * The words from `start` to `end` with some of what stands around them, masked, on one line.
 * `covers` are what the detector knows to be secret or a name; passwords, names of the directory, addresses and long
 * numbers are covered whether or not the detector thought of them.
 */
export const excerpt = (
  reading: Pick<Reading, 'text' | 'role' | 'names' | 'secrets'>,
  start: number,
  end: number,
  covers: readonly Cover[] = [],
): string => {
  const { text } = reading
  const { first, last } = reach(reading, start, end)
  // What was found comes first: before a long stretch there is room for less.
  const before = Math.min(BEFORE, Math.max(0, MAX - (end - start)))
  const from = Math.max(first, outward(text, Math.max(0, start - before), -1))
  const to = Math.min(last, outward(text, Math.min(text.length, Math.min(end, start + MAX) + AFTER), 1))
  // A wider cover wins over a narrower one at the same place; secrets win over names.
  const all = [...covers, ...coversIn(reading, from, to)]
    .filter((c) => c.end > from && c.start < to)
    .sort((a, b) => a.start - b.start || Number(b.as === 'secret') - Number(a.as === 'secret') || b.end - a.end)
  let out = ''
  let at = from
  for (const cover of all) {
    if (cover.end <= at) continue
    out += text.slice(at, Math.max(at, cover.start))
    if (cover.start >= at || cover.as === 'secret')
      out += covered(text.slice(Math.max(cover.start, at), cover.end), cover)
    at = cover.end
  }
  out += text.slice(at, Math.max(at, to))
  const line = out.replace(/\s+/g, ' ').trim()
  return line.length <= MAX ? line : `${line.slice(0, MAX - 1)}…`
}

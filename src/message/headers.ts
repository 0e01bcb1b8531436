/** Header fields (RFC 5322 §2.2) over the original bytes: where each stands, and what it says. */

import { decodeCharset } from './charsets.ts'
import { decodeWords } from './encoded-words.ts'
import { LIMITS } from './limits.ts'
import type { Header } from './message.ts'

/** One field over the original bytes: `end` is behind its line end; `name` is lower-cased, '' for a line that is no field. */
export type RawField = Readonly<{ name: string; start: number; end: number }>

/** `cut`: the block is larger than we judge; the fields of its first part are given, and `bodyStart` is still right. */
export type RawFields = Readonly<{ fields: readonly RawField[]; bodyStart: number; cut: boolean }>

const LF = 0x0a
const CR = 0x0d
const COLON = 0x3a

const isBlank = (raw: Buffer, from: number, end: number): boolean =>
  from === end ||
  (end - from === 1 && raw[from] === LF) ||
  (end - from === 2 && raw[from] === CR && raw[from + 1] === LF)

// RFC 5322 §3.6.8 field names; white space before the colon is obsolete, yet read by all (§4.5).
const NAME = /^[!-9;-~]+[ \t]*$/

const nameOf = (raw: Buffer, start: number, end: number): string => {
  const colon = raw.subarray(start, Math.min(end, start + 200)).indexOf(COLON)
  const name = colon < 1 ? '' : raw.toString('latin1', start, start + colon)
  return NAME.test(name) ? name.trim().toLowerCase() : ''
}

const lineEnd = (raw: Buffer, from: number, end: number): number => {
  const at = raw.indexOf(LF, from)
  return at < 0 || at >= end ? end : at + 1
}

/** Start of the body when the block goes on beyond what we judge. */
const skipToBody = (raw: Buffer, from: number, end: number): number => {
  const back = from - 1
  const found = [raw.indexOf('\n\r\n', back), raw.indexOf('\n\n', back)]
    .map((at, i) => (at < 0 ? end : at + 3 - i))
    .reduce((a, b) => Math.min(a, b))
  return Math.min(found, end)
}

/** The fields of the header block in `raw` between `from` and `end`. */
export const rawFields = (raw: Buffer, from = 0, end = raw.length): RawFields => {
  const fields: { name: string; start: number; end: number }[] = []
  let at = from
  for (let lines = 0; at < end; lines++) {
    const next = lineEnd(raw, at, end)
    if (isBlank(raw, at, next)) return { fields, bodyStart: next, cut: false }
    if (lines >= LIMITS.headerLines || next - from > LIMITS.headerBytes) {
      return { fields, bodyStart: skipToBody(raw, at, end), cut: true }
    }
    const folded = raw[at] === 0x20 || raw[at] === 0x09
    const last = fields.at(-1)
    if (folded && last) last.end = next
    else fields.push({ name: folded ? '' : nameOf(raw, at, next), start: at, end: next })
    at = next
  }
  return { fields, bodyStart: end, cut: false }
}

/** The value of a field, unfolded, not yet decoded: UTF-8 (RFC 6532) or what western mail programs fall back to. */
export const rawValue = (raw: Buffer, field: RawField): string => {
  const line = decodeCharset(raw.subarray(field.start, field.end), '').text
  const value = field.name === '' ? line : line.slice(line.indexOf(':') + 1)
  return value.replace(/\r?\n/g, '').replaceAll('\t', ' ').trim()
}

/** Decoded headers in order, with duplicates, and where the body starts. */
export const parseHeaders = (raw: Buffer): { headers: readonly Header[]; bodyStart: number } => {
  const { fields, bodyStart } = rawFields(raw)
  return { headers: fields.map((field) => ({ name: field.name, value: decodeWords(rawValue(raw, field)) })), bodyStart }
}

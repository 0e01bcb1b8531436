/**
 * The tree of parts (RFC 2046 §5.1), found once over the original bytes with native searches; nothing is copied or decoded.
 * Where mail programs could see another tree than we do, the scan says `odd`; where they do and every tree is read, `disputed`;
 * where none could be sure, `broken`.
 */
import { type RawField, type RawFields, rawFields, rawValue } from './headers.ts'
import { LIMITS } from './limits.ts'
import type { UnreadReason } from './message.ts'
import { parseStructured, type Structured } from './parameters.ts'
import { KNOWN_ENCODINGS } from './transfer.ts'

export type Leaf = Readonly<{
  type: Structured
  disposition: Structured
  contentId: string
  /** RFC 2045 §8: what its sender says of it, as it stands. */
  description: string
  /** Transfer encoding, lower case; '' when unknown or none. */
  encoding: string
  start: number
  end: number
}>

export type Trouble = Readonly<{ reason: UnreadReason; detail: string }>

export type Stray = Readonly<{ start: number; end: number; encoding: string }>

export type Structure = Readonly<{
  fields: readonly RawField[]
  root: Structured
  leaves: readonly Leaf[]
  /** Every multipart type met, lower case. */
  multiparts: ReadonlySet<string>
  /** Text before the first and behind the last boundary, which some programs show. */
  strays: readonly Stray[]
  odd: boolean
  troubles: readonly Trouble[]
}>

/** Which of repeated fields and parameters is obeyed. */
type Pick = 'first' | 'last'

type Scan = {
  readonly raw: Buffer
  readonly pick: Pick
  readonly leaves: Leaf[]
  readonly multiparts: Set<string>
  readonly strays: Stray[]
  readonly troubles: Trouble[]
  odd: boolean
  /** Something was given twice, and differs. */
  repeated: boolean
  /** This is what only some programs see: it is not parted once more. */
  aside: boolean
}

type Entity = Readonly<{
  type: Structured
  disposition: Structured
  contentId: string
  description: string
  encoding: string
}>

const LF = 0x0a
const CR = 0x0d
const DASH = 0x2d

const isKnown = (troubles: readonly Trouble[], { reason, detail }: Trouble): boolean =>
  troubles.some((known) => known.detail === detail && known.reason === reason)

const trouble = (scan: Scan, reason: UnreadReason, detail: string): void => {
  const found = { reason, detail }
  if (!isKnown(scan.troubles, found)) scan.troubles.push(found)
}

/**
 * Programs obey the first or the last of a repeated field: with different values they read different messages, and so do we.
 * Of three values, or of two fields given twice, there are more messages than those two.
 */
const single = (scan: Scan, values: readonly string[], field: string): string => {
  if (values.length > 1) {
    scan.odd = true
    const different = new Set(values).size
    if (different > 1) {
      trouble(scan, different > 2 || scan.repeated ? 'broken' : 'disputed', `repeated ${field}`)
      scan.repeated = true
    }
  }
  return values.at(scan.pick === 'first' ? 0 : -1) ?? ''
}

const TYPE = /^[!#-'*+.^-~\w-]{1,100}\/[!#-'*+.^-~\w-]{1,100}$/

/** "text", "/plain" and other half types are shown as text by mail programs. */
const contentType = (scan: Scan, text: string, otherwise: string): Structured => {
  if (text === '') return { value: otherwise, params: new Map(), again: [], odd: false }
  const type = parseStructured(text)
  if (type.odd) scan.odd = true
  if (TYPE.test(type.value)) return type
  // "Content-Type: text" is what an old program meant by plain text.
  if (type.value !== 'text') scan.odd = true
  return { ...type, value: 'text/plain' }
}

// What programs write that mean "as it is"; every reader shows it so.
const AS_IT_IS = /^(?:[78][ -]?bits?|utf-?8|us-ascii|none|plain)$/

const transferEncoding = (scan: Scan, text: string): string => {
  const plain = text.toLowerCase()
  if (KNOWN_ENCODINGS.has(plain)) return plain
  scan.odd = true
  const inner = parseStructured(plain).value.replace(/^"|"$/g, '').trim()
  if (KNOWN_ENCODINGS.has(inner)) return inner
  if (AS_IT_IS.test(inner)) return '8bit'
  trouble(scan, 'broken', 'unknown transfer encoding')
  return ''
}

const readEntity = (scan: Scan, fields: readonly RawField[], otherwise: string): Entity => {
  const values = (name: string): string[] =>
    fields.filter((field) => field.name === name).map((field) => rawValue(scan.raw, field))
  return {
    type: contentType(scan, single(scan, values('content-type'), 'Content-Type'), otherwise),
    disposition: parseStructured(single(scan, values('content-disposition'), 'Content-Disposition')),
    contentId: (values('content-id')[0] ?? '').replace(/^<|>$/g, ''),
    description: values('content-description').join('\n'),
    encoding: transferEncoding(scan, single(scan, values('content-transfer-encoding'), 'Content-Transfer-Encoding')),
  }
}

type Bounds = Readonly<{ start: number; end: number; depth: number; otherwise: string }>

type Delimiter = Readonly<{ start: number; next: number; closing: boolean }>

/** The delimiter line whose "--boundary" starts at `at`, or undefined when the line goes on with something else. */
const delimiterAt = (scan: Scan, at: number, length: number, end: number): Delimiter | undefined => {
  const { raw } = scan
  let next = at + length
  const closing = raw[next] === DASH && raw[next + 1] === DASH
  if (closing) next += 2
  const padded = next
  while (next < end && (raw[next] === 0x20 || raw[next] === 0x09)) next++
  // RFC 2046 allows padding here; several parsers do not see such a boundary at all.
  if (next > padded) scan.odd = true
  if (next < end && raw[next] === CR) next++
  if (next < end && raw[next] === LF) next++
  else if (next < end) {
    scan.odd = true
    return undefined
  }
  const before = raw[at - 1] === LF ? (raw[at - 2] === CR ? at - 2 : at - 1) : at
  return { start: before, next: Math.min(next, end), closing }
}

/** The first line end at or behind `at`. */
const lineEndFrom = (raw: Buffer, at: number): number => {
  let end = at
  while (end < raw.length && raw[end] !== LF && raw[end] !== CR) end++
  return end
}

/** Delimiter lines of one multipart, also behind the closing one: some programs go on there. `start` is behind a line end. */
const findDelimiters = (scan: Scan, boundary: string, start: number, end: number): Delimiter[] => {
  const found: Delimiter[] = []
  const area = scan.raw.subarray(0, end)
  // Base64 has a line end every few letters, and no dash at all: megabytes are passed at the speed of memory.
  const mark = Buffer.from(`--${boundary}`, 'utf8')
  let at = area.indexOf(mark, start)
  while (at >= 0 && found.length <= LIMITS.parts) {
    const before = area[at - 1]
    if (before === CR && at > start) trouble(scan, 'broken', 'bare CR before a boundary')
    const delimiter = before === LF ? delimiterAt(scan, at, mark.length, end) : undefined
    if (delimiter) found.push(delimiter)
    at = area.indexOf(mark, lineEndFrom(area, at))
  }
  return found
}

/** Some programs take the first line that looks like a boundary for one. */
const guessDelimiters = (scan: Scan, start: number, end: number): Delimiter[] => {
  const head = scan.raw.toString('latin1', start, Math.min(end, start + 4_096))
  const guess = /^--([^\s-][^\r\n]{0,69}|-[^\r\n]{1,69})\r?$/m.exec(head)?.[1]?.trimEnd()
  return guess ? findDelimiters(scan, guess, start, end) : []
}

const addStray = (scan: Scan, start: number, end: number): void => {
  if (end > start) scan.strays.push({ start, end, encoding: '' })
}

const boundaryOf = (scan: Scan, { params, again }: Structured): string => {
  const others = again.flatMap(([name, value]) => (name === 'boundary' ? [value] : []))
  if (others.length > 0) scan.repeated = true
  const first = params.get('boundary') ?? params.get('boundary*') ?? ''
  return (scan.pick === 'last' ? (others.at(-1) ?? first) : first).trimEnd()
}

/** Text before the first boundary; a part, where somebody forgot the boundary or left a blank line behind it. */
const readPreamble = (scan: Scan, { start, end, depth, otherwise }: Bounds): void => {
  const isPart = rawFields(scan.raw, start, end).fields[0]?.name.startsWith('content-')
  if (!isPart || scan.aside) {
    addStray(scan, start, end)
    return
  }
  trouble(scan, 'disputed', 'a part before the first boundary')
  withAside(scan, () => readPart(scan, start, end, depth, otherwise))
}

/** RFC 2045 §6.4 forbids it; some programs decode it nevertheless. What is in it is not read, but its words are. */
const isEncoded = ({ encoding }: Entity): boolean => encoding !== '' && !/^(?:7bit|8bit|binary)$/.test(encoding)

const readMultipart = (scan: Scan, entity: Entity, start: number, end: number, depth: number): void => {
  scan.multiparts.add(entity.type.value)
  const boundary = boundaryOf(scan, entity.type)
  if (isEncoded(entity)) {
    trouble(scan, 'disputed', 'transfer encoding on a multipart')
    scan.strays.push({ start, end, encoding: entity.encoding })
  }
  let delimiters = boundary === '' ? [] : findDelimiters(scan, boundary, start, end)
  if (delimiters.length === 0) {
    trouble(scan, 'disputed', boundary === '' ? 'multipart without boundary' : 'boundary not found')
    delimiters = guessDelimiters(scan, start, end)
  }
  const first = delimiters[0]
  if (!first) {
    addStray(scan, start, end)
    return
  }
  const otherwise = entity.type.value === 'multipart/digest' ? 'message/rfc822' : 'text/plain'
  readPreamble(scan, { start, end: first.start, depth, otherwise })
  // One that is never closed was cut off, or written so: every program reads on to the end, and so do we.
  for (const [i, delimiter] of delimiters.entries()) {
    const next = delimiters[i + 1]
    if (delimiter.closing) {
      addStray(scan, delimiter.next, Math.max(delimiter.next, next?.start ?? end))
      if (next) trouble(scan, 'disputed', 'parts behind the last boundary')
      continue
    }
    readPart(scan, delimiter.next, Math.max(delimiter.next, next?.start ?? end), depth, otherwise)
  }
}

const readPart = (scan: Scan, start: number, end: number, depth: number, otherwise: string): readonly RawField[] => {
  if (scan.leaves.length >= LIMITS.parts) {
    trouble(scan, 'limit', 'too many parts')
    return []
  }
  const block = rawFields(scan.raw, start, end)
  if (start === 0 && block.fields.length === 0) readBehindBlanks(scan, end)
  if (block.cut) trouble(scan, 'limit', 'header block too large')
  checkFields(scan, block, { start, end, depth, otherwise })
  readBody(scan, readEntity(scan, block.fields, otherwise), block.bodyStart, end, depth)
  return block.fields
}

const withAside = (scan: Scan, read: () => void): void => {
  scan.aside = true
  read()
  scan.aside = false
}

/** A message that begins with a blank line is all body for most programs; some look for its headers further on. */
const readBehindBlanks = (scan: Scan, end: number): void => {
  let start = 0
  while (start < end && (scan.raw[start] === CR || scan.raw[start] === LF)) start++
  const { fields, bodyStart } = rawFields(scan.raw, start, end)
  if (start === 0 || fields.every(({ name }) => name === '')) {
    trouble(scan, 'broken', 'no headers')
    return
  }
  trouble(scan, 'disputed', 'headers behind a blank line')
  withAside(scan, () => readBody(scan, readEntity(scan, fields, 'text/plain'), bodyStart, end, 0))
}

/**
 * A line without a field name ends the headers for some programs and is skipped by others: what the first would show is read
 * too. A part that is all "headers" may be shown as text.
 */
const checkFields = (scan: Scan, { fields, bodyStart }: RawFields, { start, end, depth, otherwise }: Bounds): void => {
  const mailbox = start === 0 && scan.raw.toString('latin1', 0, 5) === 'From '
  const nameless = fields.findIndex((field, i) => field.name === '' && !(mailbox && i === 0))
  if (nameless >= 0) {
    scan.odd = true
    trouble(scan, 'disputed', 'header line without a name')
    const from = fields[nameless]!.start
    if (scan.aside) addStray(scan, from, bodyStart)
    else {
      const entity = readEntity(scan, fields.slice(0, nameless), otherwise)
      withAside(scan, () => readBody(scan, entity, from, end, depth))
    }
  } else if (start > 0 && bodyStart === end && fields.some((field) => !field.name.startsWith('content-'))) {
    scan.odd = true
    addStray(scan, start, end)
  }
}

const readBody = (scan: Scan, entity: Entity, start: number, end: number, depth: number): void => {
  const type = entity.type.value
  if (!type.startsWith('multipart/')) {
    scan.leaves.push({ ...entity, start, end })
  } else if (depth >= LIMITS.nesting) {
    trouble(scan, 'limit', 'nested too deeply')
    addStray(scan, start, end)
  } else readMultipart(scan, entity, start, end, depth + 1)
}

const scanAs = (raw: Buffer, pick: Pick): Scan & Readonly<{ fields: readonly RawField[] }> => {
  const scan: Scan = {
    raw,
    pick,
    leaves: [],
    multiparts: new Set(),
    strays: [],
    troubles: [],
    odd: false,
    repeated: false,
    aside: false,
  }
  return Object.assign(scan, { fields: readPart(scan, 0, raw.length, 0, 'text/plain') })
}

const isSame = (a: Leaf, b: Leaf): boolean =>
  a.start === b.start && a.end === b.end && a.type.value === b.type.value && a.encoding === b.encoding

export const scanStructure = (raw: Buffer): Structure => {
  const scan = scanAs(raw, 'first')
  const root = scan.fields.find((field) => field.name === 'content-type')
  const other = scan.repeated ? scanAs(raw, 'last') : undefined
  return {
    ...scan,
    leaves: [...scan.leaves, ...(other?.leaves ?? []).filter((leaf) => !scan.leaves.some((one) => isSame(leaf, one)))],
    strays: [...scan.strays, ...(other?.strays ?? [])],
    troubles: [...scan.troubles, ...(other?.troubles ?? []).filter((one) => !isKnown(scan.troubles, one))],
    multiparts: new Set([...scan.multiparts, ...(other?.multiparts ?? [])]),
    root: parseStructured(root ? rawValue(raw, root) : ''),
  }
}

/** Stretches between blanks, as a reader takes in a password: with its quotes, brackets and full stop taken off. */
import { lineStart } from './line-start.ts'

export type Chunk = Readonly<{
  /** The value without what is wrapped around it; a whole quoted phrase is one chunk. */
  core: string
  start: number
  /** End of everything up to the next blank: what must be covered. */
  end: number
  /** A separator (":", "=", "->", a new cell) stands before it. */
  pointed: boolean
  quoted: boolean
  /** Line breaks between the chunk before and this one. */
  lines: number
  /** It closes a clause or sentence: full stop, comma, bracket, end of line or of text. */
  closes: boolean
  /** A full stop, question or exclamation mark followed by blank: a new sentence begins. */
  stops: boolean
  /** A ":" or "=" at its end points at the next chunk. */
  points: boolean
}>

const LEADING = /^(?:->|=>|[:=→⇒|–—>-])+/
const OPENING = /^[("'“”„‘’«`*]+/
const TRAILING = /[.,;:)"'“”‘’«»`*=→]{1,20}$/
const CLOSED = /[.,;)]["'”’»*]*$/
const QUOTES: Readonly<Record<string, string>> = {
  '"': '"',
  "'": "'",
  '“': '”',
  '„': '”',
  '‘': '’',
  '«': '»',
  '”': '”',
  '’': '’',
}
const MAX_QUOTED = 60

/** Most signs are letters: only one beyond ASCII is looked at more closely. */
const isBlank = (text: string, at: number): boolean => {
  const unit = text.charCodeAt(at)
  return unit === 32 || (unit >= 9 && unit <= 13) || (unit >= 160 && /\s/.test(text[at]!))
}

const quotedFrom = (text: string, at: number): number | undefined => {
  const close = QUOTES[text[at] ?? '']
  if (close === undefined) return undefined
  for (let i = at + 1; i < text.length && i - at <= MAX_QUOTED && text[i] !== '\n'; i++) {
    if (text[i] === close && !/[\p{L}\p{N}]/u.test(text[i + 1] ?? '')) return i
  }
  return undefined
}

const blanksFrom = (text: string, from: number, to: number): { at: number; lines: number; tab: boolean } => {
  let at = from
  let lines = 0
  let tab = false
  for (; at < to && isBlank(text, at); at++) {
    if (text[at] === '\n') lines++
    if (text[at] === '\t') tab = true
  }
  return { at, lines, tab }
}

/** A letter or digit, as most stretches begin and end with: nothing is wrapped around those. */
const isBare = (unit: number): boolean =>
  (unit >= 97 && unit <= 122) || (unit >= 65 && unit <= 90) || (unit >= 48 && unit <= 57)

type Wrapped = Pick<Chunk, 'core' | 'start' | 'end' | 'quoted'> & Readonly<{ lead: number }>

const endOf = (text: string, at: number, limit: number): number => {
  let end = at
  while (end < limit && !isBlank(text, end)) end++
  return end
}

const coreOf = (text: string, start: number, end: number): string => {
  const raw = text.slice(start, end)
  return isBare(text.charCodeAt(end - 1)) ? raw : raw.replace(TRAILING, '')
}

const wrappedAt = (text: string, at: number, limit: number): Wrapped => {
  const end = endOf(text, at, limit)
  if (isBare(text.charCodeAt(at))) return { core: coreOf(text, at, end), start: at, end, quoted: false, lead: 0 }
  const raw = text.slice(at, end)
  const lead = LEADING.exec(raw)?.[0].length ?? 0
  const opening = OPENING.exec(raw.slice(lead))?.[0].length ?? 0
  const quote = lead + opening < raw.length || opening > 0 ? quotedFrom(text, at + lead) : undefined
  const start = at + lead + opening
  return quote === undefined
    ? { core: coreOf(text, start, end), start, end, quoted: false, lead }
    : {
        core: text.slice(at + lead + 1, quote),
        start: at + lead + 1,
        end: endOf(text, quote + 1, limit),
        quoted: true,
        lead,
      }
}

const chunkAt = (text: string, at: number, limit: number, before: { lines: number; pointed: boolean }): Chunk => {
  const { core, start, end, quoted, lead } = wrappedAt(text, at, limit)
  const rest = text.slice(at, end)
  // Most stretches end in a letter, and another word follows.
  const bare = isBare(text.charCodeAt(end - 1))
  const goesOn = bare && text[end] === ' ' && isBare(text.charCodeAt(end + 1))
  return {
    core,
    start,
    end,
    pointed: before.pointed || lead > 0,
    quoted,
    lines: before.lines,
    closes:
      !goesOn &&
      (CLOSED.test(rest) || end >= text.length || /^[^\S\n]*(?:\n|\t|\(|\/ )/.test(text.slice(end, end + 12))),
    stops: !bare && /[.?!]["'”’»)]*$/.test(rest) && !/^(?:bv|vb|nl|ex|p\.ex|e\.g|bijv|lln|nr)\.$/i.test(rest),
    points: !bare && (/[:=→]["'”’»*)]*$/.test(rest) || /->$/.test(rest)),
  }
}

/** What an offset stands in, read alone. */
export const wrappedAround = (text: string, at: number): Wrapped => {
  let from = at
  while (from > 0 && at - from < 80 && !isBlank(text, from - 1)) from--
  return wrappedAt(text, from, Math.min(text.length, from + 260))
}

/** Chunks made one by one, as far as a reader looks. */
export type Chunks = (i: number) => Chunk | undefined

const SEPARATOR = /^["'*)(”’»:=→⇒|–—>-]+$/
const POINTING = /[:=→⇒|–—>-]/

/** The chunks from an offset on, at most `count`; one that is only a separator is folded into the next. */
export const chunksFrom = (text: string, from: number, count: number): Chunks => {
  const limit = Math.min(text.length, from + 260)
  const chunks: Chunk[] = []
  let at = from
  const read = (): Chunk | undefined => {
    const previous = chunks.at(-1)
    let pointed = previous?.points === true && previous.core !== ''
    let lines = 0
    for (;;) {
      const blanks = blanksFrom(text, at, limit)
      if (blanks.at >= limit) return undefined
      pointed ||= blanks.tab
      lines += blanks.lines
      const chunk = chunkAt(text, blanks.at, limit, { lines, pointed })
      at = chunk.end
      // ":" alone, "->", "-", or the rest of the label's own word ("(en):").
      const raw = text.slice(blanks.at, chunk.end)
      if (chunk.core !== '' || !SEPARATOR.test(raw)) return chunk
      pointed ||= POINTING.test(raw)
    }
  }
  return (i) => {
    while (chunks.length <= i) {
      const next = chunks.length < count ? read() : undefined
      if (!next) return undefined
      chunks.push(next)
    }
    return chunks[i]
  }
}

/** The chunks of the same line before an offset, nearest first. */
export const chunksBefore = (text: string, to: number, count: number): Chunk[] => {
  const from = lineStart(text, to, 160)
  const next = chunksFrom(text.slice(0, to), from, 60)
  const chunks: Chunk[] = []
  for (let chunk = next(0); chunk; chunk = next(chunks.length)) chunks.push(chunk)
  return chunks.slice(-count).reverse()
}

/**
 * Content lines of calendars and contacts (RFC 5545 §3.1, RFC 6350 §3.2, vCard 2.1): unfolded as bytes, since a fold may
 * stand inside a letter, then taken apart. What follows no rule is kept as the line it is.
 */
import { decodeText } from './charset.ts'

export type ContentLine = Readonly<{
  /** Upper case, without its group ("item1.TEL" is TEL); '' for a line that is none. */
  name: string
  /** By upper-case name, values without quotes. In vCard 2.1 a value may stand alone: it is its own name. */
  params: ReadonlyMap<string, string>
  /** Everything before the colon, as it stands. */
  head: string
  /** Behind the colon, a character for each byte. */
  value: string
}>

const UTF16 = /^(?:\xff\xfe|\xfe\xff)/

const latinOf = (bytes: Buffer): string => {
  const head = bytes.toString('latin1', 0, 3)
  if (UTF16.test(head)) return Buffer.from(decodeText(bytes), 'utf8').toString('latin1')
  return bytes.toString('latin1', head === '\xef\xbb\xbf' ? 3 : 0)
}

/** The first `mark` outside quotes; -1 when there is none. */
const outsideQuotes = (text: string, mark: string, from = 0): number => {
  const first = text.indexOf(mark, from)
  const quote = text.indexOf('"', from)
  if (first < 0 || quote < 0 || first < quote) return first
  let quoted = false
  for (let at = quote; at < text.length; at += 1) {
    if (text[at] === '"') quoted = !quoted
    else if (!quoted && text[at] === mark) return at
  }
  return -1
}

const splitOutside = (text: string, mark: string): string[] => {
  const pieces: string[] = []
  let from = 0
  for (let at = outsideQuotes(text, mark); at >= 0; at = outsideQuotes(text, mark, from)) {
    pieces.push(text.slice(from, at))
    from = at + 1
  }
  return [...pieces, text.slice(from)]
}

const NONE: ReadonlyMap<string, string> = new Map()

const paramsOf = (pieces: readonly string[]): ReadonlyMap<string, string> =>
  pieces.length === 0
    ? NONE
    : new Map(
        pieces.map((piece) => {
          const equals = piece.indexOf('=')
          const name = (equals < 0 ? piece : piece.slice(0, equals)).trim().toUpperCase()
          return [name, (equals < 0 ? piece : piece.slice(equals + 1)).replaceAll('"', '')] as const
        }),
      )

const NAME = /^(?:[\w-]{1,60}\.)?([\w-]{1,100})$/

const parse = (line: string): ContentLine => {
  const colon = outsideQuotes(line, ':')
  const head = colon < 0 ? '' : line.slice(0, colon)
  const [first = '', ...params] = splitOutside(head, ';')
  const name = NAME.exec(first)?.[1]?.toUpperCase() ?? ''
  return name === ''
    ? { name, params: NONE, head: '', value: line }
    : { name, params: paramsOf(params), head, value: line.slice(colon + 1) }
}

const isEncodedAs = ({ params }: ContentLine, alone: string, named: RegExp): boolean =>
  params.size > 0 && (named.test(params.get('ENCODING') ?? '') || params.has(alone))

export const isBase64 = (line: ContentLine): boolean => isEncodedAs(line, 'BASE64', /^b(?:ase64)?$/i)

export const isQuotedPrintable = (line: ContentLine): boolean =>
  isEncodedAs(line, 'QUOTED-PRINTABLE', /^q(?:uoted-printable)?$/i)

const ONLY_BASE64 = /^[A-Za-z0-9+/]{1,1000}={0,2}$/

/** Whether the next line belongs to this one though it is not folded: vCard 2.1 does so in both encodings. */
const goesOn = (line: ContentLine, next: string): boolean =>
  (isQuotedPrintable(line) && line.value.endsWith('=')) || (isBase64(line) && ONLY_BASE64.test(next))

/** Logical lines, read as they are asked for: `next` is where the one behind starts. */
const lineFrom = (raw: string, from: number): { text: string; next: number } => {
  const pieces: string[] = []
  let at = from
  do {
    if (pieces.length > 0) at += 1
    const found = raw.indexOf('\n', at)
    const end = found < 0 ? raw.length : found
    pieces.push(raw.slice(at, raw[end - 1] === '\r' && end > at ? end - 1 : end))
    at = end + 1
  } while (raw[at] === ' ' || raw[at] === '\t')
  return { text: pieces.length === 1 ? pieces[0]! : pieces.join(''), next: at }
}

/** One after the other: a file of a million short lines would fill the memory of its process. */
export function* contentLines(bytes: Buffer): Generator<ContentLine> {
  const latin = latinOf(bytes)
  const raw = latin.includes('\n') ? latin : latin.replaceAll('\r', '\n')
  for (let at = 0; at < raw.length; ) {
    const { text, next } = lineFrom(raw, at)
    at = next
    const line = parse(text)
    const values = [line.value]
    while (at < raw.length && line.params.size > 0) {
      const more = lineFrom(raw, at)
      if (!goesOn({ ...line, value: values.at(-1)! }, more.text)) break
      values.push(more.text)
      at = more.next
    }
    yield values.length === 1 ? line : { ...line, value: values.join('\n') }
  }
}

const decodeQuoted = (value: string): string =>
  value
    .replaceAll('=\n', '')
    .replace(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', N: '\n' }

const ASCII = /^[\x00-\x7f]*$/

/** Characters that stand for bytes, as text. */
export const plainText = (latin: string): string =>
  ASCII.test(latin) ? latin : decodeText(Buffer.from(latin, 'latin1'))

const decoded = (value: string, charset: string | undefined): string => {
  if (!charset) return plainText(value)
  try {
    return new TextDecoder(charset).decode(Buffer.from(value, 'latin1'))
  } catch {
    return plainText(value)
  }
}

/** The value as people read it: encoding, charset and escapes undone. */
export const textOf = (line: ContentLine): string => {
  const value = isQuotedPrintable(line) ? decodeQuoted(line.value) : line.value
  return decoded(value, line.params.get('CHARSET')).replace(/\\([\\;,nN])/g, (_, c: string) => ESCAPES[c] ?? c)
}

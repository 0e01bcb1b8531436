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
  let quoted = false
  for (let at = from; at < text.length; at += 1) {
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

const paramsOf = (pieces: readonly string[]): Map<string, string> =>
  new Map(
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
    ? { name, params: new Map(), head: '', value: line }
    : { name, params: paramsOf(params), head, value: line.slice(colon + 1) }
}

export const isBase64 = ({ params }: ContentLine): boolean =>
  /^b(?:ase64)?$/i.test(params.get('ENCODING') ?? '') || params.has('BASE64')

export const isQuotedPrintable = ({ params }: ContentLine): boolean =>
  /^q(?:uoted-printable)?$/i.test(params.get('ENCODING') ?? '') || params.has('QUOTED-PRINTABLE')

const ONLY_BASE64 = /^[A-Za-z0-9+/]{1,1000}={0,2}$/

/** Whether the next line belongs to this one though it is not folded: vCard 2.1 does so in both encodings. */
const goesOn = (line: ContentLine, next: string): boolean =>
  (isQuotedPrintable(line) && line.value.endsWith('=')) || (isBase64(line) && ONLY_BASE64.test(next))

export const contentLines = (bytes: Buffer): ContentLine[] => {
  const raw = latinOf(bytes)
    .replace(/\r\n?/g, '\n')
    .replace(/\n[ \t]/g, '')
    .split('\n')
  const lines: ContentLine[] = []
  for (let i = 0; i < raw.length; i += 1) {
    const line = parse(raw[i]!)
    const values = [line.value]
    while (i + 1 < raw.length && goesOn({ ...line, value: values.at(-1)! }, raw[i + 1]!)) {
      i += 1
      values.push(raw[i]!)
    }
    lines.push(values.length === 1 ? line : { ...line, value: values.join('\n') })
  }
  return lines
}

const decodeQuoted = (value: string): string =>
  value
    .replaceAll('=\n', '')
    .replace(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', N: '\n' }

const decoded = (value: string, charset: string | undefined): string => {
  const bytes = Buffer.from(value, 'latin1')
  if (!charset) return decodeText(bytes)
  try {
    return new TextDecoder(charset).decode(bytes)
  } catch {
    return decodeText(bytes)
  }
}

/** The value as people read it: encoding, charset and escapes undone. */
export const textOf = (line: ContentLine): string => {
  const value = isQuotedPrintable(line) ? decodeQuoted(line.value) : line.value
  return decoded(value, line.params.get('CHARSET')).replace(/\\([\\;,nN])/g, (_, c: string) => ESCAPES[c] ?? c)
}

/**
 * Words in the spelling of an address, a form, a program or the raw view of a mail: "Lucas%20Dubois", "Lucas+Dubois",
 * "caf=C3=A9", "&#76;ucas", "\u004cucas", "4c 75 63". People paste these without a thought, and any browser undoes them.
 */
import { decodeCharset } from './charsets.ts'

type Scheme = Readonly<{
  /** What nearly no line has: nothing else is looked at where it is missing. */
  mark: RegExp
  decode: (line: string) => string
}>

const fromHex = (digits: string): string => decodeCharset(Buffer.from(digits, 'hex'), '').text

const UNTYPED = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffd]/
const SENTENCE = /\p{L}\p{P}{0,2}\s{1,2}[\p{L}\p{N}]|\p{N}\p{P}{0,2}\s{1,2}\p{L}/u
/** A name, a key or a picture in such a spelling is none of ours: only what has a blank between two words is. */
const isSaid = (text: string): boolean => SENTENCE.test(text) && !UNTYPED.test(text)

const saidOr = (text: string, otherwise: string): string => (isSaid(text) ? text : otherwise)

const PERCENT = /(?:%[0-9a-f]{2}){1,3000}/gi
const PLUSSED = /(?:[^\s+]{1,60}\+){3}/

/** Pieces of an address or a form: what stands between the signs that part its fields. */
const decodeFields = (word: string): string => {
  if (!word.includes('%') && !PLUSSED.test(word)) return word
  const fields = word
    .split(/[?&=#]/)
    .map((field) => field.replaceAll('+', ' ').replace(PERCENT, (run) => fromHex(run.replaceAll('%', ''))))
    .filter(isSaid)
  return fields.length > 0 ? fields.join(' ') : word
}

const eachWord =
  (decode: (word: string) => string) =>
  (line: string): string =>
    line.replace(/\S{6,}/g, decode)

const ENTITY = /&#(?:x([0-9a-f]{1,6})|(\d{1,7}));?/gi
const UNICODE = /\\(?:u\{?([0-9a-f]{4,6})\}?|x([0-9a-f]{2}))/gi
const character = (whole: string, hex: string | undefined, decimal: string | undefined): string => {
  const point = hex ? Number.parseInt(hex, 16) : Number(decimal)
  return point > 0x10ffff ? whole : String.fromCodePoint(point)
}
const inHex = (whole: string, long: string | undefined, short: string | undefined): string =>
  character(whole, long ?? short, undefined)

const HEX = /(?<![0-9a-z])(?:[0-9a-f]{2}[ :,]?){12,20000}(?![0-9a-z])/gi
const QUOTED = /(?:=[0-9A-F]{2}){1,3000}/g

const SCHEMES: readonly Scheme[] = [
  { mark: /%[0-9a-f]{2}|(?:[^\s+]\+[^\s+]{1,60}){3}/i, decode: eachWord(decodeFields) },
  {
    mark: /=[0-9A-F]{2}[^\n]{0,300}=[0-9A-F]{2}/,
    decode: (line) =>
      saidOr(
        line.replace(QUOTED, (run) => fromHex(run.replaceAll('=', ''))),
        line,
      ),
  },
  { mark: /&#x?[0-9a-f]{1,6};?[^\n]{0,99}&#/i, decode: (line) => saidOr(line.replace(ENTITY, character), line) },
  {
    mark: /\\(?:u\{?[0-9a-f]{4}|x[0-9a-f]{2})/i,
    decode: (line) => saidOr(line.replace(UNICODE, inHex), line),
  },
  {
    mark: /(?:[0-9a-f]{2}[ :,]?){12}/i,
    decode: (line) => line.replace(HEX, (run) => saidOr(fromHex(run.replace(/[^0-9a-f]/gi, '')), run)),
  },
]

const isQuoted = (lines: readonly string[]): boolean =>
  lines.some((line) => line.endsWith('=')) && lines.some((line) => /=[0-9A-F]{2}/.test(line))

/** A line that quoted-printable broke stands whole where it began. */
const joined = (lines: readonly string[]): readonly string[] => {
  if (!isQuoted(lines)) return lines
  const pieces: string[][] = []
  let open: string[] | undefined
  for (const line of lines) {
    const goesOn = line.endsWith('=')
    const text = goesOn ? line.slice(0, -1) : line
    if (open) open.push(text)
    pieces.push(open ? [] : [text])
    open = goesOn ? (open ?? pieces.at(-1)) : undefined
  }
  return pieces.map((each) => each.join(''))
}

const unescaped = (line: string, schemes: readonly Scheme[]): string | undefined => {
  const text = schemes.reduce((so, { mark, decode }) => (mark.test(so) ? decode(so) : so), line)
  return text === line ? undefined : text
}

/** Each line with its words undone; undefined where there is nothing to undo, and no line at all where no line has any. */
export const unescapedLines = (lines: readonly string[]): (string | undefined)[] => {
  const all = lines.join('\n')
  const schemes = SCHEMES.filter(({ mark }) => mark.test(all))
  return schemes.length === 0 ? [] : joined(lines).map((line) => unescaped(line, schemes))
}

/** Content-Type and Content-Disposition: a value and its parameters (RFC 2045 §5.1, RFC 2231). */
import { decodeCharset } from './charsets.ts'
import { decodeWords } from './encoded-words.ts'

export type Structured = Readonly<{
  /** Lower case, without comments. */
  value: string
  /** Parameters by lower-case name. A continued or encoded one (`filename*0*`) stands under its plain name with `*`. */
  params: ReadonlyMap<string, string>
  /** Parameters that were given before: some programs take the first, some the last. */
  again: readonly (readonly [name: string, value: string])[]
  /** A comment or a parameter given twice: readers of mail disagree about both. */
  odd: boolean
}>

/** Cuts at `;` outside quotes and comments; comments are dropped. One pass, whatever is unbalanced. */
const split = (text: string): { pieces: string[]; comment: boolean } => {
  const pieces: string[] = []
  let piece = ''
  let quoted = false
  let depth = 0
  let comment = false
  for (let i = 0; i < text.length; i++) {
    const char = text[i]!
    if (char === '\\' && (quoted || depth > 0)) {
      if (depth === 0) piece += char + (text[i + 1] ?? '')
      i++
    } else if (char === '"' && depth === 0) {
      quoted = !quoted
      piece += char
    } else if (!quoted && char === '(') {
      depth++
      comment = true
    } else if (!quoted && char === ')' && depth > 0) depth--
    else if (depth > 0) continue
    else if (char === ';' && !quoted) {
      pieces.push(piece)
      piece = ''
    } else piece += char
  }
  pieces.push(piece)
  return { pieces, comment }
}

const unquote = (text: string): string =>
  text.startsWith('"') ? text.replace(/^"|"$/g, '').replace(/\\(.)/g, '$1') : text

const percentDecoded = (text: string): Buffer =>
  Buffer.from(
    text.replace(/%([0-9a-f]{2})/gi, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  )

/** `utf-8'nl'na%C3%AFef.pdf`, possibly in sections, each encoded or not. */
const joinSections = (sections: ReadonlyMap<number, { text: string; encoded: boolean }>): string => {
  const ordered = [...sections].sort(([a], [b]) => a - b).map(([, section]) => section)
  const first = ordered[0]
  const head = first?.encoded ? /^([^']{0,40})'[^']{0,40}'/.exec(first.text) : null
  const bytes = ordered.map(({ text, encoded }, i) => {
    const rest = i === 0 && head ? text.slice(head[0].length) : text
    return encoded ? percentDecoded(rest) : Buffer.from(rest, 'utf8')
  })
  return decodeWords(decodeCharset(Buffer.concat(bytes), head?.[1] ?? '').text)
}

export const parseStructured = (text: string): Structured => {
  const { pieces, comment } = split(text)
  const params = new Map<string, string>()
  const sectioned = new Map<string, Map<number, { text: string; encoded: boolean }>>()
  const again: (readonly [string, string])[] = []
  for (const piece of pieces.slice(1)) {
    const equals = piece.indexOf('=')
    if (equals < 0) continue
    const key = piece.slice(0, equals).trim().toLowerCase()
    const value = unquote(piece.slice(equals + 1).trim())
    const star = /^([^*]+)\*(?:(\d{1,3})(\*)?)?$/.exec(key)
    if (star) {
      const name = star[1]!
      const sections = sectioned.get(name) ?? new Map()
      sectioned.set(name, sections)
      sections.set(Number(star[2] ?? 0), { text: value, encoded: star[2] === undefined || star[3] !== undefined })
    } else if (params.has(key)) again.push([key, decodeWords(value)])
    else params.set(key, decodeWords(value))
  }
  for (const [name, sections] of sectioned) params.set(`${name}*`, joinSections(sections))
  return { value: pieces[0]!.trim().toLowerCase(), params, again, odd: comment || again.length > 0 }
}

/** Under its plain name or in the form of RFC 2231, which wins. */
export const param = (from: Structured, name: string): string =>
  from.params.get(`${name}*`) ?? from.params.get(name) ?? ''

/** Address lists of headers (RFC 5322 §3.4): groups, comments, quoted local parts, routes, and what people type instead. */
import { decodeWords } from './encoded-words.ts'
import type { Mailbox } from './message.ts'

type Token = Readonly<{ kind: 'text' | 'quoted' | 'comment' | 'angle' | 'literal' | 'mark'; text: string }>

/** End of a run that `close` ends, with `\` escapes and, for comments, nesting. The end of the text closes whatever is open. */
const endOf = (text: string, from: number, open: string, close: string): number => {
  let depth = 1
  let i = from
  for (; i < text.length; i++) {
    const char = text[i]
    if (char === '\\' && close !== '>') i++
    else if (char === close && --depth === 0) break
    else if (char === open && open === '(') depth++
  }
  return Math.min(i, text.length)
}

const KINDS: Readonly<Record<string, readonly [Token['kind'], string]>> = {
  '"': ['quoted', '"'],
  '(': ['comment', ')'],
  '<': ['angle', '>'],
  '[': ['literal', ']'],
}

const unescaped = (text: string): string => text.replace(/\\(.)/g, '$1')

const tokensOf = (text: string): Token[] => {
  const tokens: Token[] = []
  let plain = ''
  const flush = (): void => {
    if (plain !== '') tokens.push({ kind: 'text', text: plain })
    plain = ''
  }
  for (let i = 0; i < text.length; i++) {
    const char = text[i]!
    const kind = KINDS[char]
    if (kind) {
      flush()
      const end = endOf(text, i + 1, char, kind[1])
      const inner = text.slice(i + 1, end)
      tokens.push({ kind: kind[0], text: kind[0] === 'angle' || kind[0] === 'literal' ? inner : unescaped(inner) })
      i = end
    } else if (char === ',' || char === ';' || char === ':') {
      flush()
      tokens.push({ kind: 'mark', text: char })
    } else plain += char
  }
  flush()
  return tokens
}

const ATOM = /^[^\s"(),:;<>@[\]\\]+$/

/** `address` in one normal form: no white space or comments around dots and @, quotes only where the local part needs them. */
const mailbox = (spec: string, name: string): Mailbox | undefined => {
  const at = spec.lastIndexOf('@')
  const domain = spec
    .slice(at + 1)
    .replace(/\s/g, '')
    .replace(/\.$/, '')
    .toLowerCase()
  const given = spec.slice(0, at).trim().toLowerCase()
  const quoted = /^"(.*)"$/s.exec(given)
  const local = quoted ? unescaped(quoted[1]!) : given.replace(/\s/g, '')
  if (at < 1 || local === '' || domain === '' || domain.length > 255 || local.length > 320) return undefined
  const needsQuotes = quoted !== null && !ATOM.test(local)
  const address = `${needsQuotes ? `"${local.replace(/["\\]/g, '\\$&')}"` : local}@${domain}`
  return { address, local, domain, name: decodeWords(name).replace(/\s+/g, ' ').trim() }
}

/** Mailboxes between two separators: one as a rule, several where a comma was forgotten. */
const readOne = (tokens: readonly Token[]): Mailbox[] => {
  const join = (kinds: readonly Token['kind'][], glue = ''): string =>
    tokens
      .filter((token) => kinds.includes(token.kind))
      .map((token) => token.text)
      .join(glue)
  const angles = tokens.filter((token) => token.kind === 'angle')
  const phrase = join(['text', 'quoted'], ' ')
  const name = phrase.trim() === '' ? join(['comment'], ' ') : phrase
  if (angles.length > 0) {
    // A route ("<@relay:jan@x>") is obsolete and not part of the address (RFC 5322 §4.4).
    const found = angles.map((token) => mailbox(token.text.replace(/^\s*@[^:]*:/, ''), name))
    const good = found.filter((one) => one !== undefined)
    return good.length > 0 ? good : salvage(phrase)
  }
  const spec = tokens
    .map(({ kind, text }) =>
      kind === 'quoted' ? `"${text}"` : kind === 'literal' ? `[${text}]` : kind === 'comment' ? '' : text,
    )
    .join('')
    .replace(/\s+/g, ' ')
    .replaceAll(' @', '@')
    .replaceAll('@ ', '@')
    .replaceAll(' .', '.')
    .replaceAll('. ', '.')
    .trim()
  const simple = spec.startsWith('"')
    ? spec.split('@').length === 2
    : !spec.includes(' ') && spec.split('@').length === 2
  const one = simple ? mailbox(spec, join(['comment'], ' ')) : undefined
  return one ? [one] : salvage(spec)
}

/** Whatever looks like an address in text that follows no rule: a visible recipient must not hide behind bad syntax. */
const salvage = (text: string): Mailbox[] =>
  decodeWords(text)
    .split(/[\s"'(),:;<>[\]]+/)
    .filter((word) => word.includes('@'))
    .map((word) => mailbox(word, ''))
    .filter((one) => one !== undefined)

/** All mailboxes of an undecoded header value, groups expanded, in order. */
export const parseAddressList = (text: string): Mailbox[] => {
  const found: Mailbox[] = []
  let run: Token[] = []
  const flush = (): void => {
    if (run.length > 0) found.push(...readOne(run))
    run = []
  }
  for (const token of tokensOf(text)) {
    if (token.kind !== 'mark') run.push(token)
    // "Team:" names the group that follows; it is no mailbox unless somebody wrote an address there.
    else if (token.text !== ':' || run.some((one) => one.text.includes('@'))) flush()
    else run = []
  }
  flush()
  return found
}

/** The one mailbox of a text: "Jan Peeters <jan@school.example>" or a bare address. Undefined when there is none, or several. */
export const parseAddress = (text: string): Mailbox | undefined => {
  const found = parseAddressList(text)
  return found.length === 1 ? found[0] : undefined
}

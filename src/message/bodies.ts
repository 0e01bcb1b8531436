/** Body leaves as lines, and which of plain text and HTML are kept when they say the same. */
import { decodeCharset } from './charsets.ts'
import { type HtmlLink, readHtml } from './html.ts'
import { LIMITS } from './limits.ts'
import type { Line } from './lines.ts'
import { param } from './parameters.ts'
import { joinFlowed, splitLines, takeUuFiles, type UuFile } from './plain.ts'
import type { Leaf, Trouble } from './structure.ts'
import { decodeTransfer, oddBase64 } from './transfer.ts'
import { withoutUnseen } from './unseen.ts'

export type Body = Readonly<{
  html: boolean
  lines: readonly Line[]
  hidden: readonly Line[]
  links: readonly HtmlLink[]
  files: readonly UuFile[]
  /** Signed or encrypted in the text itself. */
  pgp: boolean
  odd: boolean
  troubles: readonly Trouble[]
}>

/** Text of a leaf as far as it is judged. Encoded text is at most three times as long as what it stands for, line ends apart. */
const textOf = (raw: Buffer, leaf: Leaf, troubles: Trouble[]): { text: string; odd: boolean } => {
  const all = raw.subarray(leaf.start, leaf.end)
  const encoded = all.subarray(0, LIMITS.bodyText * 4)
  // Words around a uuencoded file are shown by every program that does not know the label; the file is taken out below.
  const asIs = leaf.encoding.includes('uu') && leaf.type.value === 'text/plain'
  const decoded = decodeCharset(asIs ? encoded : decodeTransfer(encoded, leaf.encoding), param(leaf.type, 'charset'))
  if (decoded.unknown) troubles.push({ reason: 'broken', detail: 'unknown charset' })
  const broken = leaf.encoding === 'base64' && oddBase64(encoded)
  if (broken) troubles.push({ reason: 'broken', detail: 'base64 with other characters' })
  if (encoded.length < all.length || decoded.text.length > LIMITS.bodyText) {
    troubles.push({ reason: 'limit', detail: 'text too long' })
  }
  return { text: decoded.text.slice(0, LIMITS.bodyText), odd: decoded.guessed || broken }
}

const NOTHING = { hidden: [], links: [], files: [] }

const readPlain = (leaf: Leaf, text: string, troubles: Trouble[]): Pick<Body, 'lines' | 'files'> => {
  const { lines, files, open } = takeUuFiles(splitLines(text))
  if (open) troubles.push({ reason: 'broken', detail: 'uuencoded file without end' })
  if (text.includes('-----BEGIN PGP MESSAGE-----')) troubles.push({ reason: 'encrypted', detail: 'PGP message' })
  const flowed = param(leaf.type, 'format').toLowerCase() === 'flowed'
  return { lines: flowed ? joinFlowed(lines, param(leaf.type, 'delsp').toLowerCase() === 'yes') : lines, files }
}

/** A soft hyphen within "groeten" must not hide where a signature begins. */
const seenLines = (lines: readonly Line[]): readonly Line[] => {
  const seen = lines.map((line) => withoutUnseen(line.text))
  return lines.every((line, i) => line.text === seen[i]) ? lines : lines.map((line, i) => ({ ...line, text: seen[i]! }))
}

export const readBody = (raw: Buffer, leaf: Leaf): Body => {
  const troubles: Trouble[] = []
  const { text, odd } = textOf(raw, leaf, troubles)
  const html = leaf.type.value === 'text/html'
  const pgp = text.includes('-----BEGIN PGP ')
  if (!html) return { html, ...NOTHING, ...readPlain(leaf, withoutUnseen(text), troubles), pgp, odd, troubles }
  const { cut, lines, hidden, links } = readHtml(text)
  if (cut) troubles.push({ reason: 'limit', detail: 'HTML too deep or too many links' })
  return { html, files: [], lines: seenLines(lines), hidden: seenLines(hidden), links, pgp, odd, troubles }
}

// What mail programs add to the plain text of an HTML mail: link targets, names of pictures, quote marks.
const ADDED = /<(?:https?|mailto|tel|ftp):[^<>\s]{1,4000}>|\[(?:image|cid|afbeelding|https?):[^\][\n]{0,2000}\]/gi

/** The words of a text in one spelling, to see whether two texts say the same. */
export const wordsOf = (text: string): string =>
  text
    .replace(ADDED, ' ')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()

const textOfLines = (lines: readonly Line[]): string => lines.map((line) => line.text).join('\n')

const quotedLines = (body: Body): number =>
  body.lines.filter((line) => line.mark === 'quoted' || line.text.startsWith('>')).length

/** Of two bodies with the same words the one that tells more: who said it, then the cells of a table. */
const tellsMore = (html: Body, plain: Body): boolean => {
  const difference = quotedLines(html) - quotedLines(plain)
  return difference === 0 || quotedLines(plain) > 0
    ? html.lines.some((line) => line.text.includes('\t'))
    : difference > 0
}

/** Lines of a body that repeats another are emptied; its links, files and hidden text stay. */
export const keepOnce = (bodies: readonly Body[]): Body[] => {
  const kept = [...bodies]
  if (!bodies.some((body) => body.html) || bodies.every((body) => body.html)) return kept
  const words = bodies.map((body) => wordsOf(textOfLines(body.lines)))
  bodies.forEach((html, h) => {
    const p = html.html ? bodies.findIndex((body, i) => !body.html && words[i] === words[h]) : -1
    if (p < 0 || words[h] === '') return
    const drop = tellsMore(html, bodies[p]!) ? p : h
    kept[drop] = { ...kept[drop]!, lines: [] }
  })
  return kept
}

export const bodyWords = (bodies: readonly Body[], html: boolean): string =>
  bodies
    .filter((body) => body.html === html)
    .map((body) => wordsOf(textOfLines(body.lines)))
    .filter(Boolean)
    .join(' ')

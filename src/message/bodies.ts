/** Body leaves as lines, and which of plain text and HTML are kept when they say the same. */
import { decodeCharset, otherReadings } from './charsets.ts'
import { takePictures } from './data-addresses.ts'
import { takeFiles } from './embedded.ts'
import type { EmbeddedFile } from './embedded-file.ts'
import { readEnriched } from './enriched.ts'
import { type HtmlLink, readHtml } from './html.ts'
import { LIMITS } from './limits.ts'
import type { Line } from './lines.ts'
import { param } from './parameters.ts'
import { joinFlowed, splitLines } from './plain.ts'
import { wordsOf } from './same-words.ts'
import type { Leaf, Trouble } from './structure.ts'
import { decodeTransfer, oddBase64 } from './transfer.ts'
import { withoutUnseen } from './unseen.ts'
import { takeYencFiles } from './yenc.ts'

/** One reading of a body. */
type Shown = Readonly<{ lines: readonly Line[]; hidden: readonly Line[] }>

export type Body = Shown &
  Readonly<{
    html: boolean
    links: readonly HtmlLink[]
    files: readonly EmbeddedFile[]
    /** What programs show that read the bytes in another charset. */
    others: readonly Shown[]
    /** Signed or encrypted in the text itself. */
    pgp: boolean
    odd: boolean
    troubles: readonly Trouble[]
  }>

type Source = Readonly<{ text: string; others: readonly string[]; files: readonly EmbeddedFile[]; odd: boolean }>

// A page says in its first kilobyte in which charset it is (WHATWG HTML §13.2.3.2).
const OWN_CHARSET = /<meta[^>]{0,200}charset\s{0,9}=\s{0,9}["']?([\w.:-]{2,40})/i
const HEAD_BYTES = 2_048

/** Text of a leaf as far as it is judged. Encoded text is at most three times as long as what it stands for, line ends apart. */
const sourceOf = (raw: Buffer, leaf: Leaf, troubles: Trouble[]): Source => {
  const all = raw.subarray(leaf.start, leaf.end)
  const encoded = all.subarray(0, LIMITS.bodyText * 4)
  // Words around a uuencoded file are shown by every program that does not know the label; the file is taken out below.
  const asIs = leaf.encoding.includes('uu') && leaf.type.value === 'text/plain'
  const { bytes, files, open } = takeYencFiles(asIs ? encoded : decodeTransfer(encoded, leaf.encoding))
  const charset = param(leaf.type, 'charset')
  const named = isHtml(leaf) ? (OWN_CHARSET.exec(bytes.toString('latin1', 0, HEAD_BYTES))?.[1] ?? '') : ''
  const decoded = decodeCharset(bytes, charset || named)
  if (decoded.unknown) troubles.push({ reason: 'broken', detail: 'unknown charset' })
  if (open) troubles.push({ reason: 'broken', detail: 'yEnc file without end' })
  const broken = leaf.encoding === 'base64' && oddBase64(encoded)
  if (broken) troubles.push({ reason: 'disputed', detail: 'base64 with other characters' })
  const long = isHtml(leaf) && decoded.text.length > LIMITS.bodyText
  const { html: text, files: pictures } = long ? takePictures(decoded.text) : { html: decoded.text, files: [] }
  if (encoded.length < all.length || text.length > LIMITS.bodyText) {
    troubles.push({ reason: 'limit', detail: 'text too long' })
  }
  const others = otherReadings(bytes, charset || named, named).map((text) => text.slice(0, LIMITS.bodyText))
  return {
    text: text.slice(0, LIMITS.bodyText),
    others,
    files: [...files, ...pictures],
    odd: decoded.guessed || broken,
  }
}

const HTML_TYPES = new Set(['text/html', 'text/x-amp-html', 'application/xhtml+xml'])
const isHtml = (leaf: Leaf): boolean => HTML_TYPES.has(leaf.type.value)

/** Types that mail programs show as the message itself. */
export const isShown = (leaf: Leaf): boolean =>
  isHtml(leaf) || /^text\/(?:plain|enriched|richtext|markdown|x-markdown)$/.test(leaf.type.value)

type Content = Shown & Pick<Body, 'links' | 'files'>

const textOfLines = (lines: readonly Line[]): string => lines.map((line) => line.text).join('\n')

/** A soft hyphen within "groeten" must not hide where a signature begins. */
const seenLines = (lines: readonly Line[]): readonly Line[] => {
  const text = textOfLines(lines)
  if (withoutUnseen(text) === text) return lines
  const seen = lines.map((line) => withoutUnseen(line.text))
  return lines.map((line, i) => ({ ...line, text: seen[i]! }))
}

const readPage = (text: string, troubles: Trouble[]): Content => {
  if (text.includes('-----BEGIN PGP MESSAGE-----')) troubles.push({ reason: 'encrypted', detail: 'PGP message' })
  const { cut, lines, hidden, links, files } = readHtml(text)
  if (cut) troubles.push({ reason: 'limit', detail: 'HTML too deep or too many links' })
  return { lines: seenLines(lines), hidden: seenLines(hidden), links, files }
}

const readPlain = (leaf: Leaf, text: string, troubles: Trouble[]): Content => {
  const { lines, files, open } = takeFiles(splitLines(text))
  if (open) troubles.push({ reason: 'broken', detail: 'file in the text without end' })
  if (text.includes('-----BEGIN PGP MESSAGE-----')) troubles.push({ reason: 'encrypted', detail: 'PGP message' })
  const flowed = param(leaf.type, 'format').toLowerCase() === 'flowed'
  return {
    lines: flowed ? joinFlowed(lines, param(leaf.type, 'delsp').toLowerCase() === 'yes') : lines,
    hidden: [],
    links: [],
    files,
  }
}

const readText = (leaf: Leaf, text: string, troubles: Trouble[]): Content => {
  if (isHtml(leaf)) return readPage(text, troubles)
  const seen = withoutUnseen(text)
  const rich = leaf.type.value === 'text/richtext'
  return readPlain(leaf, rich || leaf.type.value === 'text/enriched' ? readEnriched(seen, rich) : seen, troubles)
}

export const readBody = (raw: Buffer, leaf: Leaf): Body => {
  const troubles: Trouble[] = []
  const { text, others, files, odd } = sourceOf(raw, leaf, troubles)
  const content = readText(leaf, text, troubles)
  return {
    ...content,
    html: isHtml(leaf),
    files: [...files, ...content.files],
    others: others.map((other) => readText(leaf, other, [])),
    pgp: text.includes('-----BEGIN PGP '),
    odd,
    troubles,
  }
}

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

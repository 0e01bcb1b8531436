/** HTML as a reader sees it: cells by TAB, blocks by line, hidden text apart, link targets and alt texts included. */
import { Parser } from 'htmlparser2'
import type { Piece, Reader } from '../reading.ts'
import { TextBuilder } from '../text-builder.ts'
import { decodeMarkup } from './charset.ts'

const UNSEEN = new Set(['script', 'style', 'template', 'noscript'])
const BLOCKS = new Set(
  'address article aside blockquote br center dd div dl dt fieldset footer form h1 h2 h3 h4 h5 h6 header hr li main ol p pre section table title tr ul'.split(
    ' ',
  ),
)
const VOID = new Set('area base br col embed hr img input link meta source track wbr'.split(' '))
const HIDDEN = /display\s{0,4}:\s{0,4}none|visibility\s{0,4}:\s{0,4}hidden|font-size\s{0,4}:\s{0,4}0(?![.\d]*[1-9])/i

const isCell = (name: string): boolean => name === 'td' || name === 'th'

const isHidden = (attributes: Record<string, string>): boolean =>
  'hidden' in attributes || HIDDEN.test((attributes.style ?? '').slice(0, 2000))

/** What attributes show or send: form values, picture descriptions, mail and web addresses. */
const spoken = (name: string, attributes: Record<string, string>): string => {
  if (name === 'img') return attributes.alt ?? ''
  if (name === 'input') return attributes.type === 'hidden' ? '' : (attributes.value ?? '')
  if (name === 'a' && /^mailto:/i.test(attributes.href ?? '')) return ` ${attributes.href} `
  return ''
}

// The parser looks through all open elements at each tag: a hundred thousand open ones take minutes. What lies deeper is
// read without structure, and said.
const MAX_DEPTH = 1_000

type HtmlPieces = { pieces: Piece[]; full: boolean; deep: boolean }

/** Depth counters instead of a tree. */
export const htmlPieces = (html: string, maxTextChars: number): HtmlPieces => {
  const seen = new TextBuilder(maxTextChars)
  const hidden = new TextBuilder(maxTextChars)
  let unseen = 0
  let inHidden = 0
  let cells = 0
  let cellsInRow = 0
  let depth = 0
  const out = (): TextBuilder => (inHidden > 0 ? hidden : seen)
  const breakAt = (name: string): void => {
    if (!BLOCKS.has(name)) return
    // A line break inside a cell would look like a new row.
    if (cells > 0 && name !== 'tr' && name !== 'table') out().add(' ')
    else out().endLine()
  }
  const parser: Parser = new Parser({
    onopentag(name, attributes) {
      depth += 1
      if (depth > MAX_DEPTH) return parser.pause()
      if (UNSEEN.has(name)) unseen += 1
      if (!VOID.has(name) && (inHidden > 0 || isHidden(attributes))) inHidden += 1
      if (name === 'tr') cellsInRow = 0
      if (isCell(name)) {
        if (cellsInRow > 0) out().add('\t')
        cellsInRow += 1
        cells += 1
      } else breakAt(name)
      if (unseen === 0) out().add(spoken(name, attributes))
    },
    ontext(text) {
      if (unseen === 0) out().add(text.replace(/\s+/g, ' '))
    },
    onclosetag(name) {
      depth -= 1
      if (UNSEEN.has(name)) unseen = Math.max(0, unseen - 1)
      if (isCell(name)) cells = Math.max(0, cells - 1)
      else breakAt(name)
      if (!VOID.has(name) && inHidden > 0) inHidden -= 1
    },
  })
  parser.write(html)
  const deep = depth > MAX_DEPTH
  if (deep) out().add(html.slice(parser.endIndex + 1).replace(/<[^<>]{0,2000}>/g, ' ').replace(/\s+/g, ' ').trim())
  else parser.end()
  return { pieces: [...seen.take(), ...hidden.take({ hidden: true })], full: seen.full || hidden.full, deep }
}

export const htmlReader: Reader = {
  formats: ['html', 'svg'],
  where: 'size',
  read: (bytes, { maxTextChars }) => {
    const { pieces, full, deep } = htmlPieces(decodeMarkup(bytes), maxTextChars)
    const text = full ? [{ reason: 'limit', detail: 'text' } as const] : []
    return { pieces, troubles: deep ? [...text, { reason: 'limit', detail: 'nesting' }] : text }
  },
}

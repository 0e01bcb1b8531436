/**
 * An HTML body as text: every word a reader sees, and apart from it every word a reader would not see but a machine may
 * pass on (hidden by style, in the title, in a conditional comment that only Outlook shows). Scripts and styles are dropped.
 */
import { Parser } from 'htmlparser2'
import { LIMITS } from './limits.ts'
import type { Line, LineMark } from './lines.ts'
import { isAttribution } from './marks.ts'
import { openPage, type Page } from './page.ts'
import { type Attributes, type Look, openLooks } from './styles.ts'
import { withoutUnseen } from './unseen.ts'

export type HtmlLink = Readonly<{ text: string; href: string; line: number; hidden: boolean }>

export type HtmlText = Readonly<{ lines: Line[]; hidden: Line[]; links: HtmlLink[]; cut: boolean }>

type Frame = {
  dropped: boolean
  hard: boolean
  soft: boolean
  white: boolean
  coloured: boolean
  keepsLines: boolean
  mark: LineMark | undefined
  /** A container of Gmail: holds the quote, and the answers typed between its pieces. */
  container: boolean
  quote: boolean
  row: { cells: number; writtenBefore: number } | undefined
  /** The link around this element; `opensLink` where it begins. */
  link: { href: string; text: string } | undefined
  opensLink: boolean
}

const BLOCKS = new Set(
  'address article aside blockquote body center dd div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr html legend li main nav ol option p pre section table tbody tfoot thead tr ul caption textarea'.split(
    ' ',
  ),
)
const DROPPED = new Set(['script', 'style', 'xml'])
const UNSEEN = new Set(['title', 'template', 'datalist', 'noframes'])

const QUOTE_CLASS =
  /gmail_quote|moz-cite-prefix|moz-forward-container|yahoo_quoted|protonmail_quote|outlookmessageheader|gmail_attr/i
// Outlook puts everything behind this element that is not the sender's own.
const REST_QUOTED =
  /^(?:x_)?(?:divRplyFwdMsg|appendonsend|OLK_SRC_BODY_SECTION|mail-editor-reference-message-container)$/i
const SIGNATURE_MARK = /(?:^|[\s_-])signature(?:$|[\s_])/i

const ROOT: Frame = {
  dropped: false,
  hard: false,
  soft: false,
  white: false,
  coloured: false,
  keepsLines: false,
  mark: undefined,
  container: false,
  quote: false,
  row: undefined,
  link: undefined,
  opensLink: false,
}

const isQuote = (name: string, attributes: Attributes, look: Look, page: Page): boolean => {
  if (QUOTE_CLASS.test(attributes.class ?? '')) return true
  if (name !== 'blockquote') return false
  // Without any sign a blockquote is only an indent, and its words are the sender's own.
  return attributes.type === 'cite' || look.barred || isAttribution(page.lastLine())
}

const openFrame = (parent: Frame, name: string, attributes: Attributes, { page, lookOf }: Walk): Frame => {
  const look = lookOf(attributes)
  const opensLink = name === 'a' && attributes.href !== undefined
  const quote = isQuote(name, attributes, look, page)
  const signature = SIGNATURE_MARK.test(`${attributes.class ?? ''} ${attributes.id ?? ''}`)
  return {
    dropped: parent.dropped || DROPPED.has(name),
    hard: parent.hard || look.hides === 'hard' || UNSEEN.has(name),
    soft: look.hides === 'soft' || (parent.soft && !look.shows),
    white: look.white ?? parent.white,
    coloured: parent.coloured || look.coloured,
    keepsLines: parent.keepsLines || look.keepsLines || name === 'pre' || name === 'textarea',
    mark: quote || parent.mark === 'quoted' ? 'quoted' : signature ? 'signature' : parent.mark,
    container: quote && name !== 'blockquote',
    quote: quote && name === 'blockquote',
    row: name === 'tr' ? { cells: 0, writtenBefore: page.written() } : parent.row,
    link: opensLink ? { href: cleanHref(attributes.href ?? ''), text: '' } : parent.link,
    opensLink,
  }
}

// Browsers ignore line ends and tabs inside an address; an attacker breaks a domain with them.
const cleanHref = (href: string): string =>
  href
    .replace(/[\t\r\n]/g, '')
    .trim()
    .slice(0, 4_000)

type Walk = {
  readonly page: Page
  readonly unseen: Page
  readonly links: HtmlLink[]
  readonly frames: Frame[]
  readonly lookOf: (attributes: Attributes) => Look
  restQuoted: boolean
  cut: boolean
}

const top = (walk: Walk): Frame => walk.frames.at(-1) ?? ROOT

const isHidden = (frame: Frame): boolean => frame.hard || frame.soft || (frame.white && !frame.coloured)

const write = (walk: Walk, data: string): void => {
  const frame = top(walk)
  if (frame.dropped) return
  const mark = walk.restQuoted ? 'quoted' : frame.mark
  const target = isHidden(frame) ? walk.unseen : walk.page
  target.write(data, mark, frame.keepsLines)
  const link = frame.link
  if (link && link.text.length < 500) link.text += data
}

const addLink = (walk: Walk, href: string, text: string): void => {
  if (href === '' || href.startsWith('#')) return
  if (walk.links.length >= LIMITS.links) walk.cut = true
  else
    walk.links.push({
      text: withoutUnseen(text).replace(/\s+/g, ' ').trim(),
      href,
      line: walk.page.line(),
      hidden: isHidden(top(walk)),
    })
}

/** Words that stand in attributes: alternative text of pictures, preset values of fields. */
const writeAttributes = (walk: Walk, name: string, attributes: Attributes): void => {
  if (name === 'img' && attributes.alt) write(walk, ` ${attributes.alt} `)
  if (name === 'area' && attributes.href) addLink(walk, cleanHref(attributes.href), attributes.alt ?? '')
  if (name === 'form' && attributes.action) addLink(walk, cleanHref(attributes.action), '')
  if (name !== 'input' || !attributes.value) return
  if (attributes.type === 'hidden') {
    walk.unseen.block()
    walk.unseen.write(attributes.value, undefined, false)
  } else write(walk, ` ${attributes.value} `)
}

const openTag = (walk: Walk, name: string, attributes: Attributes): void => {
  if (REST_QUOTED.test(attributes.id ?? '')) walk.restQuoted = true
  if (name === 'br') walk.page.lineEnd()
  else if (name === 'td' || name === 'th') {
    const { row } = top(walk)
    walk.page.cell(!row || row.cells++ === 0, row?.writtenBefore === walk.page.written())
    walk.unseen.block()
  } else if (BLOCKS.has(name)) {
    walk.page.block()
    walk.unseen.block()
  }
  walk.frames.push(openFrame(top(walk), name, attributes, walk))
  writeAttributes(walk, name, attributes)
}

const closeTag = (walk: Walk, name: string): void => {
  const frame = walk.frames.at(-1)
  if (frame?.opensLink && frame.link) addLink(walk, frame.link.href, frame.link.text)
  walk.frames.pop()
  if (name === 'td' || name === 'th') walk.page.cellEnd()
  else if (BLOCKS.has(name)) {
    walk.page.block()
    walk.unseen.block()
  }
  // Words typed between the pieces of a quote that Gmail split are the sender's own again.
  const container = frame?.quote ? walk.frames.findLastIndex((one) => one.container) : -1
  if (container >= 0) for (const one of walk.frames.slice(container)) one.mark = undefined
}

/** `<!--[if mso]> … <![endif]-->` is a comment for all programs but Outlook, which shows it. */
const comment = (walk: Walk, data: string): void => {
  if (!/^\s{0,10}\[if\s/i.test(data)) return
  const inner = data.slice(data.indexOf(']>') + 2).replace(/<!\[endif\]\s*$/i, '')
  const read = readHtml(inner, false)
  for (const line of [...read.lines, ...read.hidden]) {
    walk.unseen.block()
    walk.unseen.write(line.text, undefined, false)
  }
}

const walkHtml = (walk: Walk, html: string, comments: boolean): void => {
  let parser: Parser
  const tooDeep = (): boolean => walk.frames.length >= LIMITS.htmlDepth
  parser = new Parser({
    onopentag(name, attributes) {
      if (tooDeep()) {
        walk.cut = true
        return parser.pause()
      }
      openTag(walk, name, attributes)
    },
    onclosetag: (name) => closeTag(walk, name),
    ontext: (data) => write(walk, data),
    oncomment: (data) => (comments ? comment(walk, data) : undefined),
  })
  parser.write(html)
  if (tooDeep() && walk.cut) {
    // What follows is read roughly: better words without structure than no words.
    walk.page.block()
    walk.page.write(html.slice(parser.endIndex + 1).replace(/<[^<>]{0,2000}>/g, ' '), undefined, false)
  } else parser.end()
}

export const readHtml = (html: string, comments = true): HtmlText => {
  const walk: Walk = {
    page: openPage(),
    unseen: openPage(),
    links: [],
    frames: [],
    lookOf: openLooks(),
    restQuoted: false,
    cut: false,
  }
  walkHtml(walk, html, comments)
  return { lines: walk.page.lines(), hidden: walk.unseen.lines(), links: walk.links, cut: walk.cut }
}

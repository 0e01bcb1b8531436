/** What an open element of HTML does to the words in it, with all that stand around it. */
import { type Colour, isUnseen } from './colours.ts'
import type { LineMark } from './lines.ts'
import { isAttribution } from './marks.ts'
import type { Page } from './page.ts'
import type { Attributes, Look } from './styles.ts'

export type Frame = {
  dropped: boolean
  hard: boolean
  soft: boolean
  ink: Colour
  fill: Colour
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

// The names with a colon are settings that Word and Outlook keep in `xml`; programs that do not know it show what else is there.
const DROPPED = new Set(
  'script style o:officedocumentsettings o:pixelsperinch o:allowpng w:worddocument w:latentstyles'.split(' '),
)
const UNSEEN = new Set(['title', 'template', 'datalist', 'noframes', 'noembed', 'xml'])

const QUOTE_CLASS =
  /gmail_quote|moz-cite-prefix|moz-forward-container|yahoo_quoted|protonmail_quote|outlookmessageheader|gmail_attr/i
const SIGNATURE_MARK = /(?:^|[\s_-])signature(?:$|[\s_])/i

// Browsers ignore line ends and tabs inside an address; an attacker breaks a domain with them.
export const cleanHref = (href: string): string =>
  href
    .replace(/[\t\r\n]/g, '')
    .trim()
    .slice(0, 4_000)

export const ROOT: Frame = {
  dropped: false,
  hard: false,
  soft: false,
  ink: 0x000000,
  fill: 0xffffff,
  keepsLines: false,
  mark: undefined,
  container: false,
  quote: false,
  row: undefined,
  link: undefined,
  opensLink: false,
}

const isQuote = (name: string, attributes: Attributes, look: Look, page: Page): boolean => {
  if (attributes.class && QUOTE_CLASS.test(attributes.class)) return true
  if (name !== 'blockquote') return false
  // Without any sign a blockquote is only an indent, and its words are the sender's own.
  return attributes.type === 'cite' || look.barred || isAttribution(page.lastLine())
}

const isSignature = ({ class: classes, id }: Attributes): boolean =>
  (classes !== undefined || id !== undefined) && SIGNATURE_MARK.test(`${classes ?? ''} ${id ?? ''}`)

export const openFrame = (parent: Frame, name: string, attributes: Attributes, look: Look, page: Page): Frame => {
  const opensLink = name === 'a' && attributes.href !== undefined
  const quote = isQuote(name, attributes, look, page)
  const signature = isSignature(attributes)
  return {
    dropped: parent.dropped || DROPPED.has(name),
    hard: parent.hard || look.hides === 'hard' || UNSEEN.has(name),
    soft: look.hides === 'soft' || (parent.soft && !look.shows),
    // A link has a colour of its own, whatever stands around it.
    ink: look.ink ?? (opensLink ? 'unknown' : parent.ink),
    fill: look.fill === undefined || look.fill === 'clear' ? parent.fill : look.fill,
    keepsLines: parent.keepsLines || look.keepsLines || name === 'pre' || name === 'textarea',
    mark: quote || parent.mark === 'quoted' ? 'quoted' : signature ? 'signature' : parent.mark,
    container: quote && name !== 'blockquote',
    quote: quote && name === 'blockquote',
    row: name === 'tr' ? { cells: 0, writtenBefore: page.written() } : parent.row,
    link: opensLink ? { href: cleanHref(attributes.href ?? ''), text: '' } : parent.link,
    opensLink,
  }
}

export const isHidden = (frame: Frame): boolean => frame.hard || frame.soft || isUnseen(frame.ink, frame.fill)

/**
 * An HTML body as text: every word a reader sees, and apart from it every word a reader would not see but a machine may
 * pass on (hidden by style, in the title, in a conditional comment that only Outlook shows). Scripts and styles are dropped.
 */
import { Parser } from 'htmlparser2'
import { readDataAddress } from './data-addresses.ts'
import type { EmbeddedFile } from './embedded-file.ts'
import { cleanHref, type Frame, isHidden, openFrame, ROOT } from './frames.ts'
import { LIMITS } from './limits.ts'
import type { Line } from './lines.ts'
import { openPage, type Page } from './page.ts'
import { styleRulesOf } from './style-rules.ts'
import { type Attributes, type Look, openLooks } from './styles.ts'
import { withoutUnseen } from './unseen.ts'
import { unshownWords, wordsOfComment } from './unshown.ts'

export type HtmlLink = Readonly<{ text: string; href: string; line: number; hidden: boolean }>

export type HtmlText = Readonly<{
  lines: Line[]
  hidden: Line[]
  links: HtmlLink[]
  /** Pictures and other content that stand in the page itself. */
  files: readonly EmbeddedFile[]
  cut: boolean
}>

const BLOCKS = new Set(
  'address article aside blockquote body center dd div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr html legend li main nav ol option p pre section table tbody tfoot thead tr ul caption textarea'.split(
    ' ',
  ),
)
// Outlook puts everything behind this element that is not the sender's own.
const REST_QUOTED =
  /^(?:x_)?(?:divRplyFwdMsg|appendonsend|OLK_SRC_BODY_SECTION|mail-editor-reference-message-container)$/i
// A page in a page in a page: nobody shows it, and each costs another reading.
const MOST_PAGES = 4

type Walk = {
  readonly page: Page
  readonly unseen: Page
  readonly links: HtmlLink[]
  readonly frames: Frame[]
  readonly lookOf: (name: string, attributes: Attributes) => Look
  readonly files: EmbeddedFile[]
  /** How far inside pages that stand in addresses and attributes. */
  readonly depth: number
  restQuoted: boolean
  cut: boolean
}

const top = (walk: Walk): Frame => walk.frames.at(-1) ?? ROOT

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

const writeHidden = (walk: Walk, text: string): void => {
  walk.unseen.block()
  walk.unseen.write(text, undefined, true)
  walk.unseen.block()
}

/** A page inside the page: in a conditional comment, an attribute, an address. */
const writePage = (walk: Walk, html: string): void => {
  if (walk.depth >= MOST_PAGES) {
    walk.cut = true
    return
  }
  const { lines, hidden, files, cut } = readHtml(html, walk.depth + 1)
  for (const line of [...lines, ...hidden]) writeHidden(walk, line.text)
  walk.files.push(...files)
  if (cut) walk.cut = true
}

const ADDRESSES = ['src', 'href', 'data', 'background', 'poster', 'action', 'xlink:href']

const hasAddress = (attributes: Attributes): boolean => {
  for (const name in attributes) if (ADDRESSES.includes(name)) return true
  return false
}

// A style has its pictures in an address too.
const IN_STYLE = /url\(\s{0,9}["']?(data:[^"')]{1,2000000})/gi

const addressesOf = (attributes: Attributes): string[] => [
  ...(hasAddress(attributes) ? ADDRESSES.flatMap((name) => attributes[name] ?? []) : []),
  ...[...(attributes.style ?? '').matchAll(IN_STYLE)].map(([, address]) => address!),
]

const writeAddresses = (walk: Walk, attributes: Attributes): void => {
  for (const address of addressesOf(attributes)) {
    const content = readDataAddress(address)
    if (content === undefined) continue
    if (content.type === 'text/html') writePage(walk, content.text ?? '')
    else if (content.text !== undefined) writeHidden(walk, content.text)
    else if (walk.files.length >= LIMITS.pasted) walk.cut = true
    else if (content.bytes.length > 0)
      walk.files.push({ name: '', type: content.type, bytes: content.bytes, inline: true })
  }
}

/** The letter that a link begins for whoever clicks it (RFC 6068 §2). */
const wordsOfMailto = (href: string): string => {
  const query = new URLSearchParams(href.slice(href.indexOf('?') + 1 || href.length))
  return ['subject', 'body'].flatMap((key) => query.getAll(key)).join('\n')
}

// Read aloud to whoever does not see the page.
const ASIDE = ['aria-label', 'aria-description', 'summary']
// A choice shows its label in place of its content.
const LABELLED = new Set(['option', 'optgroup', 'track'])

// What a page says of itself, and what is shown of it where it is shared.
const DESCRIBING = /^(?:(?:og:|twitter:|dcterms?\.)?(?:description|keywords|subject|title)|abstract)$/i

/** `data-*` holds what the scripts of a page know; of programs, that is no sentence. */
const ownWords = (attributes: Attributes): string[] =>
  Object.entries(attributes).flatMap(([key, value]) =>
    key.startsWith('data-') && /\p{L}{2} \p{L}/u.test(value) && !/[{}<>]/.test(value) ? [value] : [],
  )

/** Words that stand in attributes: alternative text of pictures, preset values of fields, what a mouse brings up. */
const writeAttributes = (walk: Walk, name: string, attributes: Attributes): void => {
  if (name === 'img' && attributes.alt) write(walk, ` ${attributes.alt} `)
  if (name === 'area' && attributes.href) addLink(walk, cleanHref(attributes.href), attributes.alt ?? '')
  if (name === 'form' && attributes.action) addLink(walk, cleanHref(attributes.action), '')
  if (attributes.title && attributes.title !== attributes.alt) writeHidden(walk, attributes.title)
  for (const key of ASIDE) if (attributes[key]) writeHidden(walk, attributes[key])
  if (attributes.label && LABELLED.has(name)) write(walk, ` ${attributes.label} `)
  if (attributes.href && /^\s{0,10}mailto:/i.test(attributes.href)) writeHidden(walk, wordsOfMailto(attributes.href))
  if (attributes.srcdoc) writePage(walk, attributes.srcdoc)
  writeAddresses(walk, attributes)
  for (const words of ownWords(attributes)) writeHidden(walk, words)
  if (name === 'meta' && attributes.content && DESCRIBING.test(attributes.name ?? attributes.property ?? ''))
    writeHidden(walk, attributes.content)
  if ((name === 'button' || name === 'option') && attributes.value) writeHidden(walk, attributes.value)
  if (name !== 'input') return
  const value = attributes.value || attributes.placeholder
  if (value && attributes.type === 'hidden') writeHidden(walk, value)
  else if (value) write(walk, ` ${value} `)
}

const openTag = (walk: Walk, name: string, attributes: Attributes): void => {
  if (attributes.id && REST_QUOTED.test(attributes.id)) walk.restQuoted = true
  if (name === 'br') walk.page.lineEnd()
  else if (name === 'td' || name === 'th') {
    const { row } = top(walk)
    walk.page.cell(!row || row.cells++ === 0, row?.writtenBefore === walk.page.written())
    walk.unseen.block()
  } else if (BLOCKS.has(name)) {
    walk.page.block()
    walk.unseen.block()
  }
  walk.frames.push(openFrame(top(walk), name, attributes, walk.lookOf(name, attributes), walk.page))
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
  const forOutlook = /^\s{0,10}\[if\s/i.test(data)
  const words = forOutlook ? '' : wordsOfComment(data)
  if (words !== '') writeHidden(walk, words)
  if (forOutlook) writePage(walk, data.slice(data.indexOf(']>') + 2).replace(/<!\[endif\]\s*$/i, ''))
}

const walkHtml = (walk: Walk, html: string): void => {
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
    oncomment: (data) => comment(walk, data),
  })
  parser.write(html)
  if (tooDeep() && walk.cut) {
    // What follows is read roughly: better words without structure than no words.
    walk.page.block()
    walk.page.write(html.slice(parser.endIndex + 1).replace(/<[^<>]{0,2000}>/g, ' '), undefined, false)
  } else parser.end()
}

/** `depth`: how many pages stand around this one. */
export const readHtml = (html: string, depth = 0): HtmlText => {
  const walk: Walk = {
    page: openPage(),
    unseen: openPage(),
    links: [],
    frames: [],
    lookOf: openLooks(styleRulesOf(html)),
    files: [],
    depth,
    restQuoted: false,
    cut: false,
  }
  walkHtml(walk, html)
  for (const words of unshownWords(html)) writeHidden(walk, words)
  const { page, unseen, links, files, cut } = walk
  return { lines: page.lines(), hidden: unseen.lines(), links, files, cut }
}

/**
 * The HTML of a stranger as words with some order in them: nothing is fetched, nothing runs, nothing is hidden or moved over
 * something else, and a link is text followed by where it really leads. The page that shows it is sandboxed besides.
 */
import sanitize from 'sanitize-html'
import { plainText } from '../shown.ts'

const TAGS = [
  ...['p', 'br', 'div', 'span', 'b', 'strong', 'i', 'em', 'u', 's', 'sub', 'sup', 'blockquote', 'pre', 'code', 'hr'],
  ...['ul', 'ol', 'li', 'dl', 'dt', 'dd', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6'],
  ...['table', 'caption', 'thead', 'tbody', 'tfoot', 'tr', 'td', 'th', 'a'],
]
// Headings of a message are none of our page.
const HEADINGS = Object.fromEntries(['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((tag) => [tag, 'strong']))

const LONGEST_HTML = 1_000_000
const LONGEST_TARGET = 300
const DEEPEST = 60

/** As a browser would go there: its host in the letters of the net (RFC 5891), so that a look-alike shows. */
const targetOf = (href: string): string => {
  const bare = plainText(href.slice(0, 4 * LONGEST_TARGET).trim(), 4 * LONGEST_TARGET).text
  const whole = URL.canParse(bare) ? new URL(bare).href : bare
  return plainText(whole, LONGEST_TARGET).text
}

const LINK = /(<a(?: href="[^"]*")?>|<\/a>)/

/** Its input is what the sanitiser wrote, so a link has this one form; the target stands in it escaped already. */
const linksAsText = (html: string): string => {
  const open: string[] = []
  const pieces = html.split(LINK).map((piece) => {
    if (piece.startsWith('<a')) {
      open.push(piece.slice('<a href="'.length, -2))
      return '<u>'
    }
    if (piece !== '</a>') return piece
    const target = open.pop() ?? ''
    return target === '' ? '</u>' : `</u> <code>[${target}]</code>`
  })
  return pieces.join('')
}

/** `picture`: what stands in place of one. `warn`: what is to be said of where a link leads, if anything. */
type Words = Readonly<{ picture: string; warn: (target: string) => string }>

/** `cut`: there was more. */
export const safeHtml = (html: string, { picture, warn }: Words): Readonly<{ html: string; cut: boolean }> => {
  const toldTarget = (href: string): string => {
    const target = targetOf(href)
    const warning = warn(target)
    return warning === '' ? target : `${target} ${warning}`
  }
  const clean = sanitize(html.slice(0, LONGEST_HTML), {
    allowedTags: TAGS,
    allowedAttributes: { a: ['href'] },
    allowedSchemes: false,
    allowedSchemesAppliedToAttributes: [],
    nestingLimit: DEEPEST,
    transformTags: {
      ...Object.fromEntries(Object.entries(HEADINGS).map(([from, to]) => [from, () => ({ tagName: to, attribs: {} })])),
      a: (_tag, { href = '' }) => ({ tagName: 'a', attribs: { href: toldTarget(href) } }),
      img: (_tag, { alt = '' }) => ({
        tagName: 'span',
        attribs: {},
        text: `[${picture}${alt.trim() === '' ? '' : `: ${plainText(alt, 100).text}`}]`,
      }),
    },
    textFilter: (text) => plainText(text, LONGEST_HTML).text,
  })
  return { html: linksAsText(clean), cut: html.length > LONGEST_HTML }
}

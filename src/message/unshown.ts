/**
 * Words in a page that no browser shows as they stand: strings of its scripts, words that its styles put before or behind an
 * element, comments, what it says of itself. Whoever opens the source reads them, and a script may show them after all.
 */

const MOST_LETTERS = 512 * 1024
const MOST_STRINGS = 2_000

const ELEMENT = (name: string): RegExp => new RegExp(`<${name}\\b[^>]{0,2000}>`, 'gi')
const SCRIPT = ELEMENT('script')
const STYLE = ELEMENT('style')

/** What stands in the elements of one kind, up to where each ends. */
const insideOf = (html: string, open: RegExp, close: string): string[] => {
  const found: string[] = []
  const lower = html.toLowerCase()
  let room = MOST_LETTERS
  for (const { 0: tag, index } of html.matchAll(open)) {
    const from = index + tag.length
    const end = lower.indexOf(close, from)
    const inside = html.slice(from, Math.min(end < 0 ? html.length : end, from + room))
    room -= inside.length
    if (inside.trim() !== '') found.push(inside)
  }
  return found
}

const STRING = /"((?:[^"\\\n]|\\.){2,4000})"|'((?:[^'\\\n]|\\.){2,4000})'|`((?:[^`\\]|\\.){2,4000})`/g
// Code that stands in a string, and names, have no blank between two words.
const SENTENCE = /\p{L}{2}\p{P}{0,2}\s{1,2}[\p{L}\d]/u
const BASE64 = /^[A-Za-z0-9+/]{24,}={0,2}$/
const CODE = /[{}<>]|=>|\(\)|;\s*$|^use strict$/

const unquoted = (text: string): string =>
  text.replace(/\\(?:u([0-9a-f]{4})|x([0-9a-f]{2})|([\s\S]))/gi, (_, long, short, sign: string | undefined) =>
    sign === undefined ? String.fromCharCode(Number.parseInt(long ?? short, 16)) : sign === 'n' ? '\n' : sign,
  )

const stringsOf = (script: string): string[] => {
  const found: string[] = []
  for (const [, double, single, template] of script.matchAll(STRING)) {
    if (found.length >= MOST_STRINGS) break
    const text = unquoted(double ?? single ?? template ?? '')
    if (BASE64.test(text) || (SENTENCE.test(text) && !CODE.test(text))) found.push(text)
  }
  return found
}

const CONTENT = /(?<![\w-])content\s{0,9}:\s{0,9}(?:"((?:[^"\\\n]|\\.){2,4000})"|'((?:[^'\\\n]|\\.){2,4000})')/gi
const SIGN = /\\([0-9a-f]{1,6})\s?|\\([^0-9a-f])/gi

/** `p.note::before { content: "…" }` (CSS Generated Content §2), with the escapes of CSS undone. */
const contentsOf = (style: string): string[] =>
  [...style.matchAll(CONTENT)]
    .map(([, double, single]) => double ?? single ?? '')
    .map((text) =>
      text.replace(SIGN, (_, hex: string | undefined, sign: string | undefined) =>
        hex === undefined ? (sign ?? '') : String.fromCodePoint(Math.min(Number.parseInt(hex, 16), 0x10ffff)),
      ),
    )
    .filter((text) => SENTENCE.test(text))

/** Sentences of the scripts and the styles of a page. */
export const unshownWords = (html: string): string[] => {
  if (!/<s(?:cript|tyle)/i.test(html)) return []
  return [
    ...insideOf(html, SCRIPT, '</script').flatMap(stringsOf),
    ...insideOf(html, STYLE, '</style').flatMap(contentsOf),
  ]
}

/** A comment that somebody wrote, not one of a program: it has words and no markup. */
export const wordsOfComment = (comment: string): string =>
  SENTENCE.test(comment) && !/[<>{}]/.test(comment) ? comment.trim() : ''

/** The rules of a page's `<style>` elements that reach an element by its name, its class or its id alone. */

export type Declarations = ReadonlyMap<string, string>

/** By selector: "p", ".naam", "#naam". */
export type StyleRules = ReadonlyMap<string, Declarations>

const MOST_LETTERS = 128 * 1024
const MOST_RULES = 2_000
const MOST_STYLE = 2_000

/** The text outside, or inside, all pairs of `open` and `close`; once through the text. */
const cutUp = (text: string, open: string, close: string): { outside: string[]; inside: string[] } => {
  const outside: string[] = []
  const inside: string[] = []
  let from = 0
  for (let at = text.indexOf(open); at >= 0; at = text.indexOf(open, from)) {
    outside.push(text.slice(from, at))
    const end = text.indexOf(close, at + open.length)
    inside.push(text.slice(at + open.length, end < 0 ? undefined : end))
    from = end < 0 ? text.length : end + close.length
  }
  outside.push(text.slice(from))
  return { outside, inside }
}

const withoutComments = (css: string): string => (css.includes('/*') ? cutUp(css, '/*', '*/').outside.join('') : css)

/** The last one counts, as in CSS. */
export const declarations = (style: string): Declarations => {
  const found = new Map<string, string>()
  for (const piece of withoutComments(style.slice(0, MOST_STYLE)).toLowerCase().split(';')) {
    const colon = piece.indexOf(':')
    if (colon < 0) continue
    const value = piece.slice(colon + 1).replace(/!\s{0,9}important/, '')
    found.set(piece.slice(0, colon).trim(), value.replace(/\s+/g, ' ').trim())
  }
  return found
}

/** Behind the block that opens at `open`, whatever blocks stand in it. */
const behindBlock = (css: string, open: number): number => {
  let depth = 0
  for (let at = open; at < css.length; at++) {
    if (css[at] === '{') depth++
    else if (css[at] === '}' && --depth === 0) return at + 1
  }
  return css.length
}

/** Rules for paper or for narrow windows say nothing about what most readers see. */
const ALWAYS = /^@media\s{1,9}(?:only\s{1,9})?(?:all|screen)\s{0,9}$/

// Before the last name only names of elements may stand: other selectors reach one program's own frame around a mail.
const SIMPLE = /^(?:[a-z][a-z0-9]{0,20}[\s>]{1,9}){0,5}(?:[a-z][a-z0-9]{0,20})?([.#][\w-]{1,80})?$/

const keysOf = (selectors: string): string[] =>
  selectors.split(',').flatMap((selector) => {
    const trimmed = selector.trim()
    const found = trimmed === '' ? null : SIMPLE.exec(trimmed)
    return found ? [found[1] ?? trimmed.split(/[\s>]+/).at(-1)!] : []
  })

const addRules = (rules: Map<string, Declarations>, css: string): void => {
  let at = 0
  while (rules.size < MOST_RULES) {
    const open = css.indexOf('{', at)
    if (open < 0) return
    // What stands before is the end of the rule above it, or a line like @charset.
    const selector = css
      .slice(Math.max(at, open - MOST_STYLE), open)
      .replace(/^[\s}]+|^@(?:charset|import)[^;]*;\s*/g, '')
      .trim()
    if (ALWAYS.test(selector)) at = open + 1
    else if (selector.startsWith('@')) at = behindBlock(css, open)
    else {
      const close = css.indexOf('}', open)
      const said = declarations(css.slice(open + 1, close < 0 ? undefined : close))
      for (const key of keysOf(selector)) rules.set(key, new Map([...(rules.get(key) ?? []), ...said]))
      if (close < 0) return
      at = close + 1
    }
  }
}

const NO_RULES: StyleRules = new Map()

export const styleRulesOf = (html: string): StyleRules => {
  const start = html.search(/<style/i)
  if (start < 0) return NO_RULES
  const lower = html.slice(start, start + 4 * MOST_LETTERS).toLowerCase()
  const css = cutUp(lower, '<style', '</style')
    .inside.map((element) => element.slice(element.indexOf('>') + 1))
    .join('\n')
    .slice(0, MOST_LETTERS)
  const rules = new Map<string, Declarations>()
  addRules(rules, withoutComments(css.replaceAll('<!--', '').replaceAll('-->', '')))
  return rules
}

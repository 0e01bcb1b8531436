/** text/enriched (RFC 1896) and the older text/richtext (RFC 1341) as lines: tags are not words, and split none. */

const COMMAND = /<(\/?)([a-z0-9-]{1,60})>/gi

/** One line end is a blank, more of them are one fewer; richtext has tags for both. */
const unfolded = (text: string, rich: boolean): string =>
  text
    .replace(/\r\n?/g, '\n')
    .replace(/\n+/g, (ends) => (rich || ends.length === 1 ? ' ' : '\n'.repeat(ends.length - 1)))

export const readEnriched = (text: string, rich: boolean): string => {
  let inParameter = false
  let out = ''
  let last = 0
  const flat = unfolded(text, rich).replaceAll('<<', '\u0000').replaceAll('<lt>', '\u0000')
  for (const tag of flat.matchAll(COMMAND)) {
    if (!inParameter) out += flat.slice(last, tag.index)
    last = tag.index + tag[0].length
    const name = tag[2]!.toLowerCase()
    if (name === 'param') inParameter = tag[1] === ''
    if (rich && (name === 'nl' || name === 'paragraph')) out += '\n'
  }
  // A parameter that never ends hides nothing: what follows is read.
  return (out + flat.slice(last)).replaceAll('\u0000', '<')
}

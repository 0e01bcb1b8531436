/** Walks XML of any kind, tolerantly, as "name: words" a line: the name of an element often is the label of its value. */
import type { TextBuilder } from '../text-builder.ts'
import { walkTolerantly } from './tolerant-xml.ts'

const local = (name: string): string => name.slice(name.indexOf(':') + 1)
// Numbers, colours, coordinates and paths of a drawing; names of namespaces.
const NO_WORDS =
  /^(?:[\d\s.,;:#%+()a-z-]{0,3}|[\d\s.,eE+-]*|#[0-9a-f]{3,8}|https?:\/\/www\.w3\.org\/.*|http:\/\/schemas\..*|[MmLlHhVvCcSsQqTtAaZz\d\s.,-]*)$/
const STYLE = new Set(['style', 'script'])
// Words in a sentence of a drawing or a page, not a record of their own.
const INLINE = new Set('tspan b i u em strong span a sub sup font'.split(' '))
const MAX_LINE = 1_000_000

export const walkMarkup = (xml: string, seen: TextBuilder, aside: TextBuilder): void => {
  let line = ''
  let label = ''
  let mute = 0
  const end = (): void => {
    const words = line.replace(/\s+/g, ' ').trim()
    if (words !== '') seen.add(label ? `${label}: ${words}\n` : `${words}\n`)
    line = ''
    label = ''
  }
  walkTolerantly(xml, {
    onopentag(fullName, attributes) {
      const name = local(fullName)
      if (STYLE.has(name)) mute += 1
      if (!INLINE.has(name)) {
        end()
        label = name
      }
      for (const [key, value] of Object.entries(attributes))
        if (!key.startsWith('xmlns') && key !== 'style' && key !== 'class' && !NO_WORDS.test(value.slice(0, 4_000)))
          seen.add(`${local(key)}: ${value.slice(0, MAX_LINE)}\n`)
    },
    ontext(text) {
      if (mute === 0 && line.length < MAX_LINE) line += text
    },
    oncomment: (text) => aside.add(`${text.trim()}\n`),
    onclosetag(fullName) {
      if (STYLE.has(local(fullName))) mute -= 1
      if (!INLINE.has(local(fullName))) end()
    },
  })
  end()
}

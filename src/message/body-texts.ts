/** From the lines of a body to texts with their roles and places. */
import type { Body } from './bodies.ts'
import { cutLines } from './cut.ts'
import { decode } from './decoded.ts'
import { unmaskedLines } from './disguises.ts'
import type { EmbeddedFile } from './embedded-file.ts'
import { type Line, type LineRole, type Manner, PLACES, textsOf } from './lines.ts'
import type { Link, Text } from './message.ts'
import { splitLines } from './plain.ts'
import { wordsOf } from './same-words.ts'
import type { Trouble } from './structure.ts'

export type ReadBody = Readonly<{
  texts: readonly Text[]
  links: readonly Link[]
  files: readonly EmbeddedFile[]
  troubles: readonly Trouble[]
  forwarded: boolean
}>

const linksOf = (body: Body, roles: readonly LineRole[]): Link[] => {
  if (body.links.length === 0) return []
  const places = new Map(body.lines.map((line, i) => [line.number, PLACES[roles[i] ?? 'own']] as const))
  return body.links.map(({ text, href, line, hidden }) => ({
    text,
    href,
    place: { in: places.get(line) ?? 'text', line, ...(hidden ? { hidden } : {}) },
  }))
}

/** Lines that belong to nobody in particular: they are judged as the sender's own. */
const aside = (lines: readonly Line[], manner: Manner): Text[] =>
  textsOf(
    lines,
    lines.map((line) => (line.mark === 'quoted' ? 'quoted' : 'own')),
    manner,
  )

/** What another reading says beyond the first, at its place. */
const differing = (body: Body, thread: boolean): Text[] => {
  if (body.others.length === 0) return []
  const known = new Set([...body.lines, ...body.hidden].map((line) => wordsOf(line.text)))
  const news = (lines: readonly Line[]): Line[] =>
    lines.map((line) => (known.has(wordsOf(line.text)) ? { ...line, text: '' } : line))
  return body.others.flatMap(({ lines, hidden }) => [
    ...textsOf(news(lines), cutLines(lines, thread).roles),
    ...aside(news(hidden), { hidden: true }),
  ])
}

const ENCODED: Manner = { encoded: true }

/** What the lines say once their encodings are undone, each in the role of the line it stands on. */
const readDecoded = (
  lines: readonly Line[],
  roleOf: (number: number) => LineRole,
): Omit<ReadBody, 'links' | 'forwarded'> => {
  const { texts, files, cut } = decode(lines)
  return {
    texts: texts.flatMap(({ number, text }) => {
      const inner = splitLines(text).map((line) => ({ ...line, number }))
      return textsOf(
        inner,
        inner.map(() => roleOf(number)),
        ENCODED,
      )
    }),
    files,
    troubles: cut ? [{ reason: 'limit', detail: 'encoded texts' }] : [],
  }
}

/** Lines that the eye reads otherwise than they are written, as it does. */
const unmaskedTexts = (lines: readonly Line[], roles: readonly LineRole[]): Text[] => {
  const seen = unmaskedLines(lines.map((line) => line.text))
  return seen.every((text) => text === undefined)
    ? []
    : textsOf(
        lines.map((line, i) => ({ ...line, text: seen[i] ?? '' })),
        roles,
      )
}

/** `kept`: the body, or what is left of it where another one says the same. */
export const readTexts = (body: Body, kept: Body, thread: boolean): ReadBody => {
  const { roles, forwarded } = cutLines(body.lines, thread)
  const roleAt = new Map(body.lines.map((line, i) => [line.number, roles[i] ?? 'own'] as const))
  const addresses = body.links.map(({ href, line }) => ({ text: href, number: line }))
  const pasted = readDecoded([...kept.lines, ...body.hidden, ...addresses], (number) => roleAt.get(number) ?? 'own')
  const visible = kept.lines.length > 0 ? textsOf(body.lines, roles) : []
  return {
    texts: [
      ...visible,
      ...(kept.lines.length > 0 ? unmaskedTexts(body.lines, roles) : []),
      ...aside(body.hidden, { hidden: true }),
      ...differing(body, thread),
      ...pasted.texts,
    ],
    links: linksOf(body, roles),
    files: pasted.files,
    troubles: pasted.troubles,
    forwarded,
  }
}

/** Text that stands outside the bodies, and what only another reader shows. */
export const readAside = (lines: readonly Line[], manner: Manner): ReadBody => {
  const pasted = readDecoded(lines, () => 'own')
  return { ...pasted, texts: [...aside(lines, manner), ...pasted.texts], links: [], forwarded: false }
}

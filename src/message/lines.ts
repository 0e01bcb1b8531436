/** Lines of a body as a reader sees them, and how they become texts with places. */
import { LIMITS } from './limits.ts'
import type { Place, Text } from './message.ts'

/** `number`: line within the decoded body, from 1. `mark`: what the HTML around it says it is. */
export type Line = Readonly<{ text: string; number: number; mark?: LineMark | undefined }>

export type LineMark = 'quoted' | 'signature'

export type LineRole = 'own' | 'quoted' | 'signature' | 'disclaimer'

export const PLACES: Readonly<Record<LineRole, Place['in']>> = {
  own: 'text',
  quoted: 'quoted',
  signature: 'signature',
  disclaimer: 'disclaimer',
}

/** What all lines of a text have in common beside their role. */
export type Manner = Readonly<Pick<Place, 'hidden' | 'encoded'>>

const makeText = (lines: readonly Line[], role: LineRole, manner: Manner): Text => {
  const spots: { offset: number; place: Partial<Place> }[] = []
  let offset = 0
  for (const line of lines) {
    if (line.text !== '' && spots.length < LIMITS.spots) spots.push({ offset, place: { line: line.number } })
    offset += line.text.length + 1
  }
  const place: Place = { in: PLACES[role], ...(spots[0] ? spots[0].place : {}), ...manner }
  return {
    role,
    place,
    text: lines
      .map((line) => line.text)
      .join('\n')
      .trimEnd(),
    spots,
  }
}

/** One text for each stretch of lines of one role; blank lines belong to the stretch before them. */
export const textsOf = (lines: readonly Line[], roles: readonly LineRole[], manner: Manner = {}): Text[] => {
  const texts: Text[] = []
  let run: Line[] = []
  let role: LineRole = roles[0] ?? 'own'
  const flush = (): void => {
    if (run.some((line) => line.text.trim() !== '')) texts.push(makeText(run, role, manner))
    run = []
  }
  lines.forEach((line, i) => {
    const blank = line.text.trim() === ''
    if (!blank && roles[i] !== role) {
      flush()
      role = roles[i] ?? role
    }
    if (!blank || run.length > 0) run.push(line)
  })
  flush()
  return texts
}

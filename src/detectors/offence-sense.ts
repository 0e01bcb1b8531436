/** In what sense offensive words stand: the writer's own, quoted, told of somebody else, or taught. */
import type { Reading } from './detectors.ts'
import type { TermHit } from './lexicon.ts'
import { lineStart } from './line-start.ts'
import type { Sentence } from './sentences.ts'

export type OffenceCategory = 'sexual' | 'racist' | 'discriminatory' | 'insult' | 'intimidation' | 'threat' | 'hate'
export type Offence = Readonly<{ category: OffenceCategory; start: number; end: number; confidence: number }>

/** Hits of one sentence by what they are. */
export type Said = Readonly<{ sentence: Sentence; at: number; hits: TermHit[] }>

export const of = ({ hits }: Said, name: string): TermHit[] =>
  hits.filter((hit) => hit.class === name || hit.class.startsWith(`${name}.`))

const OPENING = /["“”«„‟]|(?:^|[\s(:])['‘‚]/gu
const CLOSING = /["”“»]|['’](?=[\s.,;:!?)]|$)/u

/** "Hij zei: 'jij bent een trut'": an odd number of quotation marks before, and one after, on the same paragraph. */
export const isQuoted = (text: string, start: number, end: number): boolean => {
  const paragraph = lineStart(text, start, 400)
  const marks = [...text.slice(paragraph, start).matchAll(OPENING)].length
  return marks % 2 === 1 && CLOSING.test(text.slice(end, end + 200))
}

export const words = (reading: Reading, from: number, to: number): string =>
  reading.words
    .slice(Math.max(0, from), Math.max(0, to))
    .map((word) => word.folded)
    .join(' ')

const INCIDENT =
  /^(?:incident|verslag|melding|slachtoffer|dader|scheldwoord|gescheld|uitlating|uitdrukking|woord|incident report)/

/** "Hij zei dat …", an incident report: told, not said. "Je zei dat …" is said by the writer. */
export const isReported = (said: Said, reading: Reading, at = said.sentence.last): boolean =>
  of(said, 'prohibited.reported').some((hit) => {
    if (INCIDENT.test(hit.term)) return true
    const teller = reading.words[hit.first - 1]?.folded ?? ''
    return hit.first <= at && !/^(?:je|jij|u|ik|you|i|tu|vous)$/.test(teller)
  })

/** "Ik boek een kamer" is no book. */
const isVerb = (reading: Reading, hit: TermHit): boolean =>
  hit.term === 'boek' &&
  /^(?:ik|je|u|we)$/.test(reading.words[hit.last + 1]?.folded ?? reading.words[hit.first - 1]?.folded ?? '')

export const isTaught = (said: Said, reading: Reading): boolean =>
  of(said, 'prohibited.lesson').some((hit) => !isVerb(reading, hit))

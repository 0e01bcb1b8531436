/**
 * Careless language in a new message to outsiders: shouting in capitals, runs of exclamation marks, frequent misspellings.
 * Advice only. Replies, other languages and names are left alone: only a list of sure misspellings counts, no dictionary.
 * Clause: KI-5-language.
 */
import { z } from 'zod'
import { numberPerSpelling, placeAt, type Said, type Word } from '../message/message.ts'
import type { Detector, Finding, Reading } from './detectors.ts'
import { excerpt } from './excerpt.ts'
import { matchesIn } from './matches.ts'

const settings = z
  .strictObject({
    /** Share of shouted words, of all words of four letters or more, from which it is told. */
    shouting: z.number().min(0).max(1).default(0.3),
    /** Misspelt words from which it is told. */
    misspelt: z.number().int().min(1).default(3),
  })
  .default({ shouting: 0.3, misspelt: 3 })

const MIN_WORDS = 8
const EXCLAIMED = /[!?]{3}/g
const MAX_EXCLAIMED = 3

type Slip = Readonly<{ start: number; end: number; confidence: number; because: Said }>

const SHOUTS: Said = {
  nl: 'Een groot deel van de tekst staat in hoofdletters. Dat komt over als roepen.',
  fr: 'Une grande partie du texte est en majuscules. Cela donne l’impression de crier.',
  en: 'Much of the text is in capitals. That reads as shouting.',
}
const EXCLAIMS: Said = {
  nl: 'Er staan veel uitroeptekens na elkaar in de tekst.',
  fr: 'Le texte contient beaucoup de points d’exclamation à la suite.',
  en: 'The text has many exclamation marks in a row.',
}
const MISSPELLS: Said = {
  nl: 'Er staan enkele schrijffouten in de tekst.',
  fr: 'Le texte contient quelques fautes d’orthographe.',
  en: 'The text has some spelling mistakes.',
}

const isShouted = (text: string, { start, end }: Word): boolean => {
  const second = text.charCodeAt(start + 1)
  if (second >= 97 && second <= 122) return false
  const written = text.slice(start, end)
  return written === written.toUpperCase() && written !== written.toLowerCase()
}

const hasDigit = numberPerSpelling(({ folded }: Word) => (/\d/.test(folded) ? 1 : 0))
const isLong = (word: Word): boolean => word.end - word.start >= 4 && hasDigit(word) === 0

const shouting = ({ text, words }: Reading, share: number): Slip | undefined => {
  const loud = words.filter((word) => isShouted(text, word) && isLong(word))
  const first = loud[0]
  if (!first) return undefined
  const long = words.filter(isLong).length
  if (long < MIN_WORDS || loud.length < share * long) return undefined
  return { start: first.start, end: first.end, confidence: 0.8, because: SHOUTS }
}

const exclaiming = ({ text }: Reading): Slip | undefined => {
  const runs = matchesIn(EXCLAIMED, text)
  const first = runs[0]
  if (!first || runs.length < MAX_EXCLAIMED) return undefined
  return { start: first.index, end: first.index + first[0].length, confidence: 0.7, because: EXCLAIMS }
}

const misspelling = ({ index }: Reading, most: number): Slip | undefined => {
  const hits = index.all('careless.misspelt')
  const first = hits[0]
  if (!first || new Set(hits.map((hit) => hit.term)).size < most) return undefined
  return { start: first.start, end: first.end, confidence: 0.65, because: MISSPELLS }
}

export const carelessLanguage: Detector<z.infer<typeof settings>> = {
  rule: 'careless-language',
  settings,
  inspect: ({ message, readings, recipients }, { shouting: share, misspelt }) => {
    const outside = recipients.some((recipient) => !recipient.ours)
    if (!outside || message.reply || message.forwarded || message.automatic) return []
    return readings.flatMap((reading): Finding[] => {
      if (reading.role !== 'own') return []
      const slips = [
        shouting(reading, share),
        exclaiming(reading),
        message.language === 'nl' ? misspelling(reading, misspelt) : undefined,
      ]
      return slips.flatMap((slip) =>
        slip
          ? [
              {
                rule: 'careless-language',
                place: placeAt(reading, slip.start),
                excerpt: excerpt(reading, slip.start, slip.end),
                because: slip.because,
                confidence: slip.confidence,
              },
            ]
          : [],
      )
    })
  },
}

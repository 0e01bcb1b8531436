/**
 * Chain mail: a request to pass the message on to many, with luck, a threat or a reward.
 *
 * "Graag doorsturen aan de ouders" has neither number nor charm; a warning against chain mail names the thing only.
 * Clauses: KI-5-chain, KI-5-nonbusiness.
 */
import { z } from 'zod'
import { placeAt } from '../message/message.ts'
import type { Detector, Finding, Reading } from './detectors.ts'
import { excerpt } from './excerpt.ts'
import type { TermHit } from './lexicon.ts'
import { indexTerms, type TermIndex } from './term-index.ts'

const settings = z.strictObject({}).default({})

const REACH = 90
const NUMBER =
  /(?:\b\d{1,4}|\b(?:drie|vier|vijf|zes|zeven|acht|negen|tien|elf|twaalf|vijftien|twintig|dertig|tientallen|trois|cinq|six|sept|huit|neuf|dix|douze|quinze|vingt|three|five|six|seven|ten|twelve|twenty))\s{1,3}(?:[\p{L}-]{1,16}\s){0,1}$/iu

const isCounted = (index: TermIndex, { start }: TermHit): boolean =>
  NUMBER.test(index.reading.text.slice(Math.max(0, start - 34), start))

/** Passed on to a number of people, or to everybody one knows. */
const toMany = (index: TermIndex, from: number): boolean => {
  if (index.near('chain-mail.many', from, from + REACH)) return true
  return index
    .all('chain-mail.counted')
    .some((hit) => hit.start >= from && hit.start < from + REACH && isCounted(index, hit))
}

type Found = Readonly<{ start: number; end: number; confidence: number }>

/** "Waarschuw iedereen die je kent" is the hoax itself; "stuur kettingmails nooit door" is advice against it. */
const isAdvice = (index: TermIndex): boolean =>
  index.all('chain-mail.against').some(({ end }) => !index.near('chain-mail.many', end, end + 40))

/** A crowd with any word of passing on beside it, where luck, threat, hoax or a reward is told. */
const inOtherWords = (index: TermIndex): Found | undefined => {
  // A wish alone is any Christmas letter's.
  const luck = new Set(index.all('chain-mail.luck').map(({ term }) => term)).size
  const reward = index.all('chain-mail.reward').length
  if (luck + reward === 0) return undefined
  const beside =
    (name: string) =>
    ({ start, end }: TermHit): boolean =>
      index.all(name).some((v) => v.end > start - REACH && v.start < end + 50)
  const counted = index.all('chain-mail.counted').filter((hit) => isCounted(index, hit))
  const onward = counted.find(beside('chain-mail.onward'))
  if (onward) return { ...onward, confidence: 0.8 }
  const crowd = luck < 2 ? undefined : [...counted, ...index.all('chain-mail.many')].find(beside('chain-mail.verb'))
  return crowd && { ...crowd, confidence: 0.82 }
}

/** A ring of gifts: send one to the first on the list, put yourself below, have six others do the same. */
const inRing = (index: TermIndex): Found | undefined => {
  const ring = new Set(index.all('chain-mail.ring').map(({ term }) => term)).size
  if (ring === 0 || (ring === 1 && index.all('chain-mail.yield').length === 0)) return undefined
  const counted = index.all('chain-mail.counted').find((hit) => isCounted(index, hit))
  return counted ? { ...counted, confidence: 0.85 } : undefined
}

const find = (reading: Reading): Found | undefined => {
  const index = indexTerms(reading)
  if (isAdvice(index)) return undefined
  const chain = index.all('chain-mail.chain')[0]
  const pass = index.all('chain-mail.pass')
  if (chain && pass.length > 0) return { ...chain, confidence: 0.95 }
  const many = pass.find((hit) => toMany(index, hit.start))
  if (many && index.all('chain-mail.charm').length > 0) return { ...many, confidence: 0.9 }
  if (chain && /(?:breek|brise|rompe|break)/.test(chain.term)) return { ...chain, confidence: 0.85 }
  return inRing(index) ?? inOtherWords(index)
}

export const chainMail: Detector<z.infer<typeof settings>> = {
  rule: 'chain-mail',
  settings,
  // A chain is forwarded: here the quoted part counts as well.
  inspect: (seen) =>
    seen.readings.flatMap((reading): Finding[] => {
      const found = reading.role === 'disclaimer' ? undefined : find(reading)
      if (!found) return []
      return [
        {
          rule: 'chain-mail',
          place: placeAt(reading, found.start),
          excerpt: excerpt(reading, found.start, found.end),
          because: {
            nl: 'Dit lijkt een kettingmail: het bericht vraagt om het naar veel mensen door te sturen.',
            fr: 'Ceci ressemble à une chaîne : le message demande de le transférer à beaucoup de monde.',
            en: 'This looks like chain mail: it asks to be passed on to many people.',
          },
          confidence: found.confidence,
        },
      ]
    }),
}

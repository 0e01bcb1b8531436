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
import { indexTerms, type TermIndex } from './term-index.ts'

const settings = z.strictObject({}).default({})

const REACH = 90
const NUMBER =
  /(?:\b\d{1,4}|\b(?:tien|vijf|zeven|twaalf|vijftien|twintig|tientallen|dix|sept|quinze|vingt|ten|seven|twenty))\s{1,3}(?:\w{1,12}\s)?$/i

/** Passed on to a number of people, or to everybody one knows. */
const toMany = (index: TermIndex, from: number): boolean => {
  if (index.near('chain-mail.many', from, from + REACH)) return true
  const counted = index.near('chain-mail.counted', from, from + REACH)
  return counted !== undefined && NUMBER.test(index.reading.text.slice(Math.max(0, counted.start - 24), counted.start))
}

const find = (reading: Reading): { start: number; end: number; confidence: number } | undefined => {
  const index = indexTerms(reading)
  if (index.near('chain-mail.against', 0, reading.text.length)) return undefined
  const chain = index.all('chain-mail.chain')[0]
  const pass = index.all('chain-mail.pass')
  if (chain && pass.length > 0) return { ...chain, confidence: 0.95 }
  const many = pass.find((hit) => toMany(index, hit.start))
  if (!many) return chain && /(?:breek|brise|rompe|break)/.test(chain.term) ? { ...chain, confidence: 0.85 } : undefined
  const charmed = index.all('chain-mail.charm').length > 0
  return charmed ? { ...many, confidence: 0.9 } : undefined
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

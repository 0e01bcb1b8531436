/**
 * Clearly private business by the school account: something of one's own for sale or rent, a side business, a private
 * newsletter, or something for one's own house (private-affairs.ts). Two signs are needed: an offer and how to buy, or two of a business; and none of the school's own sales.
 * A lunch, a birthday, a lift is nobody's business.
 * Clauses: KI-5-private-use, KI-5-nonbusiness.
 */
import { z } from 'zod'
import { placeAt } from '../message/message.ts'
import type { Case, Detector, Finding, Reading } from './detectors.ts'
import { excerpt } from './excerpt.ts'
import type { TermHit } from './lexicon.ts'
import { affairIn } from './private-affairs.ts'
import { indexTerms, type TermIndex } from './term-index.ts'

const settings = z.strictObject({}).default({})

// Signs that name a business of one's own by themselves.
const OWN_BUSINESS =
  /^(?:mijn|onze webshop|tupperware|thermomix|herbalife|doterra|mary kay|pampered|eigen onderneming|in bijberoep|bestel(?:len kan)? (?:via|bij) mij|ma |mon |my |schrijf je in|volg mi|like mijn|nieuwe eenmanszaak)/
const OWN = new Set('mijn ons onze mon ma notre my our ik'.split(' '))
const MINE = new Set("mijn ons onze mij me m'n ik wij mon ma mes notre nos je my our i".split(' '))
const ONE = new Set("mijn m'n mn ma mon my".split(' '))
const NEAR = 5

/** "mijn sieradenlijn", "ons vakantiehuisje", "ben ik personal trainer": what somebody has or does besides. */
const besides = (index: TermIndex, name: string, reach: number): TermHit | undefined => {
  const { words } = index.reading
  return index
    .all(name)
    .find(({ first, last }) =>
      words
        .slice(Math.max(0, first - reach), last + (name.endsWith('trade') ? reach : 0))
        .some((w) => MINE.has(w.folded)),
    )
}

/** A business of "mijn" and a price; a thing or a trade of "mijn" or "ons" that is on offer and has its terms. */
const ofOne = (index: TermIndex, terms: number): TermHit | undefined => {
  const { words } = index.reading
  const ofMine = (name: string): TermHit | undefined =>
    index.all(name).find(({ first }) => ONE.has(words[first - 1]?.folded ?? ''))
  const shop = ofMine('private-use.shop')
  if (shop || terms < 2) return shop
  const told = index.all('private-use.offer').length > 0 || PRICE.test(index.reading.text)
  if (!told) return undefined
  const giving = index.all('private-use.giving')[0]
  if (giving && index.all('private-use.work').length === 0) return giving
  return (
    ofMine('private-use.made') ?? besides(index, 'private-use.thing', 2) ?? besides(index, 'private-use.trade', NEAR)
  )
}

const PRICE = /(?:€\s?\d|\d\s?(?:€|euro|eur)\b)/i

const offer = (reading: Reading): { hit: TermHit; confidence: number } | undefined => {
  const index = indexTerms(reading)
  if (index.all('private-use.school').length > 0) return undefined
  const terms = index.all('private-use.deal').length + Number(PRICE.test(reading.text))
  const venture = index.all('private-use.venture')
  if (venture.length >= 2 && terms >= 1) return { hit: venture[0]!, confidence: 0.82 }
  if (venture.length >= 1 && terms >= 2) return { hit: venture[0]!, confidence: 0.8 }
  const own = terms > 0 ? ofOne(index, terms) : undefined
  if (own) return { hit: own, confidence: 0.8 }
  if (index.all('private-use.lesson').length > 0) return undefined
  const business = index.all('private-use.business')
  const named = business.find((hit) => OWN_BUSINESS.test(hit.term))
  if (business.length >= 2) return { hit: business[0]!, confidence: named ? 0.88 : 0.72 }
  const sale = index.all('private-use.offer')[0]
  const mine = reading.words.some((word) => OWN.has(word.folded))
  if (sale && terms >= 1 && mine) return { hit: sale, confidence: terms >= 2 ? 0.85 : 0.72 }
  if (sale && terms >= 2) return { hit: sale, confidence: 0.72 }
  if (named && (terms >= 1 || sale)) return { hit: named, confidence: 0.8 }
  return named && named.term !== 'mijn blog' ? { hit: named, confidence: 0.65 } : undefined
}

/** Subject and text together make the offer: "Te koop" above, the price below. */
const together = (readings: readonly Reading[]): Reading | undefined =>
  readings.find((r) => r.role === 'own') ?? readings[0]

type Found = Readonly<{ reading: Reading; hit: TermHit; confidence: number }>

const find = (readings: readonly Reading[]): Found | undefined => {
  for (const reading of readings) {
    const found = offer(reading)
    if (found) return { reading, ...found }
  }
  const subject = readings.find((r) => r.role === 'subject')
  const sale = subject?.terms.find((t) => t.class === 'private-use.offer')
  const own = together(readings.filter((r) => r !== subject))
  if (!subject || !sale || !own || own.terms.some((t) => t.class === 'private-use.school')) return undefined
  const deal = own.terms.some((t) => t.class === 'private-use.deal') || PRICE.test(own.text)
  return deal ? { reading: subject, hit: sale, confidence: 0.8 } : undefined
}

const household = (seen: Case): Found | undefined => {
  const found = affairIn(
    seen,
    seen.readings.filter((r) => r.role === 'subject' || r.role === 'own'),
  )
  return found && { ...found, confidence: 0.75 }
}

export const privateUse: Detector<z.infer<typeof settings>> = {
  rule: 'private-use',
  settings,
  inspect: (seen) => {
    const found =
      find(seen.readings.filter((r) => r.role === 'subject' || r.role === 'own' || r.role === 'attachment')) ??
      household(seen)
    if (!found) return []
    const finding: Finding = {
      rule: 'private-use',
      place: placeAt(found.reading, found.hit.start),
      excerpt: excerpt(found.reading, found.hit.start, found.hit.end),
      because: {
        nl: 'Dit bericht lijkt over een eigen verkoop, aankoop of zaak te gaan. Daarvoor dient het schoolaccount niet.',
        fr: 'Ce message semble concerner une vente, un achat ou une activité privés. Le compte de l’école ne sert pas à cela.',
        en: 'This message seems to be about a private sale, purchase or business. The school account is not meant for that.',
      },
      confidence: found.confidence,
    }
    return [finding]
  },
}

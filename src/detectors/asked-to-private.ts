/**
 * "Stuur de verslagen maar naar mijn gmail": the writer asks that school matters be sent to an account of his own. What fools
 * it: addresses of others ("schrijf in bij …@gmail.com"), a rule against it ("mail nooit naar je privéadres"), a private note.
 */
import { placeAt } from '../message/message.ts'
import type { Case, Finding, Reading } from './detectors.ts'
import { excerpt } from './excerpt.ts'
import { type Owner, speltBy } from './own-account.ts'
import { isHomeMail } from './private-mail.ts'
import type { Sentence } from './sentences.ts'

const ASKS =
  /(?<!\p{L})(?:stuur|sturen|stuurt|mail|mailen|mailt|zend|zenden|zendt|bezorg|bezorgen|doorsturen|doormailen|antwoord|send|forward|mail it|envoie|envoyez|envoyer|transf[eé]re[rz]?)(?!\p{L})/iu
const MINE =
  /(?<!\p{L})(?:mijn|m['’]n|mn|onze|ons|my|our|mon|ma|notre)\s(?:eigen\s|own\s)?(?:(?:priv[eé]|thuis|persoonlijke?|private|personal|home)[- ]?(?:e?-?mail(?:adres|box)?|postbus|account|adres|address)?|(?:gmail|hotmail|outlook|live|telenet|ziggo|skynet|proximus|kpn|yahoo|icloud|gmx|proton)(?:\.\p{L}{2,3})?[- ]?(?:adres|mail|account)?|adresse (?:priv[eé]e|personnelle)|bo[iî]te priv[eé]e)(?!\p{L})|(?<!\p{L})(?:adres|mail|account) van mijn (?:man|vrouw|partner|vriend|vriendin)(?!\p{L})/iu
const ADDRESS = /[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}/
const OWN = /(?<!\p{L})(?:mijn|m['’]n|mn|mij|me|ik|ons|onze|we|wij|my|me|i|mon|ma|moi|je)(?!\p{L})/iu
// "Mail liever niet hierheen maar naar mijn thuisadres" asks for it.
const FORBIDS =
  /(?<!\p{L})(?:niet|nooit|geen|not|never|jamais|pas)(?!\p{L})(?![^.]{0,80}(?<!\p{L})(?:maar|but|mais)(?!\p{L}))/iu

// "liever niet …": as many letters before the request.
const BEFORE = 12

type Span = Readonly<{ start: number; end: number }>

const spanOf = (sentence: Sentence, match: RegExpExecArray): Span => {
  const start = sentence.start + match.index
  return { start, end: start + match[0].length }
}

const askedIn = (seen: Case, owners: readonly Owner[], { text }: Reading, sentence: Sentence): Span | undefined => {
  const said = text.slice(sentence.start, sentence.end)
  const ask = ASKS.exec(said)
  if (!ask) return undefined
  const mine = MINE.exec(said)
  const found = mine ?? ADDRESS.exec(said)
  if (!found || FORBIDS.test(said.slice(Math.max(0, Math.min(ask.index, found.index) - BEFORE), found.index)))
    return undefined
  if (mine) return spanOf(sentence, mine)
  const contact = seen.people.contact(found[0])
  const isOwn = speltBy(owners, contact, '') !== undefined || OWN.test(said)
  return isHomeMail(contact) && contact.class !== 'parent' && isOwn ? spanOf(sentence, found) : undefined
}

const BECAUSE = {
  nl: 'Hier wordt gevraagd om schoolzaken naar een privéadres te sturen.',
  fr: 'Ce message demande d’envoyer des informations scolaires à une adresse privée.',
  en: 'This message asks for school matters to be sent to a private address.',
}

/** The first such request in the writer's own words. */
export const askedToPrivate = (seen: Case, owners: readonly Owner[]): Finding[] => {
  for (const reading of seen.readings) {
    if (reading.role !== 'own' && reading.role !== 'subject') continue
    for (const sentence of reading.sentences) {
      const asked = askedIn(seen, owners, reading, sentence)
      if (!asked) continue
      const { start, end } = asked
      return [
        {
          rule: 'private-account',
          category: 'recipient',
          place: placeAt(reading, start),
          excerpt: excerpt(reading, start, end),
          because: BECAUSE,
          confidence: 0.75,
        },
      ]
    }
  }
  return []
}

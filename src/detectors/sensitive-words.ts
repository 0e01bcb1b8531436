/** How a sighting of sensitive data is told: category in plain words, the pupil by masked name. */
import { placeAt, type Said } from '../message/message.ts'
import type { Finding, Reading } from './detectors.ts'
import { type Cover, excerpt } from './excerpt.ts'
import { maskName } from './mask.ts'
import type { Category } from './predications.ts'
import type { Mention } from './pupils.ts'

export type SensitiveCategory = Category | 'national-number'

/** Something sensitive that was seen, and of whom. `secret`: the span itself is a value to mask. */
export type Sighting = Readonly<{
  category: SensitiveCategory
  start: number
  end: number
  who: Mention
  confidence: number
  reminder: boolean
  secret?: boolean
}>

/** {name}: the masked name in brackets, where there is one. */
const WORDS: Record<SensitiveCategory, Said> = {
  family: {
    nl: 'Hier staat iets over de gezinssituatie van een leerling{name}.',
    fr: 'Le message parle de la situation familiale d’un élève{name}.',
    en: 'This tells about the family situation of a pupil{name}.',
  },
  'psycho-social': {
    nl: 'Hier staat psychosociale informatie over een leerling{name} of het gezin.',
    fr: 'Le message contient des informations psychosociales sur un élève{name} ou sa famille.',
    en: 'This contains psychosocial information about a pupil{name} or the family.',
  },
  medical: {
    nl: 'Hier staat medische informatie over een leerling{name} of het gezin.',
    fr: 'Le message contient des informations médicales sur un élève{name} ou sa famille.',
    en: 'This contains medical information about a pupil{name} or the family.',
  },
  care: {
    nl: 'Hier staat iets over de zorg of begeleiding van een leerling{name}.',
    fr: 'Le message parle des soins ou de l’accompagnement d’un élève{name}.',
    en: 'This tells about the care or support of a pupil{name}.',
  },
  financial: {
    nl: 'Hier staat iets over de geldzaken van het gezin van een leerling{name}.',
    fr: 'Le message parle des finances de la famille d’un élève{name}.',
    en: 'This tells about the finances of the family of a pupil{name}.',
  },
  'special-category': {
    nl: 'Hier staat iets heel gevoeligs (zoals geloof, afkomst, geaardheid of politiezaken) over een leerling{name} of het gezin.',
    fr: 'Le message contient des informations très sensibles (religion, origine, orientation ou affaires judiciaires) sur un élève{name} ou sa famille.',
    en: 'This contains specially protected information (such as belief, origin, orientation or police matters) about a pupil{name} or the family.',
  },
  'national-number': {
    nl: 'Hier staat het rijksregister- of burgerservicenummer van een leerling{name}.',
    fr: 'Le message contient le numéro de registre national d’un élève{name}.',
    en: 'This contains the national number of a pupil{name}.',
  },
}

const NUMBER_OF_SOMEBODY: Said = {
  nl: 'Hier staat een rijksregister- of burgerservicenummer.',
  fr: 'Le message contient un numéro de registre national.',
  en: 'This contains a national number.',
}

const because = (category: SensitiveCategory, name: string): Said => {
  const { nl, fr, en } = category === 'national-number' && name === '' ? NUMBER_OF_SOMEBODY : WORDS[category]
  const told = (words: string): string => words.replace('{name}', () => (name === '' ? '' : ` (${name})`))
  return { nl: told(nl), fr: told(fr), en: told(en) }
}

/** `known`: the whole name that the directory has for the pupil; empty when it has none. */
export const reportSighting = (rule: Finding['rule'], reading: Reading, sighting: Sighting, known: string): Finding => {
  const { category, start, end, who, confidence } = sighting
  const name = who.name === '' ? '' : /^\d+$/.test(who.name) ? '••••' : maskName(who.name)
  const covers: Cover[] = coversOf(reading, sighting, known)
  return {
    rule,
    category,
    place: placeAt(reading, start),
    excerpt: excerpt(reading, start, end, covers),
    because: because(category, name),
    confidence,
    subject: { id: who.id, name },
  }
}

// "De familie De Smet": the article is not the name.
const PARTICLE = /^(?:de|den|der|van|le|la|el|al|ten|ter)$/i

/** Every capitalised repeat of the name nearby is covered too, and what else the directory calls the pupil. */
const coversOf = ({ text }: Reading, { start, end, who, secret }: Sighting, known: string): Cover[] => {
  const covers: Cover[] = secret ? [{ start, end, as: 'secret' }] : []
  const from = Math.max(0, start - 100)
  const near = text.slice(from, end + 100)
  // "Bij Sanders thuis", of Tygo: the rest of the name is his as well.
  for (const word of new Set(`${who.named ? who.name : ''} ${known}`.split(/[\s.]+/))) {
    if (word.length < 2 || PARTICLE.test(word)) continue
    for (let at = near.indexOf(word); at >= 0; at = near.indexOf(word, at + word.length))
      covers.push({ start: from + at, end: from + at + word.length, as: 'name' })
  }
  return covers
}

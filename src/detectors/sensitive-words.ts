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

const WORDS: Record<SensitiveCategory, Said> = {
  family: {
    nl: 'informatie over de gezinssituatie',
    fr: 'des informations sur la situation familiale',
    en: 'information about the family situation',
  },
  'psycho-social': {
    nl: 'psycho-sociale informatie',
    fr: 'des informations psychosociales',
    en: 'psycho-social information',
  },
  medical: { nl: 'medische informatie', fr: 'des informations médicales', en: 'medical information' },
  care: {
    nl: 'informatie over zorg en begeleiding',
    fr: "des informations sur l'accompagnement et les soins",
    en: 'information about care and support',
  },
  financial: {
    nl: 'informatie over geldzaken van het gezin',
    fr: 'des informations sur les finances de la famille',
    en: 'information about the family’s finances',
  },
  'special-category': {
    nl: 'bijzonder gevoelige informatie (zoals geloof, afkomst, geaardheid of politiezaken)',
    fr: 'des informations très sensibles (religion, origine, orientation ou affaires judiciaires)',
    en: 'specially protected information (such as belief, origin, orientation or police matters)',
  },
  'national-number': {
    nl: 'een rijksregister- of burgerservicenummer',
    fr: 'un numéro de registre national',
    en: 'a national number',
  },
}

const sayWho = (name: string, category: SensitiveCategory): Said => {
  if (category === 'national-number' && name === '') return { nl: '', fr: '', en: '' }
  const shown = name === '' ? '' : ` (${name})`
  if (category === 'national-number')
    return { nl: ` van een leerling${shown}`, fr: ` d’un élève${shown}`, en: ` of a pupil${shown}` }
  return {
    nl: ` over een leerling${shown} of het gezin`,
    fr: ` sur un élève${shown} ou sa famille`,
    en: ` about a pupil${shown} or the family`,
  }
}

const because = (category: SensitiveCategory, name: string): Said => {
  const who = sayWho(name, category)
  const what = WORDS[category]
  return {
    nl: `Dit bericht bevat ${what.nl}${who.nl}.`,
    fr: `Le message contient ${what.fr}${who.fr}.`,
    en: `It contains ${what.en}${who.en}.`,
  }
}

export const reportSighting = (rule: Finding['rule'], reading: Reading, sighting: Sighting): Finding => {
  const { category, start, end, who, confidence } = sighting
  const name = who.name === '' ? '' : /^\d+$/.test(who.name) ? '••••' : maskName(who.name)
  const covers: Cover[] = coversOf(reading, sighting)
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

/** Every capitalised repeat of the name nearby is covered too, not only the one that was judged. */
const coversOf = ({ text }: Reading, { start, end, who, secret }: Sighting): Cover[] => {
  const covers: Cover[] = secret ? [{ start, end, as: 'secret' }] : []
  if (!who.named) return covers
  const from = Math.max(0, start - 100)
  const near = text.slice(from, end + 100)
  for (const word of who.name.split(/[\s.]+/)) {
    if (word.length < 2 || PARTICLE.test(word)) continue
    for (let at = near.indexOf(word); at >= 0; at = near.indexOf(word, at + word.length))
      covers.push({ start: from + at, end: from + at + word.length, as: 'name' })
  }
  return covers
}

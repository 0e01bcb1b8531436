/**
 * A recipient who probably was not meant.
 *
 * A person reads the addresses against the text: a domain with one letter wrong, one outsider among colleagues in an
 * internal thread, a parent who is not a parent of the pupil the mail is about. What fools it: an ordinary new
 * correspondent, brothers and sisters, a mail about several pupils. Clauses ME-3.3-cc, SJ-3.3-cc.
 */
import { z } from 'zod'
import type { Person } from '../directory/directory.ts'
import type { Said } from '../message/message.ts'
import type { Case, Detector, Finding, Recipient } from './detectors.ts'
import { maskAddress, maskName } from './mask.ts'
import { distance } from './spelling.ts'

const settings = z.strictObject({})

// Mail providers whose misspellings are registered by strangers.
const PROVIDERS = [
  'gmail.com',
  'hotmail.com',
  'hotmail.be',
  'hotmail.nl',
  'outlook.com',
  'outlook.be',
  'live.be',
  'live.nl',
  'telenet.be',
  'skynet.be',
  'proximus.be',
  'ziggo.nl',
  'kpnmail.nl',
  'icloud.com',
  'yahoo.com',
]

const finding = (
  recipient: Recipient,
  category: string,
  because: Said,
  confidence: number,
  subject?: Person,
): Finding => ({
  rule: 'unexpected-recipient',
  category,
  place: { in: 'recipients', header: recipient.seen === 'to' ? 'To' : recipient.seen === 'cc' ? 'Cc' : 'Bcc' },
  excerpt: maskAddress(recipient.address),
  because,
  confidence,
  recipients: [recipient.address],
  ...(subject ? { subject: { id: subject.id, name: maskName(subject.name) } } : {}),
})

const LOOK_ALIKE: Said = {
  nl: 'Dit adres lijkt sterk op een bekend adres, maar er staat een letter anders.',
  fr: 'Cette adresse ressemble fort à une adresse connue, à une lettre près.',
  en: 'This address is one letter away from a known one.',
}
const OUTSIDER: Said = {
  nl: 'Eén ontvanger van buiten de school leest mee in een gesprek tussen collega’s.',
  fr: 'Un destinataire extérieur lit une conversation entre collègues.',
  en: 'One outsider reads along in a conversation among colleagues.',
}
const OTHER_PARENT: Said = {
  nl: 'Deze ouder is volgens de schoolgegevens geen ouder van de leerling over wie het gaat.',
  fr: 'Selon les données de l’école, ce parent n’est pas celui de l’élève concerné.',
  en: "According to the school's data this is not a parent of the pupil concerned.",
}

const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1)

const lookAlikes = ({ recipients, people }: Case): Finding[] => {
  const known = [...people.domains, ...PROVIDERS]
  return recipients
    .filter((r) => !r.ours && !r.known && !r.freeMail && r.class !== 'partner')
    .filter((r) => known.some((domain) => domain.length >= 7 && distance(domainOf(r.address), domain) === 1))
    .map((r) => finding(r, 'look-alike', LOOK_ALIKE, 0.8))
}

const MIN_COLLEAGUES = 3

const loneOutsider = ({ message, recipients }: Case): Finding[] => {
  const outsiders = recipients.filter((r) => !r.ours)
  const [outsider] = outsiders
  if (!message.reply || outsiders.length !== 1 || !outsider || recipients.length <= MIN_COLLEAGUES) return []
  return outsider.class === 'outside' && outsider.seen !== 'hidden'
    ? [finding(outsider, 'outsider', OUTSIDER, 0.65)]
    : []
}

/** Pupils the sender's own words are about: named in full, unambiguously. */
const pupilsNamed = ({ readings }: Case): Person[] => {
  const own = readings.filter((r) => r.role === 'own' || r.role === 'subject' || r.role === 'file-name')
  const sure = own.flatMap((r) => r.names).filter((hit) => hit.persons.length === 1 && hit.strength >= 0.9)
  return [...new Map(sure.map((hit) => [hit.persons[0]!.id, hit.persons[0]!])).values()].filter(
    (p) => p.kind === 'pupil',
  )
}

const MAX_PUPILS = 2

const otherParents = (seen: Case): Finding[] => {
  const pupils = pupilsNamed(seen)
  if (pupils.length === 0 || pupils.length > MAX_PUPILS) return []
  const parents = seen.recipients.filter((r) => r.class === 'parent' && r.known)
  if (parents.length === 0 || parents.length > MAX_PUPILS) return []
  return parents
    .filter((r) => !r.persons.some((parent) => pupils.some((pupil) => parent.pupilIds.includes(pupil.id))))
    .map((r) => finding(r, 'other-parent', OTHER_PARENT, 0.85, pupils[0]))
}

export const unexpectedRecipient: Detector<z.infer<typeof settings>> = {
  rule: 'unexpected-recipient',
  settings,
  inspect: (seen) => [...lookAlikes(seen), ...loneOutsider(seen), ...otherParents(seen)],
}

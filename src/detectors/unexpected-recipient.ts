/**
 * A recipient who probably was not meant.
 *
 * A person reads the addresses against the text: one letter wrong, one outsider among colleagues in an internal thread,
 * a parent who is not a parent of the pupil the mail is about, a class group that gets what is meant for its teachers.
 * What fools it: an ordinary new correspondent, an outsider who was in the thread, brothers and sisters. Clauses ME-3.3-cc, SJ-3.3-cc.
 */
import { z } from 'zod'
import type { Person } from '../directory/directory.ts'
import type { Said } from '../message/message.ts'
import type { Case, Detector, Finding, Recipient } from './detectors.ts'
import { lookAlikes } from './look-alikes.ts'
import { maskAddress, maskName } from './mask.ts'

const settings = z.strictObject({})

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
  excerpt: category === 'group' ? recipient.address : maskAddress(recipient.address),
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
const WRONG_GROUP: Said = {
  nl: 'Dit bericht lijkt voor collega’s bedoeld, maar deze groep bestaat uit leerlingen of ouders.',
  fr: 'Ce message semble destiné à des collègues, mais ce groupe est composé d’élèves ou de parents.',
  en: 'This message seems meant for colleagues, but this group consists of pupils or parents.',
}

const MIN_COLLEAGUES = 3

/** Who stands in the thread already is no surprise: the quoted part names or addresses him. */
const isInThread = (outsider: Recipient, { readings }: Case): boolean =>
  readings.some((r) => {
    if (r.role !== 'quoted') return false
    const text = r.text.toLowerCase()
    return text.includes(outsider.address) || (outsider.name.length > 4 && text.includes(outsider.name.toLowerCase()))
  })

const loneOutsider = (seen: Case): Finding[] => {
  const { message, recipients } = seen
  if (!message.reply || recipients.length <= MIN_COLLEAGUES) return []
  const outsiders = recipients.filter((r) => !r.ours)
  const [outsider] = outsiders
  if (!outsider || outsiders.length !== 1 || outsider.seen === 'hidden') return []
  // An answer to the outsider, with colleagues in Cc.
  const addressed = outsider.seen === 'to' && !recipients.some((r) => r.ours && r.seen === 'to')
  if (addressed || !['outside', 'parent'].includes(outsider.class) || isInThread(outsider, seen)) return []
  return [finding(outsider, 'outsider', OUTSIDER, 0.65)]
}

const FAMILIES = /ouder|parent|leerling|pupil|eleve|student|(?:^|[._-])lln/
const STAFF =
  /leerkracht|leraar|leraren|docent|team|titularis|mentor|prof|enseignant|teacher|staff|klassenraad|vakgroep/
const CLASS = /^(?:klas|groep)?[._-]?[1-8][a-z]{0,5}\d?$/

const isFamilyGroup = ({ class: kind, address }: Recipient): boolean => {
  const local = address.slice(0, address.lastIndexOf('@'))
  return kind === 'group' && !STAFF.test(local) && (FAMILIES.test(local) || CLASS.test(local))
}

/** A class group in place of its teachers': the text is for colleagues only (3a@ for leerkrachten-3a@). */
const wrongGroups = ({ recipients, readings }: Case): Finding[] => {
  const groups = recipients.filter(isFamilyGroup)
  if (groups.length === 0) return []
  const said = readings.filter((r) => r.role === 'own' || r.role === 'subject').flatMap((r) => r.terms)
  const has = (name: string): boolean => said.some((term) => term.class === name)
  if (!has('staff.addressed') || has('group.addressed')) return []
  return groups.map((r) => finding(r, 'group', WRONG_GROUP, has('staff.only') ? 0.8 : 0.65))
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
  const parents = seen.recipients.filter((r) => r.class === 'parent' && r.known)
  if (parents.length === 0 || parents.length > MAX_PUPILS) return []
  const pupils = pupilsNamed(seen)
  if (pupils.length === 0 || pupils.length > MAX_PUPILS) return []
  return parents
    .filter((r) => !r.persons.some((parent) => pupils.some((pupil) => parent.pupilIds.includes(pupil.id))))
    .map((r) => finding(r, 'other-parent', OTHER_PARENT, 0.85, pupils[0]))
}

export const unexpectedRecipient: Detector<z.infer<typeof settings>> = {
  rule: 'unexpected-recipient',
  settings,
  inspect: (seen) => [
    ...[...lookAlikes(seen.recipients, seen.people)].map(([r, sure]) => finding(r, 'look-alike', LOOK_ALIKE, sure)),
    ...loneOutsider(seen),
    ...otherParents(seen),
    ...wrongGroups(seen),
  ],
}

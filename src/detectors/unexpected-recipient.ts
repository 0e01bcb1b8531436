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
import { intruders } from './inner-circle.ts'
import { lookAlikes } from './look-alikes.ts'
import { maskAddress, maskName } from './mask.ts'
import { otherParents } from './other-parents.ts'

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
  nl: 'Dit adres lijkt sterk op een bekend adres, maar is net anders geschreven.',
  fr: 'Cette adresse ressemble fort à une adresse connue, mais s’écrit un peu autrement.',
  en: 'This address looks very much like a known one, but is spelt a little differently.',
}
const OUTSIDER: Said = {
  nl: 'Eén ontvanger van buiten de school leest mee in een gesprek tussen collega’s.',
  fr: 'Un destinataire extérieur lit une conversation entre collègues.',
  en: 'One outsider reads along in a conversation among colleagues.',
}
const OTHER_PARENT: Said = {
  nl: 'Deze ouder is volgens de schoolgegevens geen ouder van de leerling over wie het gaat.',
  fr: 'Selon les données de l’école, ce parent n’est pas celui de l’élève concerné.',
  en: 'According to the school’s data this is not a parent of the pupil concerned.',
}
const WRONG_GROUP: Said = {
  nl: 'Dit bericht lijkt voor collega’s bedoeld, maar deze groep bestaat uit leerlingen of ouders.',
  fr: 'Ce message semble destiné à des collègues, mais ce groupe est composé d’élèves ou de parents.',
  en: 'This message seems meant for colleagues, but this group consists of pupils or parents.',
}

const NAMESAKE: Said = {
  nl: 'Deze ontvanger van buiten de school heet zoals een collega, die het bericht niet krijgt.',
  fr: 'Ce destinataire extérieur porte le nom d’un collègue, qui ne reçoit pas le message.',
  en: 'This outside recipient has the name of a colleague, who does not get the message.',
}
const FAMILY: Said = {
  nl: 'Dit bericht lijkt voor collega’s bedoeld, maar deze ontvanger is een ouder of leerling.',
  fr: 'Ce message semble destiné à des collègues, mais ce destinataire est un parent ou un élève.',
  en: 'This message seems meant for colleagues, but this recipient is a parent or pupil.',
}
const OTHER_FILE: Said = {
  nl: 'De bijlage gaat over een leerling van wie deze ontvanger volgens de schoolgegevens geen ouder is.',
  fr: 'La pièce jointe concerne un élève dont ce destinataire n’est pas un parent selon les données de l’école.',
  en: 'The attachment is about a pupil of whom this recipient is no parent according to the school’s data.',
}

const INTRUDER = { outsider: OUTSIDER, namesake: NAMESAKE, family: FAMILY } as const

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

export const unexpectedRecipient: Detector<z.infer<typeof settings>> = {
  rule: 'unexpected-recipient',
  settings,
  inspect: (seen) => [
    ...[...lookAlikes(seen.recipients, seen.people)].map(([r, sure]) => finding(r, 'look-alike', LOOK_ALIKE, sure)),
    ...intruders(seen).map(({ recipient, by, confidence }) => finding(recipient, 'outsider', INTRUDER[by], confidence)),
    ...otherParents(seen).map(({ recipient, pupil, confidence, file }) =>
      finding(recipient, 'other-parent', file ? OTHER_FILE : OTHER_PARENT, confidence, pupil),
    ),
    ...wrongGroups(seen),
  ],
}

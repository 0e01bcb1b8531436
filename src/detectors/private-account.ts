/**
 * A private account is used for school: as sender, or as the place school matters are sent to.
 *
 * A person looks at From, Sender and Reply-To, then at recipients whose address is the sender's own or a colleague's
 * private one: known to the directory, or spelt like the name (in BCC too), then at a request to send it there. What fools it: parents and suppliers have the
 * same free-mail domains and sometimes the same surname; a birthday wish to a colleague's private address is no school
 * matter; a contact form puts a parent in Reply-To. Clauses ME-3.2-private, SJ-3.2-private, OP-channels.
 */
import { z } from 'zod'
import type { Contact } from '../directory/directory.ts'
import type { Said } from '../message/message.ts'
import { askedToPrivate } from './asked-to-private.ts'
import type { Case, Detector, Finding, Recipient } from './detectors.ts'
import { type Forward, forwardOf } from './forwarding.ts'
import { maskAddress } from './mask.ts'
import { type Owner, ownersOf, type Spelt, speltBy } from './own-account.ts'
import { isHomeMail } from './private-mail.ts'
import { greeted } from './salutation.ts'
import { type Matter, matterOf, saysToMyself, speaksToFamily } from './school-matter.ts'

const settings = z.strictObject({
  reporting: z
    .array(z.string())
    .default([])
    .describe("Addresses that are always fine, such as the school's own reporting address."),
})
type Settings = z.infer<typeof settings>

const BECAUSE: Readonly<Record<'sender' | 'forward' | 'own' | 'colleague', Said>> = {
  sender: {
    nl: 'Dit bericht gebruikt een privéadres als afzender of antwoordadres.',
    fr: 'Ce message utilise une adresse privée comme expéditeur ou adresse de réponse.',
    en: 'This message uses a private address as sender or reply address.',
  },
  forward: {
    nl: 'Dit bericht wordt automatisch doorgestuurd naar een privéadres.',
    fr: 'Ce message est transféré automatiquement vers une adresse privée.',
    en: 'This message is forwarded automatically to a private address.',
  },
  own: {
    nl: 'Schoolzaken gaan hier naar het eigen privéadres van de afzender.',
    fr: 'Des informations scolaires partent vers l’adresse privée de l’expéditeur.',
    en: 'School matters go to the sender’s own private address here.',
  },
  colleague: {
    nl: 'Schoolzaken gaan hier naar het privéadres van een collega.',
    fr: 'Des informations scolaires partent vers l’adresse privée d’un collègue.',
    en: 'School matters go to a colleague’s private address here.',
  },
}

/** A member of staff's account outside the school: the directory says so, or a box at home spells a name on the staff. */
const isStaffPrivate = (seen: Case, contact: Contact, name: string): boolean => {
  if (contact.class === 'private' || isTitled(seen, contact)) return true
  if (contact.known || contact.class !== 'outside' || !isHomeMail(contact)) return false
  return seen.people.staffSpelt(contact.address.slice(0, contact.address.lastIndexOf('@')), name) !== undefined
}

/** "juf.els@", "meesterwim@": one colleague only has that first name at the sender's school. */
const isTitled = (seen: Case, contact: Contact): boolean => {
  if (contact.known || contact.class !== 'outside' || !isHomeMail(contact)) return false
  const name = /^(?:juf(?:frouw)?|meester)[._-]?([a-z]{2,20})\d{0,4}@/.exec(contact.address)?.[1]
  const school = seen.sender.persons[0]?.school ?? ''
  const called = name === undefined ? [] : seen.people.staffCalled(name).filter((person) => person.school === school)
  return called.length === 1
}

type Field = Readonly<{ header: string; address: string; name: string }>

const senderFields = ({ message }: Case): Field[] => [
  ...message.from.map(({ address, name }) => ({ header: 'From', address, name })),
  ...(message.sender ? [{ header: 'Sender', address: message.sender.address, name: message.sender.name }] : []),
  { header: 'Return-Path', address: message.envelope.mailFrom, name: '' },
  ...message.replyTo.map(({ address, name }) => ({ header: 'Reply-To', address, name })),
]

/** A form on the website writes for whoever fills it in. */
const isMachine = (address: string): boolean =>
  /^(?:no-?reply|do-?not-?reply|website|web|formulier(?:en)?|contactformulier|webmaster|forms?|wordpress)[@+.-]/i.test(
    address,
  )

const senderFindings = (seen: Case, owners: readonly Owner[], fine: ReadonlySet<string>): Finding[] => {
  const found = new Map<string, Finding>()
  const byMachine = isMachine(seen.message.envelope.mailFrom)
  for (const { header, address, name } of senderFields(seen)) {
    const contact = seen.people.contact(address)
    if (address === '' || contact.ours || fine.has(contact.address) || contact.class === 'parent') continue
    // Whoever sends as us from free mail is staff; a reply address may be a parent's, put there by a contact form.
    const asUs = header !== 'Reply-To' && contact.freeMail && !byMachine
    const spelt = /whole|part/.test(speltBy(owners, contact, name) ?? '')
    if (!asUs && !spelt && !isStaffPrivate(seen, contact, name)) continue
    if (found.has(contact.address)) continue
    found.set(contact.address, {
      rule: 'private-account',
      category: 'sender',
      place: { in: 'header', header },
      excerpt: `${header}: ${maskAddress(contact.address)}`,
      because: BECAUSE.sender,
      confidence: contact.known ? 0.95 : 0.85,
    })
  }
  return [...found.values()]
}

const PLACES = { to: 'To', cc: 'Cc', hidden: 'Bcc' } as const

const recipientFinding = (recipient: Recipient, because: Said, category: string, confidence: number): Finding => ({
  rule: 'private-account',
  category,
  place: { in: 'recipients', header: PLACES[recipient.seen] },
  excerpt: maskAddress(recipient.address),
  because,
  confidence,
  recipients: [recipient.address],
})

/** The sender says it is his own: "cc aan mezelf, dan kan ik er thuis aan verder". */
const told = (recipient: Recipient): Finding => recipientFinding(recipient, BECAUSE.own, 'recipient', 0.72)

/** Whose a recipient's private account is, as far as anything tells. */
type Whose = Readonly<{ own: Spelt; colleague: boolean }>

const whoseIs = (seen: Case, owners: readonly Owner[], recipient: Recipient): Whose => {
  const same = recipient.persons.some((p) => p.kind === 'staff' && seen.sender.persons.some((s) => s.id === p.id))
  const own = same && recipient.class === 'private' ? 'whole' : speltBy(owners, recipient, recipient.name)
  return { own, colleague: isStaffPrivate(seen, recipient, recipient.name) }
}

/** What the mail is about; read once, and only when somebody's private account is among the recipients. */
type About = Readonly<{ matter: Matter; family: boolean; greets: boolean; toMyself: boolean }>

const aboutOf = (seen: Case): About => ({
  matter: matterOf(seen),
  family: speaksToFamily(seen),
  greets: greeted(seen).size > 0,
  toMyself: saysToMyself(seen),
})

/** Whoever is greeted in To is somebody else. */
const isToldOwn = ({ seen }: Recipient, { toMyself, matter, greets }: About): boolean =>
  toMyself && matter !== 'personal' && (seen !== 'to' || !greets)

/** Colleagues are parents too: about their own child they are written to as such. */
const isAsParent = (seen: Case, recipient: Recipient, family: boolean): boolean => {
  const children = new Set(recipient.persons.flatMap((person) => (person.kind === 'parent' ? person.pupilIds : [])))
  if (children.size === 0) return false
  const named = seen.readings.flatMap((r) => (r.role === 'own' || r.role === 'subject' ? r.names : []))
  const pupils = named
    .flatMap(({ persons, strength }) => (strength >= 0.4 ? persons : []))
    .filter((p) => p.kind === 'pupil')
  return pupils.length > 0 ? pupils.every((p) => children.has(p.id)) : family
}

/** How sure it is that school matters go to this account. An unclear note to oneself is work taken home. */
const certainty = ({ own }: Whose, recipient: Recipient, { matter, family, greets }: About): number => {
  if (matter === 'personal') return 0
  if (own === 'first') return matter === 'school' && !family && !greets ? 0.6 : 0
  // A parent may bear the name of a member of staff: "Geachte mevrouw Peeters" is not written to oneself.
  if (family && recipient.seen !== 'hidden' && !recipient.known && own !== 'whole') return 0
  if (matter === 'unclear') return own === undefined ? 0 : 0.62
  return own === 'part' ? 0.7 : 0.88
}

const recipientFindings = (
  seen: Case,
  owners: readonly Owner[],
  fine: ReadonlySet<string>,
  forward: Forward | undefined,
): Finding[] => {
  let about: About | undefined
  return seen.recipients.flatMap((recipient) => {
    if (recipient.ours || fine.has(recipient.address) || ['parent', 'partner'].includes(recipient.class)) return []
    const whose = whoseIs(seen, owners, recipient)
    const stranger = recipient.class === 'outside' && isHomeMail(recipient)
    const ofStaff = whose.own !== undefined || whose.colleague
    if (forward && ofStaff) return [recipientFinding(recipient, BECAUSE.forward, 'auto-forward', 0.9)]
    if (forward?.by === 'rule' && recipient.freeMail)
      return [recipientFinding(recipient, BECAUSE.forward, 'auto-forward', 0.7)]
    if (!ofStaff && !stranger) return []
    about ??= aboutOf(seen)
    if (!ofStaff) return isToldOwn(recipient, about) ? [told(recipient)] : []
    if (isAsParent(seen, recipient, about.family)) return []
    const confidence = certainty(whose, recipient, about)
    if (confidence === 0) return []
    return [recipientFinding(recipient, whose.own ? BECAUSE.own : BECAUSE.colleague, 'recipient', confidence)]
  })
}

export const privateAccount: Detector<Settings> = {
  rule: 'private-account',
  settings,
  inspect: (seen, { reporting }) => {
    const fine = new Set(reporting.map((address) => address.toLowerCase()))
    const forward = forwardOf(seen.message)
    const owners = ownersOf(seen, forward?.through)
    // A forwarded outsider's mail keeps the outsider in From; who forwarded is judged by the recipient.
    const senders = forward ? [] : senderFindings(seen, owners, fine)
    const asked = forward || matterOf(seen) === 'personal' ? [] : askedToPrivate(seen, owners)
    return [...senders, ...recipientFindings(seen, owners, fine, forward), ...asked]
  },
}

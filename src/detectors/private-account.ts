/**
 * A private account is used for school: as sender, or as the place school matters are sent to.
 *
 * A person looks at From, Sender and Reply-To, then at recipients whose address is the sender's own or a colleague's
 * private one: known to the directory, or spelt like the name (in BCC too). What fools it: parents and suppliers have the
 * same free-mail domains; a birthday wish to a colleague's private address is no school matter; a contact form puts a
 * parent in Reply-To. Clauses ME-3.2-private, SJ-3.2-private, OP-channels.
 */
import { z } from 'zod'
import type { Case, Detector, Finding, Recipient } from './detectors.ts'
import { maskAddress } from './mask.ts'
import { nameWords, spells } from './spelling.ts'

const settings = z.strictObject({
  reporting: z
    .array(z.string())
    .default([])
    .describe("Addresses that are always fine, such as the school's own reporting address."),
})
type Settings = z.infer<typeof settings>

const FORWARDING = [
  'x-forwarded-to',
  'x-forwarded-for',
  'resent-from',
  'x-ms-exchange-inbox-rules-loop',
  'x-ms-exchange-parent-message-id',
]

const isForward = ({ message }: Case): boolean =>
  message.headers.some(
    (h) => FORWARDING.slice(0, 4).includes(h.name) || (h.name === 'auto-submitted' && /auto-forwarded/i.test(h.value)),
  )

/** Class of a sender-side address: private when the directory or the name says so, or a free-mail account that sends as us. */
const senderFindings = (seen: Case, reporting: ReadonlySet<string>): Finding[] => {
  const { message, people } = seen
  // A forwarded outsider's mail keeps the outsider in From; who forwarded is judged by the recipient.
  if (isForward(seen)) return []
  const fields: [string, string, string][] = [
    ...message.from.map((box): [string, string, string] => ['From', box.address, box.name]),
    ...(message.sender ? [['Sender', message.sender.address, message.sender.name] as [string, string, string]] : []),
    ['Return-Path', message.envelope.mailFrom, ''],
    ...message.replyTo.map((box): [string, string, string] => ['Reply-To', box.address, box.name]),
  ]
  const found = new Map<string, Finding>()
  for (const [header, address, name] of fields) {
    const contact = people.contact(address)
    if (address === '' || contact.ours || reporting.has(contact.address) || found.has(contact.address)) continue
    const spelt =
      contact.class !== 'parent' && people.staffSpelt(address.slice(0, address.lastIndexOf('@')), name) !== undefined
    const own =
      contact.class === 'private' ||
      spelt ||
      (header === 'Reply-To' ? isOwn(seen, address, name) : contact.freeMail && contact.class !== 'parent')
    if (own) found.set(contact.address, senderFinding(header, contact.address, contact.known ? 0.95 : 0.85))
  }
  return [...found.values()]
}

const senderFinding = (header: string, address: string, confidence: number): Finding => ({
  rule: 'private-account',
  category: 'sender',
  place: { in: 'header', header },
  excerpt: `${header}: ${maskAddress(address)}`,
  because: {
    nl: 'Dit bericht gebruikt een privéadres als afzender of antwoordadres.',
    fr: 'Ce message utilise une adresse privée comme expéditeur ou adresse de réponse.',
    en: 'This message uses a private address as sender or reply address.',
  },
  confidence,
})

/** The address or its display name spells the sender's own name. */
const isOwn = ({ message, sender }: Case, address: string, name: string): boolean => {
  const local = address.slice(0, address.lastIndexOf('@'))
  const person = sender.persons.find((p) => p.kind === 'staff')
  const from = message.from[0]
  const [first = '', ...rest] = person ? [person.firstName, person.lastName] : (from?.name ?? '').split(/\s+/)
  const last = rest.join(' ')
  if (first === '' || last === '') return false
  if (spells(local, first, last)) return true
  const theirs = new Set([...nameWords(name), ...nameWords(local)])
  const mine = [...nameWords(first), ...nameWords(last)]
  return mine.length >= 2 && mine.every((word) => theirs.has(word))
}

type Matter = 'school' | 'personal' | 'unclear'

/** School business or a personal note? Attachments and pupils' names settle it; else the words do. */
const matterOf = ({ readings, files, message }: Case): Matter => {
  const own = readings.filter((r) => ['own', 'subject', 'quoted', 'file-name', 'attachment'].includes(r.role))
  if (files.files.some((file) => !file.inline && file.kind !== 'calendar')) return 'school'
  if (own.some((r) => r.names.some((n) => n.strength >= 0.7 && n.persons.some((p) => p.kind === 'pupil'))))
    return 'school'
  const count = (name: string): number => own.reduce((n, r) => n + r.terms.filter((t) => t.class === name).length, 0)
  const [school, personal] = [count('school.matter'), count('school.personal')]
  if (school > personal) return 'school'
  if (personal > 0) return 'personal'
  return message.forwarded ? 'school' : 'unclear'
}

const CERTAINTY: Readonly<Record<Matter, number>> = { school: 0.88, unclear: 0.62, personal: 0 }

const recipientFinding = (recipient: Recipient, own: boolean, forward: boolean, confidence: number): Finding => ({
  rule: 'private-account',
  category: forward ? 'auto-forward' : 'recipient',
  place: {
    in: 'recipients',
    ...(recipient.seen === 'hidden' ? { header: 'Bcc' } : { header: recipient.seen === 'to' ? 'To' : 'Cc' }),
  },
  excerpt: maskAddress(recipient.address),
  because: forward
    ? {
        nl: 'Dit bericht wordt automatisch doorgestuurd naar een privéadres.',
        fr: 'Ce message est transféré automatiquement vers une adresse privée.',
        en: 'This message is forwarded automatically to a private address.',
      }
    : {
        nl: own
          ? 'Schoolzaken gaan hier naar het eigen privéadres van de afzender.'
          : 'Schoolzaken gaan hier naar het privéadres van een collega.',
        fr: own
          ? 'Des informations scolaires partent vers l’adresse privée de l’expéditeur.'
          : 'Des informations scolaires partent vers l’adresse privée d’un collègue.',
        en: own
          ? "School matters go to the sender's own private address here."
          : "School matters go to a colleague's private address here.",
      },
  confidence,
  recipients: [recipient.address],
})

const recipientFindings = (seen: Case, reporting: ReadonlySet<string>): Finding[] => {
  const matter = matterOf(seen)
  const forward = isForward(seen)
  return seen.recipients.flatMap((recipient) => {
    if (
      recipient.ours ||
      reporting.has(recipient.address) ||
      recipient.class === 'parent' ||
      recipient.class === 'partner'
    )
      return []
    const own =
      isOwn(seen, recipient.address, recipient.name) ||
      recipient.persons.some((p) => seen.sender.persons.some((s) => s.id === p.id))
    const colleague = recipient.class === 'private'
    if (!own && !colleague) return forward && recipient.freeMail ? [recipientFinding(recipient, false, true, 0.7)] : []
    // An unclear note to a colleague may well be personal; to oneself it is work taken home.
    const confidence = forward ? 0.9 : matter === 'unclear' && !own ? 0.45 : CERTAINTY[matter]
    return confidence > 0 ? [recipientFinding(recipient, own, forward, confidence)] : []
  })
}

export const privateAccount: Detector<Settings> = {
  rule: 'private-account',
  settings,
  inspect: (seen, { reporting }) => {
    const fine = new Set(reporting.map((address) => address.toLowerCase()))
    return [...senderFindings(seen, fine), ...recipientFindings(seen, fine)]
  },
}

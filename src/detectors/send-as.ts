/**
 * A general or another person's address is used by somebody who may not.
 *
 * A person compares who logged in (envelope sender, Sender) with who the mail says it is from. What fools it: shared
 * mailboxes with several managers, newsletters with their own return path. Clauses ME-3.1-managed, ME-3.3-personal,
 * SJ-3.1-managed, SJ-3.3-personal, KI-5-anonymous, OP-accounts.
 */
import { z } from 'zod'
import type { Contact } from '../directory/directory.ts'
import type { Case, Detector, Finding } from './detectors.ts'
import { maskAddress } from './mask.ts'

const settings = z.strictObject({})

const isStaff = (contact: Contact): boolean => contact.persons.some((p) => p.kind === 'staff')

/** Who really sends: the envelope sender or the Sender header, when it is a personal account of ours. */
const realSenders = ({ message, people }: Case): Contact[] =>
  [message.envelope.mailFrom, message.sender?.address ?? '']
    .filter((address) => address !== '')
    .map((address) => people.contact(address))
    .filter((contact) => contact.ours && contact.class === 'personal' && isStaff(contact))

const mayUse = (from: Contact, real: Contact, { people }: Case): boolean => {
  if (from.address === real.address) return true
  if (from.class === 'personal') return from.persons.some((p) => real.persons.some((r) => r.id === p.id))
  const managers = people.managersOf(from.address)
  // A shared mailbox whose managers nobody wrote down cannot be judged.
  if (managers.length > 0) return managers.includes(real.address)
  return from.group === undefined || from.group.members.length === 0 || from.group.members.includes(real.address)
}

const misused = (from: Contact, header: string): Finding => ({
  rule: 'send-as',
  category: from.class === 'personal' ? 'person' : 'shared',
  place: { in: 'header', header },
  excerpt: `${header}: ${from.class === 'personal' ? maskAddress(from.address) : from.address}`,
  because: {
    nl: 'Dit bericht is verstuurd met een adres dat aan iemand anders is toegewezen.',
    fr: 'Ce message est envoyé avec une adresse attribuée à quelqu’un d’autre.',
    en: 'This message was sent with an address that is assigned to somebody else.',
  },
  confidence: 0.9,
})

export const sendAs: Detector<z.infer<typeof settings>> = {
  rule: 'send-as',
  settings,
  inspect: (seen) => {
    const real = realSenders(seen)
    return seen.message.from
      .map((box) => seen.people.contact(box.address))
      .filter(
        (from) =>
          from.ours &&
          ['general', 'group', 'personal'].includes(from.class) &&
          (from.class !== 'personal' || isStaff(from)),
      )
      .filter((from) => real.some((sender) => !mayUse(from, sender, seen)))
      .map((from) => misused(from, 'From'))
  },
}

/**
 * A general or another person's address is used by somebody who may not.
 *
 * A person compares who really sends (envelope sender, Sender) with who the mail says it is from. What fools it: shared
 * mailboxes with several managers, newsletters with their own return path, mail that a rule forwarded. Without a directory
 * only two full names that differ can tell. Clauses ME-3.1-managed, ME-3.3-personal, SJ-3.1-managed, SJ-3.3-personal,
 * KI-5-anonymous, OP-accounts.
 */
import { z } from 'zod'
import type { Contact } from '../directory/directory.ts'
import { type Mailbox, tokenise } from '../message/message.ts'
import type { Case, Detector, Finding } from './detectors.ts'
import { forwardOf } from './forwarding.ts'
import { maskAddress } from './mask.ts'
import { nameWords } from './spelling.ts'

const settings = z.strictObject({})

const isStaff = (contact: Contact): boolean => contact.persons.some((p) => p.kind === 'staff')

type Sender = Readonly<{ contact: Contact; name: string }>

/** Who really sends, as far as the directory or a name tells that it is a person; "relay@" and "noreply@" are none. */
const realSenders = ({ message, people }: Case): Sender[] =>
  [{ address: message.envelope.mailFrom, name: '' }, ...(message.sender ? [message.sender] : [])]
    .filter(({ address }) => address !== '')
    .map(({ address, name }) => ({ contact: people.contact(address), name }))

/** Two words, one of them a first name people have or both of them shown beside the address. */
const fullName = ({ contact, name }: Sender, { lexicon }: Case): string[] => {
  const words = nameWords(contact.address.slice(0, contact.address.lastIndexOf('@')))
  if (!contact.ours || contact.class !== 'personal' || words.length < 2) return []
  const shown = nameWords(name)
  const isName = words.every((word) => shown.includes(word)) || isFirstName(words, lexicon)
  return isName ? words : []
}

const isFirstName = (words: readonly string[], lexicon: Case['lexicon']): boolean => {
  const text = words.join(' ')
  return lexicon.find(text, tokenise(text)).some(({ class: name }) => name === 'names.first' || name === 'names.adult')
}

const mayUse = (from: Contact, real: Contact, { people }: Case): boolean => {
  if (from.address === real.address) return true
  if (from.class === 'personal') return from.persons.some((p) => real.persons.some((r) => r.id === p.id))
  const addresses = [real.address, ...real.persons.map((person) => person.email.toLowerCase())]
  const managers = people.managersOf(from.address)
  // A shared mailbox whose managers nobody wrote down cannot be judged.
  if (managers.length > 0) return managers.some((manager) => addresses.includes(manager))
  const members = from.group?.members ?? []
  return members.length === 0 || members.some((member) => addresses.includes(member))
}

const misused = (from: Contact, confidence: number): Finding => ({
  rule: 'send-as',
  category: from.class === 'personal' ? 'person' : 'shared',
  place: { in: 'header', header: 'From' },
  excerpt: `From: ${from.class === 'personal' ? maskAddress(from.address) : from.address}`,
  because: {
    nl: 'Dit bericht is verstuurd met het adres van iemand anders.',
    fr: 'Ce message est envoyé avec l’adresse de quelqu’un d’autre.',
    en: 'This message was sent with somebody else’s address.',
  },
  confidence,
})

const byDirectory = (from: Contact, real: readonly Sender[], seen: Case): Finding[] => {
  const shared = from.class === 'general' || from.class === 'group'
  if (!shared && !(from.class === 'personal' && isStaff(from))) return []
  const others = real.filter(({ contact }) => isStaff(contact) && !mayUse(from, contact, seen))
  return others.length > 0 ? [misused(from, 0.9)] : []
}

/** Neither name has a word of the other: "jan.devos@" sent by "els.peeters@". */
const byName = (box: Mailbox, from: Contact, real: readonly Sender[], seen: Case): Finding[] => {
  const mine = fullName({ contact: from, name: box.name }, seen)
  const others = real.map((sender) => fullName(sender, seen)).filter((words) => words.length > 0)
  const differs = others.some((words) => !words.some((word) => mine.includes(word)))
  return mine.length > 0 && differs ? [misused(from, 0.72)] : []
}

export const sendAs: Detector<z.infer<typeof settings>> = {
  rule: 'send-as',
  settings,
  inspect: (seen) => {
    if (forwardOf(seen.message)) return []
    const real = realSenders(seen)
    return seen.message.from.flatMap((box) => {
      const from = seen.people.contact(box.address)
      if (!from.ours) return []
      const known = byDirectory(from, real, seen)
      const guessed = isStaff(from) && real.every(({ contact }) => isStaff(contact))
      return known.length > 0 || guessed ? known : byName(box, from, real, seen)
    })
  },
}

/** The class of every address: what the directory says; where it is silent, what local part and domain suggest. */
import { copyOf } from '../message/message.ts'
import type { Accounts } from './accounts.ts'
import { lower, splitAddress, withParents } from './addresses.ts'
import type { AddressClass, Contact, Person } from './directory.ts'
import { isFreeMail } from './free-mail.ts'
import { suggestClass } from './local-parts.ts'
import type { StaffNames } from './staff-names.ts'

export type ContactSources = Readonly<{
  accounts: Accounts
  staffNames: StaffNames
  ours: (domain: string) => boolean
  /** Classes of the school, normalised: a local part of ours that is one of them stands for that class. */
  classes: ReadonlySet<string>
}>

// Schools give pupils a sub-domain of their own: leerling.school.be, student.school.nl.
const PUPIL_DOMAIN = /^(?:leerling|leerlingen|lln|student|studenten|students|pupils|eleve|eleves)\./

/** A free-mail account, or a domain of one's own (jan@peeters.be), that spells the name of a member of staff. */
const speltBy = (local: string, domain: string, { staffNames }: ContactSources): Person | undefined => {
  if (isFreeMail(domain)) return staffNames.spelt(local, '')
  const label = domain.split('.').at(-2) ?? ''
  return local.length > 1 ? staffNames.owning(local, label) : undefined
}

type Guess = Readonly<{ class: AddressClass; persons: readonly Person[] }>

const guess = (local: string, domain: string, isOurs: boolean, sources: ContactSources): Guess => {
  const suggested = suggestClass(local, isOurs, sources.classes)
  if (suggested !== undefined) return { class: suggested, persons: [] }
  if (isOurs) return { class: PUPIL_DOMAIN.test(domain) ? 'pupil' : 'personal', persons: [] }
  const person = speltBy(local, domain, sources)
  return person === undefined ? { class: 'outside', persons: [] } : { class: 'private', persons: [person] }
}

export const contactOf = (written: string, sources: ContactSources): Contact => {
  const address = lower(written)
  const { local, domain } = splitAddress(address)
  const isOurs = sources.ours(domain)
  const base = { address, ours: isOurs, freeMail: isFreeMail(domain) && !isOurs }
  const group = sources.accounts.group(address)
  const account = sources.accounts.account(address)
  if (group !== undefined) {
    const persons = account?.persons ?? []
    return { ...base, class: group.kind === 'group' ? 'group' : 'general', persons, group, known: true }
  }
  if (account !== undefined) return { ...base, ...account, known: true }
  const partner = sources.accounts.partner(withParents(domain))
  if (partner !== undefined && !isOurs) return { ...base, class: 'partner', persons: [], partner, known: true }
  return { ...base, ...guess(local, domain, isOurs, sources), known: false }
}

// Enough for a newsletter to all parents of a large school.
const REMEMBERED = 4096
const LONGEST = 320

/** Each rule asks about the same addresses, and a text may hold one of them a hundred thousand times. */
export const rememberContacts = (find: (address: string) => Contact): ((address: string) => Contact) => {
  let known = new Map<string, Contact>()
  return (address) => {
    const before = known.get(address)
    if (before !== undefined) return before
    if (address.length > LONGEST) return find(address)
    if (known.size >= REMEMBERED) known = new Map()
    const own = copyOf(address)
    const contact = find(own)
    known.set(own, contact)
    return contact
  }
}

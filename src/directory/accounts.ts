/** Which addresses the directory knows, and as what. */
import { canonical, lower, splitAddress } from './addresses.ts'
import type { AddressClass, Group, Partner, Person } from './directory.ts'
import type { DirectoryData } from './file.ts'
import { isFreeMail } from './free-mail.ts'
import type { People } from './persons.ts'
import { hashAddress, isHashed } from './private-accounts.ts'

/** In order of weight: an address that is somebody's private one stays so when it is also known as a parent's. */
const ROLES = ['personal', 'private', 'pupil', 'parent'] as const
type Role = (typeof ROLES)[number]

type Account = Readonly<{ class: AddressClass; persons: readonly Person[] }>

export type Accounts = Readonly<{
  account: (address: string) => Account | undefined
  group: (address: string) => Group | undefined
  partner: (domains: readonly string[]) => Partner | undefined
  /** Domains of partners, in lower case. */
  partnerDomains: readonly string[]
  /** Persons' addresses at the same domain that begin with the same letter: what a slip of the finger may have meant. */
  neighbours: (address: string) => readonly string[]
}>

type Entry = Readonly<{ role: Role; person: Person }>

const toAccount = (entries: readonly Entry[]): Account => {
  const role = ROLES.find((candidate) => entries.some((entry) => entry.role === candidate))!
  const weight = (entry: Entry) => ROLES.indexOf(entry.role)
  const persons = [...entries].sort((a, b) => weight(a) - weight(b)).map((entry) => entry.person)
  return { class: role, persons: [...new Set(persons)] }
}

const groupsOf = (data: DirectoryData, people: People): Map<string, Group> => {
  const emailOf = new Map([...people.staff, ...people.pupils].map((person) => [person.id, person.email]))
  const groups = data.groups.map((group): Group => {
    const members = group.members.map((member) => (member.includes('@') ? lower(member) : (emailOf.get(member) ?? '')))
    return { ...group, address: lower(group.address), members: members.filter((member) => member !== '') }
  })
  return new Map(groups.map((group) => [canonical(group.address), group]))
}

/** A member of staff whose only address lies with a free-mail provider has a private account, whatever the file calls it. */
const staffRole = (email: string, ours: (domain: string) => boolean): Role => {
  const domain = email.slice(email.lastIndexOf('@') + 1)
  return isFreeMail(domain) && !ours(domain) ? 'private' : 'personal'
}

/** By domain and first letter, put together when first asked: most messages go to known addresses. */
const neighboursFrom = (keys: Iterable<string>): Accounts['neighbours'] => {
  const shelf = (address: string): string => `${address[0]}@${splitAddress(address).domain}`
  let shelves: Map<string, string[]> | undefined
  return (address) => {
    shelves ??= Map.groupBy(
      [...keys].filter((key) => !isHashed(key)),
      shelf,
    )
    return shelves.get(shelf(canonical(address))) ?? []
  }
}

export const indexAccounts = (
  data: DirectoryData,
  people: People,
  ours: (domain: string) => boolean,
  hashKey: string | undefined,
): Accounts => {
  const entries = new Map<string, Entry[]>()
  const enter = (key: string, role: Role, person: Person) => {
    const there = entries.get(key)
    if (there === undefined) entries.set(key, [{ role, person }])
    else there.push({ role, person })
  }
  let hashes = false
  people.staff.forEach((person, index) => {
    if (person.email) enter(canonical(person.email), staffRole(person.email, ours), person)
    for (const address of data.staff[index]!.privateEmails) {
      hashes ||= isHashed(address)
      enter(isHashed(address) ? address.toLowerCase() : canonical(address), 'private', person)
    }
  })
  for (const pupil of people.pupils) if (pupil.email) enter(canonical(pupil.email), 'pupil', pupil)
  for (const parent of people.parents) if (parent.email) enter(canonical(parent.email), 'parent', parent)

  const hashed = (address: string): readonly Entry[] => {
    if (!hashes || !hashKey) return []
    return entries.get(hashAddress(address, hashKey)) ?? entries.get(hashAddress(canonical(address), hashKey)) ?? []
  }
  const groups = groupsOf(data, people)
  const partners = new Map(data.externalPartners.map((partner) => [partner.domain.trim().toLowerCase(), partner]))
  return {
    account: (address) => {
      const found = [...(entries.get(canonical(address)) ?? []), ...hashed(address)]
      return found.length === 0 ? undefined : toAccount(found)
    },
    group: (address) => groups.get(canonical(address)),
    partner: (domains) => {
      for (const domain of domains) if (partners.has(domain)) return partners.get(domain)
      return undefined
    },
    partnerDomains: [...partners.keys()],
    neighbours: neighboursFrom(entries.keys()),
  }
}

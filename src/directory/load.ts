/** A directory from its file's text, or an empty one that knows only which domains are ours. */
import { type Accounts, indexAccounts } from './accounts.ts'
import { canonical, lower, splitAddress, withParents } from './addresses.ts'
import { contactOf, rememberContacts } from './contact.ts'
import type { Directory, Person } from './directory.ts'
import { type DirectoryData, EMPTY } from './file.ts'
import { indexNames } from './name-index.ts'
import { findNames } from './names.ts'
import { type People, peopleOf, schoolsOf } from './persons.ts'
import { readDirectory } from './read.ts'
import { indexStaff } from './staff-names.ts'

export type DirectoryOptions = Readonly<{
  /** Key of the hashes that stand for private addresses in the file. */
  hashKey?: string
  /** The organisation's domains, when the configuration names them; they count instead of the file's. */
  domains?: readonly string[]
}>

export type LoadedDirectory = Readonly<{ directory: Directory; warnings: readonly string[] }>

const parentIndex = (parents: readonly Person[]): ReadonlyMap<string, readonly Person[]> => {
  const byPupil = new Map<string, Person[]>()
  for (const parent of parents) for (const id of parent.pupilIds) byPupil.set(id, [...(byPupil.get(id) ?? []), parent])
  return byPupil
}

/** Members of a function mailbox; a member that is itself a group stands for its members. */
const managersFrom = (accounts: Accounts): ((address: string) => readonly string[]) => {
  const expand = (address: string, seen: Set<string>): string[] => {
    const group = accounts.group(address)
    if (group === undefined) return [address]
    if (seen.has(group.address)) return []
    seen.add(group.address)
    return group.members.flatMap((member) => expand(member, seen))
  }
  return (address) => (accounts.group(address)?.kind === 'function' ? [...new Set(expand(address, new Set()))] : [])
}

const noContactFrom = (data: DirectoryData): ((recipient: string, sender: string) => boolean) => {
  const scope = (text: string) => (text.trim().startsWith('@') ? lower(text) : canonical(text))
  const forbidden = new Map<string, string[]>()
  for (const { recipient, sender } of data.noContact) {
    const key = scope(recipient)
    forbidden.set(key, [...(forbidden.get(key) ?? []), sender.trim() === '' ? '' : scope(sender)])
  }
  const scopesOf = (address: string) => [canonical(address), `@${splitAddress(lower(address)).domain}`]
  return (recipient, sender) => {
    const senders = scopesOf(recipient).flatMap((key) => forbidden.get(key) ?? [])
    return senders.length > 0 && (senders.includes('') || scopesOf(sender).some((key) => senders.includes(key)))
  }
}

/** A sub-domain has the pack of the nearest domain above it that has one. */
const packsFrom = (data: DirectoryData): ((domain: string) => string | undefined) => {
  const packs = new Map(Object.entries(data.policies).map(([domain, pack]) => [domain.trim().toLowerCase(), pack]))
  return (domain) =>
    withParents(domain.toLowerCase())
      .map((part) => packs.get(part))
      .find((pack) => pack !== undefined)
}

const buildDirectory = (data: DirectoryData, people: People, options: DirectoryOptions): Directory => {
  const given = options.domains?.length ? options.domains : data.domains
  const domains = [...new Set(given.map((domain) => domain.trim().toLowerCase()))]
  const own = new Set(domains)
  const ours = (domain: string) => own.has(domain) || withParents(domain).some((part) => own.has(part))
  const accounts = indexAccounts(data, people, ours, options.hashKey)
  const staffNames = indexStaff(people.staff)
  const names = indexNames(people)
  const everybody = [...people.parents, ...people.pupils, ...people.staff]
  const persons = new Map(everybody.map((person) => [person.id, person]))
  const parents = parentIndex(people.parents)
  const schools = new Map(schoolsOf(data).map((school) => [school.id, school]))
  const sources = { accounts, staffNames, ours, classes: names.classes }
  return {
    domains,
    packOf: packsFrom(data),
    contact: rememberContacts((address) => contactOf(address, sources)),
    person: (id) => persons.get(id),
    staffNamed: staffNames.named,
    staffSpelt: staffNames.spelt,
    staffCalled: staffNames.called,
    partnerDomains: accounts.partnerDomains,
    neighbours: accounts.neighbours,
    namesIn: (text, words) => findNames(text, words, names),
    parentsOf: (pupilId) => parents.get(pupilId) ?? [],
    managersOf: managersFrom(accounts),
    noContact: noContactFrom(data),
    school: (id) => schools.get(id),
    counts: {
      staff: people.staff.length,
      pupils: people.pupils.length,
      parents: people.parents.length,
      groups: data.groups.length,
    },
  }
}

/** Without a directory, domains and local parts carry what they can. */
export const emptyDirectory = (domains: readonly string[] = [], options: DirectoryOptions = {}): Directory =>
  buildDirectory({ ...EMPTY, domains: [...domains] }, peopleOf(EMPTY), options)

/** `file` is the name that errors tell. Throws DirectoryError with everything that is wrong. */
export const loadDirectory = (text: string, file: string, options: DirectoryOptions = {}): LoadedDirectory => {
  const { data, warnings } = readDirectory(text, file, Boolean(options.hashKey))
  return { directory: buildDirectory(data, peopleOf(data), options), warnings }
}

/** What types cannot tell: ids given twice, parents of nobody, addresses and domains that cannot exist. */
import { isAddress, isDomain, lower } from './addresses.ts'
import { type DirectoryData, SECTIONS } from './file.ts'
import type { Path } from './places.ts'
import { isHash, isHashed } from './private-accounts.ts'

export type Problem = readonly [Path, string]

type Section = keyof typeof SECTIONS
type Item<S extends Section> = DirectoryData[S][number]

/** A file with wrong spots in it is checked in all its other spots, so that everything is told in one go. */
export type Parts = Readonly<{
  domains: readonly unknown[]
  /** Items whose types are right, under their own index; the others are null. */
  items: { readonly [S in Section]: readonly (Item<S> | null)[] }
  /** Ids of all pupils, those of wrong items too: their parents are not wrong. */
  pupilIds: ReadonlySet<unknown>
}>

const arrayAt = (value: unknown, key: string): readonly unknown[] => {
  const inner = (value as Record<string, unknown> | null | undefined)?.[key]
  return Array.isArray(inner) ? inner : []
}

export const partsOf = (data: DirectoryData): Parts => ({
  domains: data.domains,
  items: data,
  pupilIds: new Set(data.pupils.map((pupil) => pupil.id)),
})

export const readableParts = (value: unknown): Parts => {
  const right = <S extends Section>(section: S) =>
    arrayAt(value, section).map((item) => (SECTIONS[section].safeParse(item).data ?? null) as Item<S> | null)
  return {
    domains: arrayAt(value, 'domains'),
    items: {
      staff: right('staff'),
      pupils: right('pupils'),
      parents: right('parents'),
      groups: right('groups'),
      externalPartners: right('externalPartners'),
      noContact: right('noContact'),
      schools: right('schools'),
    },
    pupilIds: new Set(arrayAt(value, 'pupils').map((pupil) => (pupil as { id?: unknown } | null)?.id)),
  }
}

const BAD_ADDRESS = 'is not an e-mail address'
const BAD_DOMAIN = 'is not a domain name'

const wrongAddress = (address: string, path: Path): Problem[] =>
  address === '' || isAddress(address.trim()) ? [] : [[path, BAD_ADDRESS]]

const wrongPrivate = (address: string, path: Path): Problem[] => {
  if (!isHashed(address)) return wrongAddress(address, path)
  return isHash(address) ? [] : [[path, 'must be hmac-sha256: and 64 hexadecimal digits']]
}

/** An address, or @ and a domain. */
const wrongScope = (scope: string, path: Path): Problem[] =>
  scope.startsWith('@') && isDomain(scope.slice(1)) ? [] : wrongAddress(scope, path)

/** `key` given twice, over all `lists`: a finding names a person by id, so staff and pupils may not share one either. */
const doubles = (lists: readonly (readonly [Section, readonly string[]])[], key: string): Problem[] => {
  const first = new Map<string, string>()
  return lists.flatMap(([section, keys]) =>
    keys.flatMap((value, index): Problem[] => {
      const before = first.get(value)
      if (value !== '' && before !== undefined) return [[[section, index, key], `is the same as at ${before}`]]
      first.set(value, `${section}[${index}]`)
      return []
    }),
  )
}

const memberKnown = (parts: Parts): ((member: string) => boolean) => {
  const ids = new Set([...parts.items.staff, ...parts.items.pupils].map((person) => person?.id))
  return (member) => isAddress(member.trim()) || ids.has(member)
}

const wrongPeople = ({ items, pupilIds }: Parts): Problem[] => [
  ...items.staff.flatMap((person, i) => [
    ...wrongAddress(person?.email ?? '', ['staff', i, 'email']),
    ...(person?.privateEmails ?? []).flatMap((mail, j) => wrongPrivate(mail, ['staff', i, 'privateEmails', j])),
  ]),
  ...items.pupils.flatMap((pupil, i) => wrongAddress(pupil?.email ?? '', ['pupils', i, 'email'])),
  ...items.parents.flatMap((parent, i) => [
    ...wrongAddress(parent?.email ?? '', ['parents', i, 'email']),
    ...(parent?.pupilIds ?? []).flatMap((id, j): Problem[] =>
      pupilIds.has(id) ? [] : [[['parents', i, 'pupilIds', j], 'names no pupil of this file']],
    ),
  ]),
]

const wrongAddresses = (parts: Parts): Problem[] => {
  const { groups, externalPartners, noContact } = parts.items
  const known = memberKnown(parts)
  return [
    ...groups.flatMap((group, i): Problem[] => [
      ...wrongAddress(group?.address ?? '', ['groups', i, 'address']),
      ...(group?.members ?? []).flatMap((member, j): Problem[] =>
        known(member) ? [] : [[['groups', i, 'members', j], `${BAD_ADDRESS} nor an id of this file`]],
      ),
    ]),
    ...externalPartners.flatMap((partner, i): Problem[] =>
      partner === null || isDomain(partner.domain) ? [] : [[['externalPartners', i, 'domain'], BAD_DOMAIN]],
    ),
    ...noContact.flatMap((entry, i) => [
      ...wrongScope(entry?.recipient ?? '', ['noContact', i, 'recipient']),
      ...wrongScope(entry?.sender ?? '', ['noContact', i, 'sender']),
    ]),
  ]
}

export const findProblems = (parts: Parts): Problem[] => {
  const { staff, pupils, groups, schools } = parts.items
  const ids = (people: readonly ({ id: string } | null)[]) => people.map((person) => person?.id ?? '')
  return [
    ...parts.domains.flatMap((domain, i): Problem[] =>
      typeof domain !== 'string' || isDomain(domain) ? [] : [[['domains', i], BAD_DOMAIN]],
    ),
    ...doubles(
      [
        ['staff', ids(staff)],
        ['pupils', ids(pupils)],
      ],
      'id',
    ),
    ...doubles([['schools', ids(schools)]], 'id'),
    ...doubles([['groups', groups.map((group) => lower(group?.address ?? ''))]], 'address'),
    ...wrongPeople(parts),
    ...wrongAddresses(parts),
  ]
}

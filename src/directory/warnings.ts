/** What is odd in a directory file but does not stop it: told once per kind, with a count, never with values. */

import { type DirectoryData, DirectoryFile, SECTIONS } from './file.ts'
import { sayKey } from './places.ts'
import { isHashed } from './private-accounts.ts'

const times = (count: number): string => (count > 1 ? ` (${count} times)` : '')

const unknownKeys = (value: object): string[] => {
  const counts = new Map<string, number>()
  const count = (key: string) => counts.set(key, (counts.get(key) ?? 0) + 1)
  for (const key of Object.keys(value)) if (!(key in DirectoryFile.shape)) count(sayKey(key))
  for (const [section, schema] of Object.entries(SECTIONS)) {
    const items = (value as Record<string, unknown>)[section]
    for (const item of Array.isArray(items) ? items : [])
      for (const key of Object.keys(item as object)) if (!(key in schema.shape)) count(`${section}[].${sayKey(key)}`)
  }
  return [...counts].map(([key, n]) => `${key}: unknown key, ignored${times(n)}`)
}

export const findWarnings = (value: object, data: DirectoryData, hasKey: boolean): string[] => {
  const warnings = unknownKeys(value)
  const hashed = data.staff.flatMap((person) => person.privateEmails).filter(isHashed).length
  if (hashed > 0 && !hasKey)
    warnings.push(`staff[].privateEmails: given as hashes, but no key is set, ignored${times(hashed)}`)
  const schools = new Set(data.schools.flatMap((school) => [school.id, school.name]))
  const elsewhere = [...data.staff, ...data.pupils].filter(
    (person) => person.school && !schools.has(person.school),
  ).length
  if (schools.size > 0 && elsewhere > 0) warnings.push(`school: not one of the schools of this file${times(elsewhere)}`)
  const domains = new Set(data.domains.map((domain) => domain.toLowerCase()))
  const strange = Object.keys(data.policies).filter((domain) => !domains.has(domain.toLowerCase()))
  if (domains.size > 0 && strange.length > 0)
    warnings.push(`policies: a domain that is not in domains${times(strange.length)}`)
  return warnings
}

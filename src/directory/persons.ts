/** From the sections of a directory file to persons: trimmed, with a display name, parents' names taken apart. */
import { hash } from 'node:crypto'
import { lower } from './addresses.ts'
import type { Person, School } from './directory.ts'
import type { DirectoryData } from './file.ts'

export type People = Readonly<{ staff: readonly Person[]; pupils: readonly Person[]; parents: readonly Person[] }>

const clean = (text: string): string => text.trim().replace(/\s+/g, ' ')

const fullName = (first: string, last: string): string => clean(`${first} ${last}`)

export const schoolsOf = (data: DirectoryData): School[] =>
  data.schools.map((school) => ({ ...school, id: school.id || school.name }))

/** With one school in the file nobody need name it. */
const schoolOf = (schools: readonly School[]): ((written: string) => string) => {
  const only = schools.length === 1 ? schools[0]!.id : ''
  const byName = new Map(schools.map((school) => [school.name, school.id]))
  return (written) => byName.get(written) ?? (written || only)
}

type Names = Readonly<{ firstName: string; lastName: string }>

/** "Peeters, An", or "An Van den Broeck"; a last name shared with an own child tells where a double first name ends. */
const splitName = (written: string, childLastNames: readonly string[]): Names => {
  const name = clean(written)
  const comma = name.indexOf(',')
  if (comma > 0) return { firstName: clean(name.slice(comma + 1)), lastName: name.slice(0, comma).trim() }
  const shared = childLastNames.find((last) => last && name.toLowerCase().endsWith(` ${last.toLowerCase()}`))
  const cut = shared === undefined ? name.indexOf(' ') : name.length - shared.length - 1
  return cut < 0 ? { firstName: '', lastName: name } : { firstName: name.slice(0, cut), lastName: name.slice(cut + 1) }
}

const NOBODY = { function: '', class: '', school: '', pupilIds: [], photoConsent: undefined } as const

/** Parents have no id of their own in most files; this one stays the same over reloads and tells nothing. */
const parentId = (name: string, email: string): string =>
  `parent-${hash('sha256', `${email}\0${name.toLowerCase()}`, 'hex').slice(0, 16)}`

const parentsOf = (data: DirectoryData, pupils: ReadonlyMap<string, Person>): Person[] => {
  const parents = new Map<string, Person>()
  for (const given of data.parents) {
    const email = lower(given.email)
    const id = given.id || parentId(given.name, email)
    const pupilIds = [...new Set([...(parents.get(id)?.pupilIds ?? []), ...given.pupilIds])]
    const children = pupilIds.map((pupil) => pupils.get(pupil)?.lastName ?? '')
    const { firstName, lastName } = splitName(given.name, children)
    const school = pupils.get(pupilIds[0] ?? '')?.school ?? ''
    const name = fullName(firstName, lastName)
    parents.set(id, { ...NOBODY, id, kind: 'parent', firstName, lastName, name, email, school, pupilIds })
  }
  return [...parents.values()]
}

export const peopleOf = (data: DirectoryData): People => {
  const school = schoolOf(schoolsOf(data))
  const named = (given: { id: string; firstName: string; lastName: string; email: string; school: string }) => ({
    ...NOBODY,
    id: given.id,
    firstName: clean(given.firstName),
    lastName: clean(given.lastName),
    name: fullName(given.firstName, given.lastName),
    email: lower(given.email),
    school: school(given.school),
  })
  const staff = data.staff.map((given): Person => ({ ...named(given), kind: 'staff', function: clean(given.function) }))
  const pupils = data.pupils.map(
    (given): Person => ({
      ...named(given),
      kind: 'pupil',
      class: clean(given.class),
      photoConsent: given.photoConsent ?? undefined,
    }),
  )
  return { staff, pupils, parents: parentsOf(data, new Map(pupils.map((pupil) => [pupil.id, pupil]))) }
}

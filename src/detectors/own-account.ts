/**
 * Whether an address or display name spells the name of the person who sends: jan.peeters, peetersjan82, j.peeters,
 * juf.jan, jan@peeters.be. Without a directory the sender's name is what From shows, else what the school address spells.
 */
import type { Contact } from '../directory/directory.ts'
import { fold, type Mailbox } from '../message/message.ts'
import type { Case } from './detectors.ts'
import { isHomeMail, ofOtherSchool } from './private-mail.ts'
import { nameWords, PARTICLES } from './spelling.ts'

/** One person's name: its words without particles, and the ways the last name is written as one word. */
export type Owner = Readonly<{ first: readonly string[]; last: readonly string[]; glued: ReadonlySet<string> }>

/**
 * whole: first and last name. part: an initial or a first name with "juf"; a relative may have it too. first: a first
 * name alone, which says something only of what is written to nobody.
 */
export type Spelt = 'whole' | 'part' | 'first' | undefined

const TITLES = new Set('juf juffrouw meester mevr mevrouw mr mw dhr mijnheer meneer madame monsieur prof'.split(' '))

const core = (words: readonly string[]): string[] => {
  const bare = words.filter((word) => !PARTICLES.has(word))
  return bare.length > 0 ? bare : [...words]
}

const letters = (text: string): string => fold(text).replace(/[^a-z]/g, '')

/** "vdveen" for Van der Veen. */
const abbreviated = (lastName: string, last: readonly string[]): string =>
  nameWords(lastName)
    .filter((word) => PARTICLES.has(word))
    .map((word) => word[0])
    .join('') + last.join('')

const owner = (firstName: string, lastName: string): Owner[] => {
  const whole = nameWords(firstName)
  // "J. Peeters": only an initial is known.
  const first = whole.length > 0 ? whole : letters(firstName).slice(0, 1).split('')
  const last = core(nameWords(lastName))
  if (first.length === 0 || last.join('').length < 3) return []
  return [{ first, last, glued: new Set([last.join(''), letters(lastName), abbreviated(lastName, last)]) }]
}

/** "Peeters, Jan", "Jan Peeters - De Wilg", "Jan Peeters (bs De Wilg)". */
const shownOwner = (name: string): Owner[] => {
  const [person = ''] = name.split(/\s[-|–•]\s|[(|/]/)
  const comma = person.indexOf(',')
  const ordered = comma > 0 ? `${person.slice(comma + 1)} ${person.slice(0, comma)}` : person
  const [first = '', ...rest] = ordered.split(/\s+/).filter((word) => word !== '' && !TITLES.has(fold(word)))
  return owner(first, rest.join(' '))
}

const spelledOwner = (local: string): Owner[] => {
  const [first = '', ...rest] = local.split(/[._-]+/)
  return owner(first, rest.join(' '))
}

const ownerOf = ({ people }: Case, box: Pick<Mailbox, 'address' | 'name'>): Owner[] => {
  const contact = people.contact(box.address)
  if (!contact.ours) return []
  const staff = contact.persons.filter((person) => person.kind === 'staff')
  if (staff.length > 0) return staff.flatMap((p) => owner(p.firstName, p.lastName))
  if (contact.class !== 'personal') return []
  const shown = shownOwner(box.name)
  return shown.length > 0 ? shown : spelledOwner(box.address.slice(0, box.address.lastIndexOf('@')))
}

/** Who sends; `through` are addresses of ours that forwarded the message. */
export const ownersOf = (seen: Case, through: readonly string[] = []): Owner[] => [
  ...seen.message.from.flatMap((box) => ownerOf(seen, box)),
  ...(seen.message.sender ? ownerOf(seen, seen.message.sender) : []),
  ...through.flatMap((address) => ownerOf(seen, { address, name: '' })),
]

/** "kuipersanne": the s that ends one name begins the other. */
const joinedForms = (name: string, last: string): string[] => [
  name + last,
  last + name,
  ...(last.endsWith(name[0]!) ? [last + name.slice(1)] : []),
]

const wholeForms = ({ first, glued }: Owner): string[] =>
  [...glued].flatMap((last) => [first.join(''), first[0]!].flatMap((name) => joinedForms(name, last)))

const initialForms = ({ first, glued }: Owner): string[] =>
  [...glued].filter((last) => last.length >= 4).flatMap((last) => [first[0]![0] + last, last + first[0]![0]])

const holdsAll = (words: readonly string[], { first, last }: Owner): boolean =>
  words.includes(first[0]!) && last.every((word) => words.includes(word))

/** "Joke Peeters" beside j.peeters@ is somebody else. */
const shownOtherwise = (name: string, { first, last }: Owner): boolean => {
  const shown = nameWords(name).filter((word) => !last.includes(word) && !PARTICLES.has(word) && !TITLES.has(word))
  return shown.length > 0 && !shown.some((word) => first.some((f) => f === word || (f.length === 1 && word[0] === f)))
}

const HOUSEHOLD = /^(?:familie|famille|fam|gezin|thuis|huize)/

const spelt = (one: Owner, local: string, label: string, name: string): Spelt => {
  const words = nameWords(local)
  const box = letters(local)
  // "jan@peeters.be", "info@janpeeters.be": the domain is part of the name.
  const forms = one.first[0]!.length > 1 ? wholeForms(one) : []
  if (holdsAll(nameWords(name), one) || holdsAll(words, one)) return 'whole'
  if ([box, `${box}${label}`, label, ...words].some((form) => forms.includes(form))) return 'whole'
  if (shownOtherwise(name, one)) return undefined
  const initial = one.first[0]!
  if (initial.length === 1 && words.some((w) => w.startsWith(initial)) && one.last.every((w) => words.includes(w)))
    return 'part'
  if ([box, ...words].some((form) => initialForms(one).includes(form))) return 'part'
  // "familie.daneels@": the sender's own household.
  if (/^(?:fam|familie|famille|gezin|thuis|huize)[._-]?[a-z]/.test(local) && one.glued.has(box.replace(HOUSEHOLD, '')))
    return 'part'
  const titled = words.some((word) => TITLES.has(word)) || /^(?:juf|meester)/.test(box)
  const untitled = box.replace(/^(?:juffrouw|juf|meester|meneer|mijnheer|mevrouw|mevr|madame|monsieur|prof)/, '')
  if (untitled !== box && (untitled === initial || one.glued.has(untitled))) return 'part'
  if (titled && untitled === initial) return 'part'
  if (initial.length < 3) return undefined
  return box === initial || fold(name).trim() === initial ? 'first' : undefined
}

const labelOf = (domain: string): string => domain.split('.').at(-2) ?? ''

/** "bert@coppens-dillen.be": the own name and a partner's. */
const isOfCouple = ({ first, glued }: Owner, local: string, label: string): boolean =>
  letters(local) === first.join('') && label.split('-').length === 2 && label.split('-').some((part) => glued.has(part))

export const speltBy = (owners: readonly Owner[], contact: Contact, name: string): Spelt => {
  if (owners.length === 0 || contact.ours || contact.class === 'partner') return undefined
  if (ofOtherSchool(contact) !== undefined) return undefined
  const { address } = contact
  const at = address.lastIndexOf('@')
  const local = address.slice(0, at)
  const label = labelOf(address.slice(at + 1))
  const found = owners.map((one) => spelt(one, local, letters(label), name))
  if (found.includes('whole')) return 'whole'
  if (owners.some((one) => isOfCouple(one, local, label))) return 'part'
  return isHomeMail(contact) ? (found.find((one) => one === 'part') ?? found.find(Boolean)) : undefined
}

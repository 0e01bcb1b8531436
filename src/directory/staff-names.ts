/** Members of staff by name, and by the ways a private account spells a name. */

import { fold } from '../message/message.ts'
import { withoutTag } from './addresses.ts'
import type { Person } from './directory.ts'
import { add, type ManyOf, nameWords, PARTICLES, squash } from './spelling.ts'

export type StaffNames = Readonly<{
  named: (firstName: string, lastName: string) => readonly Person[]
  called: (name: string) => readonly Person[]
  spelt: (localPart: string, displayName: string) => Person | undefined
  /** Whose name the part before the @ and the domain spell together: jan@peeters.be. */
  owning: (localPart: string, domainLabel: string) => Person | undefined
}>

/** Words people put beside their name in a private account. */
const BESIDE_NAME = new Set('prive private school thuis home werk juf juffrouw meester mail mr mevr be nl'.split(' '))

const withoutParticles = (lastName: string): string => {
  const words = nameWords(lastName)
  const core = words.filter((word) => !PARTICLES.has(word))
  return (core.length > 0 ? core : words).join('')
}

/** "vdveen" for Van der Veen. */
const abbreviated = (lastName: string): string =>
  nameWords(lastName)
    .map((word, i, all) => (PARTICLES.has(word) && i < all.length - 1 ? word[0] : word))
    .join('')

const pieces = (written: string): string[] =>
  fold(written)
    .split(/[^\p{L}]+/u)
    .filter((word) => word !== '' && !BESIDE_NAME.has(word))

const letters = (written: string): string => pieces(written).join('')

/** "leen.oud.mertens", "wendyhofman.kamp": the whole name with one word of another kind in it. */
const withoutOne = (words: readonly string[]): string[] =>
  words.length < 2 ? [] : words.map((_, i) => words.filter((_word, k) => k !== i).join(''))

/** jan.peeters, peetersjan: the whole name. */
const wholeForms = (first: string, last: string): string[] => [first + last, last + first]

/** j.peeters, peetersj: one letter says little, so the last name must carry it. */
const initialForms = (first: string, last: string): string[] =>
  last.length >= 4 && first !== '' ? [first[0]! + last, last + first[0]!] : []

/** "Joke Peeters" beside j.peeters@ is not our Jan: the display name has the last name and another first name. */
const contradicts = (displayName: string, person: Person): boolean => {
  const shown = nameWords(displayName)
  const last = new Set(nameWords(person.lastName))
  const first = nameWords(person.firstName)
  const others = shown.filter((word) => !last.has(word) && !PARTICLES.has(word) && !BESIDE_NAME.has(word))
  if (others.length === 0 || others.length === shown.length) return false
  return !others.some((word) => first.some((name) => name === word || (word.length === 1 && name.startsWith(word))))
}

export const indexStaff = (staff: readonly Person[]): StaffNames => {
  const names: ManyOf<Person> = new Map()
  const called: ManyOf<Person> = new Map()
  const whole: ManyOf<Person> = new Map()
  const initials: ManyOf<Person> = new Map()
  for (const person of staff) {
    const alone = [person] as const
    const first = squash(person.firstName)
    if (first === '' || person.lastName === '') continue
    add(names, `${first} ${squash(person.lastName)}`, alone)
    add(called, first, alone)
    add(called, squash(person.lastName), alone)
    for (const last of new Set([
      squash(person.lastName),
      withoutParticles(person.lastName),
      abbreviated(person.lastName),
    ])) {
      for (const form of wholeForms(first, last)) add(whole, form, alone)
      for (const form of initialForms(first, last)) add(initials, form, alone)
    }
  }
  const speltAs = (forms: readonly string[], box: string, displayName: string): Person | undefined =>
    forms.map((form) => whole.get(form)?.[0]).find(Boolean) ??
    initials.get(box)?.find((person) => !contradicts(displayName, person))
  return {
    owning: (localPart, domainLabel) => {
      const box = letters(`${withoutTag(localPart)}.${domainLabel}`)
      return speltAs([box], box, '')
    },
    called: (name) => called.get(squash(name)) ?? [],
    named: (firstName, lastName) => names.get(`${squash(firstName)} ${squash(lastName)}`) ?? [],
    spelt: (localPart, displayName) => {
      const words = pieces(withoutTag(localPart))
      const box = words.join('')
      return speltAs([box, letters(displayName), ...withoutOne(words)], box, displayName)
    },
  }
}

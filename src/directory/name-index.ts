/**
 * The names of everybody, ready to be found in a text by its folded words.
 * `doors` answers the one question asked of every word of every text: can anything begin here?
 */

import { numberPerSpelling, type Word } from '../message/message.ts'
import { CLASS_WORDS, normaliseClass } from './classes.ts'
import type { Person } from './directory.ts'
import { bareOf } from './gaps.ts'
import type { People } from './persons.ts'
import { type Sieve, sieveOf } from './sieve.ts'
import { add, type ManyOf, nameWords, PARTICLES } from './spelling.ts'

export const FULL = 1
export const FIRST = 2
export const TITLE = 4
export const CLASS = 8
export const NUMBER = 16
/** The word is a full name by itself, and nothing else begins at it. */
export const WHOLE = 32
/** Above these bits: the most words that a full name beginning with this word takes. */
const COUNT_SHIFT = 8

export const longestOf = (door: number): number => door >> COUNT_SHIFT

export type NameIndex = Readonly<{
  /** What can begin at a word; 0 for nearly every word. */
  doorAt: (word: Word) => number
  /** First and last name, squashed to letters: elsvandenbroeck. */
  full: ManyOf<Person>
  /** Last name first: vandenbroeckels, and broeckelsvanden as Dutch lists sort it. */
  turned: ManyOf<Person>
  /** One part of a double first or last name left out. */
  partial: ManyOf<Person>
  last: ManyOf<Person>
  /** Pupils only, from here on. */
  first: ManyOf<Person>
  initials: ManyOf<Person>
  numbers: ManyOf<Person>
  /** Normalised class of a pupil, and all of them. */
  classOf: (pupil: Person) => string
  classes: ReadonlySet<string>
  /** Letters that begin a full name in any of its spellings. */
  sieve: Sieve
}>

/** Words after which a last name alone means a family or a person: is it a family? */
export const TITLES: ReadonlyMap<string, 'family' | 'person'> = new Map([
  ...['familie', 'fam', 'gezin', 'ouders', 'famille', 'parents', 'kinderen'].map((word) => [word, 'family'] as const),
  ...['mevrouw', 'mevr', 'mw', 'meneer', 'mijnheer', 'mr', 'dhr', 'heer', 'madame', 'mme', 'monsieur', 'juffrouw'].map(
    (word) => [word, 'person'] as const,
  ),
])

type Build = Omit<NameIndex, 'sieve' | 'doorAt'> & Readonly<{ doors: Map<string, number>; classes: Set<string> }>

const open = (doors: Map<string, number>, word: string, door: number, longest = 0): void => {
  const there = doors.get(word) ?? 0
  const count = Math.max(there >> COUNT_SHIFT, longest)
  doors.set(word, (there & 0xff) | door | (count << COUNT_SHIFT))
}

/** "Van den Broeck" may be written Vandenbroeck, Van Denbroeck or van den broeck: particles cost up to three words. */
const SPARE_WORDS = 3

const GLUED = /^(?:vanden|vander|vande|van|den|der|de|ten|ter|el|ben|al|d|t|o)/

const openFull = ({ doors }: Build, words: readonly string[], others: number, glued: boolean): void => {
  const longest = words.length + others + (glued ? SPARE_WORDS : 0)
  open(doors, words[0]!, FULL, longest)
  if (words.length > 1) open(doors, words.join(''), FULL, longest)
}

const openLast = (build: Build, words: readonly string[], others: number, glued: boolean): void => {
  openFull(build, words, others, glued)
  const prefix = glued ? GLUED.exec(words.join(''))?.[0] : undefined
  if (prefix === undefined) return
  const longest = words.length + others + SPARE_WORDS
  for (const particle of [prefix, prefix.replace(/(?<=van)de[nr]?$/, '')]) open(build.doors, particle, FULL, longest)
  if (words.length > 1) open(build.doors, words.slice(0, 2).join(''), FULL, longest)
}

const sortedLast = (last: readonly string[]): Readonly<{ core: string; particles: string }> | undefined => {
  const cut = last.findIndex((word) => !PARTICLES.has(word))
  return cut > 0 ? { core: last.slice(cut).join(''), particles: last.slice(0, cut).join('') } : undefined
}

/** Parts of a double last name that people use alone: both sides of a hyphen, else its first word. */
const lastParts = (person: Person, words: readonly string[]): string[] => {
  const sides = person.lastName.split('-').map((side) => nameWords(side).join(''))
  if (sides.length > 1) return sides.filter((side) => side.length > 2)
  return words.length > 1 && !PARTICLES.has(words[0]!) ? [words[0]!] : []
}

/** "Johannes (Jan)": both names are used. */
const firstNames = (written: string): string[][] =>
  (written.includes('(') ? written.split(/[()]/) : [written]).map(nameWords).filter((words) => words.length > 0)

const indexPerson = (build: Build, person: Person, alone: readonly [Person]): void => {
  const last = nameWords(person.lastName)
  const lastWhole = last.join('')
  const sorted = sortedLast(last)
  const glued = sorted !== undefined || (lastWhole.length > 4 && GLUED.test(lastWhole))
  if (lastWhole !== '') add(build.last, lastWhole, alone)
  for (const first of firstNames(person.firstName)) {
    const firstWhole = first.join('')
    if (person.kind === 'pupil') indexPupil(build, first, last, alone)
    if (lastWhole === '') continue
    add(build.full, firstWhole + lastWhole, alone)
    add(build.turned, lastWhole + firstWhole, alone)
    openFull(build, first, last.length, glued)
    openLast(build, last, first.length, glued)
    if (sorted !== undefined) {
      add(build.turned, sorted.core + firstWhole + sorted.particles, alone)
      open(build.doors, last.find((word) => !PARTICLES.has(word))!, FULL, first.length + last.length)
    }
    const lasts = lastParts(person, last)
    const firsts = first.length > 1 ? [first[0]!] : []
    for (const part of lasts) openFull(build, nameWords(part), first.length + 1, true)
    for (const [f, l] of [...firsts.map((f) => [f, lastWhole]), ...lasts.map((l) => [firstWhole, l])]) {
      add(build.partial, f! + l!, alone)
      add(build.partial, l! + f!, alone)
    }
  }
}

/** Lotte De Smet: LDS and LS; Anne-Marie Peeters: AMP and AP. */
const initialsOf = (first: readonly string[], last: readonly string[]): Set<string> => {
  const letters = (words: readonly string[]) => words.map((word) => word[0]).join('')
  const core = letters(last.filter((word) => !PARTICLES.has(word)))
  const firsts = [letters(first), first[0]![0]!]
  return new Set(firsts.flatMap((f) => [f + letters(last), f + core, f + (last[0]?.[0] ?? '')]))
}

const indexPupil = (
  build: Build,
  first: readonly string[],
  last: readonly string[],
  alone: readonly [Person],
): void => {
  const names = first.length > 1 ? [first.join(''), first[0]!] : [first[0]!]
  for (const name of names) {
    add(build.first, name, alone)
    open(build.doors, name, FIRST)
  }
  if (first.length > 1) open(build.doors, first[0]!, FIRST)
  for (const initials of initialsOf(first, last)) if (initials.length > 1) add(build.initials, initials, alone)
}

const SHORTEST_WHOLE = 6

/** Numbers of a pupil's file: long enough not to be a year or a price. */
const PUPIL_NUMBER = /^[a-z]{0,4}\d{4,12}$/

const indexNumber = (build: Build, pupil: Person): void => {
  const number = pupil.id.toLowerCase()
  if (!PUPIL_NUMBER.test(number)) return
  add(build.numbers, number, [pupil])
  open(build.doors, number, NUMBER)
}

const openClass = ({ doors }: Build, written: string, normal: string): void => {
  const head = /^\d+/.exec(normal)?.[0]
  const first = nameWords(written)[0]
  const words = [normal, `l${normal}`, 'l', head, first, head && `l${head}`, ...CLASS_WORDS]
  for (const word of [...words, ...CLASS_WORDS.map((prefix) => prefix + normal)]) if (word) open(doors, word, CLASS)
}

export const indexNames = (people: People): NameIndex => {
  const normal = new Map<string, string>()
  for (const { class: written } of people.pupils) if (!normal.has(written)) normal.set(written, normaliseClass(written))
  const build: Build = {
    doors: new Map(),
    full: new Map(),
    turned: new Map(),
    partial: new Map(),
    last: new Map(),
    first: new Map(),
    initials: new Map(),
    numbers: new Map(),
    classOf: (pupil) => normal.get(pupil.class) ?? '',
    classes: new Set(normal.values()),
  }
  build.classes.delete('')
  for (const [written, code] of normal) if (code !== '') openClass(build, written, code)
  for (const title of TITLES.keys()) open(build.doors, title, TITLE)
  for (const person of [...people.pupils, ...people.staff, ...people.parents]) indexPerson(build, person, [person])
  for (const pupil of people.pupils) indexNumber(build, pupil)
  const { doors, ...index } = build
  const wholeDoor = (bare: string): number =>
    bare.length >= SHORTEST_WHOLE && (index.full.has(bare) || index.turned.has(bare) || index.partial.has(bare))
      ? WHOLE
      : 0
  const doorOf = (bare: string): number => doors.get(bare) ?? wholeDoor(bare)
  const doorAt = numberPerSpelling(({ folded }: Pick<Word, 'folded' | 'spelling'>) => doorOf(bareOf(folded)))
  return {
    ...index,
    doorAt,
    sieve: sieveOf([[...build.full.keys()], [...build.turned.keys()], [...build.partial.keys()]]),
  }
}

/**
 * Whether the parents a letter goes to are parents of the pupil it is about.
 *
 * A full name says enough. A first name alone may be a friend, so something must show that the reader is spoken to as
 * this pupil's parent: the greeting names the true parent, the subject names the pupil, or it is about marks and home.
 */
import type { NameHit, Person } from '../directory/directory.ts'
import type { Case, Reading, Recipient } from './detectors.ts'
import { greeted, greetingEnd } from './salutation.ts'
import { nameWords, PARTICLES } from './spelling.ts'

/** `by`: how it shows. `file`: only an attachment is about this pupil. */
export type OtherParent = Readonly<{ recipient: Recipient; pupil: Person; confidence: number; file: boolean }>

/** More than these is a list, a cast, a class. */
const MAX_PUPILS = 2

type Sort = 'full' | 'first' | 'weak'

/** A pupil whom a text names; `weak`: by a first name that is also a word. */
type Named = Readonly<{ pupil: Person; sort: Sort; reading: Reading; start: number; end: number }>

const PARENTS_OF = /(?:ouders?|papa|mama|moeder|vader|verzorgers?|parents?|maman|familie) (?:van|de|of|d['’]) {0,1}$/i

const before = (reading: Reading, start: number): string => reading.text.slice(Math.max(0, start - 24), start)

const sortOf = ({ how, strength, start }: NameHit, { text, role }: Reading): Sort | undefined => {
  if (strength >= 0.9 && how !== 'first') return 'full'
  if (strength >= 0.4) return 'first'
  if (strength < 0.1 || !/^\p{Lu}/u.test(text.slice(start, start + 2))) return undefined
  // "rapport Noor": in the middle of a subject a capital is a name's.
  return role === 'subject' && start > 0 ? 'first' : 'weak'
}

/** A name that may be several pupils names none of them; who is greeted is not spoken of. */
const namedIn = (reading: Reading, ofSchool: (person: Person) => boolean): Named[] => {
  const from = greetingEnd(reading)
  return reading.names.flatMap((hit): Named[] => {
    const { start, end } = hit
    const some = hit.persons.filter(ofSchool)
    const sort = sortOf(hit, reading)
    const [pupil] = some
    if (sort === undefined || pupil?.kind !== 'pupil' || some.length > 1) return []
    return start < from && !PARENTS_OF.test(before(reading, start)) ? [] : [{ pupil, sort, reading, start, end }]
  })
}

const idsOf = (named: readonly Named[]): Set<string> => new Set(named.map(({ pupil }) => pupil.id))

const wordsOf = ({ firstName, lastName }: Person): string[] =>
  [...nameWords(firstName), ...nameWords(lastName)].filter((word) => !PARTICLES.has(word))

type Support = 'greeting' | 'spoken' | 'subject' | 'school' | undefined

const SURE = { greeting: 0.88, spoken: 0.85, subject: 0.75, school: 0.7 } as const

/** Half a sentence on either side: what is said in one breath with the name. */
const REACH = 80

const isBeside = ({ reading, start, end }: Named): boolean =>
  reading.index.all('kin.beside').some((t) => t.start > start - REACH && t.end < end + REACH)

const OFFSPRING = /(?:zoon|dochter|zoontje|dochtertje|kind|fils|fille|enfant|son|daughter|child),? {1,2}$/i

/** "uw dochter Yara", "beste ouders van Hugo". */
const isSpokenTo = ({ reading, start }: Named): boolean =>
  start < greetingEnd(reading) || OFFSPRING.test(before(reading, start))

/** What shows that the reader is taken for this pupil's parent. */
const supportOf = (seen: Case, named: readonly Named[], greeting: ReadonlySet<string>): Support => {
  const [{ pupil }] = named as readonly [Named, ...Named[]]
  const parents = seen.people.parentsOf(pupil.id).flatMap(wordsOf)
  if (parents.some((word) => greeting.has(word))) return 'greeting'
  if (named.some(isSpokenTo)) return 'spoken'
  if (named.some(isBeside)) return undefined
  if (named.some(({ reading }) => reading.role === 'subject' || reading.role === 'file-name')) return 'subject'
  const own = seen.readings.filter((r) => r.role === 'own')
  return own.some((r) => r.index.all('kin.about').length > 0) ? 'school' : undefined
}

const greetsRecipient = (recipients: readonly Recipient[], greeting: ReadonlySet<string>): boolean =>
  recipients.some((r) => r.persons.some((person) => wordsOf(person).some((word) => greeting.has(word))))

const ROLES = new Set(['own', 'subject', 'file-name'])

/** The one pupil a document is about, by its full name. */
const inFiles = (seen: Case, ofSchool: (person: Person) => boolean): readonly Named[] => {
  const files = seen.readings.filter((r) => r.role === 'attachment')
  const named = files.flatMap((r) => namedIn(r, ofSchool)).filter(({ sort }) => sort === 'full')
  return idsOf(named).size === 1 ? named.slice(0, 1) : []
}

const confidenceOf = (seen: Case, named: readonly Named[], parents: readonly Recipient[]): number => {
  const greeting = greeted(seen)
  const support = supportOf(seen, named, greeting)
  if (named.some(({ sort }) => sort === 'full'))
    return support === 'greeting' ? 0.92 : named.every(isBeside) ? 0.6 : 0.85
  if (support === undefined || (named[0]!.sort === 'weak' && !/greeting|spoken/.test(support))) return 0
  // "Dag Katrien" to Katrien: she is meant, and the child may be a friend of hers.
  const meant = support !== 'greeting' && support !== 'spoken' && greetsRecipient(parents, greeting)
  return SURE[support] - (meant ? 0.21 : 0)
}

/** Pupils among the recipients: a parent beside one is taken for this pupil's. */
const pupilsWrittenTo = ({ recipients }: Case): Person[] =>
  recipients.flatMap((r) => (r.class === 'pupil' ? r.persons.filter((person) => person.kind === 'pupil') : []))

export const otherParents = (seen: Case): OtherParent[] => {
  const parents = seen.recipients.filter((r) => r.class === 'parent' && r.known)
  if (parents.length === 0 || parents.length > MAX_PUPILS) return []
  const school = seen.sender.persons[0]?.school || (parents[0]?.persons[0]?.school ?? '')
  const ofSchool = (person: Person): boolean => school === '' || person.school === '' || person.school === school
  const isParent = (r: Recipient, ids: ReadonlySet<string>): boolean =>
    r.persons.some((person) => person.pupilIds.some((id) => ids.has(id)))
  const all = seen.readings.filter((r) => ROLES.has(r.role)).flatMap((r) => namedIn(r, ofSchool))
  const sure = all.filter(({ sort }) => sort !== 'weak')
  const said = sure.length > 0 ? sure : all
  const ids = idsOf(said)
  const [child, ...others] = pupilsWrittenTo(seen)
  if (child && others.length === 0) {
    const strangers = parents.filter((r) => !isParent(r, new Set([child.id])))
    if (strangers.length > 0)
      return strangers.map((recipient) => ({ recipient, pupil: child, confidence: 0.8, file: false }))
  }
  const strangers = (named: readonly Named[], confidence: number, file: boolean): OtherParent[] =>
    parents
      .filter((r) => !isParent(r, idsOf([...named, ...all])))
      .map((recipient) => ({ recipient, pupil: named[0]!.pupil, confidence, file }))
  if (ids.size > 0 && ids.size <= MAX_PUPILS) {
    // Someone who is the parent of one of both may well read about the other.
    const confidence = confidenceOf(seen, said, parents)
    const found = confidence > 0 ? strangers(said, confidence, false) : []
    if (found.length > 0) return found
  }
  const filed = ids.size > MAX_PUPILS ? [] : inFiles(seen, ofSchool)
  return filed.length === 0 ? [] : strangers(filed, 0.75, true)
}

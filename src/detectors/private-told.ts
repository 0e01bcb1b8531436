/**
 * Numbers and streets that a text tells of a member of staff: somebody named, a sign that it is private, and the value,
 * all in one sentence or the next: "onze zorgcoördinator … ze woont Nieuwe Dreef 27".
 */
import { fold } from '../message/message.ts'
import type { Case, Reading } from './detectors.ts'
import { hintsFor } from './hints.ts'
import type { TermHit } from './lexicon.ts'
import { type Sentence, sentenceAt } from './sentences.ts'
import { startingWithin } from './spans.ts'
import { indexTerms, type TermIndex } from './term-index.ts'

export type Told = Readonly<{ start: number; end: number; kind: 'phone' | 'home'; certainty: number }>

const NUMBER = /(?:\+|\b0)\d[\d ()./-]{6,18}\d/g
// Mobile numbers of Belgium, the Netherlands and France.
const MOBILE = /^(?:(?:\+|00)(?:32|31|33)(?:\(0\))?[467]|04[5-9]|0[67])/
const HOME =
  /(?:\p{Lu}[\p{L}-]{0,30}(?:straat|laan|weg|plein|steeg|dreef|singel|kade|hof|pad|park|markt|lei|baan|dijk|gracht)|(?:[Rr]ue|[Aa]venue|[Cc]hauss[ée]e|[Pp]lace|[Bb]oulevard)(?: [\p{L}'’-]{1,25}){1,5})\.?,? {1,2}\d{1,4}\b/gu
// Behind "thuisadres" or "woont" any name with a number is a street.
const STREET = /\p{Lu}[\p{L}-]{3,40} {1,2}\d{1,4}\b/gu

const LABELS = ['private.label', 'private.number', 'private.lives', 'private.home', 'private.home.door'] as const

const digitsOf = (text: string): string => text.replace(/\D/g, '')

/** Numbers the school gives itself: in the directory, and in the sender's signature. */
const schoolNumbers = ({ readings, sender, people }: Case): string => {
  const schools = sender.persons.map((person) => people.school(person.school)?.phone ?? '')
  const signed = readings.filter((r) => r.role === 'signature' || r.role === 'disclaimer').map((r) => r.text)
  return [...schools, ...signed]
    .flatMap((text) => text.match(NUMBER) ?? [])
    .map(digitsOf)
    .join(' ')
}

/** The school's own street. */
const schoolStreets = ({ sender, people }: Case): string =>
  sender.persons.map((person) => fold(people.school(person.school)?.address ?? '')).join('\n')

type Value = Readonly<{ start: number; end: number; kind: 'phone' | 'home' }>
type Own = Readonly<{ numbers: string; streets: string }>

const saidIn = (text: string, { start, end }: Pick<Sentence, 'start' | 'end'>): string =>
  text.slice(start, Math.min(end + 2, start + 600))

const valuesIn = ({ text }: Reading, { start, end }: Sentence, anyStreet: boolean, own: Own): Value[] => {
  const said = saidIn(text, { start, end })
  const at = (pattern: RegExp, kind: Value['kind']): Value[] =>
    [...said.matchAll(pattern)].map((m) => ({ start: start + m.index, end: start + m.index + m[0].length, kind }))
  const numbers = at(NUMBER, 'phone').filter((value) => {
    const digits = digitsOf(text.slice(value.start, value.end))
    return digits.length >= 9 && digits.length <= 13 && !own.numbers.includes(digits)
  })
  const homes = [...at(HOME, 'home'), ...(anyStreet ? at(STREET, 'home') : [])]
  return [...numbers, ...homes.filter((home) => !own.streets.includes(fold(text.slice(home.start, home.end))))]
}

type Whose = 'name' | 'title' | 'stranger' | undefined

const hasName = (text: string, { end }: TermHit): boolean => /^\.? \p{Lu}\p{Ll}/u.test(text.slice(end, end + 4))

const isSmall = (unit: number): boolean => unit >= 97 && unit <= 122

/** "Wendy thuis", "mevrouw Mertens": a name that somebody on the staff of the sender's school has. */
const isCalled = ({ text, words }: Reading, { first, last }: Sentence, { people, sender }: Case): boolean => {
  const school = sender.persons[0]?.school ?? ''
  for (let i = first; i <= last && i < first + 60; i++) {
    const word = words[i]!
    if (isSmall(text.charCodeAt(word.start)) || !/\p{Lu}/u.test(text[word.start]!)) continue
    if (people.staffCalled(word.folded).some((p) => p.school === school && p.id !== sender.persons[0]?.id)) return true
  }
  return false
}

const within = (hits: readonly TermHit[], { start, end }: Sentence): TermHit[] =>
  startingWithin(hits, start, end).filter((t) => t.end <= end)

/** Whose it is: somebody on the staff by name, "de directeur", or only "mevrouw Claes". Not a parent or pupil we know. */
const whoseIs = (index: TermIndex, sentence: Sentence, seen: Case): Whose => {
  const { reading } = index
  const { start, end } = sentence
  const named = reading.names.filter((n) => n.start >= start && n.end <= end && n.strength >= 0.5)
  if (named.some((n) => n.persons.some((p) => p.kind === 'staff'))) return 'name'
  if (named.length > 0) return undefined
  const [staff] = within(index.all('private.staff'), sentence)
  // "juf Els": a name with a capital behind the title.
  if (staff) return hasName(reading.text, staff) ? 'name' : 'title'
  if (isCalled(reading, sentence, seen)) return 'name'
  const title = within(index.all('private.title'), sentence).some((t) => hasName(reading.text, t))
  return title ? 'stranger' : undefined
}

/** "Wij geven geen privénummers", "uw privénummer". */
const isUntold = (index: TermIndex, label: TermHit): boolean => {
  const refused = (t: TermHit): boolean =>
    t.last < label.first && label.first - t.last <= 4 && !/[:;,.]/.test(index.reading.text.slice(t.end, label.start))
  return index.all('private.not').some(refused) || index.all('private.yours').some((t) => label.first - t.last === 1)
}

const CERTAINTY = { name: 0.82, title: 0.8, stranger: 0.65 } as const

/** Said in this sentence, or in the one before of somebody whom a pronoun takes up. */
const before = (index: TermIndex, sentences: readonly Sentence[], at: number, seen: Case): Whose => {
  const pronoun = within(index.all('private.pronoun'), sentences[at]!).length > 0
  for (const back of [1, 2]) {
    const sentence = sentences[at - back]
    if (!sentence || (back === 2 && !pronoun)) break
    const whose = whoseIs(index, sentence, seen)
    if (back === 1 && whose === undefined && !pronoun) return undefined
    const home = [sentence, sentences[at]!].some((one) => within(index.all('private.home'), one).length > 0)
    if (whose !== undefined) return (whose === 'stranger' ? pronoun && home : pronoun || home) ? whose : undefined
  }
  return pronoun && within(index.all('private.home'), sentences[at]!).length > 0 ? inSubject(index, seen) : undefined
}

/** "Kaartje voor mevrouw Mertens": the subject says who "haar" is. */
const inSubject = ({ reading }: TermIndex, seen: Case): Whose => {
  const subject = reading.role === 'own' ? seen.readings.find((r) => r.role === 'subject') : undefined
  if (!subject || subject.words.length === 0) return undefined
  const whole = { first: 0, last: subject.words.length - 1, start: 0, end: subject.text.length, question: false }
  return whoseIs(indexTerms(subject), whole, seen)
}

const inSentence = (index: TermIndex, sentence: Sentence, at: number, own: Own, seen: Case): Told[] => {
  const { reading } = index
  const { sentences } = reading
  if (within(index.all('private.work'), sentence).length > 0) return []
  const some = (name: string): TermHit | undefined => within(index.all(name), sentence)[0]
  const label = some('private.label')
  const any = label ?? LABELS.map(some).find((hit) => hit !== undefined)
  if (any === undefined || isUntold(index, any)) return []
  const lives = some('private.lives') !== undefined
  const found = valuesIn(reading, sentence, label !== undefined || lives, own)
  if (found.length === 0) return []
  const here = whoseIs(index, sentence, seen)
  const whose = here ?? before(index, sentences, at, seen)
  if (whose === undefined) return []
  const home = some('private.home') !== undefined || (here === undefined && isHomeBefore(index, sentences, at))
  const values = found.filter(({ kind, start, end }) => {
    if (label) return true
    if ((whose === 'stranger' && !home) || (whose === 'title' && !home && here !== undefined)) return false
    if (kind === 'home') return lives || home
    return home || MOBILE.test(reading.text.slice(start, end).replace(/[^\d+()]/g, ''))
  })
  const certainty = label ? CERTAINTY[whose] : home || (lives && here === undefined) ? 0.75 : 0.7
  const kinds = [...new Map(values.toReversed().map((value) => [value.kind, value])).values()]
  return kinds.map((value) => ({ ...value, certainty }))
}

const isHomeBefore = (index: TermIndex, sentences: readonly Sentence[], at: number): boolean =>
  [sentences[at - 1], sentences[at + 1]].some((one) => one && within(index.all('private.home'), one).length > 0)

/** "Het gsm-nummer van meester Karim: 0470…" is cut at the colon; what follows belongs to it. */
const wider = ({ text }: Reading, sentences: readonly Sentence[], index: number): Sentence => {
  const [one, next] = [sentences[index]!, sentences[index + 1]]
  const gap = next && text.slice(one.end, next.start)
  return gap && /^\s{0,2}[:,]/.test(gap) ? { ...one, end: next.end, last: next.last } : one
}

const HAS_VALUE = /\d{2}|\p{Ll} \d/u
const VALUE_SIGN = /\d/

// "Paul Timmermans, Rozenlaan 41": a street straight behind the name.
const BESIDE = 24

// What a street ends in, and what it begins with.
const STREETS = hintsFor({
  ends: /(?:straat|laan|weg|plein|steeg|dreef|singel|kade|hof|pad|park|markt|lei|baan|dijk|gracht)$/,
  begins: /(?:rue|avenue|chaussee|place|boulevard)$/,
})
const [ENDS, BEGINS] = [STREETS.bitOf('ends'), STREETS.bitOf('begins')]
const HOUSE = /\.?,? {1,2}\d/y

/** Whether there may be a street with a number anywhere: names are sought only then. */
const mayHoldHome = ({ text, words }: Reading): boolean =>
  words.some((word, at) => {
    const hints = STREETS.among(words, at, at)
    if (hints === 0) return false
    HOUSE.lastIndex = word.end
    return (hints & BEGINS) !== 0 || ((hints & ENDS) !== 0 && HOUSE.test(text))
  })

/** A member of staff in full with a street that is not the school's: where he lives, without a word for it. */
const addressed = (reading: Reading, seen: Case): Told[] => {
  if (!mayHoldHome(reading)) return []
  const staff = reading.names.filter(({ how, persons }) => how === 'full' && persons.some((p) => p.kind === 'staff'))
  const streets = staff.length > 0 ? schoolStreets(seen) : ''
  return staff.flatMap(({ end }): Told[] => {
    const after = reading.text.slice(end, end + BESIDE + 60)
    const [home] = after.matchAll(HOME)
    if (!home || home.index > BESIDE || !/^[\s,;:(–-]{0,6}$/.test(after.slice(0, home.index))) return []
    if (streets.includes(fold(home[0]))) return []
    return [{ start: end + home.index, end: end + home.index + home[0].length, kind: 'home', certainty: 0.75 }]
  })
}

const RARE = ['private.label', 'private.number', 'private.lives', 'private.staff', 'private.home.door'] as const

/** Sentences with a number or a house in them, and a word that makes it somebody's. */
export const privatelyTold = (reading: Reading, seen: Case): Told[] => {
  if (!HAS_VALUE.test(reading.text)) return []
  const beside = addressed(reading, seen)
  if (beside.length > 0 || !RARE.some((name) => reading.index.all(name).length > 0)) return beside
  const index = indexTerms(reading)
  const { text, sentences } = reading
  const marks = LABELS.flatMap((name) => index.all(name))
  const said = [...new Set(marks.map((term) => sentenceAt(sentences, term.start)))]
    .slice(0, 40)
    .map((at) => ({ at, sentence: wider(reading, sentences, at) }))
    .filter(({ sentence }) => VALUE_SIGN.test(saidIn(text, sentence)))
  if (said.length === 0) return []
  const own = { numbers: schoolNumbers(seen), streets: schoolStreets(seen) }
  return said.flatMap(({ at, sentence }) => inSentence(index, sentence, at, own, seen))
}

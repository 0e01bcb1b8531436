/**
 * A private address of a member of staff is told to people outside the school.
 *
 * A person sees a colleague's private mail address, phone or home address in the text. What fools it: the school's own
 * numbers in a signature, a parent's number or the reader's own, "wij geven geen privénummers door", and mail that stays
 * inside. Clauses ME-3.2-undisclosed, SJ-3.2-undisclosed.
 */
import { z } from 'zod'
import { placeAt } from '../message/message.ts'
import { isOutsider } from './audience.ts'
import type { Case, Detector, Finding, Reading } from './detectors.ts'
import { excerpt } from './excerpt.ts'
import type { TermHit } from './lexicon.ts'
import { type Sentence, sentenceAt, sentencesOf } from './sentences.ts'

const settings = z.strictObject({})

const MAIL = /[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}/g
const NUMBER = /(?:\+|\b0)\d[\d ()./-]{6,18}\d/g
// Mobile numbers of Belgium, the Netherlands and France.
const MOBILE = /^(?:(?:\+|00)(?:32|31|33)(?:\(0\))?[467]|04[5-9]|0[67])/
const HOME =
  /(?:\p{Lu}[\p{L}-]{0,30}(?:straat|laan|weg|plein|steeg|dreef|singel|kade|hof|pad|park|markt|lei|baan|dijk|gracht)|(?:[Rr]ue|[Aa]venue|[Cc]hauss[ée]e|[Pp]lace|[Bb]oulevard)(?: [\p{L}'’-]{1,25}){1,5})\.?,? {1,2}\d{1,4}\b/gu
// Behind "thuisadres" any name with a number is a street.
const STREET = /\p{Lu}[\p{L}-]{3,40} {1,2}\d{1,4}\b/gu

const BECAUSE = {
  nl: 'Het privéadres of privénummer van een collega gaat naar mensen buiten de school.',
  fr: 'L’adresse ou le numéro privé d’un collègue part vers l’extérieur de l’école.',
  en: "A colleague's private address or number goes to people outside the school.",
} as const

type Kind = 'mail' | 'phone' | 'home'

const finding = (reading: Reading, start: number, end: number, category: Kind, confidence: number): Finding => ({
  rule: 'private-address-disclosed',
  category,
  place: placeAt(reading, start),
  excerpt: excerpt(reading, start, end, [{ start, end, as: category === 'mail' ? 'address' : 'secret' }]),
  because: BECAUSE,
  confidence,
})

const mailAddresses = (reading: Reading, { people, message, recipients }: Case): Finding[] => {
  if (!reading.text.includes('@')) return []
  return [...reading.text.matchAll(MAIL)].flatMap((match) => {
    const contact = people.contact(match[0])
    // In a quote the outsider may have seen it before; a mere likeness of names is then too little.
    if (contact.class !== 'private' || (reading.role === 'quoted' && !contact.known)) return []
    // Whom the mail goes to, everybody can see anyway.
    if (message.visible.length + recipients.length < 200 && recipients.some((r) => r.address === contact.address))
      return []
    const confidence = reading.role === 'quoted' ? 0.7 : contact.known ? 0.9 : 0.75
    return [finding(reading, match.index, match.index + match[0].length, 'mail', confidence)]
  })
}

type Value = Readonly<{ start: number; end: number; kind: Kind }>

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

const valuesIn = (reading: Reading, { start, end }: Sentence, label: boolean, known: string): Value[] => {
  const text = reading.text.slice(start, Math.min(end + 2, start + 600))
  const at = (pattern: RegExp, kind: Kind): Value[] =>
    [...text.matchAll(pattern)].map((m) => ({ start: start + m.index, end: start + m.index + m[0].length, kind }))
  const numbers = at(NUMBER, 'phone').filter((value) => {
    const digits = digitsOf(reading.text.slice(value.start, value.end))
    return digits.length >= 9 && digits.length <= 13 && !known.includes(digits)
  })
  return [...numbers, ...at(HOME, 'home'), ...(label ? at(STREET, 'home') : [])]
}

const LABELS = new Set(['private.label', 'private.number', 'private.lives'])

type Whose = 'name' | 'title' | 'stranger' | undefined

const hasName = (text: string, { end }: TermHit): boolean => /^\.? \p{Lu}\p{Ll}/u.test(text.slice(end, end + 4))

/** Whose it is: somebody on the staff by name, "de directeur", or only "mevrouw Claes". Not a parent or pupil we know. */
const whoseIs = (reading: Reading, { start, end }: Sentence, terms: readonly TermHit[]): Whose => {
  const named = reading.names.filter((n) => n.start >= start && n.end <= end && n.strength >= 0.5)
  if (named.some((n) => n.persons.some((p) => p.kind === 'staff'))) return 'name'
  if (named.length > 0) return undefined
  const staff = terms.find((t) => t.class === 'private.staff')
  // "juf Els": a name with a capital behind the title.
  if (staff) return hasName(reading.text, staff) ? 'name' : 'title'
  return terms.some((t) => t.class === 'private.title' && hasName(reading.text, t)) ? 'stranger' : undefined
}

/** "Wij geven geen privénummers", "uw privénummer". */
const isUntold = (terms: readonly TermHit[], label: TermHit): boolean =>
  terms.some(
    (t) =>
      (t.class === 'private.not' && t.last < label.first && label.first - t.last <= 4) ||
      (t.class === 'private.yours' && label.first - t.last === 1),
  )

const CERTAINTY = { name: 0.82, title: 0.8, stranger: 0.65 } as const

const inSentence = (reading: Reading, sentence: Sentence, known: string): Finding[] => {
  const terms = reading.terms.filter((t) => t.start >= sentence.start && t.end <= sentence.end)
  const label = terms.find((t) => t.class === 'private.label')
  const any = label ?? terms.find((t) => LABELS.has(t.class))
  const whose = whoseIs(reading, sentence, terms)
  if (any === undefined || whose === undefined || isUntold(terms, any)) return []
  const lives = terms.some((t) => t.class === 'private.lives')
  const values = valuesIn(reading, sentence, label !== undefined, known).filter(({ kind, start, end }) => {
    if (label) return true
    if (whose !== 'name') return false
    return kind === 'home' ? lives : MOBILE.test(reading.text.slice(start, end).replace(/[^\d+()]/g, ''))
  })
  const certainty = label ? CERTAINTY[whose] : 0.7
  return values.slice(0, 1).map(({ start, end, kind }) => finding(reading, start, end, kind, certainty))
}

const labelled = (reading: Reading, seen: Case): Finding[] => {
  const labels = reading.terms.filter((term) => LABELS.has(term.class))
  if (labels.length === 0 || !/\d/.test(reading.text)) return []
  const sentences = sentencesOf(reading)
  const known = schoolNumbers(seen)
  const said = new Set(labels.map((term) => sentenceAt(sentences, term.start)))
  return [...said].flatMap((index) => inSentence(reading, wider(reading, sentences, index), known))
}

/** "Het gsm-nummer van meester Karim: 0470…" is cut at the colon; what follows belongs to it. */
const wider = ({ text }: Reading, sentences: readonly Sentence[], index: number): Sentence => {
  const [one, next] = [sentences[index]!, sentences[index + 1]]
  const gap = next && text.slice(one.end, next.start)
  return gap && /^\s{0,2}[:,]/.test(gap) ? { ...one, end: next.end, last: next.last } : one
}

export const privateAddressDisclosed: Detector<z.infer<typeof settings>> = {
  rule: 'private-address-disclosed',
  settings,
  inspect: (seen) => {
    if (!seen.recipients.some((r) => isOutsider(r) && r.class !== 'private')) return []
    const told = seen.readings.filter((r) => r.role !== 'file-name')
    return told.flatMap((reading) => [
      ...mailAddresses(reading, seen),
      ...(reading.role === 'quoted' || reading.role === 'signature' ? [] : labelled(reading, seen)),
    ])
  },
}

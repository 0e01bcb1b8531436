/** Private contact data of persons, line by line: a name with a telephone number, a home address, a private address. */
import type { Case, Reading } from './detectors.ts'
import { matchesIn } from './matches.ts'
import { indexTerms, type TermIndex } from './term-index.ts'

export type Entry = Readonly<{ start: number; end: number; value: string; kind: 'phone' | 'mail' | 'home' }>

const NUMBER = /(?:\+|\b00)?\d[\d ./()-]{7,17}\d/g
const MAIL = /[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}/g
const HOUSE =
  /^(?:\s[\p{L}'-]{1,20}){0,4},?\s{1,2}\d{1,4}(?!\d)(?:[a-z]\b)?(?:\s?(?:bus|b|bte)\.?\s\w{1,4})?(?:[,;]?\s{0,2}[1-9]\d{3}(?:\s?[A-Z]{2}\b)?[\s;]{1,2}\p{Lu}[\p{L}-]{1,24})?/u
const NAME =
  /\p{Lu}\p{Ll}{1,20}(?:[- ](?:van |de |der |den |el |ben |[Dd]['’])?(?:De |Van |Den |Der |Le |La )?\p{Lu}[\p{L}'’]{1,20}){1,3}|\p{Lu}{2,20}\s\p{Lu}\p{Ll}{1,20}/u
const HEADERS = /^\s*(?:>\s*)*(?:aan|to|cc|bcc|van|from|de|à|verzonden|sent|onderwerp|objet|subject)\s?:/i

/** 9 or 10 digits from a 0, or behind +32 / +31 / +33: national form, so that "0470 12 34 56" and "+32470123456" are one. */
const telephone = (written: string): string | undefined => {
  const digits = written.replace(/\(0\)/g, '').replace(/\D/g, '')
  if (/^(?:\+|00)/.test(written)) {
    const national = /^(?:00)?(?:32|31|33|49|352)(\d{8,10})$/.exec(digits)
    return national ? `0${national[1]}` : undefined
  }
  return /^0\d{8,9}$/.test(digits) ? digits : undefined
}

// "BE68 5390 …", "+++123/4567/89012+++": accounts and payment references, not telephones.
const isAccount = (text: string, at: number): boolean =>
  /(?:\b[A-Z]{2}|\+\+|\*\*)\d{0,4}\s?$/.test(text.slice(Math.max(0, at - 8), at))

const phonesIn = (line: string, at: number): Entry[] =>
  matchesIn(NUMBER, line).flatMap((m): Entry[] => {
    const value = telephone(m[0])
    return value && !isAccount(line, m.index)
      ? [{ start: at + m.index, end: at + m.index + m[0].length, value, kind: 'phone' }]
      : []
  })

const mailsIn = (line: string, at: number, seen: Case): Entry[] =>
  !line.includes('@')
    ? []
    : [...line.matchAll(MAIL)].flatMap((m): Entry[] => {
        const contact = seen.people.contact(m[0])
        const personal =
          contact.class === 'parent' || contact.class === 'private' || (contact.freeMail && contact.class !== 'general')
        return personal
          ? [{ start: at + m.index, end: at + m.index + m[0].length, value: m[0].toLowerCase(), kind: 'mail' }]
          : []
      })

const homesIn = (text: string, at: number, end: number, index: TermIndex): Entry[] =>
  index.within('contact.street', at, end).flatMap((hit): Entry[] => {
    if (hit.end > end) return []
    const number = HOUSE.exec(text.slice(hit.end, Math.min(end, hit.end + 60)))
    if (!number || !/\p{Lu}/u.test(text[hit.start]!)) return []
    const stop = hit.end + number[0].length
    return [{ start: hit.start, end: stop, value: text.slice(hit.start, stop).toLowerCase(), kind: 'home' }]
  })

type Line = Readonly<{ start: number; end: number; text: string }>

const linesOf = (text: string): Line[] => {
  const lines: Line[] = []
  for (let at = 0; at <= text.length; ) {
    const next = text.indexOf('\n', at)
    const end = next < 0 ? text.length : next
    lines.push({ start: at, end, text: text.slice(at, end) })
    at = end + 1
  }
  return lines
}

const holds = (index: TermIndex, name: string, line: Line): boolean =>
  index.near(`contact.${name}`, line.start, line.end) !== undefined

/** A line names a person: the directory knows one, or two words with capitals that are no street and no service. */
const isPersonal = (seen: Reading, index: TermIndex, line: Line): boolean => {
  if (seen.names.some((hit) => hit.start < line.end && hit.end > line.start)) return true
  if (index.near('contact.person', line.start, line.end)) return true
  const name = NAME.exec(line.text)
  return (
    name !== null && !index.near('contact.street', line.start + name.index, line.start + name.index + name[0].length)
  )
}

const MOBILE = /^0[4-7]\d/
const CAPITAL = /\p{Lu}\p{Ll}/u
const CALLED = /\p{Lu}\p{Ll}{1,20}['’]?\s{0,2}[(:,–-]?\s{0,2}$/u
const SEVERAL = 3

/** "Tamara 06…, Corine 06…": what stands before a number, and bears a first name of somebody. */
const isCalled = (index: TermIndex, text: string, found: readonly Entry[], i: number, lineStart: number): boolean => {
  const entry = found[i]!
  const start = Math.max(found[i - 1]?.end ?? lineStart, entry.start - 40)
  if (index.near('contact.public', start, entry.start)) return false
  if (index.near('names.first', start, entry.start) || index.near('names.adult', start, entry.start)) return true
  if (!MOBILE.test(entry.value)) return false
  const said = text.slice(start, entry.start)
  if (index.all('contact.people').length > 0) return CAPITAL.test(said)
  // In the middle of a line a capital before a mobile number is a name's.
  return CALLED.test(said) && found.filter(({ value }) => MOBILE.test(value)).length >= SEVERAL
}

/** The heading of a table of persons: "naam | gsm | adres". */
const isHeading = (index: TermIndex, line: Line): boolean =>
  /[\t;|]/.test(line.text) && holds(index, 'heading', line) && holds(index, 'person', line) && !/\d{4}/.test(line.text)

type Beside = Readonly<{ line: Line; before: Line | undefined; table: boolean }>

/** Of what was found in a line what is somebody's: named there, in the line above, or by the heading of a table. */
const personalAmong = (
  reading: Reading,
  index: TermIndex,
  { line, before, table }: Beside,
  found: readonly Entry[],
): Entry[] => {
  const above = (): boolean =>
    before !== undefined &&
    before.text.length < 60 &&
    !holds(index, 'public', before) &&
    isPersonal(reading, index, before)
  const personal = table || above() || isPersonal(reading, index, line)
  // Private mail addresses say whose they are.
  return found.filter(
    (entry, i) =>
      personal ||
      entry.kind === 'mail' ||
      (entry.kind === 'phone' && isCalled(index, reading.text, found, i, line.start)),
  )
}

// No number, house or address is without.
const SOME_ENTRY = /[\d@]/

export const entriesIn = (seen: Case, reading: Reading): Entry[] => {
  if (!/\d{2}|@/.test(reading.text)) return []
  const index = indexTerms(reading)
  const entries: Entry[] = []
  let table = false
  let before: Line | undefined
  for (const line of linesOf(reading.text)) {
    const blank = line.text.trim() === ''
    if (blank) table = false
    else if (isHeading(index, line)) table = true
    const told = SOME_ENTRY.test(line.text) && !HEADERS.test(line.text) && (table || !holds(index, 'public', line))
    const found = told
      ? [
          ...phonesIn(line.text, line.start),
          ...mailsIn(line.text, line.start, seen),
          ...homesIn(reading.text, line.start, line.end, index),
        ]
      : []
    if (found.length > 0) entries.push(...personalAmong(reading, index, { line, before, table }, found))
    if (!blank) before = line
  }
  return entries
}

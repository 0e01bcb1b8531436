/**
 * The sender's own part lacks something the school's signature must have.
 *
 * A person looks below the greeting for a first and last name, function, school name, address or phone, and the demanded
 * web sites. What fools it: signatures in a table, on one line, in capitals, a web site that is only a link's target, a
 * name that only stands in From. Clause KI-5-signature.
 */
import { z } from 'zod'
import { fold, type Said } from '../message/message.ts'
import type { Case, Detector, Reading } from './detectors.ts'
import { nameWords } from './spelling.ts'

const PARTS = ['name', 'function', 'school', 'contact'] as const
type Part = (typeof PARTS)[number]

const settings = z.strictObject({
  parts: z
    .array(z.enum(PARTS))
    .default([...PARTS])
    .describe('What must be there, besides the web sites.'),
  websites: z.array(z.string()).default([]).describe('Web sites that must be named.'),
})
type Settings = z.infer<typeof settings>

const WORDS: Readonly<Record<Part, Said>> = {
  name: { nl: 'voor- en achternaam', fr: 'prénom et nom', en: 'first and last name' },
  function: { nl: 'functie', fr: 'fonction', en: 'function' },
  school: { nl: 'schoolnaam', fr: 'nom de l’école', en: 'school name' },
  contact: { nl: 'adres of telefoonnummer', fr: 'adresse ou numéro de téléphone', en: 'address or phone number' },
}

// Ten digits with the separators people use, or a Dutch or Belgian postcode with a town behind it, or a street with a number.
const PHONE = /(?:\+|\b0)\d[\d ()./-]{6,18}\d/
const POSTCODE = /\b[1-9]\d{3} ?[A-Z]{2}\b|\b[1-9]\d{3} {1,2}[A-Z][a-z]{2,30}/
const STREET =
  /[a-z]{2,40}(?:straat|laan|weg|plein|steeg|dreef|singel|kade|hof|pad|park|markt|lei|baan|steenweg|dijk|gracht)\.? {1,3}\d{1,4}/i

// The closing part of a text without a recognised signature: where a signature would stand.
const CLOSING_LINES = 14

const ownPart = (readings: readonly Reading[]): readonly Reading[] =>
  readings.filter((r) => r.role === 'own' || r.role === 'signature' || r.role === 'disclaimer')

/** What stands after the greeting, as far as it can be told: the signature, else the last lines of the own words. */
const closing = (readings: readonly Reading[]): string =>
  readings
    .map((r) => (r.role === 'own' ? r.text.trimEnd().split('\n').slice(-CLOSING_LINES).join('\n') : r.text))
    .join('\n')

const hasName = (text: string, { message, sender }: Case): boolean => {
  const person = sender.persons.find((p) => p.kind === 'staff')
  const words = new Set(nameWords(text))
  if (person)
    return (
      nameWords(person.firstName).some((w) => words.has(w)) && nameWords(person.lastName).every((w) => words.has(w))
    )
  const shown = nameWords(message.from[0]?.name ?? '')
  if (shown.length >= 2) return shown.every((w) => words.has(w))
  // Nobody told us the name: two capitalised words on a line of their own.
  return /^[ \t]*\p{Lu}[\p{L}'’.-]{1,30}(?: [\p{L}'’.-]{1,20}){0,4} \p{Lu}[\p{L}'’-]{1,30}[ \t]*$/mu.test(text)
}

const hasTerm = (readings: readonly Reading[], from: string, name: string): boolean =>
  readings.some((r) => r.terms.some((t) => t.class === name && from.includes(r.text.slice(t.start, t.end))))

const hasSchool = (readings: readonly Reading[], text: string, { people, sender }: Case): boolean => {
  const folded = fold(text)
  const named = sender.persons.map((p) => people.school(p.school)?.name ?? '').filter((name) => name !== '')
  return named.some((name) => folded.includes(fold(name))) || hasTerm(readings, text, 'signature.school')
}

const hasFunction = (readings: readonly Reading[], text: string, { sender }: Case): boolean => {
  const known = sender.persons.map((p) => fold(p.function)).filter((name) => name !== '')
  return known.some((name) => fold(text).includes(name)) || hasTerm(readings, text, 'signature.function')
}

const bare = (site: string): string =>
  fold(site)
    .replace(/^https?:\/\//, '')
    .replace(/^www\./, '')
    .replace(/\/$/, '')

/** Named in the text or as a link's target; "werkenbijkindante.nl" does not name "kindante.nl". */
const hasSite = (site: string, text: string): boolean => {
  const wanted = bare(site)
  for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + 1)) {
    const before = text.slice(Math.max(0, at - 4), at)
    // A mail address at the domain names no web site.
    if (!/[a-z0-9@-]$/.test(before) && (!before.endsWith('.') || before.endsWith('www.'))) return true
  }
  return false
}

const missingOf = (seen: Case, { parts, websites }: Settings): { part: Said }[] => {
  const readings = ownPart(seen.readings)
  const text = closing(readings)
  const links = seen.message.links.map((link) => link.href).join('\n')
  const all = fold(`${text}\n${links}`)
  const has: Readonly<Record<Part, boolean>> = {
    name: hasName(text, seen),
    function: hasFunction(readings, text, seen),
    school: hasSchool(readings, text, seen),
    contact: PHONE.test(text) || POSTCODE.test(text) || STREET.test(text),
  }
  const lacking = parts.filter((part) => !has[part]).map((part) => ({ part: WORDS[part] }))
  const sites = websites
    .filter((site) => !hasSite(site, all))
    .map((site) => ({ part: { nl: site, fr: site, en: site } }))
  return [...lacking, ...sites]
}

export const missingSignature: Detector<Settings> = {
  rule: 'missing-signature',
  settings,
  inspect: (seen, given) => {
    const { message, recipients } = seen
    if (message.automatic || message.bulk) return []
    const missing = missingOf(seen, given)
    if (missing.length === 0) return []
    const list = (language: keyof Said): string => missing.map(({ part }) => part[language]).join(', ')
    const internal = message.reply && recipients.every((r) => r.ours)
    return [
      {
        rule: 'missing-signature',
        category: internal ? 'reply-internal' : 'incomplete',
        place: { in: 'signature' },
        excerpt: list('nl'),
        because: {
          nl: `In de handtekening ontbreekt: ${list('nl')}.`,
          fr: `Il manque dans la signature : ${list('fr')}.`,
          en: `The signature lacks: ${list('en')}.`,
        },
        confidence: 0.9,
        remedy: missing.map(({ part }) => part.nl),
      },
    ]
  },
}

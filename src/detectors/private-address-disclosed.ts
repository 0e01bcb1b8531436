/**
 * A private address of a member of staff is told to people outside the school.
 *
 * A person sees a colleague's private mail address, phone or home address in the text. What fools it: the school's own
 * numbers in a signature, a parent's address, and mail that stays inside. Clauses ME-3.2-undisclosed, SJ-3.2-undisclosed.
 */
import { z } from 'zod'
import { placeAt } from '../message/message.ts'
import type { Case, Detector, Finding, Reading } from './detectors.ts'
import { excerpt } from './excerpt.ts'

const settings = z.strictObject({})

const AROUND = /[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}/g
// A phone number or a street with a number, near a label that says it is private.
const NUMBER = /(?:\+|\b0)\d[\d ()./-]{6,18}\d/
const HOME = /\p{Lu}[\p{L}-]{3,40} {1,2}\d{1,4}\b/u
const NEAR = 80

const BECAUSE = {
  nl: 'Het privéadres of privénummer van een collega gaat naar mensen buiten de school.',
  fr: 'L’adresse ou le numéro privé d’un collègue part vers l’extérieur de l’école.',
  en: "A colleague's private address or number goes to people outside the school.",
} as const

const finding = (reading: Reading, start: number, end: number, category: string, confidence: number): Finding => ({
  rule: 'private-address-disclosed',
  category,
  place: placeAt(reading, start),
  excerpt: excerpt(reading, start, end, [{ start, end, as: category === 'mail' ? 'address' : 'secret' }]),
  because: BECAUSE,
  confidence,
})

const mailAddresses = (reading: Reading, { people }: Case): Finding[] => {
  if (!reading.text.includes('@')) return []
  return [...reading.text.matchAll(AROUND)]
    .filter((match) => people.contact(match[0].toLowerCase()).class === 'private')
    .map((match) => finding(reading, match.index, match.index + match[0].length, 'mail', 0.88))
}

const namesStaff = (reading: Reading, from: number, to: number): boolean =>
  reading.names.some((n) => n.start >= from && n.end <= to && n.persons.some((p) => p.kind === 'staff')) ||
  /\b(?:juf|meester|mevr|mevrouw|meneer|collega|directeur|mijn|m'n|my|mon)\b/i.test(reading.text.slice(from, to))

/** "het privénummer van juf Els is 04…": the label, whose it is, and the value behind it. */
const labelled = (reading: Reading): Finding[] =>
  reading.terms
    .filter((term) => term.class === 'private.label')
    .flatMap((term) => {
      const behind = reading.text.slice(term.end, term.end + NEAR)
      const value = NUMBER.exec(behind) ?? HOME.exec(behind)
      if (!value || !namesStaff(reading, Math.max(0, term.start - NEAR / 2), term.end + NEAR / 2)) return []
      const start = term.end + value.index
      return [finding(reading, start, start + value[0].length, 'phone', 0.78)]
    })

export const privateAddressDisclosed: Detector<z.infer<typeof settings>> = {
  rule: 'private-address-disclosed',
  settings,
  inspect: (seen) => {
    if (seen.recipients.every((r) => r.ours || r.class === 'private')) return []
    const told = seen.readings.filter((r) => r.role !== 'quoted' && r.role !== 'file-name')
    return told.flatMap((reading) => [...mailAddresses(reading, seen), ...labelled(reading)])
  },
}

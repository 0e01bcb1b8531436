/**
 * Nobody can tell who writes: no name, a made-up one, or one that contradicts the account.
 *
 * A person reads the sender's name and the way the text is signed. What fools it: a function mailbox with the name of its
 * function, an empty display name on an address that is itself a name, "juf Els" for Els Janssens, a text that speaks of
 * "een bezorgde ouder" without being signed so. Clauses ME-3.3-personal, SJ-3.3-personal, KI-5-anonymous, OP-role.
 */
import { z } from 'zod'
import { fold, type Mailbox, tokenise } from '../message/message.ts'
import type { Case, Detector, Finding, Reading } from './detectors.ts'
import { maskName } from './mask.ts'
import { nameWords, PARTICLES } from './spelling.ts'

const settings = z.strictObject({})

const finding = (category: string, place: Finding['place'], excerpt: string, confidence: number): Finding => ({
  rule: 'anonymous-sender',
  category,
  place,
  excerpt,
  because: {
    nl: 'Uit dit bericht blijkt niet wie het echt schrijft.',
    fr: 'Ce message ne montre pas qui l’écrit vraiment.',
    en: 'This message does not show who really wrote it.',
  },
  confidence,
})

// "Anoniem meldpunt", "Anonieme bevraging": the thing is anonymous, not its sender.
const SERVICE = /meldpunt|loket|lijn|bevraging|enqu[eê]te|formulier|brievenbus|vertrouwens|survey|sondage/i
const MADE_UP = new Set(['anonymous.name', 'anonymous.figure'])
const ARTICLES = new Set('de het een le la une un the a'.split(' '))

/** "Een bezorgde collega", "De anonieme leerkracht": the words of the name that are made up, at its beginning. */
const madeUpName = (name: string, { lexicon }: Case): string | undefined => {
  const words = tokenise(name)
  const from = ARTICLES.has(words[0]?.folded ?? '') ? 1 : 0
  const term = lexicon.find(name, words).find((t) => t.first <= from && MADE_UP.has(t.class))
  return term && !SERVICE.test(name) ? name.slice(term.start, term.end) : undefined
}

type Line = Readonly<{ start: number; text: string }>

const linesOf = ({ text }: Reading): Line[] => {
  const lines: Line[] = []
  let start = 0
  for (const line of text.split('\n')) {
    if (line.trim() !== '') lines.push({ start, text: line.trim() })
    start += line.length + 1
  }
  return lines
}

const BULLET = /^[-*•–+>\d]/
// Two words with capitals: who reads them knows who writes.
const FULL_NAME = /^\p{Lu}[\p{L}'’.-]{0,30}(?: [\p{L}'’.-]{1,20}){0,4} \p{Lu}[\p{L}'’-]{1,30}[\s,.]*$/u

/** A line of its own at the end, where a name stands or is avoided: "Een bezorgde collega". */
const madeUpLine = (reading: Reading, lines: readonly Line[]): Finding | undefined => {
  for (const [index, { start, text }] of lines.entries()) {
    if (BULLET.test(text)) continue
    const term = reading.terms.find(
      (t) => t.class === 'anonymous.name' && t.start >= start && t.end <= start + text.length + 1,
    )
    if (!term || tokenise(text).length > term.last - term.first + 3) continue
    // A real name behind it takes the mask off.
    if (lines.slice(index + 1).some((line) => FULL_NAME.test(line.text))) return undefined
    return finding('fictitious', reading.place, reading.text.slice(term.start, term.end), 0.88)
  }
  return undefined
}

const END_LINES = 2

const signedMadeUp = ({ readings }: Case): Finding | undefined => {
  const signatures = readings.filter((r) => r.role === 'signature')
  if (signatures.length > 0)
    return signatures.map((r) => madeUpLine(r, linesOf(r))).find((found) => found !== undefined)
  const last = readings.findLast((r) => r.role === 'own')
  return last && madeUpLine(last, linesOf(last).slice(-END_LINES))
}

/** A full name ends the text, or the account's own name stands in the signature. */
const isSigned = (box: Mailbox, { readings }: Case): boolean => {
  const own = readings.filter((r) => r.role === 'signature' || r.role === 'own')
  if (
    own.some((r) =>
      linesOf(r)
        .slice(-8)
        .some((line) => FULL_NAME.test(line.text)),
    )
  )
    return true
  const local = nameWords(box.local)
  return own.some((r) => r.role === 'signature' && local.some((word) => fold(r.text).includes(word)))
}

const isNamed = (box: Mailbox, seen: Case): boolean => {
  const contact = seen.people.contact(box.address)
  if (contact.class === 'general' || contact.class === 'group' || contact.persons.length > 0) return true
  return nameWords(box.local).length >= 2 || isSigned(box, seen)
}

const isFirstName = (word: string, { lexicon }: Case): boolean =>
  lexicon.find(word, tokenise(word)).some((t) => t.class === 'names.first' || t.class === 'names.adult')

const content = (name: string): string[] => nameWords(name).filter((word) => !PARTICLES.has(word))

/** What the account is called: the person's name, function and school; without a directory a local part that is a name. */
const accountWords = (box: Mailbox, seen: Case): string[] => {
  const contact = seen.people.contact(box.address)
  if (contact.class !== 'personal' || !contact.ours) return []
  const person = contact.persons[0]
  if (person) {
    const school = seen.people.school(person.school)?.name ?? ''
    return [person.name, person.function, school].flatMap(content)
  }
  const local = content(box.local)
  return local.length >= 2 && local.some((word) => isFirstName(word, seen)) ? local : []
}

/** A full name of somebody else on a personal account. */
const contradicts = (box: Mailbox, seen: Case): boolean => {
  const shown = content(box.name)
  const account = shown.length < 2 ? [] : accountWords(box, seen)
  if (account.length === 0) return false
  const glued = account.join('')
  const initials = account.map((word) => word[0])
  return !shown.some(
    (word) => account.includes(word) || glued.includes(word) || (word.length === 2 && initials.includes(word[0])),
  )
}

export const anonymousSender: Detector<z.infer<typeof settings>> = {
  rule: 'anonymous-sender',
  settings,
  inspect: (seen) => {
    const box = seen.message.from[0]
    if (!box || seen.message.automatic) return []
    const place = { in: 'header', header: 'From' } as const
    const madeUp = madeUpName(box.name, seen)
    if (madeUp !== undefined) return [finding('fictitious', place, `From: ${madeUp}`, 0.92)]
    if (contradicts(box, seen))
      return [finding('contradiction', place, `From: ${maskName(box.name).slice(0, 60)}`, 0.82)]
    const signed = signedMadeUp(seen)
    if (signed) return [signed]
    return /\p{L}/u.test(box.name) || isNamed(box, seen)
      ? []
      : [finding('no-name', place, `From: ${box.local[0]}•••@${box.domain}`, 0.8)]
  },
}

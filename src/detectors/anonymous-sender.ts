/**
 * Nobody can tell who writes: no name, a made-up one, or one that contradicts the account.
 *
 * A person reads the sender's name and the way the text is signed. What fools it: a function mailbox with the name of its
 * function, an empty display name on an address that is itself a name, "juf Els" for Els Janssens. Clauses
 * ME-3.3-personal, SJ-3.3-personal, KI-5-anonymous, OP-role.
 */
import { z } from 'zod'
import { fold, type Mailbox, tokenise } from '../message/message.ts'
import type { Case, Detector, Finding, Reading } from './detectors.ts'
import { nameWords } from './spelling.ts'

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

const isMadeUp = (name: string, { lexicon }: Case): boolean =>
  name !== '' && lexicon.find(name, tokenise(name)).some((term) => term.class === 'anonymous.name')

// The last words of what one wrote oneself: where a name stands, or is avoided.
const SIGNED_LINES = 4

/** A text signed "Een bezorgde collega": a line of its own near the end. */
const madeUpSignature = (reading: Reading): Finding | undefined => {
  if (reading.role !== 'own' && reading.role !== 'signature') return undefined
  const lines = reading.text
    .trimEnd()
    .split('\n')
    .filter((line) => line.trim() !== '')
    .slice(-SIGNED_LINES)
  const start = reading.text.lastIndexOf(lines[0] ?? '')
  const term = reading.terms.find((t) => {
    if (t.class !== 'anonymous.name' || t.start < start) return false
    const line = reading.text
      .slice(reading.text.lastIndexOf('\n', t.start) + 1)
      .split('\n')[0]!
      .trim()
    return tokenise(line).length <= t.last - t.first + 2
  })
  return term && finding('fictitious', reading.place, reading.text.slice(term.start, term.end), 0.88)
}

/** The account's own name in the display name, the local part or the signature. */
const isNamed = (box: Mailbox, { people, readings }: Case): boolean => {
  const contact = people.contact(box.address)
  if (contact.class === 'general' || contact.class === 'group' || contact.persons.length > 0) return true
  const local = nameWords(box.local)
  if (local.length >= 2) return true
  return readings.some((r) => r.role === 'signature' && local.some((word) => fold(r.text).includes(word)))
}

/** A full name of somebody else on a personal account. */
const contradicts = (box: Mailbox, { people }: Case): boolean => {
  const contact = people.contact(box.address)
  const shown = nameWords(box.name)
  if (shown.length < 2 || contact.class !== 'personal' || !contact.ours) return false
  const person = contact.persons[0]
  const account = person
    ? [...nameWords(person.name), ...nameWords(person.function), ...nameWords(person.school)]
    : nameWords(box.local)
  if (!person && account.length < 2) return false
  const initials = account.map((word) => word[0])
  return !shown.some((word) => account.includes(word) || (word.length <= 2 && initials.includes(word[0])))
}

export const anonymousSender: Detector<z.infer<typeof settings>> = {
  rule: 'anonymous-sender',
  settings,
  inspect: (seen) => {
    const box = seen.message.from[0]
    if (!box || seen.message.automatic) return []
    const place = { in: 'header', header: 'From' } as const
    if (isMadeUp(box.name, seen)) return [finding('fictitious', place, box.name, 0.92)]
    if (contradicts(box, seen))
      return [
        finding(
          'contradiction',
          place,
          `From: ${nameWords(box.name)
            .map((w) => `${w[0]}•••`)
            .join(' ')}`,
          0.82,
        ),
      ]
    const signed = seen.readings.map(madeUpSignature).find((f) => f !== undefined)
    if (signed) return [signed]
    return box.name === '' && !isNamed(box, seen)
      ? [finding('no-name', place, `From: ${box.local[0]}•••@${box.domain}`, 0.8)]
      : []
  },
}

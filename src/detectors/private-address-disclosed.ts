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
import { privatelyTold } from './private-told.ts'

const settings = z.strictObject({})

const LONGEST_LOCAL = 64
const LOCAL = /[\w.+-]/
const HOST = /@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}/y

/** Mail addresses, sought from their "@" on: most texts have none, or one in a signature. */
const mailsIn = (text: string): { start: number; end: number }[] => {
  const found: { start: number; end: number }[] = []
  let past = 0
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
    let start = at
    while (start > past && at - start < LONGEST_LOCAL && LOCAL.test(text[start - 1]!)) start--
    HOST.lastIndex = at
    if (start === at || !HOST.test(text)) continue
    past = HOST.lastIndex
    found.push({ start, end: past })
  }
  return found
}

const BECAUSE = {
  nl: 'Het privéadres of privénummer van een collega gaat naar mensen buiten de school.',
  fr: 'L’adresse ou le numéro privé d’un collègue part vers l’extérieur de l’école.',
  en: 'A colleague’s private address or number goes to people outside the school.',
} as const

const finding = (reading: Reading, start: number, end: number, category: string, confidence: number): Finding => ({
  rule: 'private-address-disclosed',
  category,
  place: placeAt(reading, start),
  excerpt: excerpt(reading, start, end, [{ start, end, as: category === 'mail' ? 'address' : 'secret' }]),
  because: BECAUSE,
  confidence,
})

/** "Mail me op mijn eigen adres: …": the sender says whose it is. */
const isOwn = ({ role, index }: Reading, at: number): boolean =>
  role === 'own' && index.all('private.mine').some((t) => t.end <= at && at - t.end < 60)

const mailAddresses = (reading: Reading, { people, message, recipients }: Case): Finding[] =>
  mailsIn(reading.text).flatMap(({ start, end }) => {
    const contact = people.contact(reading.text.slice(start, end))
    // In a quote the outsider may have seen it before; a mere likeness of names is then too little.
    const own = contact.class === 'outside' && contact.freeMail && isOwn(reading, start)
    if ((contact.class !== 'private' && !own) || (reading.role === 'quoted' && !contact.known)) return []
    // Whom the mail goes to, everybody can see anyway.
    if (message.visible.length + recipients.length < 200 && recipients.some((r) => r.address === contact.address))
      return []
    const confidence = reading.role === 'quoted' ? 0.7 : contact.known ? 0.9 : 0.75
    return [finding(reading, start, end, 'mail', confidence)]
  })

export const privateAddressDisclosed: Detector<z.infer<typeof settings>> = {
  rule: 'private-address-disclosed',
  settings,
  inspect: (seen) => {
    if (!seen.recipients.some((r) => isOutsider(r) && r.class !== 'private')) return []
    const told = seen.readings.filter((r) => r.role !== 'file-name')
    return told.flatMap((reading) => [
      ...mailAddresses(reading, seen),
      ...(reading.role === 'quoted' || reading.role === 'signature' ? [] : privatelyTold(reading, seen)).map(
        ({ start, end, kind, certainty }) => finding(reading, start, end, kind, certainty),
      ),
    ])
  },
}

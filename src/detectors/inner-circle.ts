/**
 * One outsider in what colleagues write each other. The address book completes "Bert" with a Bert of the building firm,
 * or a parent stands among colleagues. Who is spoken to by name, or stood in the thread, was meant.
 */
import { fold } from '../message/message.ts'
import type { Case, Recipient } from './detectors.ts'
import { ofOtherSchool } from './private-mail.ts'
import { callNames, greeted, greetingEnd } from './salutation.ts'
import { distance, nameWords } from './spelling.ts'

export type Intruder = Readonly<{ recipient: Recipient; by: 'outsider' | 'namesake' | 'family'; confidence: number }>

/** Who stands in the thread already is no surprise: the quoted part names or addresses him. */
const isInThread = (outsider: Recipient, { readings }: Case): boolean =>
  readings.some((r) => {
    if (r.role !== 'quoted') return false
    const text = r.text.toLowerCase()
    return text.includes(outsider.address) || (outsider.name.length > 4 && text.includes(outsider.name.toLowerCase()))
  })

/** The sender's own words name him: "Jan, kan je maandag leveren?", "mevrouw Van den Berg legt uit". */
const isSpokenOf = (outsider: Recipient, { readings }: Case): boolean => {
  const own = readings.filter((r) => r.role === 'own' || r.role === 'subject').map((r) => fold(r.text))
  const said = own.join('\n')
  const words = new Set(said.split(/[^\p{L}]+/u))
  const glued = said.replace(/[^a-z]/g, '')
  return callNames(outsider).some((name) => words.has(name) || (name.length >= 6 && glued.includes(name.slice(1))))
}

const isStaffOf = (seen: Case, id: string): boolean =>
  !seen.recipients.some((r) => r.persons.some((person) => person.id === id)) &&
  !seen.sender.persons.some((person) => person.id === id)

const near = (a: string, b: string): boolean => a === b || (a.length >= 4 && a[0] === b[0] && distance(a, b) <= 1)

/** A colleague who is spoken to or stood in the thread, gets nothing now, and has the outsider's first name. */
const hasNamesake = (outsider: Recipient, seen: Case): boolean => {
  const names = callNames(outsider)
  const inThread = seen.readings
    .filter((r) => r.role === 'quoted' && r.text.length < 20_000)
    .flatMap((r) => r.names)
    .flatMap(({ persons, how }) => (how === 'full' || how === 'last-first' ? persons : []))
    .filter((person) => person.kind === 'staff' && isStaffOf(seen, person.id))
  if (inThread.some((p) => nameWords(p.firstName).some((first) => names.some((name) => near(name, first))))) return true
  const called = names.flatMap((name) => seen.people.staffCalled(name)).filter((person) => isStaffOf(seen, person.id))
  const school = seen.sender.persons[0]?.school ?? ''
  return called.some((person) => person.school === school && spokenTo(seen, nameWords(person.firstName)[0] ?? ''))
}

/** "Nele, bereid jij het voor?", "Leen en Bert:". */
const spokenTo = (seen: Case, name: string): boolean =>
  greeted(seen).has(name) ||
  seen.readings.some(
    (r) => r.role === 'own' && r.words.some((w) => w.folded === name && /^[,:!]/.test(r.text.slice(w.end, w.end + 1))),
  )

/** It speaks to colleagues in its greeting, or is about what only they discuss. */
export const isForColleagues = ({ readings }: Case): boolean =>
  readings.some((r) => {
    if (r.role !== 'own' && r.role !== 'subject') return false
    if (r.index.all('group.addressed').length > 0) return false
    const opening = Math.max(greetingEnd(r), r.text.search(/\S/) + 1)
    // "Collega's" in a sentence is spoken of; in the greeting it is spoken to.
    const hailed = r.index.all('staff.addressed').some((t) => t.start < opening || /^(?:punten|cijfers) /.test(t.term))
    return hailed || r.index.all('staff.only').length > 0 || r.index.all('staff.among').length > 0
  })

const isColleague = ({ ours, class: kind }: Recipient): boolean =>
  ours && (kind === 'personal' || kind === 'general' || kind === 'group')

const isFamily = ({ class: kind, known }: Recipient): boolean => kind === 'parent' || (kind === 'pupil' && known)

/** Parents who sit with the staff in a council read along by right. */
const isCouncil = ({ readings }: Case): boolean => readings.some((r) => r.index.all('staff.council').length > 0)

export const intruders = (seen: Case): Intruder[] => {
  const outside = seen.recipients.filter((r) => !isColleague(r) && r.class !== 'private')
  const [outsider] = outside
  if (!outsider || outside.length > 1 || isInThread(outsider, seen)) return []
  const colleagues = seen.recipients.filter(isColleague).length
  const inner = isForColleagues(seen)
  if (isFamily(outsider)) {
    if (inner && !isCouncil(seen))
      return [{ recipient: outsider, by: 'family', confidence: colleagues > 0 ? 0.82 : 0.8 }]
  } else if (outsider.class !== 'outside' || ofOtherSchool(outsider) !== undefined) return []
  const hidden = outsider.seen === 'hidden'
  if ((inner || (seen.message.reply && colleagues >= 2)) && hasNamesake(outsider, seen))
    return [{ recipient: outsider, by: 'namesake', confidence: 0.8 }]
  if (!seen.message.reply || hidden || colleagues < (inner ? 2 : 3) || isSpokenOf(outsider, seen)) return []
  // An answer to the outsider, with colleagues in Cc.
  const answered = outsider.seen === 'to' && !seen.recipients.some((r) => isColleague(r) && r.seen === 'to')
  return answered ? [] : [{ recipient: outsider, by: 'outsider', confidence: inner ? 0.72 : 0.65 }]
}

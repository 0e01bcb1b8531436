/**
 * Many individual people outside the school can see each other's addresses.
 *
 * A person counts the addresses in To and Cc that are neither ours nor groups. What fools it: the same address twice,
 * colleagues' private accounts, the staff of one other school, a working group. When being on the list itself tells
 * something (care, debts, newcomers) fewer are enough. Clauses ME-3.3-many, SJ-3.3-many, KA-B2.
 */
import { z } from 'zod'
import type { Case, Detector, Finding, Reading, Recipient } from './detectors.ts'
import { isPrivatePerson, ofOtherSchool } from './private-mail.ts'
import { sentenceAt } from './sentences.ts'

const settings = z.strictObject({
  few: z.int().min(2).default(3).describe('From so many on the sender is advised.'),
  many: z.int().min(2).default(10).describe('From so many on the message is stopped.'),
  sensitive: z.int().min(2).default(3).describe('The same, when being on the list itself tells something.'),
})
type Settings = z.infer<typeof settings>

const outsiders = (visible: readonly Recipient[]): Recipient[] => {
  const people = visible.filter((r) => !r.ours && r.class !== 'group' && r.class !== 'private')
  const once = [...new Map(people.map((r) => [r.address, r])).values()]
  const school = once[0] && ofOtherSchool(once[0])
  return school !== undefined && once.every((r) => ofOtherSchool(r) === school) ? [] : once
}

const TELLS = /^(?:sensitive\.[a-z-]+\.strong|list\.tells)$/

/** A subject that says what these people have in common: "Oudergroep ADHD", not "Infoavond over ADHD". */
const subjectTells = ({ terms }: Reading): boolean =>
  terms.some((t) => TELLS.test(t.class)) &&
  !terms.some((t) => ['unsaid.topic', 'unsaid.charity', 'list.talk'].includes(t.class))

/** A sentence that says it of its readers: "uw kind volgt logopedie", "u hebt een betalingsachterstand". */
const textTells = (reading: Reading): boolean => {
  const telling = reading.terms.filter((t) => TELLS.test(t.class))
  if (telling.length === 0) return false
  const { sentences } = reading
  const said = (name: string): Set<number> =>
    new Set(reading.terms.filter((t) => t.class === name).map((t) => sentenceAt(sentences, t.start)))
  const [addressed, talk, topic] = [said('list.you'), said('list.talk'), said('unsaid.topic')]
  return telling.some((term) => {
    const at = sentenceAt(sentences, term.start)
    return addressed.has(at) && !talk.has(at) && !topic.has(at)
  })
}

const tellsSomething = ({ readings }: Case): boolean =>
  readings.some((r) => (r.role === 'subject' && subjectTells(r)) || (r.role === 'own' && textTells(r)))

const finding = (category: 'few' | 'many', people: readonly Recipient[], confidence: number): Finding => ({
  rule: 'mass-recipients-visible',
  category,
  place: { in: 'recipients' },
  excerpt: `${people.length} × @ (To, Cc)`,
  because: {
    nl: `${people.length} mensen van buiten de school zien elkaars adres.`,
    fr: `${people.length} personnes extérieures à l’école voient les adresses des autres.`,
    en: `${people.length} people outside the school can see each other’s addresses.`,
  },
  confidence,
  remedy: people.map((r) => r.address),
})

export const massRecipientsVisible: Detector<Settings> = {
  rule: 'mass-recipients-visible',
  settings,
  inspect: (seen, { few, many, sensitive }) => {
    const people = outsiders(seen.visible)
    if (people.length >= many) return [finding('many', people, 0.95)]
    // A few of one firm in Cc are ordinary correspondence; families have no need to know each other's address.
    const families = people.filter(isPrivatePerson).length
    if (families >= sensitive && tellsSomething(seen)) return [finding('many', people, 0.82)]
    return families >= few ? [finding('few', people, 0.9)] : []
  },
}

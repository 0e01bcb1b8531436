/**
 * Many individual people outside the school can see each other's addresses.
 *
 * A person counts the addresses in To and Cc that are neither ours nor groups. What fools it: the same address twice,
 * colleagues' private accounts, a working group of one organisation. When being on the list itself tells something
 * (care, debts, newcomers) fewer are enough. Clauses ME-3.3-many, SJ-3.3-many, KA-B2.
 */
import { z } from 'zod'
import type { Case, Detector, Finding, Recipient } from './detectors.ts'

const settings = z.strictObject({
  few: z.int().min(2).default(3).describe('From so many on the sender is advised.'),
  many: z.int().min(2).default(10).describe('From so many on the message is stopped.'),
  sensitive: z.int().min(2).default(4).describe('The same, when being on the list itself tells something.'),
})
type Settings = z.infer<typeof settings>

const outsiders = (visible: readonly Recipient[]): Recipient[] => {
  const people = visible.filter((r) => !r.ours && r.class !== 'group' && r.class !== 'private')
  return [...new Map(people.map((r) => [r.address, r])).values()]
}

/** Subjects that make the list itself sensitive: these parents have something in common that others need not know. */
const tellsSomething = ({ readings }: Case): boolean =>
  readings.some(
    (r) => (r.role === 'subject' || r.role === 'own') && r.terms.some((t) => t.class.startsWith('sensitive.')),
  )

/** Parents and private mailboxes; a few colleagues of one firm in Cc are ordinary correspondence. */
const strangers = (people: readonly Recipient[]): number =>
  people.filter((r) => r.freeMail || r.class === 'parent' || r.class === 'pupil').length

const finding = (category: 'few' | 'many', people: readonly Recipient[], confidence: number): Finding => ({
  rule: 'mass-recipients-visible',
  category,
  place: { in: 'recipients' },
  excerpt: `${people.length} × @ (To, Cc)`,
  because: {
    nl: `${people.length} mensen van buiten de school zien elkaars adres.`,
    fr: `${people.length} personnes extérieures à l’école voient les adresses des autres.`,
    en: `${people.length} people outside the school can see each other's addresses.`,
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
    if (people.length >= sensitive && strangers(people) >= sensitive && tellsSomething(seen))
      return [finding('many', people, 0.82)]
    return strangers(people) >= few ? [finding('few', people, 0.9)] : []
  },
}

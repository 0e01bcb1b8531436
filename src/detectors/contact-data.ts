/**
 * contact-data: a list of several persons' private telephone numbers, home addresses or private e-mail addresses goes
 * outside the school. A reader sees lines or rows that each put a person beside such a thing. Fooled by signatures (read
 * apart), by lists of services, firms and sister schools, by one number given for a purpose, and by the school's own
 * numbers, which share their first digits. Serves ME-2, SJ-2, OP-contact, OP-privacy, KA-A2.
 */
import { z } from 'zod'
import { placeAt, type Said } from '../message/message.ts'
import { outsidersOf } from './audience.ts'
import { type Entry, entriesIn } from './contact-entries.ts'
import type { Case, Detector, Finding, Reading } from './detectors.ts'
import { excerpt } from './excerpt.ts'

const settings = z.strictObject({
  min: z.int().min(2).default(3).describe('From how many persons on a list of contact data is a leak.'),
})
type Settings = z.infer<typeof settings>

const WHAT: Readonly<Record<Entry['kind'], Said>> = {
  phone: { nl: 'telefoonnummers', fr: 'numéros de téléphone', en: 'telephone numbers' },
  mail: { nl: 'privé-e-mailadressen', fr: 'adresses e-mail privées', en: 'private e-mail addresses' },
  home: { nl: 'thuisadressen', fr: 'adresses de domicile', en: 'home addresses' },
}

const ROLES = new Set(['own', 'quoted', 'attachment', 'subject'])

/** The school's extensions differ in their last digits only; nobody's private numbers do. */
const isOwnNumber = (seen: Case, value: string): boolean =>
  seen.sender.persons.some((p) => {
    const phone = seen.people.school(p.school)?.phone.replace(/\D/g, '') ?? ''
    return phone.length > 6 && phone.slice(-8, -2) === value.slice(-8, -2)
  })

const withoutExtensions = (entries: readonly Entry[]): Entry[] => {
  const landline = (e: Entry) => e.kind === 'phone' && !/^0[46]/.test(e.value)
  const heads = new Map<string, number>()
  for (const e of entries) if (landline(e)) heads.set(e.value.slice(0, -2), (heads.get(e.value.slice(0, -2)) ?? 0) + 1)
  return entries.filter((e) => !landline(e) || (heads.get(e.value.slice(0, -2)) ?? 0) < 3)
}

const distinctOf = (entries: readonly Entry[], kind: Entry['kind']): Entry[] => [
  ...new Map(entries.filter((e) => e.kind === kind).map((e) => [e.value, e])).values(),
]

const findingIn = (seen: Case, reading: Reading, outsiders: readonly string[], min: number): Finding | undefined => {
  const entries = withoutExtensions(entriesIn(seen, reading).filter((e) => !isOwnNumber(seen, e.value)))
  // What the reader already has is no disclosure: the own address in a quoted header, the own number.
  const mine = new Set([...seen.visible, ...seen.recipients].map((r) => r.address.toLowerCase()))
  const counts = (['phone', 'home', 'mail'] as const).map((kind) =>
    distinctOf(
      entries.filter((e) => !mine.has(e.value)),
      kind,
    ),
  )
  const most = counts.reduce((a, b) => (b.length > a.length ? b : a))
  const first = most[0]
  if (!first || most.length < min) return undefined
  const what = WHAT[first.kind]
  const covers = entries.map(({ start, end }) => ({ start, end, as: 'secret' as const }))
  return {
    rule: 'contact-data',
    category: first.kind,
    place: placeAt(reading, first.start),
    excerpt: excerpt(reading, first.start, first.end, covers),
    because: {
      nl: `Hier staan ${what.nl} van ${most.length} personen. Die gaan zo naar iemand buiten de school.`,
      fr: `Les ${what.fr} de ${most.length} personnes figurent ici et partent ainsi hors de l’école.`,
      en: `This lists ${what.en} of ${most.length} persons, and goes to somebody outside the school.`,
    },
    confidence: most.length >= 5 ? 0.88 : 0.8,
    recipients: outsiders,
  }
}

export const contactData: Detector<Settings> = {
  rule: 'contact-data',
  settings,
  inspect: (seen: Case, { min }: Settings) => {
    const outsiders = outsidersOf(seen)
    if (outsiders.length === 0) return []
    return seen.readings
      .filter((reading) => ROLES.has(reading.role))
      .flatMap((reading) => findingIn(seen, reading, outsiders, min) ?? [])
  },
}

/** What a directory file may say (JSON or YAML). Types are strict; keys that are not known are told as warnings. */
import { z } from 'zod'

// Exports of school administrations write null where a field is empty.
const maybe = z
  .string()
  .nullish()
  .transform((value) => value ?? '')
const list = <T extends z.ZodType>(item: T) =>
  z
    .array(item)
    .nullish()
    .transform((value) => value ?? [])
const texts = list(z.string())

const Staff = z.object({
  id: z.string().min(1),
  firstName: z.string(),
  lastName: z.string(),
  function: maybe,
  email: maybe,
  privateEmails: texts,
  school: maybe,
})

const Pupil = z.object({
  id: z.string().min(1),
  firstName: z.string(),
  lastName: z.string(),
  class: maybe,
  email: maybe,
  photoConsent: z.boolean().nullish(),
  school: maybe,
})

const Parent = z.object({ id: maybe, name: z.string(), email: maybe, pupilIds: texts })

const Group = z.object({
  address: z.string(),
  name: maybe,
  kind: z.enum(['group', 'function']),
  members: texts,
})

const Partner = z.object({ domain: z.string(), name: maybe, role: maybe })
const NoContact = z.object({ recipient: z.string(), sender: maybe })
const School = z.object({ id: maybe, name: z.string(), address: maybe, phone: maybe, websites: texts })

export const SECTIONS = {
  staff: Staff,
  pupils: Pupil,
  parents: Parent,
  groups: Group,
  externalPartners: Partner,
  noContact: NoContact,
  schools: School,
} as const

export const DirectoryFile = z.object({
  domains: texts,
  policies: z
    .record(z.string(), z.string())
    .nullish()
    .transform((value) => value ?? {}),
  staff: list(Staff),
  pupils: list(Pupil),
  parents: list(Parent),
  groups: list(Group),
  externalPartners: list(Partner),
  noContact: list(NoContact),
  schools: list(School),
})

export type DirectoryData = z.output<typeof DirectoryFile>

export const EMPTY: DirectoryData = DirectoryFile.parse({})

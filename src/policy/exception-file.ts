/** The school's exceptions, from a file of its own: who may do what, why, by whom it was allowed, and until when. */
import { z } from 'zod'
import { RULES } from '../detectors/detectors.ts'
import type { Exception } from './exceptions.ts'
import { troubles } from './issues.ts'
import { PolicyError } from './problems.ts'
import { type PolicyFile, readSource } from './source.ts'

// An address, or "@" and a domain for everybody there.
const Who = z
  .string()
  .regex(/^[^\s@]{0,64}@[^\s@]{1,255}$/, 'An address (an@school.example) or a domain (@school.example).')
  .toLowerCase()

const Day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'A day, such as "2027-06-30", between quotation marks.')

export const ExceptionFile = z
  .array(
    z.strictObject({
      rule: z.enum(RULES).describe('The rule that does not count.'),
      sender: Who.optional().describe('For this sender; absent: anyone.'),
      recipient: Who.optional().describe('Towards this recipient; absent: anyone.'),
      category: z.string().optional().describe('Only for this kind of finding.'),
      reason: z.string().min(1).describe('Why. It stands with every message it lets through.'),
      owner: z.string().min(1).describe('Who allowed it.'),
      expires: Day.describe('The last day it holds.'),
    }),
  )
  .describe('Exceptions of Mailsluis: a rule that does not count for some mail, for a while.')

const DAY = 86_400_000

const exceptionOf = (entry: z.infer<typeof ExceptionFile>[number], index: number): Exception => {
  const { rule, sender, recipient, category, reason, owner, expires } = entry
  return {
    id: `${index + 1}:${rule}`,
    rule,
    ...(sender === undefined ? {} : { sender }),
    ...(recipient === undefined ? {} : { recipient }),
    ...(category === undefined ? {} : { category }),
    reason,
    owner,
    expires: Date.parse(`${expires}T00:00:00`) + DAY,
  }
}

/** Throws `PolicyError` with every problem and its place. An empty file has no exceptions. */
export const loadExceptions = (file: PolicyFile): readonly Exception[] => {
  const source = readSource(file)
  if (source.problems.length > 0) throw new PolicyError(source.problems)
  const parsed = ExceptionFile.safeParse(source.value ?? [])
  if (parsed.success) return parsed.data.map(exceptionOf)
  const found = troubles(ExceptionFile, parsed.error.issues, source.value)
  throw new PolicyError(found.map(({ path, spot, message }) => `${source.place(path, spot)}: ${message}`))
}

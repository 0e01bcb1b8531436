/** Who is told of held mail, and how long it may wait. */
import { z } from 'zod'
import { CalendarOptions } from './calendars.ts'

const Address = z
  .string()
  .regex(/^[^\s@]{1,64}@[^\s@]{1,255}$/, 'must be an e-mail address, as in greet@school.example')

export const ReviewOptions = z.strictObject({
  alert: z
    .array(Address)
    .default([])
    .describe('Addresses told of every held message, beside the accounts that may decide.'),
  deputies: z
    .record(Address, Address)
    .default({})
    .describe(
      'Who is asked in place of whom ("greet@school.be: koen@school.be"): when a reviewer is the sender, is named or gets the message, or has not decided when the reminder goes out.',
    ),
  holdDays: z
    .int()
    .min(1)
    .max(60)
    .default(3)
    .describe(
      'School days a held message may wait; it goes back to its sender at the end of the last one. The day itself does not count.',
    ),
  remindHours: z
    .number()
    .min(0)
    .max(200)
    .default(9)
    .describe('Reviewers are reminded so many hours of school before that. 0: never.'),
  urgentHours: z
    .number()
    .positive()
    .max(200)
    .default(4)
    .describe('A held message its sender marked as urgent may wait so many hours of school.'),
  urgentPerDay: z
    .int()
    .min(0)
    .max(100)
    .default(3)
    .describe('How many messages a sender may mark as urgent in 24 hours.'),
  claimMinutes: z
    .number()
    .positive()
    .max(480)
    .default(15)
    .describe('How long a message is kept for the reviewer who took it up; others may take it over.'),
  undoSeconds: z
    .number()
    .min(0)
    .max(60)
    .default(10)
    .describe('How long a reviewer can undo a decision on the console; nothing leaves before. 0: not at all.'),
  caseDays: z
    .number()
    .min(0)
    .max(3650)
    .default(90)
    .describe(
      'Days that a decided case can still be exported with the rules and clauses it was about; what was found in it goes with the message. 0: not at all.',
    ),
  leakDays: z
    .number()
    .min(30)
    .max(36_500)
    .default(1826)
    .describe(
      'Days that a suspected data leak stands in the register after it was reported or closed (GDPR art. 33(5)).',
    ),
  remedyDays: z.number().positive().default(7).describe('How long a remedy link in a bounce works.'),
  calendar: CalendarOptions.prefault({}),
})
export type ReviewOptions = z.infer<typeof ReviewOptions>

/** Who is told of held mail, and how long it may wait. */
import { z } from 'zod'

export const ReviewOptions = z.strictObject({
  alert: z
    .array(z.string())
    .default([])
    .describe('Addresses told of every held message, beside the accounts that may decide.'),
  holdHours: z
    .number()
    .positive()
    .default(72)
    .describe('A held message nobody decided on goes back to its sender after so long; weekends do not count.'),
  remedyDays: z.number().positive().default(7).describe('How long a remedy link in a bounce works.'),
})
export type ReviewOptions = z.infer<typeof ReviewOptions>

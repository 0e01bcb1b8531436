/** What is counted, how long counts are kept, and who gets the report of a week. */
import { z } from 'zod'

const Address = z
  .string()
  .regex(/^[^\s@]{1,64}@[^\s@]{1,255}$/, 'must be an e-mail address, as in greet@school.example')

export const FiguresOptions = z.strictObject({
  months: z
    .int()
    .min(1)
    .max(120)
    .default(13)
    .describe('How long counts of weeks are kept; those of days for two months at most.'),
  weekly: z
    .array(Address)
    .default([])
    .describe(
      'Addresses that get the counts of last week on Monday morning, or when school begins again. With an account: those of its schools; without: of all.',
    ),
})
export type FiguresOptions = z.infer<typeof FiguresOptions>

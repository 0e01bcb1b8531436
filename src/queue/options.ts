/** How long and how often delivery is tried. */
import { z } from 'zod'

export const QueueOptions = z.strictObject({
  retryAfterSeconds: z
    .number()
    .positive()
    .default(60)
    .describe('Wait before the second attempt; it doubles after each further one.'),
  retryAtMostSeconds: z.number().positive().default(1800).describe('Longest wait between two attempts.'),
  giveUpAfterHours: z
    .number()
    .positive()
    .default(48)
    .describe('After so long without success the sender gets a failure notice.'),
  delayNoticeAfterHours: z
    .number()
    .positive()
    .default(4)
    .describe('After so long the sender is told, once, that the message still waits.'),
  direct: z
    .boolean()
    .default(true)
    .describe(
      'Mail that may simply go on is handed to the next hop before its client is told 250, and never lies on the disk. Everything else, and all mail while the next hop is slow or away, is kept first.',
    ),
  carefulMinutes: z
    .number()
    .min(0)
    .default(60)
    .describe('After the server broke off, all mail is kept before it is judged, for so long.'),
  concurrency: z.int().min(1).max(500).default(20).describe('Messages delivered at the same time.'),
})
export type QueueOptions = z.infer<typeof QueueOptions>

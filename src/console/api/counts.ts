/** How many messages there are in each state. */
import { z } from 'zod'
import { demandWhole } from './bearer.ts'
import { answer, type Operation, operation } from './operation.ts'

const Many = z.int().min(0)

const Counts = answer(
  'Counts',
  z.object({
    messages: z
      .object({ received: Many, judged: Many, done: Many })
      .describe('By state: received (not judged yet), judged (some recipients not ended), done.'),
    recipients: z
      .object({
        ...{ waiting: Many, held: Many, stopped: Many, delivered: Many },
        ...{ failed: Many, returned: Many, withdrawn: Many, expired: Many },
      })
      .describe('By fate, as long as their messages are kept.'),
  }),
)

export const COUNTS: readonly Operation[] = [
  operation({
    ...{ method: 'get', path: '/counts', name: 'counts', area: 'Counts', scope: 'counts:read' },
    summary: 'How many messages and recipients there are in each state.',
    answers: Counts,
    handle: async ({ actor, parts }) => {
      demandWhole(actor)
      const { received, judged, done, ...recipients } = await parts.store.counts()
      return { messages: { received, judged, done }, recipients }
    },
  }),
]

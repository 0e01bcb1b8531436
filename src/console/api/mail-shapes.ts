/** Messages under way as the API tells them: addresses, times and what the next hop said. No content, no subjects. */
import { z } from 'zod'
import type { StoredMail } from '../../store/store.ts'
import { answer, Id } from './operation.ts'
import { Next } from './paging.ts'
import { maybeWhen, When, when } from './when.ts'

/** A list names so many of a message to a thousand parents; the road of one names all. */
const NAMED = 20

export const FATES = [
  ...(['waiting', 'held', 'stopped', 'delivered'] as const),
  ...(['failed', 'returned', 'withdrawn', 'expired'] as const),
]

const Recipient = z.object({
  address: z.string(),
  fate: z.enum(FATES),
  attempts: z.int(),
  nextAt: When.nullable().describe('Next attempt, or the deadline while it is held.'),
  lastReply: z.string().describe('Last answer of the next hop, or why it ended.'),
})

const Mail = z.object({
  id: Id,
  kind: z.enum(['mail', 'notice']).describe('notice: one of our own.'),
  state: z.enum(['received', 'judged', 'done']),
  from: z.string().describe('Envelope sender; empty for notices.'),
  receivedAt: When,
  size: z.int().describe('Bytes.'),
  recipients: z.array(Recipient).describe(`The first ${NAMED} in a list, all in the road of one.`),
  recipientCount: z.int(),
})

const MailItem = answer('Mail', Mail)

export const MailList = answer('MailList', z.object({ items: z.array(MailItem), next: Next }))

export const Road = answer(
  'Road',
  Mail.extend({
    history: z.array(z.object({ at: When, event: z.string(), by: z.string(), detail: z.string() })),
    notices: z.array(Id).describe('What was written about it: ids of notices, the newest first, thirty at most.'),
  }),
)

export const Deed = answer(
  'Deed',
  z.object({
    recipients: z
      .int()
      .describe('For how many it was done; 0 when there was nothing to do, as when it is asked twice.'),
  }),
)

export const QueueState = answer(
  'Queue',
  z.object({
    waiting: z.int().describe('Recipients, all of them.'),
    sample: z.int().describe('Messages looked at for what follows,'),
    isWhole: z.boolean().describe('and whether these are all that wait.'),
    routes: z.array(
      z.object({
        route: z.string(),
        hop: z.string(),
        state: z.enum(['answers', 'trouble', 'unknown']),
        waiting: z.int().describe('Recipients, of those looked at.'),
        oldestAt: When.nullable().describe('When the message came that waits longest.'),
        lastOkAt: When.nullable(),
        lastTroubleAt: When.nullable(),
        answers: z
          .array(z.object({ kind: z.string(), line: z.string(), count: z.int() }))
          .describe('What the next hop said, by kind; one of them as it was.'),
      }),
    ),
  }),
)

export const mailItem = ({ id, state, head, recipients }: StoredMail, most = NAMED): z.input<typeof Mail> => ({
  ...{ id, state, kind: head.kind, from: head.envelope.mailFrom, size: head.size },
  receivedAt: when(head.receivedAt),
  recipientCount: recipients.length,
  recipients: recipients.slice(0, most).map(({ address, fate, attempts, nextAt, lastReply }) => ({
    ...{ address, fate, attempts, lastReply, nextAt: maybeWhen(nextAt) },
  })),
})

export const roadOf = (mail: StoredMail, notices: readonly StoredMail[]): z.input<typeof Road> => ({
  ...mailItem(mail, mail.recipients.length),
  history: mail.history.map(({ at, event, by, detail = '' }) => ({ at: when(at), event, by, detail })),
  notices: notices.map(({ id }) => id),
})

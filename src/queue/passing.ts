/** What may go on at once is handed to the next hop while its client waits: one attempt, for all recipients or for nobody. */
import type { Delivery } from '../delivery/delivery.ts'
import type { MailHead, MailId, Passed } from '../store/store.ts'
import { historyOf, sayReply } from './attempt.ts'

/** So long a client waits for a free connection: then the message lies safe in the store instead. */
const WAIT_MS = 1000

export type Passing = Readonly<{ id: MailId; head: MailHead; raw: Buffer }>

/** Undefined: nobody has it, as far as is known; the store keeps it, and the queue tries again. */
export const passOn = async (
  delivery: Delivery,
  { id, head, raw }: Passing,
  now: () => number,
): Promise<Pick<Passed, 'recipients' | 'history'> | undefined> => {
  const received = Buffer.from(head.received, 'latin1')
  const results = await delivery.deliver({
    ...{ id, mailFrom: head.envelope.mailFrom, recipients: head.envelope.rcptTo },
    ...{ smtputf8: head.smtputf8, eightBit: head.eightBit, size: received.length + raw.length },
    open: async () => [received, raw],
    forAll: { waitMs: WAIT_MS },
  })
  if (!results.every(({ outcome }) => outcome === 'delivered')) return undefined
  const recipients = results.map((result) => ({ address: result.address, reply: sayReply(result) }))
  const ended = recipients.map((each) => ({ ...each, fate: 'delivered' as const, nextAt: 0 }))
  return { recipients, history: historyOf(ended, now()) }
}

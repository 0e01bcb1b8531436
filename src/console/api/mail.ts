/** Where messages are: those under way, the road of each, and another try. No content, no subjects. */
import { z } from 'zod'
import type { Actor } from '../../review/review.ts'
import type { StoredMail } from '../../store/store.ts'
import type { ConsoleParts } from '../console.ts'
import { demandWhole } from './bearer.ts'
import { answer, ById, Id, type Operation, operation } from './operation.ts'
import { Next, PAGE } from './paging.ts'
import { Problem } from './problems.ts'
import { maybeWhen, When, when } from './when.ts'

const FATES = ['waiting', 'held', 'stopped', 'delivered', 'failed', 'returned', 'withdrawn', 'expired'] as const

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
  recipients: z.array(Recipient).describe('The first 20 in a list, all in one message.'),
  recipientCount: z.int(),
})

const MailItem = answer('Mail', Mail)
const MailList = answer('MailList', z.object({ items: z.array(MailItem), next: Next }))
const Road = answer(
  'Road',
  Mail.extend({
    history: z.array(z.object({ at: When, event: z.string(), by: z.string(), detail: z.string() })),
  }),
)
const Retried = answer('Retried', z.object({ recipients: z.int().describe('How many are tried again now.') }))

const NAMED = 20

const Filter = z.strictObject({
  ...PAGE,
  fate: z.enum(FATES).default('waiting').describe('Messages with a recipient of this fate.'),
})

const itemOf = ({ id, state, head, recipients }: StoredMail, most = NAMED): z.input<typeof Mail> => ({
  ...{ id, state, kind: head.kind, from: head.envelope.mailFrom, size: head.size },
  receivedAt: when(head.receivedAt),
  recipientCount: recipients.length,
  recipients: recipients
    .slice(0, most)
    .map(({ nextAt, ...recipient }) => ({ ...recipient, nextAt: maybeWhen(nextAt) })),
})

const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1).toLowerCase()

/** Of a school that this caller has a part in. */
const maySee = ({ schools }: Actor, { head, verdict }: StoredMail): boolean =>
  schools.length === 0 || schools.includes(domainOf(verdict?.from || head.envelope.mailFrom))

const mailIn = async (parts: ConsoleParts, actor: Actor, id: string): Promise<StoredMail> => {
  const mail = await parts.store.mail(id)
  if (!mail || !maySee(actor, mail)) throw new Problem('not-found')
  return mail
}

const retry = async (parts: ConsoleParts, actor: Actor, id: string): Promise<{ recipients: number }> => {
  const at = Date.now()
  await parts.store.audit({ at, event: 'retried', actor: actor.email || actor.name, ref: id, detail: '' })
  return { recipients: await parts.store.retry(id, at) }
}

const AREA = { area: 'Mail under way' } as const

export const MAIL: readonly Operation[] = [
  operation({
    ...{ ...AREA, method: 'get', path: '/mail', name: 'listMail', scope: 'mail:read' },
    summary: 'Messages with a recipient of one fate, the newest first; those that wait for the next hop by default.',
    query: Filter,
    example: { query: 'fate=waiting&limit=10' },
    answers: MailList,
    handle: async ({ actor, parts, query: { limit, after, fate } }) => {
      const page = await parts.store.list({ fate, limit, ...(after === undefined ? {} : { before: after }) })
      const items = page.filter((mail) => maySee(actor, mail)).map((mail) => itemOf(mail))
      return { items, next: page.length < limit ? null : page.at(-1)!.id }
    },
  }),
  operation({
    ...{ ...AREA, method: 'get', path: '/mail/{id}', name: 'showMail', scope: 'mail:read' },
    summary: 'The road of one message: what happened when, and what the next hop answered.',
    problems: ['not-found'],
    params: ById,
    answers: Road,
    handle: async ({ actor, parts, params: { id } }) => {
      const mail = await mailIn(parts, actor, id)
      const history = mail.history.map(({ at, event, by, detail = '' }) => ({ at: when(at), event, by, detail }))
      return { ...itemOf(mail, mail.recipients.length), history }
    },
  }),
  operation({
    ...{ ...AREA, method: 'post', path: '/mail/{id}/retry', name: 'retryMail', scope: 'mail:retry' },
    summary: 'Try it again now.',
    problems: ['not-found'],
    params: ById,
    answers: Retried,
    handle: async ({ actor, parts, params: { id } }) => {
      await mailIn(parts, actor, id)
      return retry(parts, actor, id)
    },
  }),
  operation({
    ...{ ...AREA, method: 'post', path: '/mail/retry', name: 'retryAll', scope: 'mail:retry' },
    summary: 'Try all that waits again now.',
    answers: Retried,
    handle: async ({ actor, parts }) => {
      demandWhole(actor)
      return retry(parts, actor, 'all')
    },
  }),
]

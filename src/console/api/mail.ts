/** Where messages are: found, the road of each, another try. By the same desk as the pages. */
import { z } from 'zod'
import type { MailQuery, StoredMail } from '../../store/store.ts'
import {
  type Deed as DeedOf,
  find,
  giveUp,
  isInScope,
  look,
  maySeeQueue,
  openRoad,
  retry,
  sendAgain,
} from '../mail/desk.ts'
import { queueState } from '../mail/queue-state.ts'
import { noteSearch } from '../searched.ts'
import { demandWhole } from './bearer.ts'
import { Deed, FATES, MailList, mailItem, QueueState, Road, roadOf } from './mail-shapes.ts'
import { ById, body, type Call, Id, type Operation, operation } from './operation.ts'
import { PAGE, PAGE_AT_MOST } from './paging.ts'
import { Problem } from './problems.ts'
import { maybeWhen } from './when.ts'

const NOTICES_AT_MOST = 30

const Filter = z.strictObject({
  ...PAGE,
  fate: z.enum(FATES).default('waiting').describe('Messages with a recipient of this fate.'),
})

const Party = z.string().min(1).max(320)
const Moment = z.iso
  .datetime({ offset: true })
  .transform((text) => Date.parse(text))
  .meta({ format: 'date-time' })

const Search = body(
  'MailSearch',
  z.strictObject({
    sender: Party.optional().describe('An address or a domain.'),
    recipient: Party.optional().describe('An address or a domain.'),
    messageId: z.string().min(1).max(1000).optional(),
    about: Id.optional().describe('Notices about this message.'),
    kind: z.enum(['mail', 'notice']).optional(),
    since: Moment.optional().describe('It came then or later,'),
    until: Moment.optional().describe('and before then.'),
    limit: z.int().min(1).max(PAGE_AT_MOST).default(50),
    after: PAGE.after,
  }),
)

const mailIn = async ({
  parts,
  actor,
  params: { id },
}: Call<{ id: string }, unknown, unknown>): Promise<StoredMail> => {
  const mail = await look(parts, actor, id)
  if (!mail) throw new Problem('not-found')
  return mail
}

const deed = (act: DeedOf) => async (call: Call<{ id: string }, unknown, unknown>) => ({
  recipients: await act(call.parts, call.actor, await mailIn(call)),
})

const AREA = { area: 'Mail under way' } as const
const READ = { ...AREA, scope: 'mail:read' } as const
const DEED = { ...AREA, method: 'post', answers: Deed } as const

const READING: readonly Operation[] = [
  operation({
    ...{ ...READ, method: 'get', path: '/mail', name: 'listMail' },
    perMinute: 120,
    summary: 'Messages with a recipient of one fate, the newest first; those that wait for the next hop by default.',
    query: Filter,
    example: { query: 'fate=waiting&limit=10' },
    answers: MailList,
    handle: async ({ actor, parts, query: { limit, after, fate } }) => {
      await noteSearch(parts, actor, 'mail-searched', { fate })
      const page = await parts.store.list({ fate, limit, ...(after === undefined ? {} : { before: after }) })
      const items = page.filter((mail) => isInScope(actor, mail)).map((mail) => mailItem(mail))
      return { items, next: page.length < limit ? null : page.at(-1)!.id }
    },
  }),
  operation({
    ...{ ...READ, method: 'post', path: '/mail/search', name: 'findMail' },
    perMinute: 120,
    summary: 'Messages by sender, recipient, Message-ID and time; all of what is given counts.',
    says: 'A POST, since people’s addresses have no place in a URL: proxies keep those.',
    body: Search,
    example: { body: { recipient: 'ouder@mail.example', since: '2026-03-09T00:00:00+01:00' } },
    answers: MailList,
    handle: async ({ actor, parts, body: { after: before, limit, ...wanted } }) => {
      await noteSearch(parts, actor, 'mail-searched', wanted)
      const given = Object.entries({ ...wanted, limit, before }).filter(([, value]) => value !== undefined)
      const { mails, next = null } = await find(parts, actor, Object.fromEntries(given) as MailQuery)
      return { items: mails.map((mail) => mailItem(mail)), next }
    },
  }),
  operation({
    ...{ ...READ, method: 'get', path: '/mail/{id}', name: 'showMail' },
    perMinute: 240,
    summary: 'The road of one message: what happened when, and what the next hop answered.',
    problems: ['not-found'],
    params: ById,
    answers: Road,
    handle: async (call) => {
      const mail = await openRoad(call.parts, call.actor, call.params.id)
      if (!mail) throw new Problem('not-found')
      const { mails } = await call.parts.store.find({ about: mail.id, limit: NOTICES_AT_MOST })
      return roadOf(mail, mails)
    },
  }),
  operation({
    ...{ ...READ, method: 'get', path: '/queue', name: 'showQueue' },
    perMinute: 60,
    summary: 'What waits on each way out, and whether its next hop answers. Numbers and answers, no names.',
    says: 'Not for who follows mail as a head or privacy officer only: it is of all schools together.',
    problems: ['not-allowed'],
    answers: QueueState,
    handle: async ({ actor, parts }) => {
      if (!maySeeQueue(actor)) throw new Problem('not-allowed', 'The role of this account may not see the queue.')
      const { routes, ...state } = await queueState(parts)
      const shown = routes.map(({ oldestAt = 0, lastOkAt = 0, lastTroubleAt = 0, answers, ...route }) => ({
        ...{ ...route, answers: [...answers] },
        ...{ oldestAt: maybeWhen(oldestAt), lastOkAt: maybeWhen(lastOkAt), lastTroubleAt: maybeWhen(lastTroubleAt) },
      }))
      return { ...state, routes: shown }
    },
  }),
]

const DOING: readonly Operation[] = [
  operation({
    ...{ ...DEED, path: '/mail/{id}/retry', name: 'retryMail', scope: 'mail:retry' },
    perMinute: 120,
    summary: 'Try it again now.',
    problems: ['not-found'],
    params: ById,
    handle: deed(retry),
  }),
  operation({
    ...{ ...DEED, path: '/mail/retry', name: 'retryAll', scope: 'mail:retry' },
    perMinute: 6,
    summary: 'Try all that waits again now.',
    handle: async ({ actor, parts: { store, transport } }) => {
      demandWhole(actor)
      const at = Date.now()
      const by = actor.email || actor.name
      await store.audit({ at, event: 'delivery-retried', actor: by, ref: '', detail: 'all that waits' })
      const recipients = await store.retry('all', at)
      transport.wake()
      return { recipients }
    },
  }),
  operation({
    ...{ ...DEED, path: '/mail/{id}/again', name: 'sendAgain', scope: 'mail:end' },
    perMinute: 120,
    summary: 'Send it again to whom it could not be delivered, while its content is still there.',
    problems: ['not-found'],
    params: ById,
    handle: deed(sendAgain),
  }),
  operation({
    ...{ ...DEED, path: '/mail/{id}/give-up', name: 'giveUpMail', scope: 'mail:end' },
    perMinute: 120,
    summary: 'Try it no more; whoever wrote it is told, with the last answer of the next hop.',
    problems: ['not-found'],
    params: ById,
    handle: deed(giveUp),
  }),
]

export const MAIL: readonly Operation[] = [...READING, ...DOING]

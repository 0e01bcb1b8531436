/** The register of suspected data leaks (GDPR art. 33). */
import { z } from 'zod'
import type { Leak } from '../../review/review.ts'
import { REFUSALS } from './deciding.ts'
import { answer, ById, body, Id, type Operation, operation } from './operation.ts'
import { When, when } from './when.ts'

const LeakEntry = answer(
  'Leak',
  z.object({
    id: Id.describe('The message it is about.'),
    at: When.describe('When it was reported.'),
    knownAt: When.describe('Since when somebody knows.'),
    due: When.describe('72 hours later: the authority is told before then, where it must be told at all.'),
    by: z.string(),
    name: z.string(),
    sender: z.string(),
    sentAt: When,
    pack: z.string(),
    rules: z.array(z.string()),
    recipients: z.int(),
    outside: z.int().describe('How many of them are not of our domains.'),
    delivered: z.int().describe('How many had it when it was reported.'),
    words: z.string(),
    closed: z
      .object({
        at: When,
        by: z.string(),
        name: z.string(),
        outcome: z.enum(['notified', 'no-risk', 'no-leak']),
        words: z.string(),
      })
      .nullable(),
  }),
)
const LeakList = answer('LeakList', z.object({ items: z.array(LeakEntry) }))

const Report = body(
  'LeakReport',
  z.strictObject({
    words: z.string().trim().min(1).max(2000).describe('What may have leaked; no content, it outlives the message.'),
    hoursAgo: z.int().min(0).max(72).default(0).describe('Since when it is known.'),
  }),
)
const Close = body(
  'CloseLeak',
  z.strictObject({
    outcome: z
      .enum(['notified', 'no-risk', 'no-leak'])
      .describe('Told to the authority; a leak without a risk that must be told; no leak.'),
    words: z.string().trim().min(1).max(2000).describe('What was decided and why: the school can show it later.'),
  }),
)

const shown = ({ closed, ...leak }: Leak): z.input<typeof LeakEntry> => ({
  ...{ ...leak, rules: [...leak.rules] },
  ...{ at: when(leak.at), knownAt: when(leak.knownAt), due: when(leak.due), sentAt: when(leak.sentAt) },
  closed: closed ? { ...closed, at: when(closed.at) } : null,
})

const AREA = { area: 'Data leaks' } as const

export const LEAKS: readonly Operation[] = [
  operation({
    ...{ ...AREA, method: 'get', path: '/leaks', name: 'listLeaks', scope: 'leaks:read' },
    summary: 'The register: what is still open first, by its clock.',
    answers: LeakList,
    handle: async ({ actor, parts }) => ({ items: (await parts.review.leaks(actor)).map(shown) }),
  }),
  operation({
    ...{ ...AREA, method: 'post', path: '/held/{id}/leak', name: 'reportLeak', scope: 'leaks:write' },
    perMinute: 30,
    summary:
      'Enter a message in the register and mail the school’s contact; also one that has gone out. Once for each message.',
    problems: REFUSALS,
    params: ById,
    body: Report,
    example: { body: { words: 'Lijst met namen naar een verkeerd adres.', hoursAgo: 2 } },
    answers: LeakEntry,
    handle: async ({ actor, parts, params: { id }, body }) => shown(await parts.review.reportLeak(actor, id, body)),
  }),
  operation({
    ...{ ...AREA, method: 'post', path: '/leaks/{id}/close', name: 'closeLeak', scope: 'leaks:write' },
    perMinute: 30,
    summary: 'Close an entry, with what was decided.',
    problems: REFUSALS,
    params: ById,
    body: Close,
    example: { body: { outcome: 'no-leak', words: 'Het bericht is nooit vertrokken.' } },
    answers: LeakList,
    handle: async ({ actor, parts, params: { id }, body }) => {
      await parts.review.closeLeak(actor, id, body)
      return { items: (await parts.review.leaks(actor)).filter((leak) => leak.id === id).map(shown) }
    },
  }),
]

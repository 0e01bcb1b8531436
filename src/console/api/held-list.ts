/** The list of what waits, as the pages have it: what is due first stands first. */
import { z } from 'zod'
import type { HeldQuery } from '../../review/review.ts'
import { noteSearch } from '../searched.ts'
import { HeldList, listed } from './held-shapes.ts'
import { body, type Call, Id, type Operation, operation } from './operation.ts'

const MOST = 100

const After = z
  .string()
  .regex(/^[\d.]{1,24}-[0-9A-Za-z]{26}$/, 'must be the `next` of a page before')
  .describe('What follows the page before: its `next`.')

const FILTERS = {
  after: After.optional(),
  rule: z.string().max(100).optional().describe('Only what this rule holds.'),
  school: z.string().max(255).toLowerCase().optional().describe('Only from senders of this domain.'),
  claimed: z.enum(['mine', 'free', 'taken']).optional().describe('Taken up by the caller, by nobody, by anybody.'),
}

const Filter = z.strictObject({
  limit: z.coerce.number().int().min(1).max(MOST).default(50).describe('How many at most.'),
  ...FILTERS,
  soon: z.enum(['true']).optional().describe('Only what is due within some hours of school.'),
})

const Search = body(
  'HeldSearch',
  z.strictObject({
    limit: z.int().min(1).max(MOST).default(50).describe('How many at most.'),
    ...FILTERS,
    soon: z.boolean().optional().describe('Only what is due within some hours of school.'),
    words: z
      .string()
      .max(100)
      .optional()
      .describe('Each of these words stands in the sender, a recipient or the subject, as far as they may be seen.'),
    like: z
      .strictObject({ id: Id, by: z.enum(['sender', 'recipients']) })
      .optional()
      .describe('Held for the same rules as this one, and from the same sender or to the same recipients.'),
  }),
)

type Wanted = { [K in keyof HeldQuery]?: HeldQuery[K] | undefined }

const find = async ({ actor, parts }: Call<unknown, unknown, unknown>, wanted: Wanted) => {
  if (wanted.words) await noteSearch(parts, actor, 'held-searched', { ...wanted, limit: undefined, after: undefined })
  const query = Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== undefined)) as HeldQuery
  const { items, next = null, count, isMore } = await parts.review.list(actor, query)
  return { items: items.map(listed), next, count, isMore }
}

const AREA = { area: 'Held messages', scope: 'held:read' } as const

export const HELD_LIST: readonly Operation[] = [
  operation({
    ...{ ...AREA, method: 'get', path: '/held', name: 'listHeld' },
    perMinute: 120,
    summary: 'What waits for a reviewer; what is due first stands first.',
    query: Filter,
    example: { query: 'limit=10' },
    answers: HeldList,
    handle: (call) => find(call, { ...call.query, soon: call.query.soon === undefined ? undefined : true }),
  }),
  operation({
    ...{ ...AREA, method: 'post', path: '/held/search', name: 'searchHeld' },
    perMinute: 120,
    summary: 'The same, also by words and by likeness.',
    says: 'A POST, since people’s names have no place in a URL: proxies keep those.',
    problems: ['not-allowed', 'not-found'],
    body: Search,
    example: { body: { words: 'klaslijst', claimed: 'free' } },
    answers: HeldList,
    handle: (call) => find(call, call.body),
  }),
]

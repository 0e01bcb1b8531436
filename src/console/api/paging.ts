/** Lists in pages: so many, and where the next page begins. */
import { z } from 'zod'
import { Id } from './operation.ts'

export const PAGE_AT_MOST = 200

export const PAGE = {
  limit: z.coerce
    .number()
    .int()
    .min(1)
    .max(PAGE_AT_MOST)
    .default(50)
    .describe('How many at most; a page may have fewer and still not be the last.'),
  after: Id.optional().describe('What follows this one: `next` of the page before.'),
}

export const Next = Id.nullable().describe('`after` of the page that follows; null when this is the last.')

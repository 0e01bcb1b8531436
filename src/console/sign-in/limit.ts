/**
 * So many tries at each way in, by client: wrong guesses get slower by themselves, but each costs a hash, and right ones are
 * not slowed at all. All nodes count together.
 */
import type { Context, MiddlewareHandler } from 'hono'
import { Problem, problemAnswer } from '../api/problems.ts'
import type { ConsoleParts } from '../console.ts'
import { notice } from '../layout.ts'
import { clientOf, type Env, viewOf } from './sessions.ts'

const MINUTE_S = 60
const LATER = { 'Retry-After': String(MINUTE_S) }

/** A browser gets a page, a program a problem (RFC 9457). */
const refuse = (c: Context<Env>, parts: ConsoleParts): Response | Promise<Response> => {
  if (!c.req.header('accept')?.includes('text/html'))
    return problemAnswer(new Problem('too-many', 'Too many sign-ins were tried from this address.', { headers: LATER }))
  const view = viewOf(c, parts)
  return c.html(notice(view, view.texts.problems.tooOften, false), 429, LATER)
}

/** `way`: its name among the counts. */
export const limitTries =
  (parts: ConsoleParts, way: string): MiddlewareHandler<Env> =>
  async (c, next) => {
    const [times = 0] = await parts.store.tally([`sign-in:${way}:${clientOf(c, parts)}`], 1, MINUTE_S * 1000)
    return times > parts.options.signInsPerMinute ? refuse(c, parts) : next()
  }

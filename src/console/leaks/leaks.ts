/** The register of suspected data leaks: who may see it, and who may write in it what was decided. */
import { type Context, Hono } from 'hono'
import { type Leak, Refused } from '../../review/review.ts'
import type { ConsoleParts } from '../console.ts'
import { notice } from '../layout.ts'
import { sayRefusal } from '../refusals.ts'
import { actorIn, demandSession, type Env, formOf, viewOf } from '../sign-in/sessions.ts'
import { leaksPage, type Register } from './leaks-page.ts'
import { LEAK_WORDS, type LeakOutcome } from './texts.ts'

const AT_MOST = 100
const CLOSING = ['admin', 'privacy-officer', 'head'] as const
const OUTCOMES: readonly LeakOutcome[] = ['notified', 'no-risk', 'no-leak']

const readable = async (c: Context<Env>, { review }: ConsoleParts): Promise<readonly Leak[] | undefined> =>
  review.leaks(actorIn(c)).catch((error) => {
    if (error instanceof Refused) return undefined
    throw error
  })

const show = async (
  c: Context<Env>,
  parts: ConsoleParts,
  saying: Pick<Register, 'said' | 'closing'> = {},
): Promise<Response> => {
  const view = viewOf(c, parts)
  const leaks = await readable(c, parts)
  if (!leaks) return c.html(notice(view, LEAK_WORDS[view.language].refused), 403)
  const closes = CLOSING.some((role) => actorIn(c).roles.includes(role))
  const about = { now: Date.now(), closes, more: Math.max(0, leaks.length - AT_MOST) }
  const content = leaksPage({ leaks: leaks.slice(0, AT_MOST), ...about, ...saying }, view)
  return c.html(content, saying.said?.kind === 'bad' ? 409 : 200)
}

const close = async (c: Context<Env>, parts: ConsoleParts, id: string): Promise<Response> => {
  const form = await formOf(c)
  const words = form.get('words') ?? ''
  const outcome = OUTCOMES.find((one) => one === form.get('outcome'))
  // It came from no form of ours.
  if (!outcome) return show(c, parts)
  try {
    await parts.review.closeLeak(actorIn(c), id, { outcome, words })
    return c.redirect('/leaks?did=closed', 303)
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    const said = { kind: 'bad' as const, words: sayRefusal(error, viewOf(c, parts).language) }
    return show(c, parts, { said, closing: { id, outcome, words } })
  }
}

export const leakPages = (parts: ConsoleParts): Hono<Env> => {
  const app = new Hono<Env>()
  const signedIn = demandSession(parts)
  app.get('/leaks', signedIn, (c) => {
    const { language } = viewOf(c, parts)
    const isDone = c.req.query('did') === 'closed'
    return show(c, parts, isDone ? { said: { kind: 'good', words: LEAK_WORDS[language].done } } : {})
  })
  app.post('/leaks/:id{[0-9A-Za-z]{26}}/close', signedIn, (c) => close(c, parts, c.req.param('id')))
  return app
}

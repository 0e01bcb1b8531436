/** What waits, one case, and what a reviewer may do with it. Every change goes through the review, which keeps the audit. */
import { type Context, Hono } from 'hono'
import type { Pack } from '../../policy/policy.ts'
import { Refused } from '../../review/review.ts'
import type { ConsoleParts } from '../console.ts'
import { sayRefusal } from '../refusals.ts'
import { actorIn, demandSession, type Env, formOf, viewOf } from '../sign-in/sessions.ts'
import { type CaseParts, casePage } from './case-page.ts'
import { didOf } from './did.ts'
import { templateOf } from './letters.ts'
import { addList } from './list.ts'

const DONE = ['released', 'partlyReleased', 'returned'] as const
type Done = (typeof DONE)[number]

type Saying = Pick<CaseParts, 'said' | 'words' | 'written'>
type Answer = Response | Promise<Response>

const doneOf = (c: Context<Env>): Done | undefined => DONE.find((done) => done === c.req.query('done'))

const packOf = (parts: ConsoleParts, pack: string, from: string): Pack => {
  const policy = parts.policy()
  return policy.packs.get(pack) ?? policy.packFor(from.slice(from.lastIndexOf('@') + 1))
}

export const showCase = async (
  c: Context<Env>,
  parts: ConsoleParts,
  id: string,
  saying: Saying = {},
): Promise<Response> => {
  const held = await parts.review.case(actorIn(c), id)
  const pack = packOf(parts, held.pack, held.from)
  const { email } = c.get('signedIn').account
  const { text, in: code = '' } = c.req.query()
  const template = text === undefined ? {} : { template: templateOf(held, pack, text, code) }
  const about = { held, pack, people: parts.people(), reader: email, now: Date.now(), ...template }
  const content = casePage({ ...about, ...saying }, viewOf(c, parts))
  return c.html(content, saying.said?.kind === 'bad' ? 409 : 200)
}

/** Does it; when the review refuses, the case is shown again with the reason and what was written. */
const attempt = async (
  c: Context<Env>,
  parts: ConsoleParts,
  { id, words }: Readonly<{ id: string; words?: string }>,
  act: () => Promise<Answer>,
): Promise<Response> => {
  try {
    return await act()
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    const said = { kind: 'bad' as const, words: sayRefusal(error, viewOf(c, parts).language) }
    return showCase(c, parts, id, { said, ...(words ? { words } : {}) })
  }
}

const release = async (c: Context<Env>, parts: ConsoleParts, id: string): Promise<Response> => {
  const view = viewOf(c, parts)
  const chosen = (await formOf(c)).getAll('recipient')
  if (chosen.length === 0) return showCase(c, parts, id, { said: { kind: 'bad', words: view.texts.case.chooseOne } })
  const mail = await parts.store.mail(id)
  const held = mail?.recipients.filter((r) => r.fate === 'held') ?? []
  const all = held.every((r) => chosen.includes(r.address))
  return attempt(c, parts, { id }, async () => {
    await parts.review.decide(actorIn(c), id, { to: 'release', ...(all ? {} : { recipients: chosen }) })
    return c.redirect(all ? '/held?done=released' : `/held/${id}?done=partlyReleased`, 303)
  })
}

const sendBack = async (c: Context<Env>, parts: ConsoleParts, id: string): Promise<Response> => {
  const words = ((await formOf(c)).get('words') ?? '').trim()
  if (words === '')
    return showCase(c, parts, id, { said: { kind: 'bad', words: viewOf(c, parts).texts.case.writeWords } })
  return attempt(c, parts, { id, words }, async () => {
    await parts.review.decide(actorIn(c), id, { to: 'return', words })
    return c.redirect('/held?done=returned', 303)
  })
}

/** Takes it up, takes it over, or lets it go again. */
const take = async (c: Context<Env>, parts: ConsoleParts, id: string): Promise<Response> => {
  const what = (await formOf(c)).get('what')
  return attempt(c, parts, { id }, async () => {
    if (what === 'leave') await parts.review.leave(actorIn(c), id)
    else await parts.review.claim(actorIn(c), id, { takeOver: what === 'over' })
    return c.redirect(`/held/${id}`, 303)
  })
}

export const heldPages = (parts: ConsoleParts): Hono<Env> => {
  const app = new Hono<Env>()
  app.use('/held', demandSession(parts))
  app.use('/held/*', demandSession(parts))
  const one = '/held/:id{[0-9A-Za-z]{26}}'

  app.get('/', (c) => c.redirect('/held', 303))
  addList(app, parts)
  app.get(one, (c) => {
    const done = doneOf(c)
    const view = viewOf(c, parts)
    const words = done ? view.texts.held[done] : didOf(c, view)
    const said = words && { kind: 'good' as const, words }
    return showCase(c, parts, c.req.param('id'), said ? { said } : {})
  })
  app.post(`${one}/claim`, (c) => take(c, parts, c.req.param('id')))
  app.post(`${one}/release`, (c) => release(c, parts, c.req.param('id')))
  app.post(`${one}/return`, (c) => sendBack(c, parts, c.req.param('id')))
  return app
}

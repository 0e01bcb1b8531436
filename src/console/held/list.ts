/** The list: a page of it, deciding on several, undoing. What changes goes through the review, one message at a time. */
import type { Context, Hono } from 'hono'
import { Refused, type Wish } from '../../review/review.ts'
import type { ConsoleParts } from '../console.ts'
import { message, type View } from '../layout.ts'
import { sayRefusal } from '../refusals.ts'
import { noteSearch } from '../searched.ts'
import { actorIn, type Env, formOf, viewOf } from '../sign-in/sessions.ts'
import { openEvents } from './events.ts'
import { type Choices, queryOf } from './filters.ts'
import { listPage, PAGE, ruleName } from './list-page.ts'
import { rowOf } from './rows.ts'
import { type Done, saidOf } from './said.ts'
import { type Alike, type Refusal, refusedPage, togetherPage } from './together-page.ts'
import { TOGETHER_TEXTS } from './together-texts.ts'

const TOGETHER_AT_MOST = 100
const AT_ONCE = 8
const ID = /^[0-9A-Za-z]{26}$/

const choicesOf = (c: Context<Env>, parts: ConsoleParts, view: View): Choices => {
  const { schools } = c.get('signedIn').account
  const rules = [...new Set([...parts.policy().packs.values()].flatMap((pack) => pack.rules.map(({ rule }) => rule)))]
  const named = rules.map((value) => ({ value, name: ruleName(value, view).slice(0, 60) }))
  return {
    rules: named.toSorted((a, b) => a.name.localeCompare(b.name, view.language)),
    schools: schools.length > 0 ? schools : parts.people().domains,
  }
}

const showList = async (c: Context<Env>, parts: ConsoleParts): Promise<Response> => {
  const view = viewOf(c, parts)
  const actor = actorIn(c)
  const choices = choicesOf(c, parts, view)
  const query = queryOf((name) => c.req.query(name), choices)
  if (query.words) await noteSearch(parts, actor, 'held-searched', { ...query, after: undefined })
  const version = await parts.review.version()
  const [found, undoable] = await Promise.all([
    parts.review.list(actor, { ...query, limit: PAGE }),
    parts.review.undoable(actor),
  ])
  const rows = found.items.map((item) => rowOf(parts, item))
  const said = saidOf(c.req.query('done') as Done, view, undoable.length > 0)
  return c.html(listPage({ found, rows, query, choices, undoable, said, version, now: Date.now() }, view))
}

/** How many there are like one message; nothing where there is none but itself. */
const alikeOf = async (c: Context<Env>, { review }: ConsoleParts, id: string): Promise<Alike> => {
  const count = async (by: 'sender' | 'recipients'): Promise<number> =>
    (await review.list(actorIn(c), { like: { id, by }, limit: 1 })).count
  return { id, sender: await count('sender'), recipients: await count('recipients') }
}

const likeIn = (c: Context<Env>): Readonly<{ id: string; by: 'sender' | 'recipients' }> | undefined => {
  const id = c.req.query('like') ?? ''
  return ID.test(id) ? { id, by: c.req.query('by') === 'recipients' ? 'recipients' : 'sender' } : undefined
}

const showTogether = async (c: Context<Env>, parts: ConsoleParts): Promise<Response> => {
  const view = viewOf(c, parts)
  const like = likeIn(c)
  const ids = (c.req.queries('id') ?? []).filter((id) => ID.test(id))
  const found = like && (await parts.review.list(actorIn(c), { like, limit: TOGETHER_AT_MOST }))
  const items = found ? found.items : await parts.review.items(actorIn(c), ids)
  const rows = items.map((item) => rowOf(parts, item))
  const [only] = rows.length === 1 && !like ? rows : []
  const alike = only && (await alikeOf(c, parts, only.id))
  const isMore = found?.next !== undefined || ids.length > TOGETHER_AT_MOST
  return c.html(
    togetherPage({ rows, alike, isMore, said: '', words: '', way: c.req.query('way'), now: Date.now() }, view),
  )
}

/** Not good to go: the same page again, with what was written and ticked. */
const askAgain = async (c: Context<Env>, parts: ConsoleParts, ids: readonly string[], why: string, words = '') => {
  const rows = (await parts.review.items(actorIn(c), ids)).map((item) => rowOf(parts, item))
  const about = { rows, isMore: false, said: message('bad', why), words, now: Date.now() }
  return c.html(togetherPage(about, viewOf(c, parts)), 409)
}

/** Each on its own; why the others were refused. */
const decideAll = async (
  c: Context<Env>,
  { review }: ConsoleParts,
  ids: readonly string[],
  wish: Wish,
): Promise<ReadonlyMap<string, Refused>> => {
  const refused = new Map<string, Refused>()
  const batch = crypto.randomUUID()
  for (let at = 0; at < ids.length; at += AT_ONCE)
    await Promise.all(
      ids.slice(at, at + AT_ONCE).map((id) =>
        review.decide(actorIn(c), id, wish, batch).catch((error) => {
          if (!(error instanceof Refused)) throw error
          refused.set(id, error)
        }),
      ),
    )
  return refused
}

const decideTogether = async (c: Context<Env>, parts: ConsoleParts): Promise<Response> => {
  const view = viewOf(c, parts)
  const texts = TOGETHER_TEXTS[view.language]
  const form = await formOf(c)
  const ids = [...new Set(form.getAll('id'))].filter((id) => ID.test(id)).slice(0, TOGETHER_AT_MOST)
  const words = (form.get('words') ?? '').trim()
  if (ids.length === 0) return askAgain(c, parts, [], texts.chooseOne, words)
  const returns = form.get('what') === 'return'
  if (returns && words === '') return askAgain(c, parts, ids, texts.writeWords)
  const items = new Map((await parts.review.items(actorIn(c), ids)).map((item) => [item.id, rowOf(parts, item)]))
  const refused = await decideAll(c, parts, ids, returns ? { to: 'return', words } : { to: 'release' })
  if (refused.size === 0) return c.redirect('/held', 303)
  const told = [...refused].map(
    ([id, error]): Refusal => ({ id, row: items.get(id), reason: sayRefusal(error, view.language) }),
  )
  const undoable = await parts.review.undoable(actorIn(c))
  return c.html(refusedPage({ refused: told, done: ids.length - refused.size, undoable, now: Date.now() }, view))
}

const undo = async (c: Context<Env>, parts: ConsoleParts): Promise<Response> => {
  let late = false
  for (const id of new Set((await formOf(c)).getAll('id').slice(0, TOGETHER_AT_MOST)))
    await parts.review.undo(actorIn(c), id).catch((error) => {
      if (!(error instanceof Refused)) throw error
      late = true
    })
  return c.redirect(`/held?done=${late ? 'undoLate' : 'undone'}`, 303)
}

/** Behind the session that the pages of a case ask for. */
export const addList = (app: Hono<Env>, parts: ConsoleParts): void => {
  const events = openEvents(parts)
  app.get('/held', (c) => showList(c, parts))
  app.get('/held/events', (c) => events(c.get('signedIn').token))
  app.get('/held/together', (c) => showTogether(c, parts))
  app.post('/held/together', (c) => decideTogether(c, parts))
  app.post('/held/undo', (c) => undo(c, parts))
}

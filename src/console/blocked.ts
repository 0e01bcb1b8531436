/** Accounts that are blocked after malware, for administrators: why, since when, and one button to lift it. */
import { type Context, Hono } from 'hono'
import { html } from 'hono/html'
import { type Actor, type Block, Refused } from '../review/review.ts'
import type { ConsoleParts } from './console.ts'
import { message, notice, page, sealField, type View } from './layout.ts'
import { sayRefusal } from './refusals.ts'
import { type Html, moment, shown } from './shown.ts'
import { actorIn, demandSession, type Env, formOf, viewOf } from './sign-in/sessions.ts'

const isAdmin = ({ roles }: Actor): boolean => roles.includes('admin')

const blockOf = ({ account, since, signatures, mail }: Block, index: number, view: View): Html => {
  const { blocked } = view.texts
  return html`<li class="card">
    <h2>${shown(account, 120)}</h2>
    <dl class="facts">
      <div><dt>${blocked.since}</dt><dd>${moment(since, view.language)}</dd></div>
      <div><dt>${blocked.found}</dt><dd>${shown(signatures.join(', '), 300)}</dd></div>
    </dl>
    <p><a href="/held/${mail}">${blocked.message}</a></p>
    <details><summary>${blocked.lift}</summary>
      <form method="post" action="/blocked/lift" class="stack">
        ${sealField(view)}
        <input type="hidden" name="account" value="${account}">
        <p class="muted">${blocked.liftWords}</p>
        <p><input type="checkbox" id="sure-${index}" name="sure" value="yes" required><label for="sure-${index}">${blocked.confirm}</label></p>
        <button class="main">${blocked.button}</button>
      </form>
    </details>
  </li>`
}

const blockedPage = (blocks: readonly Block[], view: View, said: Html | ''): Html => {
  const { blocked } = view.texts
  const list =
    blocks.length === 0
      ? html`<h1>${blocked.empty.title}</h1><p class="lead">${blocked.empty.words}</p>`
      : html`<h1>${blocked.title}</h1><p class="lead">${blocked.lead}</p>
        <ul class="rows">${blocks.map((block, index) => blockOf(block, index, view))}</ul>`
  return page(view, blocked.title, html`${said}${list}`)
}

const show = async (c: Context<Env>, parts: ConsoleParts, said: Html | '' = '', status: 200 | 409 = 200) => {
  const view = viewOf(c, parts)
  const actor = actorIn(c)
  if (!isAdmin(actor)) return c.html(notice(view, view.texts.blocked.refused), 403)
  return c.html(blockedPage(await parts.blocks.list(actor), view, said), status)
}

const lift = async (c: Context<Env>, parts: ConsoleParts): Promise<Response> => {
  const view = viewOf(c, parts)
  const form = await formOf(c)
  const { blocked } = view.texts
  // Browsers ask for the tick themselves.
  if (form.get('sure') !== 'yes') return show(c, parts, message('bad', blocked.confirm), 409)
  try {
    const { account } = await parts.blocks.lift(actorIn(c), form.get('account') ?? '')
    return show(c, parts, message('good', blocked.lifted(account.slice(0, 120))))
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    return show(c, parts, message('bad', sayRefusal(error, view.language)), 409)
  }
}

export const blockedPages = (parts: ConsoleParts): Hono<Env> => {
  const app = new Hono<Env>()
  app.use('/blocked', demandSession(parts))
  app.use('/blocked/*', demandSession(parts))
  app.get('/blocked', (c) => show(c, parts))
  app.post('/blocked/lift', (c) => lift(c, parts))
  return app
}

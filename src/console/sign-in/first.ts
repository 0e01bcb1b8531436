/** The first administrator, by the link that the server told on its terminal. */
import { type Context, Hono } from 'hono'
import { html } from 'hono/html'
import { Refused } from '../../review/review.ts'
import type { ConsoleParts } from '../console.ts'
import { message, notice, page, type View } from '../layout.ts'
import { sayRefusal } from '../refusals.ts'
import type { Html } from '../shown.ts'
import { limitTries } from './limit.ts'
import { freshFields } from './password.ts'
import { type Env, formOf, originOf, viewOf } from './sessions.ts'
import { letIn, sessionMs } from './sign-in.ts'
import { SIGN_IN } from './texts.ts'

type Given = Readonly<{ name: string; email: string }>

const firstPage = (token: string, view: View, { name, email }: Given, said = ''): Html => {
  const { first } = SIGN_IN[view.language]
  return page(
    view,
    first.title,
    html`<h1>${first.title}</h1>
      <p class="lead">${first.lead}</p>
      ${said ? message('bad', said) : ''}
      <form method="post" action="/first/${token}" class="stack card">
        <label for="name">${first.name}</label>
        <input id="name" name="name" autocomplete="name" maxlength="100" required value="${name}">
        <label for="email">${view.texts.signIn.email}</label>
        <input id="email" name="email" type="email" autocomplete="username" maxlength="320" required value="${email}">
        ${freshFields(view)}
        <button class="main">${first.button}</button>
      </form>`,
    'narrow',
  )
}

const make = async (c: Context<Env>, parts: ConsoleParts, token: string): Promise<Response> => {
  const view = viewOf(c, parts)
  const { accounts } = parts
  const form = await formOf(c)
  const field = (name: string): string => form.get(name) ?? ''
  const given = { name: field('name').trim().slice(0, 100), email: field('email').trim() }
  const password = field('fresh')
  const say = (words: string) => c.html(firstPage(token, view, given, words), 409)
  if (password !== field('again')) return say(SIGN_IN[view.language].password.different)
  try {
    await accounts.addFirst(token, given.email, { name: given.name || given.email, password })
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    if (!(await accounts.isFirst(token))) return c.html(notice(view, SIGN_IN[view.language].first.over, false), 410)
    return say(sayRefusal(error, view.language))
  }
  const entry = await accounts.signIn(given.email, password, originOf(c, parts), sessionMs(parts))
  return entry ? letIn(c, parts, entry.token, '/account') : c.redirect('/sign-in', 303)
}

export const firstPages = (parts: ConsoleParts): Hono<Env> => {
  const app = new Hono<Env>()
  const over = (c: Context<Env>) => {
    const view = viewOf(c, parts)
    return c.html(notice(view, SIGN_IN[view.language].first.over, false), 410)
  }
  app.use('/first/:token', limitTries(parts, 'first'))
  app.get('/first/:token', async (c) => {
    const token = c.req.param('token')
    if (!(await parts.accounts.isFirst(token))) return over(c)
    return c.html(firstPage(token, viewOf(c, parts), { name: '', email: '' }))
  })
  app.post('/first/:token', async (c) => {
    const token = c.req.param('token')
    return (await parts.accounts.isFirst(token)) ? make(c, parts, token) : over(c)
  })
  return app
}

/** In and out. Every wrong answer looks the same, and tells nothing about who has an account. */
import { Hono } from 'hono'
import { html } from 'hono/html'
import type { ConsoleParts } from '../console.ts'
import { message, page, type View } from '../layout.ts'
import type { Html } from '../shown.ts'
import {
  clientOf,
  demandSession,
  dropToken,
  type Env,
  formOf,
  keepToken,
  safeNext,
  tokenOf,
  viewOf,
} from './sessions.ts'

const HOUR_MS = 3_600_000

const signInPage = (view: View, next: string, failed: boolean): Html => {
  const { signIn } = view.texts
  return page(
    view,
    signIn.title,
    html`<h1>${signIn.title}</h1>
      <p class="lead">${signIn.lead}</p>
      ${failed ? message('bad', signIn.failed) : ''}
      <form method="post" action="/sign-in" class="stack card">
        <input type="hidden" name="next" value="${next}">
        <label for="email">${signIn.email}</label>
        <input id="email" name="email" type="email" autocomplete="username" maxlength="320" required autofocus>
        <label for="password">${signIn.password}</label>
        <input id="password" name="password" type="password" autocomplete="current-password" maxlength="1000" required>
        <button class="main">${signIn.button}</button>
      </form>
      <p class="small">${signIn.noAccount}<br><code>mailsluis user add you@school.be --role admin</code></p>`,
    'narrow',
  )
}

export const signInPages = (parts: ConsoleParts): Hono<Env> => {
  const app = new Hono<Env>()
  const { accounts, log, options } = parts

  app.get('/sign-in', (c) => c.html(signInPage(viewOf(c, parts), safeNext(c.req.query('next') ?? ''), false)))

  app.post('/sign-in', async (c) => {
    const form = await formOf(c)
    const next = safeNext(form.get('next') ?? '')
    const client = clientOf(c, parts)
    const [email, password] = [form.get('email') ?? '', form.get('password') ?? '']
    const token = await accounts.signIn(email, password, client, options.sessionHours * HOUR_MS)
    if (token === undefined) {
      log.warn('signInFailed', { client })
      return c.html(signInPage(viewOf(c, parts), next, true), 401)
    }
    const before = tokenOf(c, parts)
    if (before) await accounts.signOut(before)
    keepToken(c, parts, token)
    log.info('signIn', { client })
    return c.redirect(next, 303)
  })

  app.post('/sign-out', demandSession(parts), async (c) => {
    await accounts.signOut(c.get('signedIn').token)
    dropToken(c, parts)
    return c.redirect('/sign-in', 303)
  })

  return app
}

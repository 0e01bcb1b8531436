/** A password of one's own: at the first sign-in with one that was handed out, and whenever somebody wants another. */
import { type Context, Hono } from 'hono'
import { html } from 'hono/html'
import type { ConsoleParts } from '../console.ts'
import { message, page, sealField, type View } from '../layout.ts'
import type { Html } from '../shown.ts'
import { type Env, formOf, keepToken, originOf, viewOf } from './sessions.ts'
import { sessionMs } from './sign-in.ts'
import { SIGN_IN } from './texts.ts'

/** Two fields for a new password, and what makes a good one. */
export const freshFields = (view: View): Html => {
  const { password } = SIGN_IN[view.language]
  return html`<label for="fresh">${password.fresh}</label>
    <input id="fresh" name="fresh" type="password" autocomplete="new-password" minlength="12" maxlength="1000" required aria-describedby="fresh-rules">
    <p id="fresh-rules" class="muted small">${password.rules}</p>
    <label for="again">${password.again}</label>
    <input id="again" name="again" type="password" autocomplete="new-password" maxlength="1000" required>`
}

/** Words a password of this house is not to be made of. */
export const houseWords = ({ people, policy }: ConsoleParts): readonly string[] => [
  ...people().domains,
  ...[...policy().packs.values()].map(({ organisation }) => organisation),
]

const passwordPage = (view: View, handedOut: boolean, said = ''): Html => {
  const { password } = SIGN_IN[view.language]
  return page(
    view,
    password.title,
    html`<h1>${password.title}</h1>
      ${handedOut ? html`<p class="lead">${password.handedOut}</p>` : ''}
      ${said ? message('bad', said) : ''}
      <form method="post" action="/account/password" class="stack card">
        ${sealField(view)}
        <input type="hidden" name="username" autocomplete="username" value="${view.viewer?.account.email ?? ''}">
        ${
          handedOut
            ? ''
            : html`<label for="current">${password.current}</label>
              <input id="current" name="current" type="password" autocomplete="current-password" maxlength="1000" required>`
        }
        ${freshFields(view)}
        <button class="main">${password.button}</button>
      </form>`,
    'narrow',
  )
}

const change = async (c: Context<Env>, parts: ConsoleParts): Promise<Response> => {
  const view = viewOf(c, parts)
  const { password } = SIGN_IN[view.language]
  const { email, handedOut } = c.get('signedIn').account
  const form = await formOf(c)
  const fresh = form.get('fresh') ?? ''
  if (fresh !== form.get('again')) return c.html(passwordPage(view, handedOut, password.different), 409)
  const chosen = { current: form.get('current') ?? '', fresh, own: houseWords(parts) }
  const done = await parts.accounts.choosePassword(email, chosen, originOf(c, parts), sessionMs(parts))
  if ('fault' in done) return c.html(passwordPage(view, handedOut, password.faults[done.fault]), 409)
  keepToken(c, parts, done.token)
  return c.redirect(handedOut ? '/held' : '/account?done=password', 303)
}

export const passwordPages = (parts: ConsoleParts): Hono<Env> => {
  const app = new Hono<Env>()
  app.get('/account/password', (c) => c.html(passwordPage(viewOf(c, parts), c.get('signedIn').account.handedOut)))
  app.post('/account/password', (c) => change(c, parts))
  return app
}

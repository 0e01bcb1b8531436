/** One's own access: what one may do, password, second step, and where one is signed in. */
import { type Context, Hono } from 'hono'
import { html } from 'hono/html'
import { type Account, type OpenSession, sessionId } from '../../review/review.ts'
import type { ConsoleParts } from '../console.ts'
import { message, page, sealField, type View } from '../layout.ts'
import { type Html, moment, shown } from '../shown.ts'
import { passwordPages } from './password.ts'
import { kindName, roleName } from './roles.ts'
import { secondFactorPages } from './second-factor.ts'
import { demandSession, type Env, formOf, viewOf } from './sessions.ts'
import { SIGN_IN } from './texts.ts'

type About = Readonly<{ account: Account; sessions: readonly OpenSession[]; own: string; left: number; said: string }>

const scopeOf = ({ roles, schools, categories }: Account, view: View): Html => {
  const { account } = SIGN_IN[view.language]
  const listed = (all: readonly string[]): string => all.join(', ') || account.all
  return html`<dl class="facts">
    <div><dt>${account.roles}</dt><dd>${roles.map((role) => roleName(role, view)).join(', ')}</dd></div>
    <div><dt>${account.schools}</dt><dd>${shown(listed(schools))}</dd></div>
    <div><dt>${account.categories}</dt><dd>${shown(listed(categories.map((kind) => kindName(kind, view))), 400)}</dd></div>
  </dl>`
}

const accessOf = ({ account, left }: About, view: View): Html => {
  const texts = SIGN_IN[view.language].account
  if (account.elsewhere) return html`<p>${texts.elsewhere}</p>`
  const advice = !account.secondFactor && account.roles.includes('admin')
  return html`<section class="card stack" aria-labelledby="password">
      <h2 id="password">${texts.password.title}</h2>
      <p class="muted">${texts.password.words}</p>
      <p><a href="/account/password">${texts.passwordLink}</a></p>
    </section>
    <section class="card stack" aria-labelledby="factor">
      <h2 id="factor">${texts.factor}</h2>
      <p class="muted">${account.secondFactor ? texts.factorOn(left) : texts.factorOff}</p>
      ${advice ? html`<p class="message hint">${texts.factorAdvice}</p>` : ''}
      <p><a href="/account/second-factor">${account.secondFactor ? texts.factorManage : texts.factorLink}</a></p>
    </section>`
}

const sessionOf = ({ id, since, address, browser }: OpenSession, own: string, view: View): Html => {
  const texts = SIGN_IN[view.language].account
  return html`<li class="claim">
    <span>${shown(browser || texts.unknown, 60)}${id === own ? html` <span class="tag">${texts.thisOne}</span>` : ''}<br>
      <span class="muted small">${since > 0 ? html`${moment(since, view.language)} · ` : ''}${shown(address, 60)}</span></span>
    ${
      id === own
        ? ''
        : html`<form method="post" action="/account/sessions/end">${sealField(view)}
          <input type="hidden" name="id" value="${id}"><button class="quiet" aria-label="${texts.end}${view.texts.colon}${browser || texts.unknown}">${texts.end}</button></form>`
    }
  </li>`
}

const accountPage = (about: About, view: View): Html => {
  const texts = SIGN_IN[view.language].account
  const { sessions, own, said, account } = about
  return page(
    view,
    texts.title,
    html`${said ? message('good', said) : ''}
      <h1>${texts.title}</h1>
      <p class="lead">${shown(account.name, 80)} · ${shown(account.email, 120)}</p>
      ${scopeOf(account, view)}
      ${accessOf(about, view)}
      <section class="card stack" aria-labelledby="sessions">
        <h2 id="sessions">${texts.sessions}</h2>
        <p class="muted">${texts.sessionsWords}</p>
        <ul class="rows">${sessions.map((session) => sessionOf(session, own, view))}</ul>
        ${
          sessions.length > 1
            ? html`<form method="post" action="/account/sessions/end-others">${sealField(view)}<button>${texts.endOthers}</button></form>`
            : ''
        }
      </section>`,
    'narrow',
  )
}

const saidOf = (c: Context<Env>, view: View): string => {
  const { account, password, factor } = SIGN_IN[view.language]
  const said: Readonly<Record<string, string>> = {
    password: password.changed,
    dropped: factor.dropped,
    ended: account.ended,
  }
  const done = c.req.query('done') ?? ''
  return Object.hasOwn(said, done) ? said[done]! : ''
}

const show = async (c: Context<Env>, parts: ConsoleParts): Promise<Response> => {
  const view = viewOf(c, parts)
  const { account, token } = c.get('signedIn')
  const sessions = await parts.accounts.sessionsOf(account.email)
  const left = await parts.accounts.recoveryLeft(account.email)
  return c.html(accountPage({ account, sessions, own: sessionId(token), left, said: saidOf(c, view) }, view))
}

export const accountPages = (parts: ConsoleParts): Hono<Env> => {
  const app = new Hono<Env>()
  app.use('/account', demandSession(parts))
  app.use('/account/*', demandSession(parts))
  app.get('/account', (c) => show(c, parts))
  app.post('/account/sessions/end', async (c) => {
    await parts.accounts.endSessions(c.get('signedIn').account.email, { id: (await formOf(c)).get('id') ?? '' })
    return c.redirect('/account?done=ended', 303)
  })
  app.post('/account/sessions/end-others', async (c) => {
    const { account, token } = c.get('signedIn')
    await parts.accounts.endSessions(account.email, { but: token })
    return c.redirect('/account?done=ended', 303)
  })
  app.route('/', passwordPages(parts))
  app.route('/', secondFactorPages(parts))
  return app
}

/** The second step: set up with a QR code or a key to type over, recovery codes on paper, and its end. */
import { type Context, Hono } from 'hono'
import { html } from 'hono/html'
import type { Enrolment } from '../../review/review.ts'
import type { ConsoleParts } from '../console.ts'
import { message, page, sealField, type View } from '../layout.ts'
import type { Html } from '../shown.ts'
import { qrCode } from './qr.ts'
import { demandsFactor, type Env, formOf, originOf, viewOf } from './sessions.ts'
import { SIGN_IN } from './texts.ts'

const WHERE = '/account/second-factor'

const inFours = (key: string): string => key.replace(/.{4}(?=.)/g, '$& ')

const codeField = (id: string, label: string): Html =>
  html`<label for="${id}">${label}</label>
    <input id="${id}" name="code" autocomplete="one-time-code" autocapitalize="none" spellcheck="false" maxlength="60" required>`

const enrolPage = async (view: View, { key, uri }: Enrolment, demanded: boolean, failed: boolean): Promise<Html> => {
  const { factor } = SIGN_IN[view.language]
  return page(
    view,
    factor.title,
    html`<h1>${factor.title}</h1>
      <p class="lead">${factor.lead}</p>
      ${demanded ? html`<p>${factor.demanded}</p>` : ''}
      ${failed ? message('bad', factor.failed) : ''}
      <form method="post" action="${WHERE}" class="stack card">
        ${sealField(view)}
        <input type="hidden" name="key" value="${key}">
        <p>${factor.scan}</p>
        ${await qrCode(uri, factor.qr)}
        <p class="muted small">${factor.key}</p>
        <p><code class="key">${inFours(key)}</code></p>
        ${codeField('code', factor.type)}
        <button class="main">${factor.button}</button>
      </form>`,
    'narrow',
  )
}

/** Shown in answer to a form: there is no address under which they could be seen again. */
const recoveryPage = (view: View, codes: readonly string[]): Html => {
  const { factor } = SIGN_IN[view.language]
  return page(
    view,
    factor.codes,
    html`<h1>${factor.codes}</h1>
      <p class="lead">${factor.codesLead}</p>
      <p>${factor.codesPrint}</p>
      <ol class="card recovery">${codes.map((code) => html`<li><code>${code}</code></li>`)}</ol>
      <p class="muted small">Mailsluis · ${view.viewer?.account.email ?? ''}</p>
      <p class="no-print"><a class="button" href="/account">${factor.codesDone}</a></p>`,
    'narrow',
  )
}

const managePage = (view: View, said = ''): Html => {
  const { factor } = SIGN_IN[view.language]
  const form = (what: string, title: string, words: string): Html =>
    html`<section class="card" aria-labelledby="${what}">
      <h2 id="${what}">${title}</h2>
      <form method="post" action="${WHERE}/${what}" class="stack">
        ${sealField(view)}
        <p class="muted">${words}</p>
        ${codeField(`${what}-code`, factor.code)}
        <button>${title}</button>
      </form>
    </section>`
  return page(
    view,
    factor.manage,
    html`<p class="small"><a href="/account">← ${SIGN_IN[view.language].account.title}</a></p>
      <h1>${factor.manage}</h1>
      ${said ? message('bad', said) : ''}
      ${form('recovery', factor.renew, factor.renewWords)}
      ${form('drop', factor.drop, factor.dropWords)}`,
    'narrow',
  )
}

const show = async (c: Context<Env>, parts: ConsoleParts): Promise<Response> => {
  const view = viewOf(c, parts)
  const { account } = c.get('signedIn')
  if (account.elsewhere) return c.redirect('/account', 303)
  if (account.secondFactor) return c.html(managePage(view))
  return c.html(await enrolPage(view, parts.accounts.enrolment(account.email), demandsFactor(parts, account), false))
}

const enrol = async (c: Context<Env>, parts: ConsoleParts): Promise<Response> => {
  const view = viewOf(c, parts)
  const { account, token } = c.get('signedIn')
  if (account.elsewhere) return c.redirect('/account', 303)
  const form = await formOf(c)
  const key = form.get('key') ?? ''
  const codes = await parts.accounts.enrol(account.email, key, form.get('code') ?? '')
  if (codes) {
    // Whoever is signed in elsewhere with the password alone is out.
    await parts.accounts.endSessions(account.email, { but: token })
    return c.html(recoveryPage(view, codes))
  }
  const again = /^[A-Z2-7]{32}$/.test(key) ? key : undefined
  const enrolment = parts.accounts.enrolment(account.email, again)
  return c.html(await enrolPage(view, enrolment, demandsFactor(parts, account), true), 409)
}

const renew = async (c: Context<Env>, parts: ConsoleParts): Promise<Response> => {
  const view = viewOf(c, parts)
  const { email } = c.get('signedIn').account
  const codes = await parts.accounts.renewRecovery(email, (await formOf(c)).get('code') ?? '', originOf(c, parts))
  return codes ? c.html(recoveryPage(view, codes)) : c.html(managePage(view, SIGN_IN[view.language].factor.wrong), 409)
}

const drop = async (c: Context<Env>, parts: ConsoleParts): Promise<Response> => {
  const view = viewOf(c, parts)
  const { email } = c.get('signedIn').account
  const done = await parts.accounts.dropFactor(email, (await formOf(c)).get('code') ?? '', originOf(c, parts))
  return done
    ? c.redirect('/account?done=dropped', 303)
    : c.html(managePage(view, SIGN_IN[view.language].factor.wrong), 409)
}

export const secondFactorPages = (parts: ConsoleParts): Hono<Env> => {
  const app = new Hono<Env>()
  app.get(WHERE, (c) => show(c, parts))
  app.post(WHERE, (c) => enrol(c, parts))
  app.post(`${WHERE}/recovery`, (c) => renew(c, parts))
  app.post(`${WHERE}/drop`, (c) => drop(c, parts))
  return app
}

/** Which programs have a token, and a form for another. */
import { html } from 'hono/html'
import { type Account, SCOPES, type Scope, type Token } from '../../review/review.ts'
import { message, page, sealField, type View } from '../layout.ts'
import { type Html, shown } from '../shown.ts'
import { TOKENS } from './texts.ts'

export const DAYS = [30, 90, 365] as const
export const EVERY_SCOPE = Object.keys(SCOPES) as readonly Scope[]

/** What was written in the form, kept when it could not be done. */
export type Written = Readonly<{
  name: string
  scopes: readonly string[]
  school: string
  account: string
  days: string
}>

export const NOTHING: Written = { name: '', scopes: [], school: '', account: '', days: String(DAYS[2]) }

export type TokenParts = Readonly<{
  tokens: readonly Token[]
  schools: readonly string[]
  own: Account
  written: Written
  said?: Readonly<{ kind: 'good' | 'bad'; words: string }> | undefined
}>

const dayOf = (at: number, { language }: View): Html => {
  const day = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' })
  return html`<time datetime="${new Date(at).toISOString().slice(0, 10)}">${day.format(at)}</time>`
}

const tokenOf = (token: Token, view: View): Html => {
  const texts = TOKENS[view.language]
  const { name, scopes, schools, account, expires, lastUsed } = token
  return html`<li class="card stack">
    <h2>${shown(name, 60)}</h2>
    <ul>${scopes.map((scope) => html`<li>${texts.scopes[scope]}</li>`)}</ul>
    <dl class="facts">
      <div><dt>${texts.actsFor}</dt><dd>${account ? shown(account, 120) : texts.program}</dd></div>
      <div><dt>${texts.schools}</dt><dd>${shown(schools.join(', ') || texts.allSchools, 300)}</dd></div>
      <div><dt>${texts.lastUsed}</dt><dd>${lastUsed === '' ? texts.never : dayOf(Date.parse(lastUsed), view)}</dd></div>
      <div><dt>${texts.ends}</dt><dd>${expires === 0 ? texts.noEnd : dayOf(expires, view)}</dd></div>
    </dl>
    <details><summary>${texts.revoke}</summary>
      <form method="post" action="/tokens/revoke" class="stack">
        ${sealField(view)}
        <input type="hidden" name="name" value="${name}">
        <p class="muted">${texts.revokeWords}</p>
        <button aria-label="${texts.revokeButton}${view.texts.colon}${name}">${texts.revokeButton}</button>
      </form>
    </details>
  </li>`
}

const optionOf = (value: string, words: string | Html, chosen: string): Html =>
  html`<option value="${value}"${value === chosen ? html` selected` : ''}>${words}</option>`

const scopeBox = (scope: Scope, { scopes }: Written, view: View): Html =>
  html`<p class="tick"><input type="checkbox" id="scope-${scope}" name="scope" value="${scope}"${scopes.includes(scope) ? html` checked` : ''}>
    <label for="scope-${scope}">${TOKENS[view.language].scopes[scope]}</label></p>`

const formOf = ({ schools, own, written }: TokenParts, view: View): Html => {
  const texts = TOKENS[view.language]
  return html`<section class="card stack" aria-labelledby="add">
    <h2 id="add">${texts.add}</h2>
    <form method="post" action="/tokens" class="stack">
      ${sealField(view)}
      <label for="name">${texts.name}</label>
      <input id="name" name="name" maxlength="40" required autocomplete="off" autocapitalize="none" spellcheck="false" value="${written.name}" aria-describedby="name-hint">
      <p id="name-hint" class="muted small">${texts.nameHint}</p>
      <fieldset><legend>${texts.may}</legend>${EVERY_SCOPE.map((scope) => scopeBox(scope, written, view))}</fieldset>
      <label for="school">${texts.schools}</label>
      <select id="school" name="school">
        ${optionOf('', texts.allSchools, written.school)}
        ${schools.map((school) => optionOf(school, school, written.school))}
      </select>
      <label for="account">${texts.account}</label>
      <select id="account" name="account" aria-describedby="account-hint">
        ${optionOf('', texts.program, written.account)}
        ${optionOf(own.email, `${own.name} (${own.email})`, written.account)}
      </select>
      <p id="account-hint" class="muted small">${texts.accountHint}</p>
      <label for="days">${texts.days}</label>
      <select id="days" name="days">
        ${DAYS.map((days) => optionOf(String(days), texts.dayCount(days), written.days))}
        ${optionOf('', texts.noEnd, written.days)}
      </select>
      <button class="main">${texts.addButton}</button>
    </form>
  </section>`
}

export const tokenPage = (parts: TokenParts, view: View): Html => {
  const texts = TOKENS[view.language]
  const { tokens, said } = parts
  return page(
    view,
    texts.title,
    html`${said ? message(said.kind, said.words) : ''}
      <h1>${texts.title}</h1>
      <p class="lead">${texts.lead}</p>
      <p class="muted">${texts.manual} <a href="/api/v1/openapi.json">OpenAPI</a>.</p>
      ${tokens.length === 0 ? html`<p>${texts.empty}</p>` : html`<ul class="rows">${tokens.map((token) => tokenOf(token, view))}</ul>`}
      ${formOf(parts, view)}`,
    'narrow',
  )
}

/** The one time it is seen. */
export const addedPage = (name: string, secret: string, view: View): Html => {
  const { added } = TOKENS[view.language]
  return page(
    view,
    added.title,
    html`<h1>${added.title}</h1>
      <p class="lead">${added.words}</p>
      <section class="card stack">
        <h2>${shown(name, 60)}</h2>
        <p class="muted">${added.label}</p>
        <p><code>${secret}</code></p>
      </section>
      <p><a href="/tokens">${added.back}</a></p>`,
    'narrow',
  )
}

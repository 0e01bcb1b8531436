/** Everybody's accounts, one account, and a new one. What people do with them is nobody's business here. */
import { html } from 'hono/html'
import { type Account, CATEGORIES } from '../../review/review.ts'
import { message, page, sealField, type View } from '../layout.ts'
import { type Html, shown } from '../shown.ts'
import { ACCOUNTS, type AccountsTexts } from './accounts-texts.ts'
import { EVERY_ROLE, kindName, roleName, rulesIn } from './roles.ts'

export type Said = Readonly<{ kind: 'good' | 'bad'; words: string }>

/** What somebody wrote into the form. */
export type Draft = Pick<Account, 'name' | 'email' | 'roles' | 'schools' | 'categories'>

type Listed = Readonly<{ id: string; account: Account }>

const say = (said: Said | undefined): Html | '' => (said ? message(said.kind, said.words) : '')

const factorOf = ({ elsewhere, secondFactor }: Account): keyof AccountsTexts['factor'] =>
  elsewhere ? 'elsewhere' : secondFactor ? 'yes' : 'no'

const tagsOf = (account: Account, view: View): Html => {
  const texts = ACCOUNTS[view.language]
  return html`${account.disabled ? html`<span class="tag urgent">${texts.off}</span> ` : ''}${account.roles.map(
    (role) => html`<span class="tag">${roleName(role, view)}</span> `,
  )}`
}

const rowOf = ({ id, account }: Listed, view: View): Html => {
  const texts = ACCOUNTS[view.language]
  const { schools, categories } = account
  const kinds = categories.map((kind) => kindName(kind, view))
  return html`<li class="card row">
    <h2><a href="/accounts/${id}">${shown(account.name, 80)}</a></h2>
    <p>${shown(account.email, 120)}</p>
    <p class="rules">${tagsOf(account, view)}</p>
    <p class="muted small">${texts.factor[factorOf(account)]}${schools.length > 0 ? html` · ${shown(schools.join(', '), 120)}` : ''}${
      kinds.length > 0 ? html` · ${shown(kinds.join(', '), 120)}` : ''
    }</p>
  </li>`
}

export const listPage = (
  {
    all,
    next,
    total,
    alone,
  }: Readonly<{ all: readonly Listed[]; next: number; total: number; alone: readonly Account[] }>,
  view: View,
): Html => {
  const texts = ACCOUNTS[view.language]
  return page(
    view,
    texts.title,
    html`<h1>${texts.title}</h1>
      <p class="lead">${texts.lead} ${texts.count(total)}.</p>
      ${alone.length > 0 ? message('bad', `${texts.uncovered} ${alone.map(({ name }) => name.slice(0, 60)).join(', ')}.`) : ''}
      <p><a class="button" href="/accounts/new">${texts.add}</a></p>
      <ul class="rows">${all.map((one) => rowOf(one, view))}</ul>
      ${next > 0 ? html`<p><a href="/accounts?from=${next}">${texts.more}</a></p>` : ''}`,
  )
}

const tick = (name: string, value: string, label: string, checked: boolean): Html =>
  html`<p class="tick"><input type="checkbox" id="${name}-${value}" name="${name}" value="${value}" ${checked ? 'checked' : ''}><label for="${name}-${value}">${label}</label></p>`

const scopeFields = ({ roles, schools, categories }: Draft, view: View): Html => {
  const texts = ACCOUNTS[view.language]
  const kindFields = (title: string, kinds: readonly string[]): Html =>
    html`<fieldset class="ticks"><legend>${title}</legend>
      ${kinds.map((kind) => tick('category', kind, kindName(kind, view), categories.includes(kind)))}</fieldset>`
  return html`<fieldset class="ticks"><legend>${texts.roles}</legend>
      ${EVERY_ROLE.map((role) => tick('role', role, roleName(role, view), roles.includes(role)))}</fieldset>
    <label for="schools">${texts.schools}</label>
    <input id="schools" name="schools" maxlength="1000" value="${schools.join(' ')}" aria-describedby="schools-words">
    <p id="schools-words" class="muted small">${texts.schoolsWords}</p>
    <details ${categories.length > 0 ? 'open' : ''}><summary>${texts.categories}</summary>
      <p class="muted small">${texts.categoriesWords}</p>
      ${kindFields(texts.content, CATEGORIES)}
      ${kindFields(texts.otherRules, rulesIn(view))}
    </details>`
}

export const newPage = (
  draft: Draft,
  about: Readonly<{ provider: string; elsewhere: boolean; said?: Said }>,
  view: View,
): Html => {
  const texts = ACCOUNTS[view.language]
  return page(
    view,
    texts.addTitle,
    html`<p class="small"><a href="/accounts">← ${texts.back}</a></p>
      <h1>${texts.addTitle}</h1>${say(about.said)}
      <form method="post" action="/accounts/new" class="stack card">
        ${sealField(view)}
        <label for="name">${texts.name}</label>
        <input id="name" name="name" maxlength="100" autocomplete="off" required value="${draft.name}">
        <label for="email">${texts.email}</label>
        <input id="email" name="email" type="email" maxlength="320" autocomplete="off" required value="${draft.email}">
        ${scopeFields(draft, view)}
        ${about.provider === '' ? '' : tick('elsewhere', 'yes', texts.elsewhere, about.elsewhere)}
        <button class="main">${texts.add}</button>
      </form>`,
    'narrow',
  )
}

const action = (id: string, what: string, words: string, button: string, view: View): Html =>
  html`<form method="post" action="/accounts/${id}/${what}" class="stack">${sealField(view)}
    <p class="muted">${words}</p><button>${button}</button></form>`

/** `open`: on how many devices they are signed in. */
type Access = Readonly<{ provider: string; open: number }>

const actionsOf = ({ id, account }: Listed, { provider, open }: Access, view: View): Html => {
  const texts = ACCOUNTS[view.language]
  return html`<section class="card stack" aria-labelledby="access">
    <h2 id="access">${texts.password}</h2>
    ${open > 0 ? action(id, 'sign-out', texts.signOutWords(open), texts.signOut, view) : ''}
    ${
      account.elsewhere
        ? action(id, 'password', texts.unbindWords, texts.unbind, view)
        : action(id, 'password', texts.resetPasswordWords, texts.resetPassword, view)
    }
    ${account.secondFactor ? action(id, 'second-factor', texts.resetFactorWords, texts.resetFactor, view) : ''}
    ${provider === '' || account.elsewhere ? '' : action(id, 'elsewhere', texts.moveWords, texts.move, view)}
    ${account.disabled ? action(id, 'enable', texts.on, texts.enable, view) : action(id, 'disable', texts.offWords, texts.disable, view)}
  </section>`
}

export const onePage = (
  one: Listed,
  { draft, own, said, ...access }: Access & Readonly<{ draft?: Draft; own: boolean; said?: Said | undefined }>,
  view: View,
): Html => {
  const texts = ACCOUNTS[view.language]
  const { account, id } = one
  return page(
    view,
    account.name,
    html`<p class="small"><a href="/accounts">← ${texts.back}</a></p>
      ${say(said)}
      <h1>${shown(account.name, 80)}</h1>
      <p class="lead">${shown(account.email, 120)}</p>
      <p class="rules">${tagsOf(account, view)}<span class="tag">${texts.factor[factorOf(account)]}</span></p>
      ${
        own
          ? html`<p>${texts.own}</p>`
          : html`<form method="post" action="/accounts/${id}/change" class="stack card">
              ${sealField(view)}${scopeFields(draft ?? account, view)}<button class="main">${texts.save}</button></form>
            ${actionsOf(one, access, view)}`
      }`,
    'narrow',
  )
}

/** A password to pass on, in answer to a form: it can be seen once. */
export const givenPage = (email: string, password: string, view: View): Html => {
  const texts = ACCOUNTS[view.language]
  const title = password === '' ? texts.title : texts.given
  return page(
    view,
    title,
    html`<h1>${title}</h1>
      <p class="lead">${shown(email, 120)}</p>
      ${password === '' ? html`<p>${texts.givenElsewhere}</p>` : html`<p class="card"><code class="key">${password}</code></p><p>${texts.givenWords}</p>`}
      <p><a href="/accounts">← ${texts.back}</a></p>`,
    'narrow',
  )
}

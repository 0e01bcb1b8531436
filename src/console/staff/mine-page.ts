/** My mail: ask for the link, open it, and the list. */
import { html } from 'hono/html'
import type { Following, Mine } from '../../review/review.ts'
import { message, page, type View } from '../layout.ts'
import { type Html, moment, shown } from '../shown.ts'
import { looksOf } from './looks.ts'
import { linksOf } from './schools.ts'
import { STAFF_TEXTS } from './texts.ts'

export const askPage = (view: View, { wrong = '', written = '', closed = false } = {}): Html => {
  const { mine } = STAFF_TEXTS[view.language]
  return page(
    view,
    mine.title,
    html`${wrong ? message('bad', wrong) : ''}${closed ? message('good', mine.closed) : ''}
      <h1>${mine.title}</h1>
      <p class="lead">${mine.lead}</p>
      <form method="post" action="/my" class="stack card">
        <label for="address">${mine.address}</label>
        <input id="address" name="address" type="email" autocomplete="email" maxlength="320" value="${written}" required>
        <button class="main">${mine.button}</button>
      </form>
      ${linksOf(undefined, view)}`,
    'narrow',
  )
}

/** The same whatever was asked. */
export const askedPage = (view: View): Html => {
  const { sent } = STAFF_TEXTS[view.language].mine
  return page(
    view,
    sent.title,
    html`<h1>${sent.title}</h1><p class="lead">${sent.words}</p>${linksOf(undefined, view)}`,
    'narrow',
  )
}

/** What a link leads to first: mail scanners open it, and must not use it up. */
export const openPage = (token: string, view: View): Html => {
  const { open, openButton } = STAFF_TEXTS[view.language].mine
  return page(
    view,
    open.title,
    html`<h1>${open.title}</h1><p class="lead">${open.words}</p>
      <form method="post" action="/my/${token}" class="stack"><button class="main">${openButton}</button></form>`,
    'narrow',
  )
}

export const overPage = (view: View): Html => {
  const { askAgain, over } = STAFF_TEXTS[view.language].mine
  return page(
    view,
    over.title,
    html`<h1>${over.title}</h1><p class="lead">${over.words}</p><p><a href="/my">${askAgain}</a></p>`,
    'narrow',
  )
}

const fatesOf = ({ visible, others }: Following, { language, texts }: View): readonly Html[] =>
  [...Map.groupBy([...visible, ...others], ({ fate }) => fate)].map(
    ([fate, some]) =>
      html`<li>${texts.follow.others(some.length)}<span class="muted">${STAFF_TEXTS[language].mine.fates[fate] ?? texts.fates[fate]}</span></li>`,
  )

const oneOf = (following: Following, index: number, view: View): Html => {
  const { mine } = STAFF_TEXTS[view.language]
  const { deadline, id, looks, sentAt, subject } = following
  const waits = Number.isFinite(deadline)
  return html`<li class="card stack">
    <h2 id="message-${index}">${subject ? shown(subject) : html`<em>${view.texts.held.noSubject}</em>`}</h2>
    <p class="muted">${view.texts.follow.sent} ${moment(sentAt, view.language)}</p>
    ${waits ? html`<p>${mine.waits}, ${mine.decidedBy} ${moment(deadline, view.language)}</p>` : ''}
    <ul>${fatesOf(following, view)}</ul>
    ${looksOf(looks, view)}
    ${
      waits
        ? html`<form method="post" action="/my/open"><input type="hidden" name="id" value="${id}">
            <button aria-describedby="message-${index}">${mine.follow}</button></form>`
        : ''
    }
  </li>`
}

export const minePage = ({ address, days, messages }: Mine, view: View): Html => {
  const { mine } = STAFF_TEXTS[view.language]
  return page(
    view,
    mine.title,
    html`<h1>${mine.title}</h1>
      <p>${shown(mine.list(address), 340)}</p>
      ${
        messages.length === 0
          ? html`<section class="card"><h2>${mine.none.title}</h2><p>${mine.none.words}</p></section>`
          : html`<p class="lead">${mine.days(days)}</p>
            <ul class="rows">${messages.map((one, index) => oneOf(one, index, view))}</ul>`
      }
      <form method="post" action="/my/close" class="stack"><button>${mine.close}</button></form>
      ${linksOf(undefined, view)}`,
    'narrow',
  )
}

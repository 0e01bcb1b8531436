/** What a link from a notice will do, and what it did. */
import { html } from 'hono/html'
import type { RemedyPreview } from '../../review/review.ts'
import { page, type View } from '../layout.ts'
import { type Html, moment, sayMoment, shown } from '../shown.ts'
import { linksOf } from './schools.ts'
import { STAFF_TEXTS } from './texts.ts'

const addressesOf = (title: string, words: string, addresses: readonly string[], { texts }: View): Html =>
  html`<div><dt>${title}</dt><dd>${
    addresses.length === 0
      ? html`<em>${texts.remedy.nobody}</em>`
      : html`<ul>${addresses.map((address) => html`<li>${shown(address)}</li>`)}</ul><p class="muted">${words}</p>`
  }</dd></div>`

const sendingOf = (preview: RemedyPreview, view: View): Html => {
  const { remedy, held } = view.texts
  return html`<dl class="facts tall card">
    <div><dt>${remedy.from}</dt><dd>${shown(preview.from)}</dd></div>
    <div><dt>${remedy.subject}</dt><dd>${preview.subject ? shown(preview.subject) : html`<em>${held.noSubject}</em>`}</dd></div>
    ${addressesOf(remedy.visible, remedy.visibleWords, preview.visible, view)}
    ${addressesOf(remedy.hidden, remedy.hiddenWords, preview.hidden, view)}
  </dl>`
}

export const remedyPage = (preview: RemedyPreview, token: string, view: View): Html => {
  const { remedy } = view.texts
  return page(
    view,
    remedy.title,
    html`<h1>${remedy.title}</h1>
      <p class="lead">${remedy.lead}</p>
      <h2>${remedy.changes}</h2>
      <ul>${preview.remedies.map((what) => html`<li>${remedy.does[what]}</li>`)}</ul>
      ${sendingOf(preview, view)}
      <form method="post" action="/r/${token}" class="stack"><button class="main">${remedy.button}</button></form>
      <p class="muted small">${remedy.until} ${moment(preview.expires, view.language)}.</p>`,
    'narrow',
  )
}

export const remediedPage = (preview: RemedyPreview, view: View): Html => {
  const { done } = view.texts.remedy
  return page(
    view,
    done.title,
    html`<h1>${done.title}</h1><p class="lead">${done.words}</p>${sendingOf(preview, view)}`,
    'narrow',
  )
}

const toldPage = (title: string, words: string, view: View): Html =>
  page(view, title, html`<h1>${title}</h1><p class="lead">${words}</p>${linksOf(undefined, view)}`, 'narrow')

/** Whoever presses twice, or opens the link again, must not think that nothing went out. */
export const sentPage = (at: number, view: View): Html => {
  const { words, title } = STAFF_TEXTS[view.language].sent
  return toldPage(title, words(sayMoment(at, view.language)), view)
}

/** Nothing was sent: why, and what to do instead. */
export const refusedPage = (title: string, words: string, view: View): Html => toldPage(title, words, view)

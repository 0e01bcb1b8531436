/** How a held message goes out with BCC, before it does. */
import { html } from 'hono/html'
import type { BccPreview } from '../../review/review.ts'
import { page, sealField, type View } from '../layout.ts'
import { type Html, shown } from '../shown.ts'
import { CASE_WORDS } from './case-texts.ts'

const boxOf = (title: string, words: string, addresses: readonly string[], { texts }: View): Html =>
  html`<div><dt>${title}</dt><dd>${
    addresses.length === 0
      ? html`<em>${texts.remedy.nobody}</em>`
      : html`<ul>${addresses.map((address) => html`<li>${shown(address)}</li>`)}</ul><p class="muted">${words}</p>`
  }</dd></div>`

/** `others`: it waits for other reasons too. */
export const bccPage = ({ id, visible, hidden }: BccPreview, others: boolean, view: View): Html => {
  const { remedy, case: about } = view.texts
  const { bcc } = CASE_WORDS[view.language]
  return page(
    view,
    bcc.title,
    html`<p class="small"><a href="/held/${id}">← ${about.title}</a></p>
      <h1>${bcc.title}</h1>
      <p class="lead">${bcc.lead}</p>
      ${others ? html`<p class="message hint">${bcc.other}</p>` : ''}
      <h2>${bcc.withIt}</h2>
      <dl class="facts tall card">
        ${boxOf(remedy.visible, remedy.visibleWords, visible, view)}
        ${boxOf(remedy.hidden, remedy.hiddenWords, hidden, view)}
      </dl>
      <form method="post" action="/held/${id}/bcc" class="stack">${sealField(view)}<button class="main">${bcc.send}</button></form>`,
    'narrow',
  )
}

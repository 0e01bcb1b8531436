/** Several messages, one decision: what was chosen, once more, and the two ways out. */
import { html } from 'hono/html'
import type { Pending } from '../../review/review.ts'
import { message, page, sealField, type View } from '../layout.ts'
import { type Html, shown } from '../shown.ts'
import { aboutOf, type Row, subjectOf } from './list-page.ts'
import { TOGETHER_TEXTS } from './together-texts.ts'
import { undoOf } from './undo-banner.ts'

export type Alike = Readonly<{ id: string; sender: number; recipients: number }>

export type TogetherParts = Readonly<{
  rows: readonly Row[]
  /** Of one message: how many there are like it. */
  alike?: Alike | undefined
  /** There are more of them than fit. */
  isMore: boolean
  said: Html | ''
  words: string
  /** Where the focus goes: what a key asked for. */
  way?: string | undefined
  now: number
}>

const alikeOf = ({ id, sender, recipients }: Alike, view: View): Html | '' => {
  const { alike } = TOGETHER_TEXTS[view.language]
  const path = `/held/together?like=${id}&by=`
  if (sender < 2 && recipients < 2) return ''
  return html`<section class="message hint" aria-labelledby="alike"><h2 id="alike">${alike.title}</h2><p>${alike.words}</p>
    ${sender > 1 ? html`<p><a href="${path}sender">${alike.sender(sender)}</a></p>` : ''}
    ${recipients > 1 ? html`<p><a href="${path}recipients">${alike.recipients(recipients)}</a></p>` : ''}
  </section>`
}

const rowOf = (row: Row, now: number, view: View): Html => html`<li class="card row">
    <input type="checkbox" id="m-${row.id}" name="id" value="${row.id}" checked>
    <label for="m-${row.id}">${subjectOf(row, view)}</label>
    ${aboutOf(row, now, view)}
  </li>`

const waysOf = ({ words: written, way }: TogetherParts, view: View): Html => {
  const words = TOGETHER_TEXTS[view.language]
  return html`<section class="card stack" aria-labelledby="way-release"><h2 id="way-release">${words.release.title}</h2>
      <p class="muted">${words.release.words}</p>
      <button class="main" name="what" value="release" data-key="r"${way === 'release' ? html` autofocus` : ''}>${words.release.button}</button></section>
    <section class="card stack" aria-labelledby="way-return"><h2 id="way-return">${words.return.title}</h2>
      <p class="muted">${words.return.words}</p>
      <label for="words">${words.return.label}</label>
      <textarea id="words" name="words" rows="4" maxlength="4000" data-key="t"${way === 'return' ? html` autofocus` : ''}>${written}</textarea>
      <button name="what" value="return">${words.return.button}</button></section>`
}

export const togetherPage = (parts: TogetherParts, view: View): Html => {
  const { rows, alike, isMore, said, now } = parts
  const texts = TOGETHER_TEXTS[view.language]
  const lead = rows.length === 0 ? texts.none : texts.lead(rows.length)
  return page(
    view,
    texts.title,
    html`<p class="small"><a href="/held">← ${view.texts.back}</a></p>
      <h1>${texts.title}</h1>${said}<p class="lead">${lead}</p>
      ${isMore ? html`<p class="message hint">${texts.onlyFirst(rows.length)}</p>` : ''}
      ${alike ? alikeOf(alike, view) : ''}
      ${
        rows.length === 0
          ? ''
          : html`<form method="post" action="/held/together" class="case">
              ${sealField(view)}
              <fieldset><legend>${texts.messages}</legend>
                <ul class="rows">${rows.map((row) => rowOf(row, now, view))}</ul></fieldset>
              <div class="stack">${waysOf(parts, view)}</div>
            </form>`
      }`,
  )
}

export type Refusal = Readonly<{ id: string; row: Row | undefined; reason: string }>

/** What came of it, when not all of it did. */
export const refusedPage = (
  {
    refused,
    done,
    undoable,
    now,
  }: Readonly<{ refused: readonly Refusal[]; done: number; undoable: readonly Pending[]; now: number }>,
  view: View,
): Html => {
  const { title, words, done: did } = TOGETHER_TEXTS[view.language].refused
  return page(
    view,
    title,
    html`<p class="small"><a href="/held">← ${view.texts.back}</a></p>
      <h1>${title}</h1>${undoOf(undoable, now, view)}
      ${message('bad', words(refused.length))}
      <ul class="rows">${refused.map(
        ({
          id,
          row,
          reason,
        }) => html`<li class="card row"><h2><a href="/held/${id}">${row ? subjectOf(row, view) : id}</a></h2>
          ${row ? html`<p>${shown(row.from, 80)}</p>` : ''}<p>${reason}</p></li>`,
      )}</ul>
      ${done > 0 ? html`<p>${did(done)}</p>` : ''}`,
  )
}

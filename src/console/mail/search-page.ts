/** The form, and what it found. */
import { html } from 'hono/html'
import type { Found } from '../../store/store.ts'
import { page, type View } from '../layout.ts'
import type { Html } from '../shown.ts'
import { rowsOf } from './rows.ts'
import { type Asked, type Fault, isEmpty } from './search.ts'
import { MAIL_TEXTS } from './texts.ts'

export type SearchParts = Readonly<{
  asked: Asked
  faults: Readonly<Partial<Record<keyof Asked, Fault>>>
  /** Undefined when the question was not understood. */
  found: Found | undefined
  /** There is a way to the queue. */
  queue: boolean
}>

type Field = Readonly<{ name: keyof Asked; label: string; hint?: string; type?: 'date' }>

const fieldOf = ({ name, label, hint, type }: Field, { asked, faults }: SearchParts, view: View): Html => {
  const fault = faults[name]
  const about = [...(hint ? [`${name}-hint`] : []), ...(fault ? [`${name}-fault`] : [])].join(' ')
  // A browser shows nothing of a date that is none, so what was written would be lost.
  const kind = type === 'date' && fault !== 'day' ? 'date' : 'text'
  return html`<div class="stack">
    <label for="${name}">${label}</label>
    <input id="${name}" name="${name}" type="${kind}" value="${asked[name]}" maxlength="500" autocomplete="off" autocapitalize="none" spellcheck="false"${about ? html` aria-describedby="${about}"` : ''}${fault ? html` aria-invalid="true"` : ''}>
    ${hint ? html`<p id="${name}-hint" class="muted small">${hint}</p>` : ''}
    ${fault ? html`<p id="${name}-fault" class="fault" role="alert">${MAIL_TEXTS[view.language].faults[fault]}</p>` : ''}
  </div>`
}

const formOf = (parts: SearchParts, view: View): Html => {
  const texts = MAIL_TEXTS[view.language]
  const fields: readonly Field[] = [
    { name: 'sender', label: texts.sender, hint: texts.partyHint },
    { name: 'recipient', label: texts.recipient, hint: texts.partyHint },
    { name: 'id', label: texts.id, hint: texts.idHint },
    { name: 'since', label: texts.since, type: 'date' },
    { name: 'until', label: texts.until, type: 'date' },
  ]
  return html`<form method="get" action="/mail" role="search" class="card find">
    ${fields.map((field) => fieldOf(field, parts, view))}
    <p class="deeds"><button class="main">${texts.search}</button>
      ${isEmpty(parts.asked) ? '' : html`<a href="/mail">${texts.clear}</a>`}</p>
  </form>`
}

const nextOf = (asked: Asked, next: string): string => {
  const given = Object.entries(asked).filter(([, value]) => value !== '')
  return `/mail?${new URLSearchParams([...given, ['before', next]])}`
}

const foundOf = ({ asked, found }: SearchParts, view: View): Html => {
  const texts = MAIL_TEXTS[view.language]
  if (!found) return html``
  const late = found.complete ? '' : html`<p class="message hint">${texts.incomplete}</p>`
  if (found.mails.length === 0 && found.next === undefined)
    return html`${late}<section aria-labelledby="found" class="stack"><h2 id="found">${texts.none.title}</h2>
      <ul>${texts.none.words.map((words) => html`<li>${words}</li>`)}</ul></section>`
  return html`${late}<section aria-labelledby="found" class="stack">
    <h2 id="found">${isEmpty(asked) ? texts.recent : texts.found}</h2>
    <p class="muted">${texts.newestFirst}</p>
    ${rowsOf(found.mails, view)}
    ${found.next ? html`<p><a href="${nextOf(asked, found.next)}">${texts.older} →</a></p>` : ''}
  </section>`
}

export const searchPage = (parts: SearchParts, view: View): Html => {
  const texts = MAIL_TEXTS[view.language]
  return page(
    view,
    texts.title,
    html`<h1>${texts.title}</h1>
      <p class="lead">${texts.lead}${parts.queue ? html` <a href="/mail/queue">${texts.toQueue}</a>` : ''}</p>
      ${formOf(parts, view)}${foundOf(parts, view)}`,
  )
}

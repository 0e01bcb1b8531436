/** Every suspected leak with its clock: what is open first, what is closed with what was decided. */
import { html } from 'hono/html'
import type { Leak } from '../../review/review.ts'
import { ruleName } from '../held/list-page.ts'
import { message, page, sealField, type View } from '../layout.ts'
import { type Html, moment, plainText, shown } from '../shown.ts'
import { LEAK_WORDS, type LeakOutcome, type LeakWords } from './texts.ts'

const HOUR = 3_600_000
// A working day: then it is time to decide.
const SOON_HOURS = 24
const LONGEST = 2000
const OUTCOMES: readonly LeakOutcome[] = ['notified', 'no-risk', 'no-leak']

/** What was written in a form that was refused. */
export type Closing = Readonly<{ id: string; outcome: string; words: string }>

export type Register = Readonly<{
  leaks: readonly Leak[]
  now: number
  /** The viewer may write in it. */
  closes: boolean
  /** Of how many there are more than these. */
  more: number
  said?: Readonly<{ kind: 'good' | 'bad'; words: string }>
  closing?: Closing
}>

const clockOf = ({ due, closed }: Leak, now: number, words: LeakWords, view: View): Html | '' => {
  if (closed) return ''
  const hours = Math.floor((due - now) / HOUR)
  const said = due <= now ? words.over : words.left(hours)
  return html`<p><strong class="${hours < SOON_HOURS ? 'soon' : ''}">${said}</strong>
    <span class="muted">${words.until} ${moment(due, view.language)}</span></p>`
}

const closeOf = ({ id }: Leak, closing: Closing | undefined, words: LeakWords, view: View): Html => {
  const own = closing?.id === id ? closing : undefined
  const options = OUTCOMES.map(
    (outcome) =>
      html`<option value="${outcome}"${own?.outcome === outcome ? ' selected' : ''}>${words.outcomes[outcome]}</option>`,
  )
  return html`<details${own ? ' open' : ''}><summary>${words.close}</summary>
    <form method="post" action="/leaks/${id}/close" class="stack">${sealField(view)}
      <p class="muted">${words.closeWords}</p>
      <label for="outcome-${id}">${words.outcome}</label><select id="outcome-${id}" name="outcome">${options}</select>
      <label for="words-${id}">${words.reason}</label>
      <textarea id="words-${id}" name="words" rows="3" maxlength="2000" required>${own?.words ?? ''}</textarea>
      <button>${words.button}</button>
    </form></details>`
}

const closedOf = ({ closed }: Leak, words: LeakWords, view: View): Html | '' =>
  closed
    ? html`<p><span class="tag">${words.outcomes[closed.outcome]}</span>
        <span class="muted small">${words.closed} ${shown(closed.name, 60)}, ${moment(closed.at, view.language)}</span></p>
        <pre dir="auto">${plainText(closed.words, LONGEST).text}</pre>`
    : ''

const leakOf = (leak: Leak, { now, closes, closing }: Register, view: View): Html => {
  const words = LEAK_WORDS[view.language]
  const { language } = view
  const rules = leak.rules.map((rule) => ruleName(rule, view)).join(', ')
  return html`<li class="card stack">
    <h2>${words.from} ${shown(leak.sender, 100)}</h2>
    ${clockOf(leak, now, words, view)}
    ${closedOf(leak, words, view)}
    <dl class="facts">
      <div><dt>${words.sent}</dt><dd>${moment(leak.sentAt, language)}</dd></div>
      <div><dt>${words.known}</dt><dd>${moment(leak.knownAt, language)}</dd></div>
      <div><dt>${words.reported}</dt><dd>${shown(leak.name, 60)}, ${moment(leak.at, language)}</dd></div>
      ${rules ? html`<div><dt>${words.why}</dt><dd>${shown(rules)}</dd></div>` : ''}
    </dl>
    <p>${words.to(leak.recipients, leak.outside, leak.delivered)}</p>
    <p class="muted small">${words.words}</p><pre dir="auto" class="excerpt">${plainText(leak.words, LONGEST).text}</pre>
    <p class="small"><a href="/held/${leak.id}">${words.openCase}</a></p>
    ${closes && !leak.closed ? closeOf(leak, closing, words, view) : ''}
  </li>`
}

export const leaksPage = (register: Register, view: View): Html => {
  const words = LEAK_WORDS[view.language]
  const { leaks, said, more } = register
  const content =
    leaks.length === 0
      ? html`<h1>${words.empty.title}</h1><p class="lead">${words.empty.words}</p>`
      : html`<h1>${words.title}</h1><p class="lead">${words.lead}</p>
        <ul class="rows">${leaks.map((leak) => leakOf(leak, register, view))}</ul>
        ${more > 0 ? html`<p class="muted">+ ${more}${view.texts.colon}<code>mailsluis leaks list</code></p>` : ''}`
  return page(view, words.title, html`${said ? message(said.kind, said.words) : ''}${content}`)
}

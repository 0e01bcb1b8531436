/** What waits, most urgent first: why, what, who, to whom, how long still. */
import { html } from 'hono/html'
import type { HeldItem } from '../../review/review.ts'
import { message, page, type View } from '../layout.ts'
import { type Html, moment, saySince, shown } from '../shown.ts'

// A school morning: what falls due within it is marked.
const SOON_MS = 4 * 3_600_000

/** What was just done, told on the page that follows. */
export type Done = 'released' | 'partlyReleased' | 'returned'

export type Row = HeldItem & Readonly<{ hidesSubject: boolean }>

export const ruleName = (rule: string, { texts }: View): string =>
  Object.hasOwn(texts.rules, rule)
    ? texts.rules[rule as keyof typeof texts.rules]
    : texts.ownRule(rule.replace(/^own:/, ''))

export const subjectOf = ({ subject, hidesSubject }: Pick<Row, 'subject' | 'hidesSubject'>, { texts }: View): Html =>
  subject === '' ? html`<em>${hidesSubject ? texts.held.hiddenSubject : texts.held.noSubject}</em>` : shown(subject)

const rowOf = (item: Row, now: number, view: View): Html => {
  const { held } = view.texts
  const waiting = item.recipients.filter((r) => r.fate === 'held')
  const soon = item.deadline - now < SOON_MS
  return html`<li class="card row">
    <h2><a href="/held/${item.id}">${subjectOf(item, view)}</a></h2>
    <p class="rules">${item.urgent ? html`<span class="tag urgent">${held.urgent}</span> ` : ''}${item.rules.slice(0, 4).map((rule) => html`<span class="tag">${shown(ruleName(rule, view), 60)}</span> `)}</p>
    <p>${shown(item.from, 80)}
      <span class="to">${held.to} ${shown(waiting[0]?.address ?? '', 80)}
      ${waiting.length > 1 ? held.others(waiting.length - 1) : ''}</span></p>
    <p class="${soon ? 'soon' : 'muted'}">${soon ? `${held.soon} ` : ''}${held.decideBefore} ${moment(item.deadline, view.language)}</p>
    ${item.claim ? html`<p class="muted">${view.texts.claim.by(item.claim.name.slice(0, 60), saySince(item.claim.since, view.language, now))}</p>` : ''}
  </li>`
}

export const listPage = (
  items: readonly Row[],
  view: View,
  about: Readonly<{ now: number; more: boolean; done?: Done | undefined }>,
): Html => {
  const { held } = view.texts
  const sorted = items.toSorted((a, b) => Number(b.urgent) - Number(a.urgent) || a.deadline - b.deadline)
  const content =
    items.length === 0
      ? html`<h1>${held.empty.title}</h1><p class="lead">${held.empty.words}</p>`
      : html`<h1>${held.title}</h1><p class="lead">${held.count(items.length)}</p>
        <ul class="rows">${sorted.map((item) => rowOf(item, about.now, view))}</ul>
        ${about.more ? html`<p class="muted">${held.onlyFirst(items.length)}</p>` : ''}`
  return page(view, held.title, html`${about.done ? message('good', held[about.done]) : ''}${content}`)
}

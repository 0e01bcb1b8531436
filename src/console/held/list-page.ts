/** What waits, what is due first first: why, what, who, to whom, how long still. */
import { html } from 'hono/html'
import type { AddressClass } from '../../directory/directory.ts'
import type { HeldItem, HeldPage, HeldQuery, Pending } from '../../review/review.ts'
import { page, type View } from '../layout.ts'
import { type Html, moment, saySince, shown } from '../shown.ts'
import { mixedAmong } from './alphabets.ts'
import { type Choices, filtersOf, isFiltered, pathOf } from './filters.ts'
import { LIST_TEXTS } from './list-texts.ts'
import { undoOf } from './undo-banner.ts'

// What falls due within a school morning is marked.
const SOON_HOURS = 4
const RULES_SHOWN = 4
const ADDRESSES_LOOKED_AT = 100

export const PAGE = 25

export type Row = HeldItem &
  Readonly<{
    hidesSubject: boolean
    /** Of those who still wait, and how many of each. */
    classes: ReadonlyMap<AddressClass, number>
  }>

export const ruleName = (rule: string, { texts }: View): string =>
  Object.hasOwn(texts.rules, rule)
    ? texts.rules[rule as keyof typeof texts.rules]
    : texts.ownRule(rule.replace(/^own:/, ''))

export const subjectOf = ({ subject, hidesSubject }: Pick<Row, 'subject' | 'hidesSubject'>, { texts }: View): Html =>
  subject === '' ? html`<em>${hidesSubject ? texts.held.hiddenSubject : texts.held.noSubject}</em>` : shown(subject)

const leftOf = (hours: number, { language }: View): string => {
  const { left } = LIST_TEXTS[language]
  if (hours < 1 / 60) return left.now
  return hours < 1 ? left.minutes(Math.floor(hours * 60)) : left.hours(Math.floor(hours))
}

const classesOf = ({ classes }: Row, { language }: View): string =>
  [...classes].map(([name, n]) => LIST_TEXTS[language].classes[name](n)).join(', ')

/** A label, further on in a line. */
const within = (label: string): string => label.charAt(0).toLowerCase() + label.slice(1)

/** Who, to whom, why, and how long still: in the list, and wherever several are decided on. */
export const aboutOf = (item: Row, now: number, view: View): Html => {
  const { held } = view.texts
  const waiting = item.recipients.filter((r) => r.fate === 'held')
  const soon = item.hoursLeft < SOON_HOURS
  const tags = item.rules.slice(0, RULES_SHOWN)
  return html`<p class="rules">${item.urgent ? html`<span class="tag urgent">${held.urgent}</span> ` : ''}${tags.map((rule) => html`<span class="tag">${shown(ruleName(rule, view), 60)}</span> `)}</p>
    <p>${shown(item.from, 80)}
      <span class="to">${held.to} ${shown(waiting[0]?.address ?? '', 80)}
      ${waiting.length > 1 ? held.others(waiting.length - 1) : ''}</span>
      <span class="muted small">${classesOf(item, view)}</span></p>
    ${mixedAmong([item.from, ...waiting.slice(0, ADDRESSES_LOOKED_AT).map(({ address }) => address)], view)}
    <p class="${soon ? 'soon' : 'muted'}">${leftOf(item.hoursLeft, view)} <span class="small">· ${within(held.decideBefore)} ${moment(item.deadline, view.language)}</span></p>
    ${item.claim ? html`<p class="muted">${view.texts.claim.by(item.claim.name.slice(0, 60), saySince(item.claim.since, view.language, now))}</p>` : ''}`
}

const rowOf = (item: Row, now: number, view: View): Html => {
  const words = LIST_TEXTS[view.language]
  return html`<li class="card row" data-row="${item.id}">
    <input type="checkbox" name="id" value="${item.id}" aria-labelledby="choose s-${item.id}">
    <h2 id="s-${item.id}"><a href="/held/${item.id}">${subjectOf(item, view)}</a></h2>
    ${aboutOf(item, now, view)}
    <p class="small"><a class="over" href="/held/together?id=${item.id}">${words.alike}</a></p>
  </li>`
}

const formOf = (rows: readonly Row[], now: number, view: View): Html => {
  const words = LIST_TEXTS[view.language]
  const sorted = rows.toSorted((a, b) => Number(b.urgent) - Number(a.urgent) || a.deadline - b.deadline)
  const ids = sorted.map(({ id }) => `id=${id}`).join('&')
  return html`<form method="get" action="/held/together" class="choosing">
    <span id="choose" hidden>${words.choose}</span>
    <ul class="rows">${sorted.map((item) => rowOf(item, now, view))}</ul>
    <div class="bar"><button>${words.together}</button>
      ${rows.length > 1 ? html`<a href="/held/together?${ids}">${words.wholePage}</a>` : ''}</div>
  </form>`
}

const turnOf = ({ next, isUnfinished }: HeldPage, query: HeldQuery, view: View): Html | '' => {
  const words = LIST_TEXTS[view.language]
  if (!next && !query.after) return ''
  return html`<nav class="turn" aria-label="${words.next}">
    ${query.after ? html`<a class="turn-link" href="${pathOf(query)}">${words.first}</a>` : ''}
    ${next ? html`<a class="turn-link" href="${pathOf(query, next)}" rel="next">${isUnfinished ? words.goOn : words.next}</a>` : ''}
  </nav>`
}

/** What is at least so many is told in round numbers. */
const countOf = ({ count, isMore }: HeldPage, query: HeldQuery, view: View): string => {
  const words = LIST_TEXTS[view.language]
  const round = Math.floor((count - 1) / 100) * 100 || PAGE
  const says = isFiltered(query) ? words.found : { exactly: view.texts.held.count, more: words.countMore }
  return isMore ? says.more(round) : says.exactly(count)
}

const bodyOf = ({ found, rows, query, now }: ListParts, view: View): Html => {
  const words = LIST_TEXTS[view.language]
  const unfinished = found.isUnfinished ? html`<p class="message hint">${words.unfinished}</p>` : ''
  if (rows.length > 0)
    return html`${query.after ? '' : html`<p class="lead">${countOf(found, query, view)}</p>`}
      ${formOf(rows, now, view)}${unfinished}${turnOf(found, query, view)}`
  if (found.isUnfinished || query.after) return html`${unfinished}${turnOf(found, query, view)}`
  const { title, words: why } = isFiltered(query) ? words.nothing : view.texts.held.empty
  return html`<div class="empty"><h2>${title}</h2><p class="lead">${why}</p></div>`
}

export type ListParts = Readonly<{
  found: HeldPage
  rows: readonly Row[]
  query: HeldQuery
  choices: Choices
  /** What one may still undo. */
  undoable: readonly Pending[]
  /** What was just done. */
  said: Html | ''
  /** Of the list as it stands here. */
  version: string
  now: number
}>

/** What is between the marks of `live` renews itself when something changes; without script nothing does. */
export const listPage = (parts: ListParts, view: View): Html => {
  const { held } = view.texts
  const words = LIST_TEXTS[view.language]
  return page(
    view,
    held.title,
    html`<h1>${held.title}</h1>
      ${filtersOf(parts.query, parts.choices, view)}
      <p class="message hint" data-changed hidden>${words.changed} <a href="${pathOf(parts.query)}">${words.refresh}</a></p>
      <p class="unseen" aria-live="polite" data-renewed="${words.renewed}"></p>
      <div id="live" class="live" data-version="${parts.version}" data-events="/held/events">
        ${undoOf(parts.undoable, parts.now, view)}${parts.said}${bodyOf(parts, view)}
      </div>`,
  )
}

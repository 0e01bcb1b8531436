/** How the whole goes: what came by, what was found, how long decisions took, and how things stand now. */
import { html } from 'hono/html'
import { type Glance, glanceAt, sumOf } from '../../figures/figures.ts'
import type { Figure } from '../../store/store.ts'
import { page, type View } from '../layout.ts'
import { routeName } from '../mail/queue-page.ts'
import type { RouteState } from '../mail/queue-state.ts'
import { MAIL_TEXTS } from '../mail/texts.ts'
import { type Html, shown } from '../shown.ts'
import type { Scope } from './scope.ts'
import {
  answersOf,
  decisionsPlot,
  factsOf,
  isSilent,
  messagesPlot,
  notablePlot,
  rulesOf,
  schoolField,
  sizesPlot,
  waitPlot,
} from './sections.ts'
import { OVERVIEW_TEXTS } from './texts.ts'

export type Overview = Readonly<{
  scope: Scope
  span: 'days' | 'weeks'
  /** What is counted over, the oldest first. */
  periods: readonly string[]
  /** For what is only told by week. */
  weeks: readonly string[]
  /** Over how many of those rules are counted. */
  ruleWeeks: readonly string[]
  figures: readonly Figure[]
  /** How the gateway does now; undefined for who sees some schools only. */
  now: Readonly<{ received: number; waiting: number; held: number }> | undefined
  routes: readonly RouteState[]
  mayFollow: boolean
  lastWeek: string
}>

const choiceOf = ({ scope, span }: Overview, view: View): Html => {
  const texts = OVERVIEW_TEXTS[view.language]
  const option = (value: 'days' | 'weeks'): Html =>
    html`<option value="${value}"${value === span ? html` selected` : ''}>${texts.spans[value]}</option>`
  return html`<form method="get" action="/overview" class="choice">${schoolField(scope, view)}
    <div><label for="span">${texts.span}</label><select id="span" name="span">${option('days')}${option('weeks')}</select></div>
    <button>${texts.show}</button></form>`
}

/** The same word as on the page of the queue; what nobody has tried yet is not called fine. */
const TAGS = { answers: ' forward', trouble: ' urgent', unknown: '' } as const

const routeOf = (route: RouteState, view: View): Html => {
  const { states } = MAIL_TEXTS[view.language].queue
  return html`<li>${shown(routeName(route, view), 80)} <span class="tag${TAGS[route.state]}">${states[route.state]}</span></li>`
}

const nowOf = ({ now, routes, mayFollow }: Overview, glance: Glance, view: View): Html => {
  const texts = OVERVIEW_TEXTS[view.language].now
  const number = new Intl.NumberFormat(view.texts.locale)
  const counts =
    now &&
    html`<dl class="facts">${(['received', 'waiting', 'held'] as const).map(
      (what) => html`<div><dt>${texts[what]}</dt><dd>${number.format(now[what])}</dd></div>`,
    )}</dl>`
  return html`<section class="card stack" aria-labelledby="now"><h2 id="now">${texts.title}</h2>${counts ?? ''}
    <ul class="routes">${routes.map((route) => routeOf(route, view))}</ul>
    ${answersOf(glance, view)}
    ${mayFollow ? html`<p><a href="/mail/queue">${texts.more}</a></p>` : ''}</section>`
}

export const overviewPage = (overview: Overview, view: View): Html => {
  const texts = OVERVIEW_TEXTS[view.language]
  const { figures, periods, weeks, ruleWeeks, lastWeek, scope } = overview
  const sums = sumOf(figures, periods)
  const glance = glanceAt(sums)
  const found = glanceAt(sumOf(figures, ruleWeeks))
  const school = scope.chosen === '' ? '' : `?school=${encodeURIComponent(scope.chosen)}`
  const said = { view, figures }
  const plots = html`${factsOf(glance, view)}
    <div class="plots">${messagesPlot({ ...said, periods })}${notablePlot({ ...said, periods })}
    ${decisionsPlot({ ...said, periods: weeks })}${waitPlot({ ...said, periods: weeks })}</div>
    ${rulesOf(found, view, ruleWeeks.length)}
    <div class="plots">${sizesPlot(glance, view)}${nowOf(overview, glance, view)}</div>`
  const nothing = html`<section class="card"><h2>${texts.nothing.title}</h2><p class="muted">${texts.nothing.words}</p></section>
    ${nowOf(overview, glance, view)}`
  return page(
    view,
    texts.title,
    html`<h1>${texts.title}</h1><p class="lead">${texts.lead}</p>${choiceOf(overview, view)}
    <p><a href="/overview/week/${lastWeek}${school}">${texts.weekly.link}</a></p>
    ${isSilent(sums) ? nothing : plots}`,
  )
}

/** One week on a sheet that can be printed and laid on a table. */
import { html } from 'hono/html'
import { addDays, daysOf, glanceAt, lastDayOf, mondayOf, sumOf, weekOf } from '../../figures/figures.ts'
import type { Figure } from '../../store/store.ts'
import { page, type View } from '../layout.ts'
import type { Html } from '../shown.ts'
import type { Scope } from './scope.ts'
import {
  answersOf,
  factsOf,
  isSilent,
  messagesPlot,
  notablePlot,
  rulesOf,
  sayDay,
  schoolField,
  sizesPlot,
} from './sections.ts'
import { OVERVIEW_TEXTS } from './texts.ts'

export type WeekShown = Readonly<{ scope: Scope; week: string; figures: readonly Figure[]; isLatest: boolean }>

const linksOf = ({ week, scope, isLatest }: WeekShown, view: View): Html => {
  const { weekly } = OVERVIEW_TEXTS[view.language]
  const school = scope.chosen === '' ? '' : `?school=${encodeURIComponent(scope.chosen)}`
  const link = (days: number, name: string): Html =>
    html`<a href="/overview/week/${weekOf(addDays(mondayOf(week), days))}${school}">${name}</a>`
  return html`<p class="week-turn">${link(-7, weekly.before)} ${isLatest ? '' : link(7, weekly.after)}
    <a href="/overview${school}">${weekly.back}</a></p>`
}

const choiceOf = ({ scope, week }: WeekShown, view: View): Html | '' =>
  scope.offered.length < 2
    ? ''
    : html`<form method="get" action="/overview/week/${week}" class="choice">${schoolField(scope, view)}
      <button>${OVERVIEW_TEXTS[view.language].show}</button></form>`

export const weekPage = (shown: WeekShown, view: View): Html => {
  const texts = OVERVIEW_TEXTS[view.language]
  const { week, figures, scope } = shown
  const long = { day: 'numeric', month: 'long' } as const
  const [from, until] = [
    sayDay(mondayOf(week), view, long),
    sayDay(lastDayOf(week), view, { ...long, year: 'numeric' }),
  ]
  const title = texts.weekly.title(Number(week.slice(6)), from, until)
  const sums = sumOf(figures, [week])
  const glance = glanceAt(sums)
  const days = daysOf(week)
  const hasDays = figures.some(({ period }) => days.includes(period))
  const said = { view, figures, periods: days }
  const told = html`${factsOf(glance, view)}
    ${hasDays ? html`<div class="plots">${messagesPlot(said)}${notablePlot(said)}</div>` : html`<p class="muted">${texts.weekly.noDays}</p>`}
    ${rulesOf(glance, view)}
    <div class="plots">${sizesPlot(glance, view)}<section class="card stack">${answersOf(glance, view)}</section></div>`
  const nothing = html`<section class="card"><h2>${texts.nothing.title}</h2><p class="muted">${texts.nothing.words}</p></section>`
  return page(
    view,
    title,
    html`<h1>${title}</h1><p class="lead">${scope.schools ? html`${scope.schools.join(', ')}. ` : ''}${texts.lead}</p>
    ${linksOf(shown, view)}${choiceOf(shown, view)}${isSilent(sums) ? nothing : told}
    <p class="muted small week-turn">${texts.weekly.print}</p>`,
  )
}

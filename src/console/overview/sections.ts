/** What the overview and the page of a week share. */
import { html } from 'hono/html'
import {
  ENDINGS,
  type Glance,
  glanceAt,
  isWeek,
  lastDayOf,
  mondayOf,
  SIZES,
  type Sums,
  sumOf,
} from '../../figures/figures.ts'
import { saySchoolTime, saySize, saySome } from '../../notices/notices.ts'
import type { Figure } from '../../store/store.ts'
import { ruleName } from '../held/list-page.ts'
import type { View } from '../layout.ts'
import type { Html } from '../shown.ts'
import { barPlot, type Column, type Plot, reachPlot } from './plot.ts'
import type { Scope } from './scope.ts'
import { OVERVIEW_TEXTS } from './texts.ts'

const MINUTES = 60

const numberIn = (view: View, options: Intl.NumberFormatOptions = {}): Intl.NumberFormat =>
  new Intl.NumberFormat(view.texts.locale, options)

// Making one takes longer than using it a hundred times. There are as many as languages and styles.
const dates = new Map<string, Intl.DateTimeFormat>()

/** Days are days wherever the server is. */
export const sayDay = (day: string, view: View, style: Intl.DateTimeFormatOptions): string => {
  const name = `${view.texts.locale} ${JSON.stringify(style)}`
  const format = dates.get(name) ?? new Intl.DateTimeFormat(view.texts.locale, { timeZone: 'UTC', ...style })
  dates.set(name, format)
  return format.format(Date.parse(day))
}

/** Of a week each day has its label, and on a phone a date is too long for that. */
const WEEK = 7

const nameOf = (period: string, of: number, view: View): Pick<Column, 'name' | 'short'> => {
  const texts = OVERVIEW_TEXTS[view.language]
  const long = { day: 'numeric', month: 'long' } as const
  if (!isWeek(period))
    return {
      name: sayDay(period, view, { weekday: 'short', ...long }),
      short: sayDay(period, view, of > WEEK ? { day: 'numeric', month: 'short' } : { weekday: 'short' }),
    }
  const number = Number(period.slice(6))
  const days = `${sayDay(mondayOf(period), view, long)} – ${sayDay(lastDayOf(period), view, long)}`
  return { name: `${texts.week} ${number} (${days})`, short: texts.weekShort(number) }
}

export const columnsOf = (
  figures: readonly Figure[],
  periods: readonly string[],
  view: View,
  values: (glance: Glance) => Column['values'],
): readonly Column[] => {
  const byPeriod = Map.groupBy(figures, ({ period }) => period)
  return periods.map((period) => ({
    ...nameOf(period, periods.length, view),
    values: values(glanceAt(sumOf(byPeriod.get(period) ?? []))),
  }))
}

type Said = Readonly<{ view: View; figures: readonly Figure[]; periods: readonly string[] }>

const frame = ({ view, periods }: Said, id: string, title: string): Omit<Plot, 'series' | 'marks' | 'columns'> => {
  const texts = OVERVIEW_TEXTS[view.language]
  const number = numberIn(view)
  const short = numberIn(view, { notation: 'compact' })
  return {
    ...{ id, title, tableName: texts.table, axis: isWeek(periods[0] ?? '') ? texts.week : texts.day },
    say: (value) => number.format(value ?? 0),
    tick: (value) => short.format(value),
  }
}

export const messagesPlot = (said: Said): Html => {
  const { plots } = OVERVIEW_TEXTS[said.view.language]
  const columns = columnsOf(said.figures, said.periods, said.view, ({ messages }) => [messages])
  const name = plots.messages
  return barPlot({ ...frame(said, 'plot-messages', name), series: [name], marks: [0], columns })
}

/** Apart from all that was simply sent: beside thousands of those the others could not be seen. */
export const notablePlot = (said: Said): Html => {
  const { plots, outcomes } = OVERVIEW_TEXTS[said.view.language]
  const columns = columnsOf(said.figures, said.periods, said.view, (glance) => [
    ...[glance.outcomes.notify, glance.outcomes.hold, glance.outcomes.bounce],
  ])
  const series = [outcomes.notify, outcomes.hold, outcomes.bounce]
  return barPlot({ ...frame(said, 'plot-notable', plots.notable), series, marks: [2, 1, 3], columns })
}

export const decisionsPlot = (said: Said): Html => {
  const { plots, endings } = OVERVIEW_TEXTS[said.view.language]
  const columns = columnsOf(said.figures, said.periods, said.view, (glance) => [
    ...[glance.endings.released + glance.endings.mended, glance.endings.returned],
    ...[glance.endings.withdrawn, glance.endings.expired],
  ])
  const series = [endings.released, endings.returned, endings.withdrawn, endings.expired]
  return barPlot({ ...frame(said, 'plot-decisions', plots.decisions), series, marks: [0, 1, 2, 3], columns })
}

export const waitPlot = (said: Said): Html => {
  const { plots, half, most, facts } = OVERVIEW_TEXTS[said.view.language]
  const columns = columnsOf(said.figures, said.periods, said.view, ({ wait }) => [
    ...[wait && wait.median / MINUTES, wait && wait.most / MINUTES],
  ])
  const say = (hours: number | undefined): string =>
    hours === undefined ? facts.tooFew : saySchoolTime(hours * MINUTES, said.view.texts.locale)
  const about = { ...frame(said, 'plot-wait', plots.wait), say, series: [half, most], marks: [4, 5], columns }
  return reachPlot({ ...about, tick: (hours) => numberIn(said.view, { maximumFractionDigits: 1 }).format(hours) })
}

export const sizesPlot = (glance: Glance, view: View): Html => {
  const texts = OVERVIEW_TEXTS[view.language]
  const size = (bytes: number): string => saySize(bytes, view.texts.locale)
  const columns = SIZES.map((bound, n) => {
    const isLast = !Number.isFinite(bound)
    const name = isLast ? texts.sizeOver(size(SIZES[n - 1] ?? 0)) : texts.sizeUpTo(size(bound))
    return { name, short: isLast ? `> ${size(SIZES[n - 1] ?? 0)}` : size(bound), values: [glance.sizes[n]] }
  })
  const { sizes, messages } = texts.plots
  const about = frame({ view, figures: [], periods: [] }, 'plot-sizes', sizes)
  return barPlot({ ...about, axis: texts.size, series: [messages], marks: [0], columns })
}

const begun = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1)

const fact = (name: string, value: string, ...how: readonly string[]): Html =>
  html`<div class="card"><dt>${name}</dt><dd>${value}</dd>${how.map((one) => html`<dd class="muted small">${one}</dd>`)}</div>`

export const factsOf = (glance: Glance, view: View): Html => {
  const { facts, outcomes } = OVERVIEW_TEXTS[view.language]
  const { locale, colon } = view.texts
  const number = numberIn(view)
  const { falseAlarms, wait } = glance
  const percent = numberIn(view, { style: 'percent', maximumFractionDigits: 0 })
  return html`<dl class="figures">
    ${fact(facts.messages, number.format(glance.messages), `${facts.size}${colon}${saySize(glance.bytes, locale)}`, `${begun(outcomes.forward)}${colon}${number.format(glance.outcomes.forward)}`)}
    ${fact(facts.held, number.format(glance.outcomes.hold))}
    ${falseAlarms === undefined ? fact(facts.falseAlarms, '–', facts.tooFew) : fact(facts.falseAlarms, percent.format(falseAlarms), facts.falseAlarmsHow)}
    ${wait === undefined ? fact(facts.wait, '–', facts.tooFew) : fact(facts.wait, saySchoolTime(wait.median, locale), facts.waitHow(saySchoolTime(wait.most, locale)))}
  </dl>`
}

const MOST_RULES = 30

/** Never per day and never per sender; a small number is not told exactly, and drawn as any small number. */
export const rulesOf = (glance: Glance, view: View, weeks = 1): Html => {
  const { rules } = OVERVIEW_TEXTS[view.language]
  const number = numberIn(view)
  const all = [
    ...glance.rules.map((one) => ({ ...one, trial: false })),
    ...glance.shadow.map((one) => ({ ...one, trial: true })),
  ].slice(0, MOST_RULES)
  const most = Math.max(1, ...all.map(({ messages }) => messages))
  const drawn = (messages: number): number => Math.round((100 * Math.max(messages, 3)) / Math.max(most, 5))
  const rows = all.map(
    ({
      rule,
      messages,
      trial,
    }) => html`<tr><th scope="row">${ruleName(rule, view)}${trial ? html` <span class="tag">${rules.trial}</span>` : ''}
<svg class="hits" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true"><rect class="${messages < 5 ? 'ground' : 'ink'}" width="${drawn(messages < 5 ? 3 : messages)}" height="4"/></svg></th>
<td class="number">${saySome(messages, rules.few, number.resolvedOptions().locale)}</td></tr>`,
  )
  return html`<section class="card stack" aria-labelledby="rules"><h2 id="rules">${rules.title}${weeks > 1 ? rules.lately(weeks) : ''}</h2>
    ${
      rows.length === 0
        ? html`<p class="muted">${rules.none}</p>`
        : html`<p class="muted small">${rules.lead}</p>
    <table class="rules-found"><thead><tr><th scope="col">${rules.rule}</th><th scope="col" class="number">${rules.messages}</th></tr></thead><tbody>${rows}</tbody></table>`
    }</section>`
}

export const answersOf = ({ answers }: Glance, view: View): Html => {
  const { now } = OVERVIEW_TEXTS[view.language]
  const number = numberIn(view)
  return html`<h3>${now.answers}</h3><dl class="facts">${(['delivered', 'retry', 'failed'] as const).map(
    (answer) => html`<div><dt>${now[answer]}</dt><dd>${number.format(answers[answer])}</dd></div>`,
  )}</dl>`
}

export const schoolField = ({ offered, chosen }: Scope, view: View): Html | '' => {
  const { school, allSchools } = OVERVIEW_TEXTS[view.language]
  if (offered.length < 2) return ''
  return html`<div><label for="school">${school}</label><select id="school" name="school">
    <option value="">${allSchools}</option>${offered.map(
      (one) => html`<option value="${one}"${one === chosen ? html` selected` : ''}>${one}</option>`,
    )}</select></div>`
}

/** Whether anything is there to tell. */
export const isSilent = (sums: Sums): boolean =>
  glanceAt(sums).messages === 0 && ENDINGS.every((ending) => (sums.get(`end:${ending}`) ?? 0) === 0)

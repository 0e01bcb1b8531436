/**
 * Plots drawn by the server: no script, colours of the theme, a pattern beside each colour, and behind each plot the very
 * numbers as a table. A person who cannot see it is told its name and where the table is.
 */
import { html } from 'hono/html'
import type { Html } from '../shown.ts'

/** One place on the horizontal axis. `name` in full, `short` below the axis; a value for each series. */
export type Column = Readonly<{ name: string; short: string; values: readonly (number | undefined)[] }>

export type Plot = Readonly<{
  id: string
  title: string
  /** What stands in the first column of the table. */
  axis: string
  series: readonly string[]
  /** How each series looks, 0–5 (fillOf, sampleOf). */
  marks: readonly number[]
  columns: readonly Column[]
  /** A value in the table. */
  say: (value: number | undefined) => string
  /** A value at the axis. */
  tick: (value: number) => string
  tableName: string
}>

const WIDTH = 360
const HEIGHT = 168
const LEFT = 40
const RIGHT = 6
const TOP = 10
const BOTTOM = 24
const ROOM = WIDTH - LEFT - RIGHT
const FALL = HEIGHT - TOP - BOTTOM

/** The next number of one digit, even above 1, with noughts: half of it is round as well. */
export const roundUp = (most: number): number => {
  if (most <= 0) return 1
  const power = 10 ** Math.floor(Math.log10(most))
  return ([1, 2, 4, 6, 8, 10].find((step) => step * power >= most) ?? 10) * power
}

const round = (n: number): number => Math.round(n * 100) / 100

const gridOf = (top: number, { tick }: Plot): Html => {
  // Half a message is none.
  const ticks = top < 2 ? [0, top] : [0, top / 2, top]
  return html`${ticks.map((value) => {
    const y = round(TOP + FALL * (1 - value / top))
    return html`<line class="grid" x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${y}" y2="${y}"/><text x="${LEFT - 6}" y="${round(y + 4)}" text-anchor="end">${tick(value)}</text>`
  })}`
}

/** The first, the middle and the last: more do not fit on a phone. */
const labelsOf = ({ columns }: Plot): Html => {
  const step = ROOM / columns.length
  const wanted =
    columns.length <= 7 ? columns.map((_, n) => n) : [0, Math.floor(columns.length / 2), columns.length - 1]
  const anchor = (n: number): string =>
    columns.length <= 7 ? 'middle' : n === 0 ? 'start' : n === columns.length - 1 ? 'end' : 'middle'
  const x = (n: number): number =>
    anchor(n) === 'start' ? LEFT : anchor(n) === 'end' ? WIDTH - RIGHT : LEFT + step * (n + 0.5)
  return html`${wanted.map(
    (n) =>
      html`<text x="${round(x(n))}" y="${HEIGHT - 6}" text-anchor="${anchor(n)}">${columns[n]?.short ?? ''}</text>`,
  )}`
}

/** Stripes and dots, so that colour is not all that tells them apart. */
const patternsOf = (id: string): Html =>
  html`<defs>
<pattern id="${id}-1" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect class="ground" width="5" height="5"/><rect class="ink" width="2.5" height="5"/></pattern>
<pattern id="${id}-2" width="5" height="5" patternUnits="userSpaceOnUse"><rect class="ground" width="5" height="5"/><circle class="ink" cx="2.5" cy="2.5" r="1.3"/></pattern>
</defs>`

/** 0 solid, 1 stripes, 2 dots, 3 solid in the second colour. */
const fillOf = (id: string, mark: number): Html =>
  mark === 1 || mark === 2
    ? html`class="edge" fill="url(#${id}-${mark})"`
    : html`class="${mark === 3 ? 'other' : 'ink'}"`

const barsOf = ({ id, columns, marks }: Plot, top: number): Html => {
  const step = ROOM / columns.length
  const width = Math.min(step * 0.76, 44)
  return html`${columns.map((column, n) => {
    let sum = 0
    return column.values.map((value = 0, series) => {
      if (value === 0) return ''
      const height = FALL * (value / top)
      sum += height
      return html`<rect ${fillOf(id, marks[series] ?? 0)} x="${round(LEFT + step * (n + 0.5) - width / 2)}" y="${round(TOP + FALL - sum)}" width="${round(width)}" height="${round(height)}"/>`
    })
  })}`
}

/** 4 a dot, 5 a hollow square. */
const sampleOf = (id: string, mark: number): Html => {
  if (mark === 4) return html`<circle class="ink" cx="7" cy="7" r="4.5"/>`
  if (mark === 5) return html`<rect class="hollow" x="2.5" y="2.5" width="9" height="9"/>`
  return html`<rect ${fillOf(id, mark)} x="0.5" y="0.5" width="13" height="13" rx="2"/>`
}

const legendOf = ({ id, series, marks }: Plot): Html | '' =>
  series.length < 2
    ? ''
    : html`<ul class="legend">${series.map(
        (name, n) =>
          html`<li><svg viewBox="0 0 14 14" width="14" height="14" aria-hidden="true">${sampleOf(id, marks[n] ?? 0)}</svg> ${name}</li>`,
      )}</ul>`

const tableOf = ({ axis, series, columns, say, title, tableName }: Plot): Html =>
  html`<details><summary>${tableName}</summary><div class="wide-table" role="region" tabindex="0" aria-label="${title}"><table>
<thead><tr><th scope="col">${axis}</th>${series.map((name) => html`<th scope="col" class="number">${name}</th>`)}</tr></thead>
<tbody>${columns.map(
    ({ name, values }) =>
      html`<tr><th scope="row">${name}</th>${series.map((_, n) => html`<td class="number">${say(values[n])}</td>`)}</tr>`,
  )}</tbody></table></div></details>`

const figureOf = (plot: Plot, drawn: Html): Html =>
  html`<figure class="plot card"><figcaption id="${plot.id}">${plot.title}</figcaption>${legendOf(plot)}
<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-labelledby="${plot.id}">${patternsOf(plot.id)}${drawn}</svg>
${tableOf(plot)}</figure>`

const sumOf = (values: Column['values']): number => values.reduce<number>((sum, value) => sum + (value ?? 0), 0)

/** Bars, one series upon the other. */
export const barPlot = (plot: Plot): Html => {
  const top = roundUp(Math.max(...plot.columns.map(({ values }) => sumOf(values))))
  return figureOf(plot, html`${gridOf(top, plot)}${barsOf(plot, top)}${labelsOf(plot)}`)
}

/** A dot, and how far up it reaches: the first series and the second. Columns without values stay empty. */
export const reachPlot = (plot: Plot): Html => {
  const top = roundUp(Math.max(...plot.columns.flatMap(({ values }) => values.map((value) => value ?? 0))))
  const step = ROOM / plot.columns.length
  const y = (value: number): number => round(TOP + FALL * (1 - value / top))
  const drawn = plot.columns.map(({ values: [half, most] }, n) => {
    if (half === undefined || most === undefined) return ''
    const x = round(LEFT + step * (n + 0.5))
    return html`<line class="reach" x1="${x}" x2="${x}" y1="${y(half)}" y2="${y(most)}"/><rect class="hollow" x="${x - 4}" y="${round(y(most) - 4)}" width="8" height="8"/><circle class="ink" cx="${x}" cy="${y(half)}" r="4"/>`
  })
  return figureOf(plot, html`${gridOf(top, plot)}${drawn}${labelsOf(plot)}`)
}

/** The table and the picture of a bench. */
import type { Alone } from './alone.ts'
import type { Growth } from './growth.ts'
import type { Measured } from './measure.ts'
import type { Cell, Result } from './run.ts'
import { KINDS } from './targets.ts'

export const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? 0
}

const medianOf = ({ rounds }: Result, of: (one: Measured) => number | undefined): number | undefined => {
  const values = rounds.map(of).filter((value) => value !== undefined)
  return values.length === 0 ? undefined : median(values)
}

const digits = (value: number | undefined): string =>
  value === undefined ? '–' : value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2)

const MB = 1e6

const nameOf = ({ mail, connections }: Cell): string => `${mail} × ${connections}`

/** How far the rounds lie apart, of the median. */
const spread = ({ rounds }: Result): string => {
  const values = rounds.map(({ perSecond }) => perSecond)
  return `${(((Math.max(...values) - Math.min(...values)) / median(values)) * 100).toFixed(0)} %`
}

const COLUMNS = ['', '/s', 'spread', '× Postfix', 'p50 ms', 'p99 ms', 'p99 small', 'CPU s /1000', 'MB'] as const

const rowOf = (result: Result, results: readonly Result[]): readonly string[] => {
  const base = results.find(({ target, cell }) => target === 'postfix' && cell === result.cell)
  const rate = medianOf(result, (one) => one.perSecond)!
  const ratio = base ? digits(rate / medianOf(base, (one) => one.perSecond)!) : '–'
  const resident = medianOf(result, (one) => one.resident)
  return [
    ...[KINDS[result.target]!.name, digits(rate), spread(result), ratio],
    ...[digits(medianOf(result, (one) => one.p50)), digits(medianOf(result, (one) => one.p99))],
    ...[digits(medianOf(result, (one) => one.small99)), digits(medianOf(result, (one) => one.cpu))],
    resident === undefined ? '–' : (resident / MB).toFixed(0),
  ]
}

const markdown = (rows: readonly (readonly string[])[]): string => {
  const widths = rows[0]!.map((_, at) => Math.max(...rows.map((row) => row[at]!.length)))
  const line = (row: readonly string[]): string =>
    `| ${row.map((text, at) => (at === 0 ? text.padEnd(widths[at]!) : text.padStart(widths[at]!))).join(' | ')} |`
  const rule = `|${widths.map((width, at) => (at === 0 ? '-'.repeat(width + 2) : `${'-'.repeat(width + 1)}:`)).join('|')}|`
  return [line(rows[0]!), rule, ...rows.slice(1).map(line)].join('\n')
}

const ms = (value: number): string => `${digits(value)} ms`

export const aloneOf = (alone: Alone): string =>
  markdown([
    ['Mailsluis alone', ''],
    ['ready after a start', `${ms(alone.readyMs)}, ${ms(alone.readyCpuMs)} of processor time`],
    ['at rest', `${(alone.idleBytes / MB).toFixed(0)} MB, ${(alone.idleShare * 100).toFixed(1)} % of a processor`],
    ['a message of 10 KB judged, its text never met', ms(alone.judgeNewMs)],
    ['the same, its text met before', ms(alone.judgeKnownMs)],
  ])

const COUNT = new Intl.NumberFormat('en')

export const growthOf = (growth: readonly Growth[]): string =>
  markdown([
    ['a message of 10 KB, with', 'CPU ms', '× the first', 'ready after a start'],
    ...growth.flatMap(({ of, steps }) =>
      steps.map(({ count, cpuMs, readyMs }) => [
        `${COUNT.format(count)} ${of}`,
        digits(cpuMs),
        digits(cpuMs / steps[0]!.cpuMs),
        readyMs === undefined ? '–' : ms(readyMs),
      ]),
    ),
  ])

const cellsIn = (results: readonly Result[]): readonly Cell[] => [...new Set(results.map(({ cell }) => cell))]

export const tableOf = (results: readonly Result[]): string =>
  cellsIn(results)
    .map((cell) => {
      const rows = results.filter((result) => result.cell === cell).map((result) => rowOf(result, results))
      return markdown([[nameOf(cell), ...COLUMNS.slice(1)], ...rows])
    })
    .join('\n\n')

/** Everything that was sent must be at the next hop, once, or kept back by the gateway. */
export const faultsOf = (results: readonly Result[]): readonly string[] =>
  results.flatMap(({ target, cell, accounts }) =>
    accounts.flatMap(({ sent, arrived, kept, twice, refused }) =>
      sent === arrived + kept && twice === 0 && refused === 0
        ? []
        : [
            `${target}, ${nameOf(cell)}: ${sent} sent, ${arrived} arrived, ${kept} held, ${twice} twice, ${refused} refused`,
          ],
    ),
  )

export const keptOf = (results: readonly Result[]): number =>
  results.flatMap(({ accounts }) => accounts).reduce((sum, { kept }) => sum + kept, 0)

const WIDTH = 720
const LABEL = 150
const BAR = 16

/** Messages a second, a group of bars for each class of mail, on a scale of its own. */
export const pictureOf = (results: readonly Result[]): string => {
  let y = 10
  const parts: string[] = []
  for (const cell of cellsIn(results)) {
    const group = results.filter((result) => result.cell === cell && result.target !== 'direct')
    const most = Math.max(...group.map((result) => medianOf(result, (one) => one.perSecond)!))
    parts.push(`<text x="0" y="${y + 12}" font-weight="bold">${nameOf(cell)} connections, messages a second</text>`)
    y += 20
    for (const result of group) {
      const rate = medianOf(result, (one) => one.perSecond)!
      const width = ((WIDTH - LABEL - 70) * rate) / most
      const fill = result.target === 'mailsluis' ? '#1f6f8b' : '#9aa5ab'
      parts.push(
        `<text x="0" y="${y + 12}">${KINDS[result.target]!.name}</text><rect x="${LABEL}" y="${y}" width="${width.toFixed(1)}" height="${BAR - 3}" fill="${fill}"/><text x="${(LABEL + width + 6).toFixed(1)}" y="${y + 12}">${digits(rate)}</text>`,
      )
      y += BAR
    }
    y += 14
  }
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${y}" font-family="system-ui, sans-serif" font-size="12" role="img" aria-label="Messages a second by class of mail"><rect width="100%" height="100%" fill="#fff"/>${parts.join('')}</svg>\n`
}

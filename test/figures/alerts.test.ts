/** The alerts of docs/OPERATIONS.md, read by Prometheus' own tool: each is heard when it should be, and silent before. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parse, stringify } from 'yaml'
import { has } from '../../scripts/peers.ts'
import { openMetrics } from '../../src/figures/figures.ts'

const MANUAL = readFileSync(join(import.meta.dirname, '../../docs/OPERATIONS.md'), 'utf8')
const [, RULES = ''] = /```yaml\n(groups:\n.*?)```/s.exec(MANUAL) ?? []

type Rules = Readonly<{ groups: readonly Readonly<{ rules: readonly Readonly<{ alert: string; expr: string }>[] }>[] }>
const rules = () => (parse(RULES) as Rules).groups.flatMap((group) => group.rules)

const STATE = {
  queue: { received: 0, waiting: 0, held: 0 },
  ...{ judging: 0, delivering: 0, scanner: true, troubles: 0 },
  routes: [{ route: 'all', ok: true, open: 0 }],
}

/** What a scrape of this very release has; `on` is the machine it comes from. */
const names = async (): Promise<ReadonlySet<string>> => {
  const metrics = await openMetrics()
  metrics.watch(async () => STATE)
  const text = await metrics.expose()
  return new Set([...text.matchAll(/^(mailsluis_[a-z_]+(?:\{[^}]*\})?) /gm)].map(([, series = '']) => series))
}

const GATE = 'instance="gate:8080"'
const OTHER = 'instance="other:8080"'

type Case = Readonly<{ alert: string; series: Readonly<Record<string, string>>; at: string; heard: boolean }>

const WAITING = `mailsluis_queue_recipients{fate="waiting",${GATE}}`
const UP = `mailsluis_route_up{route="all",${GATE}}`
const TROUBLE = `mailsluis_events_total{event="storeTrouble",${GATE}}`
const CASES: readonly Case[] = [
  { alert: 'MailDoesNotLeave', series: { [WAITING]: '3x40', [UP]: '0x40' }, at: '16m', heard: true },
  { alert: 'MailDoesNotLeave', series: { [WAITING]: '3x40', [UP]: '0x40' }, at: '14m', heard: false },
  { alert: 'MailDoesNotLeave', series: { [WAITING]: '3x40', [UP]: '1x40' }, at: '30m', heard: false },
  { alert: 'MailDoesNotLeave', series: { [WAITING]: '0x40', [UP]: '0x40' }, at: '30m', heard: false },
  {
    alert: 'MailDoesNotLeave',
    series: { [WAITING]: '3x40', [UP]: '1x40', [UP.replace(GATE, OTHER)]: '0x40' },
    ...{ at: '30m', heard: false },
  },
  {
    alert: 'MailDoesNotLeave',
    series: { [WAITING]: '3x40', [UP]: '1x40', [UP.replace('all', 'pupils')]: '0x40' },
    ...{ at: '30m', heard: true },
  },
  {
    alert: 'MailIsNotJudged',
    series: { [`mailsluis_queue_unjudged_messages{${GATE}}`]: '21x40' },
    at: '11m',
    heard: true,
  },
  {
    alert: 'MailIsNotJudged',
    series: { [`mailsluis_queue_unjudged_messages{${GATE}}`]: '20x40' },
    at: '30m',
    heard: false,
  },
  { alert: 'ScannerDown', series: { [`mailsluis_scanner_up{${GATE}}`]: '0x40' }, at: '11m', heard: true },
  { alert: 'ScannerDown', series: { [`mailsluis_scanner_up{${GATE}}`]: '1x40' }, at: '30m', heard: false },
  { alert: 'ScannerDown', series: { [UP]: '1x40' }, at: '30m', heard: false },
  { alert: 'StoreTrouble', series: { [TROUBLE]: '0 0 1 1 1 1 1' }, at: '4m', heard: true },
  { alert: 'StoreTrouble', series: { [TROUBLE]: '5x40' }, at: '30m', heard: false },
]

test('every series of the alerts is one that is measured', async () => {
  const measured = [...(await names())]
  expect(rules().map(({ alert }) => alert)).toEqual([...new Set(CASES.map(({ alert }) => alert))])
  for (const { expr } of rules())
    for (const [series, name = '', labels = ''] of expr.matchAll(/(mailsluis_[a-z_]+)(\{[^}]*\})?/g))
      expect(
        measured.some((one) => one.startsWith(name + labels.replace('}', ''))),
        series,
      ).toBe(true)
})

describe.skipIf(!has('promtool'))('Prometheus', () => {
  let folder = ''
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'alerts-'))
    writeFileSync(join(folder, 'rules.yaml'), RULES)
  })
  afterAll(() => rmSync(folder, { recursive: true }))
  const promtool = (...args: string[]): string => execFileSync('promtool', args, { cwd: folder, encoding: 'utf8' })

  test('reads them', () => {
    expect(promtool('check', 'rules', 'rules.yaml')).toContain(`SUCCESS: ${rules().length} rules found`)
  })

  test.each(CASES)('$alert at $at with $series: $heard', ({ alert, series, at, heard }) => {
    const input = Object.entries(series).map(([one, values]) => ({ series: one, values }))
    const count = `count(ALERTS{alertname="${alert}",alertstate="firing"})`
    const samples = heard ? [{ labels: '{}', value: 1 }] : []
    const asked = {
      rule_files: ['rules.yaml'],
      evaluation_interval: '1m',
      tests: [
        {
          interval: '1m',
          input_series: input,
          promql_expr_test: [{ expr: count, eval_time: at, exp_samples: samples }],
        },
      ],
    }
    writeFileSync(join(folder, 'asked.yaml'), stringify(asked))
    expect(promtool('test', 'rules', 'asked.yaml')).toContain('SUCCESS')
  })
})

/**
 * `npm run eval [-- --part develop|measure] [--check] [--write] [--json] [--without-model]`: how well the letters of the
 * corpus are judged. `--check` fails when a figure is under the last one written (test/corpus/figures.json); `--write`
 * writes them.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { PARTS, type Part } from '../test/corpus/letters.ts'
import { type Judged, judgeAll, type Score, type Share, summarise } from '../test/corpus/score.ts'
import { asked } from './asked.ts'

const HELP = `npm run eval -- [--part develop|measure] [--check] [--write] [--json] [--quiet] [--without-model]

Judges the letters of test/corpus and prints what was stopped, what was let through, the false alarms, and the letters that failed.

  --part NAME      develop or measure; both unless told
  --check          ends with 1 when a figure is under the last one written (test/corpus/figures.json)
  --write          writes the figures there
  --json           the figures alone
  --quiet          the tables, without the letters that failed
  --without-model  by the rules alone, without the sentence model
`

const values = asked(HELP, {
  part: { type: 'string' },
  check: { type: 'boolean', default: false },
  write: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  quiet: { type: 'boolean', default: false },
  'without-model': { type: 'boolean', default: false },
})

const FIGURES = new URL('../test/corpus/figures.json', import.meta.url)

type Figures = Readonly<Record<string, number>>

/** What must not get worse; shares, the higher the better. */
const figuresOf = (score: Score): Figures => ({
  caught: score.caught.share,
  rightly: score.rightly.share,
  innocentUntouched: 1 - score.falseAlarms.share,
  pointed: score.pointed.share,
  nothingShown: 1 - score.shown / score.letters,
  ...Object.fromEntries(score.rules.map(({ rule, f1 }) => [`f1 ${rule}`, f1])),
})

const percent = (share: number): string => `${(share * 100).toFixed(1).padStart(5)} %`
const say = ({ count, of, share }: Share): string => `${percent(share)}   ${count} of ${of}`

const table = (part: Part, score: Score): string[] => [
  `${part.toUpperCase()}: ${score.letters} letters`,
  `  must not go out, stopped          ${say(score.caught)}   (goal 95 %)`,
  `  stopped, rightly                  ${say(score.rightly)}   (goal 95 %)`,
  `  innocent, stopped                 ${say(score.falseAlarms)}   (goal 2 %)`,
  `  innocent, advised about           ${say(score.needlessAdvice)}`,
  `  points at the right words         ${say(score.pointed)}   (goal 100 %)`,
  `  explanations that show a secret   ${score.shown}   (goal 0)`,
  '  rule                        right missed  wrong     F1',
  ...score.rules.map(
    ({ rule, right, missed, wrong, f1 }) =>
      `  ${rule.padEnd(27)}${String(right).padStart(6)}${String(missed).padStart(7)}${String(wrong).padStart(7)}${f1.toFixed(2).padStart(7)}`,
  ),
  '  stopped, by how hard it is to see',
  ...Object.entries(score.kinds).map(([kind, share]) => `  ${kind.padEnd(27)}${say(share)}`),
]

const failureOf = ({ letter, mustStop, stopped, missed, wrong, shown, pointed }: Judged): string[] => {
  const words = [
    ...(mustStop && !stopped ? ['LET THROUGH'] : []),
    ...(!mustStop && stopped ? ['FALSE ALARM'] : []),
    ...(missed.length > 0 ? [`missed ${missed.join(', ')}`] : []),
    ...(wrong.length > 0 ? [`wrong ${wrong.join(', ')}`] : []),
    ...(pointed === false ? ['points elsewhere'] : []),
    ...(shown.length > 0 ? ['shows a secret'] : []),
  ]
  return words.length > 0 ? [`  ${letter.name}: ${words.join('; ')}`] : []
}

const before = (): Readonly<Record<string, Figures>> => JSON.parse(readFileSync(FIGURES, 'utf8'))
const figures: Record<string, Figures> = { ...(values.write ? before() : {}) }
let worse = 0
for (const part of PARTS.filter((one) => values.part === undefined || one === values.part)) {
  const judged = await judgeAll(part, { model: !values['without-model'] })
  const score = summarise(judged)
  figures[part] = figuresOf(score)
  if (values.json) console.log(JSON.stringify({ part, ...score }))
  else console.log([...table(part, score), '', ...(values.quiet ? [] : judged.flatMap(failureOf)), ''].join('\n'))
  if (!values.check) continue
  for (const [name, least] of Object.entries(before()[part] ?? {})) {
    const now = figures[part]?.[name] ?? 1
    if (now >= least - 1e-9) continue
    worse += 1
    console.error(`${part}: ${name} was ${percent(least)} and is ${percent(now)}.`)
  }
}
if (values.write) writeFileSync(FIGURES, `${JSON.stringify(figures, undefined, 2)}\n`)
if (worse > 0) process.exitCode = 1

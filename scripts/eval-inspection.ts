/**
 * `npm run eval:inspection [-- --part cases|sealed|bombs|big] [--check] [--write] [--quiet]`: whether what is wrapped in
 * containers, encodings and malformed parts is seen, whether what cannot be read is said, and what bombs cost.
 * `--check` fails (1) when a figure is under the last one written (test/inspection/figures.json); `--write` writes them.
 * `--only NAME` judges what has that in its name and shows the verdict; `--save FOLDER` keeps those mails as files.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { measureBig } from '../test/inspection/big.ts'
import { type ScoredBomb, sayCost, scoreBomb } from '../test/inspection/bomb-run.ts'
import { BOMBS } from '../test/inspection/bombs.ts'
import { CASES } from '../test/inspection/cases.ts'
import { openJudge } from '../test/inspection/judging.ts'
import { VERSIONS } from '../test/inspection/matters.ts'
import { type Figures, failures, figuresOf, type Measured, table, worse } from '../test/inspection/report.ts'
import { type Scored, said, scoreCases } from '../test/inspection/score.ts'
import { SEALED, scoreSealed } from '../test/inspection/sealed.ts'
import { asked } from './asked.ts'

const HELP = `npm run eval:inspection -- [--part NAME] [--only NAME] [--save FOLDER] [--check] [--write] [--quiet]

Wraps what must not go out in every encoding, container, document and picture, with an innocent twin of each, and tells what was seen.

  --part NAME    cases, sealed (what cannot be opened), bombs, or big (25 MB: time and memory); all unless told
  --only NAME    the wraps whose name has these words; each verdict is printed
  --save FOLDER  the messages are written there
  --check        ends with 1 when a figure is under the last one written (test/inspection/figures.json)
  --write        writes the figures there
  --quiet        the tables, without the cases that failed
`

const values = asked(HELP, {
  part: { type: 'string' },
  only: { type: 'string' },
  save: { type: 'string' },
  check: { type: 'boolean', default: false },
  write: { type: 'boolean', default: false },
  quiet: { type: 'boolean', default: false },
})

const PARTS = ['cases', 'sealed', 'bombs', 'big'] as const
const FIGURES = new URL('../test/inspection/figures.json', import.meta.url)

const wanted = (part: (typeof PARTS)[number]): boolean => values.part === undefined || values.part === part
const named = <T extends Readonly<{ name: string }>>(all: readonly T[]): readonly T[] =>
  all.filter(({ name }) => values.only === undefined || name.includes(values.only))

const cases = wanted('cases') ? named(CASES) : []
const sealed = wanted('sealed') ? named(SEALED) : []
const bombs = wanted('bombs') ? named(BOMBS) : []

const save = async (folder: string): Promise<void> => {
  mkdirSync(folder, { recursive: true })
  const keep = (name: string, raw: Buffer): void =>
    writeFileSync(join(folder, `${name.replace(/[^\p{L}\d]+/gu, '-')}.eml`), raw)
  for (const one of cases) for (const version of VERSIONS) keep(`${one.name}-${version}`, await one.mail(version))
  for (const { name, mail } of [...sealed, ...bombs]) keep(name, await mail())
}

const scoreFiles = async (): Promise<readonly Scored[]> => {
  const judge = openJudge()
  try {
    return [...(await scoreCases(cases, judge)), ...(await scoreSealed(sealed, judge))]
  } finally {
    await judge.close()
  }
}

const scoreBombs = async (): Promise<readonly ScoredBomb[]> => {
  const scored: ScoredBomb[] = []
  for (const bomb of bombs) scored.push(await scoreBomb(bomb))
  return scored
}

const measure = async (): Promise<Measured> => ({
  scored: await scoreFiles(),
  bombs: await scoreBombs(),
  big: wanted('big') && values.only === undefined ? await measureBig() : undefined,
})

const verdicts = ({ scored, bombs }: Measured): readonly string[] =>
  [...scored, ...bombs].map((one) => {
    const cost = 'cost' in one && one.cost ? `; ${sayCost((one as ScoredBomb).cost!)}` : ''
    return `  ${one.wrong === undefined ? 'right' : 'WRONG'}  ${one.name}: ${one.verdict ? said(one.verdict) : one.wrong}${cost}`
  })

const compare = (now: Figures): void => {
  const before = JSON.parse(readFileSync(FIGURES, 'utf8')) as Figures
  const lines = values.check ? worse(before, now) : []
  for (const line of lines) console.error(line)
  if (lines.length > 0) process.exitCode = 1
  if (values.write) writeFileSync(FIGURES, `${JSON.stringify({ ...before, ...now }, undefined, 2)}\n`)
}

if (values.part !== undefined && !PARTS.some((part) => part === values.part)) {
  console.error(`There is no part "${values.part}". Parts: ${PARTS.join(', ')}.`)
  process.exit(2)
}
if (values.only !== undefined && cases.length + sealed.length + bombs.length === 0) {
  console.error(`Nothing is named "${values.only}".`)
  process.exit(2)
}
if (values.save !== undefined) await save(values.save)
const measured = await measure()
const shown = values.only !== undefined ? verdicts(measured) : values.quiet ? [] : failures(measured)
console.log([...table(measured), '', ...shown].join('\n').trimEnd())
if (values.only === undefined && (values.check || values.write)) compare(figuresOf(measured))

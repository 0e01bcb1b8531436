/** `npm run fuzz`: messages and files that are slightly or badly wrong, until the time is up. */
import { type FuzzReport, runFuzz } from '../test/fuzz/run.ts'
import { FAMILIES, type Family } from '../test/fuzz/seeds.ts'
import { asked, refuse } from './asked.ts'

const HELP = `npm run fuzz -- [--minutes N] [--seed S] [--only KIND] [--into FOLDER]

Takes whole messages and attachments, changes something in each (a length, a field, a boundary, a tag), and judges the
result as the gateway would. Nothing may crash, hang, cost much time or memory, or give another answer the second time; and
words that are still in it are found, or something is said to be unread.

  --minutes N    how long; 1 unless told
  --seed S       the same number gives the same cases; chosen by the clock unless told
  --only KIND    one of: ${FAMILIES.join(', ')}
  --into FOLDER  what went wrong is written there: the message, and beside it what was changed and what happened
  --from N       begin at case N (a failure 7-1234 is case 1234 of seed 7)
  --cases N      so many cases, and then stop

Ends with 1 when anything went wrong. Put such a message into test/fuzz/cases: the tests judge it from then on.
`

const values = asked(HELP, {
  minutes: { type: 'string', default: '1' },
  seed: { type: 'string' },
  only: { type: 'string' },
  into: { type: 'string' },
  from: { type: 'string', default: '0' },
  cases: { type: 'string' },
})

const wrong = (words: string): never => refuse(HELP, words)
const number = (name: string, text: string): number =>
  text !== '' && Number(text) >= 0 ? Number(text) : wrong(`--${name} must be a number, and is "${text}".`)

if (values.only !== undefined && !(FAMILIES as readonly string[]).includes(values.only))
  wrong(`--only must be one of ${FAMILIES.join(', ')}, and is "${values.only}".`)

const print = (seed: number, report: FuzzReport): void => {
  const { cases, failures, said, slowestMs, endedByItself, printed } = report
  console.log(
    `\n${cases} cases, ${failures.length} went wrong; the slowest took ${(slowestMs / 1000).toFixed(2)} s of processor time.`,
  )
  for (const [reason, count] of [...said].toSorted((a, b) => b[1] - a[1]).slice(0, 25))
    console.log(`  ${String(count).padStart(6)}  ${reason}`)
  if (!endedByItself) console.log('A thread or a timer was left running at the end.')
  for (const where of printed) console.log(`Something was printed to ${where}.`)
  console.log(`Again with --seed ${seed}.`)
}

const seed = number('seed', values.seed ?? String(Date.now() % 1_000_000))
const report = await runFuzz({
  ms: number('minutes', values.minutes) * 60_000,
  run: seed,
  only: values.only as Family | undefined,
  folder: values.into,
  from: number('from', values.from),
  ...(values.cases === undefined ? {} : { most: number('cases', values.cases) }),
  tell: (line) => console.log(line),
})
print(seed, report)
process.exit(report.failures.length > 0 || !report.endedByItself || report.printed.length > 0 ? 1 : 0)

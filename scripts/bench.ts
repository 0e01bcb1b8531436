/** `npm run bench`: Mailsluis beside other mail servers, on the same mail and the same next hop, in turn. */
import { writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { CLASSES, type MailClass } from '../test/bench/mails.ts'
import { aloneOf, faultsOf, growthOf, keptOf, pictureOf, tableOf } from '../test/bench/report.ts'
import { type Cell, runBench } from '../test/bench/run.ts'
import { KINDS } from '../test/bench/targets.ts'
import { asked, refuse } from './asked.ts'

const HELP = `npm run bench -- [--quick] [--only CELLS] [--targets NAMES] [--rounds N] [--svg FILE] [--json FILE]

Starts Mailsluis and other mail servers, hands all of them the same mail in turn, and prints what each did: messages that reached the
next hop a second (and how far the rounds lie apart), the time a client waits, processor time and memory. Medians of the rounds.
Accounts for every message, and ends with 1 when one is missing, doubled or refused.

  --quick           a minute: 10 KB over 10 connections, Mailsluis, Postfix and no relay at all
  --only CELLS      as 10k×50,25m×1; classes of mail: ${CLASSES.join(', ')}; alone: how soon it is ready, what it takes at rest, judging
                    by itself; growth: what a message costs with more people, more recipients, more kept
  --targets NAMES   some of ${Object.keys(KINDS).join(', ')}
  --rounds N        5 unless told
  --persons N       in the directory; 10000 unless told
  --svg FILE        a picture of it
  --json FILE       all that was measured
  --cpu-prof DIR    a profile of Mailsluis, when it ends

Numbers of two machines, or of two runs, say nothing beside each other; those of one run do.
`

const values = asked(HELP, {
  quick: { type: 'boolean', default: false },
  only: { type: 'string' },
  targets: { type: 'string' },
  rounds: { type: 'string' },
  persons: { type: 'string', default: '10000' },
  svg: { type: 'string' },
  json: { type: 'string' },
  'cpu-prof': { type: 'string' },
})

const wrong = (words: string): never => refuse(HELP, words)

/** So many messages that a round takes some seconds at the rate of the slowest. */
const COUNTS: Readonly<Record<MailClass, number>> = { '1k': 800, '10k': 600, '200k': 200, '5m': 16, '25m': 4, mix: 240 }
const ALONE = 'alone'
const GROWTH = 'growth'
const FULL = 'alone,growth,10k×1,10k×10,10k×50,1k×10,200k×10,5m×2,25m×1,mix×10'

const cellOf = (text: string): Cell => {
  const [, mail = '', connections = ''] = /^(\w+)[×x*](\d+)$/.exec(text) ?? []
  if (!(CLASSES as readonly string[]).includes(mail) || !(Number(connections) > 0))
    return wrong(`--only: "${text}" is no class of mail with a number of connections, as 10k×50.`)
  return { mail: mail as MailClass, connections: Number(connections), count: COUNTS[mail as MailClass] }
}

const names = (values.targets ?? (values.quick ? 'direct,mailsluis,postfix' : Object.keys(KINDS).join(','))).split(',')
for (const name of names) if (!KINDS[name]) wrong(`--targets: there is no ${name}.`)
const wanted = (values.only ?? (values.quick ? '10k×10' : FULL)).split(',')
const cells = wanted.filter((name) => name !== ALONE && name !== GROWTH).map(cellOf)
const rounds = Number(values.rounds ?? (values.quick ? 3 : 5))
if (!(rounds >= 1)) wrong('--rounds must be 1 or more.')

const left = (cells.length === 0 ? [] : names).flatMap((name) => {
  const why = KINDS[name]!.missing()
  return why === undefined ? [] : [{ name, why }]
})
const targets = names.filter((name) => !left.some((one) => one.name === name))
const begun = Date.now()
const tell = (words: string): void =>
  console.error(`${((Date.now() - begun) / 1000).toFixed(0).padStart(5)} s  ${words}`)

const plan = {
  targets,
  cells,
  rounds,
  alone: wanted.includes(ALONE),
  growth: wanted.includes(GROWTH),
  persons: Number(values.persons),
  cpuProf: values['cpu-prof'],
}
const { results, alone, growth } = await runBench(plan, tell)

console.log(
  `\n${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, Node ${process.version}; ${rounds} rounds, medians.`,
)
for (const name of cells.length === 0 ? [] : targets) console.log(`- ${KINDS[name]!.name}: ${KINDS[name]!.settings}.`)
console.log(`- A directory of ${values.persons} persons; source and sink on the same machine.\n`)
if (results.length > 0) console.log(tableOf(results))
if (alone) console.log(`\n${aloneOf(alone)}`)
if (growth.length > 0) console.log(`\n${growthOf(growth)}`)
for (const { name, why } of left) console.log(`\nNOT RUN: ${KINDS[name]!.name}, since ${why}.`)
if (values.svg) writeFileSync(values.svg, pictureOf(results))
if (values.json) writeFileSync(values.json, JSON.stringify({ results, alone, growth }, null, 1))
const faults = faultsOf(results)
const kept = keptOf(results)
if (kept > 0) console.log(`\n${kept} messages were held: these measure another road than the others.`)
for (const fault of faults) console.log(`\nFAULT  ${fault}`)
console.log(faults.length === 0 ? '\nEvery message arrived once, or is held.' : '')
process.exit(faults.length === 0 ? 0 : 1)

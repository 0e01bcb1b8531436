/**
 * `npm run chaos -- --minutes 10 [--store sqlite|redis] [--nodes 3] [--seed 7] [--rate 60] [--kills 200]`: trouble by
 * chance, then the accounts. With `--waiting 10000`: how it fares with so many waiting and so many held.
 */
import type { StoreKind } from '../test/chaos/ground.ts'
import { reportOf, waitingReport } from '../test/chaos/report.ts'
import { type Plan, runChaos } from '../test/chaos/run.ts'
import { measureWaiting } from '../test/chaos/waiting.ts'
import { asked } from './asked.ts'

const MINUTE = 60_000
// What was taken faster than it could be judged under trouble is judged then.
const DRAIN_MS = 300_000

const HELP = `npm run chaos -- [--minutes N] [--store KIND] [--nodes N] [--rate N] [--kills N] [--seed N] [--waiting N] [--quiet]

Hands mail to a running Mailsluis while it is killed and stopped, its next hop and its disk fail and its store goes away, all by chance,
and then settles the accounts: what was accepted is at the next hop, held or told of. Ends with 1 when a message is missing.

  --minutes N    how long; 10 unless told, half of it for each store
  --store KIND   sqlite or redis; both unless told
  --nodes N      how many processes on one store (redis); 1 unless told
  --rate N       messages a second; 40 unless told
  --clients N    connections they come by; 8 unless told
  --kills N      no more than so many
  --seed N       the same number makes the same trouble; chosen by the clock unless told
  --waiting N    instead: how it fares with so many waiting and so many held
  --quiet        the accounts alone
`

const values = asked(HELP, {
  minutes: { type: 'string', default: '10' },
  store: { type: 'string' },
  nodes: { type: 'string', default: '1' },
  seed: { type: 'string' },
  rate: { type: 'string', default: '40' },
  kills: { type: 'string' },
  clients: { type: 'string', default: '8' },
  waiting: { type: 'string' },
  quiet: { type: 'boolean', default: false },
})

/** Both one after the other, each half of the time, unless one is asked for. */
const stores: readonly StoreKind[] =
  values.store === 'sqlite' || values.store === 'redis' ? [values.store] : ['sqlite', 'redis']
const begun = Date.now()
const tell = (what: string): void => {
  if (!values.quiet) console.log(`${((Date.now() - begun) / 1000).toFixed(1).padStart(7)} s  ${what}`)
}

const stop = new AbortController()
process.once('SIGINT', () => {
  console.log('Trouble ends; the accounts follow.')
  stop.abort()
})

const seed = Number(values.seed ?? Date.now() % 1_000_000)
let bad = false
for (const store of values.waiting === undefined ? [] : stores) {
  const measures = await measureWaiting(store, Number(values.waiting), tell)
  console.log(`\n${waitingReport(store, Number(values.waiting), measures)}`)
  bad ||= measures.left > 0
}
for (const store of values.waiting === undefined ? stores : []) {
  const nodes = store === 'redis' ? Number(values.nodes) : 1
  const plan: Plan = {
    ...{ store, seed, nodes, tell, stop: stop.signal },
    ms: (Number(values.minutes) * MINUTE) / stores.length,
    ...(values.kills === undefined ? {} : { kills: Number(values.kills) }),
    rate: Number(values.rate),
    clients: Number(values.clients),
    drainMs: DRAIN_MS,
  }
  tell(`${store}, ${nodes} program(s), seed ${seed}`)
  const { ledger, accounts, log } = await runChaos(plan)
  const title = `CHAOS on ${store} with ${nodes} program(s); again with --store ${store} --nodes ${nodes} --seed ${seed}`
  console.log(`\n${reportOf(title, ledger, accounts)}`)
  console.log(`Warnings and errors in the log: ${log.join(', ') || 'none'}\n`)
  bad ||= accounts.faults.length > 0
}
process.exit(bad ? 1 : 0)

/** One run: the real program, a next hop, senders, a reviewer and trouble; then peace, and the accounts. */
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { openAccounts } from '../../src/review/review.ts'
import { newFolder } from '../gateway/running.ts'
import { makeCertificate } from '../smtp/certificate.ts'
import { freePort } from '../store/redis-server.ts'
import { type Accounts, accountsOf } from './accounts.ts'
import { type Chance, chanceOf, wait } from './chance.ts'
import { Client } from './client.ts'
import { befall, KILLED } from './faults.ts'
import { type Ground, openGround, type StoreKind } from './ground.ts'
import { NextHop, SILENCE_MS } from './hop.ts'
import { Ledger } from './ledger.ts'
import { mailOf, SECRETS } from './mails.ts'
import { Program } from './program.ts'
import { remainsOf } from './remains.ts'
import { Reviewer, type SignIn } from './reviewer.ts'
import { see } from './sightings.ts'

export type Plan = Readonly<{
  store: StoreKind
  seed: number
  /** Trouble lasts so long, or until the programs were killed `kills` times. */
  ms: number
  kills?: number
  nodes: number
  /** Messages a second, at most. */
  rate: number
  clients: number
  /** How long the queue may take to empty; what is left then counts as on its way. */
  drainMs: number
  tell: (what: string) => void
  /** Trouble ends when it is aborted; the accounts are made all the same. */
  stop?: AbortSignal
}>

export type Run = Readonly<{ ledger: Ledger; accounts: Accounts; log: readonly string[] }>

/** How long senders go on with what they began. */
const PATIENCE_MS = 60_000
export const REVIEWER = 'greet.vanlooy@devlonder.example'

type Certificate = Readonly<{ cert: string; key: string; certFile: string }>

const certificateIn = (folder: string): Certificate => {
  mkdirSync(folder)
  const { certFile, keyFile } = makeCertificate(folder)
  return { cert: readFileSync(certFile, 'utf8'), key: readFileSync(keyFile, 'utf8'), certFile }
}

/** The one we trust, and another. */
export const certificatesIn = (folder: string): Readonly<{ good: Certificate; other: Certificate }> => ({
  good: certificateIn(join(folder, 'good')),
  other: certificateIn(join(folder, 'other')),
})

/** Every other seed, what comes after a kill is on the short road at once (src/passage.ts), as most mail is. */
export const settingsOf = (hop: NextHop, caFile: string, seed: number): Readonly<Record<string, string>> => ({
  ...(seed % 2 === 1 ? { MAILSLUIS_QUEUE_CAREFUL_MINUTES: '0' } : {}),
  MAILSLUIS_NEXT_HOP: `smtp://127.0.0.1:${hop.port}`,
  MAILSLUIS_DELIVERY_TLS: 'verified',
  MAILSLUIS_DELIVERY_CA_FILE: caFile,
  MAILSLUIS_DELIVERY_TIMEOUTS_GREETING_MS: '2000',
  MAILSLUIS_DELIVERY_TIMEOUTS_SILENCE_MS: String(SILENCE_MS),
  MAILSLUIS_DELIVERY_TIMEOUTS_TRANSACTION_MS: '20000',
  MAILSLUIS_QUEUE_RETRY_AFTER_SECONDS: '1',
  MAILSLUIS_QUEUE_RETRY_AT_MOST_SECONDS: '5',
})

type Stage = Readonly<{
  plan: Plan
  chance: Chance
  ledger: Ledger
  ground: Ground
  hop: NextHop
  programs: readonly Program[]
  /** Log lines above information, by event. */
  log: Map<string, number>
}>

/** No line of a log may hold a secret of a message; of the rest, warnings and errors are counted. */
const hearing = (ledger: Ledger, log: Map<string, number>) => (line: string) => {
  for (const secret of SECRETS) if (line.includes(secret)) ledger.faults.push('the log quotes a secret of a message')
  const event = /^\{"level":[45]0.*"event":"(\w+)"/.exec(line)?.[1]
  if (event) log.set(event, (log.get(event) ?? 0) + 1)
}

const setUp = async (plan: Plan, folder: string): Promise<Stage> => {
  const chance = chanceOf(plan.seed)
  const ledger = new Ledger()
  const log = new Map<string, number>()
  const ground = await openGround(plan.store, folder)
  const { good, other } = certificatesIn(folder)
  const hop = await NextHop.open({ good, other }, chanceOf(plan.seed + 1), (taken) => see(ledger, taken))
  const settings = { ...settingsOf(hop, good.certFile, plan.seed), ...ground.settings }
  const programs: Program[] = []
  for (let node = 0; node < plan.nodes; node++) {
    // Nodes share the store, each with a folder of its own; a single program has the small disk.
    const home = node === 0 ? folder : join(folder, `node-${node}`)
    if (node > 0) mkdirSync(home)
    const ports = [await freePort(), await freePort()] as const
    programs.push(new Program(`node-${node}`, home, ports, settings, hearing(ledger, log)))
  }
  await Promise.all(programs.map((program) => program.start()))
  return { plan, chance, ledger, ground, hop, programs, log }
}

/** Someone who is up, if any is. */
const anyOf = (programs: readonly Program[], chance: Chance) => (): Program => {
  const up = programs.filter((program) => program.up)
  return chance.pick(up.length > 0 ? up : programs)
}

/** Messages at the rate of the plan, by several connections, until `over`. Each client ends what it began, if it may. */
const send = async ({ plan, chance, ledger, programs }: Stage, over: () => boolean, patience: () => boolean) => {
  const begun = Date.now()
  const door = anyOf(programs, chanceOf(plan.seed + 2))
  let number = 0
  const client = async (own: number): Promise<void> => {
    const one = new Client(() => door().smtp, ledger, chanceOf(plan.seed + 100 + own))
    while (!over()) {
      const mail = mailOf(++number, chance)
      await wait(Math.max(0, begun + (mail.number / plan.rate) * 1000 - Date.now()))
      if (!over()) await one.submit(mail, patience)
    }
    one.hangUp()
  }
  await Promise.all(Array.from({ length: plan.clients }, (_, own) => client(own)))
}

/** A reviewer decides and senders press the link, as long as trouble lasts. */
const decide = async ({ plan, ledger, programs }: Stage, who: SignIn, over: () => boolean): Promise<void> => {
  const chance = chanceOf(plan.seed + 3)
  const reviewer = new Reviewer(anyOf(programs, chance), who, ledger, chance)
  while (!over()) {
    await reviewer.decide(10)
    for (const { number, link } of ledger.remedies.splice(0, 5)) if (chance.oneIn(2)) await reviewer.cure(link, number)
    await wait(500)
  }
}

/** Peace: until nothing is on its way any more, or nothing moves for a long time. */
const drain = async ({ plan, ground }: Stage): Promise<void> => {
  const end = Date.now() + plan.drainMs
  for (let round = 0; Date.now() < end; round++) {
    const { received, waiting } = await ground.look((store) => store.counts())
    if (received + waiting === 0) return
    if (round % 20 === 0) plan.tell(`${received} to be judged and ${waiting} to be delivered are left`)
    // As "queue retry" does: who was put off far ahead need not be waited for.
    if (round % 20 === 0) await ground.look((store) => store.retry('all', Date.now()))
    await wait(500)
  }
}

const killsIn = (ledger: Ledger): number => ledger.windows.filter(({ what }) => what === KILLED).length

const play = async (stage: Stage): Promise<void> => {
  const { plan, ledger, ground, programs, hop } = stage
  const reviewer = { name: 'Greet', roles: ['admin' as const], schools: [], password: 'kwartel-gespt-onder-tafel' }
  const { password } = await ground.look((store) => openAccounts(store).add(REVIEWER, reviewer))
  const begun = Date.now()
  const goesOn = (): boolean =>
    !plan.stop?.aborted && (plan.kills === undefined ? Date.now() - begun < plan.ms : killsIn(ledger) < plan.kills)
  let peaceAt = Number.POSITIVE_INFINITY
  const peace = (): boolean => Date.now() >= peaceAt
  const chances = { program: chanceOf(plan.seed + 4), hop: chanceOf(plan.seed + 5), store: chanceOf(plan.seed + 6) }
  const on = { ledger, programs, hop, troubles: ground.troubles, goesOn, tell: plan.tell }
  const trouble = befall(on, chances, plan.kills === undefined ? 10_000 : 3000).finally(() => {
    peaceAt = Date.now()
  })
  const sending = send(stage, peace, () => Date.now() < peaceAt + PATIENCE_MS)
  await Promise.all([trouble, sending, decide(stage, { email: REVIEWER, password }, peace)])
  plan.tell('peace; the queue empties')
  await drain(stage)
}

const checkAudit = async ({ ledger, ground }: Stage): Promise<void> => {
  const rows = await ground.look((store) => store.auditRows(1, 1))
  if (ledger.letGo.size > 0 && rows.length === 0) ledger.faults.push('nothing stands in the audit log')
}

export const runChaos = async (plan: Plan): Promise<Run> => {
  const folder = newFolder()
  let stage: Stage | undefined
  try {
    stage = await setUp(plan, folder)
    await play(stage)
    // What is counted must not move meanwhile.
    await Promise.all(stage.programs.map((program) => program.end('SIGTERM')))
    await checkAudit(stage)
    const accounts = accountsOf(stage.ledger, await stage.ground.look(remainsOf))
    const log = [...stage.log].map(([event, count]) => `${event} ${count} ×`)
    return { ledger: stage.ledger, accounts, log }
  } finally {
    await Promise.all(stage?.programs.map((program) => program.end('SIGKILL')) ?? [])
    await stage?.hop.close()
    await stage?.ground.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

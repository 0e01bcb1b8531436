/** What one more message costs when the school is larger, more is kept, or more people are written to. */
import { join } from 'node:path'
import type { Store } from '../../src/store/store.ts'
import { lookInto, remove, type Started, start } from '../gateway/running.ts'
import { keep, text } from '../store/mail.ts'
import { type Mails, TO, writeBatch, writeDirectory } from './mails.ts'
import { measure, type Recipients, type Sink } from './measure.ts'

type Step = Readonly<{
  count: number
  /** Milliseconds of processor time of the whole program, for one message from MAIL FROM until it is at the next hop. */
  cpuMs: number
  readyMs?: number
}>
export type Growth = Readonly<{ of: string; steps: readonly Step[] }>
export type Ground = Readonly<{ mails: Mails; sink: Sink; folder: string; tell: (words: string) => void }>

const PERSONS = [100, 10_000, 100_000] as const
const KEPT = [1000, 10_000, 100_000] as const
const RECIPIENTS = [1, 10, 100, 1000] as const

const MESSAGES = 300
const CONNECTIONS = 10
/** As `delivery.recipientsPerTransaction` has it unless told. */
const AT_ONCE = 100
/** Not before the measuring is over. */
const NOT_YET = Date.now() + 24 * 3_600_000

const settingsOf = ({ sink }: Ground, directory: string): Readonly<Record<string, string>> => ({
  MAILSLUIS_NEXT_HOP: `smtp://127.0.0.1:${sink.port}`,
  MAILSLUIS_DIRECTORY: directory,
})

const costOf = async (ground: Ground, gateway: Started, count: number, recipients?: Recipients): Promise<number> => {
  const batch = writeBatch(ground.mails, ground.folder, '10k', count)
  const kept = (): number => gateway.output().match(/"outcome":"(?:hold|bounce)"/g)?.length ?? 0
  const target = { port: gateway.smtp, pids: [gateway.child.pid!], kept, stop: async () => {} }
  const { measured, account } = await measure(target, ground.sink, batch, CONNECTIONS, recipients)
  if (account.sent !== account.arrived || account.twice > 0) throw new Error(`lost: ${JSON.stringify(account)}`)
  return measured.cpu!
}

/** Warm: the first round is thrown away. */
const warmCost = async (ground: Ground, gateway: Started): Promise<number> => {
  await costOf(ground, gateway, MESSAGES)
  return costOf(ground, gateway, MESSAGES)
}

const withGateway = async <T>(
  ground: Ground,
  directory: string,
  work: (gateway: Started, readyMs: number) => Promise<T>,
  folder?: string,
): Promise<T> => {
  const begun = performance.now()
  const gateway = await start(settingsOf(ground, directory), folder)
  try {
    return await work(gateway, performance.now() - begun)
  } finally {
    await gateway.stop()
    if (folder === undefined) remove(gateway.folder)
  }
}

const byPersons = async (ground: Ground): Promise<Growth> => {
  const steps: Step[] = []
  for (const count of PERSONS) {
    ground.tell(`growth: ${count} persons`)
    const directory = writeDirectory(ground.folder, count)
    const step = async (gateway: Started, readyMs: number): Promise<Step> => ({
      ...{ count, readyMs },
      cpuMs: await warmCost(ground, gateway),
    })
    steps.push(await withGateway(ground, directory, step))
  }
  return { of: 'persons', steps }
}

const byRecipients = async (ground: Ground, directory: string): Promise<Growth> =>
  withGateway(ground, directory, async (gateway) => {
    await costOf(ground, gateway, MESSAGES)
    const steps: Step[] = []
    for (const count of RECIPIENTS) {
      ground.tell(`growth: ${count} recipients`)
      const others = Array.from({ length: count - 1 }, (_, n) => `klant${n}@leverancier.example`)
      const messages = Math.max(20, MESSAGES / count)
      const recipients = { to: [TO, ...others], copies: Math.ceil(count / AT_ONCE) }
      steps.push({ count, cpuMs: await costOf(ground, gateway, messages, recipients) })
    }
    return { of: 'recipients', steps }
  })

const WORKERS = 64

/** Half of them held, half waiting for a time that does not come. */
const fill = async (store: Store, count: number): Promise<void> => {
  const numbers = Array.from({ length: count }, (_, n) => n).values()
  const worker = async (): Promise<void> => {
    for (const n of numbers)
      await keep(
        store,
        { [`ouder${n}@ouder.example`]: n % 2 === 0 ? 'held' : 'waiting' },
        { nextAt: NOT_YET + n, raw: text(`brief ${n}`) },
      )
  }
  await Promise.all(Array.from({ length: WORKERS }, worker))
}

const byKept = async (ground: Ground, directory: string): Promise<Growth> => {
  const folder = join(ground.folder, 'kept')
  const steps: Step[] = []
  let kept = 0
  // The first start makes the key.
  await withGateway(ground, directory, async () => {}, folder)
  for (const count of KEPT) {
    ground.tell(`growth: ${count} kept`)
    const more = count - kept
    await lookInto(folder, (store) => fill(store, more))
    kept = count
    const step = async (gateway: Started, readyMs: number): Promise<Step> => ({
      ...{ count, readyMs },
      cpuMs: await warmCost(ground, gateway),
    })
    steps.push(await withGateway(ground, directory, step, folder))
  }
  return { of: 'kept, half of them queued', steps }
}

export const measureGrowth = async (ground: Ground): Promise<readonly Growth[]> => {
  const persons = await byPersons(ground)
  const directory = writeDirectory(ground.folder, 10_000)
  return [persons, await byRecipients(ground, directory), await byKept(ground, directory)]
}

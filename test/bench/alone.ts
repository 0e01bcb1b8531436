/** What no relay can be set beside: how soon the gateway is ready, what it takes while nothing happens, and judging by itself. */
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { openReaders } from '../../src/attachments/attachments.ts'
import { loadConfig } from '../../src/config.ts'
import { judge } from '../../src/gateway.ts'
import { readRules } from '../../src/rulebook.ts'
import { residentBytes, workedMs } from '../family.ts'
import { start } from '../gateway/running.ts'
import { FROM, type Mails, TO } from './mails.ts'

const ROOT = join(import.meta.dirname, '../..')
const DEMO = join(ROOT, 'config/demo/directory.json')
const IDLE_MS = 10_000

export type Alone = Readonly<{
  readyMs: number
  /** Processor time until then. */
  readyCpuMs: number
  idleBytes: number
  /** Of one processor. */
  idleShare: number
  /** Milliseconds of processor time for a message of 10 KB whose text was never met, and for one met before. */
  judgeNewMs: number
  judgeKnownMs: number
}>

const resting = async (): Promise<Pick<Alone, 'readyMs' | 'readyCpuMs' | 'idleBytes' | 'idleShare'>> => {
  // The very first start after an update compiles, and keeps what that gave for all others.
  const first = await start({ MAILSLUIS_DIRECTORY: DEMO })
  await first.stop()
  rmSync(first.folder, { recursive: true, force: true })
  const begun = performance.now()
  const gateway = await start({ MAILSLUIS_DIRECTORY: DEMO })
  const readyMs = performance.now() - begun
  const pid = gateway.child.pid!
  const readyCpuMs = workedMs(pid)
  await wait(2000)
  const before = workedMs(pid)
  await wait(IDLE_MS)
  const idle = { idleBytes: residentBytes(pid), idleShare: (workedMs(pid) - before) / IDLE_MS }
  await gateway.stop()
  rmSync(gateway.folder, { recursive: true, force: true })
  return { readyMs, readyCpuMs, ...idle }
}

const cpuMs = async (work: () => Promise<void>): Promise<number> => {
  const before = process.cpuUsage()
  await work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000
}

const SOME = 20
const AGAIN = 10

const judging = async (mails: Mails, directory: string): Promise<Pick<Alone, 'judgeNewMs' | 'judgeKnownMs'>> => {
  const { config } = loadConfig({ env: { MAILSLUIS_DIRECTORY: directory }, cwd: ROOT })
  const { rules } = readRules(config)
  const readers = openReaders(config.attachments)
  const envelope = { mailFrom: FROM, rcptTo: [TO] }
  const judgeAll = async (some: readonly Buffer[]): Promise<void> => {
    for (const raw of some) await judge(raw, envelope, rules, readers, Date.now())
  }
  const all = mails.get('10k')!
  // The first half makes the program warm; of the second no text was met yet.
  const half = all.length >> 1
  await judgeAll(all.slice(0, half))
  const fresh = await cpuMs(() => judgeAll(all.slice(half)))
  const some = all.slice(0, SOME)
  await judgeAll(some)
  await judgeAll(some)
  const known = await cpuMs(async () => {
    for (let n = 0; n < AGAIN; n += 1) await judgeAll(some)
  })
  await readers.close()
  return { judgeNewMs: fresh / (all.length - half), judgeKnownMs: known / (SOME * AGAIN) }
}

export const measureAlone = async (mails: Mails, directory: string): Promise<Alone> => ({
  ...(await resting()),
  ...(await judging(mails, directory)),
})

/** One cell of the table: so much mail of one class, over so many connections, through one target. */
import { type ChildProcess, execFile, fork } from 'node:child_process'
import { once } from 'node:events'
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { promisify } from 'node:util'
import { watchResident, workedMs } from '../family.ts'
import { type Batch, FROM, TO } from './mails.ts'
import type { Load, Sent } from './source-process.ts'
import type { Target } from './targets.ts'

export type Measured = Readonly<{
  /** Messages that reached the next hop, a second, from the first MAIL FROM to the last of them. */
  perSecond: number
  /** Milliseconds from MAIL FROM to 250. */
  p50: number
  p99: number
  /** The same of the messages of 10 KB and less among all. */
  small99: number
  /** Processor seconds of the target for a thousand messages; undefined of nobody. */
  cpu: number | undefined
  /** Bytes, all processes of the target together. */
  resident: number | undefined
}>

/** What became of every message; anything but `sent === arrived + kept` is a fault. */
export type Account = Readonly<{ sent: number; arrived: number; kept: number; twice: number; refused: number }>

type Told = Readonly<{ copies: readonly (readonly [id: number, count: number])[]; lastAt: number }>

export class Sink {
  readonly port: number
  readonly #child: ChildProcess

  static async open(): Promise<Sink> {
    const child = fork(join(import.meta.dirname, 'sink-process.ts'))
    const [{ port }] = (await once(child, 'message')) as [{ port: number }]
    return new Sink(child, port)
  }

  private constructor(child: ChildProcess, port: number) {
    this.#child = child
    this.port = port
  }

  async told(): Promise<Told> {
    this.#child.send('told')
    const [told] = (await once(this.#child, 'message')) as [Told]
    return told
  }

  forget(): void {
    this.#child.send('forget')
  }

  close(): void {
    this.#child.disconnect()
  }
}

const run = promisify(execFile)

const send = async (load: Load): Promise<Sent> => {
  const file = `${load.file}.json`
  writeFileSync(file, JSON.stringify(load))
  const { stdout } = await run(process.execPath, [join(import.meta.dirname, 'source-process.ts'), file], {
    maxBuffer: 64e6,
  })
  rmSync(file)
  return JSON.parse(stdout) as Sent
}

const LOOK_MS = 50
const PATIENCE_MS = 120_000

/** Until all of it is at the next hop or kept back, or nothing moves any more. */
const settle = async (sink: Sink, target: Target, keptBefore: number, count: number): Promise<Told> => {
  const end = Date.now() + PATIENCE_MS
  for (;;) {
    const told = await sink.told()
    const copies = sumOf(told.copies.map(([, times]) => times))
    if (copies + target.kept() - keptBefore >= count || Date.now() > end) return told
    await wait(LOOK_MS)
  }
}

const quantile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0

const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0)

const ascending = (a: number, b: number): number => a - b

/** `copies`: transactions in which one message reaches the next hop. */
export type Recipients = Readonly<{ to: readonly string[]; copies: number }>
const ONE: Recipients = { to: [TO], copies: 1 }

export const measure = async (
  target: Target,
  sink: Sink,
  batch: Batch,
  connections: number,
  { to, copies: each }: Recipients = ONE,
): Promise<Readonly<{ measured: Measured; account: Account }>> => {
  sink.forget()
  const { pids } = target
  const kept = target.kept()
  const worked = sumOf(pids.map((pid) => workedMs(pid)))
  const watches = pids.map((pid) => watchResident(pid))
  const { port } = target
  const sent = await send({ port, connections, from: FROM, to, file: batch.file, mails: batch.mails })
  const told = await settle(sink, target, kept, (batch.ids.length - sent.refused) * each)
  const resident = sumOf(watches.map((watch) => watch.highest()))
  for (const watch of watches) watch.stop()
  const cpu = (sumOf(pids.map((pid) => workedMs(pid))) - worked) / batch.ids.length
  const ofTarget = pids.length === 0 ? { cpu: undefined, resident: undefined } : { cpu, resident }
  const all = sent.took.map(([, ms]) => ms).sort(ascending)
  const small = sent.took.flatMap(([kind, ms]) => (kind === '1k' || kind === '10k' ? [ms] : [])).sort(ascending)
  const seconds = (told.lastAt - sent.begun) / 1000
  const copies = new Map(told.copies)
  const arrived = batch.ids.filter((id) => copies.has(id))
  return {
    measured: {
      ...{ perSecond: arrived.length / seconds, p50: quantile(all, 0.5), p99: quantile(all, 0.99) },
      ...{ small99: quantile(small, 0.99), ...ofTarget },
    },
    account: {
      ...{ sent: batch.ids.length, arrived: arrived.length, kept: target.kept() - kept, refused: sent.refused },
      twice: told.copies.filter(([, count]) => count > each).length,
    },
  }
}

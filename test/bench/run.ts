/** Rounds in turn: each cell once for every target, then the next round, so that what the machine does meanwhile meets all of them. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Alone, measureAlone } from './alone.ts'
import { type Growth, measureGrowth } from './growth.ts'
import { type MailClass, openMails, writeBatch, writeDirectory } from './mails.ts'
import { type Account, type Measured, measure, Sink } from './measure.ts'
import { KINDS, type Target } from './targets.ts'

export type Cell = Readonly<{ mail: MailClass; connections: number; count: number }>
export type Plan = Readonly<{
  targets: readonly string[]
  cells: readonly Cell[]
  rounds: number
  alone: boolean
  growth: boolean
  persons: number
  cpuProf: string | undefined
}>
export type Result = Readonly<{ target: string; cell: Cell; rounds: readonly Measured[]; accounts: readonly Account[] }>

/** Before the first round, unmeasured: a program that is warm is what a school has. */
const WARM: Cell = { mail: '10k', connections: 10, count: 300 }

export const runBench = async (
  plan: Plan,
  tell: (words: string) => void,
): Promise<Readonly<{ results: readonly Result[]; alone: Alone | undefined; growth: readonly Growth[] }>> => {
  const folder = mkdtempSync(join(tmpdir(), 'mailsluis-bench-'))
  const directory = writeDirectory(folder, plan.persons)
  const sink = await Sink.open()
  const open = new Map<string, Target>()
  const results = new Map<string, { target: string; cell: Cell; rounds: Measured[]; accounts: Account[] }>()
  const one = async (target: Target, cell: Cell) => {
    const batch = writeBatch(mails, folder, cell.mail, cell.count)
    const done = await measure(target, sink, batch, cell.connections)
    rmSync(batch.file)
    return done
  }
  tell('writes its mail')
  const mails = await openMails(directory)
  try {
    if (plan.alone) tell('measures Mailsluis alone')
    const alone = plan.alone ? await measureAlone(mails, directory) : undefined
    const growth = plan.growth ? await measureGrowth({ mails, sink, folder, tell }) : []
    for (const name of plan.cells.length === 0 ? [] : plan.targets) {
      tell(`starts ${KINDS[name]!.name}`)
      const target = await KINDS[name]!.open({ sink: sink.port, folder, directory, cpuProf: plan.cpuProf })
      open.set(name, target)
      await one(target, WARM)
    }
    for (let round = 1; round <= plan.rounds; round += 1) {
      for (const cell of plan.cells) {
        tell(`round ${round}: ${cell.mail} × ${cell.connections}`)
        for (const [name, target] of open) {
          const { measured, account } = await one(target, cell)
          const key = `${name} ${cell.mail} ${cell.connections}`
          const result = results.get(key) ?? { target: name, cell, rounds: [], accounts: [] }
          result.rounds.push(measured)
          result.accounts.push(account)
          results.set(key, result)
        }
      }
    }
    return { results: [...results.values()], alone, growth }
  } finally {
    for (const target of open.values()) await target.stop()
    sink.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Sets one bomb off in a process of its own and tells what it cost: time, memory, and the patience of other mail. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { endingWithUs } from '../children.ts'
import { watchResident, workedMs } from '../family.ts'
import type { Bomb } from './bombs.ts'
import { STOPPED, type Verdict } from './judging.ts'
import { failed, type Scored, said } from './score.ts'

/** Goals: what one bomb may cost at most. */
export const BOMB_GOALS = { ms: 2000, megabytes: 200, slowestMs: 2000 } as const

/**
 * `megabytes` more than before, at the highest; `slowest`: the longest that a small mail beside it took, in ms. `cpuMs` has that
 * of the small mails in it: where it is far below `ms`, the machine was busy with something else.
 */
export type Cost = Readonly<{ verdict: Verdict; ms: number; cpuMs: number; slowest: number; megabytes: number }>

const CHILD = join(import.meta.dirname, 'bomb-child.ts')
const PATIENCE_MS = 60_000
const MB = 1024 * 1024
/** A second look would not help. */
const HOPELESS_MS = 8000

const watch = async (child: ChildProcess): Promise<Cost> => {
  let output = ''
  let complaint = ''
  let memory: ReturnType<typeof watchResident> | undefined
  child.stdout?.on('data', (chunk) => (output += chunk))
  child.stderr?.on('data', (chunk) => (complaint += chunk))
  child.once('message', () => {
    memory = watchResident(child.pid)
  })
  let worked = ''
  const late = setTimeout(() => {
    worked = `${workedMs(child.pid) / 1000} s`
    child.kill('SIGKILL')
  }, PATIENCE_MS)
  const [code, signal] = await once(child, 'close')
  clearTimeout(late)
  memory?.stop()
  if (code !== 0)
    throw new Error(
      signal === 'SIGKILL'
        ? `did not end in ${PATIENCE_MS / 1000} s (${worked} of CPU)`
        : `ended with ${code ?? signal}: ${complaint.slice(0, 200)}`,
    )
  const { before, highest, ...cost } = JSON.parse(output)
  return { ...cost, megabytes: (Math.max(memory?.highest() ?? 0, highest) - before) / MB }
}

const measure = async (raw: Buffer): Promise<Cost> => {
  const folder = mkdtempSync(join(tmpdir(), 'mailsluis-bomb-'))
  try {
    const file = join(folder, 'bomb.eml')
    writeFileSync(file, raw)
    return await watch(
      endingWithUs(spawn(process.execPath, [CHILD, file], { stdio: ['ignore', 'pipe', 'pipe', 'ipc'] })),
    )
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Its own time: on a busy machine that of the processor. A reader that was given up may have done nothing at all, for long. */
const ownMs = ({ ms, cpuMs, verdict }: Cost): number =>
  verdict.unread.some((one) => one.startsWith('reader-timeout')) ? ms : Math.min(ms, cpuMs)

const dear = (cost: Cost): boolean =>
  ownMs(cost) > BOMB_GOALS.ms || cost.megabytes > BOMB_GOALS.megabytes || cost.slowest > BOMB_GOALS.slowestMs

export const sayCost = ({ ms, cpuMs, megabytes, slowest }: Cost): string =>
  `${Math.round(ms)} ms (${Math.round(cpuMs)} of CPU), ${Math.round(megabytes)} MB, other mail ${Math.round(slowest)} ms`

const wrongOf = ({ unread }: Bomb, cost: Cost): string | undefined => {
  const { verdict } = cost
  const words = [
    ...(dear(cost) ? [`too dear: ${sayCost(cost)}`] : []),
    ...(unread && !(STOPPED.includes(verdict.outcome) && verdict.rules.includes('uninspectable'))
      ? [`passed as read: ${said(verdict)}`]
      : []),
  ]
  return words.length > 0 ? words.join('; ') : undefined
}

export type ScoredBomb = Scored & Readonly<{ cost: Cost | undefined }>

export const scoreBomb = async (bomb: Bomb): Promise<ScoredBomb> => {
  const base = { name: bomb.name, group: 'bombs' }
  try {
    const raw = await bomb.mail()
    let cost = await measure(raw)
    // Something else may have kept the machine busy.
    if (dear(cost) && ownMs(cost) < HOPELESS_MS) {
      const again = await measure(raw)
      if (ownMs(again) < ownMs(cost) || !dear(again)) cost = again
    }
    return { ...base, cost, verdict: cost.verdict, wrong: wrongOf(bomb, cost) }
  } catch (error) {
    return { ...base, cost: undefined, verdict: undefined, wrong: failed(error) }
  }
}

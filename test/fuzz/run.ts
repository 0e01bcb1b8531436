/** Case after case until the time is up; what goes wrong is made smaller and kept. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Case, caseAt } from './cases.ts'
import type { Answer, Fault } from './judge.ts'
import { type Family, openSeeds } from './seeds.ts'
import { Watch } from './watch.ts'

export type FuzzPlan = Readonly<{
  ms: number
  run: number
  only?: Family | undefined
  /** Where failing messages are written; none are when it is undefined. */
  folder?: string | undefined
  /** Begin at this number, to see one case again. */
  from?: number
  most?: number
  tell?: (line: string) => void
}>

export type Failure = Readonly<{ case: Case; faults: readonly Fault[] }>
export type FuzzReport = Readonly<{
  cases: number
  failures: readonly Failure[]
  /** How often each reason was given for not reading something. */
  said: ReadonlyMap<string, number>
  slowestMs: number
  endedByItself: boolean
  printed: readonly string[]
}>

const TWICE_EVERY = 20
const SMALLER_TRIES = 60

const kindsOf = ({ faults }: Pick<Answer, 'faults'>): string =>
  [...new Set(faults.map(({ kind }) => kind))].sort().join()

/** Stretches are left out as long as it goes wrong in the same way. Hangs take too long to try again and again. */
const smaller = async (watch: Watch, { raw, words }: Case, kinds: string): Promise<Buffer> => {
  let best = raw
  if (/hang|slow|lost words|another/.test(kinds)) return best
  let tries = SMALLER_TRIES
  for (let size = raw.length >> 1; size >= 16 && tries > 0; size >>= 1)
    for (let at = 0; at + size <= best.length && tries > 0; at += size) {
      tries -= 1
      const shorter = Buffer.concat([best.subarray(0, at), best.subarray(at + size)])
      if (kindsOf(await watch.ask({ raw: shorter, words, twice: false })) !== kinds) continue
      best = shorter
      at -= size
    }
  return best
}

const keep = (folder: string, { case: { id, seed, steps, words }, faults }: Failure, raw: Buffer): void => {
  mkdirSync(folder, { recursive: true })
  const name = `${faults[0]!.kind.replaceAll(' ', '-')}-${id}`
  writeFileSync(join(folder, `${name}.eml`), raw)
  writeFileSync(join(folder, `${name}.json`), `${JSON.stringify({ seed, steps, words, faults }, undefined, 2)}\n`)
}

export const runFuzz = async ({
  ms,
  run,
  only,
  folder,
  from = 0,
  most,
  tell = () => {},
}: FuzzPlan): Promise<FuzzReport> => {
  const seeds = await openSeeds()
  const watch = new Watch()
  const failures: Failure[] = []
  const said = new Map<string, number>()
  const begun = Date.now()
  let slowestMs = 0
  let number = from
  for (; Date.now() - begun < ms && number - from < (most ?? Number.POSITIVE_INFINITY); number += 1) {
    const one = caseAt(seeds, run, number, only)
    const answer = await watch.ask({ raw: one.raw, words: one.words, twice: number % TWICE_EVERY === 0 })
    slowestMs = Math.max(slowestMs, answer.cpuMs)
    for (const reason of new Set(answer.said)) said.set(reason, (said.get(reason) ?? 0) + 1)
    if (answer.faults.length === 0) continue
    const failure = { case: one, faults: answer.faults }
    failures.push(failure)
    tell(`${one.id} ${one.seed}: ${kindsOf(answer)} (${one.steps.join(' + ')}) ${answer.faults[0]!.detail}`)
    if (folder) keep(folder, failure, await smaller(watch, one, kindsOf(answer)))
  }
  const endedByItself = await watch.close()
  return { cases: number - from, failures, said, slowestMs, endedByItself, printed: watch.printed }
}

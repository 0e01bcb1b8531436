/** The names counts stand under in the store: a closed set, and the rules in force. Released names are never changed. PURE. */
import { strictest } from '../policy/policy.ts'
import type { EndedMail, JudgedMail } from './figures.ts'

/** How a message that was held or stopped came to its end. `mended`: released, but changed; `remedied`: by its sender. */
export const ENDINGS = ['released', 'mended', 'returned', 'withdrawn', 'expired', 'remedied'] as const
export type Ending = (typeof ENDINGS)[number]

export type Count = Readonly<{ key: string; n: number }>

/** Upper bounds of the classes of size, bytes; the last class has none. */
export const SIZE_BOUNDS = [100_000, 1_000_000, 5_000_000, 10_000_000, 25_000_000] as const

/** Upper bounds of the classes of waiting, minutes of school; the last class has none. */
export const WAIT_BOUNDS = [5, 10, 15, 20, 30, 45, 60, 90, 120, 180, 240, 360, 480, 720, 960, 1440, 1920, 2880] as const

const classOf = (bounds: readonly number[], value: number): number => {
  const found = bounds.findIndex((bound) => value <= bound)
  return found === -1 ? bounds.length : found
}

const one = (key: string): Count => ({ key, n: 1 })

/** What a rule in force came to in a message: a message that was delivered with a tip leaves no verdict behind. */
const outcomesOf = (hits: JudgedMail['decision']['hits']): readonly Count[] => {
  const byRule = Map.groupBy(hits, ({ rule }) => rule)
  return [...byRule].map(([rule, own]) => one(`hit:${strictest(own.map(({ outcome }) => outcome))}:${rule}`))
}

/** A rule counts once for a message: in shadow apart, since nothing came of it; where an exception holds, not at all. */
export const countsOf = ({ decision, size }: JudgedMail): readonly Count[] => {
  const hits = decision.hits.filter(({ exception }) => exception === undefined)
  const rules = new Set(hits.map(({ mode, rule }) => `${mode === 'shadow' ? 'shadow' : 'rule'}:${rule}`))
  return [
    one(`outcome:${decision.outcome}`),
    one(`size:${classOf(SIZE_BOUNDS, size)}`),
    { key: 'bytes', n: size },
    ...[...rules].map(one),
    ...outcomesOf(hits.filter(({ mode }) => mode !== 'shadow')),
  ]
}

/** Only what a reviewer decided took a reviewer time. */
export const countsOfEnd = ({ ending, schoolMinutes }: EndedMail): readonly Count[] => {
  const isDecided = ending === 'released' || ending === 'mended' || ending === 'returned'
  return [one(`end:${ending}`), ...(isDecided ? [one(`wait:${classOf(WAIT_BOUNDS, schoolMinutes)}`)] : [])]
}

export const countOfAnswer = (outcome: string): Count => one(`answer:${outcome}`)

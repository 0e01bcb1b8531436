/** Counts as a person looks at them: sums, shares and times. PURE. */
import type { Outcome } from '../policy/policy.ts'
import type { Figure } from '../store/store.ts'
import { SIZE_BOUNDS, WAIT_BOUNDS } from './keys.ts'

/** n by key. */
export type Sums = ReadonlyMap<string, number>

export const OUTCOMES: readonly Outcome[] = ['forward', 'notify', 'hold', 'bounce']
/** Upper bound of each class, bytes; the last has none. */
export const SIZES: readonly number[] = [...SIZE_BOUNDS, Number.POSITIVE_INFINITY]

/** Of fewer decisions a time says more about a person than about a school. */
const FEWEST = 5

export type Glance = Readonly<{
  messages: number
  bytes: number
  outcomes: Readonly<Record<Outcome, number>>
  /** Messages by class of size. */
  sizes: readonly number[]
  /** Messages in which a rule in force hit; the most first. */
  rules: readonly Readonly<{ rule: string; messages: number }>[]
  /** Messages in which a rule on trial would have hit. */
  shadow: readonly Readonly<{ rule: string; messages: number }>[]
  endings: Readonly<Record<'released' | 'mended' | 'returned' | 'withdrawn' | 'expired' | 'remedied', number>>
  /** Of what was held and came to an end, what a reviewer let go as it was: 0–1. Undefined of too few. */
  falseAlarms: number | undefined
  /** School minutes a decision took: half were faster, nine in ten were. Undefined of too few. */
  wait: Readonly<{ median: number; most: number; decisions: number }> | undefined
  answers: Readonly<Record<'delivered' | 'retry' | 'failed', number>>
}>

export const sumOf = (figures: readonly Figure[], periods?: readonly string[]): Sums => {
  const wanted = periods && new Set(periods)
  const sums = new Map<string, number>()
  for (const { period, key, n } of figures) if (!wanted || wanted.has(period)) sums.set(key, n + (sums.get(key) ?? 0))
  return sums
}

/** As if the decisions of a class were spread evenly over it; the last class counts as its lower bound. */
const quantile = (classes: readonly number[], share: number): number => {
  const wanted = share * classes.reduce((sum, n) => sum + n, 0)
  let before = 0
  for (const [index, n] of classes.entries()) {
    const from = WAIT_BOUNDS[index - 1] ?? 0
    if (n > 0 && before + n >= wanted) return from + ((WAIT_BOUNDS[index] ?? from) - from) * ((wanted - before) / n)
    before += n
  }
  return 0
}

const rulesIn = (sums: Sums, prefix: string) =>
  [...sums]
    .filter(([key]) => key.startsWith(prefix))
    .map(([key, messages]) => ({ rule: key.slice(prefix.length), messages }))
    .sort((a, b) => b.messages - a.messages || (a.rule < b.rule ? -1 : 1))

export const glanceAt = (sums: Sums): Glance => {
  const of = (key: string): number => sums.get(key) ?? 0
  const outcomes = { forward: 0, notify: 0, hold: 0, bounce: 0 }
  for (const outcome of OUTCOMES) outcomes[outcome] = of(`outcome:${outcome}`)
  const endings = {
    ...{ released: of('end:released'), mended: of('end:mended'), returned: of('end:returned') },
    ...{ withdrawn: of('end:withdrawn'), expired: of('end:expired'), remedied: of('end:remedied') },
  }
  const ended = endings.released + endings.mended + endings.returned + endings.withdrawn + endings.expired
  const waits = [...WAIT_BOUNDS, 0].map((_, index) => of(`wait:${index}`))
  const decisions = waits.reduce((sum, n) => sum + n, 0)
  return {
    ...{ outcomes, endings, bytes: of('bytes') },
    messages: OUTCOMES.reduce((sum, outcome) => sum + outcomes[outcome], 0),
    sizes: SIZES.map((_, index) => of(`size:${index}`)),
    rules: rulesIn(sums, 'rule:'),
    shadow: rulesIn(sums, 'shadow:'),
    falseAlarms: ended < FEWEST ? undefined : endings.released / ended,
    wait: decisions < FEWEST ? undefined : { median: quantile(waits, 0.5), most: quantile(waits, 0.9), decisions },
    answers: { delivered: of('answer:delivered'), retry: of('answer:retry'), failed: of('answer:failed') },
  }
}

/**
 * In how many messages a rule had which outcome, the strictest counting; `forward`: it was only counted. Also of those that
 * are long delivered.
 */
export const hitsOf = (sums: Sums, rule: string): Readonly<Record<Outcome, number>> => {
  const of = (outcome: Outcome): number => sums.get(`hit:${outcome}:${rule}`) ?? 0
  const quiet = of('forward') + (sums.get(`shadow:${rule}`) ?? 0)
  return { forward: quiet, notify: of('notify'), hold: of('hold'), bounce: of('bounce') }
}

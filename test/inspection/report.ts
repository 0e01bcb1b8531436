/** What was measured as a table, and as the figures that must not get worse. */
import { BIG_GOALS, type Big } from './big.ts'
import { BOMB_GOALS, type ScoredBomb } from './bomb-run.ts'
import type { Scored } from './score.ts'

export type Figures = Readonly<Record<string, number>>

/** Group, what its figure says, and the share that is asked for; undefined where none is. */
const GROUPS: readonly (readonly [group: string, says: string, goal: number | undefined])[] = [
  ['ordinary', 'ordinary wraps, stopped for the same rule', 1],
  ['ordinary twins', 'their clean twins, forwarded without a word', 1],
  ['hard', 'hard wraps, stopped for the same rule', 0.8],
  ['hard twins', 'their clean twins, forwarded without a word', 1],
  ['beyond', 'further than most look, stopped', undefined],
  ['beyond twins', 'their clean twins, forwarded without a word', undefined],
  ['uninspectable', 'unreadable, and said so for the right reason', 1],
  ['bombs', `bombs: ${BOMB_GOALS.ms} ms, ${BOMB_GOALS.megabytes} MB, other mail goes on`, 1],
]

const percent = (share: number): string => `${(share * 100).toFixed(1).padStart(5)} %`

const right = (scored: readonly Scored[]): number => scored.filter(({ wrong }) => wrong === undefined).length

const rowOf = (all: readonly Scored[], [group, says, goal]: (typeof GROUPS)[number]): string[] => {
  const scored = all.filter((one) => one.group === group)
  if (scored.length === 0) return []
  const count = `${String(right(scored)).padStart(5)} of ${String(scored.length).padEnd(4)}`
  return [
    `  ${says.padEnd(50)}${count}${percent(right(scored) / scored.length)}${goal === undefined ? '' : `   (goal ${goal * 100} %)`}`,
  ]
}

const dearest = (bombs: readonly ScoredBomb[]): string[] => {
  const costs = bombs.flatMap(({ cost }) => (cost ? [cost] : []))
  if (costs.length === 0) return []
  const most = (of: (cost: (typeof costs)[number]) => number): number => Math.round(Math.max(...costs.map(of)))
  return [
    `  the dearest bomb: ${most(({ ms }) => ms)} ms, ${most(({ megabytes }) => megabytes)} MB; other mail waited ${most(({ slowest }) => slowest)} ms at most`,
  ]
}

const bigRow = (big: Big | undefined): string[] =>
  big === undefined
    ? []
    : [
        `  ${(big.bytes / 1e6).toFixed(1)} MB with three documents: ${Math.round(big.ms)} ms (goal ${BIG_GOALS.ms}), ${Math.round(big.megabytes)} MB resident (goal ${BIG_GOALS.megabytes}), ${big.outcome}`,
      ]

export type Measured = Readonly<{ scored: readonly Scored[]; bombs: readonly ScoredBomb[]; big: Big | undefined }>

export const table = ({ scored, bombs, big }: Measured): readonly string[] => [
  'INSPECTION',
  ...GROUPS.flatMap((group) => rowOf([...scored, ...bombs], group)),
  ...dearest(bombs),
  ...bigRow(big),
]

export const failures = ({ scored, bombs, big }: Measured): readonly string[] => [
  ...[...scored, ...bombs].flatMap(({ name, wrong }) => (wrong === undefined ? [] : [`  ${name}: ${wrong}`])),
  ...(big?.wrong === undefined ? [] : [`  big: ${big.wrong}`]),
]

/** Shares, the higher the better; of the big mail 1 where it reached its goals. Only what was measured. */
export const figuresOf = ({ scored, bombs, big }: Measured): Figures => ({
  ...Object.fromEntries(
    GROUPS.flatMap(([group]) => {
      const own = [...scored, ...bombs].filter((one) => one.group === group)
      return own.length === 0 ? [] : [[group, right(own) / own.length]]
    }),
  ),
  ...(big === undefined ? {} : { big: big.wrong === undefined ? 1 : 0 }),
})

/** What got worse than it was. */
export const worse = (before: Figures, now: Figures): readonly string[] =>
  Object.entries(now).flatMap(([name, share]) => {
    const least = before[name] ?? 0
    return share >= least - 1e-9 ? [] : [`${name} was ${percent(least)} and is ${percent(share)}.`]
  })

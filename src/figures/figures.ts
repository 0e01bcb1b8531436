/**
 * What is counted: how many messages of which size met which outcome and which rules, how long a decision took, what next
 * hops answered. By school, day and week; never by person, and nothing of what a message said.
 *
 * Counts wait in memory for a few seconds and are then added to the store, where all nodes add up. A process that is killed
 * takes those seconds along; nothing is ever counted twice. They are statistics: what must be proved stands in the audit log.
 */
import type { Decision } from '../policy/policy.ts'
import type { Figure } from '../store/store.ts'
import type { Ending } from './keys.ts'
import type { Metrics } from './metrics.ts'

export { type Glance, glanceAt, hitsOf, SIZES, type Sums, sumOf } from './glance.ts'
export { ENDINGS, type Ending } from './keys.ts'
export type { Measured, Metrics } from './metrics.ts'
export { FiguresOptions } from './options.ts'
export { addDays, dayOf, daysOf, daysUntil, isWeek, lastDayOf, mondayOf, weekOf, weeksUntil } from './periods.ts'
export { openFigures } from './recorder.ts'
export { openWeekly, type Weekly } from './weekly.ts'

export type JudgedMail = Readonly<{
  /** Domain of the sender. */
  school: string
  decision: Decision
  /** Bytes. */
  size: number
  /** Why parts of it could not be read. */
  unread: readonly string[]
  /** What judging took, milliseconds. */
  ms: number
}>

export type EndedMail = Readonly<{
  school: string
  ending: Ending
  /** From the verdict to the end, in minutes of the school clock. */
  schoolMinutes: number
}>

/** Who is told what happens. Never throws, never waits. */
export interface Counting {
  judged(mail: JudgedMail): void
  ended(mail: EndedMail): void
  /** What the next hop said of each recipient. */
  answered(school: string, outcomes: readonly ('delivered' | 'retry' | 'failed')[]): void
}

export interface Figures extends Counting {
  /** The day it is at school. */
  today(): string
  /** `schools`: only these; all when undefined. */
  read(periods: readonly string[], schools?: readonly string[]): Promise<readonly Figure[]>
  /** What waits in memory is in the store when it resolves. */
  flush(): Promise<void>
  close(): Promise<void>
}

/** Loaded only where somebody may read them. */
export const openMetrics = async (): Promise<Metrics> => (await import('./metrics.ts')).openMetrics()

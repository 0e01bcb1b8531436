/** The four outcomes and the four modes in order of strictness, and how they combine. */
import type { Mode, Outcome } from './policy.ts'

export const OUTCOMES = ['forward', 'notify', 'hold', 'bounce'] as const satisfies readonly Outcome[]
export const MODES = ['off', 'shadow', 'advise', 'enforce'] as const satisfies readonly Mode[]

export const rank = (outcome: Outcome): number => OUTCOMES.indexOf(outcome)

export const strictest = (outcomes: Iterable<Outcome>): Outcome => {
  let found: Outcome = 'forward'
  for (const outcome of outcomes) if (rank(outcome) > rank(found)) found = outcome
  return found
}

export const milder = (a: Outcome, b: Outcome): Outcome => (rank(a) < rank(b) ? a : b)

/** What a mode lets through of an outcome. */
export const under = (mode: Mode, outcome: Outcome): Outcome => {
  if (mode === 'enforce') return outcome
  return mode === 'advise' ? milder(outcome, 'notify') : 'forward'
}

/**
 * An automatic message is never bounced and never answered (RFC 3834 §2): a bounce would go to nobody or start a loop,
 * advice would reach a machine. What must stop waits for a reviewer.
 */
export const forAutomatic = (outcome: Outcome): Outcome => {
  if (outcome === 'bounce') return 'hold'
  return outcome === 'notify' ? 'forward' : outcome
}

/** Which rules a reviewer may make an exception to. */
import type { RuleId } from '../detectors/detectors.ts'
import type { Hit } from '../policy/policy.ts'

/** Every pack enforces these; what nobody could read, what may be a virus, and whom we must not mail is no matter of habit. */
const NEVER: readonly RuleId[] = ['dangerous-attachment', 'uninspectable', 'no-contact']

export const isExceptable = (rule: Hit['rule']): rule is RuleId =>
  !rule.startsWith('own:') && !NEVER.includes(rule as RuleId)

/** Of what stops a message, the rules that were checked and may be excepted. */
export const exceptableIn = (hits: readonly Hit[]): readonly RuleId[] => {
  const stopping = hits.filter(({ outcome, finding }) => finding && (outcome === 'hold' || outcome === 'bounce'))
  return [...new Set(stopping.map(({ rule }) => rule).filter(isExceptable))]
}

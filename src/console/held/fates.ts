/** What became of a recipient, in words. Delivered is what the next hop took, and nothing before. */
import type { Decision } from '../../policy/policy.ts'
import type { RecipientState } from '../../store/store.ts'
import type { View } from '../layout.ts'

/** On its way because somebody let it go, or because nothing ever held it. */
export const fateOf = ({ address, fate }: RecipientState, decision: Decision, { texts }: View): string => {
  const own = decision.recipients.find((r) => r.address.toLowerCase() === address.toLowerCase())
  return fate === 'waiting' && own?.outcome === 'hold' ? texts.case.underWay : texts.fates[fate]
}

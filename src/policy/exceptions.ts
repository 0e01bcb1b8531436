/** Exception: rule × sender × recipient × (optional) pattern, with reason, owner and expiry. */
import type { RuleId } from '../detectors/detectors.ts'

export type Exception = Readonly<{
  id: string
  rule: RuleId
  /** Lower-cased address or @domain; absent means anyone. */
  sender?: string
  recipient?: string
  /** Category of the finding. */
  category?: string
  reason: string
  owner: string
  /** Epoch milliseconds. */
  expires: number
}>

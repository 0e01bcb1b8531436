/** Every operation of the API, in the order of its manual. */
import { ACCOUNTS } from './accounts.ts'
import { AUDIT } from './audit.ts'
import { BLOCKED } from './blocked.ts'
import { CHECK } from './check.ts'
import { COUNTS } from './counts.ts'
import { HELD } from './held.ts'
import { MAIL } from './mail.ts'
import type { Operation } from './operation.ts'
import { POLICY } from './policy.ts'

export const OPERATIONS: readonly Operation[] = [
  ...CHECK,
  ...HELD,
  ...MAIL,
  ...COUNTS,
  ...POLICY,
  ...BLOCKED,
  ...ACCOUNTS,
  ...AUDIT,
]

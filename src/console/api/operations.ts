/** Every operation of the API, in the order of its manual. */
import { ACCOUNTS } from './accounts.ts'
import { AUDIT } from './audit.ts'
import { BLOCKED } from './blocked.ts'
import { CASE_ACTIONS } from './case-actions.ts'
import { CHECK } from './check.ts'
import { COUNTS } from './counts.ts'
import { DECIDING } from './deciding.ts'
import { EXCEPTIONS } from './exceptions.ts'
import { FIGURES } from './figures.ts'
import { HELD } from './held.ts'
import { HELD_LIST } from './held-list.ts'
import { LEAKS } from './leaks.ts'
import { MAIL } from './mail.ts'
import type { Operation } from './operation.ts'
import { POLICY } from './policy.ts'

export const OPERATIONS: readonly Operation[] = [
  ...CHECK,
  ...HELD_LIST,
  ...HELD,
  ...DECIDING,
  ...CASE_ACTIONS,
  ...EXCEPTIONS,
  ...LEAKS,
  ...MAIL,
  ...COUNTS,
  ...FIGURES,
  ...POLICY,
  ...BLOCKED,
  ...ACCOUNTS,
  ...AUDIT,
]

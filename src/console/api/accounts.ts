/** Accounts of the console, for who sees all schools. */
import { z } from 'zod'
import { demandWhole } from './bearer.ts'
import { answer, type Operation, operation } from './operation.ts'

const Role = z.enum(['admin', 'privacy-officer', 'head', 'reviewer', 'helpdesk', 'auditor'])

const AccountItem = answer(
  'Account',
  z.object({
    email: z.string(),
    name: z.string(),
    roles: z.array(Role),
    schools: z.array(z.string()).describe('Domains; empty: all.'),
    disabled: z.boolean().describe('May not sign in.'),
  }),
)
const AccountList = answer('AccountList', z.object({ items: z.array(AccountItem) }))

const AREA = { area: 'Accounts' } as const

export const ACCOUNTS: readonly Operation[] = [
  operation({
    ...{ ...AREA, method: 'get', path: '/accounts', name: 'listAccounts', scope: 'accounts:read' },
    summary: 'Who may sign in on the console.',
    answers: AccountList,
    handle: async ({ actor, parts }) => {
      demandWhole(actor)
      const items = (await parts.accounts.list()).map(({ email, name, roles, schools, disabled }) => ({
        ...{ email, name, roles: [...roles], schools: [...schools], disabled },
      }))
      return { items }
    },
  }),
]

/** Accounts of the console. An administrator of some schools keeps those of these, and no others. */
import { z } from 'zod'
import { type Account, mayKeep } from '../../review/review.ts'
import { answer, body, type Call, type Operation, operation } from './operation.ts'
import { Problem } from './problems.ts'

const Role = z.enum(['admin', 'privacy-officer', 'head', 'reviewer', 'helpdesk', 'auditor'])
const Email = z.string().min(3).max(320)

const SCOPES = {
  roles: z.array(Role).min(1),
  schools: z.array(z.string().min(1).max(255)).max(200).default([]).describe('Domains; empty: all.'),
  categories: z
    .array(z.string().min(1).max(100))
    .max(100)
    .default([])
    .describe('Categories of findings, or rules, that somebody is asked for; empty: all.'),
}

const AccountItem = answer(
  'Account',
  z.object({
    email: z.string(),
    name: z.string(),
    roles: z.array(Role),
    schools: z.array(z.string()),
    categories: z.array(z.string()),
    disabled: z.boolean().describe('May not sign in.'),
    secondFactor: z.boolean(),
    elsewhere: z.boolean().describe('Signs in at a provider, and has no password here.'),
  }),
)
const AccountList = answer('AccountList', z.object({ items: z.array(AccountItem) }))
const WithPassword = answer(
  'AccountPassword',
  z.object({
    account: AccountItem,
    password: z
      .string()
      .describe('Shown once, and changed at the first sign-in; empty for who signs in at a provider.'),
  }),
)

const NewAccount = body(
  'NewAccount',
  z.strictObject({ email: Email, name: z.string().trim().min(1).max(200), ...SCOPES }),
)
const Change = body('AccountChange', z.strictObject({ email: Email, ...SCOPES }))
const Which = body('AccountName', z.strictObject({ email: Email }))
const Disable = body('AccountDisable', z.strictObject({ email: Email, disabled: z.boolean() }))

type Asked = Pick<Call<unknown, unknown, unknown>, 'actor' | 'parts'>

const shown = ({ email, name, roles, schools, categories, disabled, secondFactor, elsewhere }: Account) => ({
  ...{ email, name, disabled, secondFactor, elsewhere },
  ...{ roles: [...roles], schools: [...schools], categories: [...categories] },
})

const byOf = ({ actor }: Asked): string => actor.email || actor.name

const demandKeep = ({ actor }: Asked, account: Pick<Account, 'schools' | 'categories'>): void => {
  if (!mayKeep(actor, account)) throw new Problem('not-allowed')
}

const kept = async ({ actor, parts }: Asked): Promise<readonly Account[]> =>
  (await parts.accounts.list()).filter((account) => mayKeep(actor, account))

const accountIn = async (asked: Asked, email: string): Promise<Account> => {
  const found = (await kept(asked)).find((account) => account.email === email.trim().toLowerCase())
  if (!found) throw new Problem('not-found')
  return found
}

const AREA = { area: 'Accounts' } as const
const WRITE = { ...AREA, method: 'post', scope: 'accounts:write' } as const
const EXAMPLE = 'jan.maes@devlonder.example'

export const ACCOUNTS: readonly Operation[] = [
  operation({
    ...{ ...AREA, method: 'get', path: '/accounts', name: 'listAccounts', scope: 'accounts:read' },
    summary: 'Who may sign in on the console.',
    answers: AccountList,
    handle: async (call) => ({ items: (await kept(call)).map(shown) }),
  }),
  operation({
    ...{ ...WRITE, path: '/accounts', name: 'addAccount' },
    perMinute: 30,
    summary: 'Add one; the answer has its first password.',
    problems: ['conflict'],
    body: NewAccount,
    example: { body: { email: EXAMPLE, name: 'Jan Maes', roles: ['reviewer'], schools: ['devlonder.example'] } },
    answers: WithPassword,
    handle: async (call) => {
      const { email, ...details } = call.body
      demandKeep(call, details)
      const { password } = await call.parts.accounts.add(email, details, byOf(call))
      return { account: shown(await accountIn(call, email)), password }
    },
  }),
  operation({
    ...{ ...WRITE, path: '/accounts/change', name: 'changeAccount' },
    perMinute: 30,
    summary: 'What somebody may do, and where.',
    problems: ['not-found', 'conflict'],
    body: Change,
    example: { body: { email: EXAMPLE, roles: ['reviewer', 'auditor'], schools: ['devlonder.example'] } },
    answers: AccountItem,
    handle: async (call) => {
      const { email, ...scopes } = call.body
      await accountIn(call, email)
      demandKeep(call, scopes)
      await call.parts.accounts.change(email, scopes, byOf(call))
      return shown(await accountIn(call, email))
    },
  }),
  operation({
    ...{ ...WRITE, path: '/accounts/password', name: 'resetPassword' },
    perMinute: 30,
    summary: 'A new password; all sessions of the account end.',
    problems: ['not-found'],
    body: Which,
    example: { body: { email: EXAMPLE } },
    answers: WithPassword,
    handle: async (call) => {
      const account = await accountIn(call, call.body.email)
      const { password } = await call.parts.accounts.reset(account.email, byOf(call))
      return { account: shown(await accountIn(call, account.email)), password }
    },
  }),
  operation({
    ...{ ...WRITE, path: '/accounts/second-factor', name: 'resetSecondFactor' },
    perMinute: 30,
    summary: 'Somebody lost their telephone: they sign in with the password alone, and set it up anew.',
    problems: ['not-found'],
    body: Which,
    example: { body: { email: EXAMPLE } },
    answers: AccountItem,
    handle: async (call) => {
      const account = await accountIn(call, call.body.email)
      await call.parts.accounts.resetSecondFactor(account.email, byOf(call))
      return shown(await accountIn(call, account.email))
    },
  }),
  operation({
    ...{ ...WRITE, path: '/accounts/disable', name: 'disableAccount' },
    perMinute: 30,
    summary: 'Somebody who left neither signs in nor goes on with a session; false lets them in again.',
    problems: ['not-found'],
    body: Disable,
    example: { body: { email: EXAMPLE, disabled: true } },
    answers: AccountItem,
    handle: async (call) => {
      const account = await accountIn(call, call.body.email)
      await call.parts.accounts.disable(account.email, call.body.disabled, byOf(call))
      return shown(await accountIn(call, account.email))
    },
  }),
]

/** `user`: accounts of the console. A password is shown once and kept nowhere. */
import { openAccounts, Refused, type Role } from '../review/review.ts'
import type { Context } from './context.ts'
import { withStore } from './queue.ts'
import { line, table, UsageError } from './terminal.ts'

const ROLES: readonly Role[] = ['admin', 'privacy-officer', 'head', 'reviewer', 'helpdesk', 'auditor']

const rolesOf = (given: readonly string[] | undefined): Role[] =>
  (given ?? ['reviewer']).map((role) => {
    const known = ROLES.find((r) => r === role)
    if (!known) throw new UsageError(`There is no role "${role}". Roles: ${ROLES.join(', ')}.`)
    return known
  })

const orUsage = async <T>(action: () => Promise<T>): Promise<T> => {
  try {
    return await action()
  } catch (error) {
    throw error instanceof Refused ? new UsageError(error.message) : error
  }
}

export const userAdd = (
  context: Context,
  email: string,
  options: { name?: string; role?: string[] },
): Promise<number> =>
  withStore(context, async (store) => {
    const roles = rolesOf(options.role)
    const { password } = await orUsage(() =>
      openAccounts(store).add(email, { name: options.name ?? email, roles, schools: [] }),
    )
    context.terminal.out(
      line(`${email} may sign in (${roles.join(', ')}).`) + line(`First password, shown once: ${password}`),
    )
    return 0
  })

export const userList = (context: Context): Promise<number> =>
  withStore(context, async (store) => {
    const accounts = await openAccounts(store).list()
    if (accounts.length === 0)
      context.terminal.out(line('There are no accounts. Add one: mailsluis user add you@school.be --role admin'))
    else
      context.terminal.out(
        table([['E-MAIL', 'NAME', 'ROLES'], ...accounts.map((a) => [a.email, a.name, a.roles.join(', ')])]),
      )
    return 0
  })

export const userReset = (context: Context, email: string): Promise<number> =>
  withStore(context, async (store) => {
    const { password } = await orUsage(() => openAccounts(store).reset(email))
    context.terminal.out(line(`New password of ${email}, shown once: ${password}`))
    return 0
  })

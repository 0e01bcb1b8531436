/** `user`: accounts of the console. A password is shown once and kept nowhere. */
import { hashPassword } from '../passwords/passwords.ts'
import { openAccounts, Refused, type Role } from '../review/review.ts'
import type { Context } from './context.ts'
import { withStore } from './queue.ts'
import { line, type Terminal, table, UsageError } from './terminal.ts'

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
  options: { name?: string; role?: string[]; school?: string[] },
): Promise<number> =>
  withStore(context, async (store) => {
    const roles = rolesOf(options.role)
    const { password } = await orUsage(() =>
      openAccounts(store).add(email, { name: options.name ?? email, roles, schools: options.school ?? [] }),
    )
    context.terminal.out(
      line(`${email} may sign in (${roles.join(', ')}).`) + line(`First password, shown once: ${password}`),
    )
    return 0
  })

export const userList = (context: Context, options: { json?: boolean }): Promise<number> =>
  withStore(context, async (store) => {
    const { out } = context.terminal
    const accounts = await openAccounts(store).list()
    if (options.json) out(accounts.map((account) => line(JSON.stringify(account))).join(''))
    else if (accounts.length === 0)
      out(line('There are no accounts. Add one: mailsluis user add you@school.be --role admin'))
    else {
      const rows = accounts.map((a) => [
        ...[a.email, a.name, a.roles.join(', '), a.schools.join(', ') || 'all'],
        a.disabled ? 'may not sign in' : '',
      ])
      out(table([['E-MAIL', 'NAME', 'ROLES', 'SCHOOLS', ''], ...rows]))
    }
    return 0
  })

export const userDisable =
  (disabled: boolean) =>
  (context: Context, email: string): Promise<number> =>
    withStore(context, async (store) => {
      await orUsage(() => openAccounts(store).disable(email, disabled))
      context.terminal.out(line(disabled ? `${email} may not sign in any more.` : `${email} may sign in again.`))
      return 0
    })

/** Needs no configuration: its output goes into one. */
export const userHash = async (terminal: Terminal): Promise<number> => {
  const password = await terminal.readLine('Type the password and press Enter; it shows on the screen: ')
  if (password === '') throw new UsageError('Give the password on standard input: mailsluis user hash < FILE')
  terminal.out(line(await hashPassword(password)))
  return 0
}

export const userReset = (context: Context, email: string): Promise<number> =>
  withStore(context, async (store) => {
    const { password } = await orUsage(() => openAccounts(store).reset(email))
    context.terminal.out(line(`New password of ${email}, shown once: ${password}`))
    return 0
  })

/** `user`: accounts of the console. A password is shown once and kept nowhere. */
import { DETECTORS } from '../detectors/detectors.ts'
import { hashPassword } from '../passwords/passwords.ts'
import { CATEGORIES, openAccounts, Refused, type Role, uncovered } from '../review/review.ts'
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

/** Categories of findings, and rules that have none; a school's own rules are `own:NAME`. */
const categoriesOf = (given: readonly string[] = []): readonly string[] =>
  given.map((one) => {
    const rules = DETECTORS.map(({ rule }) => rule as string)
    if ([...CATEGORIES, ...rules].includes(one) || one.startsWith('own:')) return one
    throw new UsageError(`There is no category or rule "${one}". Categories: ${CATEGORIES.join(', ')}; or a rule.`)
  })

const issuerOf = ({ config }: Context): string => {
  const { issuer } = config.console.oidc
  if (issuer === '') throw new UsageError('No provider is configured: set console.oidc.issuer.')
  return issuer
}

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
  options: { name?: string; role?: string[]; school?: string[]; category?: string[]; elsewhere?: boolean },
): Promise<number> =>
  withStore(context, async (store) => {
    const roles = rolesOf(options.role)
    const details = {
      ...{ name: options.name ?? email, roles, schools: options.school ?? [] },
      categories: categoriesOf(options.category),
      ...(options.elsewhere ? { issuer: issuerOf(context) } : {}),
    }
    const { password } = await orUsage(() => openAccounts(store).add(email, details))
    context.terminal.out(
      line(`${email} may sign in (${roles.join(', ')}).`) +
        line(
          password === ''
            ? `They sign in at ${context.config.console.oidc.issuer}.`
            : `First password, shown once: ${password}`,
        ),
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
        ...[a.email, a.name, a.roles.join(', '), a.schools.join(', ') || 'all', a.categories.join(', ') || 'all'],
        a.elsewhere ? 'elsewhere' : a.secondFactor ? 'yes' : 'no',
        a.disabled ? 'may not sign in' : '',
      ])
      out(table([['E-MAIL', 'NAME', 'ROLES', 'SCHOOLS', 'CATEGORIES', 'SECOND STEP', ''], ...rows]))
    }
    return 0
  })

export const userDisable =
  (disabled: boolean) =>
  (context: Context, email: string): Promise<number> =>
    withStore(context, async (store) => {
      const accounts = openAccounts(store)
      await orUsage(() => accounts.disable(email, disabled))
      context.terminal.out(line(disabled ? `${email} may not sign in any more.` : `${email} may sign in again.`))
      const alone = uncovered(await accounts.list()).map((one) => one.email)
      if (alone.length > 0)
        context.terminal.out(
          line(`Beside ${alone.join(', ')}, nobody decides on all categories: some messages would wait for nobody.`),
        )
      return 0
    })

export const userSignOut = (context: Context, email: string): Promise<number> =>
  withStore(context, async (store) => {
    await orUsage(() => openAccounts(store).signOutEverywhere(email))
    context.terminal.out(line(`${email} is signed out everywhere.`))
    return 0
  })

/** Needs no configuration: its output goes into one. */
export const userHash = async (terminal: Terminal): Promise<number> => {
  const password = await terminal.readLine('Type the password and press Enter; it shows on the screen: ')
  if (password === '') throw new UsageError('Give the password on standard input: mailsluis user hash < FILE')
  terminal.out(line(await hashPassword(password)))
  return 0
}

export const userReset = (
  context: Context,
  email: string,
  { secondFactor, elsewhere }: { secondFactor?: boolean; elsewhere?: boolean },
): Promise<number> =>
  withStore(context, async (store) => {
    const accounts = openAccounts(store)
    if (elsewhere) {
      const issuer = issuerOf(context)
      await orUsage(() => accounts.moveElsewhere(email, issuer))
      context.terminal.out(line(`${email} signs in at ${issuer} from now on, and has no password here.`))
      return 0
    }
    if (secondFactor) {
      await orUsage(() => accounts.resetSecondFactor(email))
      context.terminal.out(line(`${email} signs in with the password alone, and may set up the second step anew.`))
      return 0
    }
    const { password } = await orUsage(() => accounts.reset(email))
    const told =
      password === ''
        ? `${email} signs in elsewhere; the next to do so with this address is taken to be them.`
        : `New password of ${email}, shown once: ${password}`
    context.terminal.out(line(told))
    return 0
  })

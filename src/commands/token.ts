/** `token`: tokens of the API. One is shown once and kept nowhere. */
import { openAccounts, openTokens, Refused, SCOPES, type Scope, type Token, type Tokens } from '../review/review.ts'
import type { Context } from './context.ts'
import { withStore } from './queue.ts'
import { line, table, UsageError } from './terminal.ts'

const BY = 'command line'
const LONGEST_DAYS = 3650

const isScope = (word: string): word is Scope => Object.hasOwn(SCOPES, word)

const scopesOf = (given: readonly string[] = []): Scope[] =>
  given.map((scope) => {
    if (!isScope(scope))
      throw new UsageError(`There is no scope "${scope}". Scopes: ${Object.keys(SCOPES).join(', ')}.`)
    return scope
  })

const daysOf = (given: string | undefined): number | undefined => {
  if (given === undefined) return undefined
  const days = Number(given)
  if (!Number.isInteger(days) || days < 1 || days > LONGEST_DAYS)
    throw new UsageError(`--expires takes a number of days, 1 to ${LONGEST_DAYS}.`)
  return days
}

const withTokens = (context: Context, action: (tokens: Tokens) => Promise<void>): Promise<number> =>
  withStore(context, async (store) => {
    try {
      await action(openTokens({ store, accounts: openAccounts(store), now: Date.now }))
      return 0
    } catch (error) {
      throw error instanceof Refused ? new UsageError(error.message) : error
    }
  })

type Wanted = { scope?: string[]; school?: string[]; account?: string; expires?: string }

export const tokenAdd = (context: Context, name: string, options: Wanted): Promise<number> => {
  const { school: schools = [], account = '' } = options
  const days = daysOf(options.expires)
  const wanted = { name, scopes: scopesOf(options.scope), schools, account, ...(days === undefined ? {} : { days }) }
  return withTokens(context, async (tokens) => {
    const { token, secret } = await tokens.add(wanted, BY)
    context.terminal.out(
      line(`${token.name} may use the API (${token.scopes.join(', ')}).`) + line(`Token, shown once: ${secret}`),
    )
  })
}

const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10)

const rowOf = ({ name, scopes, schools, account, expires, lastUsed }: Token): string[] => [
  ...[name, account || 'a program', schools.join(', ') || 'all', lastUsed || 'never'],
  ...[expires === 0 ? 'never' : dayOf(expires), scopes.join(' ')],
]

export const tokenList = (context: Context, options: { json?: boolean }): Promise<number> =>
  withTokens(context, async (tokens) => {
    const { out } = context.terminal
    const all = await tokens.list()
    if (options.json) out(all.map((token) => line(JSON.stringify(token))).join(''))
    else if (all.length === 0) out(line('There are no tokens. Add one: mailsluis token add NAME --scope held:read'))
    else out(table([['NAME', 'ACTS FOR', 'SCHOOLS', 'LAST USED', 'ENDS', 'SCOPES'], ...all.map(rowOf)]))
  })

export const tokenRevoke = (context: Context, name: string): Promise<number> =>
  withTokens(context, async (tokens) => {
    await tokens.revoke(name, BY)
    context.terminal.out(line(`${name} opens nothing any more.`))
  })

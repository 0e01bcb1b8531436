/**
 * Whose token it is (RFC 6750). A session's cookie counts for nothing here, so that no page of a stranger can act with it.
 * A right token is never kept waiting by somebody else's wrong ones; those are slowed for each client.
 */
import type { Context } from 'hono'
import { type Actor, Refused, type Token } from '../../review/review.ts'
import type { ConsoleParts } from '../console.ts'
import { clientOf, type Env } from '../sign-in/sessions.ts'
import type { Operation } from './operation.ts'
import { Problem } from './problems.ts'

const MINUTE_S = 60
const WRONG_AT_MOST = 20
const WRONG_S = 15 * MINUTE_S
const CREDENTIALS = /^Bearer +([\w.~+/-]{1,200}={0,2}) *$/i

const challenge = (more = ''): Readonly<{ headers: Record<string, string> }> => ({
  headers: { 'WWW-Authenticate': `Bearer realm="mailsluis"${more}` },
})

const later = (seconds: number): Problem =>
  new Problem('too-many', undefined, { headers: { 'Retry-After': String(seconds) } })

const wrong = async (c: Context<Env>, parts: ConsoleParts): Promise<Problem> => {
  const client = clientOf(c, parts)
  const [times = 0] = await parts.store.tally([`api-wrong:${client}`], 1, WRONG_S * 1000)
  if (times > WRONG_AT_MOST) return later(WRONG_S)
  parts.log.warn('tokenRefused', { client })
  return new Problem('wrong-token', undefined, challenge(', error="invalid_token"'))
}

type Asked = Pick<Operation, 'name' | 'scope' | 'perMinute'>

const tokenIn = async (c: Context<Env>, parts: ConsoleParts, { name, perMinute }: Asked): Promise<Token> => {
  const given = c.req.header('authorization')
  if (given === undefined) throw new Problem('no-token', undefined, challenge())
  const secret = CREDENTIALS.exec(given)?.[1]
  const token = secret === undefined ? undefined : await parts.tokens.of(secret)
  if (!token) throw await wrong(c, parts)
  const keys = [`api:${token.name}`, ...(perMinute === undefined ? [] : [`api:${token.name}:${name}`])]
  const [all = 0, own = 0] = await parts.store.tally(keys, 1, MINUTE_S * 1000)
  if (all > parts.options.api.requestsPerMinute || own > (perMinute ?? own)) throw later(MINUTE_S)
  return token
}

export type Caller = Readonly<{ token: Token; actor: Actor }>

export const callerOf = async (c: Context<Env>, parts: ConsoleParts, asked: Asked): Promise<Caller> => {
  const { scope } = asked
  const token = await tokenIn(c, parts, asked)
  if (!token.scopes.includes(scope))
    throw new Problem(
      'missing-scope',
      `This needs the scope "${scope}". A scope cannot be added to a token: make a new one that has it.`,
      challenge(`, error="insufficient_scope", scope="${scope}"`),
    )
  try {
    return { token, actor: await parts.tokens.actor(token, scope) }
  } catch (error) {
    throw error instanceof Refused ? new Problem('not-allowed', error.message) : error
  }
}

/** What is of no school, or of all, is not for who is limited to some. */
export const demandWhole = ({ schools }: Actor): void => {
  if (schools.length > 0)
    throw new Problem('not-allowed', 'This is about all schools together, and this token is limited to some.')
}

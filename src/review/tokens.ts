/**
 * Tokens of the API: what a program shows instead of a person's password. Shown once and kept as a hash; of 256 random
 * bits a plain one is enough, there is nothing to guess.
 *
 * A token is a program's, with the role that each of its scopes needs and no other; or it acts for an account: then it may
 * do what its scopes and that person's roles both allow, as long as the account is one, and not in that person's own case.
 */
import { createHash, randomBytes } from 'node:crypto'
import type { Store } from '../store/store.ts'
import { Refused } from './refused.ts'
import type { Account, Accounts, Actor, Role } from './review.ts'

type About = Readonly<{ allows: string; roles: readonly Role[] }>

const ANYBODY: readonly Role[] = ['reviewer', 'head', 'privacy-officer', 'admin', 'helpdesk', 'auditor']

/** What each scope allows, and to which roles; the first is the one a program has with it. */
export const SCOPES = {
  check: { allows: 'Judge a message on trial; nothing of it is kept.', roles: ANYBODY },
  'held:read': { allows: 'List held messages and open a case, masked.', roles: ANYBODY },
  'held:decide': {
    allows: 'Claim, release and return held messages.',
    roles: ['reviewer', 'head', 'privacy-officer', 'admin'],
  },
  'held:original': {
    allows: 'Read the whole text of a held message, with a reason that its sender sees.',
    roles: ['reviewer', 'head', 'privacy-officer', 'admin'],
  },
  'held:export': {
    allows: 'Take the signed file of a case along, masked, with a reason.',
    roles: ['auditor', 'privacy-officer', 'head', 'admin'],
  },
  'exceptions:read': { allows: 'List the exceptions that reviewers made.', roles: ANYBODY },
  'exceptions:write': {
    allows: 'Make exceptions from held messages, and end them.',
    roles: ['reviewer', 'head', 'privacy-officer', 'admin'],
  },
  'leaks:read': {
    allows: 'Read the register of suspected data leaks.',
    roles: ['auditor', 'privacy-officer', 'head', 'admin'],
  },
  'leaks:write': {
    allows: 'Report a suspected leak, and close it.',
    roles: ['privacy-officer', 'head', 'admin', 'reviewer'],
  },
  'mail:read': {
    allows: 'Find messages, and see the road of each and the queue.',
    roles: ['helpdesk', 'admin', 'auditor', 'privacy-officer', 'head'],
  },
  'mail:retry': { allows: 'Have waiting messages tried again now.', roles: ['helpdesk', 'admin'] },
  'mail:end': { allows: 'Send what failed again, or give up what waits.', roles: ['admin'] },
  'blocked:read': { allows: 'List accounts that are blocked after malware.', roles: ['admin'] },
  'blocked:lift': { allows: 'Lift such a block.', roles: ['admin'] },
  'accounts:read': { allows: 'List the accounts of the console.', roles: ['admin'] },
  'accounts:write': {
    allows: 'Add accounts, reset their passwords, let them in or not. Whoever has it can become anybody.',
    roles: ['admin'],
  },
  'policy:read': { allows: 'Read packs, rules and clauses.', roles: ANYBODY },
  'audit:read': { allows: 'Verify the audit log and take it along.', roles: ['auditor', 'privacy-officer', 'admin'] },
  'counts:read': { allows: 'How many messages there are in each state.', roles: ANYBODY },
  'figures:read': { allows: 'What was counted of mail, by school, day and week.', roles: ANYBODY },
} as const satisfies Record<string, About>

export type Scope = keyof typeof SCOPES

/** `account`: '' for a program's. `expires`: epoch milliseconds, 0 = never. `lastUsed`: a day in UTC ("2026-03-09"), or ''. */
export type Token = Readonly<{
  name: string
  scopes: readonly Scope[]
  schools: readonly string[]
  account: string
  createdAt: number
  createdBy: string
  expires: number
  lastUsed: string
}>

export type NewToken = Readonly<{
  name: string
  scopes: readonly Scope[]
  schools?: readonly string[]
  account?: string
  days?: number
}>

export interface Tokens {
  /** Answers the secret, shown once. `by`: who adds it, for the audit log. */
  add(token: NewToken, by: string): Promise<Readonly<{ token: Token; secret: string }>>
  list(): Promise<readonly Token[]>
  revoke(name: string, by: string): Promise<void>
  /** Whose secret it is; undefined when it is nobody's (any more). */
  of(secret: string): Promise<Token | undefined>
  /** As whom a token acts with one of its scopes. Refused when its account may not, or is no more. */
  actor(token: Token, scope: Scope): Promise<Actor>
}

type Kept = Omit<Token, 'lastUsed'> & Readonly<{ hash: string }>

// The prefix lets scanners of source code and logs recognise one that was left lying about.
const SECRET = /^mls_[0-9a-f]{64}$/
const NAME = /^[a-z0-9][a-z0-9._-]{0,39}$/
const DAY_MS = 86_400_000

const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('hex')
const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10)
const lower = (all: readonly string[]): readonly string[] => all.map((one) => one.trim().toLowerCase())

type Parts = Readonly<{
  store: Pick<Store, 'get' | 'put' | 'take' | 'records' | 'remove' | 'audit'>
  accounts: Pick<Accounts, 'list'>
  now: () => number
}>

const accountOf = async ({ accounts }: Parts, email: string): Promise<Account> => {
  const account = (await accounts.list()).find((one) => one.email === email)
  if (!account) throw new Refused('There is no account with this address.')
  return account
}

/** Of an account that is limited to schools, a token may have some of these. */
const schoolsFor = (account: Account, wanted: readonly string[]): readonly string[] => {
  const own = lower(account.schools)
  const stranger = own.length > 0 ? wanted.find((school) => !own.includes(school)) : undefined
  if (stranger !== undefined) throw new Refused('This account has no part in that school.')
  return wanted.length > 0 ? wanted : own
}

const demandRoles = ({ roles }: Account, scopes: readonly Scope[]): void => {
  for (const scope of scopes)
    if (!SCOPES[scope].roles.some((role) => roles.includes(role)))
      throw new Refused('The roles of this account do not allow all of that.')
}

const add = async (parts: Parts, wanted: NewToken, by: string): Promise<{ token: Token; secret: string }> => {
  const { store, now } = parts
  const { name, scopes, days } = wanted
  if (!NAME.test(name)) throw new Refused('A token is named by up to 40 small letters, digits, dots and dashes.')
  if (scopes.length === 0) throw new Refused('Please say what the token is for: give it a scope.')
  const email = (wanted.account ?? '').trim().toLowerCase()
  const account = email === '' ? undefined : await accountOf(parts, email)
  const schools = lower(wanted.schools ?? [])
  if (account) {
    schoolsFor(account, schools)
    demandRoles(account, scopes)
  }
  const secret = `mls_${randomBytes(32).toString('hex')}`
  const createdAt = now()
  const expires = days === undefined ? 0 : createdAt + days * DAY_MS
  const token = { name, scopes: [...new Set(scopes)], schools, account: email, createdAt, createdBy: by, expires }
  const kept: Kept = { ...token, hash: hashOf(secret) }
  if (!(await store.put('token', { key: `name:${name}`, value: kept, expires }, { ifAbsent: true })))
    throw new Refused('There is a token of this name already.')
  await store.put('token', { key: `hash:${kept.hash}`, value: name, expires })
  await store.audit({ at: createdAt, event: 'token-added', actor: by, ref: name, detail: token.scopes.join(' ') })
  return { token: { ...token, lastUsed: '' }, secret }
}

const lastUseOf = async ({ store }: Parts, { hash }: Kept): Promise<string> =>
  ((await store.get('token', `used:${hash}`)) as string | undefined) ?? ''

const shownOf = async (parts: Parts, kept: Kept): Promise<Token> => {
  const { hash: _, ...token } = kept
  return { ...token, lastUsed: await lastUseOf(parts, kept) }
}

const list = async (parts: Parts): Promise<readonly Token[]> => {
  const records = (await parts.store.records('token')).filter(({ key }) => key.startsWith('name:'))
  const kept = records.map(({ value }) => value as Kept)
  return Promise.all(kept.toSorted((a, b) => a.name.localeCompare(b.name)).map((one) => shownOf(parts, one)))
}

const revoke = async ({ store, now }: Parts, name: string, by: string): Promise<void> => {
  const kept = (await store.take('token', `name:${name}`)) as Kept | undefined
  if (!kept) throw new Refused('There is no token of this name.')
  await store.remove('token', `hash:${kept.hash}`)
  await store.remove('token', `used:${kept.hash}`)
  await store.audit({ at: now(), event: 'token-revoked', actor: by, ref: name, detail: '' })
}

/** Its last use stands in a record of its own: writing that can bring back no token that is being revoked. */
const find = async (parts: Parts, secret: string): Promise<Token | undefined> => {
  const { store, now } = parts
  if (!SECRET.test(secret)) return undefined
  const hash = hashOf(secret)
  const name = (await store.get('token', `hash:${hash}`)) as string | undefined
  const kept = name === undefined ? undefined : ((await store.get('token', `name:${name}`)) as Kept | undefined)
  // A hash left behind by a process that died while it revoked a token is not that of another one of the same name.
  if (kept?.hash !== hash) return undefined
  const token = await shownOf(parts, kept)
  const today = dayOf(now())
  if (token.lastUsed !== today) await store.put('token', { key: `used:${hash}`, value: today, expires: kept.expires })
  return token
}

const actorOf = async (parts: Parts, token: Token, scope: Scope): Promise<Actor> => {
  const { roles } = SCOPES[scope]
  if (token.account === '')
    return { name: `token ${token.name}`, email: '', roles: [roles[0]], schools: token.schools, categories: [] }
  const account = await accountOf(parts, token.account)
  if (account.disabled) throw new Refused('This account may not sign in.')
  demandRoles(account, [scope])
  const { name, email, categories } = account
  return { name, email, roles: account.roles, schools: schoolsFor(account, token.schools), categories }
}

export const openTokens = (parts: Parts): Tokens => ({
  add: (token, by) => add(parts, token, by),
  list: () => list(parts),
  revoke: (name, by) => revoke(parts, name, by),
  of: (secret) => find(parts, secret),
  actor: (token, scope) => actorOf(parts, token, scope),
})

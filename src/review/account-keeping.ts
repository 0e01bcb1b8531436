/** Accounts are added, changed, given a new password and let in or not: by an administrator, or on the command line. */
import { randomBytes } from 'node:crypto'
import { hashPassword, newPassword, weaknessOf } from '../passwords/passwords.ts'
import { type Book, keyOf, publicOf, type Stored } from './account-book.ts'
import type { Brake } from './brake.ts'
import { uncovered } from './cover.ts'
import { Refused } from './refused.ts'
import type { Account, Actor, Role } from './review.ts'
import { guessesOf } from './sessions.ts'

/** `categories`: all when absent. `password`: one somebody chose; a first one is handed out when absent. */
export type NewAccount = Readonly<{
  name: string
  roles: readonly Role[]
  schools: readonly string[]
  categories?: readonly string[]
  password?: string
  /** Signs in at this provider instead, and has no password here. */
  issuer?: string
}>

export type Scopes = Readonly<{ roles: readonly Role[]; schools: readonly string[]; categories: readonly string[] }>

export interface AccountKeeping {
  /**
   * Answers the first password, shown once and to be changed at the first sign-in; '' where somebody signs in elsewhere.
   * Throws `Refused` when the address is taken or no address. `by`: who does it, for the audit log.
   */
  add(email: string, details: NewAccount, by?: string): Promise<{ password: string }>
  list(): Promise<readonly Account[]>
  /** What somebody may do, and where. */
  change(email: string, scopes: Scopes, by: string): Promise<void>
  /** A new password; all sessions of the account end, and wrong guesses are forgotten. '' for who signs in elsewhere. */
  reset(email: string, by?: string): Promise<{ password: string }>
  /** Somebody lost their telephone: they sign in with the password alone, and set it up anew. All sessions end. */
  resetSecondFactor(email: string, by?: string): Promise<void>
  /** Somebody forgot to sign out, or lost a device: all sessions end, and a sign-in half done. */
  signOutEverywhere(email: string, by?: string): Promise<void>
  /** From now on somebody signs in at this provider: password, second step and sessions are gone, roles stay. */
  moveElsewhere(email: string, issuer: string, by?: string): Promise<void>
  /** Somebody who left neither signs in nor goes on with a session; `false` lets them in again. */
  disable(email: string, disabled: boolean, by?: string): Promise<void>
}

const ADDRESS = /^[^\s@]{1,64}@[^\s@]{1,255}$/
const OPERATOR = 'command line'

const within = (own: readonly string[], others: readonly string[]): boolean =>
  own.length === 0 || (others.length > 0 && others.every((one) => own.includes(one)))

/** An administrator of some schools or categories keeps accounts of these, and of no more. */
export const mayKeep = (actor: Actor, account: Pick<Account, 'schools' | 'categories'>): boolean =>
  actor.roles.includes('admin') &&
  within(actor.schools, account.schools) &&
  within(actor.categories, account.categories)

/** Not for who is taken away rights: somebody who must go goes at once. */
const demandCover = async (book: Book, next: Account): Promise<void> => {
  const before = (await book.all()).map(publicOf)
  const after = [...before.filter(({ email }) => email !== next.email), next]
  if (uncovered(after).length > uncovered(before).length)
    throw new Refused('Somebody must decide on all categories, or some messages would wait for nobody.')
}

const lower = (all: readonly string[]): readonly string[] => all.map((one) => one.trim().toLowerCase())

const demandWorth = (password: string, own: readonly string[]): void => {
  if (weaknessOf(password, own)) throw new Refused('This password is too easy to guess.')
}

export const keeping = (book: Book, brake: Brake): AccountKeeping => ({
  add: async (given, details, by = OPERATOR) => {
    const { name, roles, issuer } = details
    const email = keyOf(given)
    if (!ADDRESS.test(email)) throw new Refused(`"${given}" is not an e-mail address.`)
    const password = issuer === undefined ? (details.password ?? newPassword()) : ''
    if (details.password !== undefined) demandWorth(password, [name, email])
    const scopes = { roles, schools: lower(details.schools), categories: lower(details.categories ?? []) }
    const way: Pick<Stored, 'hash' | 'handedOut' | 'elsewhere' | 'stamp'> =
      issuer === undefined
        ? { hash: await hashPassword(password), handedOut: details.password === undefined }
        : { hash: '', elsewhere: { issuer, subject: '' }, stamp: randomBytes(12).toString('base64url') }
    const account: Stored = { name, email, ...scopes, disabled: false, ...way }
    await demandCover(book, publicOf(account))
    if (!(await book.create(account))) throw new Refused(`${email} already has an account.`)
    await book.note('account-added', email, by, roles.join(' '))
    return { password }
  },
  list: async () => (await book.all()).map(publicOf),
  change: async (email, { roles, schools, categories }, by) => {
    const scopes = { roles, schools: lower(schools), categories: lower(categories) }
    await demandCover(book, publicOf({ ...(await book.demand(email)), ...scopes }))
    // Set by hand, they no longer follow the groups of a provider.
    const { email: key } = await book.change(email, (account) => ({ ...account, ...scopes, fromGroups: false }))
    await book.note(
      'account-changed',
      key,
      by,
      [roles, scopes.schools, scopes.categories].map((all) => all.join(' ')).join('; '),
    )
  },
  reset: async (email, by = OPERATOR) => {
    const password = newPassword()
    const hash = await hashPassword(password)
    const stamp = randomBytes(12).toString('base64url')
    const account = await book.change(email, ({ elsewhere, ...rest }) =>
      elsewhere
        ? { ...rest, stamp, elsewhere: { ...elsewhere, subject: '' } }
        : { ...rest, stamp, hash, handedOut: true },
    )
    await brake.forget(guessesOf(email))
    await book.note('password-reset', account.email, by)
    return { password: account.elsewhere ? '' : password }
  },
  resetSecondFactor: async (email, by = OPERATOR) => {
    const stamp = randomBytes(12).toString('base64url')
    const account = await book.change(email, ({ factor: _factor, ...rest }) => ({ ...rest, stamp }))
    await book.note('second-factor-reset', account.email, by)
  },
  signOutEverywhere: async (email, by = OPERATOR) => {
    const stamp = randomBytes(12).toString('base64url')
    const account = await book.change(email, (known) => ({ ...known, stamp }))
    await book.note('sessions-ended', account.email, by)
  },
  moveElsewhere: async (email, issuer, by = OPERATOR) => {
    const stamp = randomBytes(12).toString('base64url')
    const elsewhere = { issuer, subject: '' }
    const account = await book.change(email, ({ factor: _factor, ...rest }) => ({
      ...{ ...rest, hash: '', handedOut: false, stamp, elsewhere },
    }))
    await book.note('account-moved', account.email, by, issuer)
  },
  disable: async (email, disabled, by = OPERATOR) => {
    const account = await book.change(email, (known) => ({ ...known, disabled }))
    await book.note(disabled ? 'account-disabled' : 'account-enabled', account.email, by)
  },
})

/**
 * Who signs in at a provider of the school (OpenID Connect): what that says about them becomes an account here, without a
 * password. Roles come from their groups there, anew at each sign-in; an account added by hand keeps the roles given by hand.
 */
import { randomBytes } from 'node:crypto'
import { type Book, keyOf, type Stored } from './account-book.ts'
import type { Scopes } from './account-keeping.ts'
import type { Desk, Origin } from './sessions.ts'

/** `grant`: what their groups give them; undefined when none of these is of ours. */
export type Identity = Readonly<{
  issuer: string
  subject: string
  email: string
  name: string
  grant: Scopes | undefined
  /** The provider left the groups out, as Entra does for who is in more than 200: nothing is known of them. */
  groupsLeftOut?: boolean
}>

/** no-role: nobody gave them one; groups-left-out: perhaps somebody did; local: they have a password here; other: the address was somebody else's before. */
export type Rejection = 'no-role' | 'groups-left-out' | 'disabled' | 'local' | 'other'

export interface Federation {
  signInFrom(
    identity: Identity,
    from: Origin,
    ttlMs: number,
  ): Promise<Readonly<{ token: string } | { rejected: Rejection }>>
}

const newStamp = (): string => randomBytes(12).toString('base64url')

const rejectionOf = (identity: Identity, account: Stored | undefined): Rejection | undefined => {
  const { issuer, subject, grant, groupsLeftOut = false } = identity
  const ungranted = groupsLeftOut ? 'groups-left-out' : 'no-role'
  if (!account) return grant ? undefined : ungranted
  if (account.disabled) return 'disabled'
  // An address alone proves nothing against a password: an administrator says first that this person signs in elsewhere.
  if (!account.elsewhere) return 'local'
  if (account.elsewhere.issuer !== issuer) return 'other'
  if (account.elsewhere.subject !== '' && account.elsewhere.subject !== subject) return 'other'
  return account.fromGroups && !grant ? ungranted : undefined
}

export const federation = (book: Book, desk: Desk): Federation => {
  /** Undefined when somebody was first to take the address. */
  const made = async ({ issuer, subject, email, name, grant }: Identity): Promise<Stored | undefined> => {
    const scopes = grant ?? { roles: [], schools: [], categories: [] }
    const way = { hash: '', elsewhere: { issuer, subject }, fromGroups: true, stamp: newStamp() }
    const account: Stored = { name, email: keyOf(email), ...scopes, disabled: false, ...way }
    if (!(await book.create(account))) return undefined
    await book.note('account-added', account.email, 'groups', scopes.roles.join(' '))
    return account
  }
  const renewed = async (account: Stored, { issuer, subject, name, grant }: Identity): Promise<Stored> => {
    const next = await book.change(account.email, (known) => ({
      ...{ ...known, name, elsewhere: { issuer, subject } },
      ...(known.fromGroups && grant ? grant : {}),
    }))
    if (next.roles.join() !== account.roles.join())
      await book.note('account-changed', next.email, 'groups', next.roles.join(' '))
    return next
  }
  const signInFrom: Federation['signInFrom'] = async (identity, from, ttlMs) => {
    const known = await book.find(identity.email)
    const rejected = rejectionOf(identity, known)
    if (rejected) {
      // Whose groups were taken away goes on with no session either.
      if (known?.fromGroups && rejected === 'no-role')
        await book.change(known.email, (account) => ({ ...account, roles: [], stamp: newStamp() }))
      return { rejected }
    }
    const account = known ? await renewed(known, identity) : await made(identity)
    if (!account) return signInFrom(identity, from, ttlMs)
    return { token: await desk.open(account, from, ttlMs, 'elsewhere') }
  }
  return { signInFrom }
}

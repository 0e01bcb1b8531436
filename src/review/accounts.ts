/** Accounts and sessions of the console. Wrong guesses get slower, per account and per client. */
import { randomBytes } from 'node:crypto'
import { hashPassword, newPassword, verifyPassword } from '../passwords/passwords.ts'
import type { Store } from '../store/store.ts'
import { Refused } from './refused.ts'
import type { Account, Accounts, Role } from './review.ts'

type Stored = Account & Readonly<{ hash: string }>
type Session = Readonly<{ email: string; stamp: string }>
type Guesses = Readonly<{ count: number; until: number }>

const FOREVER = Number.MAX_SAFE_INTEGER
const FREE_GUESSES = 5
const LONGEST_WAIT_MS = 15 * 60_000
const GUESSES_KEPT_MS = 3_600_000

const keyOf = (email: string): string => email.trim().toLowerCase()
const publicOf = ({ hash: _hash, ...account }: Stored): Account => account
// A session lives as long as the password it was opened with.
const stampOf = (account: Stored): string => account.hash.slice(-16)

class Brake {
  readonly #store: Store
  readonly #now: () => number
  constructor(store: Store, now: () => number) {
    this.#store = store
    this.#now = now
  }

  async mayTry(keys: readonly string[]): Promise<boolean> {
    const known = await Promise.all(keys.map((key) => this.#store.get('limit', key)))
    return known.every((guesses) => guesses === undefined || (guesses as Guesses).until <= this.#now())
  }

  /** After the free guesses each further one doubles the wait. */
  async wrong(keys: readonly string[]): Promise<void> {
    for (const key of keys) {
      const known = ((await this.#store.get('limit', key)) as Guesses | undefined) ?? { count: 0, until: 0 }
      const count = known.count + 1
      const wait = count < FREE_GUESSES ? 0 : Math.min(LONGEST_WAIT_MS, 1000 * 2 ** (count - FREE_GUESSES + 1))
      const until = this.#now() + wait
      await this.#store.put('limit', { key, value: { count, until }, expires: until + GUESSES_KEPT_MS })
    }
  }

  async right(key: string): Promise<void> {
    await this.#store.remove('limit', key)
  }
}

export const openAccounts = (store: Store, now: () => number = Date.now): Accounts => {
  const brake = new Brake(store, now)
  const find = async (email: string): Promise<Stored | undefined> =>
    (await store.get('user', keyOf(email))) as Stored | undefined
  const save = (account: Stored, ifAbsent: boolean): Promise<boolean> =>
    store.put('user', { key: account.email, value: account, expires: FOREVER }, { ifAbsent })
  // Somebody who does not exist costs the same time as somebody who does.
  const nobody = hashPassword(randomBytes(16).toString('base64'))
  nobody.catch(() => {})

  return {
    add: async (email, details) => {
      if (!/^[^\s@]{1,64}@[^\s@]{1,255}$/.test(email)) throw new Refused(`"${email}" is not an e-mail address.`)
      const password = newPassword()
      const account: Stored = { ...details, email: keyOf(email), disabled: false, hash: await hashPassword(password) }
      if (!(await save(account, true))) throw new Refused(`${keyOf(email)} already has an account.`)
      await store.audit({
        at: now(),
        event: 'account-added',
        actor: 'command line',
        ref: account.email,
        detail: account.roles.join(' '),
      })
      return { password }
    },
    list: async () => (await store.records('user')).map((record) => publicOf(record.value as Stored)),
    reset: async (email) => {
      const account = await find(email)
      if (!account) throw new Refused(`${keyOf(email)} has no account.`)
      const password = newPassword()
      await save({ ...account, hash: await hashPassword(password) }, false)
      await store.audit({ at: now(), event: 'password-reset', actor: 'command line', ref: account.email, detail: '' })
      return { password }
    },
    signIn: async (email, password, client, ttlMs) => {
      const keys = [`sign-in:${keyOf(email)}`, `sign-in:${client}`]
      if (!(await brake.mayTry(keys))) return undefined
      const account = await find(email)
      const right = await verifyPassword(password, account?.hash ?? (await nobody))
      if (!account || account.disabled || !right) {
        await brake.wrong(keys)
        return undefined
      }
      await brake.right(keys[0]!)
      const token = randomBytes(32).toString('base64url')
      const session: Session = { email: account.email, stamp: stampOf(account) }
      await store.put('session', { key: token, value: session, expires: now() + ttlMs })
      await store.audit({ at: now(), event: 'signed-in', actor: account.email, ref: '', detail: '' })
      return token
    },
    session: async (token) => {
      const session = (await store.get('session', token)) as Session | undefined
      const account = session && (await find(session.email))
      return account && !account.disabled && stampOf(account) === session.stamp ? publicOf(account) : undefined
    },
    signOut: async (token) => {
      await store.remove('session', token)
    },
  }
}

/** Roles that may let a message go or send it back. */
export const DECIDING: readonly Role[] = ['admin', 'privacy-officer', 'head', 'reviewer']

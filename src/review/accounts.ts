/** Accounts and sessions of the console. */
import { randomBytes } from 'node:crypto'
import { hashPassword, newPassword, verifyPassword } from '../passwords/passwords.ts'
import type { Store } from '../store/store.ts'
import { Brake } from './brake.ts'
import { Refused } from './refused.ts'
import type { Account, Accounts } from './review.ts'

type Stored = Account & Readonly<{ hash: string }>
type Session = Readonly<{ email: string; stamp: string }>

const NEVER = 0
const ADDRESS = /^[^\s@]{1,64}@[^\s@]{1,255}$/

const keyOf = (email: string): string => email.trim().toLowerCase()
const guessesOf = (email: string): string => `sign-in:${keyOf(email)}`
// Accounts made before there were categories have none.
const publicOf = ({ hash: _hash, ...account }: Stored): Account => ({
  ...account,
  categories: account.categories ?? [],
})
// A session lives as long as the password it was opened with.
const stampOf = (account: Stored): string => account.hash.slice(-16)

type Book = Readonly<{
  find: (email: string) => Promise<Stored | undefined>
  demand: (email: string) => Promise<Stored>
  /** False when `ifAbsent` and there is one. */
  save: (account: Stored, ifAbsent?: boolean) => Promise<boolean>
  note: (event: string, account: Stored, detail?: string) => Promise<void>
}>

const bookIn = (store: Store, now: () => number): Book => {
  const find = async (email: string) => (await store.get('user', keyOf(email))) as Stored | undefined
  return {
    find,
    demand: async (email) => {
      const account = await find(email)
      if (!account) throw new Refused(`${keyOf(email)} has no account.`)
      return account
    },
    save: (account, ifAbsent = false) =>
      store.put('user', { key: account.email, value: account, expires: NEVER }, { ifAbsent }),
    note: (event, { email }, detail = '') =>
      store.audit({ at: now(), event, actor: 'command line', ref: email, detail }),
  }
}

const keeping = (book: Book, brake: Brake): Pick<Accounts, 'add' | 'reset' | 'disable'> => ({
  add: async (email, details) => {
    if (!ADDRESS.test(keyOf(email))) throw new Refused(`"${email}" is not an e-mail address.`)
    const password = newPassword()
    const { name, roles, schools, categories = [] } = details
    const kept = { name, roles, schools, categories, email: keyOf(email), disabled: false }
    const account: Stored = { ...kept, hash: await hashPassword(password) }
    if (!(await book.save(account, true))) throw new Refused(`${account.email} already has an account.`)
    await book.note('account-added', account, account.roles.join(' '))
    return { password }
  },
  reset: async (email) => {
    const account = await book.demand(email)
    const password = newPassword()
    await book.save({ ...account, hash: await hashPassword(password) })
    await brake.forget(guessesOf(email))
    await book.note('password-reset', account)
    return { password }
  },
  disable: async (email, disabled) => {
    const account = await book.demand(email)
    await book.save({ ...account, disabled })
    await book.note(disabled ? 'account-disabled' : 'account-enabled', account)
  },
})

const sessions = (
  store: Store,
  { find }: Book,
  brake: Brake,
  now: () => number,
): Pick<Accounts, 'signIn' | 'session' | 'signOut'> => {
  // Somebody who does not exist costs the same time as somebody who does.
  const nobody = hashPassword(randomBytes(16).toString('base64'))
  nobody.catch(() => {})

  const guess = async (email: string, password: string, client: string): Promise<Stored | undefined> => {
    const keys = [guessesOf(email), `sign-in:${client}`]
    if (!(await brake.mayTry(keys))) return undefined
    const account = await find(email)
    const right = await verifyPassword(password, account?.hash ?? (await nobody))
    if (account && right && !account.disabled) {
      await brake.forget(guessesOf(email))
      return account
    }
    await brake.wrong(keys)
    return undefined
  }

  return {
    signIn: async (email, password, client, ttlMs) => {
      const account = await brake.inTurn(() => guess(email, password, client))
      if (!account) return undefined
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

export const openAccounts = (store: Store, now: () => number = Date.now): Accounts => {
  const book = bookIn(store, now)
  const brake = new Brake(store, now)
  return {
    ...keeping(book, brake),
    ...sessions(store, book, brake, now),
    list: async () => (await store.records('user')).map((record) => publicOf(record.value as Stored)),
  }
}

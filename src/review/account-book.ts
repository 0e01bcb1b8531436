/** Accounts as they are kept: one sealed record each, under its address in small letters. */
import type { Store } from '../store/store.ts'
import { Refused } from './refused.ts'
import type { Account } from './review.ts'

/** `recovery`: hashes of codes that were not used yet. */
export type Factor = Readonly<{ secret: string; recovery: readonly string[] }>

export type Stored = Omit<Account, 'categories' | 'handedOut' | 'secondFactor' | 'elsewhere'> &
  Readonly<{
    /** Absent in accounts made before there were categories. */
    categories?: readonly string[]
    /** '' for who signs in elsewhere. */
    hash: string
    handedOut?: boolean
    factor?: Factor
    /** Who signs in elsewhere; `subject` is '' until they first did. */
    elsewhere?: Readonly<{ issuer: string; subject: string }>
    /** Roles come from groups over there, and go with them. */
    fromGroups?: boolean
    /** Sessions are bound to it, where there is no password. */
    stamp?: string
  }>

const NEVER = 0

export const keyOf = (email: string): string => email.trim().toLowerCase()

export const publicOf = (stored: Stored): Account => {
  const { name, email, roles, schools, categories = [], disabled, handedOut = false, factor, elsewhere } = stored
  const state = { handedOut, secondFactor: factor !== undefined, elsewhere: elsewhere !== undefined }
  return { name, email, roles, schools, categories, disabled, ...state }
}

// A session lives as long as the password it was opened with.
export const stampOf = ({ hash, stamp }: Stored): string => stamp ?? hash.slice(-16)

export type Book = Readonly<{
  find: (email: string) => Promise<Stored | undefined>
  demand: (email: string) => Promise<Stored>
  all: () => Promise<readonly Stored[]>
  /** False when there is one. */
  create: (account: Stored) => Promise<boolean>
  /** One change after the other: who is being disabled must not come back by a change of their own. */
  change: (email: string, to: (account: Stored) => Stored | Promise<Stored>) => Promise<Stored>
  note: (event: string, email: string, by: string, detail?: string) => Promise<void>
}>

export const openBook = (store: Store, now: () => number): Book => {
  const find = async (email: string) => (await store.get('user', keyOf(email))) as Stored | undefined
  const demand = async (email: string): Promise<Stored> => {
    const account = await find(email)
    if (!account) throw new Refused(`${keyOf(email)} has no account.`)
    return account
  }
  const save = (account: Stored, ifAbsent: boolean) =>
    store.put('user', { key: account.email, value: account, expires: NEVER }, { ifAbsent })
  let last: Promise<unknown> = Promise.resolve()
  const changed = async (email: string, to: (account: Stored) => Stored | Promise<Stored>): Promise<Stored> => {
    const account = await to(await demand(email))
    await save(account, false)
    return account
  }
  return {
    find,
    demand,
    all: async () => (await store.records('user')).map(({ value }) => value as Stored),
    create: (account) => save(account, true),
    change: (email, to) => {
      const next = last.then(() => changed(email, to))
      last = next.catch(() => {})
      return next
    },
    note: (event, email, by, detail = '') => store.audit({ at: now(), event, actor: by, ref: email, detail }),
  }
}

/** Sessions of the console: opened by a password and, where there is one, a code; listed, and ended one by one. */
import { createHash, randomBytes } from 'node:crypto'
import { nobodysHash, verifyPassword } from '../passwords/passwords.ts'
import type { Store } from '../store/store.ts'
import { type Book, keyOf, publicOf, type Stored, stampOf } from './account-book.ts'
import type { Brake } from './brake.ts'
import type { Account } from './review.ts'

/** Where somebody signs in from: `address` for the brake, both to be recognised in the list of sessions. */
export type Origin = Readonly<{ address: string; browser: string }>

/** `needsCode`: the token opens nothing but the second step yet. */
export type Entry = Readonly<{ token: string; needsCode: boolean }>

/** `id` names a session without opening it. `since`: epoch milliseconds, 0 when it was not kept. */
export type OpenSession = Readonly<{ id: string; since: number; address: string; browser: string }>

export interface Sessions {
  /** Undefined: the same time and answer whatever was wrong. Slower after each wrong guess, per account and per client. */
  signIn(email: string, password: string, from: Origin, ttlMs: number): Promise<Entry | undefined>
  session(token: string): Promise<Account | undefined>
  signOut(token: string): Promise<void>
  /** Newest first. */
  sessionsOf(email: string): Promise<readonly OpenSession[]>
  /** Ends one of somebody's sessions, or, without an id, all but that of `token`. */
  endSessions(email: string, which: Readonly<{ id: string } | { but: string }>): Promise<void>
}

type Kept = Readonly<{
  email: string
  stamp: string
  since?: number
  address?: string
  browser?: string
  /** The password was right, the code is still to come. */
  step?: 'code'
}>

const CODE_MS = 10 * 60_000
const LISTED_AT_MOST = 50

export const guessesOf = (email: string): string => `sign-in:${keyOf(email)}`
export const guessesFrom = ({ address }: Origin): string => `sign-in:${address}`
export const sessionId = (token: string): string => createHash('sha256').update(token).digest('hex').slice(0, 16)

/** What the rooms beside this one open and look up sessions with. */
export type Desk = Readonly<{
  open: (account: Stored, from: Origin, ttlMs: number, how: string) => Promise<string>
  /** Who has given the password, and is asked for the code. */
  halfway: (token: string) => Promise<Stored | undefined>
  drop: (token: string) => Promise<void>
}>

const newToken = (): string => randomBytes(32).toString('base64url')

type Looking = Readonly<{ store: Store; book: Book; now: () => number }>

const lookUp = async (
  { store, book }: Looking,
  token: string,
): Promise<Readonly<{ kept: Kept; account: Stored }> | undefined> => {
  const kept = (await store.get('session', token)) as Kept | undefined
  const account = kept && (await book.find(kept.email))
  return account && !account.disabled && stampOf(account) === kept.stamp ? { kept, account } : undefined
}

export const openDesk = (looking: Looking): Desk => {
  const { store, book, now } = looking
  return {
    open: async (account, { address, browser }, ttlMs, how) => {
      const token = newToken()
      const kept: Kept = { email: account.email, stamp: stampOf(account), since: now(), address, browser }
      await store.put('session', { key: token, value: kept, expires: now() + ttlMs })
      await book.note('signed-in', '', account.email, how)
      return token
    },
    halfway: async (token) => {
      const found = await lookUp(looking, token)
      return found?.kept.step === 'code' ? found.account : undefined
    },
    drop: async (token) => {
      await store.remove('session', token)
    },
  }
}

const recordsOf = async (
  { store, now }: Looking,
  email: string,
): Promise<readonly Readonly<{ token: string; kept: Kept }>[]> =>
  (await store.records('session'))
    .filter(({ expires }) => expires === 0 || expires > now())
    .map(({ key, value }) => ({ token: key, kept: value as Kept }))
    .filter(({ kept }) => kept.email === email)

export const sessions = (looking: Looking, desk: Desk, brake: Brake): Sessions => {
  const { store, book, now } = looking
  // Somebody who does not exist costs the same time as somebody who does.
  const nobody = nobodysHash()

  const guess = async (email: string, password: string, from: Origin): Promise<Stored | undefined> => {
    const keys = [guessesOf(email), guessesFrom(from)]
    if (!(await brake.mayTry(keys))) return undefined
    const account = await book.find(email)
    // Who signs in elsewhere has no password here, and costs the same time.
    const right = await verifyPassword(password, account?.hash || nobody)
    if (account && account.hash !== '' && right && !account.disabled) {
      await brake.forget(guessesOf(email))
      return account
    }
    await brake.wrong(keys)
    return undefined
  }

  const askForCode = async (account: Stored): Promise<Entry> => {
    const token = newToken()
    const kept: Kept = { email: account.email, stamp: stampOf(account), step: 'code' }
    await store.put('session', { key: token, value: kept, expires: now() + CODE_MS })
    return { token, needsCode: true }
  }

  return {
    signIn: async (email, password, from, ttlMs) => {
      const account = await brake.inTurn(() => guess(email, password, from))
      if (!account) return undefined
      if (account.factor) return askForCode(account)
      return { token: await desk.open(account, from, ttlMs, ''), needsCode: false }
    },
    session: async (token) => {
      const found = await lookUp(looking, token)
      return found && found.kept.step === undefined ? publicOf(found.account) : undefined
    },
    signOut: async (token) => {
      const found = await lookUp(looking, token)
      await desk.drop(token)
      if (found && found.kept.step === undefined) await book.note('signed-out', '', found.account.email)
    },
    sessionsOf: async (email) => {
      const account = await book.find(email)
      if (!account) return []
      const open = (await recordsOf(looking, account.email)).filter(
        ({ kept }) => kept.step === undefined && kept.stamp === stampOf(account),
      )
      const listed = open.map(({ token, kept: { since = 0, address = '', browser = '' } }) => ({
        ...{ id: sessionId(token), since, address, browser },
      }))
      return listed.toSorted((a, b) => b.since - a.since).slice(0, LISTED_AT_MOST)
    },
    endSessions: async (given, which) => {
      const email = keyOf(given)
      const all = await recordsOf(looking, email)
      const over = all.filter(({ token }) => ('id' in which ? sessionId(token) === which.id : token !== which.but))
      for (const { token } of over) await desk.drop(token)
      if (over.length > 0) await book.note('sessions-ended', email, email, `${over.length}`)
    },
  }
}

/**
 * The second step: a code from an app on one's telephone (TOTP, RFC 6238), or a recovery code from paper. Both work once:
 * what was used is noted in the store, under a name of its own, so that of two who bring the same code one gets in.
 */
import { createHash, randomBytes } from 'node:crypto'
import { generateSecret, generateURI, verify } from 'otplib'
import { hashPassword, newPassword, verifyPassword, type Weakness, weaknessOf } from '../passwords/passwords.ts'
import type { Store } from '../store/store.ts'
import { type Book, keyOf, type Stored } from './account-book.ts'
import { type Brake, CODE_WAIT_MS } from './brake.ts'
import { Refused } from './refused.ts'
import { type Desk, guessesFrom, guessesOf, type Origin } from './sessions.ts'

/** `key`: base32, for typing over. `uri`: what the QR code says (otpauth://). */
export type Enrolment = Readonly<{ key: string; uri: string }>

/** wrong: the present password; same: the new one is the present one. */
export type PasswordFault = Weakness | 'wrong' | 'same'

export interface OwnAccess {
  /** The code after the password: a session, or undefined. Slower after each wrong one; each code opens once. */
  secondStep(token: string, code: string, from: Origin, ttlMs: number): Promise<string | undefined>
  /** Something to enrol with; nothing is kept until a code made with it has come back. */
  enrolment(email: string, key?: string): Enrolment
  /** Recovery codes, shown once; undefined when the code is not of this key. */
  enrol(email: string, key: string, code: string): Promise<readonly string[] | undefined>
  /** New recovery codes in place of the old ones; undefined when the code is wrong. */
  renewRecovery(email: string, code: string, from: Origin): Promise<readonly string[] | undefined>
  /** Turns it off; false when the code is wrong. */
  dropFactor(email: string, code: string, from: Origin): Promise<boolean>
  recoveryLeft(email: string): Promise<number>
  /** One's own password; all sessions end. `current` is not asked for after one that was handed out. `own`: names not to be in it. */
  choosePassword(
    email: string,
    chosen: Readonly<{ current: string; fresh: string; own: readonly string[] }>,
    from: Origin,
    ttlMs: number,
  ): Promise<Readonly<{ token: string } | { fault: PasswordFault }>>
}

const CODES = 10
const PERIOD_S = 30
const STEP_KEPT_MS = 5 * 60_000
const NEVER = 0
const KEY = /^[A-Z2-7]{32}$/

const hashOf = (email: string, code: string): string =>
  createHash('sha256').update(`recovery ${email} ${code}`).digest('base64url')

/** As people type it: spaces, dashes and capitals are theirs. */
const typed = (code: string): string =>
  code
    .slice(0, 60)
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '')

/** The time step a code belongs to, one step to either side of now; undefined when it is wrong. */
const stepOf = async (secret: string, code: string, at: number): Promise<number | undefined> => {
  if (!/^\d{6}$/.test(code)) return undefined
  const options = { secret, token: code, epoch: Math.floor(at / 1000), epochTolerance: PERIOD_S }
  const result = await verify(options)
  return result.valid && 'timeStep' in result ? result.timeStep : undefined
}

type Parts = Readonly<{ store: Store; book: Book; brake: Brake; desk: Desk; now: () => number }>

const isFirst = (store: Store, key: string, expires: number): Promise<boolean> =>
  store.put('mark', { key, value: true, expires }, { ifAbsent: true })

/** Which of the two it was; undefined when it is neither, or was used. */
const prove = async (
  parts: Parts,
  { email, factor }: Stored,
  given: string,
): Promise<'code' | 'recovery code' | undefined> => {
  const { store, book, now } = parts
  if (!factor) return undefined
  const code = typed(given)
  const step = await stepOf(factor.secret, code, now())
  if (step !== undefined)
    return (await isFirst(store, `totp:${email}:${step}`, now() + STEP_KEPT_MS)) ? 'code' : undefined
  const hash = hashOf(email, code)
  if (!factor.recovery.includes(hash) || !(await isFirst(store, `recovery:${hash}`, NEVER))) return undefined
  await book.change(email, (account) =>
    account.factor
      ? { ...account, factor: { ...account.factor, recovery: account.factor.recovery.filter((one) => one !== hash) } }
      : account,
  )
  await book.note('recovery-code-used', email, email)
  return 'recovery code'
}

const codeGuesses = (email: string): string => `code:${email}`

/** One at a time, and slower after each wrong one. */
const proveSlowly = (parts: Parts, account: Stored, code: string, from: Origin): ReturnType<typeof prove> =>
  parts.brake.inTurn(async () => {
    const { brake } = parts
    const keys = [codeGuesses(account.email), guessesFrom(from)]
    if (!(await brake.mayTry(keys))) return undefined
    const proof = await prove(parts, account, code)
    if (proof) await brake.forget(codeGuesses(account.email))
    else await brake.wrong(keys, CODE_WAIT_MS)
    return proof
  })

const newRecovery = (email: string): Readonly<{ codes: readonly string[]; hashes: readonly string[] }> => {
  const codes = Array.from({ length: CODES }, newPassword)
  return { codes, hashes: codes.map((code) => hashOf(email, typed(code))) }
}

const checkPassword = async ({ brake }: Parts, account: Stored, password: string, from: Origin): Promise<boolean> =>
  brake.inTurn(async () => {
    const keys = [guessesOf(account.email), guessesFrom(from)]
    if (!(await brake.mayTry(keys))) return false
    const right = await verifyPassword(password, account.hash)
    if (!right) await brake.wrong(keys)
    return right
  })

const faultOf = async (
  parts: Parts,
  account: Stored,
  { current, fresh, own }: Parameters<OwnAccess['choosePassword']>[1],
  from: Origin,
): Promise<PasswordFault | undefined> => {
  if (!account.handedOut && !(await checkPassword(parts, account, current, from))) return 'wrong'
  if (await verifyPassword(fresh, account.hash)) return 'same'
  return weaknessOf(fresh, [account.name, account.email, ...own])
}

const choosePassword = async (
  parts: Parts,
  ...[email, chosen, from, ttlMs]: Parameters<OwnAccess['choosePassword']>
) => {
  const { book, desk } = parts
  const account = await book.demand(email)
  if (account.elsewhere) throw new Refused('You sign in elsewhere: there is no password here.')
  const fault = await faultOf(parts, account, chosen, from)
  if (fault) return { fault }
  const hash = await hashPassword(chosen.fresh)
  const stamp = randomBytes(12).toString('base64url')
  const changed = await book.change(email, (known) => ({ ...known, hash, stamp, handedOut: false }))
  await book.note('password-changed', changed.email, changed.email)
  return { token: await desk.open(changed, from, ttlMs, '') }
}

const enrol = async ({ store, book, now }: Parts, given: string, key: string, code: string) => {
  const email = keyOf(given)
  const step = KEY.test(key) ? await stepOf(key, typed(code), now()) : undefined
  if (step === undefined) return undefined
  // It is spent: whoever saw it on the screen does not come in with it.
  await isFirst(store, `totp:${email}:${step}`, now() + STEP_KEPT_MS)
  const { codes, hashes } = newRecovery(email)
  await book.change(email, (account) => {
    if (account.factor) throw new Refused('You have a second step already. Turn it off first.')
    return { ...account, factor: { secret: key, recovery: hashes } }
  })
  await book.note('second-factor-set', email, email)
  return codes
}

export const ownAccess = (parts: Parts): OwnAccess => {
  const { book, desk } = parts
  return {
    secondStep: async (token, code, from, ttlMs) => {
      const account = await desk.halfway(token)
      const proof = account && (await proveSlowly(parts, account, code, from))
      if (!account || !proof) return undefined
      await desk.drop(token)
      return desk.open(account, from, ttlMs, proof)
    },
    enrolment: (email, key = generateSecret()) => ({
      key,
      uri: generateURI({ issuer: 'Mailsluis', label: keyOf(email), secret: key }),
    }),
    enrol: (email, key, code) => enrol(parts, email, key, code),
    renewRecovery: async (email, code, from) => {
      const account = await book.demand(email)
      if (!(await proveSlowly(parts, account, code, from))) return undefined
      const { codes, hashes } = newRecovery(account.email)
      await book.change(email, (known) =>
        known.factor ? { ...known, factor: { ...known.factor, recovery: hashes } } : known,
      )
      await book.note('recovery-codes-renewed', account.email, account.email)
      return codes
    },
    dropFactor: async (email, code, from) => {
      const account = await book.demand(email)
      if (!(await proveSlowly(parts, account, code, from))) return false
      await book.change(email, ({ factor: _factor, ...rest }) => rest)
      await book.note('second-factor-dropped', account.email, account.email)
      return true
    },
    recoveryLeft: async (email) => (await book.demand(email)).factor?.recovery.length ?? 0,
    choosePassword: (...given) => choosePassword(parts, ...given),
  }
}

/**
 * Accounts that sent malware: the computer behind one may be sending more. What an account sends afterwards waits for a
 * reviewer, until an administrator lifts the block. The account is the address that signed in. Where a mail server hands mail in,
 * with or without a user name of its own, it is the envelope sender: a whole school is nobody's account.
 */
import type { Log } from '../log.ts'
import type { MailHead, MailId, Store } from '../store/store.ts'
import { domainOf } from './held-mail.ts'
import { Refused } from './refused.ts'
import type { Actor } from './review.ts'

/** `mail`: the message in which it was found. */
export type Block = Readonly<{ account: string; since: number; signatures: readonly string[]; mail: MailId }>

export interface Blocks {
  /** The block of the account a message comes from, unless this very message set it. */
  of(id: MailId, head: MailHead): Promise<Block | undefined>
  /** Blocks the account; answers its block where this very message set it, also when it is judged again. */
  set(id: MailId, head: MailHead, signatures: readonly string[]): Promise<Block | undefined>
  /** Whether this message is the one with which its sender and the reviewers are told that mail waits for the block. */
  isFirst(id: MailId, block: Block): Promise<boolean>
  /** Those this administrator may lift, the newest first. */
  list(actor: Actor): Promise<readonly Block[]>
  lift(actor: Actor, account: string): Promise<Block>
}

const NEVER = 0
const DAY = 86_400_000
const TOLD_MS = 400 * DAY

/** '' for the null sender: a notification is nobody's account. */
export const accountOf = ({ client, envelope }: Pick<MailHead, 'client' | 'envelope'>): string =>
  (client.user.includes('@') && envelope.mailFrom !== '' ? client.user : envelope.mailFrom).toLowerCase()

const mayLift = ({ roles, schools }: Actor, account: string): boolean =>
  roles.includes('admin') &&
  (schools.length === 0 || schools.some((school) => school.toLowerCase() === domainOf(account)))

type Parts = Readonly<{ store: Pick<Store, 'get' | 'put' | 'take' | 'records' | 'audit'>; log: Log; now: () => number }>

const set = async (
  { store, log, now }: Parts,
  id: MailId,
  head: MailHead,
  signatures: readonly string[],
): Promise<Block | undefined> => {
  const account = accountOf(head)
  if (account === '') return undefined
  const known = (await store.get('block', account)) as Block | undefined
  if (known) return known.mail === id ? known : undefined
  const block: Block = { account, since: now(), signatures, mail: id }
  // The log first: a block that nobody wrote down would be worse than one that was written down twice.
  await store.audit({
    at: block.since,
    event: 'account-blocked',
    actor: 'gateway',
    ref: account,
    detail: signatures.join(' '),
  })
  if (!(await store.put('block', { key: account, value: block, expires: NEVER }, { ifAbsent: true }))) return undefined
  log.warn('accountBlocked', { id, signatures })
  return block
}

const lift = async ({ store, log, now }: Parts, actor: Actor, given: string): Promise<Block> => {
  const account = given.trim().toLowerCase()
  if (!mayLift(actor, account)) throw new Refused('Only an administrator of the school may lift a block.')
  const block = (await store.take('block', account)) as Block | undefined
  if (!block) throw new Refused('This account is not blocked.')
  await store.audit({ at: now(), event: 'account-lifted', actor: actor.email || actor.name, ref: account, detail: '' })
  log.info('accountLifted', { id: block.mail })
  return block
}

export const openBlocks = (parts: Parts): Blocks => {
  const { store, now } = parts
  return {
    of: async (id, head) => {
      const account = accountOf(head)
      const block = account === '' ? undefined : ((await store.get('block', account)) as Block | undefined)
      return block && block.mail !== id ? block : undefined
    },
    set: (id, head, signatures) => set(parts, id, head, signatures),
    isFirst: async (id, { account, since }) => {
      const key = `blocked:${account}:${since}`
      await store.put('mark', { key, value: id, expires: now() + TOLD_MS }, { ifAbsent: true })
      return (await store.get('mark', key)) === id
    },
    list: async (actor) => {
      const all = (await store.records('block')).map(({ value }) => value as Block)
      return all.filter(({ account }) => mayLift(actor, account)).toSorted((a, b) => b.since - a.since)
    },
    lift: (actor, account) => lift(parts, actor, account),
  }
}

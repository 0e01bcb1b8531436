/** Work for the queue, in Redis: claims under a lease, results under the same lease. */
import { readable } from './engine.ts'
import { addressesOf, headOf } from './mails.ts'
import { carryOut, change, openDocument } from './redis-change.ts'
import type { Document, Recipient } from './redis-document.ts'
import { doubting, giveBack } from './redis-doubts.ts'
import { eachOf, type RedisEngine } from './redis-engine.ts'
import { claimsKey, DUE, fateKey } from './redis-keys.ts'
import type { DeliveryJob, DeliveryResult, HistoryEntry, NewNotice } from './store.ts'
import { seal } from './vault.ts'

type Claim = Readonly<{ owner: string; now: number; leaseUntil: number; bookNext: (attempts: number) => number }>
type Claimed = Readonly<{ one: Document; due: readonly Recipient[] }>

/** The next attempt is booked before this one, never before the lease ends (see claimOne of the embedded store). */
const claimOne = (engine: RedisEngine, id: string, { owner, now, leaseUntil, bookNext }: Claim) =>
  change<Claimed | undefined>(engine, id, (one) => {
    const due = one?.recipients.filter(({ fate, next_at }) => fate === 'waiting' && next_at <= now) ?? []
    if (!one || due.length === 0) return { answer: undefined }
    const booked = new Map<number, number>()
    for (const { attempts } of due) {
      if (!booked.has(attempts)) booked.set(attempts, Math.ceil(Math.max(bookNext(attempts + 1), leaseUntil, now + 1)))
    }
    const claimed = new Set(due)
    const recipients = one.recipients.map((each): Recipient => {
      if (!claimed.has(each)) return each
      const next_at = booked.get(each.attempts) ?? leaseUntil
      return { ...each, attempts: each.attempts + 1, next_at, owner, lease_until: leaseUntil }
    })
    return { answer: { one, due }, after: { ...one, recipients } }
  })

export const claimDue = async (engine: RedisEngine, claim: Claim, limit: number): Promise<readonly DeliveryJob[]> => {
  await giveBack(engine)
  const ids = await engine.link.reserve(DUE, claimsKey(claim.owner), claim.now, claim.leaseUntil, limit)
  const claimed = new Map<string, Claimed>()
  for (const found of await eachOf(engine, ids, (id) => doubting(engine, id, claim, claimOne(engine, id, claim))))
    if (found) claimed.set(found.one.id, found)
  return readable(engine, [...claimed.keys()], (id) => jobOf(engine, claimed.get(id)!, claim.leaseUntil))
}

const jobOf = (engine: RedisEngine, { one, due }: Claimed, leaseUntil: number): DeliveryJob => {
  const recordKey = engine.vault.recordKey(one.id, one.record_key)
  const addresses = addressesOf(one, recordKey)
  const recipients = due.map(({ ordinal, attempts, first_at }) => ({
    address: addresses[ordinal] ?? '',
    attempts: attempts + 1,
    firstAt: first_at,
  }))
  return { id: one.id, head: headOf(one, recordKey), recipients, changed: one.changed === 1, leaseUntil }
}

/** False when a recipient is not ours any more (the lease lapsed and another claimed it): then nothing is changed. */
export const finish = async (
  engine: RedisEngine,
  { id, leaseUntil }: DeliveryJob,
  owner: string,
  results: readonly DeliveryResult[],
  notices: readonly NewNotice[],
  history: readonly HistoryEntry[],
): Promise<boolean> => {
  const found = await openDocument(engine, id)
  if (!found) return false
  const { recordKey } = found
  const ordinals = new Map(addressesOf(found.one, recordKey).map((address, ordinal) => [address, ordinal]))
  const ended = new Map(results.map((result) => [ordinals.get(result.address) ?? -1, result]))
  const ours = ({ fate, owner: whose, lease_until }: Recipient): boolean =>
    fate === 'waiting' && whose === owner && lease_until === leaseUntil
  const end = (each: Recipient): Recipient => {
    const result = ended.get(each.ordinal)
    if (!result) return each
    const { fate, reply, nextAt } = result
    const sealed = reply === '' ? null : seal(recordKey, `reply ${id} ${each.ordinal}`, Buffer.from(reply))
    return {
      ...each,
      fate,
      next_at: fate === 'waiting' ? Math.ceil(nextAt) : 0,
      owner: '',
      lease_until: 0,
      reply: sealed,
    }
  }
  return carryOut(engine, found, { history, notices }, (one) => {
    const leased = new Set(one.recipients.filter(ours).map(({ ordinal }) => ordinal))
    if (![...ended.keys()].every((ordinal) => leased.has(ordinal))) return undefined
    return { ...one, recipients: one.recipients.map(end) }
  })
}

export const nextDue = async ({ link }: RedisEngine): Promise<number | undefined> => {
  const [, at] = await link.askText<readonly string[]>(
    'zrangebyscore',
    DUE,
    '-inf',
    '+inf',
    'WITHSCORES',
    'LIMIT',
    0,
    1,
  )
  return at === undefined ? undefined : Number(at)
}

/** Not those under way now: they would be sent twice. */
const retryOne = (engine: RedisEngine, id: string, now: number): Promise<number> =>
  change(engine, id, (one) => {
    const waits = new Set(one?.recipients.filter(({ fate, lease_until }) => fate === 'waiting' && lease_until <= now))
    if (!one || waits.size === 0) return { answer: 0 }
    const recipients = one.recipients.map((each) =>
      waits.has(each) ? { ...each, next_at: Math.min(each.next_at, now) } : each,
    )
    return { answer: waits.size, after: { ...one, recipients } }
  })

/** Messages changed side by side when all shall be tried again. */
const SOME = 50

const retryAll = async (engine: RedisEngine, now: number): Promise<number> => {
  let count = 0
  for (let from = '-'; ; ) {
    const ids = await engine.link.askText<readonly string[]>(
      ...(['zrangebylex', fateKey('waiting'), from, '+', 'LIMIT', 0, SOME] as const),
    )
    for (const one of await eachOf(engine, ids, (id) => retryOne(engine, id, now))) count += one
    const last = ids.at(-1)
    if (last === undefined) return count
    from = `(${last}`
  }
}

export const retry = (engine: RedisEngine, id: string, now: number): Promise<number> =>
  id === 'all' ? retryAll(engine, now) : retryOne(engine, id, now)

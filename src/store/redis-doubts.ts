/**
 * Claims whose answer never came (Redis was away for longer than `insist` waits). They may have been made: then the message
 * is leased to us, nobody works on it, and only the end of the lease would bring it back, hours later. So they are
 * remembered, and given back before the next claim.
 */
import { StoreAway, StoreFull, StoreUnusable } from './errors.ts'
import { change } from './redis-change.ts'
import type { Document, Recipient } from './redis-document.ts'
import type { Lease, RedisEngine } from './redis-engine.ts'

const isOf = ({ owner, leaseUntil }: Lease, one: { owner: string; lease_until: number }): boolean =>
  one.owner === owner && one.lease_until === leaseUntil

/**
 * The attempt did not begin, so it does not count. Changed in any case: a claim still under way to a Redis that stood
 * still then finds another version and does nothing.
 */
const free = (lease: Lease, now: number, one: Document): Document => ({
  ...one,
  ...(isOf(lease, one) && { owner: '', lease_until: 0, judgings: Math.max(0, one.judgings - 1) }),
  recipients: one.recipients.map(
    (each): Recipient =>
      each.fate === 'waiting' && isOf(lease, each)
        ? { ...each, attempts: Math.max(0, each.attempts - 1), next_at: now, owner: '', lease_until: 0 }
        : each,
  ),
})

/** Remembers the claim when it fails: a Redis that comes back may answer otherwise (it loads, it wants a password) than "lost". */
export const doubting = <T>({ doubts }: RedisEngine, id: string, lease: Lease, claiming: Promise<T>): Promise<T> =>
  claiming.catch((error: unknown) => {
    if (error instanceof StoreUnusable) doubts.set(id, lease)
    throw error
  })

/**
 * Never rejects: what cannot be given back now is tried before the next claim, until its lease has lapsed. While Redis is
 * away the rest is not even tried; a damaged message keeps none of the others waiting.
 */
export const giveBack = async (engine: RedisEngine): Promise<void> => {
  const { doubts, now } = engine
  for (const [id, lease] of doubts) {
    const freeing = change(engine, id, (one) => ({ answer: true, ...(one && { after: free(lease, now(), one) }) }))
    const answer = await freeing.catch((error: unknown) => error)
    if (answer instanceof StoreAway || answer instanceof StoreFull) return
    if ((answer === true || lease.leaseUntil <= now()) && doubts.get(id) === lease) doubts.delete(id)
  }
}

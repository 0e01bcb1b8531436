/** Taking over from nodes that are gone, in Redis. Who is alive, and by which clock, is decided by scripts (redis-scripts.ts). */
import { waitAfterDeath } from './beats.ts'
import { change } from './redis-change.ts'
import type { Document, Recipient } from './redis-document.ts'
import { eachOf, type RedisEngine } from './redis-engine.ts'
import { claimsKey, FALLEN } from './redis-keys.ts'

/** At most this many at once: mail that comes in meanwhile does not wait long. */
const SOME = 100

type Freed = Readonly<{ count: number; after: Document }>

const freed = (one: Document, owner: string, now: number): Freed => {
  let count = 0
  const chance = Math.random()
  const free = (each: Recipient): Recipient => {
    if (each.fate !== 'waiting' || each.owner !== owner) return each
    count += 1
    return { ...each, owner: '', lease_until: 0, next_at: now + waitAfterDeath(each.attempts, chance) }
  }
  const recipients = one.recipients.map(free)
  if (one.owner !== owner) return { count, after: { ...one, recipients } }
  return { count: count + 1, after: { ...one, recipients, owner: '', lease_until: 0 } }
}

/** Also one that was only reserved is written again, at the time that is its own. */
const freeOne = (engine: RedisEngine, id: string, owner: string): Promise<number> =>
  change(engine, id, (one) => {
    if (!one) return { answer: 0 }
    const { count, after } = freed(one, owner, engine.now())
    return { answer: count, after }
  })

/** Until nothing stands among the claims; a node that dies in the middle leaves the rest to another. */
const freeAll = async (engine: RedisEngine, owner: string): Promise<number> => {
  const claims = claimsKey(owner)
  let count = 0
  for (;;) {
    const ids = await engine.link.askText<readonly string[]>('zrange', claims, 0, SOME - 1)
    if (ids.length === 0) break
    for (const one of await eachOf(engine, ids, (id) => freeOne(engine, id, owner))) count += one
    await engine.link.apply([], [['ZREM', claims, ...ids]])
  }
  await engine.link.apply([], [['SREM', FALLEN, owner]])
  return count
}

export const takeOver = async (engine: RedisEngine, gone: readonly string[]): Promise<number> => {
  let count = 0
  for (const owner of await engine.link.fall(gone)) count += await freeAll(engine, owner)
  return count
}

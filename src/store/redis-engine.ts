/** The parts of an open Redis store, handed to every operation. */
import { setTimeout as pause } from 'node:timers/promises'
import type { Log } from '../log.ts'
import type { Blobs } from './blobs.ts'
import { StoreFull, StoreUnusable } from './errors.ts'
import type { StoreOptions } from './options.ts'
import { FULL, RedisAway } from './redis-errors.ts'
import type { Link } from './redis-link.ts'
import type { Vault } from './vault.ts'

/** Who claimed, and the end of the lease he asked for: together they tell one claim from any other. */
export type Lease = Readonly<{ owner: string; leaseUntil: number }>

export type RedisEngine = Readonly<{
  link: Link
  /** Where large bodies stand, when not in Redis. */
  blobs: Blobs | undefined
  vault: Vault
  options: StoreOptions
  log: Log
  now: () => number
  newId: () => string
  /** Claims whose answer never came, by the id of the message (redis-doubts.ts). */
  doubts: Map<string, Lease>
  /** Rejects while Redis has less memory left than the reserve that keeps the rest of the store going. */
  room: () => Promise<void>
}>

/** Free memory is asked at most this often. */
const ROOM_MS = 250

export const roomIn = (link: Link, minFree: number): (() => Promise<void>) => {
  let asked = Number.NEGATIVE_INFINITY
  let free = Number.POSITIVE_INFINITY
  return async () => {
    if (Math.abs(Date.now() - asked) > ROOM_MS) {
      const info = await link.askText<string>('info', 'memory')
      const number = (name: string) => Number(new RegExp(`^${name}:([0-9]{1,20})`, 'm').exec(info)?.[1] ?? 0)
      const most = number('maxmemory')
      free = most === 0 ? Number.POSITIVE_INFINITY : most - number('used_memory')
      asked = Date.now()
    }
    if (free < minFree) throw new StoreFull(FULL)
  }
}

/** Of two who change the same at once one goes first; the other looks again. */
const MOST_TRIES = 100

/**
 * When the answer of a change did not come, it may have been done or not. For so long it is tried to find out; a client or
 * a person waits meanwhile.
 */
const UNKNOWN_MS = 3000
const BETWEEN_MS = 50

/**
 * `attempt` answers undefined when another was first. It is also asked again when the answer of Redis was lost, so it must
 * know its own change when it meets it:
 *
 *   commit          the digest of the submission names our own id
 *   settle, finish, move, claim, retry, sweep   the version of the message is the one we wrote (a word of chance in it)
 *   put             the sealed record is ours, byte for byte
 *   take, remove    a mark of our own tells who took it
 *   enqueue         the message has the id we gave it
 *   audit           the row at that place is ours, byte for byte
 *
 * Beyond that time the caller is told that Redis is away, and what holds then is: a commit is joined with its repeat;
 * what was settled, finished or moved is found so by the next who looks; a claim is given back (redis-doubts.ts); a
 * notice or an audit entry may stand twice when the caller asks again; a link that was taken stays used up.
 */
export const insist = async <T>(attempt: () => Promise<Readonly<{ answer: T }> | undefined>): Promise<T> => {
  let until: number | undefined
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    try {
      const done = await attempt()
      if (done) return done.answer
      await pause(Math.random() * Math.min(tries, 20))
    } catch (error) {
      if (!(error instanceof RedisAway) || (error.outcome === 'unsent' && until === undefined)) throw error
      until ??= Date.now() + UNKNOWN_MS
      if (Date.now() > until) throw error
      await pause(BETWEEN_MS)
    }
  }
  throw new StoreUnusable('Too many change the same thing in the store at once. Try again.')
}

/** Side by side. One damaged message must not stop the others: it is left out, and said. */
export const eachOf = async <T>(
  { log }: Pick<RedisEngine, 'log'>,
  ids: readonly string[],
  work: (id: string) => Promise<T>,
): Promise<readonly T[]> => {
  const answers = await Promise.all(
    ids.map((id) =>
      work(id).then(
        (answer) => [answer],
        (error: unknown) => {
          if (!(error instanceof StoreUnusable)) throw error
          log.error('storeTrouble', { id }, error)
          return []
        },
      ),
    ),
  )
  return answers.flat()
}

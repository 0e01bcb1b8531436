/** The parts of an open Redis store, handed to every operation. */
import type { Log } from '../log.ts'
import { StoreFull, StoreUnusable } from './errors.ts'
import type { StoreOptions } from './options.ts'
import { FULL } from './redis-errors.ts'
import type { Link } from './redis-link.ts'
import type { Vault } from './vault.ts'

export type RedisEngine = Readonly<{
  link: Link
  vault: Vault
  options: StoreOptions
  log: Log
  now: () => number
  newId: () => string
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

/** `attempt` answers undefined when another was first. */
export const insist = async <T>(attempt: () => Promise<Readonly<{ answer: T }> | undefined>): Promise<T> => {
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const done = await attempt()
    if (done) return done.answer
    await new Promise((resolve) => setTimeout(resolve, Math.random() * Math.min(tries, 20)))
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

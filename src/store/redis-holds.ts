/** What is held, in the order of deadlines, in Redis. */
import type { HoldPage } from './holds.ts'
import type { RedisEngine } from './redis-engine.ts'
import { DEADLINE, mailKey } from './redis-keys.ts'
import type { Hold } from './store.ts'

type Place = Pick<Hold, 'id' | 'deadline'>

const PAGE = 1000

const placesFrom = async ({ link }: RedisEngine, rank: number, count: number): Promise<readonly Place[]> => {
  const found = await link.askText<readonly string[]>('zrange', DEADLINE, rank, rank + count - 1, 'WITHSCORES')
  return Array.from({ length: found.length / 2 }, (_, n) => ({ id: found[2 * n]!, deadline: Number(found[2 * n + 1]) }))
}

/** How many stand up to this place; it may have left meanwhile, so those of the same deadline are looked through by id. */
const rankAfter = async (engine: RedisEngine, { id, deadline }: Place): Promise<number> => {
  const { link } = engine
  const [rank, at] = await Promise.all([
    link.ask<number | null>('zrank', DEADLINE, id),
    link.askText<string | null>('zscore', DEADLINE, id),
  ])
  if (rank !== null && Number(at) === deadline) return rank + 1
  for (let from = await link.ask<number>('zcount', DEADLINE, '-inf', `(${deadline}`); ; ) {
    const some = await placesFrom(engine, from, PAGE)
    const passed = some.filter((place) => place.deadline === deadline && place.id <= id).length
    from += passed
    if (passed < PAGE) return from
  }
}

const withSteps = async ({ link }: RedisEngine, places: readonly Place[]): Promise<readonly Hold[]> => {
  const steps = await Promise.all(places.map(({ id }) => link.askText<string | null>('hget', mailKey(id), 'steps')))
  return places.map((place, n) => ({ ...place, steps: Number(steps[n] ?? 0) }))
}

export const holds = async (engine: RedisEngine, { limit, after }: HoldPage): Promise<readonly Hold[]> =>
  withSteps(engine, await placesFrom(engine, after ? await rankAfter(engine, after) : 0, limit))

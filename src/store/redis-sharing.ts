/**
 * Counts and slots that all nodes share, one round trip each. Times are Redis' own, so nodes whose clocks differ agree.
 * They are small and end by themselves, so they may be written while memory is full.
 */
import type { RedisEngine } from './redis-engine.ts'
import { BEATS, countKey, slotKey, slotWantedKey } from './redis-keys.ts'
import { WANTED_MS } from './sharing.ts'
import type { SlotWish } from './store.ts'

const ADD = `#!lua flags=allow-oom
local counts = {}
for n = 1, #KEYS do
  counts[n] = redis.call('INCRBY', KEYS[n], ARGV[1])
  if counts[n] == tonumber(ARGV[1]) then redis.call('PEXPIRE', KEYS[n], ARGV[2]) end
end
return counts`

const NOW = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)`

/**
 * Slots of an owner who gives no sign of life any more (OWNER|REST) are free. Who is refused says how many it holds; the
 * poorest is remembered.
 */
const TAKE = `#!lua flags=allow-oom${NOW}
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now)
for _, holder in ipairs(redis.call('ZRANGE', KEYS[1], 0, -1)) do
  local owner = string.match(holder, '^([^|]+)|')
  if owner and not redis.call('ZSCORE', KEYS[3], owner) then redis.call('ZREM', KEYS[1], holder) end
end
if redis.call('ZCARD', KEYS[1]) >= tonumber(ARGV[2]) then
  local poorest = tonumber(redis.call('GET', KEYS[2]) or ARGV[3])
  if tonumber(ARGV[3]) <= poorest then redis.call('SET', KEYS[2], ARGV[3], 'PX', ARGV[5]) end
  return 0
end
redis.call('ZADD', KEYS[1], now + ARGV[4], ARGV[1])
redis.call('PEXPIRE', KEYS[1], ARGV[4])
return 1`

const KEEP = `#!lua flags=allow-oom${NOW}
for n = 2, #ARGV do redis.call('ZADD', KEYS[1], now + ARGV[1], ARGV[n]) end
redis.call('PEXPIRE', KEYS[1], ARGV[1])
return redis.call('GET', KEYS[2])`

export const tally = async (
  { link, vault }: RedisEngine,
  keys: readonly string[],
  by: number,
  windowMs: number,
): Promise<readonly number[]> => {
  const names = keys.map((key) => countKey(vault.blind('count', key).toString('hex')))
  if (by !== 0) return link.askText<readonly number[]>('eval', ADD, names.length, ...names, by, windowMs)
  return (await link.askText<readonly (string | null)[]>('mget', ...names)).map(Number)
}

export const untally = async ({ link, vault }: RedisEngine, key: string): Promise<void> => {
  await link.askText('del', countKey(vault.blind('count', key).toString('hex')))
}

export const takeSlot = async (
  { link }: RedisEngine,
  name: string,
  holder: string,
  { most, held, ms }: SlotWish,
): Promise<boolean> => {
  const keys = [slotKey(name), slotWantedKey(name), BEATS]
  return (await link.askText<number>('eval', TAKE, 3, ...keys, holder, most, held, ms, WANTED_MS)) === 1
}

export const keepSlots = async (
  { link }: RedisEngine,
  name: string,
  holders: readonly string[],
  ms: number,
): Promise<number | undefined> => {
  const keys = [slotKey(name), slotWantedKey(name)]
  const wanted = await link.askText<string | null>('eval', KEEP, 2, ...keys, ms, ...holders)
  return wanted === null ? undefined : Number(wanted)
}

export const freeSlot = async ({ link }: RedisEngine, name: string, holder: string): Promise<void> => {
  await link.askText('zrem', slotKey(name), holder)
}

/**
 * What runs inside Redis. All that is decided is decided here in TypeScript on what was read; a script only looks
 * whether that still holds (guards) and then takes all steps, or none. Redis runs one script at a time.
 *
 * Memory: a script without `allow-oom` is refused whole before its first step when memory is full; one with it runs
 * whole. New mail comes in by `take` and is refused then; what is kept ends by `apply` all the same.
 */
export type Argument = string | number | Buffer
export type Step = readonly [command: string, key: string, ...args: readonly Argument[]]
/** `is`: the answer, '' for none. `atMost`: the answer as a number. */
export type Guard = Readonly<{ step: Step; is: string | Buffer } | { step: Step; atMost: number }>

const APPLY = `
local at, key = 1, 0
local function word()
  at = at + 1
  return ARGV[at - 1]
end
local function step()
  key = key + 1
  local name, count = word(), tonumber(word())
  local args = {name, KEYS[key]}
  for n = 1, count do args[n + 2] = word() end
  return redis.call(unpack(args))
end
for guard = 1, tonumber(word()) do
  local how, wanted = word(), word()
  local found = step() or ''
  local holds
  if how == 'is' then holds = tostring(found) == wanted else holds = (tonumber(found) or 0) <= tonumber(wanted) end
  if not holds then return {guard, tostring(found)} end
end
while at <= #ARGV do step() end
return {0, ''}`

/** Sealed rows of messages as they stand together: row, recipients, and the history when it is asked for. */
const LOOK = `
local found = {}
for n = 1, #KEYS, 3 do
  local history = {}
  if ARGV[1] == 'all' then history = redis.call('LRANGE', KEYS[n + 2], 0, -1) end
  found[#found + 1] = {redis.call('HGETALL', KEYS[n]), redis.call('HGETALL', KEYS[n + 1]), history}
end
return found`

/**
 * Ids whose time has come, put off until the lease ends: no two nodes get the same. They stand among the claims of the
 * owner from here on, so that a node that dies before it has claimed them is taken over from as well.
 */
const RESERVE = `
local found = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', ARGV[1], 'LIMIT', 0, ARGV[3])
for _, id in ipairs(found) do
  redis.call('ZADD', KEYS[1], 'XX', ARGV[2], id)
  redis.call('ZADD', KEYS[2], ARGV[2], id)
end
return found`

/** The clock of Redis: those of several machines need not agree. */
const CLOCK = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)`

const BEAT = `${CLOCK}
if ARGV[3] ~= 'first' and not redis.call('ZSCORE', KEYS[1], ARGV[1]) then return 0 end
redis.call('ZADD', KEYS[1], now + ARGV[2], ARGV[1])
return 1`

const ALIVE = `${CLOCK}
return redis.call('ZRANGEBYSCORE', KEYS[1], '(' .. now, '+inf')`

/** Whose sign of life has lapsed, and who is named, is alive no more; answers all who are not yet taken over from. */
const FALL = `${CLOCK}
for _, owner in ipairs(redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', now)) do
  redis.call('ZREM', KEYS[1], owner)
  redis.call('SADD', KEYS[2], owner)
end
for _, owner in ipairs(ARGV) do
  redis.call('ZREM', KEYS[1], owner)
  redis.call('SADD', KEYS[2], owner)
end
return redis.call('SMEMBERS', KEYS[2])`

export const SCRIPTS = {
  mailsluisTake: { lua: `#!lua\n${APPLY}` },
  mailsluisApply: { lua: `#!lua flags=allow-oom\n${APPLY}` },
  mailsluisLook: { lua: `#!lua flags=no-writes\n${LOOK}`, readOnly: true },
  mailsluisReserve: { lua: `#!lua flags=allow-oom\n${RESERVE}` },
  mailsluisBeat: { lua: `#!lua flags=allow-oom\n${BEAT}` },
  mailsluisAlive: { lua: `#!lua flags=no-writes\n${ALIVE}`, readOnly: true },
  mailsluisFall: { lua: `#!lua flags=allow-oom\n${FALL}` },
} as const

/** As ioredis makes them of the scripts: number of keys, keys, arguments. */
type Run = (args: readonly Argument[]) => Promise<unknown>
export type Scripted = Readonly<Record<`${keyof typeof SCRIPTS}Buffer`, Run>>

const words = ([command, , ...args]: Step): Argument[] => [command, args.length, ...args]

/** One flat list, since thousands of arguments cannot be spread into a call. */
export const applyArguments = (guards: readonly Guard[], steps: readonly Step[]): Argument[] => {
  const keys = [...guards.map(({ step }) => step[1]), ...steps.map((step) => step[1])]
  const out: Argument[] = [keys.length]
  for (const key of keys) out.push(key)
  out.push(guards.length)
  for (const guard of guards) {
    out.push(...('is' in guard ? ['is', guard.is] : ['atMost', guard.atMost]), ...words(guard.step))
  }
  for (const step of steps) out.push(...words(step))
  return out
}

/**
 * Whether this Redis keeps what it said it kept. With `appendfsync always` Redis writes and syncs its append-only file
 * before it sends the replies of that turn, so an answer is a promise; no WAIT or WAITAOF is needed on one server.
 * A replica gets its copy afterwards: a fail-over may lose the last moments, unless store.redis.replicas has us wait for
 * it. Looked at on whichever server is the primary, at the start and each time a connection is back: after a fail-over
 * that is another server, with settings of its own.
 */
import type { Log } from '../log.ts'
import { StoreUnusable } from './errors.ts'
import type { StoreOptions } from './options.ts'
import type { Asking } from './redis-connection.ts'

const OLDEST = 7

const TOO_OLD = `Redis ${OLDEST} or Valkey is needed for this store; the server is older.`
const NO_LOG =
  'This Redis keeps nothing when it stops: set "appendonly yes" and "appendfsync always" in its configuration.'
const EVICTS = 'This Redis throws mail away when its memory is full: set "maxmemory-policy noeviction".'
const HIDDEN =
  'This Redis does not tell its settings (CONFIG GET), so nobody knows whether it keeps mail: allow CONFIG GET.'
const UNLESS = 'Mail would be lost. Whoever wants that all the same sets store.acceptLoss to true. Nothing was changed.'
const LATE =
  'Redis syncs its log once a second (appendfsync is not always): a power cut may lose mail that was accepted within it.'
const NO_LIMIT =
  'Redis has no maxmemory: when memory runs out the system stops it. Set maxmemory, so that new mail gets 452.'

const ALONE =
  'Another Redis may take over, and the last accepted mail may not be there: set store.redis.replicas to 1 or more; and "min-replicas-to-write 1", so that a primary cut off from the others takes none.'
const FEW =
  'Redis has fewer replicas now than store.redis.replicas asks for: no mail is taken until they are there. See that they run.'

/** CONFIG GET takes several patterns since Redis 7. */
const settings = async (link: Asking): Promise<ReadonlyMap<string, string>> => {
  const flat = await link.askText<readonly string[] | Readonly<Record<string, string>>>(
    'config',
    ...['GET', 'appendonly', 'appendfsync', 'maxmemory', 'maxmemory-policy'],
  )
  if (!Array.isArray(flat)) return new Map(Object.entries(flat))
  const pairs: [string, string][] = []
  for (let n = 0; n < flat.length; n += 2) pairs.push([String(flat[n]), String(flat[n + 1])])
  return new Map(pairs)
}

const lossOf = async (
  link: Asking,
  replicas: number,
): Promise<{ loss: string | undefined; warnings: readonly string[] }> => {
  const found = await settings(link).catch((error: unknown) => {
    if (error instanceof StoreUnusable) return undefined
    throw error
  })
  if (!found?.has('appendonly')) return { loss: HIDDEN, warnings: [] }
  const policy = found.get('maxmemory-policy')
  const warnings = [
    // With copies, WAITAOF waits for the disk also here; before Redis 7.2 the copies in memory stand in for it.
    ...(found.get('appendfsync') === 'always' || replicas > 0 ? [] : [LATE]),
    ...(found.get('maxmemory') === '0' ? [NO_LIMIT] : []),
  ]
  if (found.get('appendonly') !== 'yes') return { loss: NO_LOG, warnings }
  return { loss: policy === 'noeviction' ? undefined : EVICTS, warnings }
}

const infoOf = async (link: Asking, section: string): Promise<(name: string) => string> => {
  const info = await link.askText<string>('info', section)
  return (name) => new RegExp(`^${name}:([^\\r\\n]{1,40})`, 'm').exec(info)?.[1] ?? ''
}

/** Valkey says which Redis it is like (7.2.4) as redis_version; its own stands in valkey_version and counts from 7.2 on. */
const isTooOld = async (link: Asking): Promise<boolean> => {
  const info = await infoOf(link, 'server')
  return Number.parseInt(info('valkey_version') || info('redis_version'), 10) < OLDEST
}

const copiesOf = async (link: Asking, { url, redis }: Settings): Promise<readonly string[]> => {
  const connected = Number((await infoOf(link, 'replication'))('connected_slaves'))
  if (connected < redis.replicas) return [FEW]
  const follows = connected > 0 || /^rediss?\+/.test(url)
  return redis.replicas === 0 && follows ? [ALONE] : []
}

type Settings = Pick<StoreOptions, 'acceptLoss' | 'url' | 'redis'>

/** Throws what is wrong and what to change; says what is doubtful. */
export const checkDurability = async (link: Asking, options: Settings, log: Log): Promise<void> => {
  if (await isTooOld(link)) throw new StoreUnusable(TOO_OLD)
  const { loss, warnings } = await lossOf(link, options.redis.replicas)
  if (loss && !options.acceptLoss) throw new StoreUnusable(`${loss} ${UNLESS}`)
  const doubts = [...(loss ? [loss] : []), ...warnings, ...(await copiesOf(link, options))]
  for (const reason of doubts) log.warn('storeTrouble', { reason })
}

/**
 * Whether this Redis keeps what it said it kept. With `appendfsync always` Redis writes and syncs its append-only file
 * before it sends the replies of that turn, so an answer is a promise; no WAIT or WAITAOF is needed on one server.
 * A replica gets its copy afterwards: a fail-over may lose the last moments.
 */
import type { Log } from '../log.ts'
import { StoreUnusable } from './errors.ts'
import type { Link } from './redis-link.ts'

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

/** CONFIG GET takes several patterns since Redis 7. */
const settings = async (link: Link): Promise<ReadonlyMap<string, string>> => {
  const flat = await link.askText<readonly string[] | Readonly<Record<string, string>>>(
    'config',
    ...['GET', 'appendonly', 'appendfsync', 'maxmemory', 'maxmemory-policy'],
  )
  if (!Array.isArray(flat)) return new Map(Object.entries(flat))
  const pairs: [string, string][] = []
  for (let n = 0; n < flat.length; n += 2) pairs.push([String(flat[n]), String(flat[n + 1])])
  return new Map(pairs)
}

const lossOf = async (link: Link): Promise<{ loss: string | undefined; warnings: readonly string[] }> => {
  const found = await settings(link).catch((error: unknown) => {
    if (error instanceof StoreUnusable) return undefined
    throw error
  })
  if (!found?.has('appendonly')) return { loss: HIDDEN, warnings: [] }
  const policy = found.get('maxmemory-policy')
  const warnings = [
    ...(found.get('appendfsync') === 'always' ? [] : [LATE]),
    ...(found.get('maxmemory') === '0' ? [NO_LIMIT] : []),
  ]
  if (found.get('appendonly') !== 'yes') return { loss: NO_LOG, warnings }
  return { loss: policy === 'noeviction' ? undefined : EVICTS, warnings }
}

const version = async (link: Link): Promise<number> =>
  Number(/^redis_version:([0-9]{1,4})/m.exec(await link.askText<string>('info', 'server'))?.[1] ?? 0)

/** Throws what is wrong and what to change; says what is doubtful. */
export const checkDurability = async (link: Link, acceptLoss: boolean, log: Log): Promise<void> => {
  if ((await version(link)) < OLDEST) throw new StoreUnusable(TOO_OLD)
  const { loss, warnings } = await lossOf(link)
  if (loss && !acceptLoss) throw new StoreUnusable(`${loss} ${UNLESS}`)
  for (const reason of [...(loss ? [loss] : []), ...warnings]) log.warn('storeTrouble', { reason })
}

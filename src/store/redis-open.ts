/** Opens the store in Redis: everything that could be wrong is looked at before anything is changed. */
import { randomBytes } from 'node:crypto'
import { type Log, silentLog } from '../log.ts'
import { type Blobs, blobsOf, checkPlace } from './blobs.ts'
import { StoreUnusable } from './errors.ts'
import { type Identity, ringField, ringOf } from './identity.ts'
import { idMaker } from './ids.ts'
import { watchKeys } from './key-watch.ts'
import { findMasterKeys, readMasterKeys } from './master-key.ts'
import type { StoreOptions } from './options.ts'
import { checkClock } from './redis-clock.ts'
import type { Asking } from './redis-connection.ts'
import { checkDurability } from './redis-durability.ts'
import { type RedisEngine, roomIn } from './redis-engine.ts'
import { readIdentity } from './redis-identity.ts'
import { ALL_TRACED, META, TRACED } from './redis-keys.ts'
import { Link } from './redis-link.ts'
import { redisShelf } from './redis-shelf.ts'
import { redisStore } from './redis-store.ts'
import { wayTo } from './redis-way.ts'
import { masterId, newRing, type Ring, sealRing } from './ring.ts'
import { keysOf } from './rotation.ts'
import type { Store } from './store.ts'
import { openVault } from './vault.ts'

type Options = StoreOptions & Readonly<{ var: string }>

/** Rises when the keys change their meaning; an older release leaves a newer store alone. */
const FORMAT = '2'
/** Of the release that kept no key ring; all else is the same. */
const BEFORE_RINGS = '1'

const KEY_NEEDED =
  'Several nodes share a store in Redis, and all need its master key: give store.masterKey or store.masterKeyFile (openssl rand -base64 32).'

const EMPTY = 'Redis came back without the store. Restore its data, or restart to begin an empty store.'

/** Undefined when the store is empty. Throws when it is not for us. */
const findIdentity = async (link: Asking): Promise<(Identity & Readonly<{ format: string }>) | undefined> => {
  const fields = await readIdentity(link)
  if (!fields) return undefined
  if (![FORMAT, BEFORE_RINGS].includes(fields.format))
    throw new StoreUnusable('The store was written by a newer release. Start that release. Nothing was changed.')
  return fields
}

/** Two nodes may start at once: the first one's identity stays, and the other must have its key. */
const ensureIdentity = async (link: Link, masters: readonly Buffer[], now: number): Promise<Ring> => {
  const found = await findIdentity(link)
  if (found?.format === FORMAT) return ringOf(found, masters)
  const id = found?.id ?? randomBytes(16)
  const ring = found ? ringOf(found, masters) : newRing(masters[0]!, now)
  const sealed = sealRing(masters.find((one) => masterId(one) === ring.master)!, id, ring)
  await link.apply(
    [{ step: ['HGET', META, 'format'], is: found?.format ?? '' }],
    [
      ['HSET', META, 'format', FORMAT, 'id', id, ringField(ring.master), sealed],
      ...(found ? [] : [['HSET', META, TRACED, ALL_TRACED] as const]),
      ['HDEL', META, 'key proof'],
    ],
  )
  const settled = await findIdentity(link)
  if (!settled) throw new StoreUnusable(EMPTY)
  return ringOf(settled, masters)
}

/** For who cannot wait for Redis: answers what the last look found, and looks anew. */
const ringWatch = (link: Link, options: Options): (() => Ring | undefined) => {
  let last: (() => Ring | undefined) | undefined
  let looking = false
  const look = async (): Promise<void> => {
    try {
      const identity = await readIdentity(link)
      const ring = identity && ringOf(identity, readMasterKeys(options))
      last = () => ring
    } catch (error) {
      last = () => {
        throw error
      }
    }
    looking = false
  }
  return () => {
    if (!looking) {
      looking = true
      void look()
    }
    return last?.()
  }
}

const openBlobs = async (link: Link, options: Options): Promise<Blobs | undefined> => {
  const [id, used] = await link.ask<readonly (Buffer | null)[]>('hmget', META, 'id', 'blobs')
  const storeId = id ?? Buffer.alloc(0)
  const blobs = await blobsOf(options, storeId)
  if (!blobs) return undefined
  await checkPlace(blobs, storeId, used !== null)
  await link.apply([], [['HSET', META, 'blobs', '1']])
  return blobs
}

type Around = Readonly<{ now?: () => number; log?: Log }>

/** Close its link when done. */
export const openRedisEngine = async (options: Options, around: Around): Promise<RedisEngine> => {
  const way = await wayTo(options.url, options.redis)
  if (options.masterKey === undefined && options.masterKeyFile === undefined) throw new StoreUnusable(KEY_NEEDED)
  const masters = await findMasterKeys(options, true)
  const { log = silentLog, now = Date.now } = around
  // A server that comes back may be another one, or an empty one.
  const link = await Link.open(way, options.redis, log, async (back) => {
    await checkDurability(back, options, log)
    await checkClock(back, now, log)
    const identity = await findIdentity(back)
    if (!identity) throw new StoreUnusable(EMPTY)
    ringOf(identity, readMasterKeys(options))
  })
  try {
    await checkDurability(link, options, log)
    await checkClock(link, now, log)
    const ring = await ensureIdentity(link, masters, now())
    const vault = openVault(ring, ringWatch(link, options))
    const room = roomIn(link, options.minFreeBytes)
    const blobs = await openBlobs(link, options)
    return { link, blobs, vault, options, log, now, newId: idMaker(now), doubts: new Map(), room }
  } catch (error) {
    await link.close()
    throw error
  }
}

export const openRedisStore = async (options: Options, around: Around): Promise<Store> => {
  const engine = await openRedisEngine(options, around)
  const keys = keysOf(engine.vault, redisShelf(engine), options, engine.now)
  return redisStore(engine, keys, watchKeys(engine.vault, engine.log))
}

/** From address and options to what ioredis needs to go there: passwords and certificates read, the way chosen. */

import { readFile } from 'node:fs/promises'
import type { RedisOptions } from 'ioredis'
import { whyNoFile } from '../unreadable.ts'
import { StoreUnusable } from './errors.ts'
import type { StoreOptions } from './options.ts'
import { type RedisAddress, redisAddress } from './redis-address.ts'
import { primaryOfSlot } from './redis-slot.ts'

/** Replies come in the shapes of ioredis 5, as the store reads them. */
export type Way = Omit<RedisOptions, 'replyMapping'>

type Given = StoreOptions['redis']

const CONNECT_MS = 5000
const MOST_BETWEEN_MS = 2000

export const nextTry = (times: number): number => Math.min(25 * 2 ** Math.min(times, 10), MOST_BETWEEN_MS)

const read = async (path: string, what: string): Promise<string> => {
  try {
    return await readFile(path, 'utf8')
  } catch (cause) {
    throw new StoreUnusable(`The ${what} file for Redis cannot be read (${whyNoFile(cause)}): ${path}`, { cause })
  }
}

const secret = async (given: string | undefined, file: string | undefined, name: string): Promise<string> => {
  if (given !== undefined && file !== undefined)
    throw new StoreUnusable(`Give store.redis.${name} or store.redis.${name}File, not both.`)
  return file === undefined ? (given ?? '') : (await read(file, name)).trim()
}

type Tls = Readonly<{ ca?: string; cert?: string; key?: string }>

const tlsOf = async (address: RedisAddress, { caFile, certFile, keyFile }: Given): Promise<Tls | undefined> => {
  const given = [caFile, certFile, keyFile].some((file) => file !== undefined)
  if (!address.tls && given)
    throw new StoreUnusable('store.redis names certificates, but the store is not given as rediss://, so without TLS.')
  if ((certFile === undefined) !== (keyFile === undefined))
    throw new StoreUnusable('A client certificate needs both store.redis.certFile and store.redis.keyFile.')
  if (!address.tls) return undefined
  return {
    ...(caFile === undefined ? {} : { ca: await read(caFile, 'certificate authority') }),
    ...(certFile === undefined ? {} : { cert: await read(certFile, 'certificate') }),
    ...(keyFile === undefined ? {} : { key: await read(keyFile, 'key') }),
  }
}

const loginOf = async ({ username, password }: RedisAddress, given: Given): Promise<Way> => {
  const other = await secret(given.password, given.passwordFile, 'password')
  if (password !== '' && other !== '')
    throw new StoreUnusable('The password of Redis is given twice: in the address of the store and in store.redis.')
  const word = password === '' ? other : password
  if (username !== '' && word === '')
    throw new StoreUnusable('The address of the store names a user of Redis: give store.redis.passwordFile too.')
  return { ...(username === '' ? {} : { username }), ...(word === '' ? {} : { password: word }) }
}

const sentinelLogin = async ({ kind }: RedisAddress, given: Given): Promise<Way> => {
  const password = await secret(given.sentinelPassword, given.sentinelPasswordFile, 'sentinelPassword')
  if (kind !== 'sentinel' && (password !== '' || given.sentinelUsername !== undefined))
    throw new StoreUnusable('store.redis names a login of Sentinels, but the store is not given as redis+sentinel://.')
  return {
    ...(password === '' ? {} : { sentinelPassword: password }),
    ...(given.sentinelUsername === undefined ? {} : { sentinelUsername: given.sentinelUsername }),
  }
}

/** Throws a plain-worded error for what contradicts itself or cannot be read. */
export const wayTo = async (url: string, given: Given): Promise<Way> => {
  const address = redisAddress(url)
  const { kind, nodes, group, db } = address
  const tls = await tlsOf(address, given)
  const common: Way = {
    db,
    connectTimeout: CONNECT_MS,
    ...(await loginOf(address, given)),
    ...(await sentinelLogin(address, given)),
    ...(tls ? { tls } : {}),
  }
  if (kind === 'single') return { ...common, ...nodes[0] }
  if (kind === 'cluster') return { ...common, Connector: primaryOfSlot(nodes, common) }
  return {
    ...common,
    name: group,
    sentinels: nodes.map((node) => ({ ...node })),
    // They tell when they have named another primary: a hung one is left at once.
    failoverDetector: true,
    sentinelRetryStrategy: nextTry,
    sentinelReconnectStrategy: nextTry,
    sentinelCommandTimeout: CONNECT_MS,
    ...(tls ? { sentinelTLS: tls, enableTLSForSentinelMode: true } : {}),
  }
}

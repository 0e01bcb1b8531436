/** How the words of Redis and of the way to it become ours. Replies of Redis may quote arguments; ours never do. */
import { StoreAway, StoreFull, StoreUnusable } from './errors.ts'

export const FULL =
  'The memory of Redis is full. Give it more (maxmemory), or end held mail; mail is taken again by itself.'
const LOST =
  'Redis cannot be reached. It is tried again by itself; look at the server and at the address given as store.'

const UNTRUSTED =
  'The certificate of Redis is not trusted. Give store.redis.caFile, the certificate of whoever signed it.'
const NO_CERTIFICATE =
  'Redis does not accept our certificate, or asks for one. Give store.redis.certFile and keyFile that it trusts.'
const NO_SENTINEL =
  'No Sentinel answers, or none knows the group in the address of the store. It is tried again by itself.'
const NO_LOGIN =
  'The Sentinels do not accept the login given: look at store.redis.sentinelPasswordFile and sentinelUsername.'

/**
 * Redis is away. `unsent`: nothing was sent. `unknown`: what was under way may have been done or not, since its answer
 * did not come; whoever asks again must find out first.
 */
export class RedisAway extends StoreAway {
  readonly outcome: 'unsent' | 'unknown'

  constructor(outcome: 'unsent' | 'unknown', cause?: unknown) {
    super(LOST, { cause })
    this.outcome = outcome
  }
}

/** Of Node's TLS (X.509 and host name). */
const TLS_CODES = /^(ERR_TLS_|CERT_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_)/

/**
 * A TLS alert of the server. With TLS 1.3 it comes after our side of the handshake is done, and often loses the race
 * against the closing of the connection: then it is only a Redis that cannot be reached.
 */
const TLS_ALERTS = /^ERR_SSL_.*(?:CERTIFICATE|UNKNOWN_CA|HANDSHAKE_FAILURE)/

/** By the first word of an error reply. */
const REPLIES: Readonly<Record<string, string>> = {
  NOAUTH: 'Redis asks for a password. Give store.redis.passwordFile, and the user in the address of the store.',
  WRONGPASS: 'Redis does not accept the user or the password given for the store.',
  NOPERM: 'The user given for Redis may not do what the store needs. Give it all commands on keys {mailsluis}:*.',
  MISCONF: 'Redis cannot write its append-only file. Look at its disk and its log.',
  READONLY: 'The Redis given as store is a replica. Give the address of the primary, or of its Sentinels.',
  LOADING: 'Redis is still reading its data. It is tried again by itself.',
  BUSY: 'Redis is busy with a script. It is tried again by itself.',
  MASTERDOWN: 'The Redis given as store is a replica that has lost its primary.',
  CLUSTERDOWN: 'The Redis Cluster is down, or nobody holds the slot of the store. It is tried again by itself.',
  MOVED: 'The store is on another node of the Redis Cluster. Give its address as redis+cluster://host:port,host:port.',
  ASK: 'The slot of the store moves to another node of the Redis Cluster. It is tried again by itself.',
  TRYAGAIN: 'The slot of the store moves to another node of the Redis Cluster. It is tried again by itself.',
  NOSCRIPT: 'Redis has forgotten the scripts of the store (SCRIPT FLUSH?). They are given again by themselves.',
  NOREPLICAS: 'Redis has fewer replicas than it must have to write (min-replicas-to-write). See that they run.',
  WRONGTYPE: 'A key of the store in Redis was changed from outside. Restore it from a backup.',
}

/** Those that pass by themselves, or as soon as somebody mends the server. */
const PASSING: ReadonlySet<string> = new Set([
  'MISCONF',
  'READONLY',
  'LOADING',
  'BUSY',
  'MASTERDOWN',
  'CLUSTERDOWN',
  'MOVED',
  'ASK',
  'TRYAGAIN',
  'NOSCRIPT',
  'NOREPLICAS',
])

const isReply = (error: Error): boolean => error.name === 'ReplyError'

const LOST_WORDS =
  /^(Connection is closed|Command timed out|Stream isn't writeable|Reached the max retries|connect ETIMEDOUT|Command aborted|Socket timeout)/

const ofTheWay = (error: Error): StoreUnusable | undefined => {
  const { code } = error as { code?: unknown }
  if (typeof code === 'string' && TLS_CODES.test(code)) return new StoreUnusable(UNTRUSTED, { cause: error })
  if (typeof code === 'string' && TLS_ALERTS.test(code)) return new StoreUnusable(NO_CERTIFICATE, { cause: error })
  if (error.message.startsWith('All sentinels are unreachable')) {
    const login = /Last error: (?:NOAUTH|WRONGPASS|NOPERM|ERR AUTH)/.test(error.message)
    return new StoreUnusable(login ? NO_LOGIN : NO_SENTINEL, { cause: error })
  }
  const lost =
    (typeof code === 'string' && /^(?:E[A-Z_]{3,20}|ERR_SSL_.*)$/.test(code)) || LOST_WORDS.test(error.message)
  if (!lost) return undefined
  return new RedisAway(error.message.startsWith("Stream isn't writeable") ? 'unsent' : 'unknown', error)
}

/** The word alone: the text of a reply may quote arguments, so it is no cause of ours. */
export const asRedisError = (error: unknown): unknown => {
  if (!(error instanceof Error) || error instanceof StoreFull || error instanceof StoreUnusable) return error
  if (!isReply(error)) return ofTheWay(error) ?? error
  const word = /^[A-Z]{2,20}/.exec(error.message)?.[0] ?? 'ERR'
  if (word === 'OOM') return new StoreFull(FULL)
  if (PASSING.has(word)) return new StoreAway(REPLIES[word])
  return new StoreUnusable(REPLIES[word] ?? `Redis refused a command of the store (${word}). Look at its log.`)
}

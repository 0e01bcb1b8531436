/** How the words of Redis and of the way to it become ours. Replies of Redis may quote arguments; ours never do. */
import { StoreAway, StoreFull, StoreUnusable } from './errors.ts'

export const FULL =
  'The memory of Redis is full. Give it more (maxmemory), or end held mail; mail is taken again by itself.'
const LOST =
  'Redis cannot be reached. It is tried again by itself; look at the server and at the address given as store.'

const UNTRUSTED =
  'The certificate of Redis is not trusted. Start with NODE_EXTRA_CA_CERTS=FILE, the certificate of whoever signed it.'

/** Of Node's TLS (X.509 and host name). */
const TLS_CODES = /^(ERR_TLS_|CERT_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_)/

/** By the first word of an error reply. */
const REPLIES: Readonly<Record<string, string>> = {
  NOAUTH: 'Redis asks for a password. Give it in the address of the store: redis://user:password@host.',
  WRONGPASS: 'Redis does not accept the user or the password in the address of the store.',
  NOPERM: 'The user given for Redis may not do what the store needs. Give it all commands on keys {mailsluis}:*.',
  MISCONF: 'Redis cannot write its append-only file. Look at its disk and its log.',
  READONLY: 'The Redis given as store is a replica. Give the address of the primary.',
  LOADING: 'Redis is still reading its data. It is tried again by itself.',
  BUSY: 'Redis is busy with a script. It is tried again by itself.',
  MASTERDOWN: 'The Redis given as store is a replica that has lost its primary.',
  CLUSTERDOWN: 'The Redis Cluster is down.',
  WRONGTYPE: 'A key of the store in Redis was changed from outside. Restore it from a backup.',
}

/** Those that pass by themselves, or as soon as somebody mends the server. */
const PASSING: ReadonlySet<string> = new Set(['MISCONF', 'READONLY', 'LOADING', 'BUSY', 'MASTERDOWN', 'CLUSTERDOWN'])

const isReply = (error: Error): boolean => error.name === 'ReplyError'

const LOST_WORDS =
  /^(Connection is closed|Command timed out|Stream isn't writeable|Reached the max retries|connect ETIMEDOUT|Command aborted)/

const ofTheWay = (error: Error): StoreUnusable | undefined => {
  const { code } = error as { code?: unknown }
  if (typeof code === 'string' && TLS_CODES.test(code)) return new StoreUnusable(UNTRUSTED, { cause: error })
  const lost = (typeof code === 'string' && /^E[A-Z_]{3,20}$/.test(code)) || LOST_WORDS.test(error.message)
  return lost ? new StoreAway(LOST, { cause: error }) : undefined
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

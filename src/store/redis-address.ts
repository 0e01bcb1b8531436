/** Where the store is in Redis: one server, the primary that Sentinels name, or the node of a Cluster that holds it. */
import { StoreUnusable } from './errors.ts'

export type Node = Readonly<{ host: string; port: number }>

export type RedisAddress = Readonly<{
  kind: 'single' | 'sentinel' | 'cluster'
  /** The server itself; the Sentinels; some nodes of the Cluster, which name the others. */
  nodes: readonly [Node, ...Node[]]
  /** What the Sentinels call the primary and its replicas; '' otherwise. */
  group: string
  db: number
  /** '' = none. */
  username: string
  password: string
  tls: boolean
}>

const FORMS = {
  single: 'redis://host:port/number',
  sentinel: 'redis+sentinel://host:port,host:port/group/number',
  cluster: 'redis+cluster://host:port,host:port',
} as const

const wrong = (kind: keyof typeof FORMS): StoreUnusable =>
  new StoreUnusable(`store.url must be ${FORMS[kind]} (rediss instead of redis with TLS).`)

const URL_FORM = /^(rediss?)(?:\+(sentinel|cluster))?:\/\/(?:([^@/?#]{1,500})@)?([^@/?#]{1,2000})(?:\/([^?#]{0,200}))?$/
const NODE_FORM = /^(\[[0-9a-fA-F:.]{2,45}\]|[A-Za-z0-9._-]{1,253})(?::([0-9]{1,5}))?$/
const GROUP_FORM = /^[A-Za-z0-9._-]{1,100}$/
const DB_FORM = /^[0-9]{0,5}$/

const nodeOf = (text: string, port: number): Node | undefined => {
  const found = NODE_FORM.exec(text)
  if (!found || Number(found[2]) > 65_535) return undefined
  return { host: found[1]!.replace(/^\[(.*)\]$/, '$1'), port: Number(found[2] ?? port) }
}

const decoded = (text: string, kind: keyof typeof FORMS): string => {
  try {
    return decodeURIComponent(text)
  } catch {
    throw wrong(kind)
  }
}

/** The words after the nodes: /number, /group/number, or nothing. */
const rest = (path: string, kind: keyof typeof FORMS): Readonly<{ group: string; db: number }> => {
  const words = path.replace(/\/$/, '').split('/')
  const group = kind === 'sentinel' ? words.shift() : ''
  const [db = '', ...more] = words
  const right = more.length === 0 && DB_FORM.test(db) && (kind !== 'sentinel' || GROUP_FORM.test(group ?? ''))
  // A Cluster has no numbered databases.
  if (!right || (kind === 'cluster' && Number(db) !== 0)) throw wrong(kind)
  return { group: group ?? '', db: Number(db) }
}

/** Throws with the right form; never says what was given, since it may hold a password. */
export const redisAddress = (url: string): RedisAddress => {
  const [, scheme, way = 'single', credentials = '', hosts = '', path = ''] = URL_FORM.exec(url) ?? []
  const kind = way as keyof typeof FORMS
  const all = hosts.split(',').map((text) => nodeOf(text, kind === 'sentinel' ? 26_379 : 6379))
  const [first, ...others] = all.filter((node) => node !== undefined)
  const one = kind === 'single' && all.length > 1
  if (scheme === undefined || first === undefined || others.length + 1 < all.length || one) throw wrong(kind)
  const [username = '', ...password] = credentials.split(':')
  return {
    kind,
    nodes: [first, ...others],
    ...rest(path, kind),
    username: decoded(username, kind),
    password: decoded(password.join(':'), kind),
    tls: scheme === 'rediss',
  }
}

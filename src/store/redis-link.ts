/** The way to Redis: one connection, bounded waits, errors in our words. */
import { Redis } from 'ioredis'
import type { Log } from '../log.ts'
import { StoreUnusable } from './errors.ts'
import { asRedisError } from './redis-errors.ts'
import { BEATS, FALLEN, historyKey, mailKey, recipientsKey } from './redis-keys.ts'
import { type Argument, applyArguments, type Guard, SCRIPTS, type Scripted, type Step } from './redis-scripts.ts'

const CONNECT_MS = 5000
/** A Redis that hangs is a Redis that is not there: the client gets 452 and comes again. */
const COMMAND_MS = 5000
const MOST_BETWEEN_MS = 2000

export type RedisAddress = Readonly<{
  host: string
  port: number
  db: number
  username?: string
  password?: string
  tls: boolean
}>

const FORM = 'The store must be given as redis://host:port/number or rediss://host:port/number.'

export const redisAddress = (url: string): RedisAddress => {
  if (!URL.canParse(url)) throw new StoreUnusable(FORM)
  const { protocol, hostname, port, pathname, username, password, search, hash } = new URL(url)
  const db = /^\/?([0-9]{0,5})$/.exec(pathname)?.[1]
  if (hostname === '' || db === undefined || search !== '' || hash !== '') throw new StoreUnusable(FORM)
  return {
    host: hostname.replace(/^\[(.*)\]$/, '$1'),
    port: Number(port || 6379),
    db: Number(db),
    ...(username === '' ? {} : { username: decodeURIComponent(username) }),
    ...(password === '' ? {} : { password: decodeURIComponent(password) }),
    tls: protocol === 'rediss:',
  }
}

/** What `look` found of one message. */
export type Looked = readonly [row: readonly Buffer[], recipients: readonly Buffer[], history: readonly Buffer[]]

/** The first guard that did not hold (from 1; 0 = all held and all steps are taken), and what was found there. */
export type Outcome = Readonly<{ failed: number; found: Buffer }>

export class Link {
  readonly #redis: Redis
  readonly #scripts: Scripted
  #closed = false
  /** Why nothing is taken now: what came back after a lost connection would lose mail. */
  #refusal: StoreUnusable | undefined

  /** `again`: looks at the server each time a lost connection is back; what it throws stops the store until the next time. */
  static async open({ tls, ...address }: RedisAddress, log: Log, again: (link: Link) => Promise<void>): Promise<Link> {
    const redis = new Redis({
      ...address,
      ...(tls ? { tls: {} } : {}),
      scripts: SCRIPTS,
      lazyConnect: true,
      connectTimeout: CONNECT_MS,
      commandTimeout: COMMAND_MS,
      retryStrategy: (times) => Math.min(25 * 2 ** Math.min(times, 10), MOST_BETWEEN_MS),
      reconnectOnError: (error) => error.message.startsWith('READONLY'),
      // Nobody waits for a Redis that is away, and what was under way when it went is not sent a second time: a change
      // whose answer was lost would find itself done and be taken for somebody else's.
      enableOfflineQueue: false,
      maxRetriesPerRequest: 1,
      autoResendUnfulfilledCommands: false,
    })
    const link = new Link(redis)
    // The first one says why; what connect() says afterwards is only that it did not work.
    let why: unknown
    redis.on('error', (error) => {
      why ??= error
    })
    try {
      await redis.connect()
    } catch (error) {
      redis.disconnect()
      throw asRedisError(why ?? error)
    }
    link.#watch(log, again)
    return link
  }

  private constructor(redis: Redis) {
    this.#redis = redis
    // The methods that ioredis makes of `scripts` have no types.
    this.#scripts = redis as unknown as Scripted
  }

  /** All steps when all guards hold. `take` is refused while memory is full. */
  async apply(guards: readonly Guard[], steps: readonly Step[], how: 'apply' | 'take' = 'apply'): Promise<Outcome> {
    const args = applyArguments(guards, steps)
    const [failed, found] = (await this.#do(() =>
      how === 'take' ? this.#scripts.mailsluisTakeBuffer(args) : this.#scripts.mailsluisApplyBuffer(args),
    )) as [number, Buffer]
    return { failed, found }
  }

  async look(ids: readonly string[], history: boolean): Promise<readonly Looked[]> {
    if (ids.length === 0) return []
    const keys = ids.flatMap((id) => [mailKey(id), recipientsKey(id), historyKey(id)])
    const args = [keys.length, ...keys, history ? 'all' : '']
    return (await this.#do(() => this.#scripts.mailsluisLookBuffer(args))) as Looked[]
  }

  /** Ids, claimed for whoever `claims` belongs to. */
  reserve(index: string, claims: string, now: number, until: number, limit: number): Promise<readonly string[]> {
    return this.#names(() => this.#scripts.mailsluisReserveBuffer([2, index, claims, now, until, limit]))
  }

  async beat(owner: string, ttlMs: number, first: boolean): Promise<boolean> {
    const args = [1, BEATS, owner, ttlMs, first ? 'first' : '']
    return (await this.#do(() => this.#scripts.mailsluisBeatBuffer(args))) === 1
  }

  /** Owners. */
  alive(): Promise<readonly string[]> {
    return this.#names(() => this.#scripts.mailsluisAliveBuffer([1, BEATS]))
  }

  /** Owners to take over from. */
  fall(gone: readonly string[]): Promise<readonly string[]> {
    return this.#names(() => this.#scripts.mailsluisFallBuffer([2, BEATS, FALLEN, ...gone]))
  }

  /** A command that only reads (or asks Redis to do its own housekeeping). The caller names the shape of its answer. */
  async ask<T>(command: string, ...args: readonly Argument[]): Promise<T> {
    return (await this.#do(() => this.#redis.callBuffer(command, [...args]))) as T
  }

  /** The same, as text. */
  async askText<T>(command: string, ...args: readonly Argument[]): Promise<T> {
    return (await this.#do(() => this.#redis.call(command, [...args]))) as T
  }

  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    // Waits for the answers under way; a Redis that is away is not waited for.
    await this.#redis.quit().catch(() => undefined)
    this.#redis.disconnect()
  }

  #watch(log: Log, again: (link: Link) => Promise<void>): void {
    let away = false
    this.#redis.on('close', () => {
      if (away || this.#closed) return
      away = true
      log.error('storeTrouble', { reason: 'The connection to Redis is lost; it is tried again.' })
    })
    this.#redis.on('ready', () => {
      away = false
      this.#refusal = undefined
      again(this).catch((error: unknown) => {
        if (this.#closed || !(error instanceof StoreUnusable)) return
        this.#refusal = error
        log.error('storeTrouble', { reason: error.message }, error)
      })
    })
  }

  async #names(work: () => Promise<unknown>): Promise<readonly string[]> {
    return ((await this.#do(work)) as Buffer[]).map(String)
  }

  async #do<T>(work: () => Promise<T>): Promise<T> {
    if (this.#closed) throw new StoreUnusable('The store is closed.')
    if (this.#refusal) throw this.#refusal
    try {
      return await work()
    } catch (error) {
      throw asRedisError(error)
    }
  }
}

/** One connection to Redis: bounded waits, nothing sent twice, nothing taken by a server that was not looked at. */
import { Redis } from 'ioredis'
import type { Log } from '../log.ts'
import { StoreUnusable } from './errors.ts'
import { asRedisError, RedisAway } from './redis-errors.ts'
import { type Argument, SCRIPTS, type Scripted } from './redis-scripts.ts'
import { nextTry, type Way } from './redis-way.ts'

/** A Redis that hangs is a Redis that is not there: the client gets 452 and comes again. */
export const COMMAND_MS = 5000
/** Then the connection is given up: in a Sentinel group or a Cluster another server may have taken over meanwhile. */
const SILENT_MS = 6000

/** Commands that only read (or ask Redis to do its own housekeeping). The caller names the shape of the answer. */
export type Asking = Readonly<{
  ask<T>(command: string, ...args: readonly Argument[]): Promise<T>
  /** The same, as text. */
  askText<T>(command: string, ...args: readonly Argument[]): Promise<T>
}>

/** Looks at the server each time a lost connection is back; what it throws stops the store until the next time. */
export type LookAgain = (back: Asking) => Promise<void>

type Work<T> = (redis: Redis, scripts: Scripted) => Promise<T>

export class Connection {
  readonly #redis: Redis
  #closed = false
  /** Why nothing is sent now: what came back after a lost connection was not looked at yet, or would lose mail. */
  #refusal: StoreUnusable | undefined

  static async open(way: Way, log: Log, again: LookAgain): Promise<Connection> {
    const options: Way = {
      ...way,
      scripts: SCRIPTS,
      lazyConnect: true,
      commandTimeout: COMMAND_MS,
      socketTimeout: SILENT_MS,
      retryStrategy: nextTry,
      reconnectOnError: (error) => /^(READONLY|MOVED)/.test(error.message),
      // Nobody waits for a Redis that is away, and what was under way when it went fails at once and is not sent a second
      // time behind our back: whether it was done is looked up (`insist`).
      enableOfflineQueue: false,
      maxRetriesPerRequest: 0,
      autoResendUnfulfilledCommands: false,
    }
    const redis = new Redis(options)
    // The first one says why; what connect() says afterwards is only that it did not work. Where Sentinels or nodes of a
    // Cluster are asked for the way, connect() itself goes on asking.
    let why: unknown
    const trouble = new Promise<never>((_, reject) =>
      redis.on('error', (error) => {
        why ??= error
        reject(error)
      }),
    )
    try {
      await Promise.race([redis.connect().catch((error: unknown) => Promise.reject(why ?? error)), trouble])
    } catch (error) {
      redis.disconnect()
      throw asRedisError(error)
    }
    const connection = new Connection(redis)
    connection.#watch(log, again)
    await connection.#load().catch(async (error: unknown) => {
      await connection.close()
      throw error
    })
    return connection
  }

  private constructor(redis: Redis) {
    this.#redis = redis
  }

  async run<T>(work: Work<T>): Promise<T> {
    if (this.#closed) throw new StoreUnusable('The store is closed.')
    if (this.#refusal) throw this.#refusal
    return this.#anyhow(work)
  }

  onLost(listener: () => void): void {
    this.#redis.on('close', listener)
  }

  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    // Waits for the answers under way; a Redis that is away is not waited for.
    await this.#redis.quit().catch(() => undefined)
    this.#redis.disconnect()
  }

  #watch(log: Log, again: LookAgain): void {
    let away = false
    this.#redis.on('close', () => {
      if (away || this.#closed) return
      away = true
      log.error('storeTrouble', { reason: 'The connection to Redis is lost; it is tried again.' })
    })
    this.#redis.on('ready', () => {
      away = false
      const looking = new RedisAway('unsent')
      this.#refusal = looking
      const set = (refusal: StoreUnusable | undefined): void => {
        if (this.#refusal === looking) this.#refusal = refusal
      }
      const back = this.#asking()
      const looked = this.#load().then(() => again(back))
      looked.then(
        () => set(undefined),
        (error: unknown) => {
          if (this.#closed) return
          if (!(error instanceof StoreUnusable)) throw error
          set(error)
          log.error('storeTrouble', { reason: error.message }, error)
        },
      )
    })
  }

  /** A script first seen when memory is full is refused and not kept, and who calls it by its name meanwhile is told that there is none. */
  async #load(): Promise<void> {
    await Promise.all(Object.values(SCRIPTS).map(({ lua }) => this.#asking().ask('script', 'LOAD', lua)))
  }

  /** Past the refusal. */
  #asking(): Asking {
    return {
      ask: async <T>(command: string, ...args: readonly Argument[]) =>
        (await this.#anyhow((redis) => redis.callBuffer(command, [...args]))) as T,
      askText: async <T>(command: string, ...args: readonly Argument[]) =>
        (await this.#anyhow((redis) => redis.call(command, [...args]))) as T,
    }
  }

  async #anyhow<T>(work: Work<T>): Promise<T> {
    try {
      // The methods that ioredis makes of `scripts` have no types.
      return await work(this.#redis, this.#redis as unknown as Scripted)
    } catch (error) {
      throw asRedisError(error)
    }
  }
}

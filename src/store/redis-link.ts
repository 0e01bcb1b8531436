/** The way to Redis: what the operations of the store may ask and have done there. */
import { type Log, silentLog } from '../log.ts'
import type { StoreOptions } from './options.ts'
import { type Asking, Connection, type LookAgain } from './redis-connection.ts'
import { Copies } from './redis-copies.ts'
import { BEATS, FALLEN, historyKey, META, mailKey, recipientsKey } from './redis-keys.ts'
import { type Argument, applyArguments, type Guard, type Scripted, type Step } from './redis-scripts.ts'
import type { Way } from './redis-way.ts'

/** What `look` found of one message. */
export type Looked = readonly [row: readonly Buffer[], recipients: readonly Buffer[], history: readonly Buffer[]]

/** The first guard that did not hold (from 1; 0 = all held and all steps are taken), and what was found there. */
export type Outcome = Readonly<{ failed: number; found: Buffer }>

type How = 'apply' | 'take'

/** When the answer is lost nobody knows what was set aside: it comes by again after this time. */
const RESERVED_MS = 60_000

const applyOn = async (
  connection: Connection,
  guards: readonly Guard[],
  steps: readonly Step[],
  how: How,
): Promise<Outcome> => {
  const args = applyArguments(guards, steps)
  const [failed, found] = (await connection.run((_, scripts) =>
    how === 'take' ? scripts.mailsluisTakeBuffer(args) : scripts.mailsluisApplyBuffer(args),
  )) as [number, Buffer]
  return { failed, found }
}

export class Link implements Asking {
  readonly #connection: Connection
  readonly #copies: Copies | undefined
  readonly #close: () => Promise<void>

  static async open(way: Way, wish: StoreOptions['redis'], log: Log, again: LookAgain): Promise<Link> {
    const first = await Connection.open(way, log, again)
    if (wish.replicas === 0) return new Link(first)
    try {
      return new Link(first, await Connection.open(way, silentLog, again), wish)
    } catch (error) {
      await first.close()
      throw error
    }
  }

  private constructor(first: Connection, waiting?: Connection, wish?: StoreOptions['redis']) {
    this.#connection = first
    this.#copies = waiting && wish && new Copies(waiting, wish)
    this.#close = async () => {
      await Promise.all([first.close(), waiting?.close()])
    }
  }

  /** All steps when all guards hold. `take` is refused while memory is full. */
  apply(guards: readonly Guard[], steps: readonly Step[], how: How = 'apply'): Promise<Outcome> {
    return applyOn(this.#connection, guards, steps, how)
  }

  /** The same, answered only when as many replicas as asked for have it: for what a person or a client is told of. */
  promise(guards: readonly Guard[], steps: readonly Step[], how: How = 'apply'): Promise<Outcome> {
    if (!this.#copies) return this.apply(guards, steps, how)
    return this.#copies.of((connection) => applyOn(connection, guards, steps, how))
  }

  /** Whether what `guard` finds is there, with as many copies as asked for. Without copies it was just read. */
  async confirm(guard: Guard): Promise<boolean> {
    if (!this.#copies) return true
    return (await this.promise([guard], [['HSET', META, 'confirmed', 1]])).failed === 0
  }

  async look(ids: readonly string[], history: boolean): Promise<readonly Looked[]> {
    if (ids.length === 0) return []
    const keys = ids.flatMap((id) => [mailKey(id), recipientsKey(id), historyKey(id)])
    const args = [keys.length, ...keys, history ? 'all' : '']
    return (await this.#connection.run((_, scripts) => scripts.mailsluisLookBuffer(args))) as Looked[]
  }

  /** Ids, set aside for whoever `claims` belongs to; he claims each of them at once. */
  reserve(index: string, claims: string, now: number, until: number, limit: number): Promise<readonly string[]> {
    return this.#names((scripts) =>
      scripts.mailsluisReserveBuffer([2, index, claims, now, Math.min(until, now + RESERVED_MS), limit]),
    )
  }

  async beat(owner: string, ttlMs: number, first: boolean): Promise<boolean> {
    const args = [1, BEATS, owner, ttlMs, first ? 'first' : '']
    return (await this.#connection.run((_, scripts) => scripts.mailsluisBeatBuffer(args))) === 1
  }

  /** Owners. */
  alive(): Promise<readonly string[]> {
    return this.#names((scripts) => scripts.mailsluisAliveBuffer([1, BEATS]))
  }

  /** Owners to take over from. */
  fall(gone: readonly string[]): Promise<readonly string[]> {
    return this.#names((scripts) => scripts.mailsluisFallBuffer([2, BEATS, FALLEN, ...gone]))
  }

  async ask<T>(command: string, ...args: readonly Argument[]): Promise<T> {
    return (await this.#connection.run((redis) => redis.callBuffer(command, [...args]))) as T
  }

  async askText<T>(command: string, ...args: readonly Argument[]): Promise<T> {
    return (await this.#connection.run((redis) => redis.call(command, [...args]))) as T
  }

  close(): Promise<void> {
    return this.#close()
  }

  async #names(work: (scripts: Scripted) => Promise<unknown>): Promise<readonly string[]> {
    return ((await this.#connection.run((_, scripts) => work(scripts))) as Buffer[]).map(String)
  }
}

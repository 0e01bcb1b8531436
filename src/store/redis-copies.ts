/**
 * Copies on other servers, before anybody is told that something is kept. A primary answers before its replicas have what
 * it wrote, so a fail-over may lose the last moments; WAIT and WAITAOF hold the answer back until they have it.
 * Both speak of what *this connection* wrote, and block it meanwhile: so it is a connection of its own, one WAIT stands
 * for all answers that came before it, and one that broke in between proves nothing.
 */
import { StoreAway } from './errors.ts'
import type { Connection } from './redis-connection.ts'
import { RedisAway } from './redis-errors.ts'

type Wish = Readonly<{ replicas: number; replicaMs: number }>
type Waiting = Readonly<{ resolve: () => void; reject: (error: unknown) => void }>

const tooFew = ({ replicas, replicaMs }: Wish): StoreAway =>
  new StoreAway(
    `Fewer than ${replicas} replicas of Redis had what was written within ${replicaMs} ms (store.redis.replicas). ` +
      'See that they run, are connected and have "appendonly yes".',
  )

export class Copies {
  readonly #connection: Connection
  readonly #wish: Wish
  #epoch = 0
  #waiting: Waiting[] = []
  #asking: Promise<void> | undefined

  constructor(connection: Connection, wish: Wish) {
    this.#connection = connection
    this.#wish = wish
    connection.onLost(() => {
      this.#epoch += 1
      for (const { reject } of this.#waiting.splice(0)) reject(new RedisAway('unknown'))
    })
  }

  /** Answers what `write` answers, once enough replicas have it too. Otherwise whether it lasts is not known. */
  async of<T>(write: (connection: Connection) => Promise<T>): Promise<T> {
    const epoch = this.#epoch
    const answer = await write(this.#connection)
    if (epoch !== this.#epoch) throw new RedisAway('unknown')
    await new Promise<void>((resolve, reject) => {
      this.#waiting.push({ resolve, reject })
      this.#asking ??= this.#askAll()
    })
    return answer
  }

  async #askAll(): Promise<void> {
    while (this.#waiting.length > 0) {
      const some = this.#waiting.splice(0)
      try {
        const enough = await this.#enough()
        for (const one of some) enough ? one.resolve() : one.reject(tooFew(this.#wish))
      } catch (error) {
        for (const { reject } of some) reject(error)
      }
    }
    this.#asking = undefined
  }

  /** WAITAOF (Redis 7.2, Valkey): synced to the disks of the primary and of the replicas. Before that WAIT: in their memory. */
  #enough(): Promise<boolean> {
    const { replicas, replicaMs } = this.#wish
    return this.#connection.run(async (redis) => {
      try {
        const [here, there] = (await redis.call('waitaof', [1, replicas, replicaMs])) as [number, number]
        return here >= 1 && there >= replicas
      } catch (error) {
        // Older, or without a log of its own.
        if (!/^ERR (unknown command|WAITAOF cannot be used)/.test((error as Error).message)) throw error
        return Number(await redis.call('wait', [replicas, replicaMs])) >= replicas
      }
    })
  }
}

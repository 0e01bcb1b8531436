/**
 * The way into a Redis Cluster. All keys of the store share one slot (redis-keys.ts), so a Cluster is to us the one node
 * that holds this slot now: it is looked up before each connection, and again when a reply says that it moved. On that
 * one connection nothing is ever sent twice behind our back, and what stands in order arrives in order.
 */
import { connect as connectPlain } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { connect as connectTls } from 'node:tls'
import { AbstractConnector, Redis } from 'ioredis'
import type { Node } from './redis-address.ts'
import { META } from './redis-keys.ts'
import type { Way } from './redis-way.ts'

const BETWEEN_MS = 250
const DISCONNECT_MS = 2000

/** Reply of CLUSTER SLOTS: first and last slot, primary, replicas; of each node the endpoint and the port. */
type Slots = readonly (readonly [
  first: number,
  last: number,
  ...nodes: (readonly [host: string | null, port: number])[],
])[]

type Seen = Readonly<{ primary: Node | undefined; all: readonly Node[] }>

const lookAt = async (node: Node, options: Way): Promise<Seen> => {
  const { connectTimeout: commandTimeout = DISCONNECT_MS } = options
  const single: Way = { ...options, ...node, db: 0, lazyConnect: true, retryStrategy: null, commandTimeout }
  const redis = new Redis(single)
  let why: unknown
  redis.on('error', (error) => {
    why ??= error
  })
  try {
    await redis.connect().catch((error: unknown) => Promise.reject(why ?? error))
    const slot = Number(await redis.call('cluster', 'keyslot', META))
    const slots = (await redis.call('cluster', 'slots')) as Slots
    // No endpoint: the one that was asked (cluster-preferred-endpoint-type unknown-endpoint).
    const nodeOf = ([host, port]: readonly [string | null, number]): Node => ({ host: host || node.host, port })
    const [, , ...holders] = slots.find(([first, last]) => first <= slot && slot <= last) ?? [0, 0]
    return {
      primary: holders[0] && nodeOf(holders[0]),
      all: slots.flatMap(([, , ...nodes]) => nodes.map(nodeOf)),
    }
  } finally {
    redis.disconnect()
  }
}

/** A connector of ioredis: asked for a socket each time a connection is made. */
export const primaryOfSlot = (seeds: readonly Node[], options: Way) => {
  let known = seeds
  return class extends AbstractConnector {
    constructor() {
      super(DISCONNECT_MS)
    }

    /** One that has just become a replica is not it any more. */
    override check(info: { role?: string }): boolean {
      return info.role === undefined || info.role === 'master'
    }

    async connect(emit: (type: string, error: Error) => void) {
      this.connecting = true
      const node = await this.#find(emit)
      const { tls } = options
      const stream = tls ? connectTls({ ...tls, ...node }) : connectPlain(node)
      stream.once('error', (error) => {
        this.firstError = error
      })
      this.stream = stream
      return stream
    }

    async #find(emit: (type: string, error: Error) => void): Promise<Node> {
      for (;;) {
        let why: unknown
        for (const node of known) {
          const seen = await lookAt(node, options).catch((error: unknown) => {
            why ??= error
            return undefined
          })
          if (!this.connecting) throw new Error('Connection is closed.')
          if (!seen?.primary) continue
          const { primary, all } = seen
          // Who answered first is asked first the next time.
          const others = [...all, ...seeds].filter(({ host, port }) => host !== node.host || port !== node.port)
          known = [node, ...new Map(others.map((each) => [`${each.host} ${each.port}`, each])).values()]
          return primary
        }
        emit('error', why instanceof Error ? why : new Error('CLUSTERDOWN no node holds the slot of the store'))
        await pause(BETWEEN_MS)
      }
    }
  }
}

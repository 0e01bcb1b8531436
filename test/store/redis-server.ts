/** A real Redis on a free port, with its append-only file in a folder of its own; and a store in it. */

import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { Redis } from 'ioredis'
import { openStore, type Store, type StoreOptions } from '../../src/store/store.ts'
import { endingWithUs } from '../children.ts'
import type { OpenHouse } from './contract.ts'
import { freshFolder, optionsFor } from './house.ts'
import { START } from './mail.ts'

export const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  server.close()
  await once(server, 'close')
  return port
}

export const MASTER_KEY = randomBytes(32).toString('base64')

export const SAFE = ['--appendonly', 'yes', '--appendfsync', 'always', '--save', '']

/** One command by a connection of its own. */
export const commandAt = async (port: number, name: string, ...args: string[]): Promise<unknown> => {
  const redis = new Redis({ port, host: '127.0.0.1', retryStrategy: null })
  redis.on('error', () => undefined)
  try {
    return await redis.call(name, args)
  } finally {
    redis.disconnect()
  }
}

export class RedisServer {
  readonly folder: string
  readonly port: number
  readonly #flags: readonly string[]
  readonly #program: string
  #child: ChildProcess | undefined

  static async start(flags: readonly string[] = SAFE, program = 'redis-server'): Promise<RedisServer> {
    const server = new RedisServer(await freshFolder(), await freePort(), flags, program)
    await server.start()
    return server
  }

  private constructor(folder: string, port: number, flags: readonly string[], program: string) {
    this.#program = program
    this.folder = folder
    this.port = port
    this.#flags = flags
  }

  async start(): Promise<void> {
    const args = ['--port', String(this.port), '--bind', '127.0.0.1', '--dir', this.folder, ...this.#flags]
    const child = endingWithUs(spawn(this.#program, args, { stdio: ['ignore', 'pipe', 'inherit'] }))
    this.#child = child
    let said = ''
    for await (const chunk of child.stdout.iterator({ destroyOnReturn: false })) {
      said += chunk
      if (said.includes('Ready to accept connections')) break
    }
    child.stdout.resume()
    if (!said.includes('Ready to accept connections')) throw new Error(`redis-server did not start: ${said}`)
  }

  get pid(): number {
    return this.#child?.pid ?? 0
  }

  async kill(signal: 'SIGKILL' | 'SIGTERM' = 'SIGKILL'): Promise<void> {
    const child = this.#child
    this.#child = undefined
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    const gone = once(child, 'exit')
    child.kill(signal)
    await gone
  }

  command(name: string, ...args: string[]): Promise<unknown> {
    return commandAt(this.port, name, ...args)
  }

  async dispose(): Promise<void> {
    await this.kill()
    await rm(this.folder, { recursive: true, force: true })
  }

  options(more: Partial<StoreOptions> = {}): StoreOptions & { var: string } {
    return optionsFor(this.folder, { url: `redis://127.0.0.1:${this.port}/0`, masterKey: MASTER_KEY, ...more })
  }
}

/** One Redis, or several that act as one. */
export type Redises = Pick<RedisServer, 'command' | 'options' | 'kill' | 'start'>

/** An empty store in a Redis that runs. */
export const openRedisHouse = async (server: Redises, more: Partial<StoreOptions> = {}): Promise<OpenHouse> => {
  await server.command('flushall')
  const clock = { now: START }
  const opened: Store[] = []
  const another = async () => {
    const store = await openStore(server.options(more), { now: () => clock.now })
    opened.push(store)
    return store
  }
  const closeAll = async () => {
    for (const store of opened.splice(0)) await store.close()
  }
  return {
    clock,
    store: await another(),
    another,
    restart: async () => {
      await closeAll()
      await server.kill()
      await server.start()
      return another()
    },
    dispose: closeAll,
  }
}

/** Several real Redis servers that act as one: a group watched by Sentinels, and a Cluster. */

import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { StoreOptions } from '../../src/store/store.ts'
import { endingWithUs } from '../children.ts'
import { freshFolder } from './house.ts'
import { commandAt, freePort, type Redises, RedisServer, SAFE } from './redis-server.ts'

/** Waits for what servers do by themselves, on a machine that may be busy. */
export const until = async (holds: () => Promise<boolean>): Promise<void> => {
  for (let tries = 0; tries < 2400; tries += 1) {
    if (await holds().catch(() => false)) return
    await pause(25)
  }
  throw new Error('It did not come about within a minute.')
}

const roleOf = async (server: RedisServer): Promise<string> =>
  String(((await server.command('role')) as readonly unknown[])[0])

const GROUP = 'mailsluis'
const DOWN_AFTER_MS = 1000

/** A process that is no RedisServer: it speaks, and is ended, but keeps nothing of ours. */
class Sentinel {
  readonly port: number
  readonly #child: ChildProcess
  readonly #folder: string

  static async start(primary: number, lines: readonly string[] = []): Promise<Sentinel> {
    const [folder, port] = [await freshFolder(), await freePort()]
    const conf = join(folder, 'sentinel.conf')
    const own = [`port ${port}`, 'bind 127.0.0.1', `dir ${folder}`, `sentinel monitor ${GROUP} 127.0.0.1 ${primary} 2`]
    const times = [
      `sentinel down-after-milliseconds ${GROUP} ${DOWN_AFTER_MS}`,
      `sentinel failover-timeout ${GROUP} 6000`,
    ]
    await writeFile(conf, [...own, ...times, ...lines, ''].join('\n'))
    return new Sentinel(port, folder, endingWithUs(spawn('redis-server', [conf, '--sentinel'], { stdio: 'ignore' })))
  }

  private constructor(port: number, folder: string, child: ChildProcess) {
    this.port = port
    this.#folder = folder
    this.#child = child
  }

  async dispose(): Promise<void> {
    const gone = once(this.#child, 'exit')
    this.#child.kill('SIGKILL')
    await gone
    await rm(this.#folder, { recursive: true, force: true })
  }
}

/** A primary, two replicas and three Sentinels that put one in its place when it is gone. */
export class SentinelGroup {
  readonly servers: readonly RedisServer[]
  readonly #sentinels: readonly Sentinel[]

  static async start(sentinelLines: readonly string[] = []): Promise<SentinelGroup> {
    const first = await RedisServer.start()
    const follow = [...SAFE, '--replicaof', `127.0.0.1 ${first.port}`, '--repl-diskless-sync-delay', '0']
    const others = [await RedisServer.start(follow), await RedisServer.start(follow)]
    const sentinels: Sentinel[] = []
    for (let n = 0; n < 3; n += 1) sentinels.push(await Sentinel.start(first.port, sentinelLines))
    const group = new SentinelGroup([first, ...others], sentinels)
    await until(async () => String(await first.command('info', 'replication')).includes('connected_slaves:2'))
    await group.#watched()
    return group
  }

  private constructor(servers: readonly RedisServer[], sentinels: readonly Sentinel[]) {
    this.servers = servers
    this.#sentinels = sentinels
  }

  /** Each Sentinel knows the two others and both replicas: now a fail-over can go well. */
  async #watched(): Promise<void> {
    for (const { port } of this.#sentinels)
      await until(async () => /slaves=2,sentinels=3/.test(String(await commandAt(port, 'info', 'sentinel'))))
  }

  get url(): string {
    return `redis+sentinel://${this.#sentinels.map(({ port }) => `127.0.0.1:${port}`).join(',')}/${GROUP}/0`
  }

  async primary(): Promise<RedisServer> {
    for (const server of this.servers) if ((await roleOf(server).catch(() => '')) === 'master') return server
    throw new Error('There is no primary.')
  }

  options(more: Partial<StoreOptions> = {}): StoreOptions & { var: string } {
    return this.servers[0]!.options({ url: this.url, ...more })
  }

  async dispose(): Promise<void> {
    for (const one of [...this.#sentinels, ...this.servers]) await one.dispose()
  }
}

/** Three primaries, each with a replica. The store is on one of them; `command`, `kill` and `start` mean that one. */
export class RedisCluster implements Redises {
  readonly servers: readonly RedisServer[]
  #killed: RedisServer | undefined

  static async start(nodeTimeoutMs: number): Promise<RedisCluster> {
    const servers: RedisServer[] = []
    for (let n = 0; n < 6; n += 1) {
      const own = ['--cluster-enabled', 'yes', '--cluster-port', String(await freePort())]
      const times = ['--cluster-node-timeout', String(nodeTimeoutMs), '--repl-diskless-sync-delay', '0']
      servers.push(await RedisServer.start([...SAFE, ...own, ...times]))
    }
    const nodes = servers.map(({ port }) => `127.0.0.1:${port}`)
    const create = ['--cluster', 'create', ...nodes, '--cluster-replicas', '1', '--cluster-yes']
    execFileSync('redis-cli', create, { stdio: 'ignore' })
    const cluster = new RedisCluster(servers)
    await cluster.ready()
    return cluster
  }

  private constructor(servers: readonly RedisServer[]) {
    this.servers = servers
  }

  async ready(): Promise<void> {
    for (const server of this.servers)
      await until(async () => String(await server.command('cluster', 'info')).includes('cluster_state:ok'))
    await until(async () =>
      String(await (await this.primary()).command('info', 'replication')).includes('state=online'),
    )
  }

  /** Whoever holds the slot of the store. */
  async primary(): Promise<RedisServer> {
    for (const server of this.servers) {
      if ((await roleOf(server).catch(() => '')) !== 'master') continue
      const found = await server.command('exists', '{mailsluis}:meta').catch(() => undefined)
      if (found !== undefined) return server
    }
    throw new Error('Nobody holds the slot of the store.')
  }

  async command(name: string, ...args: string[]): Promise<unknown> {
    return (await this.primary()).command(name, ...args)
  }

  async kill(): Promise<void> {
    this.#killed = await this.primary()
    await this.#killed.kill()
  }

  async start(): Promise<void> {
    await this.#killed?.start()
    this.#killed = undefined
    await this.ready()
  }

  options(more: Partial<StoreOptions> = {}): StoreOptions & { var: string } {
    const url = `redis+cluster://${this.servers.map(({ port }) => `127.0.0.1:${port}`).join(',')}`
    return this.servers[0]!.options({ url, ...more })
  }

  async dispose(): Promise<void> {
    for (const server of this.servers) await server.dispose()
  }
}

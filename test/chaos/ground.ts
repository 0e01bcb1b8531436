/** Where a run keeps its mail: SQLite on a small disk of its own, or a real Redis; and what can go wrong with each. */
import { execFileSync } from 'node:child_process'
import { closeSync, mkdirSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { openStore, type Store, StoreOptions } from '../../src/store/store.ts'
import { MASTER_KEY, RedisServer } from '../store/redis-server.ts'
import { type Chance, wait } from './chance.ts'
import type { Settings } from './program.ts'

export type StoreKind = 'sqlite' | 'redis'

/** Something that befalls the store for a while. `breaks`: answers under way may be lost. */
export type Trouble = Readonly<{ what: string; breaks: boolean; befall: (chance: Chance) => Promise<void> }>

export type Ground = Readonly<{
  settings: Settings
  troubles: readonly Trouble[]
  /** A look into the store, from beside the program. */
  look: <T>(at: (store: Store) => Promise<T>) => Promise<T>
  close: () => Promise<void>
}>

const DISK_BYTES = 2_000_000_000

const looking = async <T>(options: StoreOptions & { var: string }, at: (store: Store) => Promise<T>): Promise<T> => {
  const store = await openStore(options)
  try {
    return await at(store)
  } finally {
    await store.close()
  }
}

/** Writes until not one byte is left, and after a while gives the room back. */
const fillDisk = async (disk: string, ms: number): Promise<void> => {
  const ballast = join(disk, 'ballast')
  const file = openSync(ballast, 'a')
  const end = Date.now() + ms
  try {
    while (Date.now() < end) {
      const { bavail, bsize } = statfsSync(disk)
      try {
        writeSync(file, Buffer.alloc(Math.min(16_777_216, Math.max(4096, bavail * bsize))))
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error
        await wait(50)
      }
      await wait(0)
    }
  } finally {
    closeSync(file)
    rmSync(ballast, { force: true })
  }
}

const onSqlite = async (folder: string): Promise<Ground> => {
  const disk = join(folder, 'var')
  const root = process.getuid?.() === 0 && process.platform === 'linux'
  mkdirSync(disk)
  if (root) execFileSync('/bin/mount', ['-t', 'tmpfs', '-o', `size=${DISK_BYTES},mode=700`, 'tmpfs', disk])
  const befall = (chance: Chance): Promise<void> => fillDisk(disk, chance.between(500, 4000))
  return {
    settings: { MAILSLUIS_STORE_MIN_FREE_BYTES: '20000000' },
    troubles: root ? [{ what: 'disk full for a while', breaks: false, befall }] : [],
    look: (at) => looking({ ...StoreOptions.parse({ minFreeBytes: 0 }), var: disk }, at),
    close: async () => {
      if (root) execFileSync('/bin/umount', ['--lazy', disk])
    },
  }
}

const troublesOf = (redis: RedisServer): readonly Trouble[] => [
  {
    what: 'Redis killed (SIGKILL) and started again',
    breaks: true,
    befall: async (chance) => {
      await redis.kill()
      await wait(chance.between(0, 3000))
      await redis.start()
    },
  },
  {
    what: 'Redis silent for seconds',
    breaks: true,
    befall: async (chance) => {
      const ms = chance.between(500, 7000)
      await redis.command('client', 'pause', String(ms), 'ALL')
      await wait(ms)
    },
  },
  {
    what: 'connections to Redis cut',
    breaks: true,
    befall: async () => {
      await redis.command('client', 'kill', 'type', 'normal', 'skipme', 'yes')
    },
  },
]

const onRedis = async (): Promise<Ground> => {
  const redis = await RedisServer.start()
  return {
    settings: {
      MAILSLUIS_STORE: `redis://127.0.0.1:${redis.port}/0`,
      MAILSLUIS_MASTER_KEY: MASTER_KEY,
      MAILSLUIS_STORE_MIN_FREE_BYTES: '0',
    },
    troubles: troublesOf(redis),
    look: (at) => looking(redis.options(), at),
    close: () => redis.dispose(),
  }
}

export const openGround = (kind: StoreKind, folder: string): Promise<Ground> =>
  kind === 'redis' ? onRedis() : onSqlite(folder)

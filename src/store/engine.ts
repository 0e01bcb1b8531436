/** The parts of an open store, handed to every operation. */
import type { Log } from '../log.ts'
import type { Checkpoints } from './checkpoints.ts'
import type { Commits } from './commits.ts'
import type { Database } from './database.ts'
import { StoreUnusable } from './errors.ts'
import type { StoreOptions } from './options.ts'
import type { Spool } from './spool.ts'
import type { Vault } from './vault.ts'

export type Engine = Readonly<{
  db: Database
  commits: Commits
  checkpoints: Checkpoints
  spool: Spool
  vault: Vault
  options: StoreOptions
  log: Log
  now: () => number
  newId: () => string
}>

/** One damaged message must not stop the others: it is left out, and said. */
export const readable = <T>(engine: Pick<Engine, 'log'>, ids: readonly string[], read: (id: string) => T): T[] =>
  ids.flatMap((id) => {
    try {
      return [read(id)]
    } catch (error) {
      if (!(error instanceof StoreUnusable)) throw error
      engine.log.error('storeTrouble', { id }, error)
      return []
    }
  })

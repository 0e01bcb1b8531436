/** A SQLite store in a folder of its own. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openStore, type Store, StoreOptions } from '../../src/store/store.ts'
import type { OpenHouse } from './contract.ts'
import { LARGE_IN_MEMORY, START } from './mail.ts'

export const freshFolder = (): Promise<string> => mkdtemp(join(tmpdir(), 'mailsluis-store-'))

/** Without reserve: the machine that tests may have little room. */
export const optionsFor = (folder: string, more: Partial<StoreOptions> = {}): StoreOptions & { var: string } => ({
  ...StoreOptions.parse({ minFreeBytes: 0, memoryTotalBytes: LARGE_IN_MEMORY, ...more }),
  var: folder,
})

export const openHouse = async (): Promise<OpenHouse & { folder: string }> => {
  const folder = await freshFolder()
  const clock = { now: START }
  const opened: Store[] = []
  const another = async () => {
    const store = await openStore(optionsFor(folder), { now: () => clock.now })
    opened.push(store)
    return store
  }
  const closeAll = async () => {
    for (const store of opened.splice(0)) await store.close()
  }
  return {
    folder,
    clock,
    store: await another(),
    another,
    restart: async () => {
      await closeAll()
      return another()
    },
    dispose: async () => {
      await closeAll()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

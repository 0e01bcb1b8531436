/** Work on the whole store that must not be done twice at once, by whatever process. */
import type { Store } from '../store/store.ts'
import { UsageError } from './terminal.ts'

/** What was killed may be run again after it. */
const LOCK_MS = 30_000

export const alone = async (store: Store, what: string, work: () => Promise<void>): Promise<void> => {
  const key = `alone ${what}`
  const hold = (ifAbsent: boolean) =>
    store.put('mark', { key, value: true, expires: Date.now() + LOCK_MS }, { ifAbsent })
  if (!(await hold(true)))
    throw new UsageError(`A ${what} is being done by another process, or was broken off just now. Wait half a minute.`)
  const holding = setInterval(() => hold(false).catch(() => undefined), LOCK_MS / 3)
  try {
    await work()
  } finally {
    clearInterval(holding)
    await store.remove('mark', key)
  }
}

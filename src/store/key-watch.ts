/** A rotation is another process's work: each process looks for new keys now and then, so that it soon seals with them. */
import { type Log, silentLog } from '../log.ts'
import { StoreUnusable } from './errors.ts'
import type { Vault } from './vault.ts'

/** `vault rotate` waits several times as long before it counts on it. */
export const WATCH_MS = 1000

/** Ends with `clearInterval`. Keeps no process alive. */
export const watchKeys = (vault: Vault, log: Log = silentLog): NodeJS.Timeout => {
  let told = ''
  const look = (): void => {
    try {
      vault.renew()
      told = ''
    } catch (error) {
      // The keys in memory still open all that was sealed with them; a restart would not find the ring open.
      if (!(error instanceof StoreUnusable) || error.message === told) return
      told = error.message
      log.error('storeTrouble', { reason: error.message }, error)
    }
  }
  return setInterval(look, WATCH_MS).unref()
}

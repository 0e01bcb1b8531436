/** Messages on their way that cannot be read any more: a damaged page or file of the disk, or a change from outside. */
import type { Readable } from 'node:stream'
import { type Log, silentLog } from '../log.ts'
import type { Store, StoredMail } from '../store/store.ts'

const LIST_AT_MOST = 10_000

/** The store leaves them out of its lists and says so in its log: this one listens. */
export const listening = (): Readonly<{ log: Log; heard: () => readonly string[] }> => {
  const ids = new Set<string>()
  const hear: Log['error'] = (event, fields) => {
    if (event === 'storeTrouble' && typeof fields?.id === 'string') ids.add(fields.id)
  }
  return { log: { ...silentLog, error: hear }, heard: () => [...ids] }
}

const opens = async (store: Store, { id }: StoredMail): Promise<boolean> => {
  try {
    const body: Readable = await store.bodyStream(id)
    for await (const _ of body) {
      // Each piece proves itself as it is opened.
    }
    return true
  } catch {
    // One that ended meanwhile has no body any more, and that is no damage.
    return (await store.mail(id).catch(() => undefined))?.hasBody !== true
  }
}

/** Bodies of all that is not over yet, read to their end. What the lists leave out is heard by the log. */
export const unreadableBodies = async (store: Store): Promise<readonly string[]> => {
  const found: string[] = []
  for (const state of ['received', 'judged'] as const)
    for (const mail of await store.list({ state, limit: LIST_AT_MOST }))
      if (mail.hasBody && !(await opens(store, mail))) found.push(mail.id)
  return found
}

export const sayDamaged = (ids: readonly string[]): string =>
  `${ids.length} message(s) cannot be read any more: ${ids.slice(0, 20).join(', ')}${ids.length > 20 ? ' …' : ''}. Put the store back from a backup, or ask the senders to send again. All other mail goes on`

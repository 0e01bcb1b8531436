/** Whether the list of held messages changed since somebody looked: on all nodes alike, and cheap to ask every other second. */
import { createHash } from 'node:crypto'
import type { ReviewParts } from './lifecycle.ts'

type Shared = Readonly<{ store: Pick<ReviewParts['store'], 'tally' | 'counts' | 'list'> }>

const KEY = 'held list'
// When the count begins anew the word changes once for nothing.
const WINDOW_MS = 30 * 86_400_000

/** For what neither comes nor goes: taken up, decided with time to undo it, made urgent. It is done: nothing may undo that. */
export const noteChange = async ({ store }: Shared): Promise<void> => {
  await store.tally([KEY], 1, WINDOW_MS).catch(() => undefined)
}

export const versionOf = async ({ store }: Shared): Promise<string> => {
  const [[changes = 0], { held }, [newest]] = await Promise.all([
    store.tally([KEY], 0, WINDOW_MS),
    store.counts(),
    store.list({ fate: 'held', limit: 1 }),
  ])
  // Hashed: who reads it may not know of that message.
  return createHash('sha256')
    .update(`${changes} ${held} ${newest?.id ?? ''}`)
    .digest('base64url')
    .slice(0, 16)
}

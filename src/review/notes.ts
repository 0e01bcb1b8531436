/**
 * What was done about a case without changing anybody's fate: who read the whole message, who was asked, whom it was handed
 * to. Beside the message, so that it can be told of one that has long gone out. No content.
 */
import type { HistoryEntry, MailId } from '../store/store.ts'
import { nowOf } from './acts.ts'
import type { ReviewParts } from './lifecycle.ts'

const DAY = 86_400_000
// As long as anybody asks who looked.
const KEPT_MS = 400 * DAY
const MOST = 60

const keyOf = (id: MailId, place: number): string => `noted:${id}:${place}`

type Records = Pick<ReviewParts, 'store' | 'now'>

/** In the first free place, so that of two at once neither is lost. A case with that many notes keeps its first ones. */
export const noteOn = async (parts: Records, id: MailId, entry: Omit<HistoryEntry, 'at'>): Promise<void> => {
  const at = nowOf(parts)
  for (let place = 0; place < MOST; place++) {
    const record = { key: keyOf(id, place), value: { at, ...entry }, expires: at + KEPT_MS }
    if (await parts.store.put('mark', record, { ifAbsent: true })) return
  }
}

/** The oldest first. */
export const notesOn = async ({ store }: Records, id: MailId): Promise<readonly HistoryEntry[]> => {
  const notes: HistoryEntry[] = []
  for (let place = 0; place < MOST; place++) {
    const entry = (await store.get('mark', keyOf(id, place))) as HistoryEntry | undefined
    if (!entry) break
    notes.push(entry)
  }
  return notes
}

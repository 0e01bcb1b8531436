/** What changes together whenever a recipient changes: the state of its message, its history, the end of its content. */
import type { KeyObject } from 'node:crypto'
import type { Engine } from './engine.ts'
import type { HistoryEntry } from './store.ts'
import { sealJson } from './vault.ts'

/**
 * Within a transaction. Destroys the key of the content first of all; answers the spool file to remove after the commit.
 * `leaveBody`: what is sealed stays where it stands, beside a damaged page; without its key it is noise.
 */
export const shred = (engine: Engine, id: string, leaveBody = false): string | null => {
  const row = engine.db.get<{ file: string | null }>('select file from message where id = ?', id)
  engine.db.run(
    "update message set content_key = null, verdict = null, file = null, bytes = 0, state = 'done' where id = ?",
    id,
  )
  if (!leaveBody) engine.db.run('delete from body where message = ?', id)
  return row?.file ?? null
}

const EXISTS = 'exists (select 1 from recipient indexed by recipient_fate where message = :id and fate in'

/** Within a transaction. The state follows from the recipients and from nothing else; answers a file to remove, like `shred`. */
export const restate = (engine: Engine, id: string, leaveBody = false): string | null => {
  engine.db.run(
    `update message set resting = not ${EXISTS} ('waiting', 'held')),
       state = case when ${EXISTS} ('waiting', 'held', 'stopped')) then 'judged' else 'done' end
     where id = :id`.replaceAll(':id', '?1'),
    id,
  )
  const due = "select 1 from message where id = ? and state = 'done' and keep_until <= ? and content_key is not null"
  return engine.db.get(due, id, engine.now()) ? shred(engine, id, leaveBody) : null
}

/** Within a transaction. */
export const addHistory = (
  engine: Engine,
  id: string,
  recordKey: KeyObject,
  entries: readonly HistoryEntry[],
): void => {
  const last =
    engine.db.get<{ seq: number | null }>('select max(seq) as seq from history where message = ?', id)?.seq ?? 0
  for (const [index, entry] of entries.entries()) {
    const seq = last + index + 1
    const sealed = sealJson(recordKey, `history ${id} ${seq}`, entry)
    engine.db.run('insert into history (message, seq, sealed) values (?, ?, ?)', id, seq, sealed)
  }
}

/** After a commit. A file that cannot be removed now is unreadable already and goes at the next start. */
export const removeFile = async (engine: Engine, file: string | null): Promise<void> => {
  if (file !== null) await engine.spool.remove(file).catch(() => undefined)
}

/** Other bytes in place of the original: a remedy, or a message without the Bcc line a client left in it. */
import type { KeyObject } from 'node:crypto'
import type { Engine } from './engine.ts'
import { headOf, type MessageRow, messageRow } from './mails.ts'
import { type Body, placeBody } from './new-mail.ts'
import type { MailId } from './store.ts'
import { sealJson } from './vault.ts'

export const placeNewBody = (
  engine: Engine,
  row: MessageRow,
  recordKey: KeyObject,
  wrapped: Uint8Array,
  plain: Buffer,
): Promise<Body> =>
  placeBody(engine, engine.spool.replacementName(row.id), engine.vault.contentKey(row.id, recordKey, wrapped), plain)

/** Within a transaction. The head tells the size of what will be sent. Answers the file that is not needed any more. */
export const replaceBody = (
  engine: Engine,
  id: MailId,
  recordKey: KeyObject,
  body: Body,
  size: number,
): string | null => {
  const row = messageRow(engine, id)
  if (!row) return null
  const head = sealJson(recordKey, `head ${id}`, { ...headOf(row, recordKey), size })
  engine.db.run('update message set changed = 1, bytes = ?, file = ?, head = ? where id = ?', size, body.file, head, id)
  engine.db.run('delete from body where message = ?', id)
  if (body.sealed) engine.db.run('insert into body (message, sealed) values (?, ?)', id, body.sealed)
  return row.file
}

/** What a person or the clock does with held and stopped recipients. */
import type { KeyObject } from 'node:crypto'
import type { Engine } from './engine.ts'
import { addHistory, removeFile, restate } from './fates.ts'
import { addressesOf, keyOf, type MessageRow, messageRow } from './mails.ts'
import { dropBody, runWithNotices } from './new-mail.ts'
import { placeNewBody, replaceBody } from './other-body.ts'
import type { MailId, Move } from './store.ts'
import { seal } from './vault.ts'

/** False when one of the recipients has left the fate `from`, or none has it: another was first, and nothing is changed. */
export const move = async (engine: Engine, id: MailId, change: Move): Promise<boolean> => {
  const row = messageRow(engine, id)
  if (!row?.content_key) return false
  const recordKey = keyOf(engine, row)
  const wanted = change.recipients && ordinalsOf(row, recordKey, change.recipients)
  const body = change.body && (await placeNewBody(engine, row, recordKey, row.content_key, change.body))
  const oldFiles: (string | null)[] = []
  try {
    const moved = await runWithNotices(engine, id, change.notices, () => {
      const ordinals = stillThere(engine, id, change.from, wanted)
      if (ordinals.length === 0) return false
      for (const ordinal of ordinals) moveOne(engine, id, ordinal, recordKey, change)
      if (body && change.body) oldFiles.push(replaceBody(engine, id, recordKey, body, change.body.length))
      addHistory(engine, id, recordKey, [change.history])
      oldFiles.push(restate(engine, id))
      return true
    })
    if (moved) for (const file of oldFiles) await removeFile(engine, file)
    return moved
  } finally {
    if (body) await dropBody(engine, id, body)
  }
}

const ordinalsOf = (row: MessageRow, recordKey: KeyObject, addresses: readonly string[]): readonly number[] => {
  const all = addressesOf(row, recordKey)
  const ordinals = new Map(all.map((address, ordinal) => [address, ordinal]))
  return [...new Set(addresses)].map((address) => ordinals.get(address) ?? -1)
}

/** Within a transaction. Empty when not all that were asked for are there. */
const stillThere = (
  engine: Engine,
  id: MailId,
  from: string,
  wanted: readonly number[] | undefined,
): readonly number[] => {
  if (!engine.db.get('select 1 from message where id = ? and content_key is not null', id)) return []
  const there = engine.db
    .all<{ ordinal: number }>(
      `select ordinal from recipient where message = ? and fate = ? and (fate <> 'waiting' or lease_until <= ?)
       order by ordinal`,
      ...[id, from, engine.now()],
    )
    .map(({ ordinal }) => ordinal)
  if (!wanted) return there
  const found = new Set(there)
  return wanted.every((ordinal) => found.has(ordinal)) ? wanted : []
}

const moveOne = (engine: Engine, id: MailId, ordinal: number, recordKey: KeyObject, change: Move): void => {
  const { to, history, deadline = 0 } = change
  const now = engine.now()
  const waits = to === 'waiting'
  engine.db.run(
    `update recipient set fate = ?1, next_at = ?2, first_at = ?3, owner = null, lease_until = 0,
       reply = iif(fate = 'waiting', coalesce(reply, ?4), ?4)
     where message = ?5 and ordinal = ?6`,
    ...[to, waits ? now : deadline, waits ? now : 0],
    ...[waits || to === 'held' ? null : seal(recordKey, `reply ${id} ${ordinal}`, Buffer.from(history.event))],
    ...[id, ordinal],
  )
}

export const overdue = (engine: Engine, now: number, limit: number): readonly MailId[] =>
  engine.db
    .all<{ message: string }>(
      `select message from recipient indexed by recipient_deadline where fate = 'held' and next_at <= ? group by message order by min(next_at) limit ?`,
      ...[now, limit],
    )
    .map(({ message }) => message)

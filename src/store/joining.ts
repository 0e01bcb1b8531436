/** Recipients of a late part, added to a message of the same family that is judged already. */
import type { KeyObject } from 'node:crypto'
import type { Engine } from './engine.ts'
import { withPart } from './family.ts'
import { addHistory } from './fates.ts'
import { addressesOf, headOf, keyOf, type MessageRow, messageRow } from './mails.ts'
import type { Joining, MailHead, RecipientState, Verdict } from './store.ts'
import { tracesOf } from './traces.ts'
import { sealJson, unsealJson } from './vault.ts'

/** The same message may name one recipient in two parts: he is there once. */
export const newcomers = (
  there: readonly Pick<RecipientState, 'address' | 'fate'>[],
  { fate, addresses }: Joining,
): readonly string[] | undefined => {
  const fates = new Map(there.map((one) => [one.address, one.fate]))
  if (!there.some((one) => one.fate === fate)) return undefined
  const fits = addresses.every((address) => (fates.get(address) ?? fate) === fate)
  return fits ? addresses.filter((address) => !fates.has(address)) : undefined
}

export const withNewcomers = (head: MailHead, addresses: readonly string[], receivedAt: number): MailHead =>
  withPart(head, { ...head, envelope: { ...head.envelope, rcptTo: addresses }, receivedAt })

type Prepared = Readonly<{ joining: Joining; row: MessageRow; recordKey: KeyObject; addresses: readonly string[] }>

/** Within a transaction; changes nothing. Undefined when kin has nobody of this fate any more, or other bytes. */
export const prepareJoining = (engine: Engine, joining: Joining): Prepared | undefined => {
  const row = messageRow(engine, joining.into)
  if (!row?.content_key || !row.verdict || (row.changed === 1) !== joining.changed) return undefined
  const recordKey = keyOf(engine, row)
  const all = addressesOf(row, recordKey)
  const there = engine.db
    .all<{ ordinal: number; fate: RecipientState['fate'] }>(
      'select ordinal, fate from recipient where message = ?',
      row.id,
    )
    .map(({ ordinal, fate }) => ({ address: all[ordinal] ?? '', fate }))
  const addresses = newcomers(there, joining)
  return addresses && { joining, row, recordKey, addresses }
}

const addRecipients = (engine: Engine, { joining: { fate }, row, recordKey, addresses }: Prepared): void => {
  const { db } = engine
  const { id } = row
  const before = addressesOf(row, recordKey)
  // One deadline for all who are held together.
  const sql = 'select min(next_at) as at from recipient where message = ? and fate = ?'
  const at = db.get<{ at: number }>(sql, id, fate)?.at ?? 0
  for (const n of addresses.keys()) {
    db.run(
      'insert into recipient (message, ordinal, fate, next_at, first_at) values (?, ?, ?, ?, 0)',
      ...[id, before.length + n, fate, at],
    )
  }
  const sealed = sealJson(recordKey, `addresses ${id}`, [...before, ...addresses])
  db.run('update message set addresses = ? where id = ?', sealed, id)
}

/** Within a transaction. */
export const carryOutJoining = (engine: Engine, prepared: Prepared): void => {
  const { joining, row, recordKey, addresses } = prepared
  if (addresses.length === 0 || !row.content_key || !row.verdict) return
  const { id } = row
  const contentKey = engine.vault.contentKey(id, recordKey, row.content_key)
  const verdict = joining.amend(unsealJson<Verdict>(contentKey, `verdict ${id}`, row.verdict))
  const head = withNewcomers(headOf(row, recordKey), addresses, joining.history.at)
  addRecipients(engine, prepared)
  engine.db.run(
    'update message set head = ?, verdict = ?, terms = ? where id = ?',
    sealJson(recordKey, `head ${id}`, head),
    sealJson(contentKey, `verdict ${id}`, verdict),
    tracesOf(engine.vault, head, verdict),
    id,
  )
  addHistory(engine, id, recordKey, [joining.history])
}

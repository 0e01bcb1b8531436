/** A message on its way into the database: sealed, its body placed, ready to be inserted by a transaction. */

import type { KeyObject } from 'node:crypto'
import type { Engine } from './engine.ts'
import { StoreFull } from './errors.ts'
import { addHistory } from './fates.ts'
import type { NewRecord } from './intake.ts'
import { sealWhole } from './sealed-stream.ts'
import type { MailHead, MailId, NewNotice, Passed } from './store.ts'
import { tracesOf } from './traces.ts'
import { seal, sealJson } from './vault.ts'

/** Either sealed bytes for the database or the name of a spool file that is already safe on disk. */
export type Body = Readonly<{ sealed: Buffer; file: null } | { sealed: null; file: string }>

export type NewMail = NewRecord & Readonly<{ body: Body }>

export type FirstLease = Readonly<{ owner: string; until: number }>

export const placeBody = async (engine: Engine, name: string, contentKey: KeyObject, plain: Buffer): Promise<Body> => {
  if (plain.length <= engine.options.inlineBytes) return { sealed: sealWhole(contentKey, plain), file: null }
  await engine.spool.write(name, contentKey, plain)
  return { sealed: null, file: name }
}

const insert = (engine: Engine, mail: NewMail, state: 'received' | 'judged', lease: FirstLease | undefined): void => {
  const { id, keys, head, body } = mail
  const sealedHead = sealJson(keys.record, `head ${id}`, head)
  engine.db.run(
    `insert into message (id, record_key, content_key, kind, state, owner, lease_until, judgings, bytes, file, head, terms)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ...[id, keys.wrappedRecord, keys.wrappedContent, head.kind, state],
    ...[lease?.owner ?? null, lease?.until ?? 0, lease ? 1 : 0, head.size, body.file, sealedHead],
    tracesOf(engine.vault, head),
  )
  if (body.sealed) engine.db.run('insert into body (message, sealed) values (?, ?)', id, body.sealed)
}

/** Within a transaction. Counted there, so that many at once cannot pass the limit together. */
export const insertReceived = (engine: Engine, mail: NewMail, lease: FirstLease): void => {
  const kept = engine.db.get<{ n: number }>("select n from tally where name = 'bytes'")?.n ?? 0
  if (kept + mail.head.size > engine.options.maxBytes) throw new StoreFull('The store holds as much mail as it may.')
  insert(engine, mail, 'received', lease)
}

/** Within a transaction. As it stands when all has ended: nothing of the content, and nobody waits. */
export const insertPassed = (engine: Engine, { id, keys, head }: NewRecord, passed: Passed): void => {
  const { db, vault } = engine
  const { record } = keys
  const now = engine.now()
  const addresses = passed.recipients.map(({ address }) => address)
  db.run(
    `insert into message (id, record_key, kind, state, resting, keep_until, bytes, head, addresses, terms)
     values (?, ?, ?, 'done', 1, ?, 0, ?, ?, ?)`,
    ...[id, keys.wrappedRecord, head.kind, now, sealJson(record, `head ${id}`, head)],
    ...[sealJson(record, `addresses ${id}`, addresses), tracesOf(vault, head, passed.verdict)],
  )
  for (const [ordinal, { reply }] of passed.recipients.entries()) {
    const sealed = seal(record, `reply ${id} ${ordinal}`, Buffer.from(reply))
    db.run(
      `insert into recipient (message, ordinal, fate, attempts, next_at, first_at, reply)
       values (?, ?, 'delivered', 1, 0, ?, ?)`,
      ...[id, ordinal, now, sealed],
    )
  }
  addHistory(engine, id, record, passed.history)
}

/** Within a transaction. Every recipient once, in the order given. */
export const insertRecipients = (
  engine: Engine,
  id: string,
  recordKey: KeyObject,
  recipients: readonly Readonly<{ address: string; fate: string; nextAt: number }>[],
): void => {
  const addresses = sealJson(
    recordKey,
    `addresses ${id}`,
    recipients.map(({ address }) => address),
  )
  engine.db.run('update message set addresses = ? where id = ?', addresses, id)
  const now = engine.now()
  for (const [ordinal, { fate, nextAt }] of recipients.entries()) {
    const firstAt = fate === 'waiting' ? now : 0
    engine.db.run(
      'insert into recipient (message, ordinal, fate, next_at, first_at) values (?, ?, ?, ?, ?)',
      ...[id, ordinal, fate, fate === 'stopped' ? 0 : nextAt, firstAt],
    )
  }
}

/** Of a notice: sized, and with the message it is about. */
export const noticeHead = ({ head, raw }: NewNotice, about: MailId | undefined): MailHead => ({
  ...head,
  size: raw.length,
  ...(about === undefined ? {} : { about }),
})

/** Seals notices and places their bodies, before the transaction that queues them. */
export const prepareNotices = async (
  engine: Engine,
  notices: readonly NewNotice[],
  about?: MailId,
): Promise<readonly NewMail[]> => {
  const prepared: NewMail[] = []
  try {
    for (const notice of notices) {
      const id = engine.newId()
      const keys = engine.vault.newKeys(id)
      prepared.push({
        id,
        keys,
        head: noticeHead(notice, about),
        body: await placeBody(engine, id, keys.content, notice.raw),
      })
    }
    return prepared
  } catch (error) {
    for (const { id, body } of prepared) await dropBody(engine, id, body)
    throw error
  }
}

/** Within a transaction. Our own mail is not judged: it waits for the next hop at once. */
export const insertNotice = (engine: Engine, notice: NewMail): void => {
  const { id, keys, head } = notice
  insert(engine, notice, 'judged', undefined)
  const now = engine.now()
  insertRecipients(
    engine,
    id,
    keys.record,
    head.envelope.rcptTo.map((address) => ({ address, fate: 'waiting', nextAt: now })),
  )
}

/** Removes the file of a body that no row names in the end; a transaction whose sync failed may have left the row. */
export const dropBody = async (engine: Engine, id: string, body: Body): Promise<void> => {
  if (body.file === null) return
  try {
    if (engine.db.get('select 1 from message where id = ? and file = ?', id, body.file)) return
    await engine.spool.remove(body.file)
  } catch {
    // The next start clears it away.
  }
}

/** One transaction: `work` on a message, and when it answers true the notices about it. */
export const runWithNotices = async (
  engine: Engine,
  about: MailId,
  notices: readonly NewNotice[],
  work: () => boolean,
): Promise<boolean> => {
  const prepared = await prepareNotices(engine, notices, about)
  let kept = false
  try {
    kept = await engine.commits.run(() => {
      if (!work()) return false
      for (const notice of prepared) insertNotice(engine, notice)
      return true
    })
    return kept
  } finally {
    if (!kept) for (const { id, body } of prepared) await dropBody(engine, id, body)
  }
}

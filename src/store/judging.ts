/** From received to judged: who judges it, and what became of it. */
import { type Engine, readable } from './engine.ts'
import { addHistory, removeFile, restate } from './fates.ts'
import { carryOutJoining, prepareJoining } from './joining.ts'
import { headOf, keyOf, messageRow } from './mails.ts'
import { dropBody, insertRecipients, runWithNotices } from './new-mail.ts'
import { placeNewBody, replaceBody } from './other-body.ts'
import type { MailHead, Settled, Settlement } from './store.ts'
import { addsTraces, tracesOf } from './traces.ts'
import { sealJson } from './vault.ts'

type Claimed = Readonly<{ id: string; head: MailHead; attempts: number }>

const LAPSED = "message indexed by message_received where state = 'received' and lease_until <= ?"

export const claimReceived = async (
  engine: Engine,
  owner: string,
  now: number,
  leaseMs: number,
  limit: number,
): Promise<readonly Claimed[]> => {
  const { db } = engine
  if (!db.get(`select 1 from ${LAPSED} limit 1`, now)) return []
  const attempts = await engine.commits.run(() => {
    const rows = db.all<{ id: string; judgings: number }>(
      `select id, judgings from ${LAPSED} order by lease_until limit ?`,
      now,
      limit,
    )
    for (const { id } of rows) {
      db.run(
        'update message set owner = ?, lease_until = ?, judgings = judgings + 1 where id = ?',
        owner,
        now + leaseMs,
        id,
      )
    }
    return new Map(rows.map(({ id, judgings }) => [id, judgings + 1]))
  })
  return readable(engine, [...attempts.keys()], (id) => {
    const row = messageRow(engine, id)
    return row ? [{ id, head: headOf(row, keyOf(engine, row)), attempts: attempts.get(id) ?? 1 }] : []
  }).flat()
}

/** Within a transaction; changes nothing. What stands in the way, if anything, and who may join whom. */
const look = (engine: Engine, id: string, owner: string, { parts = 1, joins = [] }: Settlement) => {
  const row = messageRow(engine, id)
  const mine = engine.db.get("select 1 from message where id = ? and state = 'received' and owner = ?", id, owner)
  if (!row || !mine) return 'gone'
  if ((headOf(row, keyOf(engine, row)).family?.parts ?? 1) !== parts) return 'changed'
  const prepared = joins.map((joining) => prepareJoining(engine, joining))
  return prepared.every((one) => one !== undefined) ? prepared : 'changed'
}

export const settle = async (engine: Engine, id: string, owner: string, settlement: Settlement): Promise<Settled> => {
  const row = messageRow(engine, id)
  if (!row?.content_key) return 'gone'
  const recordKey = keyOf(engine, row)
  const verdict = sealJson(engine.vault.contentKey(id, recordKey, row.content_key), `verdict ${id}`, settlement.verdict)
  const head = headOf(row, recordKey)
  const isNew = row.terms === null || addsTraces(head, settlement.verdict)
  const traces = isNew ? tracesOf(engine.vault, head, settlement.verdict) : row.terms
  const body = settlement.body && (await placeNewBody(engine, row, recordKey, row.content_key, settlement.body))
  const files: (string | null)[] = []
  let answer: Settled = 'settled'
  const settled = await runWithNotices(engine, id, settlement.notices, () => {
    const joinings = look(engine, id, owner, settlement)
    if (typeof joinings === 'string') {
      answer = joinings
      return false
    }
    engine.db.run(
      "update message set state = 'judged', owner = null, lease_until = 0, verdict = ?, keep_until = ? where id = ?",
      ...[verdict, settlement.keepUntil, id],
    )
    if (isNew) engine.db.run('update message set terms = ? where id = ?', traces, id)
    insertRecipients(engine, id, recordKey, settlement.recipients)
    addHistory(engine, id, recordKey, settlement.history)
    for (const joining of joinings) carryOutJoining(engine, joining)
    if (body && settlement.body) files.push(replaceBody(engine, id, recordKey, body, settlement.body.length))
    files.push(restate(engine, id))
    return true
  }).finally(() => body && dropBody(engine, id, body))
  if (settled) for (const file of files) await removeFile(engine, file)
  return answer
}

/**
 * A backup becomes a store in Redis: what it holds is taken over into an empty store, whose own keys wrap and seal it from
 * then on. Broken off, it goes on where it was: what is there already is passed by.
 */
import { randomBytes } from 'node:crypto'
import { auditPurpose, openAudit, type SealedAudit } from './audit.ts'
import type { Engine } from './engine.ts'
import { StoreUnusable } from './errors.ts'
import { headOf, keyOf, type MessageRow, messageRow, type RecipientRow, readBody } from './mails.ts'
import type { StoreOptions } from './options.ts'
import { openRecord } from './records.ts'
import { placeBody } from './redis-body.ts'
import { type Document, nextVersion, type Recipient, stepsBetween } from './redis-document.ts'
import type { RedisEngine } from './redis-engine.ts'
import { putFigures } from './redis-figures.ts'
import { ALL, AUDIT, historyKey, mailKey } from './redis-keys.ts'
import { openRedisEngine } from './redis-open.ts'

import { getRecord, putRecord, removeRecord } from './redis-records.ts'
import { damagedBody } from './sealed-stream.ts'
import type { RecordKind, StoredFigure, Verdict } from './store.ts'
import { tracesOf } from './traces.ts'
import { unsealJson } from './vault.ts'

type Options = StoreOptions & Readonly<{ var: string }>

const FULL = 'Redis holds a store already. Give an empty one (another number in its address). Nothing was changed.'
const UNDER_WAY = { kind: 'mark', key: 'restoring' } as const

type Row = MessageRow & Readonly<{ owner: string | null; lease_until: number; judgings: number; bytes: number }>
type RecipientInFull = Omit<RecipientRow, 'lease_until'> & Readonly<{ first_at: number }>

/** Whoever held leases when the backup was made is gone. */
const recipientsOf = ({ db }: Engine, id: string): readonly Recipient[] =>
  db
    .all<RecipientInFull>(
      'select ordinal, fate, attempts, next_at, first_at, reply from recipient where message = ? order by ordinal',
      id,
    )
    .map((one) => ({ ...one, lease_until: 0, owner: '' }))

/** The other store hashes with a key of its own. */
const retraced = (from: Engine, to: RedisEngine, row: Row): string => {
  const { id } = row
  const recordKey = keyOf(from, row)
  const contentKey = row.content_key && from.vault.contentKey(id, recordKey, row.content_key)
  const verdict = contentKey && row.verdict ? unsealJson<Verdict>(contentKey, `verdict ${id}`, row.verdict) : undefined
  return tracesOf(to.vault, headOf(row, recordKey), verdict)
}

const documentFrom = (from: Engine, to: RedisEngine, row: Row, body: string, steps: number): Document => {
  const { file: _file, ...rest } = row
  const record_key = to.vault.adopt(row.id, keyOf(from, row))
  return {
    ...rest,
    record_key,
    terms: retraced(from, to, row),
    version: nextVersion(),
    owner: '',
    lease_until: 0,
    body,
    steps,
    recipients: recipientsOf(from, row.id),
  }
}

const load = async (from: Engine, to: RedisEngine, id: string): Promise<void> => {
  const more = from.db.get<Omit<Row, keyof MessageRow>>('select judgings, bytes from message where id = ?', id)
  const row = messageRow(from, id)
  if (!row || !more || (await to.link.ask<number>('exists', mailKey(id))) > 0) return
  const history = from.db
    .all<{ sealed: Uint8Array }>('select sealed from history where message = ? order by seq', id)
    .map(({ sealed }) => Buffer.from(sealed))
  const contentKey = row.content_key && from.vault.contentKey(id, keyOf(from, row), row.content_key)
  // A name of its own: what an attempt before left goes by its time to live.
  const name = `${id}.${randomBytes(4).toString('hex')}`
  const body = contentKey ? await placeBody(to, name, contentKey, await readBody(from, id)) : undefined
  const one = documentFrom(from, to, { ...row, ...more }, body?.name ?? '', history.length)
  const { failed } = await to.link.apply(body?.guards ?? [], [
    ...(body?.steps ?? []),
    ...stepsBetween(undefined, one),
    ...(history.length > 0 ? [['RPUSH', historyKey(id), ...history] as const] : []),
  ])
  if (failed > 0) throw damagedBody()
}

const loadRecords = async (from: Engine, to: RedisEngine): Promise<void> => {
  const rows = from.db.all<{ kind: RecordKind; expires: number; sealed: Uint8Array }>(
    'select kind, expires, sealed from record',
  )
  for (const { kind, expires, sealed } of rows)
    await putRecord(to, kind, { ...openRecord(from.vault, kind, sealed), expires }, false)
}

const loadFigures = (from: Engine, to: RedisEngine): Promise<void> =>
  putFigures(
    to,
    from.db.all<StoredFigure>('select period, school, key, n, until from figure join figure_period using (period)'),
  )

const loadAudit = async (from: Engine, to: RedisEngine): Promise<void> => {
  const there = await to.link.ask<number>('llen', AUDIT)
  for (const sealed of from.db.all<SealedAudit>('select seq, sealed from audit where seq > ? order by seq', there)) {
    const { seq, ...row } = openAudit(from.vault, sealed)
    const mine = to.vault.sealLedger(auditPurpose(seq), row)
    await to.link.apply([{ step: ['LLEN', AUDIT], is: String(seq - 1) }], [['RPUSH', AUDIT, mine]])
  }
}

const begin = async (to: RedisEngine): Promise<void> => {
  const [messages, entries, under] = [
    await to.link.ask<number>('zcard', ALL),
    await to.link.ask<number>('llen', AUDIT),
    await getRecord(to, UNDER_WAY.kind, UNDER_WAY.key),
  ]
  if (messages + entries > 0 && under === undefined) throw new StoreUnusable(FULL)
  await putRecord(to, UNDER_WAY.kind, { key: UNDER_WAY.key, value: true, expires: 0 }, false)
}

export const loadBackup = async (from: Engine, options: Options): Promise<void> => {
  const to = await openRedisEngine(options, {})
  try {
    await begin(to)
    for (const { id } of from.db.all<{ id: string }>('select id from message order by id')) await load(from, to, id)
    await loadRecords(from, to)
    await loadFigures(from, to)
    await loadAudit(from, to)
    await removeRecord(to, UNDER_WAY.kind, UNDER_WAY.key)
  } finally {
    await to.link.close()
  }
}

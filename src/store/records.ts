/** Small sealed records. Their keys (tokens, addresses) stand in the table as keyed hashes only. */
import type { Engine } from './engine.ts'
import type { RecordKind, StoredRecord } from './store.ts'
import type { Vault } from './vault.ts'

type Kept = Readonly<{ key: string; value: unknown }>
type Row = Readonly<{ sealed: Uint8Array; expires: number }>

/** 0 = never. */
const ALIVE = '(expires = 0 or expires > ?)'
const SELECT = `select sealed, expires from record where kind = ? and name = ? and ${ALIVE}`

/** Keyed hash under which a record is found. */
export const recordName = (vault: Vault, kind: RecordKind, key: string): Buffer => vault.blind(`record ${kind}`, key)

/** What the seal of a record says it is. */
export const recordPurpose = (kind: string): string => `record ${kind}`

export const sealRecord = (vault: Vault, kind: RecordKind, { key, value }: Kept): Buffer =>
  vault.sealLedger(recordPurpose(kind), { key, value })

export const openRecord = (vault: Vault, kind: RecordKind, sealed: Uint8Array): Kept =>
  vault.openLedger<Kept>(recordPurpose(kind), sealed)

const nameOf = (engine: Engine, kind: RecordKind, key: string): Buffer => recordName(engine.vault, kind, key)

const find = (engine: Engine, kind: RecordKind, key: string): unknown => {
  const row = engine.db.get<Row>(SELECT, kind, nameOf(engine, kind, key), engine.now())
  const kept = row && openRecord(engine.vault, kind, row.sealed)
  // A row put under another name from outside opens nothing.
  return kept?.key === key ? kept.value : undefined
}

export const putRecord = (
  engine: Engine,
  kind: RecordKind,
  record: StoredRecord,
  ifAbsent: boolean,
): Promise<boolean> => {
  const name = nameOf(engine, kind, record.key)
  const sealed = sealRecord(engine.vault, kind, record)
  return engine.commits.run(() => {
    if (ifAbsent && engine.db.get(SELECT, kind, name, engine.now())) return false
    const sql = 'insert or replace into record (kind, name, expires, sealed) values (?, ?, ?, ?)'
    return engine.db.run(sql, kind, name, record.expires, sealed) > 0
  })
}

export const getRecord = async (engine: Engine, kind: RecordKind, key: string): Promise<unknown> =>
  find(engine, kind, key)

export const takeRecord = (engine: Engine, kind: RecordKind, key: string): Promise<unknown> =>
  engine.commits.run(() => {
    const value = find(engine, kind, key)
    engine.db.run('delete from record where kind = ? and name = ?', kind, nameOf(engine, kind, key))
    return value
  })

export const removeRecord = (engine: Engine, kind: RecordKind, key: string): Promise<boolean> =>
  engine.commits.run(() => {
    const alive = engine.db.get(SELECT, kind, nameOf(engine, kind, key), engine.now()) !== undefined
    engine.db.run('delete from record where kind = ? and name = ?', kind, nameOf(engine, kind, key))
    return alive
  })

export const allRecords = async (engine: Engine, kind: RecordKind): Promise<readonly StoredRecord[]> =>
  engine.db
    .all<Row>(`select sealed, expires from record where kind = ? and ${ALIVE}`, kind, engine.now())
    .map((row) => ({ ...openRecord(engine.vault, kind, row.sealed), expires: row.expires }))
    .sort((a, b) => (a.key < b.key ? -1 : 1))

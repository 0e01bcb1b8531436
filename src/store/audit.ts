/** The audit log: rows are added and never changed (triggers refuse it), and each carries the hash of the one before. */
import { createHash } from 'node:crypto'
import type { Engine } from './engine.ts'
import type { AuditEntry, AuditRow } from './store.ts'
import { sealJson, unsealJson } from './vault.ts'

type Row = Readonly<{ seq: number; sealed: Uint8Array }>

/** Of the row before the first one. */
const FIRST_HASH = '0'.repeat(64)

/** SHA-256 over the hash before and the entry as a JSON array in this order: what an auditor recomputes. */
export const auditHash = (previous: string, { at, event, actor, ref, detail }: AuditEntry): string =>
  createHash('sha256')
    .update(previous + JSON.stringify([at, event, actor, ref, detail]))
    .digest('hex')

const open = (engine: Engine, { seq, sealed }: Row): AuditRow => ({
  ...unsealJson<Omit<AuditRow, 'seq'>>(engine.vault.ledgerKey, `audit ${seq}`, sealed),
  seq,
})

/** The hash is sealed too: a hash of few guessable words would give them away. */
export const addAudit = (engine: Engine, entry: AuditEntry): Promise<void> =>
  engine.commits.run(() => {
    const row = engine.db.get<Row>('select seq, sealed from audit order by seq desc limit 1')
    const seq = (row?.seq ?? 0) + 1
    const previous = row ? open(engine, row).hash : FIRST_HASH
    const { at, event, actor, ref, detail } = entry
    const value = { at, event, actor, ref, detail, previous, hash: auditHash(previous, entry) }
    engine.db.run(
      'insert into audit (seq, sealed) values (?, ?)',
      seq,
      sealJson(engine.vault.ledgerKey, `audit ${seq}`, value),
    )
  })

export const auditRows = async (engine: Engine, from: number, limit: number): Promise<readonly AuditRow[]> =>
  engine.db
    .all<Row>('select seq, sealed from audit where seq >= ? order by seq limit ?', from, limit)
    .map((row) => open(engine, row))

/** The audit log: rows are added and never changed (triggers refuse it), and each carries the hash of the one before. */
import { createHash } from 'node:crypto'
import type { Engine } from './engine.ts'
import type { AuditEntry, AuditRow } from './store.ts'
import type { Vault } from './vault.ts'

export type SealedAudit = Readonly<{ seq: number; sealed: Uint8Array }>

/** Of the row before the first one. */
const FIRST_HASH = '0'.repeat(64)

/** SHA-256 over the hash before and the entry as a JSON array in this order: what an auditor recomputes. */
export const auditHash = (previous: string, { at, event, actor, ref, detail }: AuditEntry): string =>
  createHash('sha256')
    .update(previous + JSON.stringify([at, event, actor, ref, detail]))
    .digest('hex')

/** What the seal of a row says it is. */
export const auditPurpose = (seq: number): string => `audit ${seq}`

export const openAudit = (vault: Vault, { seq, sealed }: SealedAudit): AuditRow => ({
  ...vault.openLedger<Omit<AuditRow, 'seq'>>(auditPurpose(seq), sealed),
  seq,
})

/** The row after `last`. The hash is sealed too: a hash of few guessable words would give them away. */
export const sealAudit = (vault: Vault, last: SealedAudit | undefined, entry: AuditEntry): SealedAudit => {
  const seq = (last?.seq ?? 0) + 1
  const previous = last ? openAudit(vault, last).hash : FIRST_HASH
  const { at, event, actor, ref, detail } = entry
  const value = { at, event, actor, ref, detail, previous, hash: auditHash(previous, entry) }
  return { seq, sealed: vault.sealLedger(auditPurpose(seq), value) }
}

export const addAudit = (engine: Engine, entry: AuditEntry): Promise<void> =>
  engine.commits.run(() => {
    const last = engine.db.get<SealedAudit>('select seq, sealed from audit order by seq desc limit 1')
    const { seq, sealed } = sealAudit(engine.vault, last, entry)
    engine.db.run('insert into audit (seq, sealed) values (?, ?)', seq, sealed)
  })

export const auditRows = async (engine: Engine, from: number, limit: number): Promise<readonly AuditRow[]> =>
  engine.db
    .all<SealedAudit>('select seq, sealed from audit where seq >= ? order by seq limit ?', from, limit)
    .map((row) => openAudit(engine.vault, row))

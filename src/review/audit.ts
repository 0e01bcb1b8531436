/** The audit log: append-only, each entry carrying the hash of the one before, so that no entry can vanish unseen. */
import { type AuditRow, auditHash, type Store } from '../store/store.ts'

const PAGE = 1000

export type AuditProof = Readonly<{ ok: boolean; entries: number; brokenAt?: number }>

const follows = (row: AuditRow, previous: string, seq: number): boolean =>
  row.seq === seq && row.previous === previous && row.hash === auditHash(previous, row)

/** Walks the whole chain; `brokenAt` is the first entry that does not follow. */
export const verifyAudit = async (store: Store): Promise<AuditProof> => {
  let previous: string | undefined
  let seq = 0
  for (;;) {
    const rows = await store.auditRows(seq + 1, PAGE)
    for (const row of rows) {
      if (!follows(row, previous ?? row.previous, seq + 1) || (seq === 0 && row.seq !== 1)) {
        return { ok: false, entries: seq, brokenAt: seq + 1 }
      }
      previous = row.hash
      seq = row.seq
    }
    if (rows.length < PAGE) return { ok: true, entries: seq }
  }
}

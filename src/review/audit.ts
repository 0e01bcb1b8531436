/** The audit log: append-only, each entry carrying the hash of the one before, so that no entry can vanish unseen. */
import { type AuditRow, auditHash, type Store } from '../store/store.ts'

const PAGE = 1000
// What the first entry carries, since nothing stands before it.
const FIRST = '0'.repeat(64)

export type AuditProof = Readonly<{ ok: boolean; entries: number; brokenAt?: number }>

/** An entry changed from outside cannot be unsealed: one page is then read again entry by entry, up to the broken one. */
const pageFrom = async (store: Pick<Store, 'auditRows'>, seq: number): Promise<readonly AuditRow[]> => {
  try {
    return await store.auditRows(seq, PAGE)
  } catch {
    return store.auditRows(seq, 1).catch(() => [BROKEN])
  }
}

const BROKEN: AuditRow = { seq: 0, at: 0, event: '', actor: '', ref: '', detail: '', previous: '', hash: '' }

const follows = (row: AuditRow, previous: string, seq: number): boolean =>
  row.seq === seq && row.previous === previous && row.hash === auditHash(previous, row)

/** Walks the whole chain; `brokenAt` is the first entry that does not follow. */
export const verifyAudit = async (store: Pick<Store, 'auditRows'>): Promise<AuditProof> => {
  let previous = FIRST
  let seq = 0
  for (;;) {
    const rows = await pageFrom(store, seq + 1)
    for (const row of rows) {
      if (!follows(row, previous, seq + 1)) return { ok: false, entries: seq, brokenAt: seq + 1 }
      previous = row.hash
      seq = row.seq
    }
    if (rows.length === 0) return { ok: true, entries: seq }
  }
}

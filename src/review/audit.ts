/** The audit log: append-only, each entry carrying the hash of the one before, so that no entry can vanish unseen. */
import { type AuditRow, auditHash, type Store } from '../store/store.ts'
import { type Anchor, agrees, anchorSecret, isOurs } from './anchors.ts'

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

export const follows = (row: AuditRow, previous: string, seq: number): boolean =>
  row.seq === seq && row.previous === previous && row.hash === auditHash(previous, row)

/** Walks the whole chain; `brokenAt` is the first entry that does not follow. `see` gets each that does. */
export const verifyAudit = async (
  store: Pick<Store, 'auditRows'>,
  see: (row: AuditRow) => void = () => {},
): Promise<AuditProof> => {
  let previous = FIRST
  let seq = 0
  for (;;) {
    const rows = await pageFrom(store, seq + 1)
    for (const row of rows) {
      if (!follows(row, previous, seq + 1)) return { ok: false, entries: seq, brokenAt: seq + 1 }
      see(row)
      previous = row.hash
      seq = row.seq
    }
    if (rows.length === 0) return { ok: true, entries: seq }
  }
}

/** What anchors prove of the log. `agree` counts those that stand in the chain; `upTo` is the newest of them. */
export type Anchored = Readonly<{
  agree: number
  upTo?: Anchor
  /** The newest that lies behind the end: entries were cut off. */
  beyond?: Anchor
  /** The first whose entry is another one now: the log was written anew from there on, or earlier. */
  differs?: Anchor
  /** Of another store, or changed. */
  foreign: number
}>

const newest = (anchors: readonly Anchor[]): Anchor | undefined =>
  anchors.toSorted((a, b) => a.seq - b.seq || a.at - b.at).at(-1)

/** The chain in itself, and against every anchor given. Each is compared with the entry it was made of. */
export const proveAudit = async (
  store: Pick<Store, 'auditRows' | 'get' | 'put'>,
  anchors: readonly Anchor[],
): Promise<AuditProof & Readonly<{ anchored: Anchored }>> => {
  const secret = await anchorSecret(store, false)
  const ours = secret ? anchors.filter((anchor) => isOurs(secret, anchor)) : []
  const at = Map.groupBy(ours, ({ seq }) => seq)
  const agree: Anchor[] = []
  const differ: Anchor[] = []
  const proof = await verifyAudit(store, (row) => {
    for (const anchor of at.get(row.seq) ?? []) (agrees(secret!, anchor, row) ? agree : differ).push(anchor)
  })
  const upTo = newest(agree)
  const beyond = proof.ok ? newest(ours.filter(({ seq }) => seq > proof.entries)) : undefined
  const foreign = anchors.length - ours.length
  const anchored: Anchored = {
    agree: agree.length,
    foreign,
    ...(upTo ? { upTo } : {}),
    ...(beyond ? { beyond } : {}),
    ...(differ[0] ? { differs: differ[0] } : {}),
  }
  return { ...proof, ok: proof.ok && !beyond && differ.length === 0 && foreign === 0, anchored }
}

/**
 * Anchors: what the audit log was at a moment, kept where whoever can write the log cannot reach it. A hash chain shows
 * any change in its middle; that its end was cut off, or that all of it was written anew, only an anchor shows.
 *
 * An anchor tells a position and a time, and a proof of the hash that stood there: an HMAC under a secret of the store, so
 * that it may lie in a log or a mailbox and gives nothing away of the entries, which can be guessed.
 */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import type { AuditRow, Store } from '../store/store.ts'

/** `proof` ties it to the hash of entry `seq`, `mark` to this store: without it anybody could claim an entry that never was. */
const Anchor = z.object({
  at: z.int(),
  node: z.string().max(300),
  seq: z.int().positive(),
  proof: z.string().length(64),
  mark: z.string().length(64),
})
export type Anchor = Readonly<z.infer<typeof Anchor>>

const SECRET = 'audit anchors'

/** Made once per store and kept sealed in it; `make` false answers undefined where there is none. */
export const anchorSecret = async (store: Pick<Store, 'get' | 'put'>, make: boolean): Promise<Buffer | undefined> => {
  const fresh = randomBytes(32).toString('base64')
  if (make) await store.put('key', { key: SECRET, value: fresh, expires: 0 }, { ifAbsent: true })
  const kept = await store.get('key', SECRET)
  return typeof kept === 'string' ? Buffer.from(kept, 'base64') : undefined
}

const sign = (secret: Buffer, ...parts: readonly (string | number)[]): string =>
  createHmac('sha256', secret).update(JSON.stringify(parts)).digest('hex')

const same = (one: string, other: string): boolean =>
  one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other))

const proofOf = (secret: Buffer, { seq, hash }: Pick<AuditRow, 'seq' | 'hash'>): string =>
  sign(secret, 'proof', seq, hash)

const markOf = (secret: Buffer, { at, node, seq, proof }: Omit<Anchor, 'mark'>): string =>
  sign(secret, 'mark', at, node, seq, proof)

export const makeAnchor = (secret: Buffer, row: Pick<AuditRow, 'seq' | 'hash'>, at: number, node: string): Anchor => {
  const anchor = { at, node, seq: row.seq, proof: proofOf(secret, row) }
  return { ...anchor, mark: markOf(secret, anchor) }
}

/** This store made it, and nobody changed it since. */
export const isOurs = (secret: Buffer, anchor: Anchor): boolean => same(anchor.mark, markOf(secret, anchor))

export const agrees = (secret: Buffer, anchor: Anchor, row: Pick<AuditRow, 'seq' | 'hash'>): boolean =>
  anchor.seq === row.seq && same(anchor.proof, proofOf(secret, row))

/** One JSON object per line, also among other lines of a log; what is none is left out (a power cut may tear the last). */
export const parseAnchors = (text: string): readonly Anchor[] =>
  text.split('\n').flatMap((line) => {
    if (!line.startsWith('{')) return []
    try {
      const { success, data } = Anchor.safeParse(JSON.parse(line))
      return success ? [data] : []
    } catch {
      return []
    }
  })

/** The newest of each node, as it stands in the store. */
export const storedAnchors = async (store: Pick<Store, 'records'>): Promise<readonly Anchor[]> =>
  (await store.records('anchor')).flatMap(({ value }) => {
    const { success, data } = Anchor.safeParse(value)
    return success ? [data] : []
  })

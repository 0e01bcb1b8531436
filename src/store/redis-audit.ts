/** The audit chain in Redis: a list that only grows. Each node adds to the end it has seen, or looks again. */
import { openAudit, type SealedAudit, sealAudit } from './audit.ts'
import { insist, type RedisEngine } from './redis-engine.ts'
import { AUDIT } from './redis-keys.ts'
import type { AuditEntry, AuditRow } from './store.ts'

/** Entries added in one step at most. */
const SOME = 100

type Asked = Readonly<{ entry: AuditEntry; resolve: () => void; reject: (error: unknown) => void }>

/** One node adds one after the other: only other nodes are in its way. */
export class RedisAudit {
  readonly #engine: Pick<RedisEngine, 'link' | 'vault'>
  #asked: Asked[] = []
  #adding: Promise<void> | undefined

  constructor(engine: Pick<RedisEngine, 'link' | 'vault'>) {
    this.#engine = engine
  }

  add(entry: AuditEntry): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#asked.push({ entry, resolve, reject })
      this.#adding ??= this.#work()
    })
  }

  async #work(): Promise<void> {
    while (this.#asked.length > 0) {
      const some = this.#asked.splice(0, SOME)
      try {
        await this.#append(some.map(({ entry }) => entry))
        for (const { resolve } of some) resolve()
      } catch (error) {
        for (const { reject } of some) reject(error)
      }
    }
    this.#adding = undefined
  }

  #append(entries: readonly AuditEntry[]): Promise<void> {
    const { link, vault } = this.#engine
    let tried: Readonly<{ seq: number; row: Buffer }> | undefined
    return insist(async () => {
      // Ours, and the answer was lost.
      const there = tried && (await link.ask<Buffer | null>('lindex', AUDIT, tried.seq))
      if (tried && there?.equals(tried.row)) {
        const kept = await link.confirm({ step: ['LINDEX', AUDIT, tried.seq], is: tried.row })
        return kept ? { answer: undefined } : undefined
      }
      const seq = await link.ask<number>('llen', AUDIT)
      const sealed = seq > 0 ? await link.ask<Buffer | null>('lindex', AUDIT, seq - 1) : null
      let last: SealedAudit | undefined = sealed ? { seq, sealed } : undefined
      const rows: Buffer[] = []
      for (const entry of entries) {
        last = sealAudit(vault, last, entry)
        rows.push(Buffer.from(last.sealed))
      }
      if (rows[0]) tried = { seq, row: rows[0] }
      const { failed } = await link.promise([{ step: ['LLEN', AUDIT], is: String(seq) }], [['RPUSH', AUDIT, ...rows]])
      return failed === 0 ? { answer: undefined } : undefined
    })
  }
}

export const auditRows = async (
  { link, vault }: RedisEngine,
  from: number,
  limit: number,
): Promise<readonly AuditRow[]> => {
  if (limit < 1) return []
  const first = Math.max(from, 1)
  const rows = await link.ask<readonly Buffer[]>('lrange', AUDIT, first - 1, first + limit - 2)
  return rows.map((sealed, n) => openAudit(vault, { seq: first + n, sealed }))
}

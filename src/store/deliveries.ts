/** Work for the queue: claims under a lease, results under the same lease. */
import type { KeyObject } from 'node:crypto'
import { type Engine, readable } from './engine.ts'
import { isDamage } from './errors.ts'
import { addHistory, removeFile, restate } from './fates.ts'
import { addressesOf, headOf, keyOf, messageRow } from './mails.ts'
import { runWithNotices } from './new-mail.ts'
import type { DeliveryJob, DeliveryResult, HistoryEntry, NewNotice } from './store.ts'
import { seal } from './vault.ts'

type Due = Readonly<{ ordinal: number; attempts: number; first_at: number }>
type Claim = Readonly<{ owner: string; now: number; leaseUntil: number; bookNext: (attempts: number) => number }>

/** `indexed by`: without statistics the planner would walk all that is due, or sort all that waits. */
const DUE = "message = ? and fate = 'waiting' and next_at <= ?"

/**
 * Within a transaction. The next attempt is booked before this one, never before the lease ends: after a crash a
 * recipient is tried again once, in its own time, and no second process sends while the first still may.
 */
const claimOne = (engine: Engine, id: string, { owner, now, leaseUntil, bookNext }: Claim): readonly Due[] => {
  const due = engine.db.all<Due>(
    `select ordinal, attempts, first_at from recipient indexed by recipient_fate where ${DUE} order by ordinal`,
    id,
    now,
  )
  for (const attempts of new Set(due.map((recipient) => recipient.attempts))) {
    const nextAt = Math.ceil(Math.max(bookNext(attempts + 1), leaseUntil, now + 1))
    engine.db.run(
      `update recipient indexed by recipient_fate set attempts = ?, next_at = ?, owner = ?, lease_until = ? where ${DUE} and attempts = ?`,
      ...[attempts + 1, nextAt, owner, leaseUntil, id, now, attempts],
    )
  }
  return due
}

const NEXT_DUE =
  "select message from recipient indexed by recipient_due where fate = 'waiting' and next_at <= ? order by next_at limit 1"

export const claimDue = async (engine: Engine, claim: Claim, limit: number): Promise<readonly DeliveryJob[]> => {
  const { db } = engine
  const nextDueMessage = () => db.get<{ message: string }>(NEXT_DUE, claim.now)?.message
  if (nextDueMessage() === undefined) return []
  const claimed = await engine.commits.run(() => {
    const found = new Map<string, readonly Due[]>()
    for (let id = nextDueMessage(); id !== undefined && found.size < limit; id = nextDueMessage()) {
      found.set(id, claimOne(engine, id, claim))
    }
    return found
  })
  return readable(engine, [...claimed.keys()], (id) =>
    jobOf(engine, id, claimed.get(id) ?? [], claim.leaseUntil),
  ).flat()
}

const jobOf = (engine: Engine, id: string, due: readonly Due[], leaseUntil: number): readonly DeliveryJob[] => {
  const row = messageRow(engine, id)
  if (!row) return []
  const recordKey = keyOf(engine, row)
  const addresses = addressesOf(row, recordKey)
  const recipients = due.map(({ ordinal, attempts, first_at }) => ({
    address: addresses[ordinal] ?? '',
    attempts: attempts + 1,
    firstAt: first_at,
  }))
  return [{ id, head: headOf(row, recordKey), recipients, changed: row.changed === 1, leaseUntil }]
}

/** False when a recipient is not ours any more (the lease lapsed and another claimed it): then nothing is changed. */
export const finish = async (
  engine: Engine,
  job: DeliveryJob,
  owner: string,
  results: readonly DeliveryResult[],
  notices: readonly NewNotice[],
  history: readonly HistoryEntry[],
): Promise<boolean> => {
  const { id } = job
  const row = messageRow(engine, id)
  if (!row) return false
  const recordKey = keyOf(engine, row)
  const ordinals = new Map(addressesOf(row, recordKey).map((address, ordinal) => [address, ordinal]))
  const found = results.map((result) => ({ ...result, ordinal: ordinals.get(result.address) ?? -1 }))
  let file: string | null = null
  const book = (leaveBody: boolean): Promise<boolean> =>
    runWithNotices(engine, id, notices, () => {
      const ours = leasedOrdinals(engine, id, owner, job.leaseUntil)
      if (!found.every(({ ordinal }) => ours.has(ordinal))) return false
      for (const result of found) record(engine, id, recordKey, result)
      addHistory(engine, id, recordKey, history)
      file = restate(engine, id, leaveBody)
      return true
    })
  const finished = await book(false).catch((error: unknown) => {
    if (!isDamage(error)) throw error
    // Deleting touches the pages beside: a damaged one must not have the message sent again and again.
    engine.log.error('storeTrouble', { id }, error)
    return book(true)
  })
  if (finished) await removeFile(engine, file)
  return finished
}

const leasedOrdinals = (engine: Engine, id: string, owner: string, leaseUntil: number): ReadonlySet<number> =>
  new Set(
    engine.db
      .all<{ ordinal: number }>(
        "select ordinal from recipient where message = ? and fate = 'waiting' and owner = ? and lease_until = ?",
        ...[id, owner, leaseUntil],
      )
      .map(({ ordinal }) => ordinal),
  )

const record = (
  engine: Engine,
  id: string,
  recordKey: KeyObject,
  { fate, nextAt, reply, ordinal }: DeliveryResult & Readonly<{ ordinal: number }>,
): void => {
  engine.db.run(
    `update recipient set fate = ?, next_at = ?, owner = null, lease_until = 0, reply = ? where message = ? and ordinal = ?`,
    ...[fate, fate === 'waiting' ? Math.ceil(nextAt) : 0],
    ...[reply === '' ? null : seal(recordKey, `reply ${id} ${ordinal}`, Buffer.from(reply)), id, ordinal],
  )
}

export const nextDue = (engine: Engine): number | undefined =>
  engine.db.get<{ at: number | null }>(
    "select min(next_at) as at from recipient indexed by recipient_due where fate = 'waiting'",
  )?.at ?? undefined

/** Not those under way now: they would be sent twice. */
export const retry = (engine: Engine, id: string, now: number): Promise<number> =>
  engine.commits.run(() => {
    const set = "update recipient set next_at = min(next_at, ?1) where fate = 'waiting' and lease_until <= ?1"
    return id === 'all' ? engine.db.run(set, now) : engine.db.run(`${set} and message = ?2`, now, id)
  })

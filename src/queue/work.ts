/** One claimed job from attempt to booking. Whatever goes wrong on our side, nobody is sent twice and nobody is forgotten. */
import { setTimeout as wait } from 'node:timers/promises'
import type { Delivery } from '../delivery/delivery.ts'
import { type Log, storeTrouble } from '../log.ts'
import type { DeliveryJob, DeliveryResult, Store } from '../store/store.ts'
import { again, attempt, endOf, historyOf } from './attempt.ts'
import { backOff } from './back-off.ts'
import type { QueueOptions } from './options.ts'
import type { Claimant, TransportNotices } from './queue.ts'
import { type Telling, tellSender } from './telling.ts'

export type QueueParts = Readonly<{
  store: Store
  delivery: Delivery
  log: Log
  claimant: Claimant
  options: QueueOptions
  notices: TransportNotices
  now?: () => number
}>

/** A job with the name it was claimed under; who claims may go on under another one meanwhile. */
export type Claimed = Readonly<{ job: DeliveryJob; owner: string }>

const tell = (log: Log, job: DeliveryJob, results: readonly DeliveryResult[]): void => {
  const count = (fate: DeliveryResult['fate']): number => results.filter((r) => r.fate === fate).length
  const fields = { id: job.id, kind: job.head.kind, recipients: results.length }
  if (count('delivered') > 0) log.info('mailDelivered', { ...fields, delivered: count('delivered') })
  if (count('waiting') > 0) log.warn('deliveryDelayed', { ...fields, waiting: count('waiting') })
  if (count('failed') > 0) log.warn('deliveryFailed', { ...fields, failed: count('failed') })
}

type Outcome = Readonly<{ results: readonly DeliveryResult[]; telling: Telling }>

/**
 * A failure is booked together with its DSN or not at all. When the DSN cannot be written now, who failed waits and is
 * tried again, and who got the message is done with: he must not get it twice.
 */
const withTelling = async (
  parts: QueueParts,
  job: DeliveryJob,
  found: readonly DeliveryResult[],
  now: number,
): Promise<Outcome> => {
  try {
    return { results: found, telling: await tellSender(parts, job, found, now) }
  } catch (error) {
    parts.log.error('taskFailed', { task: 'notice', id: job.id }, error)
    const results = found.map((result): DeliveryResult => {
      const attempts = job.recipients.find((r) => r.address === result.address)?.attempts ?? 1
      const nextAt = now + backOff(attempts, parts.options)
      return result.fate === 'failed' ? { ...result, fate: 'waiting', nextAt } : result
    })
    return { results, telling: { notices: [], undo: async () => {} } }
  }
}

/** Between two tries to book: short, since the other side has the message and a crash now means a second copy. */
const BOOK_AGAIN_MS = 1000

/**
 * The answer of the next hop is known to us alone: on a full disk or a store that is away it is kept and booked as soon
 * as that is possible, as long as the lease is ours. Otherwise the message would be sent again when the lease lapses.
 */
const finish = async (
  { store, log }: QueueParts,
  { job, owner }: Claimed,
  { results, telling }: Outcome,
  now: () => number,
  end: AbortSignal,
): Promise<boolean> => {
  const history = historyOf(results, now())
  const trouble = storeTrouble(log, 'booking')
  for (;;) {
    // Read before the try: at the end there is one last try.
    const last = end.aborted || now() >= job.leaseUntil
    try {
      const booked = await store.finish(job, owner, results, telling.notices, history)
      trouble.ends()
      return booked
    } catch (error) {
      if (last) throw error
      trouble.begins(error)
      await wait(BOOK_AGAIN_MS, undefined, { signal: end }).catch(() => undefined)
    }
  }
}

const book = async (
  parts: QueueParts,
  claimed: Claimed,
  outcome: Outcome,
  now: () => number,
  end: AbortSignal,
): Promise<void> => {
  const { results, telling } = outcome
  const { log } = parts
  const { job } = claimed
  let booked = false
  try {
    booked = await finish(parts, claimed, outcome, now, end)
  } finally {
    if (!booked) await telling.undo()
  }
  if (booked) tell(log, job, results)
  // Another process has the message now, and books what it finds.
  else log.warn('taskFailed', { task: 'booking', id: job.id })
}

/** `end`: what could not be booked by then is tried once more and left to its lease. */
export const work = async (parts: QueueParts, claimed: Claimed, now: () => number, end: AbortSignal): Promise<void> => {
  const { store, delivery, options, log } = parts
  const { job } = claimed
  const permit = async (): Promise<void> => {
    if (!(await parts.claimant.holds(claimed.owner))) throw new Error('Others took this delivery over.')
  }
  try {
    const tried = endOf(job, now(), options) ?? attempt(job, store, delivery, options, now, permit)
    const found = await Promise.resolve(tried).catch((error) => {
      log.error('taskFailed', { task: 'delivery', id: job.id }, error)
      return again(job, now(), options)
    })
    await book(parts, claimed, await withTelling(parts, job, found, now()), now, end)
  } catch (error) {
    // The lease lapses and the booked attempt comes: nothing is lost.
    log.error('taskFailed', { task: 'delivery', id: job.id }, error)
  }
}

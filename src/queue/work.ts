/** One claimed job from attempt to booking. Whatever goes wrong on our side, nobody is sent twice and nobody is forgotten. */
import type { Delivery } from '../delivery/delivery.ts'
import type { Log } from '../log.ts'
import type { DeliveryJob, DeliveryResult, Store } from '../store/store.ts'
import { again, attempt, historyOf } from './attempt.ts'
import { backOff } from './back-off.ts'
import type { QueueOptions } from './options.ts'
import type { TransportNotices } from './queue.ts'
import { type Telling, tellSender } from './telling.ts'

export type QueueParts = Readonly<{
  store: Store
  delivery: Delivery
  log: Log
  owner: string
  options: QueueOptions
  notices: TransportNotices
  now?: () => number
}>

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

const book = async (parts: QueueParts, job: DeliveryJob, outcome: Outcome, at: number): Promise<void> => {
  const { results, telling } = outcome
  const { store, owner, log } = parts
  let booked = false
  try {
    booked = await store.finish(job, owner, results, telling.notices, historyOf(results, at))
  } finally {
    if (!booked) await telling.undo()
  }
  if (booked) tell(log, job, results)
  // Another process has the message now, and books what it finds.
  else log.warn('taskFailed', { task: 'booking', id: job.id })
}

export const work = async (parts: QueueParts, job: DeliveryJob, now: () => number): Promise<void> => {
  const { store, delivery, options, log } = parts
  try {
    const found = await attempt(job, store, delivery, options, now).catch((error) => {
      log.error('taskFailed', { task: 'delivery', id: job.id }, error)
      return again(job, now(), options)
    })
    await book(parts, job, await withTelling(parts, job, found, now()), now())
  } catch (error) {
    // The lease lapses and the booked attempt comes: nothing is lost.
    log.error('taskFailed', { task: 'delivery', id: job.id }, error)
  }
}

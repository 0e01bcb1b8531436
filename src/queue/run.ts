/**
 * The loop: claim what is due, try it, book the answer.
 *
 * The store books the next attempt before this one is made, so a crash in the middle means one more attempt later, never
 * a loss. Another process may add work (a release on the command line), so we also look once a second.
 */
import type { Delivery } from '../delivery/delivery.ts'
import type { Log } from '../log.ts'
import type { DeliveryJob, DeliveryResult, NewNotice, Store } from '../store/store.ts'
import { attempt, historyOf, overdueOf } from './attempt.ts'
import { backOff } from './back-off.ts'
import type { QueueOptions } from './options.ts'
import type { Queue, TransportNotices } from './queue.ts'

// Longer than any delivery may take: our own time-outs end it first.
const LEASE_MS = 15 * 60_000
const LOOK_EVERY_MS = 1000
// A mark that the delay notice went out must outlive the message.
const MARK_MS = 30 * 86_400_000

export type QueueParts = Readonly<{
  store: Store
  delivery: Delivery
  log: Log
  owner: string
  options: QueueOptions
  notices: TransportNotices
  now?: () => number
}>

const noticesFor = async (
  parts: QueueParts,
  job: DeliveryJob,
  results: readonly DeliveryResult[],
  now: number,
): Promise<NewNotice[]> => {
  // No notice about a notice (RFC 5321 §4.5.5).
  if (job.head.envelope.mailFrom === '') return []
  const notices: NewNotice[] = []
  const failed = results.filter((r) => r.fate === 'failed')
  if (failed.length > 0) notices.push(...(await parts.notices.failed(job, failed)))
  const waiting = overdueOf(job, results, now, parts.options)
  if (waiting.length > 0) {
    const first = await parts.store.put(
      'mark',
      { key: `delay:${job.id}`, value: true, expires: now + MARK_MS },
      { ifAbsent: true },
    )
    if (first) notices.push(...(await parts.notices.delayed(job, waiting)))
  }
  return notices
}

const tell = (log: Log, job: DeliveryJob, results: readonly DeliveryResult[]): void => {
  const count = (fate: DeliveryResult['fate']): number => results.filter((r) => r.fate === fate).length
  const fields = { id: job.id, kind: job.head.kind, recipients: results.length }
  if (count('delivered') > 0) log.info('mailDelivered', { ...fields, delivered: count('delivered') })
  if (count('waiting') > 0) log.warn('deliveryDelayed', { ...fields, waiting: count('waiting') })
  if (count('failed') > 0) log.warn('deliveryFailed', { ...fields, failed: count('failed') })
}

export const startQueue = (parts: QueueParts): Queue => {
  const { store, log, owner, options } = parts
  const now = parts.now ?? Date.now
  const running = new Set<Promise<void>>()
  let stopping = false
  let woken = false
  let rouse: () => void = () => {}

  const work = async (job: DeliveryJob): Promise<void> => {
    try {
      const results = await attempt(job, store, parts.delivery, options, now)
      const notices = await noticesFor(parts, job, results, now())
      await store.finish(job, owner, results, notices, historyOf(results, now()))
      tell(log, job, results)
      if (notices.length > 0) wake()
    } catch (error) {
      // The lease lapses and the booked attempt comes: nothing is lost.
      log.error('taskFailed', { task: 'delivery', id: job.id }, error)
    }
  }

  const claim = async (): Promise<number> => {
    const room = options.concurrency - running.size
    if (room <= 0) return 0
    const book = (attempts: number): number => now() + backOff(attempts, options)
    const jobs = await store.claimDue(owner, now(), LEASE_MS, room, book)
    for (const job of jobs) {
      const task = work(job).finally(() => {
        running.delete(task)
        rouse()
      })
      running.add(task)
    }
    return jobs.length
  }

  const rest = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, ms)
      rouse = () => {
        clearTimeout(timer)
        resolve()
      }
    })

  const loop = async (): Promise<void> => {
    while (!stopping) {
      woken = false
      const claimed = await claim().catch((error) => {
        log.error('storeTrouble', { task: 'claim' }, error)
        return 0
      })
      if (claimed === 0 && !woken && !stopping) await rest(LOOK_EVERY_MS)
      else if (running.size >= options.concurrency) await Promise.race(running)
    }
  }
  const wake = (): void => {
    woken = true
    rouse()
  }
  const looping = loop()

  return {
    wake,
    get busy() {
      return running.size
    },
    stop: async (ms) => {
      stopping = true
      rouse()
      await looping
      const late = new Promise<void>((resolve) => setTimeout(resolve, ms).unref())
      await Promise.race([Promise.all(running), late])
    },
  }
}

/** What the sender is told of a delivery that fails or takes long. The queue decides when; the words come from outside. */
import type { DeliveryJob, DeliveryResult, NewNotice, Store } from '../store/store.ts'
import { overdueOf } from './attempt.ts'
import type { QueueOptions } from './options.ts'
import type { TransportNotices } from './queue.ts'

// A mark that the delay notice went out must outlive the message.
const MARK_MS = 30 * 86_400_000

/** `undo`: what must be taken back when the notices could not be booked with the results. */
export type Telling = Readonly<{ notices: readonly NewNotice[]; undo: () => Promise<unknown> }>

const NOTHING: Telling = { notices: [], undo: async () => {} }

export type TellingParts = Readonly<{ store: Store; options: QueueOptions; notices: TransportNotices }>

/** Once per message and time of waiting: recipients released later wait, and are told of, on their own. */
const tellDelay = async (
  { store, options, notices }: TellingParts,
  job: DeliveryJob,
  results: readonly DeliveryResult[],
  now: number,
): Promise<Telling> => {
  const waiting = overdueOf(job, results, now, options)
  if (waiting.length === 0) return NOTHING
  const told = new Set(waiting.map((result) => result.address))
  const since = Math.min(...job.recipients.filter((r) => told.has(r.address)).map((r) => r.firstAt))
  const key = `delay:${job.id}:${since}`
  const first = await store.put('mark', { key, value: true, expires: now + MARK_MS }, { ifAbsent: true })
  if (!first) return NOTHING
  const undo = (): Promise<unknown> => store.remove('mark', key)
  try {
    return { notices: await notices.delayed(job, waiting), undo }
  } catch (error) {
    await undo()
    throw error
  }
}

export const tellSender = async (
  parts: TellingParts,
  job: DeliveryJob,
  results: readonly DeliveryResult[],
  now: number,
): Promise<Telling> => {
  // No notice about a notice (RFC 5321 §4.5.5).
  if (job.head.envelope.mailFrom === '') return NOTHING
  const failed = results.filter((result) => result.fate === 'failed')
  const failures = failed.length > 0 ? await parts.notices.failed(job, failed) : []
  const delay = await tellDelay(parts, job, results, now)
  return { notices: [...failures, ...delay.notices], undo: delay.undo }
}

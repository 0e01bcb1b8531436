/** One attempt at one message: bytes to the next hop, answers back, fates decided. Unknown trouble is temporary. */
import { PassThrough, type Readable } from 'node:stream'
import type { Delivery, Parcel, RecipientResult } from '../delivery/delivery.ts'
import type { DeliveryJob, DeliveryResult, HistoryEntry, Store } from '../store/store.ts'
import { backOff } from './back-off.ts'
import type { QueueOptions } from './options.ts'

const HOUR = 3_600_000

/** The stored bytes with our Received line on top (RFC 5321 §4.4). */
const withTrace = (received: string, body: Readable): Readable => {
  const out = new PassThrough()
  out.write(received, 'latin1')
  body.on('error', (error) => out.destroy(error))
  out.on('close', () => body.destroy())
  return body.pipe(out)
}

export const parcelOf = (job: DeliveryJob, store: Store): Parcel => ({
  id: job.id,
  mailFrom: job.head.envelope.mailFrom,
  recipients: job.recipients.map((r) => r.address),
  size: job.head.size + Buffer.byteLength(job.head.received, 'latin1'),
  smtputf8: job.head.smtputf8,
  eightBit: job.head.eightBit,
  open: async () => withTrace(job.head.received, await store.bodyStream(job.id)),
})

const fateOf = (job: DeliveryJob, result: RecipientResult, now: number, options: QueueOptions): DeliveryResult => {
  const entry = job.recipients.find((r) => r.address === result.address)
  const reply = `${result.hop}: ${result.reply}`
  if (result.outcome === 'delivered') return { address: result.address, fate: 'delivered', nextAt: 0, reply }
  if (result.outcome === 'failed') return { address: result.address, fate: 'failed', nextAt: 0, reply }
  const waited = now - (entry?.firstAt ?? now)
  if (waited > options.giveUpAfterHours * HOUR)
    return { address: result.address, fate: 'failed', nextAt: 0, reply: `4.4.7 given up; ${reply}` }
  return { address: result.address, fate: 'waiting', nextAt: now + backOff(entry?.attempts ?? 1, options), reply }
}

export const attempt = async (
  job: DeliveryJob,
  store: Store,
  delivery: Delivery,
  options: QueueOptions,
  now: () => number,
): Promise<readonly DeliveryResult[]> => {
  const answers = await delivery.deliver(parcelOf(job, store))
  const at = now()
  return answers.map((answer) => fateOf(job, answer, at, options))
}

/** One line of history per fate; counts and codes, the addresses stand with the recipients. */
export const historyOf = (results: readonly DeliveryResult[], at: number): HistoryEntry[] =>
  (['delivered', 'waiting', 'failed'] as const).flatMap((fate) => {
    const of = results.filter((r) => r.fate === fate)
    const event = fate === 'waiting' ? 'delayed' : fate
    return of.length === 0 ? [] : [{ at, event, by: 'queue', detail: `${of.length} × ${of[0]!.reply}` }]
  })

/** Who waited long enough to be told. */
export const overdueOf = (
  job: DeliveryJob,
  results: readonly DeliveryResult[],
  now: number,
  options: QueueOptions,
): readonly DeliveryResult[] =>
  results.filter((result) => {
    const entry = job.recipients.find((r) => r.address === result.address)
    return result.fate === 'waiting' && now - (entry?.firstAt ?? now) > options.delayNoticeAfterHours * HOUR
  })

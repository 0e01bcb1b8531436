/** One attempt at one message: bytes to the next hop, answers back, fates decided. Unknown trouble is temporary. */
import { Readable } from 'node:stream'
import type { Delivery, Parcel, RecipientResult } from '../delivery/delivery.ts'
import type { DeliveryJob, DeliveryResult, HistoryEntry, Store } from '../store/store.ts'
import { backOff } from './back-off.ts'
import type { QueueOptions } from './options.ts'

const HOUR = 3_600_000

/** Rejects when the message is not ours to send any more; asked when all of it is sent but the end. */
export type Permit = () => Promise<void>

async function* traced(received: string, body: Readable, permit: Permit): AsyncGenerator<Buffer> {
  yield Buffer.from(received, 'latin1')
  for await (const chunk of body) yield chunk as Buffer
  await permit()
}

/**
 * The stored bytes with our Received line on top (RFC 5321 §4.4). The stream ends, and so the final dot is sent, only by
 * permit: without the dot the next hop throws away what it has. Nothing is read ahead: the permit is asked for when all
 * else has been taken, not while the next hop still thinks about the envelope.
 */
const withTrace = (received: string, body: Readable, permit: Permit): Readable =>
  Readable.from(traced(received, body, permit), { objectMode: true, highWaterMark: 1 }).once('close', () =>
    body.destroy(),
  )

export const parcelOf = (job: DeliveryJob, store: Store, permit: Permit): Parcel => ({
  id: job.id,
  mailFrom: job.head.envelope.mailFrom,
  recipients: job.recipients.map((r) => r.address),
  size: job.head.size + Buffer.byteLength(job.head.received, 'latin1'),
  smtputf8: job.head.smtputf8,
  eightBit: job.head.eightBit,
  open: async () => withTrace(job.head.received, await store.bodyStream(job.id), permit),
})

/**
 * The next hop's own line first, since a DSN quotes it (RFC 3464 §2.3.6); who said it behind. Trouble on our side has no
 * line of theirs: then its status code leads (RFC 3463).
 */
export const sayReply = ({ reply, status, hop }: RecipientResult): string =>
  `${/^[245]\d\d[ -]/.test(reply) ? reply : `${status} ${reply}`} (${hop})`

type Entry = DeliveryJob['recipients'][number]

/** `wait`: one for all recipients with as many attempts, so that they go in one transaction again. */
const fateOf = (
  entry: Entry,
  result: RecipientResult,
  now: number,
  wait: (attempts: number) => number,
  options: QueueOptions,
): DeliveryResult => {
  const { address } = entry
  const reply = sayReply(result)
  if (result.outcome === 'delivered') return { address, fate: 'delivered', nextAt: 0, reply }
  if (result.outcome === 'failed') return { address, fate: 'failed', nextAt: 0, reply }
  if (now - entry.firstAt > options.giveUpAfterHours * HOUR)
    return { address, fate: 'failed', nextAt: 0, reply: `${reply}; given up after ${options.giveUpAfterHours} hours` }
  return { address, fate: 'waiting', nextAt: now + wait(entry.attempts), reply }
}

const NO_ANSWER = { outcome: 'retry', status: '4.3.0', reply: 'no answer', hop: 'none' } as const

/** A wait for each number of attempts, drawn once. */
const waits = (options: QueueOptions): ((attempts: number) => number) => {
  const drawn = new Map<number, number>()
  return (attempts) => {
    const wait = drawn.get(attempts) ?? backOff(attempts, options)
    drawn.set(attempts, wait)
    return wait
  }
}

/** Fates for all recipients of the job, whatever the answers leave out. */
export const attempt = async (
  job: DeliveryJob,
  store: Store,
  delivery: Delivery,
  options: QueueOptions,
  now: () => number,
  permit: Permit,
): Promise<readonly DeliveryResult[]> => {
  const answers = new Map(
    (await delivery.deliver(parcelOf(job, store, permit))).map((answer) => [answer.address, answer]),
  )
  const [at, wait] = [now(), waits(options)]
  return job.recipients.map((entry) =>
    fateOf(entry, answers.get(entry.address) ?? { address: entry.address, ...NO_ANSWER }, at, wait, options),
  )
}

/**
 * None of many attempts ever came to an answer, and the time to give up is long over: the process ended each time, perhaps by
 * this very message. More attempts than the waits leave room for; one whose gateway was off has fewer.
 */
const isHopeless = ({ attempts, firstAt }: Entry, now: number, options: QueueOptions): boolean => {
  const time = options.giveUpAfterHours * HOUR
  return now - firstAt > time && attempts > time / (options.retryAtMostSeconds * 1000) + 20
}

/** The end without an attempt, or undefined: then it is tried. */
export const endOf = (job: DeliveryJob, now: number, options: QueueOptions): readonly DeliveryResult[] | undefined => {
  if (!job.recipients.every((entry) => isHopeless(entry, now, options))) return undefined
  const reply = `4.4.7 every attempt broke off; given up after ${options.giveUpAfterHours} hours`
  return job.recipients.map(({ address }) => ({ address, fate: 'failed', nextAt: 0, reply }))
}

/** All recipients wait again: something on our side went wrong, and what the next hop did with them is not known. */
export const again = (job: DeliveryJob, now: number, options: QueueOptions): readonly DeliveryResult[] => {
  const wait = waits(options)
  return job.recipients.map(({ address, attempts }) => ({
    address,
    fate: 'waiting',
    nextAt: now + wait(attempts),
    reply: '4.3.0 trouble on our side',
  }))
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
): readonly DeliveryResult[] => {
  const late = job.recipients.filter((r) => now - r.firstAt > options.delayNoticeAfterHours * HOUR)
  const addresses = new Set(late.map((r) => r.address))
  return results.filter((result) => result.fate === 'waiting' && addresses.has(result.address))
}

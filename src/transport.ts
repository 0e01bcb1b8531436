/** DSN and delay notices of the queue, with the facts of the stored message. */
import type { Rules } from './gateway.ts'
import { type Language, rawFields } from './message/message.ts'
import { delayNotice, failureNotice, type Identity, type Undelivered } from './notices/notices.ts'
import type { Decision } from './policy/policy.ts'
import type { QueueOptions, TransportNotices } from './queue/queue.ts'
import { queued } from './settlement.ts'
import type { DeliveryJob, DeliveryResult, Store, Verdict } from './store/store.ts'

export type TransportParts = Readonly<{
  store: Store
  identity: (domain: string) => Identity
  rules: () => Rules
  options: QueueOptions
}>

const HOUR = 3_600_000

const undelivered = async (
  job: DeliveryJob,
  results: readonly DeliveryResult[],
  parts: TransportParts,
): Promise<Undelivered> => {
  const { mailFrom } = job.head.envelope
  const domain = mailFrom.slice(mailFrom.lastIndexOf('@') + 1)
  const mail = await parts.store.mail(job.id)
  const verdict = mail?.verdict as Verdict<Decision> | undefined
  const body = await parts.store.body(job.id)
  return {
    identity: parts.identity(domain),
    mailId: job.id,
    envelopeFrom: mailFrom,
    ...(verdict ? { decision: verdict.decision } : {}),
    subject: verdict?.subject ?? '',
    messageId: verdict?.messageId ?? '',
    receivedAt: job.head.receivedAt,
    headers: body.subarray(0, rawFields(body).bodyStart),
    language: (verdict?.language as Language | undefined) ?? parts.rules().policy.packFor(domain).language,
    recipients: results.map(({ address, reply }) => ({ address, reply })),
    givesUpAt: Math.min(...job.recipients.map((r) => r.firstAt)) + parts.options.giveUpAfterHours * HOUR,
    now: Date.now(),
  }
}

export const transportNotices = (parts: TransportParts): TransportNotices => ({
  failed: async (job, results) => [queued(failureNotice(await undelivered(job, results, parts)), Date.now())],
  delayed: async (job, results) => [queued(delayNotice(await undelivered(job, results, parts)), Date.now())],
})

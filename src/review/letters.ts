/** What is told about a message that waits: one letter about just those of its recipients it is for. */
import { rawFields } from '../message/message.ts'
import type { About, Notice } from '../notices/notices.ts'
import type { NewNotice } from '../store/store.ts'
import { decisionOf, domainOf, type Mail, packOf, senderOf } from './held-mail.ts'
import type { ReviewParts } from './lifecycle.ts'

/** About these recipients only: who waits on, or went before, is not told of. */
export const aboutOf = (
  parts: ReviewParts,
  mail: Mail,
  raw: Buffer,
  addresses: readonly string[],
  now: number,
): About => {
  const { envelope } = mail.head
  const meant = new Set(addresses.map((address) => address.toLowerCase()))
  const decision = decisionOf(mail)
  const pack = packOf(parts, mail)
  return {
    identity: parts.identity(domainOf(envelope.mailFrom || senderOf(mail))),
    pack,
    decision: { ...decision, recipients: decision.recipients.filter((r) => meant.has(r.address.toLowerCase())) },
    mailId: mail.id,
    subject: mail.verdict?.subject ?? '',
    sentTo: mail.verdict?.visibleTo ?? [],
    from: senderOf(mail),
    messageId: mail.verdict?.messageId ?? '',
    envelopeFrom: envelope.mailFrom,
    receivedAt: mail.head.receivedAt,
    headers: raw.subarray(0, rawFields(raw).bodyStart),
    language: (mail.verdict?.language as About['language']) || pack.language,
    remedies: [],
    now,
  }
}

/** The null sender and machines are never answered (RFC 5321 §4.5.5, RFC 3834 §2). */
export const isAnswerable = ({ head: { envelope }, verdict }: Mail): boolean =>
  envelope.mailFrom !== '' && verdict?.automatic !== true

/** To the sender, ready for the queue; empty where nobody is answered. */
export const lettersOf = async (
  parts: ReviewParts,
  mail: Mail,
  addresses: readonly string[],
  make: (about: About) => Notice,
): Promise<readonly NewNotice[]> => {
  const now = parts.now?.() ?? Date.now()
  if (!isAnswerable(mail)) return []
  // A body that cannot be read any more must not keep the message held for ever: its notice goes without the headers.
  const raw = await parts.store.body(mail.id).catch(() => Buffer.alloc(0))
  return [parts.queueNotice(make(aboutOf(parts, mail, raw, addresses, now)), now)]
}

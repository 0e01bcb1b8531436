/**
 * One message that arrives as several transactions: servers split long lists of recipients (Postfix at 50, Exchange by
 * group). While the first part is not judged, its envelope takes in the recipients of the others; a part that comes
 * later is a message of its own that knows its kin.
 */
import type { MailHead, MailId } from './store.ts'

/** Of very many kin the first, among which stands what is held, and the latest. */
const FIRST_KIN = 10
const LAST_KIN = 20

export const kinOf = (members: readonly MailId[]): readonly MailId[] => [
  ...new Set([...members.slice(0, FIRST_KIN), ...members.slice(-LAST_KIN)]),
]

/** Named for one recipient, the line would now tell the others of him (RFC 5321 §7.2). */
const withoutFor = (received: string): string => received.replace(/ for <[^<>\s]{1,998}>(?=;)/, '')

/** With the recipients of another part. The same head when it knows them all: then that part is a repeat. */
export const withPart = (head: MailHead, { envelope, receivedAt }: MailHead): MailHead => {
  const rcptTo = [...new Set([...head.envelope.rcptTo, ...envelope.rcptTo])]
  if (rcptTo.length === head.envelope.rcptTo.length) return head
  const { parts = 1, kin = [] } = head.family ?? {}
  return {
    ...head,
    envelope: { ...head.envelope, rcptTo },
    received: withoutFor(head.received),
    family: { parts: parts + 1, lastAt: receivedAt, kin },
  }
}

export const withKin = (head: MailHead, kin: readonly MailId[]): MailHead =>
  kin.length === 0 ? head : { ...head, family: { parts: 1, lastAt: head.receivedAt, kin } }

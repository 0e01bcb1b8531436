/** From a decision to deeds: each recipient's fate, the notices that go with it, and how long what is kept. */
import { maskText } from './detectors/detectors.ts'
import type { Judged } from './gateway.ts'
import { decisionFor, joiningsOf, partsHistory, wasAdvised } from './joining.ts'
import { rawFields, withoutFields } from './message/message.ts'
import {
  type About,
  adviceNotice,
  blockedNotice,
  bounceNotice,
  heldNotice,
  type Identity,
  languageFor,
  type Notice,
  reviewAlert,
} from './notices/notices.ts'
import type { Decision, Outcome, Pack } from './policy/policy.ts'
import { type Review, remediesOf } from './review/review.ts'
import type { MailHead, MailId, NewNotice, Settlement } from './store/store.ts'

export type SettlementParts = Readonly<{
  identity: (domain: string) => Identity
  packFor: (domain: string) => Pack
  review: Pick<Review, 'offer' | 'deadline' | 'reviewers' | 'link'>
  /** Who is told that an account of this school is blocked. */
  admins: (domain: string) => Promise<readonly string[]>
  /** How long a stopped message is kept for its remedy. */
  remedyMs: number
}>

const FATES: Readonly<Record<Outcome, 'waiting' | 'held' | 'stopped'>> = {
  forward: 'waiting',
  notify: 'waiting',
  hold: 'held',
  bounce: 'stopped',
}

const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1)

/** A notice as a message of our own in the queue: null return path (RFC 3464 §2), never judged. */
export const queued = (notice: Notice, now: number): NewNotice => ({
  raw: notice.raw,
  head: {
    kind: 'notice',
    envelope: { mailFrom: '', rcptTo: [notice.to] },
    received: '',
    smtputf8: false,
    eightBit: false,
    client: { address: '', name: '', tls: '', user: '' },
    receivedAt: now,
    size: notice.raw.length,
  },
})

/** What of a judged message its notices are about. */
export type Noticed = Omit<Judged, 'seen'>

const aboutOf = (mail: Noticed, parts: SettlementParts, remedies: About['remedies']): About => {
  const { message, pack, decision, head, raw } = mail
  const domain = domainOf(head.envelope.mailFrom) || message.from[0]?.domain || ''
  return {
    identity: parts.identity(domain),
    pack,
    decision,
    mailId: mail.id,
    subject: message.subject,
    sentTo: message.visible.map((box) => box.address),
    from: message.from[0]?.address ?? head.envelope.mailFrom,
    messageId: message.messageId,
    envelopeFrom: head.envelope.mailFrom,
    receivedAt: head.receivedAt,
    headers: raw.subarray(0, rawFields(raw).bodyStart),
    language: languageFor(pack, message.language),
    remedies,
    now: mail.now,
  }
}

const alertsOf = async (
  about: About,
  rcptTo: readonly string[],
  { review }: SettlementParts,
  deadline: number,
): Promise<Notice[]> => {
  const recipients = [...rcptTo, ...about.sentTo]
  const reviewers = await review.reviewers({
    from: [about.from, about.envelopeFrom],
    recipients,
    decision: about.decision,
  })
  return reviewers.map((to) => reviewAlert(about, to, deadline))
}

/** To the sender, with the link of their own. */
const heldNoticeOf = async (about: About, { review }: SettlementParts, deadline: number): Promise<Notice> =>
  heldNotice(about, deadline, await review.link({ id: about.mailId, sender: about.envelopeFrom }, deadline))

/** Nothing else stops it: its sender was told when the block was set, and with the first message that waited for it. */
const onlyBlocked = ({ decision }: Noticed): boolean =>
  decision.hits.every(({ outcome, finding }) => outcome !== 'hold' || finding?.category === 'blocked-account')

const blockNoticesOf = async (mail: Noticed, about: About, { admins }: SettlementParts): Promise<Notice[]> => {
  if (!mail.block) return []
  const to = await admins(domainOf(mail.block.account))
  return to.map((admin) => blockedNotice(about, mail.block!, admin))
}

/** Automatic mail and the null sender are never answered (RFC 3834 §2); reviewers still hear of what is held. */
export const noticesOf = async (mail: Noticed, parts: SettlementParts, deadline: number): Promise<Notice[]> => {
  const outcomes = new Set(mail.decision.recipients.map((r) => r.outcome))
  const answerable = mail.head.envelope.mailFrom !== '' && !mail.message.automatic
  const notices: Notice[] = []
  if (outcomes.has('bounce') && answerable) {
    const offers = await parts.review.offer(mail, remediesOf(mail.decision), mail.now)
    notices.push(bounceNotice(aboutOf(mail, parts, offers)))
  }
  const about = aboutOf(mail, parts, [])
  notices.push(...(await blockNoticesOf(mail, about, parts)))
  if (outcomes.has('hold') && !(mail.quiet && onlyBlocked(mail))) {
    if (answerable) notices.push(await heldNoticeOf(about, parts, deadline))
    notices.push(...(await alertsOf(about, mail.head.envelope.rcptTo, parts, deadline)))
  }
  if (outcomes.has('notify') && answerable && !wasAdvised(mail)) notices.push(adviceNotice(about))
  return notices
}

/** Judged in lower case, sent as given: only its own server knows whether case counts (RFC 5321 §2.4). */
const placesOf = ({ head, decision, now }: Judged, deadline: number) => {
  const outcomes = new Map(decision.recipients.map(({ address, outcome }) => [address.toLowerCase(), outcome]))
  return head.envelope.rcptTo.map((address) => {
    const fate = FATES[outcomes.get(address.toLowerCase()) ?? decision.outcome]
    return { address, fate, nextAt: fate === 'held' ? deadline : now }
  })
}

const verdictOf = ({ message, seen, head, pack, decision }: Judged): Settlement<Decision>['verdict'] => ({
  from: message.from[0]?.address ?? head.envelope.mailFrom,
  subject: message.subject,
  shownSubject: maskText(seen.case, message.subject, 'subject'),
  automatic: message.automatic,
  messageId: message.messageId,
  visibleTo: message.visible.map((box) => box.address),
  language: languageFor(pack, message.language),
  decision,
})

export const settlementOf = async (judged: Judged, parts: SettlementParts): Promise<Settlement<Decision>> => {
  const { head, raw, now, pack, message } = judged
  const deadline = parts.review.deadline(now, pack, message.from[0]?.address ?? head.envelope.mailFrom)
  const places = placesOf(judged, deadline)
  // A Bcc line a client left in would show every recipient who else got it (RFC 5322 §3.6.3, §3.6.6).
  const body = withoutFields(raw, ['bcc', 'resent-bcc'])
  const joins = joiningsOf(judged, places, body !== raw)
  const elsewhere = new Set(joins.flatMap(({ addresses }) => addresses))
  const recipients = places.filter(({ address }) => !elsewhere.has(address))
  const own = recipients.map(({ address }) => address)
  const mail = joins.length === 0 ? judged : { ...judged, decision: decisionFor(judged.decision, own) }
  const notices = await noticesOf(mail, parts, deadline)
  return {
    ...(body === raw || recipients.length === 0 ? {} : { body }),
    verdict: verdictOf(mail),
    recipients,
    keepUntil: recipients.some((r) => r.fate === 'stopped') ? now + parts.remedyMs : now,
    history: [
      { at: now, event: 'judged', by: 'gateway', detail: judged.decision.outcome },
      ...partsHistory(judged, joins),
    ],
    notices: notices.map((notice) => queued(notice, now)),
    parts: head.family?.parts ?? 1,
    joins,
  }
}

const NOT_JUDGED: Decision['hits'][number] = {
  ...{ rule: 'uninspectable', mode: 'enforce', outcome: 'hold', wouldBe: 'hold' },
  unknown: 'judging did not finish',
}

/** What is known of a message that could not be read: its envelope. */
const unread = (id: MailId, head: MailHead, pack: Pack, parts: SettlementParts, now: number): About => {
  const { mailFrom, rcptTo } = head.envelope
  const decision: Decision = {
    ...{ pack: pack.id, policyVersion: '', outcome: 'hold', hits: [NOT_JUDGED] },
    recipients: rcptTo.map((address) => ({ address, outcome: 'hold', rules: ['uninspectable'] })),
  }
  return {
    ...{ identity: parts.identity(domainOf(mailFrom)), pack, decision, mailId: id, now },
    ...{ subject: '', sentTo: [], from: mailFrom, messageId: '', envelopeFrom: mailFrom, headers: Buffer.alloc(0) },
    ...{ receivedAt: head.receivedAt, language: pack.language, remedies: [] },
  }
}

/** A message that could not be judged: held whole, with that as the reason; sender and reviewers are told as of any hold. */
export const unjudged = async (
  id: MailId,
  head: MailHead,
  parts: SettlementParts,
  now: number,
): Promise<Settlement<Decision>> => {
  const { mailFrom, rcptTo } = head.envelope
  const about = unread(id, head, parts.packFor(domainOf(mailFrom)), parts, now)
  const deadline = parts.review.deadline(now, about.pack, mailFrom)
  const notices = mailFrom === '' ? [] : [await heldNoticeOf(about, parts, deadline)]
  notices.push(...(await alertsOf(about, rcptTo, parts, deadline)))
  const { decision, language } = about
  return {
    verdict: {
      ...{ from: mailFrom, subject: '', shownSubject: '', messageId: '', visibleTo: [], language, decision },
      automatic: mailFrom === '',
    },
    recipients: rcptTo.map((address) => ({ address, fate: 'held', nextAt: deadline })),
    keepUntil: now,
    history: [{ at: now, event: 'judged', by: 'gateway', detail: NOT_JUDGED.unknown ?? '' }],
    parts: head.family?.parts ?? 1,
    notices: notices.map((notice) => queued(notice, now)),
  }
}

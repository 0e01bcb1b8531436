/** What a reviewer gets to see. The pack decides how much; what is not to be seen does not leave this folder. */
import type { Decision, Hit } from '../policy/policy.ts'
import { nowOf } from './acts.ts'
import { mayMend } from './bcc.ts'
import { exceptableIn } from './exceptable.ts'
import { deadlineOf, decisionOf, domainOf, type Mail, packOf, senderOf } from './held-mail.ts'
import type { ReviewParts } from './lifecycle.ts'
import type { Claim, HeldCase, HeldItem } from './review.ts'
import { hoursBetween } from './school-clock.ts'

/** Which rule it was, under which clause; not what was found, nor where. */
export const bareHit = ({ finding, ...hit }: Hit): Hit => {
  if (!finding) return hit
  const { rule, category, confidence } = finding
  const because = { nl: '', fr: '', en: '' }
  const bare = { rule, confidence, because, excerpt: '', place: { in: finding.place.in } as const }
  return { ...hit, finding: category === undefined ? bare : { ...bare, category } }
}

const shownDecision = (parts: ReviewParts, mail: Mail): Decision => {
  const decision = decisionOf(mail)
  const all = packOf(parts, mail).reviewVisibility !== 'metadata'
  return all ? decision : { ...decision, hits: decision.hits.map(bareHit) }
}

/**
 * Masked where the subject itself holds what was found. Each excerpt masks its own finding only: of two, neither may
 * stand for the whole.
 */
export const shownSubject = (parts: ReviewParts, mail: Mail): string => {
  if (packOf(parts, mail).reviewVisibility === 'metadata') return ''
  const found = decisionOf(mail).hits.flatMap(({ finding }) =>
    finding?.place.in === 'subject' ? [finding.excerpt] : [],
  )
  const excerpts = new Set(found)
  if (excerpts.size === 0) return mail.verdict?.shownSubject ?? ''
  return excerpts.size === 1 ? found[0]! : '•••'
}

export const isUrgent = (mail: Mail): boolean => mail.history.some(({ event }) => event === 'urgent')

/** For which it waits. */
export const rulesOf = (mail: Mail): readonly string[] => {
  const counting = decisionOf(mail).hits.filter((hit) => hit.outcome === 'hold' || hit.outcome === 'bounce')
  return [...new Set(counting.map((hit) => hit.rule))]
}

const hoursLeft = (parts: ReviewParts, mail: Mail): number => {
  const deadline = deadlineOf(mail)
  if (!Number.isFinite(deadline)) return 0
  const calendar = parts.calendars.calendarOf({ pack: packOf(parts, mail), domain: domainOf(senderOf(mail)) })
  return hoursBetween(calendar, nowOf(parts), deadline)
}

export const itemOf = (parts: ReviewParts, mail: Mail, claim: Claim | undefined): HeldItem => {
  return {
    id: mail.id,
    from: senderOf(mail),
    subject: shownSubject(parts, mail),
    recipients: mail.recipients,
    rules: rulesOf(mail),
    pack: decisionOf(mail).pack,
    heldAt: mail.history.find((entry) => entry.event === 'judged')?.at ?? mail.head.receivedAt,
    deadline: deadlineOf(mail),
    hoursLeft: hoursLeft(parts, mail),
    urgent: isUrgent(mail),
    claim,
  }
}

/** What the case shows beside the message and its decision. */
export type Beside = Pick<
  HeldCase,
  'claim' | 'proposal' | 'urgentReason' | 'pending' | 'questions' | 'leak' | 'notes' | 'deputies'
>

const NOTHING: Beside = {
  ...{ claim: undefined, proposal: undefined, urgentReason: '', pending: undefined, leak: undefined },
  ...{ questions: [], notes: [], deputies: [] },
}

export const caseOf = (parts: ReviewParts, mail: Mail, beside: Beside = NOTHING): HeldCase => {
  const item = itemOf(parts, mail, beside.claim)
  const decision = shownDecision(parts, mail)
  const shown = { subject: item.subject, shownSubject: item.subject, decision }
  const verdict = mail.verdict && { ...mail.verdict, ...shown }
  const visibility = packOf(parts, mail).reviewVisibility
  const { hits } = decision
  const can = { mayBcc: mayMend(decision), exceptable: exceptableIn(hits) }
  return { ...item, ...beside, ...can, mail: { ...mail, verdict }, decision, visibility, partial: false }
}

/** Its content was destroyed at its time; which rules it was about, and what became of it, is told as long as it is kept. */
export const withoutContent = (
  parts: ReviewParts,
  mail: Mail,
  kept: Decision | undefined,
  beside: Beside,
): HeldCase => {
  const pack = packOf(parts, mail).id
  const decision: Decision = kept ?? { pack, policyVersion: '', outcome: 'forward', recipients: [], hits: [] }
  const words = { from: mail.head.envelope.mailFrom, subject: '', shownSubject: '', messageId: '', language: '' }
  const bare: Mail = { ...mail, verdict: { ...words, automatic: false, visibleTo: [], decision } }
  return { ...caseOf(parts, bare, beside), visibility: 'metadata', exceptable: [] }
}

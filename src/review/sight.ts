/** What a reviewer gets to see. The pack decides how much; what is not to be seen does not leave this folder. */
import type { Decision, Hit } from '../policy/policy.ts'
import { decisionOf, type Mail, packOf, senderOf } from './held-mail.ts'
import type { ReviewParts } from './lifecycle.ts'
import type { HeldCase, HeldItem } from './review.ts'

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
const shownSubject = (parts: ReviewParts, mail: Mail): string => {
  if (packOf(parts, mail).reviewVisibility === 'metadata') return ''
  const found = decisionOf(mail).hits.flatMap(({ finding }) =>
    finding?.place.in === 'subject' ? [finding.excerpt] : [],
  )
  const excerpts = new Set(found)
  if (excerpts.size === 0) return mail.verdict?.shownSubject ?? ''
  return excerpts.size === 1 ? found[0]! : '•••'
}

export const itemOf = (parts: ReviewParts, mail: Mail): HeldItem => {
  const counting = decisionOf(mail).hits.filter((hit) => hit.outcome === 'hold' || hit.outcome === 'bounce')
  const deadlines = mail.recipients.filter((r) => r.fate === 'held').map((r) => r.nextAt)
  return {
    id: mail.id,
    from: senderOf(mail),
    subject: shownSubject(parts, mail),
    recipients: mail.recipients,
    rules: [...new Set(counting.map((hit) => hit.rule))],
    pack: decisionOf(mail).pack,
    heldAt: mail.history.find((entry) => entry.event === 'judged')?.at ?? mail.head.receivedAt,
    deadline: Math.min(...deadlines),
  }
}

export const caseOf = (parts: ReviewParts, mail: Mail): HeldCase => {
  const item = itemOf(parts, mail)
  const decision = shownDecision(parts, mail)
  const shown = { subject: item.subject, shownSubject: item.subject, decision }
  const verdict = mail.verdict && { ...mail.verdict, ...shown }
  return { ...item, mail: { ...mail, verdict }, decision, visibility: packOf(parts, mail).reviewVisibility }
}

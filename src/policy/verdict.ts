/** A decision as other programs read it: keys and their order are a contract with them. */
import { isUnread, sayPlace, type Unread } from '../message/message.ts'
import type { Decision, Outcome } from './policy.ts'

export type VerdictReport = Readonly<{
  decision: Outcome
  pack: string
  recipients: readonly Readonly<{ address: string; outcome: Outcome; rules: readonly string[] }>[]
  findings: readonly Readonly<{
    rule: string
    category: string
    clause: string
    /** In Dutch, as `because`. */
    place: string
    /** Masked. */
    excerpt: string
    because: string
    confidence: number
  }>[]
  uninspected: readonly Readonly<{ place: string; reason: string }>[]
  /** What judging took, to a microsecond. */
  ms: number
}>

export const verdictOf = (decision: Decision, unread: readonly Unread[], ms: number): VerdictReport => ({
  decision: decision.outcome,
  pack: decision.pack,
  recipients: decision.recipients.map(({ address, outcome, rules }) => ({ address, outcome, rules })),
  findings: decision.hits.flatMap(({ finding, clause }) => {
    if (!finding) return []
    return [
      {
        rule: finding.rule,
        category: finding.category ?? '',
        clause: clause ?? '',
        place: sayPlace(finding.place, 'nl'),
        excerpt: finding.excerpt,
        because: finding.because.nl,
        confidence: finding.confidence,
      },
    ]
  }),
  uninspected: unread.filter(isUnread).map(({ place, reason }) => ({ place: sayPlace(place, 'nl'), reason })),
  ms: Math.round(ms * 1000) / 1000,
})

/** How often a rule fired lately, and where: counts, and the cases that this reader may open. Never what was found. */
import type { Outcome } from '../policy/policy.ts'
import type { StoredMail } from '../store/store.ts'
import { type Mail, packOf } from './held-mail.ts'
import type { ReviewParts } from './lifecycle.ts'
import type { Actor, RuleHits } from './review.ts'
import { conflict } from './rights.ts'

// Each of them is opened to be read: enough to see how a rule does, few enough for a page.
const LOOKED_AT = 300
const CASES_SHOWN = 10

const isJudged = (mail: StoredMail): boolean => mail.head.kind === 'mail' && mail.verdict !== undefined

const hitsOf = (mail: Mail, rule: string) => mail.verdict!.decision.hits.filter((hit) => hit.rule === rule)

export const ruleHits = async (parts: ReviewParts, actor: Actor, pack: string, rule: string): Promise<RuleHits> => {
  const mails = (await parts.store.list({ kind: 'mail', limit: LOOKED_AT })).filter(isJudged) as readonly Mail[]
  const own = mails.filter((mail) => packOf(parts, mail).id === pack && conflict(parts, actor, mail) === undefined)
  const found = own.flatMap((mail) => {
    const hits = hitsOf(mail, rule)
    return hits.length === 0 ? [] : [{ mail, hits }]
  })
  const counts: Record<Outcome, number> = { forward: 0, notify: 0, hold: 0, bounce: 0 }
  for (const { hits } of found) counts[hits[0]!.outcome] += 1
  // What was only recorded has no case to look at.
  const cases = found.filter(({ hits }) => hits.some(({ outcome }) => outcome === 'hold' || outcome === 'bounce'))
  return {
    looked: own.length,
    counts,
    cases: cases.slice(0, CASES_SHOWN).map(({ mail }) => ({ id: mail.id, at: mail.head.receivedAt })),
  }
}

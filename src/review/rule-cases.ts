/** The cases of a rule that this reader may open: when each came, never what was found. */
import type { StoredMail } from '../store/store.ts'
import { type Mail, packOf } from './held-mail.ts'
import type { ReviewParts } from './lifecycle.ts'
import type { Actor, RuleCase } from './review.ts'
import { conflict } from './rights.ts'

// Each of them is opened to be read: few enough for a page.
const LOOKED_AT = 300
const CASES_SHOWN = 10

const isJudged = (mail: StoredMail): boolean => mail.head.kind === 'mail' && mail.verdict !== undefined

/** What was only recorded, or delivered with a tip, has no case to look at. */
const isStopped = (mail: Mail, wanted: string): boolean =>
  mail.verdict!.decision.hits.some(
    ({ rule, outcome }) => rule === wanted && (outcome === 'hold' || outcome === 'bounce'),
  )

export const ruleCases = async (
  parts: ReviewParts,
  actor: Actor,
  pack: string,
  rule: string,
): Promise<readonly RuleCase[]> => {
  const mails = (await parts.store.list({ kind: 'mail', limit: LOOKED_AT })).filter(isJudged) as readonly Mail[]
  return mails
    .filter((mail) => isStopped(mail, rule) && packOf(parts, mail).id === pack)
    .filter((mail) => conflict(parts, actor, mail) === undefined)
    .slice(0, CASES_SHOWN)
    .map(({ id, head }) => ({ id, at: head.receivedAt }))
}

/** What somebody did, in the audit log. */
import type { MailId } from '../store/store.ts'
import type { ReviewParts } from './lifecycle.ts'
import type { Actor } from './review.ts'

export const byOf = (actor: Actor): string => actor.email || actor.name

export const nowOf = ({ now = Date.now }: Pick<ReviewParts, 'now'>): number => now()

export const audit = (parts: ReviewParts, event: string, actor: Actor, ref: MailId, detail = ''): Promise<void> =>
  parts.store.audit({ at: nowOf(parts), event, actor: byOf(actor), ref, detail })

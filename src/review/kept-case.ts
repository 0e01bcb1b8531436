/**
 * What stays of a decided case once its content is destroyed: which rules and clauses it was about, under its own sealed
 * record; no excerpt, no subject. A talk about it comes days later (KA-sanction).
 */
import type { Decision } from '../policy/policy.ts'
import type { MailId, Store } from '../store/store.ts'
import type { Mail } from './held-mail.ts'
import type { ReviewParts } from './lifecycle.ts'
import { bareHit } from './sight.ts'

const DAY_MS = 86_400_000

/** Before the decision is written, which may destroy the rest at once; writing it twice does no harm. */
export const keepCase = async ({ store, options, now = Date.now }: ReviewParts, mail: Mail): Promise<void> => {
  if (!mail.verdict || options.caseDays === 0) return
  const { decision } = mail.verdict
  const value: Decision = { ...decision, hits: decision.hits.map(bareHit) }
  await store.put('case', { key: mail.id, value, expires: now() + options.caseDays * DAY_MS })
}

export const keptCase = async (store: Pick<Store, 'get'>, id: MailId): Promise<Decision | undefined> =>
  (await store.get('case', id)) as Decision | undefined

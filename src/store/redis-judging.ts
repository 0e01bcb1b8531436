/** From received to judged, in Redis. */
import { readable } from './engine.ts'
import { headOf } from './mails.ts'
import { carryOut, change, openDocument } from './redis-change.ts'
import type { Document } from './redis-document.ts'
import { eachOf, type RedisEngine } from './redis-engine.ts'
import { claimsKey, RECEIVED } from './redis-keys.ts'
import { withRecipients } from './redis-new-mail.ts'
import type { MailHead, Settlement } from './store.ts'
import { sealJson } from './vault.ts'

type Claimed = Readonly<{ id: string; head: MailHead; attempts: number }>

export const claimReceived = async (
  engine: RedisEngine,
  owner: string,
  now: number,
  leaseMs: number,
  limit: number,
): Promise<readonly Claimed[]> => {
  const lease_until = now + leaseMs
  const ids = await engine.link.reserve(RECEIVED, claimsKey(owner), now, lease_until, limit)
  const claim = (id: string): Promise<Document | undefined> =>
    change(engine, id, (one) => {
      if (one?.state !== 'received' || one.lease_until > now) return { answer: undefined }
      const after = { ...one, owner, lease_until, judgings: one.judgings + 1 }
      return { answer: after, after }
    })
  const claimed = new Map<string, Document>()
  for (const one of await eachOf(engine, ids, claim)) if (one) claimed.set(one.id, one)
  return readable(engine, [...claimed.keys()], (id) => {
    const one = claimed.get(id)!
    return { id, head: headOf(one, engine.vault.recordKey(id, one.record_key)), attempts: one.judgings }
  })
}

/** False when another node judged it meanwhile: the first settlement counts. */
export const settle = async (
  engine: RedisEngine,
  id: string,
  owner: string,
  { verdict, recipients, keepUntil, history, notices, body }: Settlement,
): Promise<boolean> => {
  const found = await openDocument(engine, id)
  if (!found?.contentKey) return false
  const { recordKey } = found
  const sealed = sealJson(found.contentKey, `verdict ${id}`, verdict)
  return carryOut(engine, found, { history, notices, body }, (one) => {
    if (one.state !== 'received' || one.owner !== owner) return undefined
    const mine = { ...one, owner: '', lease_until: 0, verdict: sealed, keep_until: keepUntil }
    return withRecipients(mine, recordKey, recipients, engine.now())
  })
}

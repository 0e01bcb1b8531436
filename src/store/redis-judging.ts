/** From received to judged, in Redis. */
import { readable } from './engine.ts'
import { headOf } from './mails.ts'
import { carryOut, change, openDocument } from './redis-change.ts'
import type { Document } from './redis-document.ts'
import { doubting, giveBack } from './redis-doubts.ts'
import { eachOf, type RedisEngine } from './redis-engine.ts'
import { prepareJoinings } from './redis-joining.ts'
import { claimsKey, RECEIVED } from './redis-keys.ts'
import { withRecipients } from './redis-new-mail.ts'
import type { MailHead, Settled, Settlement } from './store.ts'
import { addsTraces, tracesOf } from './traces.ts'
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
  await giveBack(engine)
  const ids = await engine.link.reserve(RECEIVED, claimsKey(owner), now, lease_until, limit)
  const claim = (id: string): Promise<Document | undefined> =>
    change(engine, id, (one) => {
      if (one?.state !== 'received' || one.lease_until > now) return { answer: undefined }
      const after = { ...one, owner, lease_until, judgings: one.judgings + 1 }
      return { answer: after, after }
    })
  const claimed = new Map<string, Document>()
  for (const one of await eachOf(engine, ids, (id) =>
    doubting(engine, id, { owner, leaseUntil: lease_until }, claim(id)),
  ))
    if (one) claimed.set(one.id, one)
  return readable(engine, [...claimed.keys()], (id) => {
    const one = claimed.get(id)!
    return { id, head: headOf(one, engine.vault.recordKey(id, one.record_key)), attempts: one.judgings }
  })
}

export const settle = async (
  engine: RedisEngine,
  id: string,
  owner: string,
  { verdict, recipients, keepUntil, history, notices, body, parts = 1, joins = [] }: Settlement,
): Promise<Settled> => {
  const found = await openDocument(engine, id)
  if (!found?.contentKey) return 'gone'
  const { recordKey } = found
  const others = await prepareJoinings(engine, joins)
  if (!others) return 'changed'
  const sealed = sealJson(found.contentKey, `verdict ${id}`, verdict)
  let answer: Settled = 'changed'
  const settled = await carryOut(engine, found, { history, notices, body, others }, (one) => {
    if (one.state !== 'received' || one.owner !== owner) answer = 'gone'
    else answer = 'changed'
    const head = headOf(one, recordKey)
    if (answer === 'gone' || (head.family?.parts ?? 1) !== parts) return undefined
    const isNew = one.terms === null || addsTraces(head, verdict)
    const terms = isNew ? tracesOf(engine.vault, head, verdict) : one.terms
    const mine = { ...one, owner: '', lease_until: 0, verdict: sealed, terms, keep_until: keepUntil }
    return withRecipients(mine, recordKey, recipients, engine.now())
  })
  return settled ? 'settled' : answer
}

/** What a person or the clock does with held and stopped recipients, in Redis. */
import type { KeyObject } from 'node:crypto'
import { addressesOf } from './mails.ts'
import { carryOut, openDocument } from './redis-change.ts'
import type { Document, Recipient } from './redis-document.ts'
import type { RedisEngine } from './redis-engine.ts'
import { DEADLINE } from './redis-keys.ts'
import type { MailId, Move } from './store.ts'
import { seal } from './vault.ts'

/** Who is to be moved; empty when not all that were asked for are there. Who is under way is not there. */
const affected = (
  one: Document,
  recordKey: KeyObject,
  { from, recipients }: Move,
  now: number,
): ReadonlySet<Recipient> => {
  const there = one.recipients.filter(
    ({ fate, lease_until }) => fate === from && (fate !== 'waiting' || lease_until <= now),
  )
  if (!recipients) return new Set(there)
  const addresses = addressesOf(one, recordKey)
  const wanted = new Set(recipients)
  const found = there.filter(({ ordinal }) => wanted.has(addresses[ordinal] ?? ''))
  return new Set(found.length === wanted.size ? found : [])
}

/** False when one of the recipients has left the fate `from`, or none has it: another was first, and nothing is changed. */
export const move = async (engine: RedisEngine, id: MailId, wish: Move): Promise<boolean> => {
  const found = await openDocument(engine, id)
  if (!found?.contentKey) return false
  const { recordKey } = found
  const moveOne = (each: Recipient): Recipient => {
    const waits = wish.to === 'waiting'
    const at = waits ? engine.now() : 0
    const why =
      waits || wish.to === 'held'
        ? null
        : seal(recordKey, `reply ${id} ${each.ordinal}`, Buffer.from(wish.history.event))
    return {
      ...each,
      fate: wish.to,
      next_at: waits ? at : (wish.deadline ?? 0),
      first_at: at,
      owner: '',
      lease_until: 0,
      reply: each.fate === 'waiting' ? (each.reply ?? why) : why,
    }
  }
  const along = { history: [wish.history], notices: wish.notices, body: wish.body }
  const decide = (one: Document): Document | undefined => {
    const chosen = one.content_key ? affected(one, recordKey, wish, engine.now()) : new Set<Recipient>()
    if (chosen.size === 0) return undefined
    return { ...one, recipients: one.recipients.map((each) => (chosen.has(each) ? moveOne(each) : each)) }
  }
  return carryOut(engine, found, along, decide, 'promise')
}

/** The longest over its deadline first. */
export const overdue = ({ link }: RedisEngine, now: number, limit: number): Promise<readonly MailId[]> =>
  link.askText('zrangebyscore', DEADLINE, '-inf', now, 'LIMIT', 0, limit)

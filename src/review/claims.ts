/**
 * Who is looking at a held message, so that two do not work on it at once. On all nodes alike; it lapses by itself, and
 * anybody who may decide may take it over: it keeps nobody from a decision. What it misses, the compare-and-set catches.
 */
import type { MailId } from '../store/store.ts'
import { byOf } from './acts.ts'
import { loadHeld } from './held-mail.ts'
import type { ReviewParts } from './lifecycle.ts'
import { demandUndecided } from './pending.ts'
import { Claimed } from './refused.ts'
import type { Actor, Claim } from './review.ts'
import { demand } from './rights.ts'

const MINUTE = 60_000

export const claimOf = async ({ store }: Pick<ReviewParts, 'store'>, id: MailId): Promise<Claim | undefined> =>
  (await store.get('claim', id)) as Claim | undefined

/** They are few: each lapses after some minutes. */
export const allClaims = async ({ store }: Pick<ReviewParts, 'store'>): Promise<ReadonlyMap<MailId, Claim>> =>
  new Map((await store.records('claim')).map(({ key, value }) => [key, value as Claim]))

/** Refused with `Claimed` while somebody else has it, unless it is taken over. Asked again it lasts longer. */
export const claim = async (parts: ReviewParts, actor: Actor, id: MailId, takeOver: boolean): Promise<void> => {
  const { store, options, now = Date.now } = parts
  demand(parts, actor, await loadHeld(parts, id), 'returning')
  await demandUndecided(parts, id)
  const own: Claim = { by: byOf(actor), name: actor.name, since: now() }
  const expires = own.since + options.claimMinutes * MINUTE
  if (await store.put('claim', { key: id, value: own, expires }, { ifAbsent: true }))
    return store.audit({ at: own.since, event: 'claimed', actor: own.by, ref: id, detail: '' })
  const held = await claimOf(parts, id)
  const mine = held === undefined || held.by === own.by
  if (!mine && !takeOver) throw new Claimed(held)
  await store.put('claim', { key: id, value: held && mine ? held : own, expires })
  if (!mine)
    await store.audit({ at: own.since, event: 'claim-taken-over', actor: own.by, ref: id, detail: `from ${held.by}` })
}

/** To somebody else, who need not be there now: it lasts until the message must have been decided. */
export const giveClaim = async (
  { store }: Pick<ReviewParts, 'store'>,
  id: MailId,
  to: Claim,
  until: number,
): Promise<void> => {
  await store.put('claim', { key: id, value: to, expires: until })
}

export const leave = async (
  { store, now = Date.now }: Pick<ReviewParts, 'store' | 'now'>,
  actor: Actor,
  id: MailId,
): Promise<void> => {
  if ((await claimOf({ store }, id))?.by !== byOf(actor)) return
  await store.remove('claim', id)
  await store.audit({ at: now(), event: 'claim-left', actor: byOf(actor), ref: id, detail: '' })
}

export const demandUnclaimed = async (parts: ReviewParts, actor: Actor, id: MailId): Promise<void> => {
  const held = await claimOf(parts, id)
  if (held && held.by !== byOf(actor)) throw new Claimed(held)
}

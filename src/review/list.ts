/**
 * The list of what waits, page by page in the order of deadlines. A page opens what it shows; what lies between is passed by
 * its card (cards.ts). However much is held, one request opens so many messages and no more.
 */
import { setImmediate as breath } from 'node:timers/promises'
import type { Hold, MailId } from '../store/store.ts'
import { type Card, Cards, cardOf, folded, isFor, viewerOf, wordsFor } from './cards.ts'
import { allClaims } from './claims.ts'
import { loadMail, type Mail } from './held-mail.ts'
import type { ReviewParts } from './lifecycle.ts'
import { allDecided, type Decided, undecided } from './pending.ts'
import type { Actor, Claim, HeldItem, HeldPage, HeldQuery } from './review.ts'
import { conflict, demand } from './rights.ts'
import { afterHours } from './school-clock.ts'
import { scopedItem } from './scope.ts'
import { itemOf } from './sight.ts'

const LIMIT = 25
const LIMIT_AT_MOST = 100
const COUNT_AT_MOST = 1000
/** Places looked at in one go: between two goes mail is judged. */
const STRIDE = 200
/** Messages opened to find a page, and to count what comes after it. */
const FIND_AT_MOST = 2000
const COUNT_READS = 200
const SOON_HOURS = 4
const WORDS_AT_MOST = 100

type Test = (card: Card, hold: Hold) => boolean
/** What is known beside the messages. */
type Beside = Readonly<{
  parts: ReviewParts
  claims: ReadonlyMap<MailId, Claim>
  decided: ReadonlyMap<MailId, Decided>
}>
/** What is the same for the whole walk. */
type Walk = Beside & Readonly<{ cards: Cards; limit: number; fits: Test }>

/** A place in the list, in an address of ours. */
const CURSOR = /^(\d{1,16}(?:\.\d{1,6})?)-([0-9A-Za-z]{26})$/

const placeOf = (cursor: string): Pick<Hold, 'id' | 'deadline'> | undefined => {
  const [, deadline, id] = CURSOR.exec(cursor) ?? []
  return deadline === undefined || id === undefined ? undefined : { deadline: Number(deadline), id }
}

const cursorOf = ({ deadline, id }: Hold): string => `${deadline}-${id}`

const isClaimed = (wanted: HeldQuery['claimed'], claim: Claim | undefined, own: string): boolean => {
  if (wanted === 'mine') return claim?.by === own
  if (wanted === 'taken') return claim !== undefined
  return wanted === undefined || claim === undefined
}

const hasAll = (words: string, terms: readonly string[]): boolean => terms.every((term) => words.includes(term))

/** By school and policy, since each may have its own calendar. */
const soonOf = (parts: ReviewParts): Test => {
  const now = parts.now?.() ?? Date.now()
  const horizons = new Map<string, number>()
  return ({ pack, school }, { deadline }) => {
    const key = `${pack} ${school}`
    const known = horizons.get(key)
    if (known !== undefined) return deadline <= known
    const { packs, packFor } = parts.policy()
    const calendar = parts.calendars.calendarOf({ pack: packs.get(pack) ?? packFor(school), domain: school })
    const horizon = afterHours(calendar, now, SOON_HOURS)
    horizons.set(key, horizon)
    return deadline <= horizon
  }
}

const likeOf = async (parts: ReviewParts, actor: Actor, { id, by }: NonNullable<HeldQuery['like']>): Promise<Test> => {
  const mail = await loadMail(parts, id)
  demand(parts, actor, mail, false)
  const one = cardOf(parts, mail)
  return (card) =>
    card.ruleKey === one.ruleKey && (by === 'sender' ? card.from === one.from : card.recipientKey === one.recipientKey)
}

const testOf = async (parts: ReviewParts, actor: Actor, query: HeldQuery, claims: Walk['claims']): Promise<Test> => {
  const viewer = viewerOf(parts, actor)
  const { rule, school, claimed } = query
  const terms = folded((query.words ?? '').slice(0, WORDS_AT_MOST))
    .split(/\s+/)
    .filter(Boolean)
  const isSoon = query.soon ? soonOf(parts) : () => true
  const isLike = query.like ? await likeOf(parts, actor, query.like) : () => true
  const by = actor.email || actor.name
  return (card, hold) =>
    isFor(viewer, card) &&
    (rule === undefined || card.rules.includes(rule)) &&
    (school === undefined || card.school === school) &&
    isClaimed(claimed, claims.get(hold.id), by) &&
    hasAll(wordsFor(viewer, card), terms) &&
    isSoon(card, hold) &&
    isLike(card, hold)
}

const read = async ({ parts, cards }: Walk, hold: Hold): Promise<void> => {
  const mail = (await parts.store.mail(hold.id).catch(() => undefined)) as Mail | undefined
  cards.set(hold, mail?.verdict ? cardOf(parts, mail) : undefined)
}

/** One that is decided on is shown for those who still wait. */
const isOpen = async ({ parts, decided }: Beside, { id }: Hold): Promise<boolean> => {
  const pending = decided.get(id)
  return !pending || undecided(await loadMail(parts, id), pending).length > 0
}

type Found = { holds: Hold[]; count: number; isMore: boolean; isUnfinished: boolean; last?: Hold }

/** Opens what was not opened before, as far as it may; answers how many of the stride can be asked. */
const openSome = async (walk: Walk, stride: readonly Hold[], budget: { left: number }): Promise<number> => {
  const closed = stride.filter((hold) => !walk.cards.has(hold))
  const some = closed.slice(0, budget.left)
  budget.left -= some.length
  await Promise.all(some.map((hold) => read(walk, hold)))
  if (some.length > 0) await breath()
  const next = closed[some.length]
  return next === undefined ? stride.length : stride.indexOf(next)
}

/** True when there is enough. */
const take = async (walk: Walk, found: Found, hold: Hold): Promise<boolean> => {
  const card = walk.cards.get(hold)
  if (!card || !walk.fits(card, hold) || !(await isOpen(walk, hold))) return false
  found.count++
  if (found.holds.length < walk.limit) {
    found.holds.push(hold)
    found.last = hold
  }
  found.isMore = found.count > COUNT_AT_MOST
  return found.isMore
}

const find = async (walk: Walk, from: Pick<Hold, 'id' | 'deadline'> | undefined): Promise<Found> => {
  const found: Found = { holds: [], count: 0, isMore: false, isUnfinished: false }
  const budget = { left: FIND_AT_MOST }
  for (let after = from; ; ) {
    const stride = await walk.parts.store.holds({ limit: STRIDE, ...(after ? { after } : {}) })
    const isFull = found.holds.length >= walk.limit
    if (isFull) budget.left = Math.min(budget.left, COUNT_READS)
    const open = await openSome(walk, stride, budget)
    for (const hold of stride.slice(0, open)) {
      if (await take(walk, found, hold)) return found
      if (found.holds.length < walk.limit) found.last = hold
    }
    if (open < stride.length) {
      const isEnough = found.holds.length >= walk.limit
      return { ...found, isMore: isEnough, isUnfinished: !isEnough }
    }
    if (stride.length < STRIDE) return found
    after = stride.at(-1)
  }
}

/** Opened anew: what is shown is as it is now, and who may not see it does not. */
const itemsOf = async (
  { parts, claims, decided }: Beside,
  actor: Actor,
  holds: readonly Pick<Hold, 'id'>[],
): Promise<readonly HeldItem[]> => {
  const mails = await Promise.all(holds.map(({ id }) => parts.store.mail(id) as Promise<Mail | undefined>))
  return mails.flatMap((mail) =>
    mail?.verdict && undecided(mail, decided.get(mail.id)).length > 0 && conflict(parts, actor, mail) === undefined
      ? [scopedItem(actor, itemOf(parts, mail, claims.get(mail.id)), mail.verdict.decision)]
      : [],
  )
}

type Listing = Readonly<{
  list: (actor: Actor, query: HeldQuery) => Promise<HeldPage>
  items: (actor: Actor, ids: readonly MailId[]) => Promise<readonly HeldItem[]>
}>

export const openList = (parts: ReviewParts): Listing => {
  const cards = new Cards()
  const beside = async (): Promise<Beside> => {
    const [claims, pending] = await Promise.all([allClaims(parts), allDecided(parts)])
    return { parts, claims, decided: new Map(pending.map((one) => [one.pending.id, one])) }
  }
  return {
    list: async (actor, query) => {
      const around = await beside()
      const fits = await testOf(parts, actor, query, around.claims)
      const limit = Math.min(query.limit ?? LIMIT, LIMIT_AT_MOST)
      const walk: Walk = { ...around, cards: cards.of(parts.policy().version), limit, fits }
      const { holds, last, ...found } = await find(walk, query.after ? placeOf(query.after) : undefined)
      const isLast = !found.isUnfinished && !found.isMore && found.count <= holds.length
      return {
        items: await itemsOf(walk, actor, holds),
        ...{ count: found.count, isMore: found.isMore, isUnfinished: found.isUnfinished },
        ...(isLast || !last ? {} : { next: cursorOf(last) }),
      }
    },
    items: async (actor, ids) =>
      itemsOf(
        await beside(),
        actor,
        ids.slice(0, LIMIT_AT_MOST).map((id) => ({ id })),
      ),
  }
}

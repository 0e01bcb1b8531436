/** Release, return, expire: each is one compare-and-set on the recipients it is about, with its notice and its history. */
import { releasedNotice, returnedNotice } from '../notices/notices.ts'
import type { MailId, Move } from '../store/store.ts'
import { byOf, nowOf } from './acts.ts'
import { inBcc } from './bcc.ts'
import { demandUnclaimed, leave } from './claims.ts'
import { tellCounter } from './counted.ts'
import { decisionOf, heldOf, loadHeld, loadMail, type Mail, tooLate } from './held-mail.ts'
import { isInfected } from './infected.ts'
import { keepCase } from './kept-case.ts'
import { lettersOf } from './letters.ts'
import type { ReviewParts } from './lifecycle.ts'
import { decidedOn, demandUndecided } from './pending.ts'
import { Refused } from './refused.ts'
import type { Actor, Wish } from './review.ts'
import { demand } from './rights.ts'

const EXPIRE_AT_MOST = 500

/** Audited as soon as it is done; the loser of a race is told who was first. */
export const move = async (parts: ReviewParts, mail: Mail, change: Move): Promise<void> => {
  const { store } = parts
  await keepCase(parts, mail)
  if (!(await store.move(mail.id, change))) throw tooLate(await loadMail(parts, mail.id))
  tellCounter(parts, mail, change)
  const { at, event, by, detail = '' } = change.history
  await store.audit({ at, event, actor: by, ref: mail.id, detail })
  parts.wakeQueue()
}

/** The held recipients that were asked for, as they are written in the store. */
const chosenOf = (mail: Mail, wanted: readonly string[] | undefined): readonly string[] => {
  const held = heldOf(mail)
  if (!wanted) return held
  const asked = new Set(wanted.map((address) => address.toLowerCase()))
  const chosen = held.filter((address) => asked.has(address.toLowerCase()))
  if (chosen.length > 0 && chosen.length === asked.size) return chosen
  throw tooLate(mail)
}

/** A reviewer in a hurry must not send a virus to a parent; that it is a false alarm is for an administrator to say. */
const demandHarmless = async (parts: ReviewParts, actor: Actor, mail: Mail): Promise<void> => {
  if (actor.roles.includes('admin')) return
  const isMalware = decisionOf(mail).hits.some(({ finding }) => finding?.category === 'malware')
  if (isMalware || (await isInfected(parts.store, mail.id)))
    throw new Refused('A virus was found in this message: only an administrator may release it.')
}

const isWithBcc = (wish: Wish): boolean => wish.to === 'release' && wish.bcc === true

/** Whom a decision is about, read just before it. */
export type Chosen = Readonly<{ mail: Mail; recipients: readonly string[] }>

/** Everything that may keep this reviewer from it; nothing is done yet. */
export const choose = async (parts: ReviewParts, actor: Actor, id: MailId, wish: Wish): Promise<Chosen> => {
  const mail = await loadHeld(parts, id)
  demand(parts, actor, mail, wish.to === 'release' ? true : 'returning')
  if (wish.to === 'release') await demandHarmless(parts, actor, mail)
  await demandUnclaimed(parts, actor, id)
  const recipients = chosenOf(mail, wish.to === 'release' ? wish.recipients : undefined)
  if (isWithBcc(wish)) await inBcc(parts, mail, recipients)
  return { mail, recipients }
}

const letGo = async (parts: ReviewParts, actor: Actor, { mail, recipients }: Chosen, bcc: boolean): Promise<void> => {
  const body = bcc ? { body: (await inBcc(parts, mail, recipients)).body } : {}
  const some = [
    ...(bcc ? ['with BCC'] : []),
    ...(recipients.length < mail.recipients.length ? [`${recipients.length} recipient(s)`] : []),
  ]
  const detail = some.length > 0 ? { detail: some.join(', ') } : {}
  const history = { at: nowOf(parts), event: 'released', by: byOf(actor), ...detail }
  const notices = await lettersOf(parts, mail, recipients, releasedNotice)
  await move(parts, mail, { from: 'held', to: 'waiting', recipients, history, notices, ...body })
  parts.log.info('holdReleased', { id: mail.id })
}

const sendBack = async (
  parts: ReviewParts,
  actor: Actor,
  { mail, recipients }: Chosen,
  words: string,
): Promise<void> => {
  const notices = await lettersOf(parts, mail, recipients, (about) =>
    returnedNotice(about, { words, by: actor.name, expired: false }),
  )
  const history = { at: nowOf(parts), event: 'returned', by: byOf(actor) }
  await move(parts, mail, { from: 'held', to: 'returned', recipients, history, notices })
  parts.log.info('holdReturned', { id: mail.id })
}

export const carryOut = (parts: ReviewParts, actor: Actor, chosen: Chosen, wish: Wish): Promise<void> =>
  wish.to === 'release' ? letGo(parts, actor, chosen, isWithBcc(wish)) : sendBack(parts, actor, chosen, wish.words)

/** At once: it cannot be undone. */
export const decideNow = async (parts: ReviewParts, actor: Actor, id: MailId, wish: Wish): Promise<void> => {
  const chosen = await choose(parts, actor, id, wish)
  await demandUndecided(parts, id)
  await carryOut(parts, actor, chosen, wish)
  if (chosen.recipients.length === heldOf(chosen.mail).length) await leave(parts, actor, id)
}

// A decision that cannot be made final for so long is no reason to keep a message for ever.
const STUCK_MS = 10 * 60_000

const expireOne = async (parts: ReviewParts, id: MailId, at: number): Promise<boolean> => {
  const decided = await decidedOn(parts, id)
  if (decided && decided.pending.until > at - STUCK_MS) return false
  const mail = await loadMail(parts, id)
  const recipients = heldOf(mail)
  const notices = await lettersOf(parts, mail, recipients, (about) =>
    returnedNotice(about, { words: '', by: '', expired: true }),
  )
  const history = { at, event: 'expired', by: 'clock' }
  await keepCase(parts, mail)
  const change: Move = { from: 'held', to: 'expired', recipients, history, notices }
  if (!(await parts.store.move(id, change))) return false
  tellCounter(parts, mail, change)
  await parts.store.audit({ at, event: 'expired', actor: 'clock', ref: id, detail: '' })
  parts.log.info('holdExpired', { id })
  return true
}

/** One that cannot be returned now must not keep the others waiting. */
export const expireAll = async (parts: ReviewParts, at: number): Promise<number> => {
  let expired = 0
  for (const id of await parts.store.overdue(at, EXPIRE_AT_MOST)) {
    try {
      if (await expireOne(parts, id, at)) expired++
    } catch (error) {
      parts.log.error('taskFailed', { task: 'expiry', id }, error)
    }
  }
  return expired
}

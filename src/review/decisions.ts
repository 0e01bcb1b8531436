/** Release, return, expire: each is one compare-and-set on the recipients it is about, with its notice and its history. */
import { releasedNotice, returnedNotice } from '../notices/notices.ts'
import type { MailId, Move } from '../store/store.ts'
import { demandUnclaimed, leave } from './claims.ts'
import { decisionOf, heldOf, loadHeld, loadMail, type Mail, tooLate } from './held-mail.ts'
import { keepCase } from './kept-case.ts'
import { lettersOf } from './letters.ts'
import type { ReviewParts } from './lifecycle.ts'
import { Refused } from './refused.ts'
import type { Actor } from './review.ts'
import { demand } from './rights.ts'

const EXPIRE_AT_MOST = 500

/** Audited as soon as it is done; the loser of a race is told who was first. */
export const move = async (parts: ReviewParts, mail: Mail, change: Move): Promise<void> => {
  const { store } = parts
  await keepCase(parts, mail)
  if (!(await store.move(mail.id, change))) throw tooLate(await loadMail(parts, mail.id))
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
const demandHarmless = (actor: Actor, mail: Mail): void => {
  const isMalware = decisionOf(mail).hits.some(({ finding }) => finding?.category === 'malware')
  if (isMalware && !actor.roles.includes('admin'))
    throw new Refused('A virus was found in this message: only an administrator may release it.')
}

export const release = async (
  parts: ReviewParts,
  actor: Actor,
  id: MailId,
  wanted: readonly string[] | undefined,
): Promise<void> => {
  const mail = await loadHeld(parts, id)
  demand(parts, actor, mail, true)
  demandHarmless(actor, mail)
  await demandUnclaimed(parts, actor, id)
  const recipients = chosenOf(mail, wanted)
  const some = recipients.length < mail.recipients.length ? { detail: `${recipients.length} recipient(s)` } : {}
  const history = { at: parts.now?.() ?? Date.now(), event: 'released', by: actor.email || actor.name, ...some }
  const notices = await lettersOf(parts, mail, recipients, releasedNotice)
  await move(parts, mail, { from: 'held', to: 'waiting', recipients, history, notices })
  if (recipients.length === heldOf(mail).length) await leave(parts, actor, id)
  parts.log.info('holdReleased', { id })
}

export const sendBack = async (parts: ReviewParts, actor: Actor, id: MailId, words: string): Promise<void> => {
  const mail = await loadHeld(parts, id)
  demand(parts, actor, mail, true)
  await demandUnclaimed(parts, actor, id)
  const recipients = heldOf(mail)
  const notices = await lettersOf(parts, mail, recipients, (about) =>
    returnedNotice(about, { words, by: actor.name, expired: false }),
  )
  const history = { at: parts.now?.() ?? Date.now(), event: 'returned', by: actor.email || actor.name }
  await move(parts, mail, { from: 'held', to: 'returned', recipients, history, notices })
  await leave(parts, actor, id)
  parts.log.info('holdReturned', { id })
}

const expireOne = async (parts: ReviewParts, id: MailId, at: number): Promise<boolean> => {
  const mail = await loadMail(parts, id)
  const recipients = heldOf(mail)
  const notices = await lettersOf(parts, mail, recipients, (about) =>
    returnedNotice(about, { words: '', by: '', expired: true }),
  )
  const history = { at, event: 'expired', by: 'clock' }
  await keepCase(parts, mail)
  if (!(await parts.store.move(id, { from: 'held', to: 'expired', recipients, history, notices }))) return false
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

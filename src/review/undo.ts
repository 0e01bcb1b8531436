/** A decision with some seconds to think again: made, undone, or made final by whichever process comes by. */
import { randomBytes } from 'node:crypto'
import type { MailId } from '../store/store.ts'
import { audit, byOf, nowOf } from './acts.ts'
import { leave } from './claims.ts'
import { type Chosen, carryOut, choose } from './decisions.ts'
import { heldOf, loadMail, type Mail, tooLate } from './held-mail.ts'
import type { ReviewParts } from './lifecycle.ts'
import { allDecided, type Decided, decidedOn, drop, EVENTS, end, note, overtakenBy, undecided } from './pending.ts'
import { Refused } from './refused.ts'
import type { Actor, Pending, Wish } from './review.ts'

const TOO_LATE = 'It is too late to undo this: the decision is final.'

const newName = (): string => randomBytes(12).toString('base64url')

/** The process that made it final before may have died before it could say so. */
const isDone = ({ history }: Mail, { pending: { to, at }, actor }: Decided): boolean =>
  history.some((entry) => entry.event === EVENTS[to] && entry.by === byOf(actor) && entry.at >= at)

/** What became of the message meanwhile (its sender took it back) stays as it is. */
const carry = async (parts: ReviewParts, decided: Decided): Promise<void> => {
  const { pending, wish, actor } = decided
  const mail = await loadMail(parts, pending.id)
  const recipients = heldOf(mail).filter((address) => pending.recipients.includes(address))
  if (recipients.length > 0) return carryOut(parts, actor, { mail, recipients }, wish)
  if (!isDone(mail, decided)) throw tooLate(mail)
}

/** True when it is final, by whomever; false when it was undone. What fails without being refused is tried again. */
const makeFinal = async (parts: ReviewParts, decided: Decided): Promise<boolean> => {
  const { outcome } = await end(parts, decided, 'final', nowOf(parts))
  if (outcome === 'final')
    await carry(parts, decided).catch((error) => {
      if (!(error instanceof Refused)) throw error
      return audit(parts, 'decision-void', decided.actor, decided.pending.id)
    })
  await drop(parts, decided)
  return outcome === 'final'
}

/**
 * For whom it is, of those nobody decided on. Who goes on to the rest of a message has thought about the first part: that
 * becomes final now. A second click on the same button does not.
 */
const restOf = async (parts: ReviewParts, actor: Actor, { mail, recipients }: Chosen, wish: Wish) => {
  const before = await decidedOn(parts, mail.id)
  if (!before) return recipients
  const free = new Set(undecided(mail, before))
  const rest = recipients.filter((address) => free.has(address))
  const isForOthers = wish.to === 'release' && wish.recipients ? rest.length === recipients.length : rest.length > 0
  if (before.pending.by !== byOf(actor) || !isForOthers) throw overtakenBy(before)
  await makeFinal(parts, before)
  return rest
}

/** Whoever decided between our look and our note was first. */
const demandStillHeld = async (parts: ReviewParts, decided: Decided): Promise<void> => {
  const { id, recipients } = decided.pending
  const mail = await loadMail(parts, id)
  const held = new Set(heldOf(mail))
  if (recipients.every((address) => held.has(address))) return
  await drop(parts, decided)
  throw tooLate(mail)
}

export const decide = async (
  parts: ReviewParts,
  actor: Actor,
  id: MailId,
  wish: Wish,
  batch = newName(),
): Promise<Pending> => {
  const chosen = await choose(parts, actor, id, wish)
  const recipients = await restOf(parts, actor, chosen, wish)
  const at = nowOf(parts)
  const { to } = wish
  const who = { by: byOf(actor), name: actor.name }
  const pending: Pending = { id, to, recipients, ...who, at, until: at + parts.options.undoSeconds * 1000, batch }
  const decided: Decided = { pending, wish, actor, nonce: newName() }
  if (!(await note(parts, decided))) {
    const first = await decidedOn(parts, id)
    throw first ? overtakenBy(first) : tooLate(await loadMail(parts, id))
  }
  await demandStillHeld(parts, decided)
  const some = recipients.length < chosen.mail.recipients.length ? `, ${recipients.length} recipient(s)` : ''
  await audit(parts, 'decided', actor, id, `${to}${some}`)
  if (recipients.length === heldOf(chosen.mail).length) await leave(parts, actor, id)
  if (parts.options.undoSeconds === 0) await makeFinal(parts, decided)
  return pending
}

export const undo = async (parts: ReviewParts, actor: Actor, id: MailId): Promise<void> => {
  const decided = await decidedOn(parts, id)
  if (!decided) throw new Refused(TOO_LATE)
  if (decided.pending.by !== byOf(actor)) throw new Refused('Only who decided can undo it.')
  const { outcome, first } = await end(parts, decided, 'undone', nowOf(parts))
  if (outcome === 'final') throw new Refused(TOO_LATE)
  if (first) await audit(parts, 'decision-undone', actor, id)
  await drop(parts, decided)
  parts.log.info('holdUndone', { id })
}

export const undoable = async (parts: ReviewParts, actor: Actor): Promise<readonly Pending[]> => {
  const now = nowOf(parts)
  const all = (await allDecided(parts)).map(({ pending }) => pending)
  return all.filter(({ by, until }) => by === byOf(actor) && now < until)
}

/** One that cannot be made final now must not keep the others waiting. */
export const finish = async (parts: ReviewParts, at: number): Promise<number> => {
  let done = 0
  for (const decided of await allDecided(parts)) {
    if (decided.pending.until > at) continue
    try {
      if (await makeFinal(parts, decided)) done++
    } catch (error) {
      parts.log.error('taskFailed', { task: 'decision', id: decided.pending.id }, error)
    }
  }
  return done
}

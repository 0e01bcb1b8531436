/** Release, return, expire: each is one compare-and-set on the recipients it is about, with its notice and its history. */
import { rawFields } from '../message/message.ts'
import { type About, type Notice, releasedNotice, returnedNotice } from '../notices/notices.ts'
import type { MailId, Move, NewNotice } from '../store/store.ts'
import {
  decisionOf,
  domainOf,
  heldOf,
  loadHeld,
  loadMail,
  type Mail,
  packOf,
  senderOf,
  whoWasFirst,
} from './held-mail.ts'
import { keepCase } from './kept-case.ts'
import type { ReviewParts } from './lifecycle.ts'
import { Refused } from './refused.ts'
import type { Actor } from './review.ts'
import { demand } from './rights.ts'

const EXPIRE_AT_MOST = 500

/** About these recipients only: who waits on, or went before, is not told of. */
const aboutOf = (parts: ReviewParts, mail: Mail, raw: Buffer, addresses: readonly string[], now: number): About => {
  const { envelope } = mail.head
  const meant = new Set(addresses.map((address) => address.toLowerCase()))
  const decision = decisionOf(mail)
  const pack = packOf(parts, mail)
  return {
    identity: parts.identity(domainOf(envelope.mailFrom)),
    pack,
    decision: { ...decision, recipients: decision.recipients.filter((r) => meant.has(r.address.toLowerCase())) },
    mailId: mail.id,
    subject: mail.verdict?.subject ?? '',
    sentTo: mail.verdict?.visibleTo ?? [],
    from: senderOf(mail),
    messageId: mail.verdict?.messageId ?? '',
    envelopeFrom: envelope.mailFrom,
    receivedAt: mail.head.receivedAt,
    headers: raw.subarray(0, rawFields(raw).bodyStart),
    language: (mail.verdict?.language as About['language']) || pack.language,
    remedies: [],
    now,
  }
}

/** The null sender and machines are never answered (RFC 5321 §4.5.5, RFC 3834 §2). */
const isAnswerable = ({ head: { envelope }, verdict }: Mail): boolean =>
  envelope.mailFrom !== '' && verdict?.automatic !== true

const lettersOf = async (
  parts: ReviewParts,
  mail: Mail,
  addresses: readonly string[],
  make: (about: About) => Notice,
): Promise<readonly NewNotice[]> => {
  const now = parts.now?.() ?? Date.now()
  if (!isAnswerable(mail)) return []
  // A body that cannot be read any more must not keep the message held for ever: its notice goes without the headers.
  const raw = await parts.store.body(mail.id).catch(() => Buffer.alloc(0))
  return [parts.queueNotice(make(aboutOf(parts, mail, raw, addresses, now)), now)]
}

/** Audited as soon as it is done; the loser of a race is told who was first. */
export const move = async (parts: ReviewParts, mail: Mail, change: Move): Promise<void> => {
  const { store } = parts
  await keepCase(parts, mail)
  if (!(await store.move(mail.id, change))) throw new Refused(whoWasFirst(await loadMail(parts, mail.id)))
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
  throw new Refused(whoWasFirst(mail))
}

export const release = async (
  parts: ReviewParts,
  actor: Actor,
  id: MailId,
  wanted: readonly string[] | undefined,
): Promise<void> => {
  const mail = await loadHeld(parts, id)
  demand(actor, mail, true)
  const recipients = chosenOf(mail, wanted)
  const some = recipients.length < mail.recipients.length ? { detail: `${recipients.length} recipient(s)` } : {}
  const history = { at: parts.now?.() ?? Date.now(), event: 'released', by: actor.email || actor.name, ...some }
  const notices = await lettersOf(parts, mail, recipients, releasedNotice)
  await move(parts, mail, { from: 'held', to: 'waiting', recipients, history, notices })
  parts.log.info('holdReleased', { id })
}

export const sendBack = async (parts: ReviewParts, actor: Actor, id: MailId, words: string): Promise<void> => {
  const mail = await loadHeld(parts, id)
  demand(actor, mail, true)
  const recipients = heldOf(mail)
  const notices = await lettersOf(parts, mail, recipients, (about) =>
    returnedNotice(about, { words, by: actor.name, expired: false }),
  )
  const history = { at: parts.now?.() ?? Date.now(), event: 'returned', by: actor.email || actor.name }
  await move(parts, mail, { from: 'held', to: 'returned', recipients, history, notices })
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

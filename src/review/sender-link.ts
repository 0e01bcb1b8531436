/**
 * The sender's own link: follow a held message, take it back, or say that it cannot wait. The link is the key: random,
 * found by its keyed hash only. Looking changes nothing, since mail scanners follow links.
 */
import { randomBytes } from 'node:crypto'
import { reviewAlert, withdrawnNotice } from '../notices/notices.ts'
import type { MailId } from '../store/store.ts'
import { move } from './decisions.ts'
import { deadlineOf, domainOf, heldOf, loadHeld, loadMail, type Mail, packOf, senderOf } from './held-mail.ts'
import { aboutOf, lettersOf } from './letters.ts'
import type { ReviewParts } from './lifecycle.ts'
import { notesOn } from './notes.ts'
import { Refused } from './refused.ts'
import type { Following, Review } from './review.ts'
import { alertedOf, heldFor } from './rights.ts'
import { afterHours } from './school-clock.ts'
import { isUrgent } from './sight.ts'

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE
// Long enough to see how it ended.
const LINK_DAYS = 30
const REASON_AT_MOST = 200

type Urgent = Readonly<{ at: number; reason: string }>

const linkKey = (token: string): string => `hold:${token}`
const urgentKey = (id: MailId): string => `urgent:${id}`
const nowOf = (parts: ReviewParts): number => parts.now?.() ?? Date.now()

export const issueLink = async (
  parts: ReviewParts,
  { id, sender }: Parameters<Review['link']>[0],
  deadline: number,
): Promise<string> => {
  const { url } = parts.identity(domainOf(sender))
  if (url === '') return ''
  const token = randomBytes(24).toString('base64url')
  await parts.store.put('remedy', { key: linkKey(token), value: { id }, expires: deadline + LINK_DAYS * DAY })
  return `${url}/m/${token}`
}

const mailOf = async (parts: ReviewParts, token: string): Promise<Mail> => {
  const link = (await parts.store.get('remedy', linkKey(token))) as { id: MailId } | undefined
  if (!link) throw new Refused('This link does not work any more.')
  return loadMail(parts, link.id)
}

/** In school time, never later than it was due anyway. */
const urgentDeadlineOf = (parts: ReviewParts, mail: Mail, now: number): number => {
  const school = { pack: packOf(parts, mail), domain: domainOf(senderOf(mail)) }
  const soon = afterHours(parts.calendars.calendarOf(school), now, parts.options.urgentHours)
  return Math.min(soon, deadlineOf(mail))
}

const slotKey = (mail: Mail, slot: number): string => `urgent:${senderOf(mail).toLowerCase()}:${slot}`

const hasSlot = async ({ store, options }: ReviewParts, mail: Mail): Promise<boolean> => {
  for (let slot = 0; slot < options.urgentPerDay; slot++)
    if ((await store.get('limit', slotKey(mail, slot))) === undefined) return true
  return false
}

export const followingOf = async (parts: ReviewParts, mail: Mail): Promise<Following> => {
  const seen = new Set((mail.verdict?.visibleTo ?? []).map((address) => address.toLowerCase()))
  const isVisible = (address: string): boolean => seen.has(address.toLowerCase())
  return {
    id: mail.id,
    subject: mail.verdict?.shownSubject ?? '',
    sentAt: mail.head.receivedAt,
    visible: mail.recipients.filter(({ address }) => isVisible(address)),
    others: mail.recipients.filter(({ address }) => !isVisible(address)),
    deadline: deadlineOf(mail),
    urgency: isUrgent(mail) ? 'marked' : (await hasSlot(parts, mail)) ? 'possible' : 'too-many',
    urgentDeadline: urgentDeadlineOf(parts, mail, nowOf(parts)),
    looks: (await notesOn(parts, mail.id)).filter(({ event }) => event === 'original-read'),
  }
}

export const follow = async (parts: ReviewParts, token: string): Promise<Following> =>
  followingOf(parts, await mailOf(parts, token))

export const withdraw = async (parts: ReviewParts, token: string): Promise<Following> => {
  const mail = await loadHeld(parts, (await mailOf(parts, token)).id)
  const recipients = heldOf(mail)
  const history = { at: nowOf(parts), event: 'withdrawn', by: 'sender' }
  const notices = await lettersOf(parts, mail, recipients, withdrawnNotice)
  await move(parts, mail, { from: 'held', to: 'withdrawn', recipients, history, notices })
  parts.log.info('holdWithdrawn', { id: mail.id })
  return followingOf(parts, await loadMail(parts, mail.id))
}

/** Takes one of the sender's places of the day; false when none is free. */
const takeSlot = async ({ store, options }: ReviewParts, mail: Mail, now: number): Promise<boolean> => {
  for (let slot = 0; slot < options.urgentPerDay; slot++) {
    const record = { key: slotKey(mail, slot), value: mail.id, expires: now + DAY }
    if (await store.put('limit', record, { ifAbsent: true })) return true
  }
  return false
}

/** Of two clicks one does it. A click that ended halfway stands in the way of the next for a minute, not for ever. */
const takeTurn = async ({ store }: ReviewParts, id: MailId, now: number): Promise<void> => {
  const record = { key: `${urgentKey(id)}:turn`, value: true, expires: now + MINUTE }
  if (!(await store.put('mark', record, { ifAbsent: true })))
    throw new Refused('This message was marked as urgent just now.')
}

export const urgentReasonOf = async ({ store }: Pick<ReviewParts, 'store'>, id: MailId): Promise<string> =>
  ((await store.get('mark', urgentKey(id))) as Urgent | undefined)?.reason ?? ''

const alert = async (parts: ReviewParts, mail: Mail, deadline: number, urgent: Urgent) => {
  const about = aboutOf(parts, mail, Buffer.alloc(0), heldOf(mail), urgent.at)
  const to = await alertedOf(parts, heldFor(mail))
  return to.map((address) => parts.queueNotice(reviewAlert(about, address, deadline, urgent.reason), urgent.at))
}

export const hurry = async (parts: ReviewParts, token: string, words: string): Promise<Following> => {
  const reason = words.replace(/\s+/g, ' ').trim().slice(0, REASON_AT_MOST)
  if (reason === '') throw new Refused('Please say in a few words why it cannot wait.')
  const now = nowOf(parts)
  const { id } = await mailOf(parts, token)
  await takeTurn(parts, id, now)
  const mail = await loadHeld(parts, id)
  if (isUrgent(mail)) throw new Refused('This message has already been marked as urgent.')
  if (!(await takeSlot(parts, mail, now))) throw new Refused('You have marked enough messages as urgent for today.')
  const deadline = urgentDeadlineOf(parts, mail, now)
  const urgent: Urgent = { at: now, reason }
  await parts.store.put('mark', { key: urgentKey(id), value: urgent, expires: deadlineOf(mail) + DAY })
  const history = { at: now, event: 'urgent', by: 'sender' }
  const notices = await alert(parts, mail, deadline, urgent)
  const change = { from: 'held', to: 'held', deadline, recipients: heldOf(mail), history, notices } as const
  await move(parts, mail, change)
  parts.log.info('holdUrgent', { id })
  return followingOf(parts, await loadMail(parts, id))
}

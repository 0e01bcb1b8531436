/**
 * Reminders of what is nearly due: to each reviewer, and to the deputy of each, once a day and not of what they were told
 * that day already. What its sender marked as urgent is reminded of on its own.
 */
import { type Reminded, reminderNotice } from '../notices/notices.ts'
import type { MailId } from '../store/store.ts'
import { deadlineOf, domainOf, loadMail, type Mail, packOf, senderOf } from './held-mail.ts'
import type { ReviewParts } from './lifecycle.ts'
import { askedFor, heldFor } from './rights.ts'
import { afterHours, dateOf, isOpen, type SchoolCalendar } from './school-clock.ts'
import { isUrgent } from './sight.ts'

const AT_MOST = 500
const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE

type Near = Readonly<{ mail: Mail; urgent: boolean; date: string }>
/** One letter: to whom, under which name it was booked, of what. */
type Letter = Readonly<{ to: string; key: string; items: Reminded[] }>

const calendarOf = (parts: ReviewParts, mail: Mail): SchoolCalendar =>
  parts.calendars.calendarOf({ pack: packOf(parts, mail), domain: domainOf(senderOf(mail)) })

/** Only while school is open: a reminder at night is read in the morning, among all the rest. */
const nearOf = (parts: ReviewParts, mail: Mail, at: number): Near | undefined => {
  const calendar = calendarOf(parts, mail)
  const urgent = isUrgent(mail)
  const hours = urgent ? parts.options.urgentHours / 2 : parts.options.remindHours
  const date = dateOf(at, calendar.timeZone)
  if (!isOpen(calendar, at) || deadlineOf(mail) > afterHours(calendar, at, hours)) return undefined
  const heldAt = mail.history.find(({ event }) => event === 'judged')?.at ?? mail.head.receivedAt
  const toldToday = dateOf(heldAt, calendar.timeZone) === date
  return toldToday && !urgent ? undefined : { mail, urgent, date }
}

/** The latest deadline that may be near, over all calendars in use. */
const horizonOf = (parts: ReviewParts, at: number): number => {
  const { domains } = parts.people()
  const calendars = new Set(
    domains.map((domain) => parts.calendars.calendarOf({ pack: parts.policy().packFor(domain), domain })),
  )
  const hours = Math.max(parts.options.remindHours, parts.options.urgentHours)
  return Math.max(at, ...[...calendars].map((calendar) => afterHours(calendar, at, hours)))
}

const loadNear = async (parts: ReviewParts, id: MailId, at: number): Promise<Near | undefined> => {
  const mail = await loadMail(parts, id)
  return mail.verdict && Number.isFinite(deadlineOf(mail)) ? nearOf(parts, mail, at) : undefined
}

/** What each is told; a deputy also hears in whose place. */
const lettersOf = async (parts: ReviewParts, near: readonly Near[]): Promise<readonly Letter[]> => {
  const letters = new Map<string, Letter>()
  for (const { mail, urgent, date } of near) {
    const { reviewers, deputies } = await askedFor(parts, heldFor(mail))
    const item = { mailId: mail.id, from: senderOf(mail), deadline: deadlineOf(mail), urgent }
    for (const to of [...reviewers, ...deputies.keys()]) {
      const key = `reminded:${to}:${date}${urgent ? `:${mail.id}` : ''}`
      const letter = letters.get(key) ?? { to, key, items: [] }
      letter.items.push({ ...item, inPlaceOf: deputies.get(to) ?? '' })
      letters.set(key, letter)
    }
  }
  return [...letters.values()]
}

/**
 * Once, whatever the number of nodes and starts. Booked for two minutes, sent, booked for good: who is killed in between
 * sends again two minutes later, under the same Message-ID.
 */
const send = async (parts: ReviewParts, { to, key, items }: Letter, at: number): Promise<boolean> => {
  const { store } = parts
  const book = (expires: number, ifAbsent: boolean) => store.put('mark', { key, value: true, expires }, { ifAbsent })
  if (!(await book(at + 2 * MINUTE, true))) return false
  const domain = domainOf(items[0]!.from)
  const identity = parts.identity(domain)
  const notice = reminderNotice({ identity, pack: parts.policy().packFor(domain), to, items, now: at, apart: key })
  await store.enqueue(parts.queueNotice(notice, at))
  await book(at + 3 * DAY, false)
  return true
}

export const remindAll = async (parts: ReviewParts, at: number): Promise<number> => {
  if (parts.options.remindHours === 0) return 0
  const found: Near[] = []
  for (const id of await parts.store.overdue(horizonOf(parts, at), AT_MOST)) {
    const near = await loadNear(parts, id, at).catch(() => undefined)
    if (near) found.push(near)
  }
  let sent = 0
  for (const letter of await lettersOf(parts, found)) if (await send(parts, letter, at)) sent++
  if (sent > 0) {
    parts.log.info('reviewersReminded', { letters: sent, messages: found.length })
    parts.wakeQueue()
  }
  return sent
}

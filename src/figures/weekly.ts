/** The letter about last week: to each address that is configured, once, when school begins again after it. */
import type { Log } from '../log.ts'
import { type Identity, type Notice, weeklyNotice } from '../notices/notices.ts'
import type { Pack } from '../policy/policy.ts'
import { type Accounts, type Calendars, hasSchool, isOpen } from '../review/review.ts'
import type { NewNotice, Store } from '../store/store.ts'
import type { Figures } from './figures.ts'
import { type Glance, glanceAt, sumOf } from './glance.ts'
import type { FiguresOptions } from './options.ts'
import { addDays, dayOf, daysOf, mondayOf, weekOf } from './periods.ts'

export type WeeklyParts = Readonly<{
  options: FiguresOptions
  figures: Pick<Figures, 'read'>
  store: Pick<Store, 'put' | 'get' | 'enqueue'>
  accounts: Pick<Accounts, 'list'>
  calendars: Calendars
  /** Domains of ours. */
  domains: () => readonly string[]
  packFor: (domain: string) => Pack
  identity: (domain: string) => Identity
  queueNotice: (notice: Notice, now: number) => NewNotice
  wakeQueue: () => void
  log: Log
}>

export interface Weekly {
  /** Tells what is due. Answers how many letters. */
  tell(now: number): Promise<number>
}

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE
/** Longer than any holiday. */
const MOST_WEEKS = 10

type Calendar = ReturnType<Calendars['calendarOf']>
/** `schools`: empty = all. */
type Reader = Readonly<{ to: string; schools: readonly string[] }>

const readersOf = async ({ options, accounts }: WeeklyParts): Promise<readonly Reader[]> => {
  const known = new Map((await accounts.list()).map((account) => [account.email.toLowerCase(), account]))
  return [...new Set(options.weekly.map((to) => to.toLowerCase()))].flatMap((to) => {
    const account = known.get(to)
    return account?.disabled ? [] : [{ to, schools: account?.schools ?? [] }]
  })
}

/** The week before this one; and those before it, as long as nobody could be told of them for a holiday, the oldest first. */
const weeksToTell = (calendar: Calendar, now: number): readonly string[] => {
  const before = (week: string): string => weekOf(addDays(mondayOf(week), -7))
  const weeks = [before(weekOf(dayOf(now)))]
  while (weeks.length < MOST_WEEKS && !hasSchool(calendar, daysOf(weeks[0]!))) weeks.unshift(before(weeks[0]!))
  return weeks
}

/** A week without mail, as most of a holiday, is no letter. */
const isSilent = ({ messages, endings }: Glance): boolean =>
  messages === 0 && Object.values(endings).every((n) => n === 0)

/**
 * Booked for two minutes, sent, booked for good, as reminders are: one letter whatever the number of nodes; who is killed
 * in between sends again two minutes later, under the same Message-ID.
 */
const send = async (parts: WeeklyParts, { to, schools }: Reader, week: string, now: number): Promise<boolean> => {
  const { store, figures, packFor, identity, domains } = parts
  const key = `weekly:${to}:${week}`
  const book = (expires: number, ifAbsent: boolean) => store.put('mark', { key, value: true, expires }, { ifAbsent })
  if (!(await book(now + 2 * MINUTE, true))) return false
  const facts = glanceAt(sumOf(await figures.read([week], schools.length > 0 ? schools : undefined)))
  const domain = schools[0] ?? domains()[0] ?? ''
  const days = { from: mondayOf(week), until: addDays(mondayOf(week), 6) }
  if (!isSilent(facts)) {
    const about = { identity: identity(domain), pack: packFor(domain), to, week, days, schools, facts, now }
    await store.enqueue(parts.queueNotice(weeklyNotice(about), now))
  }
  await book(now + MOST_WEEKS * 7 * DAY, false)
  return !isSilent(facts)
}

export const openWeekly = (parts: WeeklyParts): Weekly => ({
  tell: async (now) => {
    let sent = 0
    for (const reader of await readersOf(parts)) {
      const domain = reader.schools[0] ?? parts.domains()[0] ?? ''
      const calendar = parts.calendars.calendarOf({ pack: parts.packFor(domain), domain })
      if (!isOpen(calendar, now)) continue
      for (const week of weeksToTell(calendar, now)) if (await send(parts, reader, week, now)) sent++
    }
    if (sent > 0) {
      parts.log.info('weekTold', { letters: sent })
      parts.wakeQueue()
    }
    return sent
  },
})

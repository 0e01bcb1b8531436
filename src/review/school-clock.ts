/**
 * Time as a school counts it: days on which somebody is there, and the hours of those days, by the school's own wall clock.
 *
 * Whatever zone the server keeps, and whenever summer time begins: a day opens at its hour and closes at its hour. PURE.
 */

/** Minutes after midnight. */
export type Opening = Readonly<{ from: number; until: number }>

export type SchoolCalendar = Readonly<{
  name: string
  timeZone: string
  /** Hours of a school day by day of the week, Sunday first; undefined on days that are free each week. */
  week: readonly (Opening | undefined)[]
  /** Days without school, "2026-11-11". At least one day of the week stays open, so that every count ends. */
  closed: ReadonlySet<string>
  /** The last day of which holidays are known; after it only the days of the week count. */
  until: string
}>

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

const formats = new Map<string, Intl.DateTimeFormat>()

const formatOf = (timeZone: string): Intl.DateTimeFormat => {
  const known = formats.get(timeZone)
  if (known) return known
  const numeric = { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' } as const
  // Swedish dates are ISO dates: "2026-11-26 17:00:00".
  const made = new Intl.DateTimeFormat('sv-SE', { timeZone, hourCycle: 'h23', second: '2-digit', ...numeric })
  formats.set(timeZone, made)
  return made
}

const wallOf = (at: number, timeZone: string): string => formatOf(timeZone).format(at)

/** "2026-11-26", the day it is there. */
export const dateOf = (at: number, timeZone: string): string => wallOf(at, timeZone).slice(0, 10)

const offsetAt = (at: number, timeZone: string): number =>
  Date.parse(`${wallOf(at, timeZone).replace(' ', 'T')}Z`) - Math.floor(at / 1000) * 1000

/** When the wall clock shows so many minutes after midnight. The second look is for days on which the clock jumps. */
const momentOf = (date: string, minutes: number, timeZone: string): number => {
  const wall = Date.parse(`${date}T00:00:00Z`) + minutes * MINUTE
  return wall - offsetAt(wall - offsetAt(wall, timeZone), timeZone)
}

export const nextDate = (date: string): string =>
  new Date(Date.parse(`${date}T00:00:00Z`) + DAY).toISOString().slice(0, 10)

/** The hours of one day as moments; undefined when there is no school. */
const openOn = ({ week, closed, timeZone }: SchoolCalendar, date: string): Opening | undefined => {
  const hours = closed.has(date) ? undefined : week[new Date(`${date}T00:00:00Z`).getUTCDay()]
  return hours && { from: momentOf(date, hours.from, timeZone), until: momentOf(date, hours.until, timeZone) }
}

export const isOpen = (calendar: SchoolCalendar, at: number): boolean => {
  const day = openOn(calendar, dateOf(at, calendar.timeZone))
  return day !== undefined && day.from <= at && at < day.until
}

/** The moment when so many hours of school have passed; with 0 hours, now or when school opens next. */
export const afterHours = (calendar: SchoolCalendar, from: number, hours: number): number => {
  let left = hours * HOUR
  for (let date = dateOf(from, calendar.timeZone); ; date = nextDate(date)) {
    const day = openOn(calendar, date)
    if (!day || day.until <= from) continue
    const start = Math.max(day.from, from)
    if (start + left <= day.until) return start + left
    left -= day.until - start
  }
}

/** Hours of school from now until then; 0 when that is over. */
export const hoursBetween = (calendar: SchoolCalendar, from: number, until: number): number => {
  let sum = 0
  const last = dateOf(until, calendar.timeZone)
  for (let date = dateOf(from, calendar.timeZone); date <= last; date = nextDate(date)) {
    const day = openOn(calendar, date)
    if (day) sum += Math.max(0, Math.min(day.until, until) - Math.max(day.from, from))
  }
  return sum / HOUR
}

/** The end of the last of so many school days; the day it is now does not count. */
export const afterDays = (calendar: SchoolCalendar, from: number, days: number): number => {
  let left = days
  let date = dateOf(from, calendar.timeZone)
  for (;;) {
    date = nextDate(date)
    const day = openOn(calendar, date)
    if (day) left -= 1
    if (day && left <= 0) return day.until
  }
}

/** Whether there is school on any of these days. */
export const hasSchool = (calendar: SchoolCalendar, dates: readonly string[]): boolean =>
  dates.some((date) => openOn(calendar, date) !== undefined)

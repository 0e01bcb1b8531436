/** Days and weeks by the clock on the wall of the school: "2026-11-23", "2026-W48" (ISO 8601). PURE. */

// Brussels and Amsterdam keep the same time; what the server keeps is no school's business.
const clock = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Europe/Brussels',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
})

const DAY_MS = 86_400_000

export const dayOf = (at: number): string => clock.format(at)

const noonOf = (day: string): number => Date.parse(`${day}T12:00:00Z`)

export const addDays = (day: string, days: number): string =>
  new Date(noonOf(day) + days * DAY_MS).toISOString().slice(0, 10)

/** Monday is 0. */
const weekdayOf = (day: string): number => (new Date(noonOf(day)).getUTCDay() + 6) % 7

/** A week belongs to the year its Thursday lies in. */
export const weekOf = (day: string): string => {
  const thursday = addDays(day, 3 - weekdayOf(day))
  const year = thursday.slice(0, 4)
  const week = 1 + Math.floor((noonOf(thursday) - noonOf(`${year}-01-01`)) / DAY_MS / 7)
  return `${year}-W${String(week).padStart(2, '0')}`
}

/** The fourth of January lies in the first week. */
export const mondayOf = (week: string): string => {
  const first = `${week.slice(0, 4)}-01-04`
  return addDays(first, 7 * (Number(week.slice(6)) - 1) - weekdayOf(first))
}

export const isWeek = (text: string): boolean => /^20\d\d-W\d\d$/.test(text) && weekOf(mondayOf(text)) === text

/** The day itself, or the Sunday of a week. */
export const lastDayOf = (period: string): string => (isWeek(period) ? addDays(mondayOf(period), 6) : period)

/** The seven days of a week. */
export const daysOf = (week: string): readonly string[] =>
  Array.from({ length: 7 }, (_, n) => addDays(mondayOf(week), n))

/** So many days up to and with this one, the oldest first. */
export const daysUntil = (day: string, count: number): readonly string[] =>
  Array.from({ length: count }, (_, n) => addDays(day, n + 1 - count))

export const weeksUntil = (week: string, count: number): readonly string[] =>
  daysUntil(mondayOf(week), 7 * (count - 1) + 1)
    .filter((_, n) => n % 7 === 0)
    .map(weekOf)

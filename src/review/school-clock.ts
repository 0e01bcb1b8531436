/** Time as a school counts it: a mail held on Friday evening has until its hours have passed on working days. */

const HOUR = 3_600_000

const isWeekend = (at: number): boolean => [0, 6].includes(new Date(at).getDay())

/** The moment when `hours` have passed since `from`, Saturdays and Sundays left out (local time). */
export const afterHours = (from: number, hours: number): number => {
  let at = from
  let left = hours * HOUR
  while (left > 0) {
    const day = new Date(at)
    const midnight = new Date(day.getFullYear(), day.getMonth(), day.getDate() + 1).getTime()
    const step = isWeekend(at) ? 0 : Math.min(left, midnight - at)
    left -= step
    at = step < midnight - at && !isWeekend(at) ? at + step : midnight
  }
  return isWeekend(at) ? afterWeekend(at) : at
}

const afterWeekend = (at: number): number => {
  const day = new Date(at)
  const days = day.getDay() === 6 ? 2 : 1
  return new Date(day.getFullYear(), day.getMonth(), day.getDate() + days).getTime()
}

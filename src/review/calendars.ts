/** Which calendar a school keeps: those of this release, its own hours and its own free days. */
import { basename } from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'
import type { Pack } from '../policy/policy.ts'
import { nextDate, type Opening, type SchoolCalendar } from './school-clock.ts'

const DAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'] as const

const HOURS = /^(\d{2}):(\d{2})-(\d{2}):(\d{2})$/
const PERIOD = /^(\d{4}-\d{2}-\d{2})(?:\/(\d{4}-\d{2}-\d{2}))?$/

const minutesOf = (hours: string): Opening | undefined => {
  const [, h1, m1, h2, m2] = (HOURS.exec(hours) ?? []).map(Number)
  return h1 === undefined ? undefined : { from: h1 * 60 + m1!, until: h2! * 60 + m2! }
}

const isHours = (text: string): boolean => {
  const hours = minutesOf(text)
  return text === 'closed' || (hours !== undefined && hours.from < hours.until && hours.until <= 24 * 60)
}

const isDate = (date: string): boolean => new Date(`${date}T00:00:00Z`).toJSON()?.startsWith(date) ?? false

/** First and last day; undefined when it is none, or longer than a year. */
const daysOf = (period: string): readonly [string, string] | undefined => {
  const [, first = '', last = first] = PERIOD.exec(period) ?? []
  if (!isDate(first) || !isDate(last) || last < first) return undefined
  return Date.parse(last) - Date.parse(first) > 366 * 86_400_000 ? undefined : [first, last]
}

const Hours = z
  .partialRecord(z.enum(DAYS), z.string().refine(isHours, 'must be hours such as 08:00-17:00, or closed'))
  .describe('Hours in which somebody is there to decide, by day: "wednesday: 08:00-12:00", or closed.')
const Period = z
  .string()
  .refine(
    (text) => daysOf(text) !== undefined,
    'must be a day (2026-11-23), or the first and the last one (2027-05-03/2027-05-07)',
  )

const own = {
  use: z
    .string()
    .optional()
    .describe('Calendar: vlaanderen, nederland-noord, nederland-midden, nederland-zuid, or the name of your own file.'),
  hours: Hours.optional(),
  closed: z
    .array(Period)
    .optional()
    .describe('Own days without school, beside those of the calendar: 2026-11-23, or 2027-05-03/2027-05-07.'),
}

export const CalendarOptions = z.strictObject({
  folder: z.string().default('').describe('Folder of the calendars (*.yaml). Empty: those of this release.'),
  ...own,
  schools: z
    .record(z.string(), z.strictObject(own))
    .default({})
    .describe('What differs for a school, by its domain, or by its policy pack.'),
})
export type CalendarOptions = z.infer<typeof CalendarOptions>
type Own = Readonly<{
  use?: string | undefined
  hours?: z.infer<typeof Hours> | undefined
  closed?: string[] | undefined
}>

const isZone = (zone: string): boolean => {
  try {
    return new Intl.DateTimeFormat('nl', { timeZone: zone }) !== undefined
  } catch {
    return false
  }
}

const Day = z.string().refine(isDate, 'must be a day, as in 2026-09-01')
/** A file of config/calendars. */
export const CalendarFile = z.strictObject({
  name: z.string(),
  timeZone: z.string().refine(isZone, 'must be a time zone, as in Europe/Brussels'),
  source: z.string().describe('Where the dates come from.'),
  from: Day,
  until: Day.describe('The last day of which the holidays are known.'),
  hours: Hours,
  closed: z.array(z.strictObject({ name: z.string(), days: Period })),
})
export type CalendarFile = z.infer<typeof CalendarFile>

/** Of whom the mail is: the calendar of its domain goes before that of its pack. */
export type School = Readonly<{ pack: Pick<Pack, 'id' | 'region'>; domain: string }>

export type Calendars = Readonly<{ calendarOf: (school: School) => SchoolCalendar }>

/** What is wrong with a calendar or the choice of it: one sentence, with its place. */
export class CalendarError extends Error {}

const OF_REGION: Readonly<Record<Pack['region'], string>> = { BE: 'vlaanderen', NL: 'nederland-midden' }

const datesIn = (period: string): readonly string[] => {
  const [first, last] = daysOf(period) ?? ['', '']
  const dates: string[] = []
  for (let date = first; date <= last && date !== ''; date = nextDate(date)) dates.push(date)
  return dates
}

const calendarFrom = (file: CalendarFile, layers: readonly Own[]): SchoolCalendar => {
  const hours = Object.assign({}, file.hours, ...layers.map((layer) => layer.hours ?? {})) as z.infer<typeof Hours>
  const closed = [...file.closed.map(({ days }) => days), ...layers.flatMap((layer) => layer.closed ?? [])]
  return {
    name: file.name,
    timeZone: file.timeZone,
    week: DAYS.map((day) => minutesOf(hours[day] ?? 'closed')),
    closed: new Set(closed.flatMap(datesIn)),
    until: file.until,
  }
}

type File = Readonly<{ name: string; text: string }>

const readFile = ({ name, text }: File): CalendarFile => {
  const parsed = CalendarFile.safeParse(parseYaml(name, text))
  if (parsed.success) return parsed.data
  const [{ path, message }] = parsed.error.issues as [z.core.$ZodIssue]
  throw new CalendarError(`${name}: ${path.join('.')}: ${message}`)
}

const parseYaml = (name: string, text: string): unknown => {
  try {
    return parse(text)
  } catch (error) {
    throw new CalendarError(`${name}: ${(error as Error).message.split('\n')[0]}`)
  }
}

/** Throws `CalendarError` when a file is broken, a calendar that is asked for is not there, or one never opens. */
export const openCalendars = (
  files: readonly File[],
  options: CalendarOptions,
  packs: readonly School['pack'][],
): Calendars => {
  const known = new Map(files.map((file) => [basename(file.name, '.yaml'), readFile(file)]))
  const made = new Map<string, SchoolCalendar>()
  const make = (name: string, layers: readonly Own[]): SchoolCalendar => {
    const file = known.get(name)
    const names = [...known.keys()].join(', ')
    if (!file) throw new CalendarError(`review.calendar: there is no calendar "${name}". There are: ${names}.`)
    const calendar = calendarFrom(file, layers)
    if (calendar.week.some(Boolean)) return calendar
    throw new CalendarError(`review.calendar: with these hours "${name}" is closed every day of the week.`)
  }
  const calendarOf = ({ pack, domain }: School): SchoolCalendar => {
    const where = [domain.toLowerCase(), pack.id].find((key) => Object.hasOwn(options.schools, key)) ?? ''
    const school = options.schools[where]
    const name = school?.use ?? options.use ?? OF_REGION[pack.region]
    const calendar = made.get(`${name} ${where}`) ?? make(name, school ? [options, school] : [options])
    made.set(`${name} ${where}`, calendar)
    return calendar
  }
  // Made now, so that a wrong name stops the start and not a message.
  for (const pack of packs) for (const domain of ['', ...Object.keys(options.schools)]) calendarOf({ pack, domain })
  return { calendarOf }
}

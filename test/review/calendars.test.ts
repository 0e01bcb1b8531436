/** The calendars of this release hold what the rules of each country say, and a school chooses its own. */
import { describe, expect, test } from 'vitest'
import { CalendarOptions } from '../../src/review/calendars.ts'
import { CalendarError, openCalendars } from '../../src/review/review.ts'
import { isOpen } from '../../src/review/school-clock.ts'
import { CALENDARS, calendarsOf, DUTCH, FILES, FLEMISH } from './calendars.ts'

const DAY = 86_400_000
const iso = (at: number): string => new Date(at).toISOString().slice(0, 10)
const shift = (date: string, days: number): string => iso(Date.parse(date) + days * DAY)
const weekday = (date: string): number => new Date(`${date}T00:00Z`).getUTCDay()

/** The Sunday of Easter (Meeus, Jones, Butcher). */
const easterOf = (year: number): string => {
  const a = year % 19
  const [b, c] = [Math.floor(year / 100), year % 100]
  const h = (19 * a + b - Math.floor(b / 4) - Math.floor((b - Math.floor((b + 8) / 25) + 1) / 3) + 15) % 30
  const l = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - h - (c % 4)) % 7
  const m = Math.floor((a + 11 * h + 22 * l) / 451)
  const n = h + l - 7 * m + 114
  return `${year}-0${Math.floor(n / 31)}-${String((n % 31) + 1).padStart(2, '0')}`
}

const mondayOf = (date: string): string => shift(date, -((weekday(date) + 6) % 7))
const mondayFrom = (date: string): string => shift(date, (8 - weekday(date)) % 7)
const span = (first: string, days: number): string => `${first}/${shift(first, days - 1)}`

/** The Decision of the Flemish Government of 17 April 1991, as it is in force. */
const flemishYear = (year: number): Record<string, string> => {
  const [easter, christmas] = [easterOf(year + 1), `${year}-12-25`]
  const allSaints = `${year}-11-01`
  const firstOfApril = mondayFrom(`${year + 1}-04-01`)
  const spring =
    easter < `${year + 1}-04-01`
      ? span(shift(easter, 1), 14)
      : easter > `${year + 1}-04-15`
        ? span(shift(easter, -13), 15)
        : span(firstOfApril, 14)
  return {
    Herfstvakantie: span(weekday(allSaints) === 0 ? shift(allSaints, 1) : mondayOf(allSaints), 7),
    Wapenstilstand: `${year}-11-11`,
    Kerstvakantie: span([0, 6].includes(weekday(christmas)) ? mondayFrom(christmas) : mondayOf(christmas), 14),
    Krokusvakantie: span(shift(easter, -48), 7),
    Paasvakantie: spring,
    'Dag van de Arbeid': `${year + 1}-05-01`,
    Hemelvaart: span(shift(easter, 39), 2),
    Pinkstermaandag: shift(easter, 50),
    Zomervakantie: `${year + 1}-07-01/${year + 1}-08-31`,
  }
}

const YEARS = [2026, 2027, 2028]
const closedIn = (calendar: string, year: number) =>
  CALENDARS.get(calendar)!.closed.filter(({ days }) => days >= `${year}-09-01` && days < `${year + 1}-09-01`)

test.each([
  [2019, '2019-04-21'],
  [2026, '2026-04-05'],
  [2027, '2027-03-28'],
  [2028, '2028-04-16'],
  [2029, '2029-04-01'],
])('Easter of %i', (year, date) => expect(easterOf(year)).toBe(date))

// As the government published it, so that the rules above are known to be right.
test('the rules give the published year 2025-2026', () => {
  expect(flemishYear(2025)).toMatchObject({
    Herfstvakantie: '2025-10-27/2025-11-02',
    Kerstvakantie: '2025-12-22/2026-01-04',
    Krokusvakantie: '2026-02-16/2026-02-22',
    Paasvakantie: '2026-04-06/2026-04-19',
  })
})

test.each(YEARS)('Flanders %i: each holiday is where the rule puts it', (year) => {
  expect(Object.fromEntries(closedIn('vlaanderen', year).map(({ name, days }) => [name, days]))).toEqual(
    flemishYear(year),
  )
})

describe.each(['noord', 'midden', 'zuid'])('the Netherlands, %s', (region) => {
  const calendar = `nederland-${region}`

  test.each(YEARS)('%i: public holidays follow Easter, holidays run from Saturday to Sunday', (year) => {
    const days = new Map(closedIn(calendar, year).map((one) => [one.name, one.days]))
    const easter = easterOf(year + 1)
    expect(Object.fromEntries(days)).toMatchObject({
      'Tweede paasdag': shift(easter, 1),
      Hemelvaartsdag: shift(easter, 39),
      'Tweede pinksterdag': shift(easter, 50),
      Koningsdag: `${year + 1}-04-27`,
      Bevrijdingsdag: `${year + 1}-05-05`,
    })
    const weeks = { Herfstvakantie: 1, Kerstvakantie: 2, Voorjaarsvakantie: 1, Meivakantie: 1, Zomervakantie: 6 }
    for (const [name, count] of Object.entries(weeks)) {
      const [first = '', last = ''] = days.get(name)!.split('/')
      expect([weekday(first), weekday(last)], name).toEqual([6, 0])
      expect(days.get(name), name).toBe(span(first, count * 7 + 2))
    }
  })

  test('Christmas and May are the same everywhere, summer nowhere', () => {
    const of = (name: string, one = calendar) => CALENDARS.get(one)!.closed.filter((c) => c.name === name)
    for (const name of ['Kerstvakantie', 'Meivakantie']) expect(of(name)).toEqual(of(name, 'nederland-zuid'))
    const other = region === 'zuid' ? 'nederland-noord' : 'nederland-zuid'
    for (const [n, { days }] of of('Zomervakantie').entries())
      expect(of('Zomervakantie', other)[n]!.days).not.toBe(days)
  })
})

test.each([...CALENDARS])('%s says where its dates come from, and reaches three school years ahead', (_, calendar) => {
  expect(calendar.source).toMatch(/^https:\/\//)
  expect([calendar.from <= '2026-09-01', calendar.until >= '2029-08-31']).toEqual([true, true])
  expect(calendar.closed.map(({ days }) => days)).toEqual(
    calendar.closed.map(({ days }) => days).toSorted((a, b) => (a < b ? -1 : 1)),
  )
})

describe('a school’s own', () => {
  const at = (text: string): number => Date.parse(text)

  test('the pack’s country chooses, the configuration before it, a pack’s and a domain’s own before that', () => {
    const name = (domain: string, pack: typeof FLEMISH, options = {}) =>
      calendarsOf([FLEMISH, DUTCH], options).calendarOf({ pack, domain }).name
    expect(name('a.example', FLEMISH)).toBe('Vlaanderen')
    expect(name('a.example', DUTCH)).toBe('Nederland, regio Midden')
    const options = {
      use: 'nederland-zuid',
      schools: { kindante: { use: 'nederland-midden' }, 'dewilg.example': { use: 'nederland-noord' } },
    }
    expect(name('a.example', FLEMISH, options)).toBe('Nederland, regio Zuid')
    expect(name('a.example', DUTCH, options)).toBe('Nederland, regio Midden')
    expect(name('DeWilg.example', DUTCH, options)).toBe('Nederland, regio Noord')
  })

  test('days and hours come on top of the calendar’s', () => {
    const options = {
      closed: ['2026-11-23'],
      schools: {
        'dewilg.example': {
          closed: ['2026-11-26/2026-11-27'],
          hours: { wednesday: 'closed', saturday: '09:00-12:00' },
        },
      },
    }
    const calendars = calendarsOf([FLEMISH], options)
    const [wilg, other] = ['dewilg.example', 'a.example'].map((domain) =>
      calendars.calendarOf({ pack: FLEMISH, domain }),
    )
    const noon = (date: string, calendar = wilg!) => isOpen(calendar, at(`${date}T10:00+01:00`))
    expect(
      ['2026-11-23', '2026-11-24', '2026-11-25', '2026-11-26', '2026-11-27', '2026-11-28'].map((d) => noon(d)),
    ).toEqual([...[false, true, false, false, false, true]])
    expect([noon('2026-11-23', other), noon('2026-11-25', other), noon('2026-11-26', other)]).toEqual([
      false,
      true,
      true,
    ])
  })

  test.each([
    ['a calendar that is not there', { use: 'vlanderen' }, 'no calendar "vlanderen". There are: nederland-midden'],
    ['one for a school', { schools: { 'a.example': { use: 'x' } } }, 'no calendar "x"'],
    [
      'never open',
      { hours: Object.fromEntries(['monday', 'tuesday', 'wednesday', 'thursday', 'friday'].map((d) => [d, 'closed'])) },
      'closed every day of the week',
    ],
  ])('%s stops the start, in words', (_, options, words) => {
    expect(() => calendarsOf([FLEMISH], options)).toThrow(words)
    expect(() => calendarsOf([FLEMISH], options)).toThrow(CalendarError)
  })

  test.each([
    [{ closed: ['2026-02-30'] }],
    [{ closed: ['2026-11-27/2026-11-26'] }],
    [{ closed: ['tomorrow'] }],
    [{ hours: { monday: '17:00-08:00' } }],
    [{ hours: { monday: '8-17' } }],
    [{ hours: { maandag: '08:00-17:00' } }],
    [{ schools: { 'a.example': { dicht: [] } } }],
  ])('%j is no choice', (options) => expect(CalendarOptions.safeParse(options).success).toBe(false))

  test('a broken file is told with its name', () => {
    const broken = (text: string) => () =>
      openCalendars([{ name: '/x/eigen.yaml', text }], CalendarOptions.parse({ use: 'eigen' }), [FLEMISH])
    const own = FILES[0]!.text
    expect(broken(own)).not.toThrow()
    expect(broken(own.replace('Europe/Amsterdam', 'Europe/Gent'))).toThrow(
      '/x/eigen.yaml: timeZone: must be a time zone',
    )
    expect(broken(own.replace('2027-03-29', '2027-03-32'))).toThrow(/eigen\.yaml: closed\.\d+\.days: must be a day/)
    expect(broken('name: [')).toThrow('/x/eigen.yaml: ')
  })
})

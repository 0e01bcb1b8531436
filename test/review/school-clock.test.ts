/** Deadlines in school time: never when nobody is there, by the wall clock of the school and not of the server. */
import { execFileSync } from 'node:child_process'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  afterDays,
  afterHours,
  dateOf,
  hoursBetween,
  isOpen,
  type SchoolCalendar,
} from '../../src/review/school-clock.ts'
import { calendarsOf, DUTCH, FLEMISH } from './calendars.ts'

const vlaanderen = calendarsOf().calendarOf({ pack: FLEMISH, domain: 'devlonder.example' })
const noord = calendarsOf([DUTCH], { use: 'nederland-noord' }).calendarOf({ pack: DUTCH, domain: 'dewilg.example' })

/** A moment as the school's clock shows it. */
const shown = (at: number, { timeZone }: SchoolCalendar): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' }).format(at)

describe('a number of school days', () => {
  test.each<[string, string, number, string, SchoolCalendar?]>([
    ['Monday morning', '2026-11-23T09:00+01:00', 3, '2026-11-26 17:00'],
    ['the text of the notice: Monday to Thursday', '2026-11-23T16:59+01:00', 3, '2026-11-26 17:00'],
    ['before school opens counts as that day', '2026-11-23T06:00+01:00', 1, '2026-11-24 17:00'],
    ['ends on a Wednesday at noon', '2026-11-24T10:00+01:00', 1, '2026-11-25 12:00'],
    ['Friday evening', '2026-11-27T20:00+01:00', 1, '2026-11-30 17:00'],
    ['Saturday', '2026-11-28T11:00+01:00', 3, '2026-12-02 12:00'],
    ['Friday evening before the Christmas holiday', '2026-12-18T18:30+01:00', 1, '2027-01-04 17:00'],
    ['Friday evening before the autumn holiday', '2026-10-30T18:30+01:00', 3, '2026-11-12 17:00'],
    ['over Ascension', '2027-05-05T09:00+02:00', 1, '2027-05-10 17:00'],
    ['the last day of the school year', '2027-06-30T10:00+02:00', 2, '2027-09-02 17:00'],
    ['over the start of summer time', '2027-03-26T10:00+01:00', 1, '2027-04-12 17:00'],
    ['over the end of summer time', '2026-10-23T10:00+02:00', 1, '2026-10-26 17:00'],
    ['the north has its holiday', '2026-10-09T10:00+02:00', 1, '2026-10-19 17:00', noord],
    ['King’s Day', '2028-04-26T10:00+02:00', 1, '2028-04-28 17:00', noord],
    ['after the calendar has run out only weekends count', '2029-12-21T10:00+01:00', 2, '2029-12-25 17:00'],
  ])('%s', (_, from, days, until, calendar = vlaanderen) => {
    expect(shown(afterDays(calendar, Date.parse(from), days), calendar)).toBe(until)
  })
})

describe('a number of school hours', () => {
  test.each<[string, string, number, string]>([
    ['within a day', '2026-11-23T09:00+01:00', 4, '2026-11-23 13:00'],
    ['over a night', '2026-11-23T15:00+01:00', 4, '2026-11-24 10:00'],
    ['over a Wednesday afternoon', '2026-11-25T10:00+01:00', 4, '2026-11-26 10:00'],
    ['from a Sunday night', '2026-11-22T23:59+01:00', 0.5, '2026-11-23 08:30'],
    ['no hours at night: when it opens', '2026-11-23T22:00+01:00', 0, '2026-11-24 08:00'],
    ['over the start of summer time', '2028-03-24T16:00+01:00', 2, '2028-03-27 09:00'],
    ['over the end of summer time', '2026-10-23T16:00+02:00', 2, '2026-10-26 09:00'],
    ['over the New Year', '2026-12-18T16:00+01:00', 2, '2027-01-04 09:00'],
  ])('%s', (_, from, hours, until) => {
    expect(shown(afterHours(vlaanderen, Date.parse(from), hours), vlaanderen)).toBe(until)
  })
})

describe('school hours between two moments', () => {
  test.each<[string, string, string, number]>([
    ['within a day', '2026-11-23T09:00+01:00', '2026-11-23T13:00+01:00', 4],
    ['over a night', '2026-11-23T15:00+01:00', '2026-11-24T10:00+01:00', 4],
    ['at night', '2026-11-23T20:00+01:00', '2026-11-24T07:00+01:00', 0],
    ['over a weekend', '2026-11-27T16:30+01:00', '2026-11-30T08:30+01:00', 1],
    ['past', '2026-11-24T15:00+01:00', '2026-11-23T10:00+01:00', 0],
  ])('%s', (_, from, until, hours) => {
    expect(hoursBetween(vlaanderen, Date.parse(from), Date.parse(until))).toBe(hours)
  })
})

test.each(['UTC', 'Pacific/Auckland', 'America/Los_Angeles'])('a server in %s gives the same answer', (zone) => {
  const program = `
    import { calendarsOf, FLEMISH } from '${import.meta.dirname}/calendars.ts'
    import { afterDays } from '${import.meta.dirname}/../../src/review/school-clock.ts'
    const calendar = calendarsOf().calendarOf({ pack: FLEMISH, domain: '' })
    console.log(new Date(afterDays(calendar, Date.parse('2026-11-23T23:30+01:00'), 3)).toISOString())`
  const out = execFileSync(process.execPath, ['--input-type=module', '-e', program], {
    env: { PATH: process.env.PATH, TZ: zone },
    encoding: 'utf8',
  })
  expect(out.trim()).toBe('2026-11-26T16:00:00.000Z')
})

describe('whatever the moment', () => {
  const from = Date.parse('2026-08-01T00:00Z')
  const moment = fc.integer({ min: from, max: Date.parse('2030-03-01T00:00Z') })
  const hours = fc.integer({ min: 0, max: 100 * 60 }).map((minutes) => minutes / 60)
  const days = fc.integer({ min: 1, max: 30 })
  const calendar = fc.constantFrom(vlaanderen, noord)
  const HOUR = 3_600_000

  /** Open now, or the very end of a day that was open. */
  const isSchoolTime = (one: SchoolCalendar, at: number): boolean => isOpen(one, at) || isOpen(one, at - 1)

  test('a deadline is never in closed time, and never before now', () => {
    fc.assert(
      fc.property(calendar, moment, days, hours, (one, at, n, h) => {
        for (const deadline of [afterDays(one, at, n), afterHours(one, at, h)]) {
          expect(isSchoolTime(one, deadline)).toBe(true)
          expect(deadline).toBeGreaterThanOrEqual(at)
        }
      }),
    )
  })

  test('who comes later is never due earlier, and more time is never less', () => {
    fc.assert(
      fc.property(calendar, moment, moment, days, hours, (one, a, b, n, h) => {
        const [early, late] = [Math.min(a, b), Math.max(a, b)]
        expect(afterDays(one, early, n)).toBeLessThanOrEqual(afterDays(one, late, n))
        expect(afterHours(one, early, h)).toBeLessThanOrEqual(afterHours(one, late, h))
        expect(afterDays(one, early, n)).toBeLessThan(afterDays(one, early, n + 1))
        expect(afterHours(one, early, h)).toBeLessThan(afterHours(one, early, h + 0.25))
      }),
    )
  })

  test('hours may be counted in parts, and just so many pass while school is open', () => {
    fc.assert(
      fc.property(calendar, moment, hours, hours, (one, at, a, b) => {
        const parts = afterHours(one, afterHours(one, at, a), b)
        const whole = afterHours(one, at, a + b)
        // Between the end of one day and the start of the next no school passes: both are the same moment of school.
        expect(Math.abs(afterHours(one, parts, 1) - afterHours(one, whole, 1))).toBeLessThan(1000)
        expect(whole - at).toBeGreaterThanOrEqual(Math.floor((a + b) * HOUR))
      }),
    )
  })

  test('what is counted off can be counted back', () => {
    fc.assert(
      fc.property(calendar, moment, hours, (one, at, h) => {
        expect(hoursBetween(one, at, afterHours(one, at, h))).toBeCloseTo(h, 6)
      }),
    )
  })

  test('the date is the one on the wall of the school', () => {
    expect(dateOf(Date.parse('2026-11-22T23:30Z'), 'Europe/Brussels')).toBe('2026-11-23')
    expect(dateOf(Date.parse('2026-07-22T22:30Z'), 'Europe/Brussels')).toBe('2026-07-23')
  })
})

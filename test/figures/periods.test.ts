/** Days and weeks as a calendar on the wall has them. */
import { describe, expect, test } from 'vitest'
import { dayOf, daysOf, daysUntil, isWeek, mondayOf, weekOf, weeksUntil } from '../../src/figures/periods.ts'

describe('days and weeks', () => {
  test.each([
    // From the examples and tables of ISO 8601.
    ['2005-01-01', '2004-W53'],
    ['2005-01-02', '2004-W53'],
    ['2007-01-01', '2007-W01'],
    ['2008-12-29', '2009-W01'],
    ['2010-01-03', '2009-W53'],
    ['2026-11-23', '2026-W48'],
    ['2026-11-29', '2026-W48'],
    ['2027-01-03', '2026-W53'],
  ])('%s lies in %s', (day, week) => {
    expect(weekOf(day)).toBe(week)
    expect(daysOf(week)).toContain(day)
  })

  test('a day begins at midnight at school, not in Greenwich', () => {
    expect(dayOf(Date.parse('2026-11-22T23:30:00Z'))).toBe('2026-11-23')
    expect(dayOf(Date.parse('2026-07-14T22:30:00Z'))).toBe('2026-07-15')
  })

  test('rows of days and weeks end where they are asked to, over the end of a year', () => {
    expect(daysUntil('2027-01-01', 3)).toEqual(['2026-12-30', '2026-12-31', '2027-01-01'])
    expect(weeksUntil('2027-W01', 3)).toEqual(['2026-W52', '2026-W53', '2027-W01'])
    expect(mondayOf('2026-W53')).toBe('2026-12-28')
  })

  test('weeks that no calendar has are none', () => {
    expect(['2026-W53', '2026-W01'].map(isWeek)).toEqual([true, true])
    expect(['2025-W53', '2026-W00', '2026-W54', '2026-11-23', '', "2026-W48'"].map(isWeek)).not.toContain(true)
  })
})

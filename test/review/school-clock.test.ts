/** Deadlines in school time: Saturdays and Sundays do not count, and the clock may jump on a Sunday. */
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const after = (zone: string, from: string, hours: number): string =>
  execFileSync(process.execPath, [join(import.meta.dirname, 'school-clock.ts'), from, String(hours)], {
    env: { PATH: process.env.PATH, TZ: zone },
    encoding: 'utf8',
  })

test.each<[string, string, number, string, string?]>([
  ['within a day', '2026-03-03T09:00:00+01:00', 8, '2026-03-03T17:00:00+01:00'],
  ['over a night', '2026-03-03T09:00:00+01:00', 24, '2026-03-04T09:00:00+01:00'],
  ['Friday to Monday', '2026-03-06T16:00:00+01:00', 24, '2026-03-09T16:00:00+01:00'],
  ['three days from Wednesday', '2026-03-04T10:00:00+01:00', 72, '2026-03-09T10:00:00+01:00'],
  ['held on Saturday', '2026-03-07T11:00:00+01:00', 2, '2026-03-09T02:00:00+01:00'],
  ['held on Sunday night', '2026-03-08T23:59:00+01:00', 1, '2026-03-09T01:00:00+01:00'],
  ['ends as the weekend begins: Monday', '2026-03-06T16:00:00+01:00', 8, '2026-03-09T00:00:00+01:00'],
  ['two weekends', '2026-03-06T12:00:00+01:00', 144, '2026-03-16T12:00:00+01:00'],
  ['over the start of summer time', '2026-03-27T16:00:00+01:00', 24, '2026-03-30T16:00:00+02:00'],
  ['over the end of summer time', '2026-10-23T16:00:00+02:00', 24, '2026-10-26T16:00:00+01:00'],
  ['over a leap day', '2028-02-28T12:00:00+01:00', 48, '2028-03-01T12:00:00+01:00'],
  ['half an hour', '2026-03-06T23:45:00+01:00', 0.5, '2026-03-09T00:15:00+01:00'],
  // Summer time begins at midnight here: that day has no 00:00.
  ['a midnight that does not exist', '2026-04-23T12:00:00+02:00', 48, '2026-04-27T13:00:00+03:00', 'Africa/Cairo'],
])('%s', (_, from, hours, until, zone = 'Europe/Brussels') => {
  expect(after(zone, from, hours)).toBe(new Date(until).toISOString())
})

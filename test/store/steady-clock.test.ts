/** The clock of the machine leaps: nothing that cannot be taken back goes by it before it has stood for an hour. */
import { beforeEach, expect, test } from 'vitest'
import { steadyClock } from '../../src/steady-clock.ts'
import { openHouse } from './house.ts'
import { claim, keep, MINUTE, START } from './mail.ts'

const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

let wall = START
let steady = 500
let leaps: number[] = []
beforeEach(() => {
  ;[wall, steady, leaps] = [START, 500, []]
})
const open = () => steadyClock({ wall: () => wall, steady: () => steady, leapt: (ms) => leaps.push(ms) })
const pass = (ms: number): void => {
  wall += ms
  steady += ms
}

test('goes with the clock of the machine, its small corrections too', () => {
  const now = open()
  pass(HOUR)
  wall += 20_000
  expect(now()).toBe(START + HOUR + 20_000)
  wall -= 40_000
  expect(now()).toBe(START + HOUR - 20_000)
  expect(leaps).toEqual([])
})

test.each([3 * DAY, -6 * HOUR])(
  'a leap of %i ms: time goes on as before, said once, believed after an hour',
  (leap) => {
    const now = open()
    pass(MINUTE)
    now()
    wall += leap
    for (const minutes of [0, 1, 58]) {
      const before = now()
      pass(minutes * MINUTE)
      expect(now() - before).toBe(minutes * MINUTE)
    }
    expect(now()).toBe(START + HOUR)
    expect(leaps).toEqual([leap])
    pass(2 * MINUTE)
    expect(now()).toBe(wall)
  },
)

test('a leap there and back leaves nothing behind', () => {
  const now = open()
  now()
  wall += DAY
  now()
  pass(MINUTE)
  wall -= DAY
  expect(now()).toBe(START + MINUTE)
  wall += DAY
  pass(59 * MINUTE)
  expect(now()).toBe(START + HOUR)
  expect(leaps).toEqual([DAY, DAY])
})

test('days ahead: nothing held expires, nothing is shredded, no lease ends, nothing is tried early; ids rise', async () => {
  const house = await openHouse()
  const now = open()
  const kept = await keep(house.store, { 'a@x.example': 'held' }, { nextAt: START + 2 * DAY })
  const stopped = await keep(house.store, { 'b@x.example': 'stopped' }, { keepUntil: START + DAY })
  await keep(house.store, { 'c@x.example': 'waiting' })
  expect(await claim(house.store, 'q', now())).toHaveLength(1)
  now()
  wall += 30 * DAY
  house.clock.now = now()
  expect(await house.store.overdue(now(), 10)).toEqual([])
  expect(await house.store.sweep(now())).toBe(0)
  expect(await claim(house.store, 'other', now())).toEqual([])
  expect((await house.store.mail(stopped))?.hasBody).toBe(true)
  wall -= 60 * DAY
  house.clock.now = now()
  const later = await keep(house.store, { 'd@x.example': 'held' }, { nextAt: START + DAY })
  expect(later > kept).toBe(true)
  await house.dispose()
})

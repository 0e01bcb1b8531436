/** What every store must do with figures, whatever it is built on. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Store, StoredFigure } from '../../src/store/store.ts'
import type { OpenHouse } from './contract.ts'
import { MINUTE, START } from './mail.ts'

const DAY = 24 * 60 * MINUTE

const figure = (over: Partial<StoredFigure> = {}): StoredFigure => ({
  ...{ period: '2026-11-23', school: 'vlonder.example', key: 'outcome:hold', n: 1, until: START + 10 * DAY },
  ...over,
})

export const figuresContract = (open: () => Promise<OpenHouse>): void => {
  let house: OpenHouse
  let store: Store
  beforeEach(async () => {
    house = await open()
    store = house.store
  })
  afterEach(() => house.dispose())

  const read = async (...periods: string[]) =>
    (await store.figures(periods)).map(({ period, school, key, n }) => `${period} ${school} ${key} ${n}`).toSorted()

  test('several processes add up, and what was added stays', async () => {
    const other = await house.another()
    await Promise.all([
      store.addFigures('a', [figure({ n: 3 }), figure({ key: 'bytes', n: 5_000_000_000 })]),
      other.addFigures('b', [figure({ n: 4 }), figure({ school: '' })]),
    ])
    store = await house.restart()
    expect(await read('2026-11-23')).toEqual([
      '2026-11-23  outcome:hold 1',
      '2026-11-23 vlonder.example bytes 5000000000',
      '2026-11-23 vlonder.example outcome:hold 7',
    ])
  })

  test('a batch whose answer was lost is not added twice', async () => {
    await store.addFigures('a', [figure()])
    await store.addFigures('a', [figure()])
    expect(await read('2026-11-23')).toEqual(['2026-11-23 vlonder.example outcome:hold 1'])
  })

  test('only the periods asked for', async () => {
    await store.addFigures('a', [figure(), figure({ period: '2026-W48' }), figure({ period: '2026-11-24' })])
    expect(await read('2026-W48', '2026-11-24', '2026-11-25')).toEqual([
      '2026-11-24 vlonder.example outcome:hold 1',
      '2026-W48 vlonder.example outcome:hold 1',
    ])
    expect(await store.figures([])).toEqual([])
  })

  test('a period is forgotten when its time is over', async () => {
    await store.addFigures('a', [figure(), figure({ period: '2026-W48', until: START + 20 * DAY })])
    house.clock.now = START + 11 * DAY
    await store.sweep(house.clock.now)
    expect(await read('2026-11-23', '2026-W48')).toEqual(['2026-W48 vlonder.example outcome:hold 1'])
  })
}

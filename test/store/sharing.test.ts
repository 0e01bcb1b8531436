/** Counts and slots of the embedded store while the clock of the machine goes wrong. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Store } from '../../src/store/store.ts'
import { openHouse } from './house.ts'
import { MINUTE } from './mail.ts'

const MONTH = 30 * 24 * 60 * MINUTE

describe('a clock that was a month ahead and is set back', () => {
  let house: Awaited<ReturnType<typeof openHouse>>
  let store: Store
  beforeEach(async () => {
    house = await openHouse()
    store = house.store
  })
  afterEach(() => house.dispose())

  const ahead = async <T>(work: () => Promise<T>): Promise<T> => {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + MONTH })
    try {
      return await work()
    } finally {
      vi.useRealTimers()
    }
  }

  test('a count of then is over, and a new one begins', async () => {
    expect(await ahead(() => store.tally(['client'], 1, MINUTE))).toEqual([1])
    expect(await store.tally(['client'], 0, MINUTE)).toEqual([0])
    expect(await store.tally(['client'], 1, MINUTE)).toEqual([1])
    expect(await store.tally(['client'], 1, MINUTE)).toEqual([2])
  })

  test('a slot of then comes free, and who was refused then is not waited for', async () => {
    const wish = { most: 1, held: 0, ms: 15_000 }
    expect(await ahead(() => store.takeSlot('hop', 'one', wish))).toBe(true)
    expect(await ahead(() => store.takeSlot('hop', 'two', wish))).toBe(false)
    expect(await store.takeSlot('hop', 'two', wish)).toBe(true)
    expect(await store.keepSlots('hop', ['two'], 15_000)).toBeUndefined()
  })
})

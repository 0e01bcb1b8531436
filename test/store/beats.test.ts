/** What a sign of life costs in the embedded store, and when there is none. */
import * as fs from 'node:fs'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { openHouse } from './house.ts'
import { MINUTE, receive } from './mail.ts'

vi.mock('node:fs', async (original) => {
  const real = await original<typeof fs>()
  return { ...real, fdatasync: vi.fn(real.fdatasync) }
})
const sync = vi.mocked(fs.fdatasync)

describe('the sign of life', () => {
  let house: Awaited<ReturnType<typeof openHouse>>
  beforeEach(async () => {
    house = await openHouse()
    await house.store.beat('a', MINUTE, true)
  })
  afterEach(() => house.dispose())

  test('does not wake the disk', async () => {
    await receive(house.store)
    const before = sync.mock.calls.length
    expect(before).toBeGreaterThan(0)
    for (let n = 0; n < 5; n += 1) expect(await house.store.beat('a', MINUTE)).toBe(true)
    expect(sync.mock.calls.length).toBe(before)
  })

  test('ends when the disk fails', async () => {
    sync.mockImplementationOnce((_fd, done) => done(Object.assign(new Error('EIO'), { code: 'EIO' })))
    await expect(receive(house.store)).rejects.toThrow(/could not make mail safe/)
    await expect(house.store.beat('a', MINUTE)).rejects.toThrow(/could not make mail safe/)
  })
})

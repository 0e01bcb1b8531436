/** Thousands wait and thousands are held; `npm run chaos -- --waiting 10000` has the figures of ten thousand each. */
import { expect, test } from 'vitest'
import { has } from '../../scripts/peers.ts'
import { measureWaiting } from './waiting.ts'

const COUNT = 2000

test.skipIf(!has('openssl')).each([
  ['sqlite', true],
  ['redis', has('redis-server')],
] as const)(
  '%s: door and console answer, and after SIGKILL it goes on where it was',
  async (store, possible) => {
    if (!possible) return
    const measures = await measureWaiting(store, COUNT, () => {})
    expect(measures.smtpAnswer).toBeLessThan(10_000)
    expect(measures.consoleAnswer).toBeLessThan(10_000)
    // As long as a start with nothing waiting takes on this machine now, and a little.
    expect(measures.firstDeliveryAfterKill).toBeLessThan(measures.readyFull + 20_000)
    expect(measures.left).toBe(0)
  },
  600_000,
)

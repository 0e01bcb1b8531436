/** A short run on each store; `npm run chaos` is the long one. */
import { describe, expect, test } from 'vitest'
import { has } from '../../scripts/peers.ts'
import { reportOf } from './report.ts'
import { type Plan, runChaos } from './run.ts'

const plan: Omit<Plan, 'store'> = {
  ...{ seed: 20_260, ms: 20_000, kills: 4, nodes: 1, rate: 40, clients: 6, drainMs: 40_000, tell: () => {} },
}

describe.skipIf(!has('openssl'))('killed, frozen and cut off while mail comes in', () => {
  test.each([
    ['sqlite', true],
    ['redis', has('redis-server')],
  ] as const)(
    '%s: every accepted recipient is accounted for',
    async (store, possible) => {
      if (!possible) return
      const { ledger, accounts } = await runChaos({ ...plan, store })
      const report = reportOf(store, ledger, accounts)
      expect(accounts.faults, report).toEqual([])
      expect(accounts.accepted, report).toBeGreaterThan(20)
      expect(accounts.places.delivered, report).toBeGreaterThan(10)
    },
    600_000,
  )
})

/**
 * Bombs of every kind, judged as the gateway judges: none costs more than some seconds of one processor or some two
 * hundred megabytes. On a machine of two slow cores that does nothing else each takes less than 2 s.
 */
import { afterAll, expect, test } from 'vitest'
import { Watch } from '../fuzz/watch.ts'
import { BOMBS } from './bombs.ts'

const MOST_MS = 4_000
// Garbage that is not yet cleared counts too: a tenth more or less from run to run.
const MOST_BYTES = 250_000_000

const watch = new Watch()
afterAll(() => watch.close())

test.each(Object.keys(BOMBS))('%s', async (name) => {
  const raw = Buffer.from(BOMBS[name]!())
  // A reader that must be started first is not the bomb's cost.
  await watch.ask({ raw: Buffer.from(BOMBS['entities in entities']!()), words: [], twice: false })
  const { faults, cpuMs, grownBytes } = await watch.ask({ raw, words: [], twice: false })
  expect(faults).toEqual([])
  expect(cpuMs).toBeLessThan(MOST_MS)
  expect(grownBytes).toBeLessThan(MOST_BYTES)
})

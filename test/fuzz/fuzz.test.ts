/** A short run; `npm run fuzz -- --minutes 10` is the long one. Each family of files gets its turn. */
import { expect, test } from 'vitest'
import { caseAt } from './cases.ts'
import { runFuzz } from './run.ts'
import { FAMILIES, openSeeds } from './seeds.ts'
import { Watch } from './watch.ts'

test('six hundred damaged messages: nothing crashes, hangs, costs much or hides words', async () => {
  const report = await runFuzz({ ms: 240_000, most: 600, run: 2026 })
  const faults = report.failures.map((one) => [one.case.id, one.case.seed, one.case.steps, one.faults])
  expect(faults).toEqual([])
  expect([report.cases, report.endedByItself, report.printed]).toEqual([600, true, []])
}, 300_000)

test('the same numbers give the same cases, and every family comes along', async () => {
  const seeds = await openSeeds()
  const numbers = Array.from({ length: 300 }, (_, i) => i)
  expect(numbers.every((n) => caseAt(seeds, 7, n).raw.equals(caseAt(seeds, 7, n).raw))).toBe(true)
  expect(new Set(seeds.map(({ family }) => family))).toEqual(new Set(FAMILIES.filter((family) => family !== 'mime')))
})

test('words that hide are noticed, and so is a judge that dies', async () => {
  const watch = new Watch()
  const raw = Buffer.from('Subject: x\r\nContent-Type: text/plain\r\n\r\nDag\r\n')
  const { faults } = await watch.ask({ raw, words: ['verstopt'], twice: false })
  expect(faults).toEqual([{ kind: 'lost words', detail: 'verstopt' }])
  const asked = watch.ask({ raw, words: [], twice: true })
  watch.kill()
  expect((await asked).faults.map(({ kind }) => kind)).toEqual(['crash'])
  expect((await watch.ask({ raw, words: ['Dag'], twice: false })).faults).toEqual([])
  await watch.close()
})

/** The connections to one next hop, shared by processes of one store. */
import { expect, onTestFinished, test } from 'vitest'
import { openHouse } from '../store/house.ts'
import { nextHop } from './next-hop.ts'
import { deliveryBy, MAIL, parcelOf } from './parcel.ts'

const PATIENT = { connectMs: 5000, greetingMs: 5000, silenceMs: 5000, transactionMs: 20_000, waitMs: 20_000 }

const twoOnOneStore = async (options: Record<string, unknown>) => {
  const house = await openHouse()
  onTestFinished(() => house.dispose())
  const other = await house.another()
  const settings = { timeouts: PATIENT, ...options }
  return [deliveryBy(settings, { slots: house.store }), deliveryBy(settings, { slots: other })] as const
}

/** Messages without end, so many at a time. */
const flood = ({ delivery }: ReturnType<typeof deliveryBy>, atOnce: number) => {
  let [going, sent] = [true, 0]
  const one = async () => {
    while (going) {
      const [result] = await delivery.deliver(parcelOf(MAIL))
      if (result?.outcome === 'delivered') sent += 1
    }
  }
  const all = Promise.all(Array.from({ length: atOnce }, one))
  const stop = async () => {
    going = false
    await all
    return sent
  }
  onTestFinished(() => {
    going = false
  })
  return { stop, sent: () => sent }
}

const openOf = (...all: readonly ReturnType<typeof deliveryBy>[]): number[] =>
  all.map(({ delivery }) => delivery.health()[0]?.open ?? 0)

test('both together never hold more than there are, and both get through', async () => {
  const hop = await nextHop()
  const [one, two] = await twoOnOneStore({ nextHop: hop.url, maxConnections: 3 })
  let most = 0
  const watching = setInterval(() => {
    most = Math.max(
      most,
      openOf(one, two).reduce((a, b) => a + b),
    )
  }, 1)
  onTestFinished(() => clearInterval(watching))
  const results = await Promise.all(
    Array.from({ length: 60 }, (_, n) => (n % 2 ? one : two).delivery.deliver(parcelOf(MAIL))),
  )
  expect(results.flat().every((result) => result.outcome === 'delivered')).toBe(true)
  expect(most).toBeLessThanOrEqual(3)
}, 30_000)

test('who has them all under steady load leaves half to one who comes later', async () => {
  const hop = await nextHop()
  const [one, two] = await twoOnOneStore({ nextHop: hop.url, maxConnections: 4, maxMessagesPerConnection: 1_000_000 })
  const first = flood(one, 8)
  await expect.poll(() => openOf(one), { timeout: 10_000 }).toEqual([4])
  const second = flood(two, 8)
  await expect.poll(() => openOf(one, two), { timeout: 15_000 }).toEqual([2, 2])
  await expect.poll(second.sent, { timeout: 10_000 }).toBeGreaterThan(5)
  await Promise.all([first.stop(), second.stop()])
}, 60_000)

test('a store that cannot count keeps no mail back', async () => {
  const hop = await nextHop()
  const away = () => Promise.reject(new Error('away'))
  const slots = { takeSlot: away, keepSlots: away, freeSlot: away }
  const { one, delivery } = deliveryBy({ nextHop: hop.url, maxConnections: 1 }, { slots })
  expect(await one()).toMatchObject({ outcome: 'delivered' })
  expect((await Promise.all([one(), one()])).map((result) => result?.outcome)).toEqual(['delivered', 'delivered'])
  expect(delivery.health()[0]?.open).toBe(1)
})

test('a store that hangs costs a moment, not the message', async () => {
  const hop = await nextHop()
  const hangs = () => new Promise<never>(() => {})
  const { one } = deliveryBy({ nextHop: hop.url }, { slots: { takeSlot: hangs, keepSlots: hangs, freeSlot: hangs } })
  expect(await one()).toMatchObject({ outcome: 'delivered' })
})

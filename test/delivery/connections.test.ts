/** Connections: used again, renewed, few, and left alone when the hop is down. */
import { expect, test } from 'vitest'
import { nextHop } from './next-hop.ts'
import { deliveryBy, MAIL, parcelOf } from './parcel.ts'

test('one connection carries many messages, and is renewed in time', async () => {
  const hop = await nextHop()
  const { one } = deliveryBy({ nextHop: hop.url, maxMessagesPerConnection: 3 })
  for (let at = 0; at < 7; at += 1) expect(await one()).toMatchObject({ outcome: 'delivered' })
  expect(hop.connections()).toBe(3)
  expect(hop.commands.filter((command) => command === 'QUIT')).toHaveLength(2)
})

test('never more connections than allowed, and all messages get through', async () => {
  const hop = await nextHop()
  const { delivery } = deliveryBy({ nextHop: hop.url, maxConnections: 3 })
  const results = await Promise.all(Array.from({ length: 40 }, () => delivery.deliver(parcelOf(MAIL))))
  expect(results.flat().every((result) => result.outcome === 'delivered')).toBe(true)
  expect(hop.connections()).toBeLessThanOrEqual(3)
})

test('an idle connection is closed with QUIT', async () => {
  const hop = await nextHop()
  const { one, delivery } = deliveryBy({ nextHop: hop.url, idleMs: 30 })
  await one()
  await expect.poll(() => hop.open()).toBe(0)
  expect(hop.commands).toContain('QUIT')
  expect(delivery.health()[0]).toMatchObject({ route: 'default', ok: true, open: 0 })
})

test.each([
  ['resets it', 'reset'],
  ['has closed it', 'close'],
  ['says 421', '421 4.4.2 idle too long'],
  ['has lost count (503 of Exchange Online)', '503 5.5.2 Send hello first'],
])('a kept connection fails when the hop %s: the message goes by a fresh one', async (_what, reply) => {
  let mails = 0
  const hop = await nextHop({
    reply: (command) => {
      if (!command.startsWith('MAIL')) return undefined
      mails += 1
      return mails === 2 ? reply : undefined
    },
  })
  const { one } = deliveryBy({ nextHop: hop.url })
  expect(await one()).toMatchObject({ outcome: 'delivered' })
  expect(await one()).toMatchObject({ outcome: 'delivered' })
  expect([hop.connections(), hop.taken.length]).toEqual([2, 2])
})

test('503 on a first connection is tried again later, not bounced', async () => {
  const hop = await nextHop({
    reply: (command) => (command.startsWith('MAIL') ? '503 5.5.2 Send hello first' : undefined),
  })
  const { one } = deliveryBy({ nextHop: hop.url })
  expect(await one()).toMatchObject({ outcome: 'retry', status: '5.5.2' })
  expect(hop.connections()).toBe(1)
})

test('a hop that is down is left alone for a while, longer each time, and found again', async () => {
  let clock = 1_000_000
  const hop = await nextHop()
  await hop.down()
  const { one, delivery } = deliveryBy({ nextHop: hop.url }, { now: () => clock })
  expect(await one()).toMatchObject({ outcome: 'retry', status: '4.4.1' })
  expect(delivery.health()[0]).toMatchObject({ ok: false, lastError: 'no connection (ECONNREFUSED)' })
  await hop.up()
  for (let at = 0; at < 50; at += 1) expect(await one()).toMatchObject({ outcome: 'retry', status: '4.4.1' })
  expect(hop.connections()).toBe(0)
  clock += 999
  expect(await one()).toMatchObject({ outcome: 'retry' })
  clock += 1
  await hop.down()
  expect(await one()).toMatchObject({ outcome: 'retry' })
  await hop.up()
  clock += 1999
  expect(await one()).toMatchObject({ outcome: 'retry' })
  clock += 1
  expect(await one()).toMatchObject({ outcome: 'delivered' })
  expect(hop.connections()).toBe(1)
  expect(delivery.health()[0]).toMatchObject({ ok: true, lastError: '', lastOkAt: clock })
})

test('a full queue against a hop that is down knocks as often as it has places, not more', async () => {
  const hop = await nextHop({ greeting: '421 4.3.2 busy' })
  const { delivery } = deliveryBy({ nextHop: hop.url, maxConnections: 4 })
  const results = await Promise.all(Array.from({ length: 500 }, () => delivery.deliver(parcelOf(MAIL))))
  expect(results.flat().every((result) => result.outcome === 'retry')).toBe(true)
  expect(hop.connections()).toBeLessThanOrEqual(4)
})

test('a hop that takes one connection at a time still gets everything', async () => {
  let open = 0
  const hop = await nextHop({
    reply: (command) => {
      if (command.startsWith('EHLO')) {
        open += 1
        if (open > 1) return '421 4.7.0 one at a time'
      }
      return undefined
    },
  })
  const { delivery, one } = deliveryBy({ nextHop: hop.url, maxConnections: 5 })
  await one()
  const results = await Promise.all(Array.from({ length: 20 }, () => delivery.deliver(parcelOf(MAIL))))
  expect(results.flat().every((result) => result.outcome === 'delivered')).toBe(true)
})

test('after close nothing leaves, and connections are gone', async () => {
  const hop = await nextHop()
  const { one, delivery } = deliveryBy({ nextHop: hop.url })
  await one()
  await delivery.close()
  expect(await one()).toMatchObject({ outcome: 'retry', status: '4.3.2' })
  await expect.poll(() => hop.open()).toBe(0)
})

/** A message that lies in memory: sent in one go, to all its recipients or to nobody. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, onTestFinished, test } from 'vitest'
import { makeCertificate } from '../smtp/certificate.ts'
import { nextHop } from './next-hop.ts'
import { deliveryBy, MAIL, parcelOf } from './parcel.ts'

const [A, GONE] = ['a@mail.example', 'weg@mail.example'] as const
const bytes = Buffer.from(MAIL)
const inMemory = { open: async () => [bytes] } as const
const forAll = { ...inMemory, forAll: { waitMs: 100 } } as const

const line = fc.oneof(fc.constantFrom('', '.', '..', '.a', ' .', 'a.'), fc.string({ maxLength: 20 }))
const message = fc
  .array(line, { minLength: 1, maxLength: 20 })
  .map((lines) => Buffer.from(`${lines.join('\r\n').replace(/(?<!\r)\n|\r(?!\n)|\0/g, '.')}\r\n`))

test('any lines, in any pieces, arrive the same', async () => {
  const hop = await nextHop()
  const { one } = deliveryBy({ nextHop: hop.url })
  await fc.assert(
    fc.asyncProperty(message, fc.nat(200), async (given, cut) => {
      const pieces = [given.subarray(0, cut), given.subarray(cut)]
      expect(await one(given, { open: async () => pieces, eightBit: true })).toMatchObject({ outcome: 'delivered' })
      expect(hop.taken.at(-1)?.bytes.equals(given)).toBe(true)
    }),
    { numRuns: 150 },
  )
})

test.each([200, 400_000])('inside TLS an answer is believed, %s bytes', async (size) => {
  const folder = mkdtempSync(join(tmpdir(), 'mailsluis-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const { certFile, keyFile } = makeCertificate(folder, 'next.example')
  const hop = await nextHop({ tls: () => ({ cert: readFileSync(certFile), key: readFileSync(keyFile) }) })
  const { one } = deliveryBy({ nextHop: hop.url, tls: 'required' })
  const large = Buffer.concat([bytes, Buffer.from(`${'x'.repeat(70)}\r\n`.repeat(size / 72))])
  for (let n = 0; n < 40; n++)
    expect(await one(large, { open: async () => [large] })).toMatchObject({ outcome: 'delivered' })
  expect(hop.taken).toHaveLength(40)
  expect(hop.taken.every(({ tls }) => tls)).toBe(true)
})

test('an answer before all of it has left is no answer', async () => {
  const hop = await nextHop({ early: '250 2.0.0 thanks' })
  const { one } = deliveryBy({ nextHop: hop.url })
  const large = Buffer.alloc(20_000_000, 'Tot morgen in het zwembad.\r\n')
  expect(await one(large, { open: async () => [large] })).toMatchObject({ outcome: 'retry', status: '4.4.2' })
})

test('for all or for nobody: one who is refused, and nothing is sent; without it the others get theirs', async () => {
  const hop = await nextHop({ reply: (command) => (command.includes(GONE) ? '550 5.1.1 no' : undefined) })
  const { delivery, one } = deliveryBy({ nextHop: hop.url })
  const recipients = [A, GONE]
  const outcomes = async (more: object) =>
    (await delivery.deliver(parcelOf(MAIL, { recipients, ...more }))).map(({ outcome }) => outcome)
  expect(await outcomes(forAll)).toEqual(['retry', 'failed'])
  expect(hop.taken).toHaveLength(0)
  expect(await one(MAIL, forAll)).toMatchObject({ outcome: 'delivered' })
  expect(await outcomes(inMemory)).toEqual(['delivered', 'failed'])
  expect(hop.taken.map((one) => one.recipients)).toEqual([['ouder@mail.example'], [A]])
})

test('who waits too long for a connection goes without, and takes none along', async () => {
  let answers = 0
  const hop = await nextHop({ dot: () => (answers++ === 0 ? 'silence' : '250 2.0.0 queued') })
  const { delivery, one } = deliveryBy({ nextHop: hop.url, maxConnections: 1 })
  const first = one(MAIL, inMemory)
  const second = await one(MAIL, forAll)
  expect(second).toMatchObject({ outcome: 'retry', status: '4.4.5' })
  expect(await first).toMatchObject({ outcome: 'retry' })
  for (let n = 0; n < 5; n++) expect(await one(MAIL, forAll)).toMatchObject({ outcome: 'delivered' })
  expect(delivery.health()[0]?.open).toBe(1)
  expect(hop.taken).toHaveLength(6)
})

test('a connection that came too late for who asked serves the next', async () => {
  const hop = await nextHop()
  const { delivery, one } = deliveryBy({ nextHop: hop.url, maxConnections: 2 })
  const waiting = Array.from({ length: 30 }, () => one(MAIL, { ...inMemory, forAll: { waitMs: 1 } }))
  await Promise.all(waiting)
  for (let n = 0; n < 6; n++) expect(await one(MAIL, forAll)).toMatchObject({ outcome: 'delivered' })
  expect(delivery.health()[0]?.open).toBeLessThanOrEqual(2)
})

test('a next hop is prompt once it answered, and no more when it keeps us waiting or breaks off', async () => {
  let mood = ''
  const hop = await nextHop({ dot: () => mood || '250 2.0.0 queued' })
  const { delivery, one } = deliveryBy({ nextHop: hop.url, recipientsPerTransaction: 2 })
  const isPrompt = (...to: string[]) => delivery.isPrompt('an@school.example', to.length > 0 ? to : [A], 10_000)
  expect(isPrompt()).toBe(false)
  await one(MAIL, inMemory)
  expect(isPrompt()).toBe(true)
  expect(isPrompt(A, GONE, 'c@mail.example')).toBe(false)
  mood = 'reset'
  await one(MAIL, inMemory)
  expect(isPrompt()).toBe(false)
})

test('for a large message it is prompt only where the line was fast enough for the one before', async () => {
  let slow = false
  const wait = new Int32Array(new SharedArrayBuffer(4))
  const dot = (): string => {
    if (slow) Atomics.wait(wait, 0, 0, 1500)
    return '250 2.0.0 queued'
  }
  const hop = await nextHop({ dot })
  const { delivery, one } = deliveryBy({ nextHop: hop.url, timeouts: {} })
  const isPrompt = (size: number) => delivery.isPrompt('an@school.example', [A], size)
  const large = Buffer.alloc(2_000_000, 'Tot morgen in het zwembad.\r\n')
  const send = (raw: Buffer) => one(raw, { open: async () => [raw] })
  await send(bytes)
  expect([isPrompt(10_000), isPrompt(2_000_000)]).toEqual([true, false])
  // A busy machine may be slow itself.
  for (let n = 0; n < 20 && !isPrompt(2_000_000); n++) await send(large)
  expect([isPrompt(2_000_000), isPrompt(2_000_000_000_000)]).toEqual([true, false])
  slow = true
  await send(large)
  // What a large one takes says nothing of small ones.
  expect([isPrompt(10_000), isPrompt(2_000_000)]).toEqual([true, false])
})

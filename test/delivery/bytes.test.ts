/** What leaves is what lay here: every byte, whatever its lines look like. */
import { Readable } from 'node:stream'
import fc from 'fast-check'
import { SMTPServer } from 'smtp-server'
import { expect, onTestFinished, test } from 'vitest'
import { nextHop } from './next-hop.ts'
import { deliveryBy, MAIL } from './parcel.ts'

const line = fc.oneof(
  fc.constantFrom('', '.', '..', '...', '.a', 'a.', ' .', '\t.', 'From here', '. ', ' '),
  fc.string({ unit: 'binary', maxLength: 40 }).map((text) => text.replace(/[\r\n\0]/g, '.')),
  fc.integer({ min: 900, max: 3000 }).map((length) => 'x'.repeat(length)),
)
const message = fc.array(line, { minLength: 1, maxLength: 30 }).map((lines) => Buffer.from(`${lines.join('\r\n')}\r\n`))

const split = (bytes: Buffer, cuts: readonly number[]): Buffer[] => {
  const places = [...new Set(cuts.map((cut) => cut % bytes.length))].sort((a, b) => a - b)
  return [0, ...places]
    .map((from, at) => bytes.subarray(from, places[at] ?? bytes.length))
    .filter((piece) => piece.length > 0)
}

test('any lines, in any pieces, arrive the same', async () => {
  const hop = await nextHop()
  const { one } = deliveryBy({ nextHop: hop.url })
  const pieces = fc.array(fc.nat(5000), { maxLength: 12 })
  await fc.assert(
    fc.asyncProperty(message, pieces, async (bytes, cuts) => {
      const open = async () => Readable.from(split(bytes, cuts), { objectMode: false })
      expect(await one(bytes, { open, eightBit: true })).toMatchObject({ outcome: 'delivered' })
      expect(hop.taken.at(-1)?.bytes.equals(bytes)).toBe(true)
    }),
    { numRuns: 150 },
  )
  expect(hop.connections()).toBeLessThan(5)
})

test('the same through smtp-server as the next hop', async () => {
  const got: Buffer[] = []
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    logger: false,
    onData: (stream, _session, done) => {
      const chunks: Buffer[] = []
      stream
        .on('data', (chunk: Buffer) => chunks.push(chunk))
        .on('end', () => {
          got.push(Buffer.concat(chunks))
          done()
        })
    },
  })
  const port = await new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.server.address() as { port: number }).port))
  })
  onTestFinished(() => new Promise<void>((resolve) => server.server.close(() => resolve())))
  const { one, delivery } = deliveryBy({ nextHop: `smtp://127.0.0.1:${port}` })
  await fc.assert(
    fc.asyncProperty(message, async (bytes) => {
      expect(await one(bytes)).toMatchObject({ outcome: 'delivered' })
      expect(got.at(-1)?.equals(bytes)).toBe(true)
    }),
    { numRuns: 40 },
  )
  await delivery.close()
})

test('a last line without its end gets one, and nothing else', async () => {
  const hop = await nextHop()
  const { one } = deliveryBy({ nextHop: hop.url })
  await one('Subject: x\r\n\r\nlaatste')
  expect(hop.taken[0]?.wire.toString()).toBe('Subject: x\r\n\r\nlaatste\r\n')
})

test('no bare CR or LF reaches the next hop near a dot', async () => {
  const hop = await nextHop()
  const { one } = deliveryBy({ nextHop: hop.url })
  await one('Subject: x\r\n\r\neen\n.\ntwee\r.\rdrie\r\n')
  const wire = hop.taken[0]?.wire.toString('latin1') ?? ''
  expect(wire.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
  expect(hop.taken).toHaveLength(1)
})

test('what the message needs is asked for: 8BITMIME, SMTPUTF8, SIZE', async () => {
  const hop = await nextHop()
  const { one } = deliveryBy({ nextHop: hop.url })
  await one(MAIL)
  await one(MAIL, { eightBit: true })
  await one(MAIL, { smtputf8: true })
  await one(MAIL, { smtputf8: true, mailFrom: 'zoë@school.example' })
  await one(MAIL, { mailFrom: '' })
  expect(hop.taken.map((mail) => mail.mailFrom)).toEqual([
    `MAIL FROM:<an@school.example> SIZE=${MAIL.length}`,
    `MAIL FROM:<an@school.example> BODY=8BITMIME SIZE=${MAIL.length}`,
    `MAIL FROM:<an@school.example> SMTPUTF8 SIZE=${MAIL.length}`,
    `MAIL FROM:<zoë@school.example> SMTPUTF8 SIZE=${MAIL.length}`,
    `MAIL FROM:<> SIZE=${MAIL.length}`,
  ])
})

test('without SMTPUTF8 at the next hop the message fails with 5.6.7 and is not sent', async () => {
  const hop = await nextHop({ extensions: ['PIPELINING'] })
  const { one, delivery } = deliveryBy({ nextHop: hop.url })
  expect(delivery.takesUtf8('an@school.example', 'zoë@mail.example')).toBe(undefined)
  expect(await one(MAIL, { smtputf8: true })).toMatchObject({ outcome: 'failed', status: '5.6.7' })
  expect(delivery.takesUtf8('an@school.example', 'zoë@mail.example')).toBe(false)
  expect(hop.taken).toHaveLength(0)
})

test('a message larger than the next hop announces fails with 5.3.4', async () => {
  const hop = await nextHop({ extensions: ['SIZE 50'] })
  const { one } = deliveryBy({ nextHop: hop.url })
  expect(await one(MAIL)).toMatchObject({ outcome: 'failed', status: '5.3.4' })
})

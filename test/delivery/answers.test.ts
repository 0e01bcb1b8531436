/** What the next hop does, and what becomes of each recipient. */
import { Readable } from 'node:stream'
import { expect, test } from 'vitest'
import { nextHop, type Script } from './next-hop.ts'
import { deliveryBy, MAIL, parcelOf } from './parcel.ts'

const on = (pattern: RegExp, reply: string) => (command: string) => (pattern.test(command) ? reply : undefined)

const cases: readonly [string, Script, string, string][] = [
  ['accepts', {}, 'delivered', '2.0.0'],
  ['accepts without a code', { dot: () => '250 ok' }, 'delivered', '2.0.0'],
  ['refuses the sender for good', { reply: on(/^MAIL/, '550 5.7.1 not you') }, 'failed', '5.7.1'],
  ['refuses the sender for now', { reply: on(/^MAIL/, '451 4.7.1 greylisted') }, 'retry', '4.7.1'],
  ['refuses the recipient for good', { reply: on(/^RCPT/, '550 5.1.1 no such user') }, 'failed', '5.1.1'],
  ['refuses the recipient for now', { reply: on(/^RCPT/, '450 4.2.1 later') }, 'retry', '4.2.1'],
  ['refuses the recipient without a code', { reply: on(/^RCPT/, '550 no such user') }, 'failed', '5.0.0'],
  ['refuses DATA for good', { reply: on(/^DATA/, '554 5.7.0 no') }, 'failed', '5.7.0'],
  ['refuses DATA for now', { reply: on(/^DATA/, '451 4.3.0 later') }, 'retry', '4.3.0'],
  ['refuses the content for good', { dot: () => '554 5.6.0 bad content' }, 'failed', '5.6.0'],
  ['refuses the content for now', { dot: () => '452 4.3.1 disk full' }, 'retry', '4.3.1'],
  ['contradicts itself', { dot: () => '450 5.7.1 later, never' }, 'retry', '5.7.1'],
  ['closes with 421 at the greeting', { greeting: '421 4.3.2 busy' }, 'retry', '4.4.1'],
  ['does not want us at all', { greeting: '554 5.7.1 no service' }, 'retry', '4.4.1'],
  ['closes with 421 at MAIL', { reply: on(/^MAIL/, '421 4.7.0 too much') }, 'retry', '4.7.0'],
  ['closes with 421 at the dot', { dot: () => '421 4.3.2 going down' }, 'retry', '4.3.2'],
  ['wants a sign-in we do not have', { reply: on(/^MAIL/, '530 5.7.0 authentication required') }, 'retry', '5.7.0'],
  ['says nothing at all', { greeting: 'silence' }, 'retry', '4.4.1'],
  ['goes silent at MAIL', { reply: on(/^MAIL/, 'silence') }, 'retry', '4.4.2'],
  ['goes silent after the dot', { dot: () => 'silence' }, 'retry', '4.4.2'],
  ['resets at the greeting', { greeting: 'reset' }, 'retry', '4.4.1'],
  ['resets at RCPT', { reply: on(/^RCPT/, 'reset') }, 'retry', '4.4.2'],
  ['resets in the middle of the data', { resetAfter: 1000 }, 'retry', '4.4.2'],
  ['resets after the dot, before its answer', { dot: () => 'reset' }, 'retry', '4.4.2'],
  ['closes after the dot, before its answer', { dot: () => 'close' }, 'retry', '4.4.2'],
  ['accepts, then resets', { dot: () => '250 2.0.0 queued+reset' }, 'delivered', '2.0.0'],
  ['says 250 before it has the message', { early: '250 2.0.0 thanks' }, 'retry', '4.4.2'],
  ['babbles', { dot: () => 'hallo' }, 'retry', '4.4.2'],
]

test.each(cases)('a next hop that %s', async (_what, script, outcome, status) => {
  const hop = await nextHop(script)
  const { one, delivery } = deliveryBy({ nextHop: hop.url })
  // Slower than the hop, so that an answer in the middle really comes in the middle.
  const open = async () => Readable.from(slowly(), { objectMode: false })
  expect(await one(MAIL, { open, size: 9000 })).toMatchObject({ outcome, status, hop: '127.0.0.1' })
  await delivery.close()
})

async function* slowly(): AsyncGenerator<Buffer> {
  yield Buffer.from(MAIL)
  for (let at = 0; at < 4; at += 1) {
    await new Promise((resolve) => setTimeout(resolve, 15))
    yield Buffer.from(`${'x'.repeat(70)}\r\n`.repeat(30))
  }
}

test('each recipient has its own answer; the others go on', async () => {
  const answers: Record<string, string> = {
    'weg@mail.example': '550 5.1.1 no such user',
    'vol@mail.example': '452 4.2.2 mailbox full',
  }
  const hop = await nextHop({ reply: (command) => answers[/^RCPT TO:<(.*)>/.exec(command)?.[1] ?? ''] })
  const { delivery } = deliveryBy({ nextHop: hop.url })
  const recipients = ['weg@mail.example', 'een@mail.example', 'vol@mail.example', 'twee@mail.example']
  const results = await delivery.deliver(parcelOf(MAIL, { recipients }))
  expect(results.map(({ address, outcome, status }) => [address, outcome, status])).toEqual([
    ['weg@mail.example', 'failed', '5.1.1'],
    ['een@mail.example', 'delivered', '2.0.0'],
    ['vol@mail.example', 'retry', '4.2.2'],
    ['twee@mail.example', 'delivered', '2.0.0'],
  ])
  expect(hop.taken[0]?.recipients).toEqual(['een@mail.example', 'twee@mail.example'])
})

test('a refusal at RCPT stays with its recipient when the content is put off', async () => {
  const hop = await nextHop({ reply: on(/^RCPT TO:<weg/, '550 5.1.1 no'), dot: () => '451 4.3.0 later' })
  const { delivery } = deliveryBy({ nextHop: hop.url })
  const results = await delivery.deliver(parcelOf(MAIL, { recipients: ['weg@mail.example', 'een@mail.example'] }))
  expect(results.map((result) => result.outcome)).toEqual(['failed', 'retry'])
})

test('the same without PIPELINING', async () => {
  const hop = await nextHop({ extensions: [], reply: on(/^RCPT TO:<weg/, '550 5.1.1 no') })
  const { delivery } = deliveryBy({ nextHop: hop.url })
  const results = await delivery.deliver(parcelOf(MAIL, { recipients: ['weg@mail.example', 'een@mail.example'] }))
  expect(results.map((result) => result.outcome)).toEqual(['failed', 'delivered'])
})

test('replies are kept on one line, without control characters, and not for ever', async () => {
  const hop = await nextHop({ dot: () => `550-5.7.1 een\u0007 \u001b[31m\r\n550 5.7.1 twee ${'x'.repeat(2000)}` })
  const { one } = deliveryBy({ nextHop: hop.url })
  const result = await one()
  expect(result?.reply).toMatch(/^550-5\.7\.1 een {2} {1,2}\[31m 5\.7\.1 twee x+$/)
  expect(result?.reply).toHaveLength(500)
})

test('bytes that cannot be read are tried again, and the half message is not taken for a whole one', async () => {
  const hop = await nextHop()
  const { one } = deliveryBy({ nextHop: hop.url })
  const broken = async function* () {
    yield Buffer.from(MAIL)
    throw new Error('disk')
  }
  expect(await one(MAIL, { open: async () => Readable.from(broken(), { objectMode: false }) })).toMatchObject({
    outcome: 'retry',
  })
  expect(await one(MAIL, { open: () => Promise.reject(new Error('disk')) })).toMatchObject({
    outcome: 'retry',
    status: '4.3.0',
  })
  expect(hop.taken).toHaveLength(0)
  expect(await one()).toMatchObject({ outcome: 'delivered' })
})

test('a hop that answers a little for ever is given up', async () => {
  const hop = await nextHop({ reply: (command) => (command.startsWith('MAIL') ? '250-een' : undefined) })
  const { one } = deliveryBy({
    nextHop: hop.url,
    timeouts: { connectMs: 1000, greetingMs: 400, silenceMs: 10_000, transactionMs: 100, waitMs: 500 },
  })
  expect(await one()).toMatchObject({ outcome: 'retry', status: '4.4.2' })
})

test('2,500 recipients leave in transactions of a hundred, with a result for each, in order', async () => {
  const hop = await nextHop()
  const { delivery } = deliveryBy({ nextHop: hop.url })
  const recipients = Array.from({ length: 2500 }, (_, at) => `ouder${at}@mail.example`)
  const results = await delivery.deliver(parcelOf(MAIL, { recipients }))
  expect(results.map((result) => result.address)).toEqual(recipients)
  expect(results.every((result) => result.outcome === 'delivered')).toBe(true)
  expect(hop.taken.map((mail) => mail.recipients.length)).toEqual(Array.from({ length: 25 }, () => 100))
  expect(hop.connections()).toBe(1)
})

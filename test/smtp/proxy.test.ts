/** Behind a balancer: its word for the client counts, nobody else's does, and it must be quick about it. */
import { once } from 'node:events'
import { connect as connectTcp } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { connect as connectTls } from 'node:tls'
import { describe, expect, onTestFinished, test } from 'vitest'
import { hasHaproxy, startHaproxy } from '../peers/haproxy.ts'
import { makeCertificate } from './certificate.ts'
import { doorOn, temporaryFolder } from './door.ts'
import { Talk } from './talk.ts'

/** The balancer is this machine; its clients are elsewhere. */
const BEHIND = { proxy: { from: ['127.0.0.1'] }, allow: ['203.0.113.0/24', '2001:db8::/32', '127.0.0.0/8'] }
const LOCAL = Buffer.from('0d0a0d0a000d0a515549540a20000000', 'hex')
const V2 = Buffer.from('0d0a0d0a000d0a515549540a2111000ccb0071077f00000130390019', 'hex')

/** From an address of the loopback that is no balancer. */
const stranger = async (port: number): Promise<Talk> => {
  const talk = new Talk(connectTcp({ port, host: '127.0.0.1', localAddress: '127.0.0.9' }))
  await once(talk.socket, 'connect')
  return talk
}

const introduced = async (port: number, header: string | Buffer): Promise<Talk> => {
  const talk = await Talk.to(port)
  talk.write(header)
  expect(await talk.reply()).toMatch(/^220 /)
  await talk.say('EHLO client.school.example')
  return talk
}

test.each([
  ['version 1', 'PROXY TCP4 203.0.113.7 127.0.0.1 12345 25\r\n', '203.0.113.7'],
  ['version 1, IPv6', 'PROXY TCP6 2001:db8::7 ::1 12345 25\r\n', '2001:db8::7'],
  ['version 2', V2, '203.0.113.7'],
])('%s: the trace line, the log and the limits know the client', async (_name, header, client) => {
  const { port, kept, lines } = await doorOn({ ...BEHIND, messagesPerMinute: 1 })
  const talk = await introduced(port, header)
  expect(await talk.send('Subject: x\r\n\r\nx')).toMatch(/^250 /)
  expect(kept[0]?.head.client.address).toBe(client)
  expect(kept[0]?.head.received).toContain(client)
  expect(kept[0]?.head.received).not.toContain('127.0.0.1')
  expect(await talk.say('MAIL FROM:<an@school.example>')).toMatch(/^451 4\.7\.1 /)
  expect(lines.find((line) => line.event === 'mailRefused')?.fields.client).toBe(client)
  // Another client of the same balancer has a count of its own.
  const other = await introduced(port, 'PROXY TCP4 203.0.113.8 127.0.0.1 12345 25\r\n')
  expect(await other.say('MAIL FROM:<an@school.example>')).toMatch(/^250 /)
})

test('a client that is not ours is not ours behind a balancer either', async () => {
  const { port, lines } = await doorOn(BEHIND)
  const talk = await Talk.to(port)
  talk.write('PROXY TCP4 198.51.100.7 127.0.0.1 12345 25\r\n')
  expect(await talk.reply()).toMatch(/^554 5\.7\.1 /)
  expect(lines).toEqual([
    { event: 'clientRefused', fields: { client: '198.51.100.7', reason: 'not on the allow list' } },
  ])
})

test('from anybody else the header is a wrong command', async () => {
  const { port, kept } = await doorOn({ ...BEHIND, allow: ['203.0.113.0/24', '127.0.0.9'] })
  const talk = await stranger(port)
  talk.write('PROXY TCP4 203.0.113.7 127.0.0.1 12345 25\r\n')
  expect(await talk.reply()).toMatch(/^220 /)
  expect(await talk.reply()).toMatch(/^500 /)
  await talk.say('EHLO client.school.example')
  await talk.send('Subject: x\r\n\r\nx')
  expect(kept[0]?.head.client.address).toBe('127.0.0.9')
})

test('no balancer is trusted unless it is named', async () => {
  const { port } = await doorOn()
  const talk = await Talk.to(port)
  await talk.reply()
  expect(await talk.say('PROXY TCP4 203.0.113.7 127.0.0.1 12345 25')).toMatch(/^500 /)
})

test('a second header inside the session is a wrong command', async () => {
  const { port, kept } = await doorOn(BEHIND)
  const talk = await introduced(port, 'PROXY TCP4 203.0.113.7 127.0.0.1 12345 25\r\n')
  expect(await talk.say('PROXY TCP4 203.0.113.9 127.0.0.1 12345 25')).toMatch(/^500 /)
  await talk.send('Subject: x\r\n\r\nx')
  expect(kept[0]?.head.client.address).toBe('203.0.113.7')
})

test.each([
  ['nothing of the kind', 'EHLO client.school.example\r\n'],
  ['a header that lies about its kind', 'PROXY TCP4 2001:db8::7 127.0.0.1 12345 25\r\n'],
  ['a line break in the address', 'PROXY TCP4 203.0.113.7\n127.0.0.1 127.0.0.1 1 25\r\n'],
])('a balancer that sends %s gets no session, and it is said', async (_name, bytes) => {
  const { port, lines } = await doorOn(BEHIND)
  const talk = await Talk.to(port)
  talk.write(bytes)
  expect(await talk.reply()).toBe('')
  expect(lines).toEqual([{ event: 'clientRefused', fields: { client: '127.0.0.1', reason: 'PROXY header bad' } }])
})

test('a header that drips is cut off as a whole, not by its pauses', async () => {
  const { port, lines } = await doorOn({ ...BEHIND, proxy: { from: ['127.0.0.1'], headerMs: 300 } })
  const talk = await Talk.to(port)
  talk.write('PROXY UNKNOWN ')
  const dripping = setInterval(() => talk.write('x'), 50)
  onTestFinished(() => clearInterval(dripping))
  await talk.gone()
  expect(lines).toEqual([{ event: 'clientRefused', fields: { client: '127.0.0.1', reason: 'PROXY header late' } }])
})

test('health checks: they may greet and leave, or only leave, and nobody is alarmed; mail they bring is not taken', async () => {
  const { port, lines, door } = await doorOn({ ...BEHIND, allow: ['127.0.0.0/8'] })
  for (const bytes of ['', 'PROXY', LOCAL.subarray(0, 5)]) {
    const talk = await Talk.to(port)
    talk.write(bytes)
    talk.hangUp()
  }
  for (const header of [LOCAL, 'PROXY UNKNOWN\r\n']) {
    const talk = await introduced(port, header)
    expect(await talk.say('QUIT')).toMatch(/^221 /)
  }
  await expect.poll(() => door.connections).toBe(0)
  expect(lines).toEqual([])
  const talk = await introduced(port, LOCAL)
  expect(await talk.say('MAIL FROM:<an@school.example>')).toMatch(/^550 5\.7\.1 /)
})

test('health checks greet where only others may send', async () => {
  const { port, lines } = await doorOn({ ...BEHIND, allow: ['203.0.113.0/24'] })
  await introduced(port, LOCAL)
  const talk = await introduced(port, 'PROXY TCP4 127.0.0.1 127.0.0.1 12345 25\r\n')
  expect(await talk.say('MAIL FROM:<an@school.example>')).toMatch(/^530 5\.7\.0 /)
  await talk.say('QUIT')
  lines.splice(
    lines.findIndex((line) => line.event === 'mailRefused'),
    1,
  )
  expect(lines).toEqual([])
})

test('with implicit TLS the header stands before the handshake', async () => {
  const tls = makeCertificate(temporaryFolder())
  const { door, kept } = await doorOn({ ...BEHIND, tls, listeners: [{ port: 0, tls: 'implicit' }] })
  const socket = connectTcp({ port: door.ports[0]?.port ?? 0, host: '127.0.0.1' })
  await once(socket, 'connect')
  socket.write(V2)
  const talk = new Talk(connectTls({ socket, rejectUnauthorized: false }))
  await once(talk.socket, 'secureConnect')
  await talk.reply()
  await talk.say('EHLO client.school.example')
  expect(await talk.send('Subject: x\r\n\r\nx')).toMatch(/^250 /)
  expect(kept[0]?.head.client).toMatchObject({ address: '203.0.113.7', tls: expect.stringMatching(/^TLSv1/) })
})

test('header and first command in one packet, and the header byte by byte', async () => {
  const { port } = await doorOn(BEHIND)
  const talk = await Talk.to(port)
  talk.write(Buffer.concat([V2, Buffer.from('EHLO client.school.example\r\n')]))
  expect(await talk.reply()).toMatch(/^220 /)
  expect(await talk.reply()).toMatch(/^250-/)
  const slow = await Talk.to(port)
  for (const byte of V2) {
    slow.write(Buffer.from([byte]))
    await wait(2)
  }
  expect(await slow.reply()).toMatch(/^220 /)
})

describe.skipIf(!hasHaproxy)('a real HAProxy', () => {
  test.each(['send-proxy', 'send-proxy-v2'] as const)(
    '%s: clients by their own address, checks in silence',
    async (send) => {
      const { port, kept, lines } = await doorOn(BEHIND)
      const balancer = await startHaproxy({ ports: [port], send, checkEveryMs: 100 })
      onTestFinished(balancer.stop)
      const talk = await stranger(balancer.port)
      expect(await talk.reply()).toMatch(/^220 /)
      await talk.say('EHLO client.school.example')
      expect(await talk.send('Subject: x\r\n\r\nx')).toMatch(/^250 /)
      expect(kept[0]?.head.client.address).toBe('127.0.0.9')
      await wait(500)
      expect(lines).toEqual([])
      expect(balancer.log()).not.toContain('is DOWN')
    },
  )

  test('checks that only connect are silent too', async () => {
    const { port, lines } = await doorOn(BEHIND)
    const balancer = await startHaproxy({ ports: [port], send: 'send-proxy-v2', check: 'connect', checkEveryMs: 50 })
    onTestFinished(balancer.stop)
    await wait(500)
    expect(lines).toEqual([])
    expect(balancer.log()).not.toContain('is DOWN')
  })
})

/** Which way a message takes: by domain, with the TLS and the sign-in its route demands, or into files. */
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { DeliveryOptions } from '../../src/delivery/delivery.ts'
import { makeCertificate } from '../smtp/certificate.ts'
import { nextHop, type Script } from './next-hop.ts'
import { deliveryBy, MAIL, parcelOf } from './parcel.ts'

const folder = (): string => {
  const made = mkdtempSync(join(tmpdir(), 'mailsluis-'))
  onTestFinished(() => rmSync(made, { recursive: true, force: true }))
  return made
}

const certificate = () => {
  const files = makeCertificate(folder(), 'next.example')
  return { ...files, tls: () => ({ cert: readFileSync(files.certFile), key: readFileSync(files.keyFile) }) }
}

test('the first route that matches is taken, each recipient its own', async () => {
  const [away, board, rest] = [await nextHop(), await nextHop(), await nextHop()]
  const { delivery } = deliveryBy({
    nextHop: rest.url,
    routes: [
      { match: { senderDomain: 'School.example', recipientDomain: 'board.example' }, nextHop: board.url },
      { match: { recipientDomain: 'away.example' }, nextHop: away.url },
    ],
  })
  const recipients = ['a@AWAY.example', 'b@board.example', 'c@mail.example', 'd@away.example']
  const results = await delivery.deliver(parcelOf(MAIL, { recipients }))
  expect(results.map((result) => [result.address, result.outcome])).toEqual(recipients.map((to) => [to, 'delivered']))
  expect([away, board, rest].map((hop) => hop.taken[0]?.recipients)).toEqual([
    ['a@AWAY.example', 'd@away.example'],
    ['b@board.example'],
    ['c@mail.example'],
  ])
  expect(delivery.health().map((health) => health.route)).toEqual([
    'from school.example to board.example',
    'to away.example',
    'default',
  ])
})

test('a route that is down does not hold up the other recipients', async () => {
  const [up, down] = [await nextHop(), await nextHop()]
  await down.down()
  const { delivery } = deliveryBy({
    nextHop: up.url,
    routes: [{ match: { recipientDomain: 'away.example' }, nextHop: down.url }],
  })
  const results = await delivery.deliver(parcelOf(MAIL, { recipients: ['a@away.example', 'c@mail.example'] }))
  expect(results.map((result) => result.outcome)).toEqual(['retry', 'delivered'])
})

const tlsCases: readonly [string, string, (tls: NonNullable<Script['tls']>) => Script, string, boolean][] = [
  ['none', 'offers TLS', (tls) => ({ tls }), 'delivered', false],
  ['opportunistic', 'offers TLS', (tls) => ({ tls }), 'delivered', true],
  ['opportunistic', 'offers none', () => ({}), 'delivered', false],
  [
    'opportunistic',
    'offers it and refuses',
    (tls) => ({ tls, reply: (c) => (c === 'STARTTLS' ? '454 4.7.0 no' : undefined) }),
    'delivered',
    false,
  ],
  ['opportunistic', 'offers it and breaks the handshake', (tls) => ({ tls, brokenTls: true }), 'delivered', false],
  ['required', 'offers TLS', (tls) => ({ tls }), 'delivered', true],
  ['required', 'offers none', () => ({}), 'retry', false],
  ['required', 'breaks the handshake', (tls) => ({ tls, brokenTls: true }), 'retry', false],
  ['verified', 'has a certificate nobody knows', (tls) => ({ tls }), 'retry', false],
]

test.each(tlsCases)('tls %s, a hop that %s', async (policy, _what, script, outcome, encrypted) => {
  const { tls } = certificate()
  const hop = await nextHop(script(tls))
  const { one } = deliveryBy({ nextHop: hop.url, tls: policy })
  const result = await one()
  expect(result?.outcome).toBe(outcome)
  if (outcome === 'delivered') expect(hop.taken[0]?.tls).toBe(encrypted)
  else expect([hop.taken.length, result?.status]).toEqual([0, '4.7.5'])
})

test('tls verified with a certificate we trust; when it changes to another, mail waits, and leaves when it is back', async () => {
  const trusted = certificate()
  const hop = await nextHop({ tls: trusted.tls })
  const caFile = join(folder(), 'ca.pem')
  copyFileSync(trusted.certFile, caFile)
  const { one } = deliveryBy({ nextHop: hop.url, tls: 'verified', caFile, maxMessagesPerConnection: 1 })
  expect(await one()).toMatchObject({ outcome: 'delivered' })
  expect(hop.taken[0]?.tls).toBe(true)
  const keyFile = join(folder(), 'key.pem')
  copyFileSync(trusted.keyFile, keyFile)
  const other = certificate()
  copyFileSync(other.certFile, trusted.certFile)
  copyFileSync(other.keyFile, trusted.keyFile)
  expect(await one()).toMatchObject({ outcome: 'retry', status: '4.7.5' })
  expect(hop.taken).toHaveLength(1)
  copyFileSync(caFile, trusted.certFile)
  copyFileSync(keyFile, trusted.keyFile)
  await expect.poll(async () => (await one())?.outcome, { timeout: 15_000, interval: 200 }).toBe('delivered')
  expect(hop.taken).toHaveLength(2)
})

test('sign-in: inside TLS only; a wrong password waits and is told, it never bounces mail', async () => {
  const { tls } = certificate()
  const passwordFile = join(folder(), 'password')
  writeFileSync(passwordFile, 'geheim-woord\n')
  const auth = `AUTH PLAIN ${Buffer.from('\0lock\0geheim-woord').toString('base64')}`
  const script: Script = {
    tls,
    extensions: ['PIPELINING', 'AUTH PLAIN'],
    reply: (command) =>
      command.startsWith('AUTH') ? (command === auth ? '235 2.7.0 in' : '535 5.7.8 wrong') : undefined,
  }
  const hop = await nextHop(script)
  const right = deliveryBy({ nextHop: hop.url, user: 'lock', passwordFile })
  expect(await right.one()).toMatchObject({ outcome: 'delivered' })
  const wrong = deliveryBy({ nextHop: hop.url, user: 'lock', password: 'fout' })
  const result = await wrong.one()
  expect(result).toMatchObject({ outcome: 'retry', status: '4.7.8' })
  expect(wrong.events).toContain('deliveryDelayed')
  const clear = await nextHop({ extensions: script.extensions ?? [], reply: script.reply ?? (() => undefined) })
  expect(await deliveryBy({ nextHop: clear.url, user: 'lock', passwordFile }).one()).toMatchObject({
    outcome: 'retry',
    status: '4.7.5',
  })
  expect(clear.commands.filter((command) => command.startsWith('AUTH'))).toHaveLength(0)
})

test('a certificate file of ours that is missing makes mail wait', async () => {
  const hop = await nextHop()
  const missing = join(folder(), 'weg.pem')
  const { one } = deliveryBy({ nextHop: hop.url, clientCertFile: missing, clientKeyFile: missing })
  expect(await one()).toMatchObject({ outcome: 'retry', status: '4.3.5' })
})

test('capture: the bytes and the envelope in files, never one over another', async () => {
  const varFolder = folder()
  const { delivery, events } = deliveryBy({ nextHop: 'capture:outbox' }, { varFolder })
  expect(events).toEqual(['captureMode'])
  const raw = Buffer.from('Subject: x\r\n\r\n\xff.\r\n.', 'latin1')
  const results = await delivery.deliver(parcelOf(raw, { recipients: ['a@mail.example', 'b@mail.example'] }))
  expect(results.map((result) => [result.outcome, result.hop])).toEqual([
    ['delivered', 'capture'],
    ['delivered', 'capture'],
  ])
  await delivery.deliver(parcelOf(MAIL, { recipients: ['c@mail.example'], id: '01J0000000000000000000TEST' }))
  const outbox = join(varFolder, 'outbox')
  const id = '01J0000000000000000000TEST'
  expect(readdirSync(outbox).sort()).toEqual([`${id}-2.eml`, `${id}-2.json`, `${id}.eml`, `${id}.json`])
  expect(readFileSync(join(outbox, `${id}.eml`)).equals(raw)).toBe(true)
  expect(JSON.parse(readFileSync(join(outbox, `${id}.json`), 'utf8'))).toEqual({
    id,
    mailFrom: 'an@school.example',
    rcptTo: ['a@mail.example', 'b@mail.example'],
  })
})

test('capture into a place that is no folder waits', async () => {
  const varFolder = folder()
  writeFileSync(join(varFolder, 'outbox'), 'een bestand')
  const { one, delivery } = deliveryBy({}, { varFolder })
  expect(await one()).toMatchObject({ outcome: 'retry', status: '4.3.0' })
  expect(delivery.health()[0]).toMatchObject({ ok: false })
})

test.each([
  'http://next.example',
  'smtp://',
  'smtp://user:pass@next.example',
  'smtp://next.example/x',
  'capture:',
  'next.example:25',
  'smtp://next.example:99999',
])('next hop %s is refused when the configuration is read', (nextHopText) => {
  expect(DeliveryOptions.safeParse({ nextHop: nextHopText }).success).toBe(false)
})

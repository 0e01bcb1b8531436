/** TLS and AUTH: what may be known in clear, who is cut off, certificates that change. */
import { once } from 'node:events'
import { copyFileSync, writeFileSync } from 'node:fs'
import { connect } from 'node:tls'
import { createTransport } from 'nodemailer'
import { expect, test } from 'vitest'
import { hashPassword, verifyPassword } from '../../src/passwords/passwords.ts'
import { makeCertificate } from './certificate.ts'
import { doorOn, temporaryFolder } from './door.ts'
import { Talk } from './talk.ts'

const plain = (name: string, password: string) => Buffer.from(`\0${name}\0${password}`).toString('base64')
const HASH = await hashPassword('Zomer-24-regen')
const USERS = [{ name: 'printer', hash: HASH }]

const secured = async (options: Record<string, unknown> = {}) => {
  const tls = makeCertificate(temporaryFolder())
  return { tls, ...(await doorOn({ tls, ...options })) }
}

const fingerprint = async (port: number): Promise<string> => {
  const socket = connect({ port, host: '127.0.0.1', rejectUnauthorized: false })
  await once(socket, 'secureConnect')
  const print = socket.getPeerCertificate().fingerprint256
  socket.destroy()
  return print
}

test('argon2id hashes: right, wrong, damaged, and those of another program', async () => {
  expect(HASH).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  expect(await verifyPassword('Zomer-24-regen', HASH)).toBe(true)
  expect(await verifyPassword('zomer-24-regen', HASH)).toBe(false)
  expect(await verifyPassword('Zomer-24-regen', HASH.slice(0, -1))).toBe(false)
  expect(await verifyPassword('', '$argon2id$v=19$kapot')).toBe(false)
  // The published example of the Argon2 reference program: echo -n password | argon2 somesalt -id -t 2 -m 16 -p 1 -l 32
  const reference = '$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc'
  expect(await verifyPassword('password', reference)).toBe(true)
})

test('STARTTLS: offered once, AUTH inside only, state before it forgotten', async () => {
  const { port } = await secured({ auth: { users: USERS } })
  const talk = await Talk.to(port)
  await talk.reply()
  const before = await talk.say('EHLO client.school.example')
  expect(before).toContain('STARTTLS')
  expect(before).not.toContain('AUTH')
  expect(await talk.say(`AUTH PLAIN ${plain('printer', 'Zomer-24-regen')}`)).toMatch(/^5/)
  await talk.say('MAIL FROM:<an@school.example>')
  await talk.startTls()
  expect(await talk.say('RCPT TO:<ouder@mail.example>')).toMatch(/^503 /)
  const after = await talk.say('EHLO client.school.example')
  expect(after).toContain('AUTH PLAIN LOGIN')
  expect(after).not.toContain('STARTTLS')
  expect(await talk.say('STARTTLS')).toMatch(/^50\d 5\.5\./)
})

test('commands put behind STARTTLS in clear are thrown away', async () => {
  const { port, kept } = await secured()
  const talk = await Talk.hello(port)
  const injected = 'EHLO kwaad\r\nMAIL FROM:<an@school.example>\r\nRCPT TO:<doel@mail.example>\r\nDATA\r\n'
  await talk.say(`STARTTLS\r\n${injected}Subject: x\r\n\r\nx\r\n.\r\n`.trimEnd())
  talk.socket.removeAllListeners()
  const inside = new Talk(connect({ socket: talk.socket, rejectUnauthorized: false }))
  await once(inside.socket, 'secureConnect')
  expect(await inside.say('RCPT TO:<doel@mail.example>')).toMatch(/^503 /)
  expect(await inside.say('NOOP')).toBe('250 2.0.0 OK')
  expect(kept).toHaveLength(0)
})

test('a garbage handshake harms nobody else', async () => {
  const { port } = await secured()
  const talk = await Talk.hello(port)
  await talk.say('STARTTLS')
  talk.write('geen TLS, maar tekst\r\n')
  await talk.gone()
  expect(await (await Talk.hello(port)).say('NOOP')).toBe('250 2.0.0 OK')
})

test('requireTls: MAIL waits for TLS', async () => {
  const tls = makeCertificate(temporaryFolder())
  const listeners = [{ port: 0, tls: 'starttls', requireTls: true }]
  const { port } = await doorOn({ tls, listeners })
  const talk = await Talk.hello(port)
  expect(await talk.say('MAIL FROM:<an@school.example>')).toMatch(/^530 5\.7\.0 /)
  await talk.startTls()
  await talk.say('EHLO client.school.example')
  expect(await talk.say('MAIL FROM:<an@school.example>')).toMatch(/^250 /)
})

test('several listeners, each in its own manner; the trace line tells which', async () => {
  const tls = makeCertificate(temporaryFolder())
  const listeners = [{ port: 0 }, { port: 0, tls: 'starttls' }, { port: 0, tls: 'implicit' }]
  const { door, kept } = await doorOn({ tls, listeners })
  expect(door.ports.map((one) => one.tls)).toEqual(['plain', 'starttls', 'implicit'])
  const clear = await Talk.hello(door.ports[0]?.port ?? 0)
  expect(await clear.say('STARTTLS')).toMatch(/^500 /)
  await clear.send('Subject: x\r\n\r\nx')
  const inside = await Talk.toTls(door.ports[2]?.port ?? 0)
  await inside.reply()
  await inside.say('EHLO client.school.example')
  await inside.send('Subject: x\r\n\r\nx')
  expect(kept[0]?.head.client.tls).toBe('')
  expect(kept[1]?.head.client.tls).toMatch(/^TLSv1\.[23] /)
  expect(kept[1]?.head.received).toMatch(/ with ESMTPS \(TLSv1\.[23] [\w-]+\)/)
})

test('a client elsewhere signs in, and then may send, but not as nobody', async () => {
  const { port, kept } = await secured({ auth: { users: USERS }, allow: ['10.0.0.0/8'] })
  const talk = await Talk.hello(port)
  expect(await talk.say('MAIL FROM:<an@school.example>')).toMatch(/^530 5\.7\.0 /)
  await talk.startTls()
  await talk.say('EHLO client.school.example')
  expect(await talk.say(`AUTH PLAIN ${plain('printer', 'Zomer-24-regen')}`)).toMatch(/^235 2\.7\.0 |^235 /)
  expect(await talk.say('MAIL FROM:<>')).toMatch(/^550 5\.7\.1 /)
  expect(await talk.send('Subject: x\r\n\r\nx')).toMatch(/^250 /)
  expect(kept[0]?.head.client.user).toBe('printer')
  expect(kept[0]?.head.received).toContain('with ESMTPSA')
})

test('nodemailer signs in with AUTH LOGIN inside STARTTLS', async () => {
  const { port, kept } = await secured({ auth: { users: USERS }, allow: ['10.0.0.0/8'] })
  const auth = { user: 'printer', pass: 'Zomer-24-regen', method: 'LOGIN' }
  const client = createTransport({
    host: '127.0.0.1',
    port,
    requireTLS: true,
    auth,
    tls: { rejectUnauthorized: false },
  })
  await client.sendMail({
    from: 'an@school.example',
    to: 'ouder@mail.example',
    subject: 'Zwemles',
    text: 'Tot morgen.',
  })
  client.close()
  expect(kept[0]?.head.client.user).toBe('printer')
})

test('forty wrong passwords: each costs more, then the address is cut off, also for the right one', async () => {
  const { port, events } = await secured({ auth: { users: USERS, maxFailures: 4, failDelayMs: 1 } })
  const replies: string[] = []
  const attempt = async (talk: Talk, password: string) => {
    replies.push(await talk.say(`AUTH PLAIN ${plain('printer', password)}`))
  }
  const inside = async () => {
    const talk = await Talk.hello(port)
    await talk.startTls()
    await talk.say('EHLO client.school.example')
    return talk
  }
  const talk = await inside()
  for (let at = 0; at < 40 && !talk.ended; at += 1) await attempt(talk, `fout-${at}`)
  expect(replies.slice(0, 3).every((reply) => reply.startsWith('535 5.7.8'))).toBe(true)
  expect(replies[3]).toMatch(/^421 4\.7\.0 /)
  await attempt(await inside(), 'Zomer-24-regen')
  expect(replies.at(-1)).toMatch(/^421 4\.7\.0 /)
  expect(events().filter((event) => event === 'authFailed')).toHaveLength(4)
})

test('a right password among wrong ones below the limit', async () => {
  const { port } = await secured({ auth: { users: USERS, maxFailures: 3, failDelayMs: 1 } })
  const talk = await Talk.hello(port)
  await talk.startTls()
  await talk.say('EHLO client.school.example')
  await talk.say(`AUTH PLAIN ${plain('printer', 'fout')}`)
  await talk.say(`AUTH PLAIN ${plain('niemand', 'fout')}`)
  expect(await talk.say('AUTH PLAIN !!!')).toMatch(/^501 5\.5\.4 /)
  expect(await talk.say('AUTH CRAM-MD5')).toMatch(/^504 5\.5\.4 /)
  expect(await talk.say(`AUTH PLAIN ${plain('Printer', 'Zomer-24-regen')}`)).toMatch(/^235 /)
})

test('a new certificate is used by itself; a broken one leaves the old in use and is told once', async () => {
  const folder = temporaryFolder()
  const tls = makeCertificate(folder)
  const { door, events } = await doorOn({ tls, listeners: [{ port: 0, tls: 'implicit' }] })
  const port = door.ports[0]?.port ?? 0
  const first = await fingerprint(port)
  const other = makeCertificate(temporaryFolder())
  copyFileSync(other.certFile, tls.certFile)
  await door.reloadTls()
  await door.reloadTls()
  expect(events().filter((event) => event === 'certificateBroken')).toHaveLength(1)
  expect(await fingerprint(port)).toBe(first)
  copyFileSync(other.keyFile, tls.keyFile)
  await expect.poll(() => fingerprint(port), { timeout: 5000 }).not.toBe(first)
  writeFileSync(tls.certFile, 'geen certificaat')
  await door.reloadTls()
  expect(await fingerprint(port)).not.toBe(first)
})

test('a certificate that is broken at the start, and TLS without one, stop the start', async () => {
  const folder = temporaryFolder()
  const tls = makeCertificate(folder)
  writeFileSync(tls.certFile, 'geen certificaat')
  await expect(doorOn({ tls })).rejects.toThrow()
  await expect(doorOn({ listeners: [{ port: 0, tls: 'starttls' }] })).rejects.toThrow('smtp.tls.certFile')
})

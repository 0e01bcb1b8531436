/** What the door says before any message: greeting, commands, replies, limits. */
import { expect, onTestFinished, test } from 'vitest'
import { silentLog } from '../../src/log.ts'
import { openDoor, SmtpOptions } from '../../src/smtp/smtp.ts'
import { doorOn } from './door.ts'
import { Talk } from './talk.ts'

test('greets by name, without telling what it runs', async () => {
  const { port } = await doorOn()
  const talk = await Talk.to(port)
  const greeting = await talk.reply()
  expect(greeting).toBe('220 lock.school.example ESMTP')
})

test('announces what it keeps, and no AUTH in clear', async () => {
  const { port } = await doorOn({ maxMessageBytes: 1_000_000, maxRecipients: 1234 })
  const talk = await Talk.to(port)
  await talk.reply()
  const lines = (await talk.say('EHLO client.school.example')).split('\n').map((line) => line.slice(4))
  expect(lines.slice(1).sort()).toEqual(
    ['8BITMIME', 'ENHANCEDSTATUSCODES', 'LIMITS RCPTMAX=1234', 'PIPELINING', 'SIZE 1000000', 'SMTPUTF8'].sort(),
  )
})

test.each([
  ['VRFY an@school.example', '252 2.'],
  ['EXPN leerkrachten', '502 5.5.1'],
  ['HELP', '214 2.0.0'],
  ['NOOP', '250 2.0.0'],
  ['RSET', '250 2.0.0'],
  ['FOO bar', '500 5.5.2'],
  ['XCLIENT ADDR=10.0.0.1', '500 5.5.2'],
  ['XFORWARD ADDR=10.0.0.1', '500 5.5.2'],
  ['WIZ me', '500 5.5.2'],
  ['STARTTLS', '500 5.5.2'],
  ['AUTH PLAIN AGFuAHNlY3JldA==', '500 5.5.2'],
  ['RCPT TO:<ouder@mail.example>', '503 5.5.1'],
  ['DATA', '503 5.5.1'],
  ['MAIL FROM: geen adres', '501 5.1.7'],
  ['QUIT', '221 2.0.0'],
])('%s is answered %s', async (command, expected) => {
  const { port } = await doorOn()
  const talk = await Talk.hello(port)
  expect((await talk.say(command)).slice(0, expected.length)).toBe(expected)
})

test.each([
  ['MAIL FROM:<an@school.example> SIZE=2000', '250 2.1.0'],
  ['MAIL FROM:<an@school.example> SIZE=2001', '552 5.3.4'],
  ['MAIL FROM:<an@elders.example>', '550 5.7.1'],
  ['MAIL FROM:<>', '250 2.1.0'],
  ['MAIL FROM:<@hop.example:an@school.example>', '553 5.1.7'],
  ['MAIL FROM:<an@school.example> RET=FULL', '555 5.5.4'],
  ['MAIL FROM:<an@school.example> BODY=BINARYMIME', '501 5.5.4'],
  ['MAIL FROM:<zoë@school.example>', '553 5.6.7'],
  ['MAIL FROM:<zoë@school.example> SMTPUTF8', '250 2.1.0'],
  ['MAIL FROM:<an@SCHOOL.example>', '250 2.1.0'],
])('%s is answered %s', async (command, expected) => {
  const { port } = await doorOn({ maxMessageBytes: 2000 })
  const talk = await Talk.hello(port)
  expect((await talk.say(command)).slice(0, expected.length)).toBe(expected)
})

test.each([
  ['<ouder@mail.example>', '250 2.1.5'],
  ['<ouder%mail.example@school.example>', '553 5.1.3'],
  ['<@hop.example:ouder@mail.example>', '553 5.1.3'],
  ['<@a.example,@b.example:ouder@mail.example>', '553 5.1.3'],
  ['<ouder>', '501 5.1.3'],
  ['<ouder@mail.example(x)kwaad.example>', '501 5.1.3'],
  ['<ou,der@mail.example>', '553 5.1.3'],
  ['<zoë@mail.example>', '553 5.6.7'],
  ['<ouder@mail.example> NOTIFY=NEVER', '555 5.5.4'],
])('RCPT TO:%s is answered %s', async (address, expected) => {
  const { port } = await doorOn()
  const talk = await Talk.hello(port)
  await talk.say('MAIL FROM:<an@school.example>')
  expect((await talk.say(`RCPT TO:${address}`)).slice(0, expected.length)).toBe(expected)
})

test('an address is kept as written: punycode stays punycode, the local part keeps its case', async () => {
  const { port, kept } = await doorOn()
  const talk = await Talk.hello(port)
  expect(await talk.send('Subject: x\r\n\r\nx', ['Ouder@xn--bcher-kva.EXAMPLE'], 'An@SCHOOL.example')).toMatch(
    /^250 2\.6\.0 /,
  )
  expect(kept[0]?.head.envelope).toEqual({ mailFrom: 'An@school.example', rcptTo: ['Ouder@xn--bcher-kva.example'] })
})

test('the null sender is refused where the operator says so', async () => {
  const { port } = await doorOn({ allowNullSender: false })
  const talk = await Talk.hello(port)
  expect(await talk.say('MAIL FROM:<>')).toMatch(/^550 5\.7\.1 /)
})

test('addresses that need SMTPUTF8 are refused when the next hop lacks it', async () => {
  const { port } = await doorOn({}, { takesUtf8: false })
  const talk = await Talk.hello(port)
  await talk.say('MAIL FROM:<an@school.example> SMTPUTF8')
  expect(await talk.say('RCPT TO:<zoë@mail.example>')).toMatch(/^553 5\.6\.7 /)
  expect(await talk.say('RCPT TO:<ouder@mail.example>')).toMatch(/^250 /)
})

test('recipients: the last one that fits is taken, the next gets 452 4.5.3, the message still goes', async () => {
  const { port, kept } = await doorOn({ maxRecipients: 1000 })
  const talk = await Talk.hello(port)
  await talk.say('MAIL FROM:<an@school.example>')
  talk.write(Array.from({ length: 1001 }, (_, at) => `RCPT TO:<ouder${at}@mail.example>\r\n`).join(''))
  const replies: string[] = []
  for (let at = 0; at < 1001; at += 1) replies.push(await talk.reply())
  expect(replies.slice(0, 1000).filter((reply) => reply.startsWith('250 2.1.5'))).toHaveLength(1000)
  expect(replies[1000]).toMatch(/^452 4\.5\.3 /)
  await talk.say('DATA')
  expect(await talk.say('Subject: x\r\n\r\nx\r\n.')).toMatch(/^250 /)
  expect(kept[0]?.head.envelope.rcptTo).toHaveLength(1000)
})

test('pipelined commands are answered in order, and RSET forgets', async () => {
  const { port } = await doorOn()
  const talk = await Talk.hello(port)
  talk.write('MAIL FROM:<an@school.example>\r\nRCPT TO:<ouder@mail.example>\r\nRSET\r\nDATA\r\nNOOP\r\n')
  const codes = []
  for (let at = 0; at < 5; at += 1) codes.push((await talk.reply()).slice(0, 3))
  expect(codes).toEqual(['250', '250', '250', '503', '250'])
})

test('what a refused MAIL asked for does not stick to the next one', async () => {
  const { port, kept } = await doorOn()
  const talk = await Talk.hello(port)
  await talk.say('MAIL FROM:<an@elders.example> SMTPUTF8')
  await talk.say('MAIL FROM:<an@school.example>')
  expect(await talk.say('RCPT TO:<zoë@mail.example>')).toMatch(/^553 5\.6\.7 /)
  await talk.say('RCPT TO:<ouder@mail.example>')
  await talk.say('DATA')
  await talk.say('Subject: x\r\n\r\nx\r\n.')
  expect(kept[0]?.head.smtputf8).toBe(false)
})

test('a client that only makes errors is cut off', async () => {
  const { port } = await doorOn({ maxErrors: 5 })
  const talk = await Talk.hello(port)
  talk.write('RCPT TO:<ouder@mail.example>\r\n'.repeat(30))
  const replies = []
  for (let reply = await talk.reply(); reply; reply = await talk.reply()) replies.push(reply)
  expect(replies.filter((reply) => reply.startsWith('503'))).toHaveLength(6)
  expect(replies.at(-1)).toMatch(/^421 4\.7\.0 /)
})

test.each([
  ['a command of 2 MB', `NOOP ${'x'.repeat(2_000_000)}\r\n`],
  ['500 unknown commands', 'BLA\r\n'.repeat(500)],
  ['HTTP', 'GET / HTTP/1.1\r\nHost: school.example\r\n\r\n'],
  ['a TLS hello', Buffer.from('16030100f8010000f40303', 'hex').toString('latin1').repeat(4000)],
])('%s ends the connection and nothing else', async (_what, bytes) => {
  const { port } = await doorOn()
  const talk = await Talk.hello(port)
  talk.write(Buffer.from(bytes, 'latin1'))
  await talk.gone()
  const next = await Talk.hello(port)
  expect(await next.say('NOOP')).toBe('250 2.0.0 OK')
})

test('connections of one client: the last one that fits is greeted, the next is told to wait', async () => {
  const { port, events } = await doorOn({ maxConnectionsPerClient: 2 })
  const first = await Talk.to(port)
  const second = await Talk.to(port)
  expect([await first.reply(), await second.reply()].map((reply) => reply.slice(0, 3))).toEqual(['220', '220'])
  const third = await Talk.to(port)
  expect(await third.reply()).toMatch(/^421 4\.7\.0 /)
  expect(events()).toContain('clientRefused')
  await first.say('QUIT')
  await first.gone()
  await expect.poll(async () => (await (await Talk.to(port)).reply()).slice(0, 3)).toBe('220')
})

test('connections of all clients together', async () => {
  const { port } = await doorOn({ maxConnections: 1 })
  const first = await Talk.to(port)
  expect(await first.reply()).toMatch(/^220/)
  expect(await (await Talk.to(port)).reply()).toMatch(/^421 4\.3\.2 /)
})

test('messages a minute', async () => {
  const { port } = await doorOn({ messagesPerMinute: 2 })
  const talk = await Talk.hello(port)
  expect(await talk.send('Subject: 1\r\n\r\n1')).toMatch(/^250/)
  expect(await talk.send('Subject: 2\r\n\r\n2')).toMatch(/^250/)
  expect(await talk.say('MAIL FROM:<an@school.example>')).toMatch(/^451 4\.7\.1 /)
})

test('messages a minute are counted for all doors of one store', async () => {
  const { port, house } = await doorOn({ messagesPerMinute: 2 })
  const next = await openDoor(SmtpOptions.parse({ port: 0, messagesPerMinute: 2 }), house, silentLog)
  onTestFinished(() => next.close(0))
  for (const at of [port, next.ports[0]?.port ?? 0]) {
    expect(await (await Talk.hello(at)).say('MAIL FROM:<an@school.example>')).toMatch(/^250/)
  }
  expect(await (await Talk.hello(port)).say('MAIL FROM:<an@school.example>')).toMatch(/^451 4\.7\.1 /)
})

test.each([
  ['does not answer', () => new Promise<void>(() => {})],
  ['is away', () => Promise.reject(new Error('away'))],
])(
  'while the store %s, mail is not refused for want of a count, and the limit stands by what this door saw',
  async (_what, tally) => {
    const { port } = await doorOn({ messagesPerMinute: 1 }, { tally })
    const talk = await Talk.hello(port)
    expect(await talk.send('Subject: 1\r\n\r\n1')).toMatch(/^250/)
    expect(await talk.say('MAIL FROM:<an@school.example>')).toMatch(/^451 4\.7\.1 /)
  },
)

test.each([
  ['10.0.0.0/8', '554 5.7.1'],
  ['127.0.0.1', '220 lock'],
  ['127.0.0.0/30', '220 lock'],
  ['::ffff:127.0.0.0/104', '220 lock'],
  ['2001:db8::/32', '554 5.7.1'],
])('with %s on the allow list a client on 127.0.0.1 reads %s', async (network, expected) => {
  const { port } = await doorOn({ allow: [network] })
  const talk = await Talk.to(port)
  expect((await talk.reply()).slice(0, expected.length)).toBe(expected)
})

test('an IPv4 client of an IPv6 socket counts as IPv4', async () => {
  const { port } = await doorOn({ host: '::', allow: ['127.0.0.1/32'] })
  const talk = await Talk.to(port)
  expect(await talk.reply()).toMatch(/^220/)
  expect(await (await Talk.to(port, '::1')).reply()).toMatch(/^554 5\.7\.1/)
})

test('silence ends a connection', async () => {
  const { port } = await doorOn({ timeouts: { idleMs: 60 } })
  const talk = await Talk.to(port)
  const replies = []
  for (let reply = await talk.reply(); reply; reply = await talk.reply()) replies.push(reply)
  expect(replies.at(-1)).toMatch(/^421 4\.4\.2 /)
})

test('a session that goes on for ever is ended', async () => {
  const { port } = await doorOn({ timeouts: { sessionMs: 60 } })
  const talk = await Talk.to(port)
  const replies = []
  for (let reply = await talk.reply(); reply; reply = await talk.say('NOOP')) replies.push(reply)
  expect(replies.at(-1)).toMatch(/^421 4\.3\.2 /)
})

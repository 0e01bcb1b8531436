/** From DATA to the 250: bytes, line ends, limits, loops, what goes wrong. */
import { execFile, spawnSync } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { promisify } from 'node:util'
import fc from 'fast-check'
import { createTransport } from 'nodemailer'
import { describe, expect, test } from 'vitest'
import { SmtpReply } from '../../src/smtp/smtp.ts'
import { StoreFull } from '../../src/store/store.ts'
import { doorOn } from './door.ts'
import { Talk } from './talk.ts'

const HEADER = 'From: An <an@school.example>\r\nMessage-ID: <1@school.example>\r\nSubject: x\r\n\r\n'

test('250 names the id, and comes only when the house has it safe', async () => {
  let release = () => {}
  const hold = new Promise<void>((resolve) => {
    release = resolve
  })
  const { port, kept } = await doorOn({}, { hold })
  const talk = await Talk.hello(port)
  await talk.begin()
  talk.write(`${HEADER}hallo\r\n.\r\n`)
  const reply = talk.reply()
  expect(await Promise.race([reply, new Promise((resolve) => setTimeout(() => resolve('silence'), 60))])).toBe(
    'silence',
  )
  expect(kept).toHaveLength(0)
  release()
  expect(await reply).toBe(`250 2.6.0 Safe as ${kept[0]?.id}`)
})

test('dots in all places, one byte a segment: the same bytes, one reply', async () => {
  const { port, kept } = await doorOn()
  const talk = await Talk.hello(port)
  await talk.begin()
  const sent = `${HEADER}.\r\n..\r\n...\r\n.a\r\na.\r\n\r\n.\r\n`
  const stuffed = sent.replace(/^\./gm, '..')
  for (const byte of Buffer.from(`${stuffed}.\r\n`)) {
    talk.write(Buffer.from([byte]))
    await new Promise((resolve) => setImmediate(resolve))
  }
  expect(await talk.reply()).toMatch(/^250 /)
  expect(kept[0]?.bytes.toString()).toBe(sent)
  expect(await talk.say('NOOP')).toBe('250 2.0.0 OK')
})

const line = fc.oneof(
  fc.constantFrom('', '.', '..', '...', '.a', '.\t', 'a.', 'From x', ' '),
  fc.string({ unit: 'binary', maxLength: 30 }).map((text) => text.replace(/[\r\n\0]/g, '.')),
)

test('any lines, in any pieces, arrive the same; what comes behind the dot is the next command', async () => {
  const { port, kept } = await doorOn()
  const talk = await Talk.hello(port)
  const lines = fc.array(line, { maxLength: 25 })
  await fc.assert(
    fc.asyncProperty(lines, fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 15 }), async (body, steps) => {
      const sent = Buffer.from(`${[`X: ${body.length}`, '', ...body].join('\r\n')}\r\n`)
      const wire = Buffer.from(`${sent.toString('latin1').replace(/(^|\r\n)\./g, '$1..')}.\r\nNOOP\r\n`, 'latin1')
      await talk.begin()
      let at = 0
      for (const step of [...steps, wire.length]) {
        talk.write(wire.subarray(at, at + step))
        at += step
        await new Promise((resolve) => setImmediate(resolve))
      }
      expect(await talk.reply()).toMatch(/^250 2\.6\.0 /)
      expect(await talk.reply()).toBe('250 2.0.0 OK')
      expect(kept.at(-1)?.bytes.equals(sent)).toBe(true)
    }),
    { numRuns: 150 },
  )
})

test('8-bit bytes, long lines, trailing spaces and odd headers arrive as they were sent', async () => {
  const { port, kept } = await doorOn()
  const raw = Buffer.concat([
    Buffer.from(`${HEADER}X: ${'y'.repeat(200_000)}\r\n  \r\n\t\r\n`),
    Buffer.from(Array.from({ length: 255 }, (_, byte) => byte).filter((byte) => ![0, 10, 13].includes(byte))),
    Buffer.from('\r\n\r\n\r\n'),
  ])
  const talk = await Talk.hello(port)
  await talk.begin()
  talk.write(raw)
  talk.write('.\r\n')
  expect(await talk.reply()).toMatch(/^250 /)
  expect(kept[0]?.bytes.equals(raw)).toBe(true)
  expect(kept[0]?.head).toMatchObject({ size: raw.length, eightBit: true, smtputf8: false, kind: 'mail' })
})

test('a message of nothing is a message', async () => {
  const { port, kept } = await doorOn()
  const talk = await Talk.hello(port)
  await talk.begin()
  expect(await talk.say('.')).toMatch(/^250 /)
  expect(kept[0]?.bytes).toHaveLength(0)
})

const SECOND = 'MAIL FROM:<an@school.example>\r\nRCPT TO:<doel@mail.example>\r\nDATA\r\nSubject: gesmokkeld\r\n\r\nx'

test.each([
  ['LF . LF', '\n.\n', 'bare LF'],
  ['LF . CRLF', '\n.\r\n', 'bare LF'],
  ['CRLF . LF', '\r\n.\n', 'bare LF'],
  ['CR . CR', '\r.\r', 'bare CR'],
  ['CR . CRLF', '\r.\r\n', 'bare CR'],
  ['CRLF . CR', '\r\n.\r', 'bare CR'],
  ['CR . LF', '\r.\n', 'bare CR'],
  ['LF . CR', '\n.\r', 'bare LF'],
  ['CRCRLF . CRLF', '\r\r\n.x\r\n', 'bare CR'],
  ['two dots after a bare LF', '\n..\r\n', 'bare LF'],
  ['NUL before the dot', '\r\n\0.\r\n', 'NUL'],
  ['NUL after the dot', '\r\n.\0\r\n', 'NUL'],
])(
  'smuggling by %s: refused by name at the real end, nothing goes in, nothing comes after',
  async (_what, trick, named) => {
    for (const split of [false, true]) {
      const { port, kept, open, aborted } = await doorOn()
      const talk = await Talk.hello(port)
      await talk.begin()
      const bytes = Buffer.from(`${HEADER}een${trick}${SECOND}\r\n.\r\n`)
      if (!split) talk.write(bytes)
      else {
        for (const byte of bytes) {
          talk.write(Buffer.from([byte]))
          await new Promise((resolve) => setImmediate(resolve))
        }
      }
      const reply = await talk.reply()
      expect(reply).toMatch(/^55[04] 5\.(?:5\.2|6\.0) /)
      expect(reply).toContain(named)
      expect(await talk.say('NOOP')).toBe('250 2.0.0 OK')
      expect([kept.length, open.size, aborted.length]).toEqual([0, 0, 1])
    }
  },
)

test('a bare CR as the very last byte', async () => {
  const { port } = await doorOn()
  const talk = await Talk.hello(port)
  expect(await talk.send(`${HEADER}x\r`)).toContain('bare CR')
})

test.each([
  ['a continuation line', ' verder\r\nSubject: x\r\n\r\nx'],
  ['a tab', '\tverder\r\nSubject: x\r\n\r\nx'],
  ['a byte order mark', '\ufeffSubject: x\r\n\r\nx'],
])('a message that begins with %s is refused: our own line would swallow it', async (_what, raw) => {
  const { port, aborted } = await doorOn()
  const talk = await Talk.hello(port)
  expect(await talk.send(raw)).toMatch(/^554 5\.6\.0 /)
  expect(aborted).toHaveLength(1)
})

test('SIZE: the limit itself is taken, one byte more is refused at the dot and given up', async () => {
  const { port, kept, aborted } = await doorOn({ maxMessageBytes: 5000 })
  const talk = await Talk.hello(port)
  const fits = HEADER + 'x'.repeat(5000 - HEADER.length - 2)
  expect(await talk.send(fits)).toMatch(/^250 /)
  expect(await talk.send(`${fits}x`)).toMatch(/^552 5\.3\.4 /)
  expect([kept.length, aborted.length]).toEqual([1, 1])
  expect(await talk.send('Subject: klein\r\n\r\nx')).toMatch(/^250 /)
})

test('loops: as many Received lines as allowed pass, one more does not', async () => {
  const { port } = await doorOn({ maxReceived: 3 })
  const talk = await Talk.hello(port)
  const line = 'Received: from a.example by b.example;\r\n\tMon, 1 Jan 2024 00:00:00 +0000\r\n'
  expect(await talk.send(`${line.repeat(3) + HEADER}Received: in de tekst telt niet`)).toMatch(/^250 /)
  expect(await talk.send(line.repeat(4) + HEADER)).toMatch(/^554 5\.4\.6 /)
})

test('loops: our own mark may come back once, folded as anybody likes, and not twice', async () => {
  const { port, kept } = await doorOn()
  const talk = await Talk.hello(port)
  await talk.send(HEADER)
  const own = kept[0]?.head.received ?? ''
  const refolded = own.replace(/\r\n\t/g, ' \r\n   ').replace('Received:', 'RECEIVED:')
  expect(await talk.send(own + HEADER)).toMatch(/^250 /)
  expect(await talk.send(own + refolded + HEADER)).toMatch(/^554 5\.4\.6 /)
  expect(await talk.send(own + own.replaceAll('lock.school.example', 'other.school.example') + HEADER)).toMatch(/^250 /)
})

test('the Received line: RFC 5321 form, the only recipient named, several not', async () => {
  const { port, kept } = await doorOn()
  const talk = await Talk.hello(port)
  await talk.send(HEADER, ['ouder@mail.example'])
  await talk.send(HEADER, ['ouder@mail.example', 'geheim@mail.example'])
  const [one, two] = kept.map((mail) => mail.head.received)
  expect(one).toMatch(
    /^Received: from client\.school\.example \(\[127\.0\.0\.1\]\)\r\n\tby lock\.school\.example \(Mailsluis\) with ESMTP\r\n\tid MAIL\d{21}1 for <ouder@mail\.example>; [A-Z][a-z]{2}, \d{1,2} [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d \+0000\r\n$/,
  )
  expect(Math.abs(Date.parse(one?.slice(one.indexOf(';') + 1).trim() ?? '') - Date.now())).toBeLessThan(60_000)
  expect(two).not.toContain('mail.example')
})

test('the Received line: a name with parentheses, quotes or 8-bit bytes cannot break it', async () => {
  const { port, kept } = await doorOn()
  const talk = await Talk.to(port)
  await talk.reply()
  await talk.say('EHLO a(b)"c";\u00e9d@e')
  await talk.send(HEADER)
  expect(kept[0]?.head.received).toMatch(/^Received: from abcde \(/)
  const bad = await Talk.to(port)
  await bad.reply()
  expect(await bad.say('EHLO a\x01b')).toMatch(/^501 5\.5\.4 /)
})

test('SMTPUTF8 is passed on only when something needs it', async () => {
  const { port, kept } = await doorOn()
  const talk = await Talk.hello(port)
  const one = async (to: string, raw: string) => {
    await talk.say('MAIL FROM:<an@school.example> SMTPUTF8')
    await talk.say(`RCPT TO:<${to}>`)
    await talk.say('DATA')
    await talk.say(`${raw}\r\n.`)
  }
  await one('ouder@mail.example', 'Subject: gewoon\r\n\r\ncafé')
  await one('zoë@mail.example', 'Subject: gewoon\r\n\r\nx')
  await one('ouder@mail.example', 'Subject: café\r\n\r\nx')
  expect(kept.map((mail) => mail.head.smtputf8)).toEqual([false, true, true])
  expect(kept[1]?.head.received).toContain('with UTF8SMTP')
  expect(kept[1]?.head.received).not.toContain('zo')
})

test('the same submission has the same join key; another sender, recipient or Message-ID has not', async () => {
  const { port, kept } = await doorOn()
  const talk = await Talk.hello(port)
  await talk.send(HEADER, ['b@mail.example', 'a@mail.example'])
  await talk.send(HEADER, ['a@mail.example', 'b@mail.example'])
  await talk.send(HEADER, ['a@mail.example'])
  await talk.send(HEADER.replace('<1@', '<2@'), ['a@mail.example', 'b@mail.example'])
  await talk.send(HEADER.replace('From: An', 'From: Bo'), ['a@mail.example', 'b@mail.example'])
  await talk.send(HEADER, ['a@mail.example', 'b@mail.example'], 'bo@school.example')
  const keys = kept.map((mail) => mail.joinKey)
  expect(keys[1]).toBe(keys[0])
  expect(new Set(keys).size).toBe(5)
})

describe('parts of one message', () => {
  const AUTHORED =
    'From: An <an@school.example>\r\nTo: a@mail.example,\r\n b@mail.example\r\nMessage-ID: <1@school.example>\r\nSubject: x\r\n'
  const trace = (words: string) => `Received: from pc by mail.school.example with ESMTP id ${words}; today\r\n`
  const families = async (...heads: readonly string[]): Promise<readonly (string | undefined)[]> => {
    const { port, kept } = await doorOn({ maxMessageBytes: 1_000_000 })
    const talk = await Talk.hello(port)
    for (const [n, head] of heads.entries())
      expect(await talk.send(`${head}\r\nhallo`, [`r${n}@mail.example`])).toMatch(/^250 /)
    return kept.map(({ family }) => family)
  }

  test('have one family, whatever servers wrote above them', async () => {
    const found = await families(
      `${trace('1')}${AUTHORED}`,
      `${trace('2')}${trace('3')}${AUTHORED}`,
      `${AUTHORED}X-Queue: 7\r\nDKIM-Signature: v=1; b=abc\r\n`,
      `${AUTHORED}Bcc: r3@mail.example\r\n`,
    )
    expect(found[0]).toMatch(/^[\w-]{43}$/)
    expect(new Set(found).size).toBe(1)
  })

  test.each([
    ['Message-ID', AUTHORED.replace('<1@', '<2@')],
    ['author', AUTHORED.replace('An <', 'Bo <')],
    ['subject', AUTHORED.replace('Subject: x', 'Subject: y')],
    ['list of recipients', AUTHORED.replace('b@', 'c@')],
    ['type', `${AUTHORED}Content-Type: text/html\r\n`],
    ['recipient in a trace line', `${trace('1 for <a@mail.example>')}${AUTHORED}`],
    ['recipient in another line', `Delivered-To: a@mail.example\r\n${AUTHORED}`],
    ['trace line that names its hidden recipient, as Exim writes it', `${trace('1 for R1@mail.example')}${AUTHORED}`],
    ['line that names its hidden recipient', `${AUTHORED}X-Rcpt-To: rfc822;r1@mail.example\r\n`],
  ])('another %s: another family', async (_what, other) => {
    const found = await families(AUTHORED, other)
    expect(new Set(found).size).toBe(2)
  })

  test('nothing that names it, or a header too long to know whole: no family', async () => {
    const long = `${AUTHORED}X-Long: ${`${'x'.repeat(900)}\r\n `.repeat(320)}x\r\n`
    expect(await families(AUTHORED.replace('Message-ID', 'X-Id'), long)).toEqual([undefined, undefined])
  })
})

test.each([
  ['intake', new StoreFull(), '452 4.3.1'],
  ['write', new StoreFull(), '452 4.3.1'],
  ['accept', new StoreFull(), '452 4.3.1'],
  ['intake', new Error('an@school.example'), '451 4.3.0'],
  ['write', new Error('an@school.example'), '451 4.3.0'],
  ['accept', new Error('an@school.example'), '451 4.3.0'],
  ['accept', new SmtpReply(550, '5.7.1', 'Niet toegelaten'), '550 5.7.1 Niet toegelaten'],
] as const)('trouble in %s is answered, tells nothing, and leaves nothing open', async (where, error, expected) => {
  const { port, mood, lines, open } = await doorOn({}, { [where]: error })
  const talk = await Talk.hello(port)
  const reply = await talk.send(HEADER)
  expect(reply.slice(0, expected.length)).toBe(expected)
  expect(reply + JSON.stringify(lines)).not.toContain('an@school')
  expect(open.size).toBe(0)
  expect(lines.map((line) => line.event)).toContain('mailRefused')
  delete mood[where]
  expect(await talk.send(HEADER)).toMatch(/^250 /)
})

test('a client that leaves in the middle of the data leaves nothing behind', async () => {
  const { port, open, kept, aborted } = await doorOn()
  const talk = await Talk.hello(port)
  await talk.begin()
  talk.write(`${HEADER}half`)
  await expect.poll(() => open.size).toBe(1)
  talk.hangUp()
  await expect.poll(() => aborted.length).toBe(1)
  expect([open.size, kept.length]).toEqual([0, 0])
})

test('a message that drips for ever is ended', async () => {
  const { port, open, aborted } = await doorOn({ timeouts: { messageMs: 80 } })
  const talk = await Talk.hello(port)
  await talk.begin()
  const drip = setInterval(() => talk.write('x'), 10)
  expect(await talk.reply()).toMatch(/^421 4\.4\.2 /)
  clearInterval(drip)
  await expect.poll(() => aborted.length).toBe(1)
  expect(open.size).toBe(0)
})

test('commands behind the final dot are obeyed, those within are not', async () => {
  const { port, kept } = await doorOn()
  const talk = await Talk.hello(port)
  await talk.begin()
  talk.write(`${HEADER}MAIL FROM:<an@school.example>\r\n.\r\nNOOP\r\nQUIT\r\n`)
  expect([await talk.reply(), await talk.reply(), await talk.reply()].map((reply) => reply.slice(0, 3))).toEqual([
    '250',
    '250',
    '221',
  ])
  expect(kept).toHaveLength(1)
})

test('twenty clients of 25 MB: every byte arrives and one chunk of each is under way', async () => {
  const { port, house, mostInFlight } = await doorOn()
  const digests: string[] = []
  const { intake } = house
  // Nothing is kept here, so that what the door itself holds is what the heap shows.
  house.intake = async () => {
    const hash = createHash('sha256')
    const mail = await intake()
    return Object.assign(Object.create(mail) as typeof mail, {
      write: async (chunk: Buffer) => {
        hash.update(chunk)
        await new Promise((resolve) => setImmediate(resolve))
      },
      commit: mail.commit,
      abort: async () => {},
      finish: () => digests.push(hash.digest('hex')),
    })
  }
  house.accept = async (mail) => {
    ;(mail as unknown as { finish: () => void }).finish()
    return { id: mail.id }
  }
  const line = `${randomBytes(57).toString('base64')}\r\n`
  const piece = Buffer.from(line.repeat(850))
  const pieces = Math.ceil((25 * 1024 * 1024) / piece.length)
  let peak = 0
  const before = process.memoryUsage().rss
  const watch = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage().rss)
  }, 20)
  const one = async () => {
    const talk = await Talk.hello(port)
    await talk.begin()
    talk.write(HEADER)
    for (let at = 0; at < pieces; at += 1) {
      if (!talk.socket.write(piece)) await new Promise((resolve) => talk.socket.once('drain', resolve))
    }
    return talk.say('.')
  }
  const replies = await Promise.all(Array.from({ length: 20 }, one))
  clearInterval(watch)
  expect(replies.every((reply) => reply.startsWith('250'))).toBe(true)
  const whole = createHash('sha256').update(HEADER)
  for (let at = 0; at < pieces; at += 1) whole.update(piece)
  expect(new Set(digests)).toEqual(new Set([whole.digest('hex')]))
  expect(mostInFlight()).toBeLessThanOrEqual(1)
  expect((peak - before) / 1024 / 1024).toBeLessThan(200)
}, 120_000)

test('nodemailer as a client is understood', async () => {
  const { port, kept } = await doorOn()
  const client = createTransport({
    host: '127.0.0.1',
    port,
    secure: false,
    ignoreTLS: true,
    name: 'client.school.example',
  })
  await client.sendMail({
    from: 'An <an@school.example>',
    to: 'ouder@mail.example',
    subject: 'Zwemles',
    text: 'Tot morgen.',
  })
  client.close()
  expect(kept[0]?.bytes.toString()).toContain('Subject: Zwemles\r\n')
})

const swaks = spawnSync('swaks', ['--version']).status === 0

test.skipIf(!swaks && !process.env.CI)('swaks as a client is understood', async () => {
  const { port, kept } = await doorOn()
  const mail = [
    '--from',
    'an@school.example',
    '--to',
    'ouder@mail.example',
    '--header',
    'Subject: Zwemles',
    '--body',
    '.punt',
  ]
  await promisify(execFile)('swaks', ['--server', `127.0.0.1:${port}`, '--pipeline', ...mail])
  expect(kept[0]?.bytes.toString()).toContain('Subject: Zwemles\r\n')
  expect(kept[0]?.bytes.toString()).toContain('\r\n.punt')
})

/**
 * Odd and malformed messages: each is forwarded byte for byte, held, returned or refused with a 5xx. None is lost, none
 * stops the program, and what is over a limit is never forwarded unread.
 */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Talk } from '../smtp/talk.ts'
import { lookInto, openSink, remove, type Sink, type Started, start, until } from './running.ts'

const TEACHER = 'els.vandenbroeck@devlonder.example'
const TO = 'ouder@mail.example'

let sink: Sink
let gateway: Started
beforeAll(async () => {
  sink = await openSink()
  gateway = await start({ MAILSLUIS_NEXT_HOP: `smtp://127.0.0.1:${sink.port}` })
})
afterAll(async () => {
  await gateway?.kill()
  await sink?.close()
  if (gateway) remove(gateway.folder)
})

const HEAD = `From: Els Vandenbroeck <${TEACHER}>\r\nTo: ${TO}\r\nSubject: Zwemmen\r\n`
const MIXED = `${HEAD}MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=grens\r\n\r\n`
const TEXT = 'Content-Type: text/plain; charset=utf-8\r\n\r\nMorgen zwemmen we.\r\n'

const nested = (depth: number): string => {
  const opening = Array.from(
    { length: depth },
    (_, n) => `Content-Type: multipart/mixed; boundary="b${n}"\r\n\r\n--b${n}\r\n`,
  )
  const closing = Array.from({ length: depth }, (_, n) => `\r\n--b${depth - 1 - n}--\r\n`)
  return `${HEAD}MIME-Version: 1.0\r\n${opening.join('')}${TEXT}${closing.join('')}`
}
const messages = (depth: number): string =>
  `${HEAD}MIME-Version: 1.0\r\n${'Content-Type: message/rfc822\r\n\r\n'.repeat(depth)}${TEXT}`
const parts = (count: number): string => `${MIXED}${`--grens\r\n${TEXT}`.repeat(count)}--grens--\r\n`

type Fate = 'forward' | 'hold' | 'bounce' | 'refused'
type Shape = readonly [name: string, raw: string, ...allowed: Fate[]]

const SHAPES: readonly Shape[] = [
  ['zero length', '', 'forward', 'hold', 'bounce', 'refused'],
  ['only the empty line', '\r\n', 'forward', 'hold', 'bounce', 'refused'],
  ['headers only, no empty line', HEAD, 'forward'],
  ['headers only, empty line', `${HEAD}\r\n`, 'forward'],
  ['no headers at all', '\r\nMorgen zwemmen we.\r\n', 'hold', 'bounce', 'refused', 'forward'],
  ['first line is a continuation', ` gevouwen\r\n${HEAD}\r\nDag\r\n`, 'refused'],
  ['first line is a byte order mark', `\u00ef\u00bb\u00bf${HEAD}\r\nDag\r\n`, 'refused'],
  ['a line that is no header field', `${HEAD}dit is geen veld\r\nX-Y: z\r\n\r\nDag\r\n`, 'forward', 'hold'],
  ['field without a name', `${HEAD}: leeg\r\n\r\nDag\r\n`, 'forward', 'hold'],
  ['200 KB in one header line', `${HEAD}X-Lang: ${'a'.repeat(200_000)}\r\n\r\nDag\r\n`, 'forward', 'hold'],
  ['4,000 header fields', `${HEAD}${'X-Veel: een\r\n'.repeat(4000)}\r\nDag\r\n`, 'forward', 'hold'],
  ['a body line of 100 KB', `${HEAD}\r\n${'zwemmen '.repeat(12_500)}\r\n`, 'forward', 'hold'],
  ['boundary never closed', `${MIXED}--grens\r\n${TEXT}`, 'forward', 'hold'],
  ['boundary never opened', `${MIXED}Morgen zwemmen we.\r\n`, 'forward', 'hold'],
  ['boundary missing', MIXED.replace('; boundary=grens', '') + TEXT, 'forward', 'hold'],
  ['boundary empty', MIXED.replace('=grens', '=""') + TEXT, 'forward', 'hold'],
  ['boundary with padding', `${MIXED}--grens  \t\r\n${TEXT}--grens--  \r\n`, 'forward', 'hold'],
  [
    'two Content-Types that differ',
    `${HEAD}Content-Type: text/plain\r\nContent-Type: text/html\r\n\r\nDag\r\n`,
    'hold',
    'forward',
  ],
  [
    'comments in Content-Type',
    `${MIXED.replace('multipart/mixed', 'multipart(a)/(b)mixed')}--grens\r\n${TEXT}--grens--\r\n`,
    'forward',
    'hold',
  ],
  ['unknown transfer encoding', `${HEAD}Content-Transfer-Encoding: rot13\r\n\r\nQnt\r\n`, 'hold'],
  [
    'broken base64',
    `${HEAD}Content-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!=a=b===\r\nQUJD\r\n`,
    'forward',
    'hold',
  ],
  [
    'broken quoted-printable',
    `${HEAD}Content-Transfer-Encoding: quoted-printable\r\n\r\nDag =ZZ =\r\n=\r\n`,
    'forward',
    'hold',
  ],
  ['unknown charset', `${HEAD}Content-Type: text/plain; charset=klingon\r\n\r\nDag\r\n`, 'forward', 'hold'],
  ['broken encoded words', `${HEAD}X-Y: =?utf-8?B?!!!?= =?x?q?=\r\n\r\nDag\r\n`, 'forward', 'hold'],
  [
    'three From fields',
    `${HEAD}From: a@mail.example\r\nFrom: b@mail.example\r\n\r\nDag\r\n`,
    'hold',
    'bounce',
    'forward',
  ],
  [
    'raw 8-bit in header and body',
    `${HEAD}X-Naam: Zo\u00eb \u00ff\u00fe\r\n\r\nZo\u00eb \u00ff\u00fe\r\n`,
    'forward',
    'hold',
  ],
  ['dots everywhere', `${HEAD}\r\n.\r\n..\r\n...\r\n. a\r\n.\r\n`, 'forward'],
  ['control characters', `${HEAD}\r\nDag \u0007\u001b[31m \u000b\u000c\r\n`, 'forward', 'hold'],
  ['open multipart of 50 levels', nested(50), 'forward', 'hold'],
  ['900 levels of multipart', nested(900), 'hold', 'refused'],
  ['900 levels of message/rfc822', messages(900), 'hold', 'refused'],
  ['3,000 parts', parts(3000), 'hold', 'refused'],
]

const stuffed = (raw: string): string => raw.replace(/^\./gm, '..')

const submit = async (raw: string): Promise<string> => {
  const talk = await Talk.hello(gateway.smtp)
  await talk.begin([TO], TEACHER)
  talk.write(Buffer.from(`${stuffed(raw)}.\r\n`, 'latin1'))
  const reply = await talk.reply()
  talk.hangUp()
  return reply
}

const idOf = (reply: string): string => /^250 .*Safe as (\S+)/.exec(reply)?.[1] ?? ''

const fateOf = async (reply: string): Promise<Fate | 'lost' | 'temporary'> => {
  if (/^5\d\d 5\.\d\.\d /.test(reply)) return 'refused'
  const id = idOf(reply)
  if (id === '') return 'temporary'
  return lookInto(gateway.folder, async (store) => {
    const [recipient] = (await store.mail(id))?.recipients ?? []
    if (recipient?.fate === 'held') return 'hold'
    if (recipient?.fate === 'stopped') return 'bounce'
    return recipient?.fate === 'delivered' ? 'forward' : 'lost'
  })
}

const quiet = (): Promise<void> =>
  until(
    () =>
      lookInto(gateway.folder, async (store) => {
        const { received, waiting } = await store.counts()
        return received + waiting === 0
      }),
    gateway.output,
    60_000,
  )

test(`${SHAPES.length} odd shapes: forwarded identical, held, returned or refused; none lost`, async () => {
  const replies: string[] = []
  for (const [, raw] of SHAPES) replies.push(await submit(raw))
  await quiet()
  let forwarded = 0
  for (const [n, [name, raw, ...allowed]] of SHAPES.entries()) {
    const fate = await fateOf(replies[n]!)
    expect({ name, fate, reply: replies[n] }).toMatchObject({ fate: expect.toBeOneOf(allowed) })
    const id = idOf(replies[n]!)
    const arrived = sink.delivered.filter((d) => d.from === TEACHER && id !== '' && d.raw.includes(`id ${id}`))
    expect({ name, copies: arrived.length }).toEqual({ name, copies: fate === 'forward' ? 1 : 0 })
    if (fate !== 'forward') continue
    const text = arrived[0]!.raw.toString('latin1')
    const received = /^Received: from [\s\S]*?; [^\r\n]+\r\n/.exec(text)?.[0] ?? ''
    forwarded += 1
    expect({ name, same: text.slice(received.length) === raw }).toEqual({ name, same: true })
  }
  expect(sink.delivered.filter((d) => d.from === TEACHER)).toHaveLength(forwarded)
  expect(gateway.child.exitCode).toBeNull()
  expect(gateway.output()).not.toMatch(/"event":"(judgeFailed|detectorFailed|taskFailed)"/)
}, 90_000)

test('only CRLF.CRLF ends a message: no second message can be hidden in one (SMTP smuggling)', async () => {
  const second = `MAIL FROM:<${TEACHER}>\r\nRCPT TO:<slachtoffer@mail.example>\r\nDATA\r\nSubject: verborgen\r\n\r\nx\r\n.\r\n`
  for (const end of [
    '\n.\n',
    '\n.\r\n',
    '\r\n.\n',
    '\r.\r',
    '\r.\r\n',
    '\r\n.\r',
    '\n\n.\r\n',
    '\r\n\0.\r\n',
    '\r\r\n.\r\r\n',
  ]) {
    const talk = await Talk.hello(gateway.smtp)
    await talk.begin([TO], TEACHER)
    talk.write(Buffer.from(`${HEAD}\r\nDag${end}${second}\r\n.\r\n`, 'latin1'))
    expect({ end, reply: await talk.reply() }).toEqual({ end, reply: expect.stringMatching(/^5\d\d 5\./) })
    talk.hangUp()
  }
  await quiet()
  expect(sink.delivered.flatMap((d) => d.to)).not.toContain('slachtoffer@mail.example')
})

test('8-bit text and SMTPUTF8 go as they are, asked for at the next hop', async () => {
  const talk = await Talk.hello(gateway.smtp)
  const raw = `From: Zoë <${TEACHER}>\r\nTo: zoë@mail.example\r\nSubject: Zwemmen in zaal één\r\nX-Mark: utf8-x\r\n\r\nTot straks, Zoë — één uur.\r\n`
  expect(await talk.say(`MAIL FROM:<${TEACHER}> BODY=8BITMIME SMTPUTF8`)).toMatch(/^250 /)
  expect(await talk.say('RCPT TO:<zoë@mail.example>')).toMatch(/^250 /)
  expect(await talk.say('DATA')).toMatch(/^354/)
  talk.write(`${raw}.\r\n`)
  expect(await talk.reply()).toMatch(/^250 /)
  expect(await talk.say(`MAIL FROM:<${TEACHER}>`)).toMatch(/^250 /)
  expect(await talk.say('RCPT TO:<zoë@mail.example>')).toMatch(/^553 5\.6\.7 /)
  talk.hangUp()
  await until(() => sink.delivered.some((d) => d.raw.includes('X-Mark: utf8-x')), gateway.output)
  const arrived = sink.delivered.find((d) => d.raw.includes('X-Mark: utf8-x'))!
  expect(arrived.to).toEqual(['zoë@mail.example'])
  expect(arrived.raw.toString('utf8').endsWith(raw)).toBe(true)
})

test('a Bcc line that was left in does not travel; all other bytes do', async () => {
  const raw = `${HEAD}BCC: geheim@mail.example,\r\n  ook@mail.example\r\nX-Mark: bcc-x\r\nbcc:nog@mail.example\r\n\r\nBcc: dit is gewone tekst.\r\n`
  expect(await submit(raw)).toMatch(/^250 /)
  await until(() => sink.delivered.some((d) => d.raw.includes('X-Mark: bcc-x')), gateway.output)
  const text = sink.delivered.find((d) => d.raw.includes('X-Mark: bcc-x'))!.raw.toString('latin1')
  expect(text.endsWith(`\r\n${HEAD}X-Mark: bcc-x\r\n\r\nBcc: dit is gewone tekst.\r\n`)).toBe(true)
  expect(text).not.toMatch(/geheim@|ook@|nog@/)
})

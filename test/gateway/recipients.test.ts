/** Very many recipients: 5,000 in one transaction, and 10,000 in several. Everyone gets it, once. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Talk } from '../smtp/talk.ts'
import { events, openSink, remove, type Sink, type Started, start, until } from './running.ts'

const TEACHER = 'els.vandenbroeck@devlonder.example'

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

const raw = (id: string): string =>
  `From: Els Vandenbroeck <${TEACHER}>\r\nTo: Ouders:;\r\nSubject: Schoolfeest\r\nMessage-ID: <${id}@devlonder.example>\r\n\r\nTot zaterdag op het schoolfeest.\r\n`

const parents = (from: number, to: number): string[] =>
  Array.from({ length: to - from }, (_, n) => `ouder${from + n}@mail${(from + n) % 7}.example`)

/** All RCPTs at once, as a client that pipelines does (RFC 2920). Answers the replies to RCPT and to the dot. */
const submit = async (id: string, to: readonly string[]): Promise<{ refused: string[]; end: string }> => {
  const talk = await Talk.hello(gateway.smtp)
  await talk.say(`MAIL FROM:<${TEACHER}>`)
  talk.write(to.map((address) => `RCPT TO:<${address}>\r\n`).join(''))
  const refused: string[] = []
  for (const _ of to) {
    const reply = await talk.reply()
    if (!reply.startsWith('250 ')) refused.push(reply)
  }
  await talk.say('DATA')
  talk.write(`${raw(id)}.\r\n`)
  const end = await talk.reply()
  talk.hangUp()
  return { refused, end }
}

const reached = (id: string): string[] =>
  sink.delivered.filter((d) => d.raw.includes(`Message-ID: <${id}@`)).flatMap((d) => [...d.to])

test('5,000 in one transaction, and one too many is told so', async () => {
  const to = parents(0, 5000)
  const { refused, end } = await submit('five', [...to, 'te.veel@mail.example'])
  expect(refused).toEqual([expect.stringMatching(/^452 4\.5\.3 /)])
  expect(end).toMatch(/^250 /)
  await until(() => reached('five').length >= 5000, gateway.output, 60_000)
  expect(reached('five').sort()).toEqual(to.sort())
}, 90_000)

test('10,000 in ten transactions of one message: each delivered once', async () => {
  const slices = Array.from({ length: 10 }, (_, n) => parents(10_000 + n * 1000, 11_000 + n * 1000))
  const answers = await Promise.all(slices.map((to) => submit('ten', to)))
  expect(answers.flatMap((a) => a.refused)).toEqual([])
  expect(answers.filter((a) => !a.end.startsWith('250 '))).toEqual([])
  await until(() => reached('ten').length >= 10_000, gateway.output, 60_000)
  expect(reached('ten').sort()).toEqual(slices.flat().sort())
  expect(events(gateway, 'deliveryFailed')).toEqual([])
}, 90_000)

/** SIGKILL in the middle of a burst: what was answered with 250 is delivered, held or returned afterwards; nothing is missing. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Talk } from '../smtp/talk.ts'
import { deliveryStatus } from './dsn.ts'
import { lookInto, newFolder, openSink, remove, type Sink, type Started, start, until } from './running.ts'

const TEACHER = 'els.vandenbroeck@devlonder.example'
const TO = 'ouder@mail.example'
const COUNT = 200
const CLIENTS = 8

const folder = newFolder()
let sink: Sink
let gateway: Started
beforeAll(async () => {
  sink = await openSink()
  gateway = await start(settings(), folder)
})
afterAll(async () => {
  await gateway?.kill()
  await sink?.close()
  remove(folder)
})
const settings = () => ({
  MAILSLUIS_NEXT_HOP: `smtp://127.0.0.1:${sink.port}`,
  MAILSLUIS_QUEUE_RETRY_AFTER_SECONDS: '1',
})

// A third each: goes, is held, comes back. Every tenth is large enough for a file of its own.
const BODIES = [
  'Morgen zwemmen we.',
  'Leerling Noor uit 3A heeft ADHD en neemt sinds maandag Rilatine.',
  'Dag, het wachtwoord is Kikker!2041xz.',
] as const
const raw = (n: number): string =>
  `From: Els Vandenbroeck <${TEACHER}>\r\nTo: ${TO}\r\nSubject: Bericht\r\nMessage-ID: <m${n}@devlonder.example>\r\n\r\n${BODIES[n % 3]}\r\n${'Nog een gewone regel.\r\n'.repeat(n % 10 === 0 ? 5000 : 1)}`

const accepted = new Set<number>()

/** One connection that sends its share until the server is gone. */
const client = async (numbers: readonly number[]): Promise<void> => {
  const talk = await Talk.hello(gateway.smtp)
  for (const n of numbers) {
    if (!(await talk.begin([TO], TEACHER)).startsWith('354')) return
    talk.write(`${raw(n)}.\r\n`)
    if ((await talk.reply()).startsWith('250 ')) accepted.add(n)
  }
  talk.hangUp()
}

const numberIn = (text: string): number => Number(/Message-ID: <m(\d+)@/i.exec(text)?.[1] ?? Number.NaN)

test(`SIGKILL during ${COUNT} messages, then again during their delivery: accepted = delivered + held + returned`, async () => {
  const numbers = Array.from({ length: COUNT }, (_, n) => n)
  const burst = Promise.all(Array.from({ length: CLIENTS }, (_, c) => client(numbers.filter((n) => n % CLIENTS === c))))
  await until(() => accepted.size > COUNT / 3, gateway.output)
  await gateway.kill()
  await burst
  expect(accepted.size).toBeLessThan(COUNT)
  const begun = Date.now()
  gateway = await start(settings(), folder)
  await until(() => sink.delivered.length > 20, gateway.output)
  await gateway.kill()
  gateway = await start(settings(), folder)
  await until(
    () =>
      lookInto(folder, async (store) => {
        const { received, waiting } = await store.counts()
        return received + waiting === 0
      }),
    gateway.output,
    60_000,
  )
  expect(Date.now() - begun).toBeLessThan(60_000)

  const held = await lookInto(folder, async (store) => {
    const mails = await store.list({ fate: 'held', limit: 1000 })
    return Promise.all(mails.map(async ({ id }) => numberIn((await store.body(id)).toString('latin1'))))
  })
  const delivered = sink.delivered.filter((d) => d.from === TEACHER).map((d) => numberIn(d.raw.toString('latin1')))
  const returned = sink.delivered
    .filter((d) => d.from === '' && deliveryStatus(d.raw).recipients.some((r) => r.action === 'failed'))
    .map((d) => numberIn(d.raw.toString('latin1')))

  for (const n of accepted)
    expect({ n, there: [delivered, held, returned][n % 3]!.includes(n) }).toEqual({ n, there: true })
  // Nothing was forwarded that should not be, and held mail is there once; only what was in flight may come twice.
  for (const n of [...delivered, ...held, ...returned]) expect(Number.isInteger(n)).toBe(true)
  expect(delivered.every((n) => n % 3 === 0)).toBe(true)
  expect(held.every((n) => n % 3 === 1)).toBe(true)
  expect(returned.every((n) => n % 3 === 2)).toBe(true)
  expect(new Set(held).size).toBe(held.length)
  expect(delivered.length - new Set(delivered).size).toBeLessThanOrEqual(20)
  for (const d of sink.delivered.filter((d) => d.from === TEACHER)) {
    const text = d.raw.toString('latin1')
    expect(text.endsWith(`\r\n${raw(numberIn(text))}`)).toBe(true)
  }
  expect((await gateway.cli('audit', 'verify')).out).toMatch(/is whole/)
}, 120_000)

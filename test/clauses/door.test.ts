/** Every clause through the real door: each letter is handed in over SMTP, and what becomes of it is seen at the next hop and in the held list. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openSink, remove, type Sink, type Started, start, until } from '../gateway/running.ts'
import { expectations, readMail } from './mails.ts'

type Seen = 'forward' | 'hold' | 'bounce'

const DIRECTORY = new URL('directory.json', import.meta.url).pathname

let sink: Sink
let gateway: Started

beforeAll(async () => {
  sink = await openSink()
  gateway = await start({ MAILSLUIS_NEXT_HOP: `smtp://127.0.0.1:${sink.port}`, MAILSLUIS_DIRECTORY: DIRECTORY })
})
afterAll(async () => {
  await gateway.kill()
  await sink.close()
  remove(gateway.folder)
})

const idOf = (raw: Buffer): string => /^Message-ID: <([^>]+)>/im.exec(raw.toString('latin1'))![1]!

const letters = Object.entries(expectations).flatMap(([clause, expected]) => [
  { name: `${clause}.trip`, outcome: expected.trip.outcome },
  ...Object.entries(expected.also ?? {}).map(([ending, { outcome }]) => ({ name: `${clause}.${ending}`, outcome })),
  { name: `${clause}.pass`, outcome: 'forward' as const },
])

/** Advised mail travels on like forwarded mail. */
const visible = (outcome: string): Seen => (outcome === 'hold' || outcome === 'bounce' ? outcome : 'forward')

const submit = async (name: string): Promise<string> => {
  const { raw, envelope } = readMail(name)
  return gateway.submit({ from: envelope.mailFrom, to: envelope.rcptTo, raw }).catch((error: Error) => error.message)
}

describe('through the door', () => {
  test('every letter ends as the school would expect', { timeout: 180_000 }, async () => {
    const answers = new Map<string, string>()
    for (const { name } of letters) answers.set(name, await submit(name))
    // A private account as envelope sender does not even come in (5.7.1).
    const refused = [...answers].filter(([, answer]) => !answer.startsWith('250 ')).map(([name]) => name)
    expect(refused.filter((name) => !/private/.test(name))).toEqual([])

    const arrived = (id: string, notice: boolean): boolean =>
      sink.delivered.some((d) => (d.from === '') === notice && d.raw.includes(id))
    const ended = async (): Promise<Map<string, Seen | 'nothing'>> => {
      const held = new Set((await gateway.held()).map((item) => item.id))
      const ids = new Map(
        [...answers].map(([name, answer]) => [name, /\b[0-9A-HJKMNP-TV-Z]{26}\b/.exec(answer)?.[0] ?? '']),
      )
      return new Map(
        letters.map(({ name }) => {
          const id = idOf(readMail(name).raw)
          if (refused.includes(name)) return [name, 'bounce']
          if (held.has(ids.get(name)!)) return [name, 'hold']
          if (arrived(id, false)) return [name, 'forward']
          return [name, arrived(id, true) ? 'bounce' : 'nothing']
        }),
      )
    }
    await until(
      async () => ![...(await ended()).values()].includes('nothing'),
      () => gateway.output().slice(-2000),
      60_000,
    )
    const ends = await ended()
    const wrong = letters.filter(({ name, outcome }) => ends.get(name) !== visible(outcome))
    expect(wrong.map(({ name, outcome }) => `${name}: ${ends.get(name)} instead of ${outcome}`)).toEqual([])
  })
})

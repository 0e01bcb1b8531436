/** The door while Redis hangs, is gone or is full: every phase gets the right reply in bounded time, and mail flows again. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { has } from '../../scripts/peers.ts'
import { Talk } from '../smtp/talk.ts'
import { MASTER_KEY, RedisServer } from '../store/redis-server.ts'
import { DEMO, openSink, remove, type Sink, type Started, start, until } from './running.ts'

const TEACHER = 'els.vandenbroeck@devlonder.example'
const PARENT = 'ouder@mail.example'

/** One wait for Redis is bounded (5 s); a busy machine gets as much again. */
const ANSWER_MS = 12_000

const raw = (id: string) =>
  `From: Els <${TEACHER}>\r\nTo: ${PARENT}\r\nSubject: Zwemles\r\nMessage-ID: <${id}@devlonder.example>\r\n\r\nTot morgen.\r\nEls Vandenbroeck\r\n.`

const inTime = async (reply: Promise<string>): Promise<string> => {
  const begun = Date.now()
  const text = await reply
  expect(Date.now() - begun).toBeLessThan(ANSWER_MS)
  return text
}

describe.skipIf(!has('redis-server'))('a gateway whose Redis', () => {
  let redis: RedisServer
  let sink: Sink
  let gateway: Started
  beforeEach(async () => {
    redis = await RedisServer.start()
    sink = await openSink()
    gateway = await start({
      ...DEMO,
      MAILSLUIS_STORE: `redis://127.0.0.1:${redis.port}/0`,
      MAILSLUIS_MASTER_KEY: MASTER_KEY,
      MAILSLUIS_STORE_MIN_FREE_BYTES: '0',
      MAILSLUIS_NEXT_HOP: `smtp://127.0.0.1:${sink.port}`,
    })
  }, 60_000)
  afterEach(async () => {
    await gateway.kill()
    await redis.dispose()
    await sink.close()
    remove(gateway.folder)
  })

  const mail = (talk: Talk) => inTime(talk.say(`MAIL FROM:<${TEACHER}>`))
  /** As far as RCPT. */
  const ready = async () => {
    const talk = await Talk.hello(gateway.smtp)
    await talk.say(`MAIL FROM:<${TEACHER}>`)
    await talk.say(`RCPT TO:<${PARENT}>`)
    return talk
  }
  /** As far as 354. */
  const begun = async () => {
    const talk = await ready()
    expect(await talk.say('DATA')).toMatch(/^354 /)
    return talk
  }
  const data = async (talk: Talk, id: string) => {
    expect(await inTime(talk.say('DATA'))).toMatch(/^354 /)
    return inTime(talk.say(raw(id)))
  }
  const sent = async (talk: Talk, id: string) => {
    if (!(await mail(talk)).startsWith('250')) return 'no'
    await talk.say(`RCPT TO:<${PARENT}>`)
    return data(talk, id)
  }
  const flowsAgain = async (talk: Talk, id: string) => {
    await until(async () => (await sent(talk, id)).startsWith('250'), gateway.output, 30_000)
    await until(() => sink.delivered.some((one) => one.raw.includes(`<${id}@`)), gateway.output, 30_000)
  }

  test('hangs: 451 4.3.0 at MAIL, at the dot and in the middle of a message, for all of many within seconds', async () => {
    const [first, second, third] = [await Talk.hello(gateway.smtp), await ready(), await begun()]
    const many = await Promise.all(Array.from({ length: 60 }, () => Talk.hello(gateway.smtp)))
    const pid = Number(/process_id:([0-9]+)/.exec(String(await redis.command('info', 'server')))?.[1])
    process.kill(pid, 'SIGSTOP')
    const replies = await Promise.all([mail(first), data(second, 'b'), inTime(third.say(raw('c'))), ...many.map(mail)])
    expect([...new Set(replies.map((reply) => reply.slice(0, 9)))]).toEqual(['451 4.3.0'])
    process.kill(pid, 'SIGCONT')
    await flowsAgain(first, 'd')
  }, 120_000)

  test('is gone: 451 4.3.0 at once in every phase, and mail flows again by itself', async () => {
    const [first, second, third] = [await Talk.hello(gateway.smtp), await ready(), await begun()]
    await redis.kill()
    const replies = await Promise.all([mail(first), data(second, 'b'), inTime(third.say(raw('c')))])
    expect(replies.map((reply) => reply.slice(0, 9))).toEqual(['451 4.3.0', '451 4.3.0', '451 4.3.0'])
    await redis.start()
    await flowsAgain(first, 'd')
  }, 120_000)

  test('is full: MAIL is taken, the message gets 452 4.3.1, and there is room again when there is room', async () => {
    const [first, second, third] = [await Talk.hello(gateway.smtp), await ready(), await begun()]
    await redis.command('config', 'set', 'maxmemory', '1mb')
    expect(await mail(first)).toMatch(/^250 /)
    await first.say(`RCPT TO:<${PARENT}>`)
    const replies = await Promise.all([data(first, 'a'), data(second, 'b'), inTime(third.say(raw('c')))])
    expect(replies.map((reply) => reply.slice(0, 9))).toEqual(['452 4.3.1', '452 4.3.1', '452 4.3.1'])
    await redis.command('config', 'set', 'maxmemory', '0')
    await flowsAgain(first, 'd')
  }, 120_000)
})

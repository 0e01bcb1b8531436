/** One message that arrives as several transactions, through the real door: one item, one notice, whatever order and gap. */
import { randomBytes } from 'node:crypto'
import { simpleParser } from 'mailparser'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { has } from '../../scripts/peers.ts'
import { openStore, type Store } from '../../src/store/store.ts'
import { MASTER_KEY, RedisServer } from '../store/redis-server.ts'
import {
  events,
  lookInto,
  newFolder,
  openSink,
  remove,
  type Sink,
  type Started,
  start,
  submitTo,
  until,
} from './running.ts'

const TEACHER = 'els.vandenbroeck@devlonder.example'
const CARE = 'Beste,\n\nLeerling Noor uit 3A heeft ADHD en neemt sinds maandag Rilatine.\n\nEls'
const TRIP = 'Beste ouders,\n\nVrijdag gaan we zwemmen. Vergeet het badpak niet!\n\nEls'

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
const parents = (from: number, to: number): string[] =>
  Array.from({ length: to - from }, (_, n) => `ouder${from + n}@mail.example`)

/** As the server that splits it writes it: only the trace line differs. */
const letter = (id: string, text: string, visible: readonly string[]): string =>
  `Received: from pc by mail.devlonder.example with ESMTP id ${randomBytes(6).toString('hex')}; Mon, 2 Nov 2026 08:15:01 +0100\n` +
  `From: Els Vandenbroeck <${TEACHER}>\nTo: ${visible.length > 0 ? visible.join(',\n ') : 'ouders:;'}\nSubject: Bericht\n` +
  `Message-ID: <${id}@devlonder.example>\nDate: Mon, 2 Nov 2026 08:15:00 +0100\n\n${text}\n`

let sink: Sink
const deliveredOf = (id: string) =>
  sink.delivered.filter((d) => d.from === TEACHER && d.raw.includes(`Message-ID: <${id}@`)).flatMap((d) => [...d.to])
/** Our letters to the sender about this message. */
const noticesOf = async (id: string): Promise<string[]> => {
  const ours = sink.delivered.filter((d) => d.from === '' && d.to[0] === TEACHER && d.raw.includes(`${id}@devlonder`))
  return Promise.all(ours.map(async (d) => (await simpleParser(d.raw)).text ?? ''))
}
const send = (port: number, raw: string, to: readonly string[]) => submitTo(port, { from: TEACHER, to, raw })

beforeAll(async () => {
  sink = await openSink()
})
afterAll(() => sink.close())

describe('at one door', () => {
  let gateway: Started
  const folder = newFolder()
  const settings = (): Record<string, string> => ({ MAILSLUIS_NEXT_HOP: `smtp://127.0.0.1:${sink.port}` })
  beforeAll(async () => {
    gateway = await start(settings(), folder)
  })
  afterAll(async () => {
    await gateway.kill()
    remove(folder)
  })

  const mailOf = (id: string) => lookInto(folder, (store) => store.mail(id))
  const stoppedOf = async (id: string) => (await mailOf(id))?.recipients.filter(({ fate }) => fate === 'stopped') ?? []
  const heldNow = () => lookInto(folder, async (store) => (await store.counts()).held)

  test.each([0, 500, 5000])(
    'stopped, parts %i ms apart: one notice that counts all, one message',
    async (gap) => {
      const id = `stopped-${gap}`
      const all = parents(1000 + gap, 1040 + gap)
      const slices = [3, 0, 2, 1].map((n) => all.slice(n * 10, n * 10 + 10))
      const safe: Promise<string>[] = []
      for (const to of slices) {
        safe.push(send(gateway.smtp, letter(id, TRIP, all), to))
        if (gap > 0) await wait(gap)
      }
      const [first] = (await Promise.all(safe)).map((reply) => /Safe as (\w+)/.exec(reply)?.[1])
      await until(async () => (await noticesOf(id)).length > 0, gateway.output)
      await until(async () => (await stoppedOf(first!)).length === 40, gateway.output)
      const notices = await noticesOf(id)
      expect(notices).toHaveLength(1)
      expect(notices[0]).toContain('40 mensen van buiten de school')
      expect(deliveredOf(id)).toEqual([])
    },
    120_000,
  )

  test.each([0, 500, 5000])(
    'held, nobody visible, parts %i ms apart: one item, released to all once',
    async (gap) => {
      const id = `held-${gap}`
      const all = parents(2000 + gap, 2060 + gap)
      const slices = [all.slice(40), all.slice(0, 20), all.slice(20, 40)]
      const safe: Promise<string>[] = []
      for (const to of slices) {
        safe.push(send(gateway.smtp, letter(id, CARE, []), to))
        if (gap > 0) await wait(gap)
      }
      await Promise.all(safe)
      await until(async () => (await heldNow()) === 60, gateway.output, 30_000)
      const [item, ...others] = await gateway.held()
      expect(others).toEqual([])
      expect(item!.recipients.toSorted()).toEqual(all.toSorted())
      await until(async () => (await noticesOf(id)).length > 0, gateway.output)
      expect(await noticesOf(id)).toHaveLength(1)
      expect((await gateway.cli('held', 'release', item!.id)).code).toBe(0)
      await until(() => deliveredOf(id).length >= 60, gateway.output)
      await until(async () => (await noticesOf(id)).length > 1, gateway.output)
      expect(deliveredOf(id).toSorted()).toEqual(all.toSorted())
      // Held, and released.
      expect(await noticesOf(id)).toHaveLength(2)
    },
    120_000,
  )

  test('what simply goes on waits for nobody', async () => {
    const all = parents(3000, 3008)
    // Three may be seen: nobody is told of that, so nothing waits for the two that are missing.
    const raw = letter('onward', TRIP, all.slice(0, 2))
    const reply = await send(gateway.smtp, raw, all.slice(2, 4))
    const mail = /Safe as (\w+)/.exec(reply)?.[1]
    await until(() => events(gateway, 'mailJudged').some((line) => line.id === mail), gateway.output)
    const at = (event: string) => Number(events(gateway, event).find((line) => line.id === mail)?.time)
    expect(at('mailJudged') - at('mailReceived')).toBeLessThan(1900)
    await send(gateway.smtp, raw, all.slice(0, 2))
    await until(() => deliveredOf('onward').length === 4, gateway.output)
  }, 120_000)

  test('a part after the release is judged, and stands on its own', async () => {
    const raw = () => letter('late', CARE, [])
    await send(gateway.smtp, raw(), ['vroeg@mail.example'])
    await until(async () => (await heldNow()) === 1, gateway.output)
    const [first] = await gateway.held()
    expect((await gateway.cli('held', 'release', first!.id)).code).toBe(0)
    await until(() => deliveredOf('late').length === 1, gateway.output)
    await send(gateway.smtp, raw(), ['laat@mail.example'])
    await until(async () => (await heldNow()) === 1, gateway.output)
    const [second, ...others] = await gateway.held()
    expect(others).toEqual([])
    expect(second!.id).not.toBe(first!.id)
    expect(second!.recipients).toEqual(['laat@mail.example'])
    expect(deliveredOf('late')).toEqual(['vroeg@mail.example'])
    // Held, released, and held again.
    await until(async () => (await noticesOf('late')).length === 3, gateway.output)
    expect((await gateway.cli('held', 'return', second!.id, '--words', 'Liever niet.')).code).toBe(0)
  }, 120_000)

  test('killed while it waits for parts, and one sent anew: nothing lost, nothing twice', async () => {
    const all = parents(4000, 4030)
    const first = letter('killed', TRIP, all)
    expect(await send(gateway.smtp, first, all.slice(0, 10))).toMatch(/^250 /)
    const second = letter('killed', TRIP, all)
    expect(await send(gateway.smtp, second, all.slice(10, 20))).toMatch(/^250 /)
    await gateway.kill()
    expect(await noticesOf('killed')).toEqual([])
    gateway = await start(settings(), folder)
    // The client missed our answer; then comes the last part.
    const again = await send(gateway.smtp, second, all.slice(10, 20))
    expect(await send(gateway.smtp, letter('killed', TRIP, all), all.slice(20))).toMatch(/^250 /)
    const mail = /Safe as (\w+)/.exec(again)![1]!
    await until(async () => (await stoppedOf(mail)).length === 30, gateway.output)
    await until(async () => (await noticesOf('killed')).length > 0, gateway.output)
    expect(await noticesOf('killed')).toHaveLength(1)
    expect(events(gateway, 'mailRepeated')).toHaveLength(1)
  }, 120_000)
})

describe.skipIf(!has('redis-server'))('at two doors of one house', () => {
  let server: RedisServer
  let doors: Started[]
  let store: Store
  beforeAll(async () => {
    server = await RedisServer.start()
    const settings = {
      MAILSLUIS_NEXT_HOP: `smtp://127.0.0.1:${sink.port}`,
      MAILSLUIS_STORE: `redis://127.0.0.1:${server.port}/0`,
      MAILSLUIS_STORE_MASTER_KEY: MASTER_KEY,
      MAILSLUIS_STORE_MIN_FREE_BYTES: '0',
    }
    doors = [await start(settings), await start(settings)]
    store = await openStore(server.options())
  })
  afterAll(async () => {
    await store?.close()
    for (const door of doors ?? []) {
      await door.kill()
      remove(door.folder)
    }
    await server?.dispose()
  })

  test.each([0, 300, 3000])(
    'parts %i ms apart, at either: one item, one notice, released once',
    async (gap) => {
      const id = `doors-${gap}`
      const all = parents(5000 + gap, 5080 + gap)
      const safe: Promise<string>[] = []
      for (let n = 0; n < 8; n += 1) {
        safe.push(send(doors[n % 2]!.smtp, letter(id, CARE, []), all.slice(n * 10, n * 10 + 10)))
        if (gap > 0 && n % 4 === 3) await wait(gap)
      }
      await Promise.all(safe)
      const [a, b] = doors as [Started, Started]
      const say = () => a.output() + b.output()
      await until(async () => (await store.counts()).held === 80, say, 30_000)
      const items = await a.held()
      expect(items).toHaveLength(1)
      await until(async () => (await noticesOf(id)).length > 0, say)
      expect(await noticesOf(id)).toHaveLength(1)
      expect((await a.cli('held', 'release', items[0]!.id)).code).toBe(0)
      await until(() => deliveredOf(id).length >= 80, say)
      await until(async () => (await noticesOf(id)).length > 1, say)
      expect(deliveredOf(id).toSorted()).toEqual(all.toSorted())
      expect(await noticesOf(id)).toHaveLength(2)
    },
    120_000,
  )
})

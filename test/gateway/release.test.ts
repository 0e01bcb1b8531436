/** The real program: a release outlives what is killed between the click and the delivery; the sender's link in real hands. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newFolder, openSink, remove, type Sink, type Started, start, until } from './running.ts'

const TEACHER = 'els.vandenbroeck@devlonder.example'
const OUDER = 'ouder@mail.example'
const OMA = 'oma@mail.example'

const folder = newFolder()
let busy = false
let sink: Sink
let gateway: Started
const settings = () => ({
  MAILSLUIS_NEXT_HOP: `smtp://127.0.0.1:${sink.port}`,
  MAILSLUIS_QUEUE_RETRY_AFTER_SECONDS: '1',
})
beforeAll(async () => {
  sink = await openSink((to) =>
    busy && to !== TEACHER ? Object.assign(new Error('later'), { responseCode: 452 }) : undefined,
  )
  gateway = await start(settings(), folder)
})
afterAll(async () => {
  await gateway?.kill()
  await sink?.close()
  remove(folder)
})

const raw = (n: number): string =>
  `From: Els Vandenbroeck <${TEACHER}>\r\nTo: ${OUDER}, ${OMA}\r\nSubject: Zorg ${n}\r\n` +
  `Message-ID: <zorg${n}@devlonder.example>\r\n\r\nLeerling Noor uit 3A heeft ADHD en neemt sinds maandag Rilatine.\r\n`

const hold = async (n: number): Promise<string> => {
  await gateway.submit({ from: TEACHER, to: [OUDER, OMA], raw: raw(n) })
  await until(async () => (await gateway.held()).length === 1, gateway.output, 60_000)
  return (await gateway.held())[0]!.id
}
const arrived = (n: number, to: string): number =>
  sink.delivered.filter((d) => d.from !== '' && d.to.includes(to) && d.raw.includes(`<zorg${n}@`)).length
const show = async (id: string): Promise<string> => (await gateway.cli('held', 'show', id)).out

/** The path of the link in the latest held notice to the teacher. */
const linkOf = async (id: string): Promise<string> => {
  const path = () => {
    const notice = sink.delivered.findLast(
      (d) => d.from === '' && d.to[0] === TEACHER && d.raw.includes(`<${id}.held@`),
    )
    return /http:\/\/127\.0\.0\.1:\d+(\/m\/[\w-]{20,60})/.exec(
      notice?.raw.toString('latin1').replace(/=\r\n/g, '') ?? '',
    )?.[1]
  }
  await until(() => path() !== undefined, gateway.output, 60_000)
  return path()!
}
const at = (path: string): string => `http://127.0.0.1:${gateway.console}${path}`

test('released for one, killed before it left: it arrives once, is delivered then and not before, and the other waits on', async () => {
  const id = await hold(1)
  busy = true
  expect((await gateway.cli('held', 'release', id, '--rcpt', OUDER)).code).toBe(0)
  await gateway.kill()
  gateway = await start(settings(), folder)
  const before = await show(id)
  expect(before).toContain(`${OUDER}  released, under way`)
  expect(before).toContain(`${OMA}  held`)
  expect(before).not.toContain('delivered')
  expect(arrived(1, OUDER)).toBe(0)

  busy = false
  await until(async () => (await show(id)).includes(`${OUDER}  delivered: 250`), gateway.output, 60_000)
  expect(arrived(1, OUDER)).toBe(1)
  expect(arrived(1, OMA)).toBe(0)
  expect(await show(id)).toContain(`${OMA}  held`)
  const late = await gateway.cli('held', 'release', id, '--rcpt', OUDER)
  expect([late.code, arrived(1, OUDER)]).toEqual([1, 1])
}, 120_000)

test('who looks at the link changes nothing, however often; who withdraws ends it, also after a kill', async () => {
  const { id } = (await gateway.held())[0]!
  const path = await linkOf(id)
  await gateway.kill()
  gateway = await start(settings(), folder)
  for (let n = 0; n < 10; n++) {
    for (const tail of ['', '/withdraw', '/urgent']) {
      const answer = await fetch(at(path + tail), { redirect: 'manual' })
      expect(answer.status).toBe(tail === '' ? 200 : 404)
      await answer.text()
    }
    await (await fetch(at(path), { method: 'HEAD' })).text()
  }
  expect(await show(id)).toContain(`${OMA}  held`)
  // From another page: refused.
  const elsewhere = await fetch(at(`${path}/withdraw`), {
    method: 'POST',
    headers: { origin: 'https://evil.example', 'content-type': 'application/x-www-form-urlencoded' },
    body: '',
  })
  expect([elsewhere.status, (await show(id)).includes(`${OMA}  held`)]).toEqual([403, true])

  const own = { origin: at(''), 'content-type': 'application/x-www-form-urlencoded' }
  const done = await fetch(at(`${path}/withdraw`), { method: 'POST', headers: own, body: '' })
  expect(done.status).toBe(200)
  expect(await gateway.held()).toEqual([])
  const after = await show(id)
  expect(after).toContain(`${OMA}  withdrawn`)
  expect(after).toContain(`${OUDER}  delivered: 250`)
  expect(arrived(1, OMA)).toBe(0)
  const again = await fetch(at(`${path}/withdraw`), { method: 'POST', headers: own, body: '' })
  expect(again.status).toBe(409)
}, 120_000)

/** Twenty clients send 25 MB each at once: nobody is lost, and the memory of the program stays flat. */
import { readFileSync } from 'node:fs'
import { createServer, type Socket } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Talk } from '../smtp/talk.ts'
import { lookInto, remove, type Started, start, until } from './running.ts'

const TEACHER = 'els.vandenbroeck@devlonder.example'
const CLIENTS = 20
const MB = 1024 * 1024
const LIMIT_MB = 700

/** A next hop that reads and forgets; what it counts is bytes of messages. */
const openPit = async () => {
  const sockets = new Set<Socket>()
  const seen = { messages: 0, bytes: 0 }
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket)).on('error', () => {})
    socket.write('220 pit\r\n')
    let inData = false
    let tail = ''
    socket.on('data', (chunk) => {
      if (inData) {
        seen.bytes += chunk.length
        tail = (tail + chunk.subarray(-8).toString('latin1')).slice(-5)
        if (tail !== '\r\n.\r\n') return
        inData = false
        seen.messages += 1
        socket.write('250 2.0.0 ok\r\n')
        return
      }
      for (const command of chunk.toString('latin1').split('\r\n').filter(Boolean)) {
        inData = command === 'DATA'
        socket.write(
          inData ? '354 go\r\n' : command.startsWith('EHLO') ? '250-pit\r\n250 8BITMIME\r\n' : '250 2.0.0 ok\r\n',
        )
      }
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve())
      for (const socket of sockets) socket.destroy()
    })
  return { port, seen, close }
}

/** A picture of the sea: 25 MB of base64 that a reader knows as a picture. */
const picture = Buffer.concat([
  Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'),
  Buffer.alloc(25 * MB * 0.73, 'zee'),
])
const BODY = picture.toString('base64').replace(/.{76}/g, '$&\r\n')
const head = (n: number): string =>
  `From: Els Vandenbroeck <${TEACHER}>\r\nTo: ouder@mail.example\r\nSubject: De zee\r\nMessage-ID: <zee${n}@devlonder.example>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=g\r\n\r\n--g\r\nContent-Type: text/plain\r\n\r\nDe zee.\r\n--g\r\nContent-Type: image/png; name=zee.png\r\nContent-Disposition: attachment; filename=zee.png\r\nContent-Transfer-Encoding: base64\r\n\r\n`

const send = async (port: number, n: number): Promise<string> => {
  const talk = await Talk.hello(port)
  await talk.begin(['ouder@mail.example'], TEACHER)
  talk.write(head(n))
  talk.write(BODY)
  talk.write('\r\n--g--\r\n.\r\n')
  const reply = await talk.reply()
  talk.hangUp()
  return reply
}

const statusOf = (pid: number, field: string): number =>
  Number(
    new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? Number.NaN,
  ) / 1024

const linux = process.platform === 'linux'
let pit: Awaited<ReturnType<typeof openPit>>
let gateway: Started
beforeAll(async () => {
  pit = await openPit()
  gateway = await start({ MAILSLUIS_NEXT_HOP: `smtp://127.0.0.1:${pit.port}` })
})
afterAll(async () => {
  await gateway?.kill()
  await pit?.close()
  if (gateway) remove(gateway.folder)
})

test.skipIf(!linux)(
  `${CLIENTS} clients of 25 MB each: below ${LIMIT_MB} MB (read from /proc, Linux only)`,
  async () => {
    const pid = gateway.child.pid!
    const before = statusOf(pid, 'VmRSS')
    expect(BODY.length).toBeGreaterThan(24 * MB)
    const replies = await Promise.all(Array.from({ length: CLIENTS }, (_, n) => send(gateway.smtp, n)))
    for (const reply of replies) expect(reply).toMatch(/^250 /)
    const received = statusOf(pid, 'VmHWM')
    const counts = () => lookInto(gateway.folder, (store) => store.counts())
    await until(
      async () => {
        const { received, waiting } = await counts()
        return received + waiting === 0
      },
      gateway.output,
      120_000,
    )
    const { delivered, held } = await counts()
    const peak = statusOf(pid, 'VmHWM')
    console.info(
      `memory: ${Math.round(before)} MB before, at most ${Math.round(received)} MB while received, ${Math.round(peak)} MB while judged and sent; ${pit.seen.messages} sent, ${held} held`,
    )
    expect(pit.seen.messages + held).toBeGreaterThanOrEqual(CLIENTS)
    expect({ delivered: pit.seen.messages, all: delivered >= pit.seen.messages }).toMatchObject({ all: true })
    expect(pit.seen.bytes).toBeGreaterThan(pit.seen.messages * 1000)
    expect(peak).toBeLessThan(LIMIT_MB)
  },
  180_000,
)

/** Mail that may simply go on reaches the next hop while its client waits, and never lies on the disk. All else takes the long road. */
import { randomBytes } from 'node:crypto'
import { connect } from 'node:net'
import { afterEach, beforeEach, expect, test } from 'vitest'
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
const OUDER = 'ouder@mail.example'
const OMA = 'oma@mail.example'
const GONE = 'weg@mail.example'

let folder: string
let sink: Sink
let gateway: Started
/** What the next hop waits for before it answers a recipient. */
let hold: Promise<void> | undefined
let refused: Error | undefined
/** How often the next hop was asked for a recipient. */
let asked = 0

const settings = (): Record<string, string> => ({ MAILSLUIS_NEXT_HOP: `smtp://127.0.0.1:${sink.port}` })

beforeEach(async () => {
  folder = newFolder()
  hold = undefined
  asked = 0
  refused = Object.assign(new Error('5.1.1 no such user'), { responseCode: 550 })
  sink = await openSink(
    (to) => (to === GONE ? refused : undefined),
    () => {
      asked += 1
      return hold
    },
  )
  gateway = await start(settings(), folder)
})
afterEach(async () => {
  await gateway.kill()
  await sink.close()
  remove(folder)
})

const letter = (words: string, more = ''): string =>
  `From: Els <${TEACHER}>\nTo: ${OUDER}\n${more}Subject: Zwemmen\nMessage-ID: <${words}@devlonder.example>\n\nTot morgen, ${words}.\n`

const submit = (words: string, { to = [OUDER] as string[], more = '' } = {}): Promise<string> =>
  submitTo(gateway.smtp, { from: TEACHER, to, raw: letter(words, more) })

const arrived = (words: string) => sink.delivered.filter((one) => one.raw.includes(`<${words}@`))

const closedGate = (): (() => void) => {
  let open = (): void => {}
  hold = new Promise((resolve) => {
    open = () => {
      hold = undefined
      resolve()
    }
  })
  return open
}

/** Once the next hop has answered, it is known to be there. */
const greeted = async (words = 'eerst'): Promise<void> => {
  await submit(words)
  await until(() => events(gateway, 'mailDelivered').length > 0, gateway.output)
}

const kept = () => lookInto(folder, (store) => store.list({ kind: 'mail', limit: 50 }))
const isEnded = async (words: string): Promise<boolean> =>
  (await kept()).some(({ state, head }) => state === 'done' && head.messageId === `${words}@devlonder.example`)

const settledWithin = (promise: Promise<unknown>, ms: number): Promise<boolean> =>
  Promise.race([promise.then(() => true), new Promise<boolean>((resolve) => setTimeout(resolve, ms, false))])

test('250 comes when the next hop has it, and a record is left', async () => {
  await greeted()
  const open = closedGate()
  const sending = submit('meteen', { to: [OUDER, OMA] })
  expect(await settledWithin(sending, 700)).toBe(false)
  expect((await lookInto(folder, (store) => store.counts())).received).toBe(0)
  open()
  const id = /Safe as (\S+)/.exec(await sending)?.[1] ?? ''
  expect(arrived('meteen')).toHaveLength(1)
  await until(() => isEnded('meteen'), gateway.output)
  const mail = await lookInto(folder, (store) => store.mail(id))
  expect(mail).toMatchObject({
    state: 'done',
    hasBody: false,
    recipients: [{ fate: 'delivered' }, { fate: 'delivered' }],
  })
  expect(mail?.history.map(({ event }) => event)).toEqual(['judged', 'delivered'])
  const told = ['mailReceived', 'mailJudged', 'mailDelivered'].map((event) => events(gateway, event).at(-1)?.id)
  expect(told).toEqual([id, id, id])
  expect(arrived('meteen')[0]?.raw.toString()).toMatch(new RegExp(`^Received: [^]*\\sid ${id}\\b`))
})

test('the client that missed its 250 has it again, and the next hop gets no second copy', async () => {
  await greeted()
  const first = await submit('tweemaal')
  await until(() => isEnded('tweemaal'), gateway.output)
  expect(await submit('tweemaal')).toBe(first)
  expect(arrived('tweemaal')).toHaveLength(1)
})

test('one recipient who is refused: nobody gets it twice, and the sender hears of the one', async () => {
  await greeted()
  expect(await submit('samen', { to: [OUDER, GONE] })).toMatch(/^250 /)
  await until(() => arrived('samen').length > 0, gateway.output)
  await until(() => sink.delivered.some(({ to }) => to.includes(TEACHER)), gateway.output)
  const copies = arrived('samen').filter(({ from }) => from === TEACHER)
  expect(copies.map(({ to }) => to)).toEqual([[OUDER]])
})

test('what the next hop refuses now waits in the store', async () => {
  await greeted()
  refused = Object.assign(new Error('4.7.1 later'), { responseCode: 451 })
  expect(await submit('later', { to: [GONE] })).toMatch(/^250 /)
  await until(async () => (await lookInto(folder, (store) => store.counts())).waiting === 1, gateway.output)
  expect(arrived('later')).toEqual([])
})

test('behind a slow answer nobody waits: the next message is taken at once', async () => {
  await greeted()
  const open = closedGate()
  const first = submit('traag')
  await new Promise((resolve) => setTimeout(resolve, 1200))
  open()
  await first
  closedGate()
  expect(await settledWithin(submit('vlot'), 900)).toBe(true)
})

test('a blind copy line goes the long road, and does not travel on', async () => {
  await greeted()
  await submit('blind', { to: [OUDER, OMA], more: `Bcc: ${OMA}\n` })
  await until(() => arrived('blind').length > 0, gateway.output)
  expect(arrived('blind')[0]?.raw.toString()).not.toMatch(/^Bcc:/im)
})

test('killed while the next hop thinks: no 250, nothing in the store; sent again it goes its way once', async () => {
  await greeted()
  const open = closedGate()
  const sending = submit('weg').catch((error: Error) => error.message)
  await new Promise((resolve) => setTimeout(resolve, 400))
  await gateway.kill()
  expect(await sending).not.toMatch(/^250/)
  open()
  expect(await lookInto(folder, (store) => store.counts())).toMatchObject({ received: 0, waiting: 0 })
  gateway = await start(settings(), folder)
  await submit('weg')
  await until(() => arrived('weg').length > 0, gateway.output)
  await until(() => isEnded('weg'), gateway.output)
  expect(arrived('weg')).toHaveLength(1)
})

test('after a crash all mail is on the disk before it is judged', async () => {
  await greeted()
  await gateway.kill()
  gateway = await start(settings(), folder)
  await greeted('na-de-val')
  const open = closedGate()
  expect(await settledWithin(submit('eerst-bewaard'), 900)).toBe(true)
  open()
  await until(() => arrived('eerst-bewaard').length === 1, gateway.output)
})

test('a stop waits for the record', async () => {
  await greeted()
  await Promise.all(Array.from({ length: 20 }, (_, n) => submit(`nr-${n}`)))
  expect(await gateway.stop()).toBe(0)
  expect(sink.delivered).toHaveLength(21)
  expect((await kept()).filter(({ state }) => state === 'done')).toHaveLength(21)
})

/** Hands a message in as `submit` does, and goes away without its answer. */
const handInAndLeave = async (words: string, left: Promise<void>): Promise<void> => {
  const socket = connect(gateway.smtp, '127.0.0.1')
  const said = [
    ...['EHLO pc', `MAIL FROM:<${TEACHER}>`, `RCPT TO:<${OUDER}>`, 'DATA'],
    `${letter(words).replaceAll('\n', '\r\n')}.`,
  ]
  socket.on('data', () => {
    const line = said.shift()
    if (line !== undefined) socket.write(`${line}\r\n`)
  })
  await left
  socket.destroy()
}

test('a stop waits for the record of a message whose client is gone: it comes back, and the next hop gets no second copy', async () => {
  await greeted()
  const open = closedGate()
  const leaving = Promise.withResolvers<void>()
  const handing = handInAndLeave('weggelopen', leaving.promise)
  await until(() => asked === 2, gateway.output)
  leaving.resolve()
  await handing
  const stopping = gateway.stop()
  expect(await settledWithin(stopping, 600)).toBe(false)
  open()
  expect(await stopping).toBe(0)
  expect(await isEnded('weggelopen')).toBe(true)
  gateway = await start(settings(), folder)
  expect(await submit('weggelopen')).toMatch(/^250 /)
  await gateway.stop()
  expect(arrived('weggelopen')).toHaveLength(1)
})

test('a large message takes the short road too, once the line was seen to be fast', async () => {
  await greeted()
  const film = Buffer.concat([Buffer.from('\0\0\0\x18ftypisom\0\0\x02\0isom', 'latin1'), randomBytes(2_000_000)])
  const base64 = film.toString('base64').replace(/.{76}/g, '$&\n')
  const large = (words: string): string =>
    [
      letter(words, 'MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n').replace('\n\n', '\n\n--b\n\n'),
      '--b\nContent-Type: video/mp4; name="film.mp4"\nContent-Transfer-Encoding: base64\n',
      `${base64}\n--b--\n`,
    ].join('\n')
  const send = async (words: string): Promise<string> =>
    /Safe as (\S+)/.exec(await submitTo(gateway.smtp, { from: TEACHER, to: [OUDER], raw: large(words) }))?.[1] ?? ''
  const eventsOf = async (id: string): Promise<readonly string[]> => {
    await until(async () => (await lookInto(folder, (store) => store.mail(id)))?.state === 'done', gateway.output)
    return (await lookInto(folder, (store) => store.mail(id)))!.history.map(({ event }) => event)
  }
  await eventsOf(await send('eerste-film'))
  const open = closedGate()
  const sending = send('tweede-film')
  expect(await settledWithin(sending, 700)).toBe(false)
  expect((await lookInto(folder, (store) => store.counts())).received).toBe(0)
  open()
  expect(await eventsOf(await sending)).toEqual(['judged', 'delivered'])
  const [twice] = arrived('tweede-film')
  expect(arrived('tweede-film')).toHaveLength(1)
  expect(twice!.raw.toString().replaceAll('\r\n', '\n')).toContain(base64)
})

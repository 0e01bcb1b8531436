/** The real program: an exception made on the console lets the next such mail through, and only that, and only while it lasts. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { lookInto, newFolder, openSink, remove, type Sink, type Started, start, until } from './running.ts'

const TEACHER = 'els.vandenbroeck@devlonder.example'
const OUDER = 'ouder@mail.example'
const OMA = 'oma@mail.example'
const REVIEWER = 'inge@elders.example'

const folder = newFolder()
let sink: Sink
let gateway: Started
beforeAll(async () => {
  sink = await openSink()
  gateway = await start({ MAILSLUIS_NEXT_HOP: `smtp://127.0.0.1:${sink.port}` }, folder)
})
afterAll(async () => {
  await gateway?.kill()
  await sink?.close()
  remove(folder)
})

let sent = 0
/** Sends a care letter and answers which of the two came of it. */
const fateOf = async (to: string, text = 'Leerling Noor uit 3A heeft ADHD en neemt sinds maandag Rilatine.') => {
  const name = `zorg${sent++}`
  const before = (await gateway.held()).length
  const raw = `From: Els Vandenbroeck <${TEACHER}>\r\nTo: ${to}\r\nSubject: Zorg\r\nMessage-ID: <${name}@devlonder.example>\r\n\r\n${text}\r\n`
  await gateway.submit({ from: TEACHER, to, raw })
  const arrived = () => sink.delivered.some((d) => d.from !== '' && d.raw.includes(`<${name}@`))
  const told = () => sink.delivered.some((d) => d.from === '' && d.to[0] === TEACHER && d.raw.includes(`<${name}@`))
  await until(async () => arrived() || told(), gateway.output, 60_000)
  if (arrived()) return 'sent'
  return (await gateway.held()).length > before ? 'held' : 'returned'
}

const at = (path: string): string => `http://127.0.0.1:${gateway.console}${path}`
const post = (path: string, fields: Record<string, string>, cookie = '') =>
  fetch(at(path), {
    method: 'POST',
    redirect: 'manual',
    headers: { origin: at('').replace(/\/$/, ''), cookie },
    body: new URLSearchParams(fields),
  })

const cookieOf = (answer: Response): string => answer.headers.get('set-cookie')!.split(';')[0]!
const sealIn = async (path: string, cookie: string): Promise<string> =>
  /name="seal" value="([^"]+)"/.exec(await (await fetch(at(path), { headers: { cookie } })).text())![1]!

/** A reviewer who signs in, takes a password of their own, and makes the exception with the form of the case. */
const except = async (id: string): Promise<string | null> => {
  const { out } = await gateway.cli('user', 'add', REVIEWER, '--role', 'reviewer')
  const password = /shown once: (\S+)/.exec(out)![1]!
  const first = cookieOf(await post('/sign-in', { email: REVIEWER, password }))
  const fresh = 'kwartel-gespt-onder-tafel'
  const own = { seal: await sealIn('/account/password', first), fresh, again: fresh }
  const cookie = cookieOf(await post('/account/password', own, first))
  const until = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10)
  const fields = { rule: 'sensitive-pupil-data', recipient: OUDER, reason: 'Afspraak met de ouders', until }
  const seal = await sealIn(`/held/${id}`, cookie)
  return (await post(`/held/${id}/except`, { seal, ...fields }, cookie)).headers.get('location')
}

test('the next mail passes, others wait as before, and after its end it waits again', async () => {
  expect(await fateOf(OUDER)).toBe('held')
  const [{ id } = { id: '' }] = await gateway.held()
  expect(await except(id)).toBe(`/held/${id}?did=excepted`)

  expect(await fateOf(OUDER)).toBe('sent')
  expect(await fateOf(OMA)).toBe('held')
  expect(await fateOf(OUDER, 'Het wachtwoord van de schoolcomputer is Zomer2024!')).not.toBe('sent')

  const ends = Date.now() + 500
  await lookInto(folder, async (store) => {
    const [record] = await store.records('exception')
    await store.put('exception', { ...record!, value: { ...(record!.value as object), expires: ends }, expires: ends })
    await store.put('mark', { key: 'exceptions changed', value: 'shorter', expires: 0 })
  })
  await until(() => Date.now() > ends, gateway.output)
  expect(await fateOf(OUDER)).toBe('held')
}, 180_000)

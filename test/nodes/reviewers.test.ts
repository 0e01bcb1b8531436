/** Reviewers see the same on every gateway: one signs in here, decides there, and what was decided is done. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openSink, type Sink, type Started, until } from '../gateway/running.ts'
import { mail, type Nodes, numberIn, openNodes, PARENT, TEACHER } from './nodes.ts'

const REVIEWER = 'nazicht@devlonder.example'
/** Holds: care data about a pupil. */
const HELD = 1

let sink: Sink
let nodes: Nodes
let a: Started
let b: Started
beforeAll(async () => {
  sink = await openSink()
  nodes = await openNodes(sink.port)
  ;[a, b] = await Promise.all([nodes.startNode(), nodes.startNode()])
}, 120_000)
afterAll(async () => {
  await nodes?.dispose()
  await sink?.close()
})

const post = (to: Started, path: string, fields: Readonly<Record<string, string>>, cookie = ''): Promise<Response> =>
  fetch(`http://127.0.0.1:${to.console}${path}`, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams(fields),
    headers: { cookie, origin: `http://127.0.0.1:${to.console}` },
  })

const page = async (of: Started, path: string, cookie: string): Promise<string> =>
  (await fetch(`http://127.0.0.1:${of.console}${path}`, { headers: { cookie }, redirect: 'manual' })).text()

test('a message received by one is released on the other, by who signed in on the first', async () => {
  const { out } = await a.cli('user', 'add', REVIEWER, '--role', 'reviewer')
  const password = /shown once: (\S+)/.exec(out)?.[1] ?? ''
  await b.submit({ from: TEACHER, to: PARENT, raw: mail(HELD) })
  await until(async () => (await a.held()).length === 1, b.output)
  const [{ id } = { id: '' }] = await a.held()
  expect(await b.held()).toEqual(await a.held())

  const cookieOf = (answer: Response) => (answer.headers.get('set-cookie') ?? '').split(';')[0]!
  const handedOut = cookieOf(await post(b, '/sign-in', { email: REVIEWER, password }))
  // The first thing is a password of one's own, set on the other node.
  const asked = /name="seal" value="([^"]+)"/.exec(await page(a, '/account/password', handedOut))?.[1] ?? ''
  const fresh = 'kwartel-gespt-onder-tafel'
  const cookie = cookieOf(await post(a, '/account/password', { seal: asked, fresh, again: fresh }, handedOut))
  expect(await page(a, '/held', cookie)).toContain(id)
  const seal = /name="seal" value="([^"]+)"/.exec(await page(a, `/held/${id}`, cookie))?.[1] ?? ''
  expect((await post(a, `/held/${id}/release`, { seal, recipient: PARENT }, cookie)).status).toBe(303)
  // The other one's page says so at once, and its own click comes too late.
  expect(await page(b, '/held', cookie)).not.toContain(`href="/held/${id}`)
  await post(b, `/held/${id}/return`, { seal, words: 'te laat' }, cookie)

  const toParent = () => sink.delivered.filter(({ from }) => from === TEACHER)
  await until(() => toParent().length > 0, a.output)
  await until(async () => (await nodes.look((store) => store.counts())).waiting === 0, a.output)
  expect(toParent().map(({ raw }) => numberIn(raw.toString('latin1')))).toEqual([HELD])
  expect(await nodes.look((store) => store.mail(id))).toMatchObject({ recipients: [{ fate: 'delivered' }] })

  // Signed out on one is signed out on all.
  await post(b, '/sign-out', { seal }, cookie)
  expect(await page(a, '/held', cookie)).not.toContain('seal')
}, 120_000)

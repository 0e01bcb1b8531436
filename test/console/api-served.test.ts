/** The API of the real program: what is held over SMTP is let go by it and arrives; and the examples of its manual work. */
import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { silentLog } from '../../src/log.ts'
import { openBlocks, SCOPES } from '../../src/review/review.ts'
import { lookInto, openSink, type Sink, type Started, start, until, write } from '../gateway/running.ts'

const TEACHER = 'els.vandenbroeck@devlonder.example'
const HELD = 'Leerling Noor uit 3A heeft ADHD en neemt sinds maandag Rilatine.'
const PAGE = readFileSync(join(import.meta.dirname, '../../docs/API.md'), 'utf8')
const EXAMPLES = [...PAGE.matchAll(/```sh\n(.*?)```/gs)].map(([, code]) => code!.trim())

let sink: Sink
let gateway: Started
let token: string

beforeAll(async () => {
  sink = await openSink()
  gateway = await start({ MAILSLUIS_NEXT_HOP: `smtp://127.0.0.1:${sink.port}` })
  const scopes = Object.keys(SCOPES).flatMap((scope) => ['--scope', scope])
  const { out } = await gateway.cli('token', 'add', 'everything', ...scopes)
  token = /mls_[0-9a-f]{64}/.exec(out)![0]
  write(gateway.folder, 'letter.eml', `From: ${TEACHER}\r\nTo: ouder@mail.example\r\nSubject: x\r\n\r\n${HELD}\r\n`)
}, 60_000)
afterAll(async () => {
  await gateway?.stop()
  await sink?.close()
})

let sent = 0
const submit = (to: string): Promise<string> => {
  sent += 1
  const raw = `From: Els <${TEACHER}>\nTo: ${to}\nSubject: Bericht ${sent}\nMessage-ID: <${sent}@devlonder.example>\n\n${HELD}\n`
  return gateway.submit({ from: TEACHER, to, raw })
}

const url = (): string => `http://127.0.0.1:${gateway.console}`

const ask = async (method: string, path: string, body?: object): Promise<{ status: number; json: never }> => {
  const answer = await fetch(`${url()}/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, ...(body ? { 'content-type': 'application/json' } : {}) },
    ...(body ? { body: JSON.stringify(body) } : {}),
  })
  return { status: answer.status, json: (await answer.json()) as never }
}

type Item = Readonly<{ id: string; rules: string[]; recipients: { address: string; fate: string }[] }>

const heldIds = async (): Promise<string[]> =>
  ((await ask('GET', '/held?limit=100')).json as { items: Item[] }).items.map(({ id }) => id)

test('what is held is listed, let go, and arrives', async () => {
  await submit('vader@mail.example')
  let found: Item | undefined
  await until(
    async () => {
      const { items } = (await ask('GET', '/held')).json as { items: Item[] }
      found = items.find(({ recipients }) => recipients.some(({ address }) => address === 'vader@mail.example'))
      return found !== undefined
    },
    () => 'it is not listed',
  )
  expect(found!.rules).toContain('sensitive-pupil-data')
  expect(sink.delivered).toEqual([])
  expect((await ask('POST', `/held/${found!.id}/release`)).status).toBe(200)
  await until(
    () => sink.delivered.some(({ to, raw }) => to.includes('vader@mail.example') && raw.includes(HELD)),
    () => `${sink.delivered.length} arrived`,
  )
  await until(
    async () => {
      const { json } = await ask('GET', `/mail/${found!.id}`)
      return (json as Item).recipients[0]?.fate === 'delivered'
    },
    () => 'it is not said to be delivered',
  )
})

test('the same verdict as on the command line, for the same letter', async () => {
  const file = join(gateway.folder, 'letter.eml')
  const said = JSON.parse((await gateway.cli('check', '--json', file)).out)
  const raw = readFileSync(file).toString('base64')
  const { json } = await ask('POST', '/check', { raw })
  expect(json).toEqual({ ...said, file: '-', ms: expect.any(Number) })
  expect(said.decision).toBe('hold')
})

const block = (): Promise<unknown> =>
  lookInto(gateway.folder, async (store) => {
    const [mail] = await store.list({ limit: 1, kind: 'mail' })
    const head = { ...mail!.head, envelope: { ...mail!.head.envelope, mailFrom: 'els@devlonder.example' } }
    await openBlocks({ store, log: silentLog, now: Date.now }).set(mail!.id, head, ['Eicar'])
  })

const runExample = (code: string, id: string): Promise<{ code: number; out: string }> =>
  new Promise((resolve) => {
    const env = { PATH: process.env.PATH, URL: url(), TOKEN: token, ID: id, PACK: 'moretus-ekeren' }
    const script = `curl() { command curl --fail-with-body "$@"; }\n${code}`
    execFile('bash', ['-c', script], { env, cwd: gateway.folder }, (error, out, err) =>
      resolve({ code: Number(error?.code ?? 0), out: out + err }),
    )
  })

/** What must be so before an example can work, by what it calls. */
const PREPARED: readonly (readonly [calls: RegExp, prepare: (id: string) => Promise<unknown>])[] = [
  [/\/undo"/, (id) => ask('POST', `/held/${id}/release`, { undoable: true })],
  [/\/leaks\/\$ID\/close"/, (id) => ask('POST', `/held/${id}/leak`, { words: 'x' })],
  [/\/hand-over"/, () => gateway.cli('user', 'add', 'an.peeters@devlonder.example', '--role', 'head')],
  [/\/blocked\/lift"/, block],
]

/** Of a message that waits for something else, as all of these do. */
const NOT_MENDED = /\/bcc"/

test('every example of the manual works', async () => {
  expect(EXAMPLES.length).toBeGreaterThan(25)
  const needed = EXAMPLES.filter((code) => code.includes('$ID')).length
  for (let i = 0; i < needed; i++) await submit('ouder@mail.example')
  let ids: string[] = []
  await until(
    async () => {
      ids = await heldIds()
      return ids.length >= needed
    },
    () => `${ids.length} of ${needed} are held`,
  )
  for (const code of EXAMPLES) {
    const id = code.includes('$ID') ? ids.pop()! : ''
    for (const [calls, prepare] of PREPARED) if (calls.test(code)) await prepare(id)
    const { code: ended, out } = await runExample(code, id)
    if (NOT_MENDED.test(code)) expect(out).toContain('bccNotMending')
    else expect([ended, out], code).toEqual([0, out])
  }
}, 120_000)

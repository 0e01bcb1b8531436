/** A message in, a verdict out, and nothing left of it. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { ConsoleParts } from '../../src/console/console.ts'
import { pagesOf } from '../../src/console/pages.ts'
import { openLog } from '../../src/log.ts'
import { program } from './api-client.ts'
import { openWindow, PASSWORD, type Window } from './house.ts'

const RAW =
  'From: els@school.example\r\nTo: ouder@ouder.example\r\nSubject: Kikker\r\n\r\nHet wachtwoord is Kikker!2041xz.\r\n'

let window: Window
let lines: string[]
beforeEach(async () => {
  lines = []
  window = await openWindow({ log: openLog('info', (line) => lines.push(line)), api: { checkBytes: 1000 } })
})
afterEach(() => window.close())

type Asked = Parameters<ConsoleParts['judge']>

/** A console whose judge notes what it was given, and finds a password in it. */
const judging = async (judge: (...asked: Asked) => Promise<void> = async () => {}) => {
  const asked: Asked[] = []
  const app = pagesOf({
    ...window.parts,
    judge: async (...given) => {
      asked.push(given)
      await judge(...given)
      const { decision, ...judged } = await window.parts.judge(...given)
      const unread = [{ place: { in: 'attachment' as const, file: 'x.zip' }, reason: 'encrypted' as const }]
      return { ...judged, unread, decision: { ...decision, outcome: 'hold', hits: [PASSWORD] } }
    },
  })
  return { asked, ...(await program({ tokens: window.tokens, app }, ['check'])) }
}

describe('a message', () => {
  test('as it is, its envelope in header fields', async () => {
    const { asked, ask } = await judging()
    const headers = {
      'mailsluis-mail-from': 'els@school.example',
      'mailsluis-rcpt-to': 'a@ouder.example, b@ouder.example',
      'mailsluis-pack': 'kindante',
    }
    const { status, json } = await ask('POST', '/check', { raw: RAW, headers })
    expect(status).toBe(200)
    const trial = { mailFrom: 'els@school.example', rcptTo: ['a@ouder.example', 'b@ouder.example'], pack: 'kindante' }
    expect(asked).toEqual([[Buffer.from(RAW), trial]])
    expect(Object.keys(json)).toEqual(['file', 'decision', 'pack', 'recipients', 'findings', 'uninspected', 'ms'])
    expect(json).toMatchObject({
      ...{ file: '-', decision: 'hold', pack: 'kindante' },
      recipients: [{ address: 'a@ouder.example' }, { address: 'b@ouder.example' }],
      findings: [{ rule: 'password', category: '', clause: 'ME-3-password', confidence: 0.95 }],
      uninspected: [{ reason: 'encrypted' }],
    })
  })

  test('as it is, its envelope in the query, or nowhere', async () => {
    const { asked, ask } = await judging()
    await ask('POST', '/check?rcptTo=a@ouder.example&rcptTo=b@ouder.example&pack=kindante', { raw: RAW })
    await ask('POST', '/check?rcptTo=a@ouder.example', { raw: RAW })
    await ask('POST', '/check', { raw: RAW })
    expect(asked.map(([, trial]) => trial)).toEqual([
      { rcptTo: ['a@ouder.example', 'b@ouder.example'], pack: 'kindante' },
      { rcptTo: ['a@ouder.example'] },
      {},
    ])
  })

  test('in JSON', async () => {
    const { asked, post } = await judging()
    const json = { raw: Buffer.from(RAW).toString('base64'), mailFrom: '', rcptTo: ['a@ouder.example'] }
    expect((await post('/check', json)).status).toBe(200)
    expect(asked).toEqual([[Buffer.from(RAW), { mailFrom: '', rcptTo: ['a@ouder.example'] }]])
  })

  test('leaves nothing in the store, the log or the audit', async () => {
    const { ask } = await judging()
    const before = await window.store.auditRows()
    await ask('POST', '/check', { raw: RAW })
    expect(await window.store.list({ limit: 10 })).toEqual([])
    expect(await window.store.auditRows()).toEqual(before)
    expect(lines.join('')).toBe('')
  })
})

describe('is refused', () => {
  test.each([
    ['a message larger than may be', { raw: 'x'.repeat(1001) }, 413, 'too-large'],
    ['one that is larger in JSON', { json: { raw: 'eHh4'.repeat(400_000) } }, 413, 'too-large'],
    ['no message', { raw: '' }, 400, 'bad-request'],
    ['a message in a form', { raw: 'raw=x', type: 'application/x-www-form-urlencoded' }, 415, 'wrong-type'],
    ['what is not base64', { json: { raw: 'Het wachtwoord' } }, 422, 'invalid'],
    ['base64 that was cut', { json: { raw: 'eHh4e' } }, 422, 'invalid'],
    ['a pack there is not', { json: { raw: 'eHh4', pack: 'nergens' } }, 422, 'invalid'],
    ['recipients that are no list', { json: { raw: 'eHh4', rcptTo: 'a@ouder.example' } }, 422, 'invalid'],
  ] as const)('%s', async (_, given, status, kind) => {
    const { asked, ask } = await judging()
    const { json } = await ask('POST', '/check', given)
    expect([json.status, json.type]).toEqual([status, `/api/v1/problems/${kind}`])
    expect(asked).toEqual([])
  })

  test('one larger than it says, as soon as it is', async () => {
    const { asked, ask } = await judging()
    const { json } = await ask('POST', '/check', { raw: 'x'.repeat(5000), headers: { 'content-length': '10' } })
    expect([json.status, asked]).toEqual([413, []])
  })

  test('one too many at a time, until another is done', async () => {
    const open: (() => void)[] = []
    const { ask } = await judging(() => new Promise((done) => open.push(done)))
    const first = [ask('POST', '/check', { raw: RAW }), ask('POST', '/check', { raw: RAW })]
    await expect.poll(() => open.length).toBe(2)
    const busy = await ask('POST', '/check', { raw: RAW })
    expect([busy.status, busy.json.type]).toEqual([429, '/api/v1/problems/busy'])
    expect(busy.headers.get('retry-after')).toBe('2')
    for (const done of open) done()
    expect((await Promise.all(first)).map(({ status }) => status)).toEqual([200, 200])
    const next = ask('POST', '/check', { raw: RAW })
    await expect.poll(() => open.length).toBe(3)
    open[2]!()
    expect((await next).status).toBe(200)
  })
})

/** The description of the API is true: every route stands in it, and every answer is as it says. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import { apiOf } from '../../src/console/api/api.ts'
import { BASE } from '../../src/console/api/base.ts'
import { document } from '../../src/console/api/document.ts'
import { OPERATIONS } from '../../src/console/api/operations.ts'
import { SCOPES, type Scope } from '../../src/review/review.ts'
import { type Answer, type Asked, asking, program } from './api-client.ts'
import { GROUP, openWindow, SENDER, type Window } from './house.ts'

// biome-ignore lint/suspicious/noExplicitAny: a JSON document, walked by its own words
type Json = any

let window: Window
beforeEach(async () => {
  window = await openWindow()
})
afterEach(() => window.close())

const served = async (): Promise<Json> => (await asking(window.app, undefined)('GET', '/openapi.json')).json

/** A schema of the document, with what it refers to, read back as one that checks. */
const checkerOf = (doc: Json, schema: Json): z.ZodType => {
  const text = JSON.stringify({ ...schema, $defs: doc.components.schemas })
  return z.fromJSONSchema(JSON.parse(text.replaceAll('#/components/schemas/', '#/$defs/')))
}

const responseIn = (doc: Json, name: string, status: number): Json =>
  Object.values<Json>(doc.paths)
    .flatMap((path) => Object.values<Json>(path))
    .find(({ operationId }) => operationId === name)?.responses[status]

const expectAsDocumented = (doc: Json, name: string, { status, json, headers }: Answer): void => {
  const response = responseIn(doc, name, status)
  expect(response, `${name} ${status} is documented`).toBeDefined()
  const type = headers.get('content-type')?.split(';')[0] ?? ''
  const { schema } = response.content[type]
  expect(checkerOf(doc, schema).safeParse(json).error?.message, `${name} ${status}`).toBeUndefined()
}

test('every route stands in it, and all that stands in it is a route', async () => {
  const routes = apiOf(window.parts)
    .routes.filter(({ method }) => method !== 'ALL')
    .map(({ method, path }) => `${method} ${path}`)
  const pages = ['GET /openapi.json', 'GET /problems/:kind']
  const doc = await served()
  const described = Object.entries<Json>(doc.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`),
  )
  expect(new Set(routes)).toEqual(new Set([...pages, ...described]))
  expect(described).toHaveLength(OPERATIONS.length)
})

test('is public, and names no operation twice', async () => {
  const doc = await served()
  expect(doc).toEqual(JSON.parse(JSON.stringify(document())))
  expect(doc.openapi).toMatch(/^3\.1\./)
  expect(doc.servers).toEqual([{ url: BASE }])
  const names = OPERATIONS.map(({ name }) => name)
  expect(new Set(names).size).toBe(names.length)
})

test('each reference in it leads somewhere, and each schema is used', async () => {
  const doc = await served()
  const found = [...JSON.stringify(doc).matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)].map(([, name]) => name)
  expect(new Set(found)).toEqual(new Set(Object.keys(doc.components.schemas)))
})

test('a checker read from it does check', async () => {
  const doc = await served()
  const checker = checkerOf(doc, { $ref: '#/components/schemas/HeldList' })
  expect(checker.safeParse({ items: [], next: null, count: 0, isMore: false }).success).toBe(true)
  expect(checker.safeParse({ items: [], next: null, count: 0, isMore: false, more: 1 }).success).toBe(false)
  expect(checker.safeParse({ items: [{}], next: null, count: 0, isMore: false }).success).toBe(false)
})

type Try = readonly [method: string, path: string, asked?: Asked]

/** Held for what BCC takes away. */
const IN_BCC = {
  to: ['ouders-3a@school.example'],
  hits: [{ ...GROUP, outcome: 'hold', wouldBe: 'hold' }],
} as const

/** Each operation so that it goes well. */
const goodTries = async (): Promise<Record<string, Try>> => {
  const [show, original, claim, leave, release, back, undo, ask, hand, bcc, except, leak] = await Promise.all(
    Array.from({ length: 12 }, (_, i) => window.hold({ subject: `Brief ${i}`, ...(i === 9 ? IN_BCC : {}) })),
  )
  const account = 'els@school.example'
  const jan = 'jan.maes@school.example'
  const exception = { rule: 'password', recipient: 'ouder@ouder.example', reason: 'Afspraak.' }
  const head = (await window.store.mail(show!))!.head
  await window.blocks.set(show!, { ...head, envelope: { ...head.envelope, mailFrom: account } }, ['Eicar'])
  return {
    check: ['POST', '/check', { raw: `From: ${SENDER}\r\n\r\nDag\r\n` }],
    listHeld: ['GET', '/held'],
    searchHeld: ['POST', '/held/search', { json: { words: 'brief', soon: false } }],
    showHeld: ['GET', `/held/${show}`],
    readOriginal: ['POST', `/held/${original}/original`, { json: { reason: 'Vraag van de vader.' } }],
    exportCase: ['POST', `/held/${show}/file`, { json: { reason: 'Vraag van de directie.' } }],
    claimHeld: ['POST', `/held/${claim}/claim`],
    leaveHeld: ['POST', `/held/${leave}/leave`],
    releaseHeld: ['POST', `/held/${release}/release`],
    returnHeld: ['POST', `/held/${back}/return`, { json: { words: 'Stuur dit via Smartschool.' } }],
    undoHeld: ['POST', `/held/${undo}/undo`],
    askSender: ['POST', `/held/${ask}/ask`, { json: { question: 'Weet de moeder dit?' } }],
    handOver: ['POST', `/held/${hand}/hand-over`, { json: { to: 'an@school.example' } }],
    previewBcc: ['GET', `/held/${bcc}/bcc`],
    listExceptions: ['GET', '/exceptions'],
    makeException: ['POST', `/held/${except}/exception`, { json: exception }],
    endException: ['POST', '/exceptions/end', { json: { id: `password ${SENDER} ouder@ouder.example` } }],
    listLeaks: ['GET', '/leaks'],
    reportLeak: ['POST', `/held/${leak}/leak`, { json: { words: 'Een lijst.' } }],
    closeLeak: ['POST', `/leaks/${leak}/close`, { json: { outcome: 'no-leak', words: 'Nooit vertrokken.' } }],
    listMail: ['GET', '/mail?fate=held'],
    findMail: ['POST', '/mail/search', { json: { sender: 'school.example', since: '2026-03-09T00:00:00+01:00' } }],
    showMail: ['GET', `/mail/${show}`],
    showQueue: ['GET', '/queue'],
    retryMail: ['POST', `/mail/${release}/retry`],
    retryAll: ['POST', '/mail/retry'],
    sendAgain: ['POST', `/mail/${release}/again`],
    giveUpMail: ['POST', `/mail/${release}/give-up`],
    counts: ['GET', '/counts'],
    figuresByDay: ['GET', '/figures/days'],
    figuresByWeek: ['GET', '/figures/weeks?limit=2'],
    listPacks: ['GET', '/policy/packs'],
    listRules: ['GET', '/policy/packs/kindante/rules'],
    listClauses: ['GET', '/policy/packs/kindante/clauses'],
    listBlocked: ['GET', '/blocked'],
    liftBlock: ['POST', '/blocked/lift', { json: { account } }],
    listAccounts: ['GET', '/accounts'],
    addAccount: ['POST', '/accounts', { json: { email: jan, name: 'Jan Maes', roles: ['reviewer'] } }],
    changeAccount: ['POST', '/accounts/change', { json: { email: jan, roles: ['auditor'] } }],
    resetPassword: ['POST', '/accounts/password', { json: { email: jan } }],
    resetSecondFactor: ['POST', '/accounts/second-factor', { json: { email: jan } }],
    disableAccount: ['POST', '/accounts/disable', { json: { email: jan, disabled: true } }],
    verifyAudit: ['GET', '/audit/proof'],
    listAudit: ['GET', '/audit/entries'],
  }
}

test('every answer is as it says', async () => {
  await window.account('An', ['reviewer'])
  const tries = await goodTries()
  const decision = { pack: 'kindante', policyVersion: '1', outcome: 'hold', recipients: [], hits: [] } as const
  window.figures.judged({ school: 'school.example', decision, size: 1000, unread: [], ms: 1 })
  await window.figures.flush()
  expect(Object.keys(tries)).toEqual(OPERATIONS.map(({ name }) => name))
  const doc = await served()
  const { ask } = await program(window, Object.keys(SCOPES) as Scope[])
  for (const [name, [method, path, asked]] of Object.entries(tries)) {
    if (name === 'undoHeld') await ask('POST', path.replace('undo', 'release'), { json: { undoable: true } })
    const answer = await ask(method, path, asked)
    expect(answer.status, `${name}: ${answer.text}`).toBe(200)
    expectAsDocumented(doc, name, answer)
  }
  // What was empty at first has something in it now.
  for (const name of [
    'listHeld',
    'listLeaks',
    'listMail',
    'listAudit',
    'listAccounts',
    'figuresByDay',
    'figuresByWeek',
  ]) {
    const answer = await ask('GET', tries[name]![1])
    expect(answer.json.items, name).not.toEqual([])
    expectAsDocumented(doc, name, answer)
  }
})

test('every problem is as it says', async () => {
  const id = await window.hold()
  const doc = await served()
  const all = await program(window, Object.keys(SCOPES) as Scope[])
  const none = await program(window, ['check'])
  const nobody = asking(window.app, undefined)
  await all.post(`/held/${id}/return`, { words: 'Nee' })
  const faults: readonly (readonly [string, number, Answer])[] = [
    ['listHeld', 401, await nobody('GET', '/held')],
    ['listHeld', 401, await asking(window.app, 'Bearer x')('GET', '/held')],
    ['listHeld', 403, await none.get('/held')],
    ['listHeld', 422, await all.get('/held?limit=x')],
    ['showHeld', 404, await all.get(`/held/${'0'.repeat(26)}`)],
    ['showHeld', 422, await all.get('/held/x')],
    ['releaseHeld', 409, await all.post(`/held/${id}/release`)],
    ['releaseHeld', 415, await all.ask('POST', `/held/${id}/release`, { raw: 'x' })],
    ['releaseHeld', 400, await all.ask('POST', `/held/${id}/release`, { raw: 'x', type: 'application/json' })],
    ['check', 415, await all.ask('POST', '/check', { raw: 'x', type: 'text/plain' })],
    ['listRules', 404, await all.get('/policy/packs/nergens/rules')],
    ['liftBlock', 404, await all.post('/blocked/lift', { account: 'x@school.example' })],
  ]
  for (const [name, status, answer] of faults) {
    expect(answer.status, `${name}: ${answer.text}`).toBe(status)
    expectAsDocumented(doc, name, answer)
  }
})

/** The API as a program meets it: who may, what it gets, and what it is told when it may not. */
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { BASE } from '../../src/console/api/base.ts'
import { OPERATIONS } from '../../src/console/api/operations.ts'
import { PROBLEMS } from '../../src/console/api/problems.ts'
import type { Hit, Pack } from '../../src/policy/policy.ts'
import { SCOPES, type Scope } from '../../src/review/review.ts'
import { type Answer, asking, program } from './api-client.ts'
import { openWindow, PASSWORD, SENDER, type Window } from './house.ts'

let window: Window
beforeEach(async () => {
  window = await openWindow()
})
afterEach(() => window.close())

const nobody = () => asking(window.app, undefined)
const eventsOf = async (event: string) => (await window.store.auditRows()).filter((row) => row.event === event)

describe('a token', () => {
  test('is needed, and a session of the console is none', async () => {
    const els = await window.signIn(await window.account('Els', ['admin']))
    for (const headers of [{}, { cookie: els.cookie }]) {
      const { status, json, headers: said } = await nobody()('GET', '/held', { headers })
      expect(status).toBe(401)
      expect(said.get('www-authenticate')).toBe('Bearer realm="mailsluis"')
      expect(said.get('content-type')).toBe('application/problem+json')
      expect(json).toMatchObject({ type: '/api/v1/problems/no-token', status: 401 })
    }
  })

  test.each([
    ['that is none', 'Bearer mls_0'],
    ['in the wrong scheme', 'Basic ZWxzOmVscw=='],
    ['with words after it', `Bearer mls_${'0'.repeat(64)} and more`],
  ])('%s opens nothing', async (_, authorization) => {
    const { status, headers, json } = await asking(window.app, authorization)('GET', '/held')
    expect(status).toBe(401)
    expect(headers.get('www-authenticate')).toBe('Bearer realm="mailsluis", error="invalid_token"')
    expect(json.type).toBe('/api/v1/problems/wrong-token')
  })

  test('in the address opens nothing', async () => {
    const { secret } = await program(window, ['held:read'])
    expect((await nobody()('GET', `/held?access_token=${secret}`)).status).toBe(401)
  })

  test.each(OPERATIONS.map(({ name, ...one }) => [name, one] as const))('%s asks for its scope', async (_, one) => {
    const others = (Object.keys(SCOPES) as Scope[]).filter((scope) => scope !== one.scope)
    const { ask } = await program(window, others)
    const path = one.path.replace('{id}', '0'.repeat(26)).replace('{pack}', 'kindante')
    const { status, headers, json } = await ask(one.method.toUpperCase(), path)
    expect([status, json.type]).toEqual([403, '/api/v1/problems/missing-scope'])
    expect(headers.get('www-authenticate')).toContain(`error="insufficient_scope", scope="${one.scope}"`)
  })

  test('revoked opens nothing any more', async () => {
    const { get, token } = await program(window, ['held:read'])
    expect((await get('/held')).status).toBe(200)
    await window.tokens.revoke(token.name, 'test')
    expect((await get('/held')).status).toBe(401)
  })

  test('for a person is worth what that person is now', async () => {
    const { email } = await window.account('Els', ['reviewer'])
    const { get, post } = await program(window, ['held:read', 'held:decide'], { account: email })
    const id = await window.hold({ from: email })
    const { status, json } = await post(`/held/${id}/release`)
    expect([status, json.refusal]).toEqual([403, 'ownMessage'])
    await window.accounts.disable(email, true)
    expect((await get('/held')).json).toMatchObject({ status: 403, type: '/api/v1/problems/not-allowed' })
  })

  test('wrong ones are slowed for their client; a right one beside them is not', async () => {
    const right = await program(window, ['held:read'])
    const wrong = asking(window.app, `Bearer mls_${'0'.repeat(64)}`)
    const answers = []
    for (let i = 0; i < 21; i++) answers.push(await wrong('GET', '/held'))
    expect(answers.map(({ status }) => status)).toEqual([...Array(20).fill(401), 429])
    expect(answers.at(-1)?.headers.get('retry-after')).toBe('900')
    expect((await right.get('/held')).status).toBe(200)
  })
})

describe('a busy token', () => {
  test('is asked to wait, and another is not', async () => {
    await using limited = await openLimited({ requestsPerMinute: 2 })
    const busy = await program(limited, ['counts:read'])
    const other = await program(limited, ['counts:read'])
    const all = [await busy.get('/counts'), await busy.get('/counts'), await busy.get('/counts')]
    expect(all.map(({ status }) => status)).toEqual([200, 200, 429])
    expect(all[2]?.json.type).toBe('/api/v1/problems/too-many')
    expect(all[2]?.headers.get('retry-after')).toBe('60')
    expect((await other.get('/counts')).status).toBe(200)
  })

  test('waits at what costs much, while the rest goes on; each operation that has a limit tells it', async () => {
    const limited = OPERATIONS.filter(({ perMinute }) => perMinute !== undefined)
    expect(limited.map(({ name }) => name)).toContain('verifyAudit')
    // Whatever changes something has its own; of messages on trial only so many are judged at once (checksAtOnce).
    const free = OPERATIONS.filter(({ method, perMinute }) => method !== 'get' && perMinute === undefined)
    expect(free.map(({ name }) => name)).toEqual(['check'])
    const { json: manual } = await nobody()('GET', '/openapi.json')
    for (const { path, method, perMinute } of limited) {
      const { description, responses } = manual.paths[path][method]
      expect(description).toContain(`At most ${perMinute} requests`)
      expect(responses[429].headers['Retry-After'].schema.type).toBe('integer')
    }
    const { get } = await program(window, ['audit:read'])
    const statuses = []
    for (let i = 0; i < 7; i++) statuses.push((await get('/audit/proof')).status)
    expect(statuses).toEqual([...Array(6).fill(200), 429])
    const { headers, json } = await get('/audit/proof')
    expect([headers.get('retry-after'), headers.get('content-type')]).toEqual(['60', 'application/problem+json'])
    expect(json.type).toBe('/api/v1/problems/too-many')
    expect((await get('/audit/entries')).status).toBe(200)
  })
})

const openLimited = async (api: NonNullable<Parameters<typeof openWindow>[0]>['api'] & object) => {
  const opened = await openWindow({ api })
  return Object.assign(opened, { [Symbol.asyncDispose]: opened.close })
}

describe('held messages', () => {
  test('are listed masked, page by page, in the order of their deadlines', async () => {
    const ids = []
    const due = Date.now() + 3_600_000
    for (let i = 0; i < 5; i++) ids.push(await window.hold({ subject: `Lijst ${i}`, deadline: due + i }))
    const { get } = await program(window, ['held:read'])
    const seen: string[] = []
    let after = ''
    for (let page = 0; page < 3; page++) {
      const { json } = await get(`/held?limit=2${after}`)
      seen.push(...json.items.map((item: { id: string }) => item.id))
      after = `&after=${json.next}`
      expect(json.next === null).toBe(page === 2)
    }
    expect(seen).toEqual(ids)
    const { json } = await get('/held?limit=1')
    expect(json.items[0]).toMatchObject({
      ...{ from: SENDER, subject: 'Lijst 0', pack: 'moretus-ekeren', rules: ['password'], urgent: false, claim: null },
      recipients: [{ address: 'ouder@ouder.example', fate: 'held' }],
    })
  })

  test('are found by rule, school, claim, words and likeness', async () => {
    const one = await window.hold({ subject: 'Klaslijst' })
    const other = await window.hold({ subject: 'Ziek', hits: [{ ...PASSWORD, rule: 'contact-data' }] })
    const { get, post } = await program(window, ['held:read', 'held:decide'])
    await post(`/held/${other}/claim`)
    const idsOf = ({ json }: Answer) => json.items.map(({ id }: { id: string }) => id)
    expect(idsOf(await get('/held?rule=contact-data'))).toEqual([other])
    expect(idsOf(await get('/held?claimed=free'))).toEqual([one])
    expect(idsOf(await get('/held?claimed=mine'))).toEqual([other])
    expect(idsOf(await get('/held?school=other.example'))).toEqual([])
    expect(idsOf(await get('/held?soon=true'))).toEqual([])
    expect(idsOf(await post('/held/search', { words: 'klaslijst' }))).toEqual([one])
    expect(idsOf(await post('/held/search', { like: { id: one, by: 'sender' } }))).toEqual([one])
  })

  test('of another school are not there', async () => {
    const id = await window.hold()
    const { get, post } = await program(window, ['held:read', 'held:decide'], { schools: ['other.example'] })
    expect((await get('/held')).json).toEqual({ items: [], next: null, count: 0, isMore: false })
    expect((await get(`/held/${id}`)).json).toMatchObject({ status: 403, refusal: 'otherSchool' })
    expect((await post(`/held/${id}/release`)).json).toMatchObject({ status: 403, refusal: 'otherSchool' })
    expect(await window.fates(id)).toEqual(['held'])
  })

  test('a case tells what was found, in the language asked for, and that it was opened', async () => {
    const id = await window.hold()
    const { get, token } = await program(window, ['held:read'])
    const { json } = await get(`/held/${id}?language=en`)
    expect(json.findings).toMatchObject([
      {
        rule: 'password',
        excerpt: 'wachtwoord: ••••••',
        because: 'This row holds a password.',
        clause: 'ME-3-password',
      },
    ])
    expect(json.findings[0].place).toContain('klaslijst.csv')
    expect(await eventsOf('case-opened')).toMatchObject([{ ref: id, actor: `token ${token.name}` }])
  })

  test('a case of a pack that shows only metadata tells the rule, and nothing found', async () => {
    const packs = window.parts.policy().packs as Map<string, Pack>
    const pack = packs.get('moretus-ekeren')!
    packs.set(pack.id, { ...pack, reviewVisibility: 'metadata' })
    onTestFinished(() => void packs.set(pack.id, pack))
    const id = await window.hold({ subject: 'Geheim' })
    const { get } = await program(window, ['held:read'])
    const { json, text } = await get(`/held/${id}`)
    expect(json).toMatchObject({ visibility: 'metadata', subject: '' })
    expect(json.findings).toMatchObject([{ rule: 'password', excerpt: '', because: '', place: '' }])
    for (const word of ['Geheim', 'klaslijst', 'wachtwoord']) expect(text).not.toContain(word)
  })

  test('are released for some, then for all; asked again the same caller hears how it stands', async () => {
    const to = ['a@ouder.example', 'b@ouder.example']
    const id = await window.hold({ to })
    const { post, token } = await program(window, ['held:decide'])
    const some = { recipients: ['A@ouder.example'] }
    for (let again = 0; again < 2; again++) {
      const { status, json } = await post(`/held/${id}/release`, some)
      expect(status).toBe(200)
      expect(json.recipients.map(({ fate }: { fate: string }) => fate)).toEqual(['waiting', 'held'])
      expect(json.last).toMatchObject({ event: 'released', by: `token ${token.name}` })
    }
    for (let again = 0; again < 2; again++) expect((await post(`/held/${id}/release`)).status).toBe(200)
    expect(await window.fates(id)).toEqual(['waiting', 'waiting'])
    expect(await eventsOf('released')).toHaveLength(2)
  })

  test('a repeat is no repeat for somebody else, for another decision, or for somebody it was not for', async () => {
    const id = await window.hold()
    const first = await program(window, ['held:decide'])
    const second = await program(window, ['held:decide'])
    expect((await first.post(`/held/${id}/release`)).status).toBe(200)
    for (const { status, json } of [
      await second.post(`/held/${id}/release`),
      await first.post(`/held/${id}/return`, { words: 'Nee' }),
      await first.post(`/held/${id}/release`, { recipients: ['stranger@ouder.example'] }),
    ])
      expect([status, json.type]).toEqual([409, '/api/v1/problems/conflict'])
  })

  test('a decision can be made so that it can be undone, by who made it', async () => {
    const to = ['a@ouder.example', 'b@ouder.example']
    const id = await window.hold({ to })
    const own = await program(window, ['held:decide'])
    const other = await program(window, ['held:decide'])
    const wish = { recipients: ['a@ouder.example'], undoable: true }
    for (let again = 0; again < 2; again++) {
      const { status, json } = await own.post(`/held/${id}/release`, wish)
      expect(status).toBe(200)
      expect(Date.parse(json.undoableUntil)).toBeGreaterThan(Date.now())
      expect(json.recipients).toMatchObject([{ fate: 'held' }, { fate: 'held' }])
    }
    expect((await other.post(`/held/${id}/release`)).status).toBe(409)
    expect((await other.post(`/held/${id}/undo`)).status).not.toBe(200)
    const { status, json } = await own.post(`/held/${id}/undo`)
    expect([status, json.undoableUntil]).toEqual([200, null])
    expect((await other.post(`/held/${id}/release`)).status).toBe(200)
    expect(await window.fates(id)).toEqual(['waiting', 'waiting'])
  })

  test('letting go of what another took up changes nothing, and tells nothing', async () => {
    const id = await window.hold()
    const first = await program(window, ['held:decide'])
    const stranger = await program(window, ['held:decide'], { schools: ['other.example'] })
    await first.post(`/held/${id}/claim`)
    expect((await stranger.post(`/held/${id}/leave`)).json).toEqual({ id })
    const { get } = await program(window, ['held:read'])
    expect((await get(`/held/${id}`)).json.claim).toMatchObject({ name: `token ${first.token.name}` })
  })

  test('are returned with words, once', async () => {
    const id = await window.hold()
    const { post } = await program(window, ['held:decide'])
    for (let again = 0; again < 2; again++)
      expect((await post(`/held/${id}/return`, { words: 'Stuur dit liever via Smartschool.' })).status).toBe(200)
    expect(await window.fates(id)).toEqual(['returned'])
    const { json } = await post(`/held/${id}/return`, { words: '  ' })
    expect(json).toMatchObject({ status: 422, errors: [{ in: 'body', at: '/words' }] })
  })

  test('that somebody looks at are only taken over in so many words', async () => {
    const id = await window.hold()
    const first = await program(window, ['held:decide'])
    const second = await program(window, ['held:decide'])
    expect((await first.post(`/held/${id}/claim`)).status).toBe(200)
    const { status, json } = await second.post(`/held/${id}/release`)
    expect([status, json.type]).toEqual([409, '/api/v1/problems/conflict'])
    expect(json.detail).toContain(`token ${first.token.name} has been looking`)
    expect((await second.post(`/held/${id}/release`, { takeOver: true })).status).toBe(200)
    expect(await eventsOf('claim-taken-over')).toHaveLength(1)
  })

  test('with a virus in them are not for a program to release', async () => {
    const virus = { ...PASSWORD, finding: { ...PASSWORD.finding!, category: 'malware' } }
    const id = await window.hold({ hits: [virus] })
    const { post } = await program(window, Object.keys(SCOPES) as Scope[])
    const { json } = await post(`/held/${id}/release`)
    expect(json).toMatchObject({ status: 403, refusal: 'malware' })
  })

  test('are read whole with a reason, where the pack lets anybody', async () => {
    const id = await window.hold({ text: 'Beste ouder, tot vrijdag.' })
    const closed = await window.hold({ pack: 'kindante' })
    const { post, token } = await program(window, ['held:original'])
    const { json } = await post(`/held/${id}/original`, { reason: 'De vader belde.' })
    expect(json.texts).toMatchObject([{ role: 'own', hidden: false, cut: false }])
    expect(json.texts[0].text).toContain('tot vrijdag')
    expect(await eventsOf('original-read')).toMatchObject([
      { ref: id, actor: `token ${token.name}`, detail: 'De vader belde.' },
    ])
    expect((await post(`/held/${id}/original`, {})).json).toMatchObject({ status: 422, errors: [{ at: '/reason' }] })
    const refused = await post(`/held/${closed}/original`, { reason: 'x' })
    expect(refused.json).toMatchObject({ status: 403, refusal: 'unreadable' })
  })
})

describe('mail under way', () => {
  const released = async () => {
    const id = await window.hold()
    await (await program(window, ['held:decide'])).post(`/held/${id}/release`)
    return id
  }

  test('is found by whom it is for, tried again and given up, each by its scope', async () => {
    const id = await released()
    const { get, post } = await program(window, ['mail:read', 'mail:retry', 'mail:end'])
    const { json } = await post('/mail/search', { recipient: 'ouder@ouder.example', kind: 'mail' })
    expect(json).toMatchObject({ items: [{ id, recipients: [{ fate: 'waiting' }] }], next: null })
    expect((await post('/mail/search', { recipient: 'niemand@ouder.example' })).json.items).toEqual([])
    expect((await post(`/mail/${id}/retry`)).json).toEqual({ recipients: 1 })
    expect((await post(`/mail/${id}/give-up`)).json).toEqual({ recipients: 1 })
    expect((await post(`/mail/${id}/give-up`)).json).toEqual({ recipients: 0 })
    const road = (await get(`/mail/${id}`)).json
    expect(road.recipients).toMatchObject([{ fate: 'failed' }])
    expect(road.history.map(({ event }: { event: string }) => event)).toContain('given-up')
    expect((await post(`/mail/${id}/again`)).json).toEqual({ recipients: 1 })
    expect(await window.fates(id)).toEqual(['waiting'])
    for (const event of ['delivery-retried', 'delivery-given-up', 'delivery-sent-again'])
      expect(await eventsOf(event), event).toHaveLength(1)
  })

  test('is followed for a head as on the pages: roads of the own school, no queue, nothing done, nothing people wrote', async () => {
    const id = await window.hold({ subject: 'Kikker' })
    const other = await window.hold({ from: 'jan@other.example' })
    const reason = 'Vermoeden van een geheim'
    const reader = await program(window, ['held:original'])
    expect((await reader.post(`/held/${id}/original`, { reason })).status).toBe(200)
    const { email: account } = await window.account('Hilde', ['head'], ['school.example'])
    const { get, post } = await program(window, ['mail:read'], { account })
    const found = await post('/mail/search', { recipient: 'ouder@ouder.example' })
    expect(found.json.items.map((item: { id: string }) => item.id)).toEqual([id])
    const road = await get(`/mail/${id}`)
    expect(road.json.recipients).toMatchObject([{ address: 'ouder@ouder.example', fate: 'held' }])
    expect(road.text).not.toMatch(/Kikker|geheim/i)
    expect([(await get(`/mail/${other}`)).status, (await get('/queue')).status]).toEqual([404, 403])
    await expect(program(window, ['mail:retry'], { account })).rejects.toThrow('do not allow')
    expect((await eventsOf('mail-searched')).map(({ actor, detail }) => [actor, detail])).toEqual([
      [account, 'recipient'],
    ])
  })

  test('of another school is not there, and says no subject to anybody', async () => {
    const id = await window.hold({ subject: 'Kikker' })
    const scopes: Scope[] = ['mail:read', 'mail:retry', 'mail:end']
    const other = await program(window, scopes, { schools: ['other.example'] })
    expect((await other.get('/mail?fate=held')).json.items).toEqual([])
    expect((await other.post('/mail/search', { sender: SENDER })).json.items).toEqual([])
    for (const { status } of [
      await other.get(`/mail/${id}`),
      await other.post(`/mail/${id}/retry`),
      await other.post(`/mail/${id}/give-up`),
    ])
      expect(status).toBe(404)
    expect((await other.post('/mail/retry')).status).toBe(403)
    const { get } = await program(window, scopes)
    const own = await get(`/mail/${id}`)
    expect(own.json.from).toBe(SENDER)
    expect(own.text).not.toContain('Kikker')
  })
})

describe('accounts', () => {
  const jan = { email: 'Jan@school.example', name: 'Jan Maes', roles: ['head'], schools: ['school.example'] }

  test('are added, changed, given a password and let in or not, and who did it is noted', async () => {
    const { get, post, token } = await program(window, ['accounts:read', 'accounts:write'])
    const added = (await post('/accounts', jan)).json
    const email = 'jan@school.example'
    const signIn = (password: string) => window.signIn({ email, password })
    expect(added.account).toMatchObject({ email, roles: ['head'], disabled: false })
    expect((await signIn(added.password)).answer.status).toBe(303)
    const reset = (await post('/accounts/password', { email })).json
    expect((await signIn(added.password)).answer.status).toBe(401)
    expect((await signIn(reset.password)).answer.status).toBe(303)
    await post('/accounts/change', { email, roles: ['auditor'], schools: ['school.example'] })
    await post('/accounts/disable', { email, disabled: true })
    expect((await get('/accounts')).json.items).toMatchObject([{ email, roles: ['auditor'], disabled: true }])
    expect((await signIn(reset.password)).answer.status).toBe(401)
    for (const event of ['account-added', 'account-changed', 'password-reset', 'account-disabled'])
      expect(await eventsOf(event), event).toMatchObject([{ ref: email, actor: `token ${token.name}` }])
    expect((await post('/accounts', jan)).status).toBe(409)
  })

  test('of all schools are not for who keeps those of one', async () => {
    await window.account('An', ['admin'])
    const more = { schools: ['school.example'] }
    const { get, post } = await program(window, ['accounts:read', 'accounts:write'], more)
    expect((await post('/accounts', jan)).status).toBe(200)
    expect((await get('/accounts')).json.items).toMatchObject([{ email: 'jan@school.example' }])
    const all = { roles: ['admin'], schools: [] }
    expect((await post('/accounts', { ...jan, ...all, email: 'x@school.example' })).status).toBe(403)
    expect((await post('/accounts/change', { ...all, email: 'jan@school.example' })).status).toBe(403)
    for (const path of ['/accounts/password', '/accounts/second-factor'])
      expect((await post(path, { email: 'an@school.example' })).status).toBe(404)
    expect(await eventsOf('password-reset')).toEqual([])
  })
})

describe('what is of all schools', () => {
  test.each(['/counts', '/audit/proof', '/audit/entries'])('%s is not for one school', async (path) => {
    const scopes: Scope[] = ['counts:read', 'audit:read']
    const one = await program(window, scopes, { schools: ['school.example'] })
    expect((await one.get(path)).json).toMatchObject({ status: 403, type: '/api/v1/problems/not-allowed' })
    expect((await (await program(window, scopes)).get(path)).status).toBe(200)
  })

  test('the log is taken along in pages, and says so', async () => {
    const { get } = await program(window, ['audit:read'])
    const first = await get('/audit/entries?limit=1')
    expect(first.json).toMatchObject({ items: [{ seq: 1, event: 'token-added' }], next: 2 })
    const second = await get('/audit/entries?from=2')
    expect(second.json).toMatchObject({ items: [{ seq: 2, event: 'audit-exported' }, { seq: 3 }], next: null })
    expect((await get('/audit/proof')).json).toMatchObject({ ok: true, entries: 3, brokenAt: null })
  })
})

describe('a fault', () => {
  const SECRET = 'Kikker!2041xz'
  test.each([
    ['no such path', 'GET', '/heldd', {}, 'not-found'],
    ['no such message', 'GET', `/held/${'0'.repeat(26)}`, {}, 'not-found'],
    ['a method that does nothing', 'PUT', '/held', {}, 'wrong-method'],
    ['an id that is none', 'GET', `/held/${SECRET}`, {}, 'invalid'],
    ['a query that is none', 'GET', `/held?limt=${SECRET}`, {}, 'invalid'],
    ['a limit over the top', 'GET', '/held?limit=1000', {}, 'invalid'],
    [
      'a body that is no JSON',
      'POST',
      '/blocked/lift',
      { raw: `{"${SECRET}`, type: 'application/json' },
      'bad-request',
    ],
    ['a body of another kind', 'POST', '/blocked/lift', { raw: `account=${SECRET}`, type: 'text/plain' }, 'wrong-type'],
    ['a body that lacks a field', 'POST', '/blocked/lift', { json: {} }, 'invalid'],
    ['a body with the wrong kind of field', 'POST', '/blocked/lift', { json: { account: [SECRET] } }, 'invalid'],
    ['a body too large', 'POST', '/blocked/lift', { json: { account: SECRET.repeat(6000) } }, 'too-large'],
    ['an account that is not blocked', 'POST', '/blocked/lift', { json: { account: SECRET } }, 'not-found'],
  ] as const)('%s is a problem of its kind, without what was written', async (_, method, path, asked, kind) => {
    const { ask } = await program(window, Object.keys(SCOPES) as Scope[])
    const { status, json, text, headers } = await ask(method, path, asked)
    expect([status, json.status, json.type]).toEqual([PROBLEMS[kind][0], PROBLEMS[kind][0], `/api/v1/problems/${kind}`])
    expect(headers.get('content-type')).toBe('application/problem+json')
    expect(text).not.toContain(SECRET)
    if (kind === 'wrong-method') expect(headers.get('allow')).toBe('GET, HEAD')
    if (kind === 'invalid') expect(json.errors[0]).toMatchObject({ in: expect.any(String), at: expect.any(String) })
  })

  test('of ours tells nothing', async () => {
    const { ask } = await program(window, ['counts:read'])
    const { counts } = window.store
    window.store.counts = async () => {
      throw new Error(SECRET)
    }
    const { status, text } = await ask('GET', '/counts')
    window.store.counts = counts
    expect(status).toBe(500)
    expect(text).not.toContain(SECRET)
  })

  test.each(Object.keys(PROBLEMS))('%s is explained at its address', async (kind) => {
    const { status, json } = await nobody()('GET', `/problems/${kind}`)
    expect(status).toBe(200)
    expect(json.type).toBe(`${BASE}/problems/${kind}`)
  })
})

test('what changes something for a person is noted with the token', async () => {
  const { email } = await window.account('Els', ['reviewer'])
  const { post, token } = await program(window, ['held:decide'], { account: email })
  const id = await window.hold()
  await post(`/held/${id}/release`)
  expect(await eventsOf('released')).toMatchObject([{ actor: email, ref: id }])
  expect(await eventsOf('token-acted')).toMatchObject([{ actor: email, ref: token.name, detail: `releaseHeld ${id}` }])
})

describe('figures', () => {
  const DAY = 86_400_000
  const count = async (school: string, back: number, hits: readonly Hit[] = []) => {
    window.clock.ahead = -back * DAY
    const decision = { pack: 'kindante', policyVersion: '1', outcome: 'hold', recipients: [], hits } as const
    window.figures.judged({ school, decision, size: 1000, unread: [], ms: 1 })
    window.clock.ahead = 0
    await window.figures.flush()
  }
  type Item = Readonly<{ period: string; school: string; messages: number }>
  const periods = (items: readonly Item[]) => items.map(({ period }) => period)

  test('are by day and school, the newest first, page after page to the end', async () => {
    for (const back of [0, 1, 8, 40]) await count('school.example', back, [PASSWORD])
    const { get } = await program(window, ['figures:read'])
    const { json: first } = await get('/figures/days?limit=8')
    expect(first.items).toHaveLength(2)
    expect(first.items[0]).toMatchObject({
      ...{ period: window.figures.today(), school: 'school.example', messages: 1, bytes: 1000 },
      ...{ outcomes: { forward: 0, notify: 0, hold: 1, bounce: 0 }, rules: [{ rule: 'password', messages: 1 }] },
    })
    const all = [...periods(first.items)]
    let { next } = first
    for (let pages = 0; next !== null; pages++) {
      expect(pages).toBeLessThan(20)
      const { json } = await get(`/figures/days?limit=8&after=${next}`)
      all.push(...periods(json.items))
      next = json.next
    }
    expect(all).toHaveLength(4)
    expect(all).toEqual([...new Set(all)].sort().reverse())
  })

  test('are by week too', async () => {
    await count('school.example', 0)
    await count('school.example', 7)
    const { get } = await program(window, ['figures:read'])
    const { json } = await get('/figures/weeks?limit=1')
    expect(json.items).toMatchObject([{ messages: 1 }])
    expect(json.next).toBe(json.items[0].period)
    expect((await get(`/figures/weeks?limit=1&after=${json.next}`)).json.items).toMatchObject([{ messages: 1 }])
    expect((await get('/figures/weeks?after=2026-W54')).json).toMatchObject({ status: 422 })
    expect((await get('/figures/days?after=2026-W48')).json).toMatchObject({ status: 422 })
  })

  test('of other schools are not for who is limited to some', async () => {
    await count('school.example', 0)
    await count('basis.school.example', 0)
    const all = await program(window, ['figures:read'])
    const some = await program(window, ['figures:read'], { schools: ['school.example'] })
    const schools = async (get: typeof all.get, more = '') =>
      (await get(`/figures/days${more}`)).json.items.map(({ school }: Item) => school)
    expect(await schools(all.get)).toEqual(['basis.school.example', 'school.example'])
    expect(await schools(some.get)).toEqual(['school.example'])
    expect(await schools(all.get, '?school=Basis.School.example')).toEqual(['basis.school.example'])
    expect((await some.get('/figures/days?school=basis.school.example')).json).toMatchObject({ status: 403 })
  })
})

describe('the file of a case', () => {
  test('is the signed page, with its reason in the log', async () => {
    const id = await window.hold()
    const { post, token } = await program(window, ['held:export'])
    const { status, json } = await post(`/held/${id}/file`, { reason: 'Vraag van de directie.' })
    expect([status, json.id]).toEqual([200, id])
    for (const part of ['<!doctype html>', 'Vraag van de directie.', 'wachtwoord: ••••••'])
      expect(json.html).toContain(part)
    expect(await eventsOf('case-exported')).toMatchObject([{ ref: id, detail: 'Vraag van de directie.' }])
    expect((await eventsOf('case-exported'))[0]?.actor).toContain(token.name)
    expect((await post(`/held/${id}/file`, {})).json).toMatchObject({ status: 422, errors: [{ at: '/reason' }] })
    expect((await post(`/held/${'0'.repeat(26)}/file`, { reason: 'x' })).status).toBe(404)
  })

  test('is not for a reviewer, nor for who is limited to another school', async () => {
    const id = await window.hold()
    const { email } = await window.account('Els', ['reviewer'])
    await expect(program(window, ['held:export'], { account: email })).rejects.toThrow('do not allow')
    const other = await program(window, ['held:export'], { schools: ['other.example'] })
    expect((await other.post(`/held/${id}/file`, { reason: 'x' })).json).toMatchObject({ status: 403 })
    expect(await eventsOf('case-exported')).toEqual([])
  })
})

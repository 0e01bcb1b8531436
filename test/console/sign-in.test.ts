/** In and out: who is let in, what a stranger learns, and what another site can make a browser do. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { form, openWindow, type Window } from './house.ts'

let house: Window
beforeEach(async () => {
  house = await openWindow()
})
afterEach(() => house.close())

const location = (answer: Response): string | null => answer.headers.get('location')

describe('without a session', () => {
  test('every page leads to sign-in, and back to where one wanted to go', async () => {
    const id = await house.hold()
    for (const path of ['/held', '/']) expect((await house.app.request(path)).status).toBe(303)
    const answer = await house.app.request(`/held/${id}`)
    expect([answer.status, location(answer)]).toEqual([303, `/sign-in?next=%2Fheld%2F${id}`])
  })

  test('nothing can be decided', async () => {
    const id = await house.hold()
    const answer = await house.app.request(`/held/${id}/release`, form({ recipient: 'ouder@ouder.example' }))
    expect([answer.status, location(answer)]).toEqual([303, '/sign-in'])
    expect(await house.fates(id)).toEqual(['held'])
  })

  test('the sign-in page says whom to ask for an account, and names nobody', async () => {
    const { email } = await house.account('Griet')
    const text = await (await house.app.request('/sign-in')).text()
    expect(text).toContain('Vraag er een aan de ICT-coördinator van je school.')
    expect(text).not.toContain(email)
  })
})

describe('sign-in', () => {
  test('opens a session and leads to the wanted case', async () => {
    const griet = await house.account('Griet')
    const id = await house.hold()
    const answer = await house.app.request('/sign-in', form({ ...griet, next: `/held/${id}` }))
    expect([answer.status, location(answer)]).toEqual([303, `/held/${id}`])
    const cookie = answer.headers.get('set-cookie')!.split(';')[0]!
    expect((await house.app.request('/held', { headers: { cookie } })).status).toBe(200)
  })

  test('leads nowhere outside the console', async () => {
    const griet = await house.account('Griet')
    for (const next of ['https://evil.example/', '//evil.example', '/held/../r/x', '/held\\evil'])
      expect(location(await house.app.request('/sign-in', form({ ...griet, next })))).toBe('/held')
  })

  test('answers the same to a wrong password and to somebody unknown', async () => {
    const { email } = await house.account('Griet')
    const wrong = await house.app.request('/sign-in', form({ email, password: 'fout' }))
    const unknown = await house.app.request('/sign-in', form({ email: 'niemand@school.example', password: 'fout' }))
    expect([wrong.status, unknown.status]).toEqual([401, 401])
    expect(await wrong.text()).toBe(await unknown.text())
  })

  test('the right password does not help for a while after many wrong ones', async () => {
    const griet = await house.account('Griet')
    for (let i = 0; i < 6; i++) await house.app.request('/sign-in', form({ email: griet.email, password: `fout ${i}` }))
    expect((await house.app.request('/sign-in', form(griet))).status).toBe(401)
    house.clock.ahead = 20 * 60_000
    expect((await house.app.request('/sign-in', form(griet))).status).toBe(303)
  })

  test('the cookie is out of reach of scripts and other sites', async () => {
    const { answer } = await house.signIn(await house.account('Griet'))
    const cookie = answer.headers.get('set-cookie')!
    expect(cookie).toMatch(/^mailsluis=/)
    for (const part of ['HttpOnly', 'SameSite=Lax', 'Path=/']) expect(cookie).toContain(part)
  })

  test('signing in again ends the session before', async () => {
    const griet = await house.account('Griet')
    const { cookie } = await house.signIn(griet)
    await house.app.request('/sign-in', form(griet, { cookie }))
    expect((await house.app.request('/held', { headers: { cookie } })).status).toBe(303)
  })

  test('signing out ends it on the server, too', async () => {
    const { send, cookie, get } = await house.signIn(await house.account('Griet'))
    const answer = await send('/sign-out', {})
    expect(location(answer)).toBe('/sign-in')
    expect(answer.headers.get('set-cookie')).toContain('Max-Age=0')
    expect((await get('/held')).status).toBe(303)
    expect(cookie).not.toBe('')
    const { event, actor } = (await house.store.auditRows()).at(-1)!
    expect([event, actor]).toEqual(['signed-out', 'griet@school.example'])
  })
})

test('behind https the cookie is Secure and bound to the host', async () => {
  const secure = await openWindow({ url: 'https://mailsluis.school.example' })
  try {
    const origin = 'https://mailsluis.school.example'
    const answer = await secure.app.request('/sign-in', form(await secure.account('Griet'), { origin }))
    const cookie = answer.headers.get('set-cookie')!
    expect(cookie).toMatch(/^__Host-mailsluis=/)
    expect(cookie).toContain('Secure')
    const session = cookie.split(';')[0]!
    expect((await secure.app.request('/held', { headers: { cookie: session } })).status).toBe(200)
  } finally {
    await secure.close()
  }
})

describe('forms from elsewhere', () => {
  test.each([
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' },
  ])('%o is turned away', async (headers) => {
    const griet = await house.signIn(await house.account('Griet'))
    const id = await house.hold()
    const fields = { seal: await griet.seal(), recipient: 'ouder@ouder.example' }
    const answer = await house.app.request(`/held/${id}/release`, form(fields, { cookie: griet.cookie, ...headers }))
    expect(answer.status).toBe(403)
    expect(await house.fates(id)).toEqual(['held'])
  })

  test('the seal of another session does not count', async () => {
    const griet = await house.signIn(await house.account('Griet'))
    const jan = await house.signIn(await house.account('Jan'))
    const id = await house.hold()
    for (const seal of [await jan.seal(), '', 'x']) {
      const fields = { seal, recipient: 'ouder@ouder.example' }
      const answer = await house.app.request(`/held/${id}/release`, form(fields, { cookie: griet.cookie }))
      expect(answer.status).toBe(403)
    }
    expect(await house.fates(id)).toEqual(['held'])
  })

  test('a form of more than 64 KB is not read', async () => {
    const griet = await house.signIn(await house.account('Griet'))
    const id = await house.hold()
    expect((await griet.send(`/held/${id}/return`, { words: 'x'.repeat(70_000) })).status).toBe(413)
    expect(await house.fates(id)).toEqual(['held'])
  })
})

test.each([true, false])('who guesses is told apart by a proxy only when it is ours: %s', async (trustProxy) => {
  const proxied = await openWindow({ trustProxy })
  try {
    const griet = await proxied.account('Griet')
    const from = (client: string, who: Record<string, string>) =>
      proxied.app.request('/sign-in', form(who, { 'x-forwarded-for': `10.9.9.9, ${client}` }))
    for (let i = 0; i < 6; i++) await from('192.0.2.1', { email: 'niemand@school.example', password: 'fout' })
    expect((await from('192.0.2.1', griet)).status).toBe(401)
    expect((await from('192.0.2.2', griet)).status).toBe(trustProxy ? 303 : 401)
  } finally {
    await proxied.close()
  }
})

describe('many tries from one address', () => {
  const BROWSER = 'text/html,application/xhtml+xml,*/*;q=0.8'
  const WAYS = [
    ['/sign-in', { email: 'niemand@school.example', password: 'fout' }, 401],
    ['/sign-in/code', { code: '000000' }, 401],
    ['/first/unknown-unknown-unknown', { name: 'Jan' }, 410],
  ] as const

  test.each(WAYS)('at %s have to wait, and other addresses and other ways do not', async (path, fields, answered) => {
    await using limited = await openLimited()
    const ask = (address: string, accept = BROWSER) =>
      limited.app.request(path, form(fields, { 'x-forwarded-for': address, accept }))
    for (let i = 0; i < 3; i++) expect((await ask('192.0.2.1')).status).toBe(answered)
    const refused = await ask('192.0.2.1')
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '60'])
    expect(await refused.text()).toContain('Wacht een minuut')
    const told = await ask('192.0.2.1', 'application/json')
    expect([told.status, told.headers.get('content-type')]).toEqual([429, 'application/problem+json'])
    expect(told.headers.get('retry-after')).toBe('60')
    expect(await told.json()).toMatchObject({ type: '/api/v1/problems/too-many', status: 429 })
    expect((await ask('192.0.2.2')).status).toBe(answered)
    expect((await limited.app.request('/sign-in', { headers: { 'x-forwarded-for': '192.0.2.1' } })).status).toBe(200)
  })

  test('wait even with the right password', async () => {
    await using limited = await openLimited()
    const griet = await limited.account('Griet')
    const enter = () => limited.app.request('/sign-in', form({ email: griet.email, password: griet.password }))
    for (let i = 0; i < 3; i++) expect((await enter()).status).toBe(303)
    const refused = await enter()
    expect([refused.status, refused.headers.get('set-cookie')]).toEqual([429, null])
  })
})

const openLimited = async () => {
  const limited = await openWindow({ signInsPerMinute: 3, trustProxy: true })
  return { ...limited, [Symbol.asyncDispose]: limited.close }
}

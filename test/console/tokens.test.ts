/** The page of tokens: made by an administrator, seen once, revoked; and not for anybody else. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import { asking } from './api-client.ts'
import { form, openWindow, type Window } from './house.ts'

let window: Window
beforeEach(async () => {
  window = await openWindow()
})
afterEach(() => window.close())

const admin = async (schools: readonly string[] = []) =>
  window.signIn(await window.account(`Admin${schools.length}`, ['admin'], schools))

const WANTED = { name: 'knop', scope: ['held:read', 'check'], school: 'school.example', account: '', days: '30' }

test('a token made here opens the API, and is seen once', async () => {
  const { send, page } = await admin()
  const made = await send('/tokens', WANTED)
  expect(made.status).toBe(200)
  expect(made.headers.get('cache-control')).toBe('no-store')
  const [secret = ''] = /mls_[0-9a-f]{64}/.exec(await made.text()) ?? []
  const { status } = await asking(window.app, `Bearer ${secret}`)('GET', '/held')
  expect(status).toBe(200)
  const listed = await page('/tokens')
  expect(listed).toContain('knop')
  expect(listed).toContain('Een bericht laten beoordelen')
  expect(listed).not.toContain(secret)
  expect(await window.tokens.list()).toMatchObject([
    { name: 'knop', scopes: ['held:read', 'check'], schools: ['school.example'], createdBy: 'admin0@school.example' },
  ])
  const [{ createdAt, expires } = { createdAt: 0, expires: 0 }] = await window.tokens.list()
  expect(expires - createdAt).toBe(30 * 86_400_000)
})

test.each([
  ['nl', { ...WANTED, name: 'Mijn Knop' }, 'Een sleutel heeft een naam van hoogstens 40'],
  ['fr', { ...WANTED, name: 'there' }, 'Une clé porte déjà ce nom.'],
  ['en', { ...WANTED, scope: [] }, 'Choose what the token is for.'],
  ['nl', { ...WANTED, scope: ['held:all'] }, 'Kies waarvoor de sleutel dient.'],
  ['en', { ...WANTED, account: 'no@school.example' }, 'A token acts for a program or for you, not for somebody else.'],
  ['nl', { ...WANTED, account: 'helper@school.example' }, 'Een sleutel werkt voor een programma of voor jou'],
])('in %s: what cannot be is told, and what was written stays', async (language, wanted, words) => {
  await window.account('Helper', ['helpdesk'])
  await window.tokens.add({ name: 'there', scopes: ['check'] }, 'test')
  const { cookie, seal } = await admin()
  const { scope } = wanted
  const headers = { cookie, 'accept-language': language }
  const answer = await window.app.request('/tokens', form({ seal: await seal(), ...wanted }, headers))
  const text = await answer.text()
  expect([answer.status, text.includes(words)]).toEqual([409, true])
  expect(text).toContain(`value="${wanted.name}"`)
  for (const one of scope.filter((known) => known !== 'held:all'))
    expect(text).toContain(`name="scope" value="${one}" checked`)
  expect(await window.tokens.list()).toHaveLength(1)
})

test('one that is revoked opens nothing', async () => {
  const { secret } = await window.tokens.add({ name: 'knop', scopes: ['check'] }, 'test')
  const { send } = await admin()
  expect(await (await send('/tokens/revoke', { name: 'knop' })).text()).toContain('De sleutel knop opent niets meer.')
  expect(await window.tokens.of(secret)).toBeUndefined()
  expect((await send('/tokens/revoke', { name: 'knop' })).status).toBe(409)
})

test('is not for an administrator of one school, nor for anybody else, nor without the seal', async () => {
  const { cookie } = await admin()
  expect((await window.app.request('/tokens', form(WANTED, { cookie }))).status).toBe(403)
  for (const { get, send, page } of [
    await admin(['school.example']),
    await window.signIn(await window.account('Griet', ['head', 'reviewer', 'auditor'])),
  ]) {
    expect((await get('/tokens')).status).toBe(403)
    expect((await send('/tokens', WANTED)).status).toBe(403)
    expect(await page('/held')).not.toContain('href="/tokens"')
  }
  expect(await window.tokens.list()).toEqual([])
})

/** The link of a notice: whoever opens it sees what would happen; only the button does it. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import { form, openWindow, readOf, type Window } from './house.ts'

let house: Window
beforeEach(async () => {
  house = await openWindow()
})
afterEach(() => house.close())

test('shows what will be sent to whom, and changes nothing', async () => {
  const { id, path } = await house.stop({ subject: 'Oudercontact' })
  for (let i = 0; i < 3; i++) {
    const answer = await house.app.request(path)
    expect(answer.status).toBe(200)
    const text = await readOf(answer)
    for (const part of ['Er is nog niets verstuurd', 'ouders-3a@school.example', 'Oudercontact', 'naar BCC'])
      expect(text).toContain(part)
    expect(text.indexOf('<dt>BCC</dt>')).toBeLessThan(text.indexOf('ouders-3a@school.example'))
  }
  await house.app.request(path, { method: 'HEAD' })
  expect(await house.fates(id)).toEqual(['stopped'])
})

test('the button sends it, once', async () => {
  const { id, path } = await house.stop()
  const answer = await house.app.request(path, form({}))
  expect(answer.status).toBe(200)
  expect(await answer.text()).toContain('Je bericht is onderweg')
  expect(await house.fates(id)).toEqual(['waiting'])
  expect((await house.store.body(id)).toString()).not.toMatch(/^To: ouders-3a/m)
  for (const again of [await house.app.request(path, form({})), await house.app.request(path)]) {
    expect(again.status).toBe(409)
    const text = await again.text()
    expect(text).toContain('Je bericht is al verstuurd')
    expect(text).not.toContain('niets verstuurd')
    expect(text).not.toContain('opnieuw')
  }
})

test('whoever presses twice at once is never told that nothing was sent', async () => {
  const { id, path } = await house.stop()
  const answers = await Promise.all([1, 2, 3].map(() => house.app.request(path, form({}))))
  const texts = await Promise.all(answers.map((answer) => answer.text()))
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409])
  for (const text of texts) expect(text).toMatch(/Je bericht is (?:onderweg|al verstuurd)/)
  expect(await house.fates(id)).toEqual(['waiting'])
})

test('what scanners and browsers do beforehand changes nothing', async () => {
  const { id, path } = await house.stop()
  for (const headers of [
    { purpose: 'prefetch' },
    { 'sec-purpose': 'prefetch;prerender' },
    { 'user-agent': 'SafeLinks' },
  ])
    expect((await house.app.request(path, { headers })).status).toBe(200)
  for (const method of ['HEAD', 'OPTIONS', 'PUT', 'DELETE']) await house.app.request(path, { method })
  expect(await house.fates(id)).toEqual(['stopped'])
  expect((await house.app.request(path, form({}))).status).toBe(200)
})

test('another site cannot press the button', async () => {
  const { id, path } = await house.stop()
  expect((await house.app.request(path, form({}, { origin: 'https://evil.example' }))).status).toBe(403)
  expect(await house.fates(id)).toEqual(['stopped'])
})

test('an invented link explains itself in the reader’s language', async () => {
  const answer = await house.app.request(`/r/${'x'.repeat(32)}`, { headers: { 'accept-language': 'en' } })
  expect(answer.status).toBe(409)
  expect(await answer.text()).toContain('This link has expired, or is incomplete')
})

test('an expired link explains itself, and says where the message still is', async () => {
  const { path } = await house.stop()
  const key = path.split('/').at(-1)!
  const ticket = (await house.store.get('remedy', key)) as { expires: number }
  const now = Date.now()
  await house.store.put('remedy', { key, value: { ...ticket, expires: now - 1 }, expires: now + 60_000 })
  for (const request of [undefined, form({})]) {
    const answer = await house.app.request(path, request)
    const text = await answer.text()
    expect(answer.status).toBe(409)
    expect(text).toContain('verlopen')
    expect(text).toContain('Er is niets verstuurd met deze link.')
    expect(text).not.toContain('Verstuur het zo')
  }
})

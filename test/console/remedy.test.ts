/** The link of a notice: whoever opens it sees what would happen; only the button does it. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import { form, openWindow, type Window } from './house.ts'

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
    const text = await answer.text()
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
    expect(await again.text()).toContain('Deze link is al gebruikt')
  }
})

test('another site cannot press the button', async () => {
  const { id, path } = await house.stop()
  expect((await house.app.request(path, form({}, { origin: 'https://evil.example' }))).status).toBe(403)
  expect(await house.fates(id)).toEqual(['stopped'])
})

test('an invented link explains itself in the reader’s language', async () => {
  const answer = await house.app.request(`/r/${'x'.repeat(32)}`, { headers: { 'accept-language': 'en' } })
  expect(answer.status).toBe(409)
  expect(await answer.text()).toContain('This link has been used or has expired')
})

/** The page of blocked accounts: who sees it, what a form without seal or tick does, hostile words, what is wrong with the scanner. */
import { afterEach, expect, test } from 'vitest'
import type { MailHead } from '../../src/store/store.ts'
import { form, openWindow, type Window } from './house.ts'

let house: Window
afterEach(() => house.close())

const headOf = (mailFrom: string): MailHead => ({
  ...{ kind: 'mail', received: '', smtputf8: false, eightBit: false, receivedAt: 1, size: 1 },
  envelope: { mailFrom, rcptTo: ['ouder@mail.example'] },
  client: { address: '127.0.0.1', name: '', tls: '', user: '' },
})
const ID = '01M82BCS40T22VHCQG0T4PS8RH'
const block = (account: string, signature = 'Win.Proef-1') => house.blocks.set(ID, headOf(account), [signature])

test('an administrator sees why and since when; nobody else sees or lifts', async () => {
  house = await openWindow()
  await block('els@school.example')
  const reviewer = await house.signIn(await house.account('Griet', ['reviewer', 'head']))
  expect((await reviewer.get('/blocked')).status).toBe(403)
  expect(await reviewer.page('/held')).not.toContain('href="/blocked"')
  const refused = await reviewer.send('/blocked/lift', { account: 'els@school.example', sure: 'yes' })
  expect(refused.status).toBe(403)
  expect(await house.blocks.of('x', headOf('els@school.example'))).toBeDefined()

  const admin = await house.signIn(await house.account('Stijn', ['admin']))
  expect(await admin.page('/held')).toContain('href="/blocked"')
  const page = await admin.page('/blocked')
  expect(page).toContain('els@school.example')
  expect(page).toContain('Win.Proef-1')
  expect(page).toContain(`/held/${ID}`)
})

test('a form without the tick, without the seal, of nobody: nothing is lifted', async () => {
  house = await openWindow()
  await block('els@school.example')
  const admin = await house.signIn(await house.account('Stijn', ['admin']))
  expect((await admin.send('/blocked/lift', { account: 'els@school.example' })).status).toBe(409)
  const unsealed = form({ account: 'els@school.example', sure: 'yes' }, { cookie: admin.cookie })
  expect((await house.app.request('/blocked/lift', unsealed)).status).toBe(403)
  const stranger = await house.app.request('/blocked/lift', form({ account: 'els@school.example', sure: 'yes' }))
  expect(stranger.status).toBe(303)
  expect(await house.blocks.of('x', headOf('els@school.example'))).toBeDefined()
  const done = await admin.send('/blocked/lift', { account: 'els@school.example', sure: 'yes' })
  expect([done.status, await done.text()]).toEqual([200, expect.stringContaining('els@school.example is opgeheven')])
  expect((await admin.send('/blocked/lift', { account: 'els@school.example', sure: 'yes' })).status).toBe(409)
})

test('words that would be markup are text', async () => {
  house = await openWindow()
  await block('"><script>alert(1)</script>@school.example', '<img src=x>')
  const admin = await house.signIn(await house.account('Stijn', ['admin']))
  const page = await admin.page('/blocked')
  expect(page).not.toMatch(/<script>|<img src=x>/)
})

test.each([
  ['nl', 'De virusscanner antwoordt niet'],
  ['fr', 'L’antivirus ne répond pas'],
  ['en', 'The virus scanner is not answering'],
])('a scanner that does not answer is told on every page, in %s, and in readyz', async (language, words) => {
  house = await openWindow({ scanner: ['malware.clamd: the virus scanner does not answer'] })
  const admin = await house.signIn(await house.account('Stijn', ['admin']))
  expect(await admin.page('/held', { 'accept-language': language })).toContain(words)
  expect(await (await house.app.request('/readyz')).json()).toMatchObject({
    ready: true,
    warnings: ['malware.clamd: the virus scanner does not answer'],
  })
})

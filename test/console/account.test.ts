/** One's own access: a password that was handed out, the second step, sessions, and the first administrator. */
import { generate } from 'otplib'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { form, openWindow, type Window } from './house.ts'

let house: Window
beforeEach(async () => {
  house = await openWindow()
})
afterEach(() => house.close())

const OWN = 'kwartel-gespt-onder-tafel'
const OTHER = 'zes stille grachten branden'
const location = (answer: Response): string | null => answer.headers.get('location')
const cookieOf = (answer: Response): string => (answer.headers.get('set-cookie') ?? '').split(';')[0]!
const field = (text: string, name: string): string => new RegExp(`name="${name}" value="([^"]+)"`).exec(text)?.[1] ?? ''
const codeOf = (key: string, steps = 0) => generate({ secret: key, epoch: Math.floor(Date.now() / 1000) + 30 * steps })

/** A browser with a cookie, on pages that may be all it may see yet. */
const at = (cookie: string) => {
  const page = async (path: string) => (await house.app.request(path, { headers: { cookie } })).text()
  return {
    page,
    open: (path: string) => house.app.request(path, { headers: { cookie } }),
    send: async (path: string, fields: Record<string, string>, from = path) =>
      house.app.request(path, form({ seal: field(await page(from), 'seal'), ...fields }, { cookie })),
  }
}

describe('a password that was handed out', () => {
  const handedOut = async () => {
    const { password } = await house.accounts.add('inge@school.example', {
      name: 'Inge',
      roles: ['admin'],
      schools: [],
    })
    return at(cookieOf(await house.app.request('/sign-in', form({ email: 'inge@school.example', password }))))
  }

  test('opens one page only, until there is one’s own', async () => {
    const inge = await handedOut()
    const id = await house.hold()
    for (const path of ['/held', `/held/${id}`, '/blocked', '/account', '/account/second-factor'])
      expect(location(await inge.open(path)), path).toBe('/account/password')
    expect(
      location(await inge.send(`/held/${id}/release`, { recipient: 'ouder@ouder.example' }, '/account/password')),
    ).toBe('/account/password')
    expect(await house.fates(id)).toEqual(['held'])
    const text = await inge.page('/account/password')
    expect(text).toContain('Kies nu een wachtwoord dat alleen jij kent')
    expect(text).not.toContain('name="current"')

    const done = await inge.send('/account/password', { fresh: OTHER, again: OTHER })
    expect([done.status, location(done)]).toEqual([303, '/held'])
    expect((await inge.open('/held')).status).toBe(303)
    expect((await at(cookieOf(done)).open('/held')).status).toBe(200)
  })

  test.each([
    [{ fresh: 'kort', again: 'kort' }, 'te kort'],
    [{ fresh: 'Welkom2026!!', again: 'Welkom2026!!' }, 'snel te raden'],
    [{ fresh: 'inge.school2026', again: 'inge.school2026' }, 'je naam of je school'],
    [{ fresh: OTHER, again: OWN }, 'niet gelijk'],
  ])('%j is answered on the same page', async (fields, words) => {
    const inge = await handedOut()
    const answer = await inge.send('/account/password', fields)
    expect(answer.status).toBe(409)
    expect(await answer.text()).toContain(words)
  })
})

test('one’s own password is changed with the present one', async () => {
  const griet = at((await house.signIn(await house.account('Griet'))).cookie)
  expect(
    await (await griet.send('/account/password', { current: 'mis', fresh: OTHER, again: OTHER })).text(),
  ).toContain('Je wachtwoord van nu klopt niet')
  const done = await griet.send('/account/password', { current: OWN, fresh: OTHER, again: OTHER })
  expect(await at(cookieOf(done)).page('/account?done=password')).toContain('Je wachtwoord is veranderd')
  expect((await house.app.request('/sign-in', form({ email: 'griet@school.example', password: OWN }))).status).toBe(401)
})

describe('the second step', () => {
  /** Set up on its page; answers the key and what the page with the codes says. */
  const setUp = async (cookie: string) => {
    const griet = at(cookie)
    const key = field(await griet.page('/account/second-factor'), 'key')
    const answer = await griet.send('/account/second-factor', { key, code: await codeOf(key, -1) })
    return { key, answer, text: await answer.text() }
  }
  const recoveryIn = (text: string) => [...text.matchAll(/<li><code>([^<]+)<\/code>/g)].map((found) => found[1]!)

  test('a key is shown, and nothing is on before its code came back', async () => {
    const griet = await house.signIn(await house.account('Griet'))
    const one = await griet.page('/account/second-factor')
    const key = field(one, 'key')
    expect(one).toContain(key.replace(/.{4}(?=.)/g, '$& '))
    const answer = await griet.send('/account/second-factor', { key, code: '000000' })
    expect(answer.status).toBe(409)
    expect(field(await answer.text(), 'key')).toBe(key)
    expect(await house.accounts.list()).toMatchObject([{ secondFactor: false }])
  })

  test('the QR code says what the key says', async () => {
    const griet = await house.signIn(await house.account('Griet'))
    const text = await griet.page('/account/second-factor')
    const { box, path } = /viewBox="0 0 (?<box>\d+) \d+"[\s\S]*fill="#000" d="(?<path>[^"]+)"/.exec(text)!.groups!
    const [size, scale] = [Number(box), 4]
    const pixels = Buffer.alloc((size * scale) ** 2, 255)
    for (const [, x, y] of path!.matchAll(/M(\d+) (\d+)h/g))
      for (let i = 0; i < scale * scale; i++)
        pixels[(Number(y) * scale + Math.floor(i / scale)) * size * scale + Number(x) * scale + (i % scale)] = 0
    const { prepareZXingModule, readBarcodes } = await import('zxing-wasm/reader')
    const { readFileSync } = await import('node:fs')
    const wasmBinary = readFileSync(new URL(import.meta.resolve('zxing-wasm/reader/zxing_reader.wasm')))
      .buffer as ArrayBuffer
    prepareZXingModule({ overrides: { wasmBinary } })
    const head = Buffer.from(`P5 ${size * scale} ${size * scale} 255\n`)
    const [code] = await readBarcodes(new Uint8Array(Buffer.concat([head, pixels])), { formats: ['QRCode'] })
    const uri = new URL(code!.text)
    expect(uri.searchParams.get('secret')).toBe(field(text, 'key'))
    expect(decodeURIComponent(uri.pathname)).toContain('griet@school.example')
  })

  test('after it the password alone opens nothing; a code does, once', async () => {
    const who = await house.account('Griet')
    const id = await house.hold()
    const { key, text } = await setUp((await house.signIn(who)).cookie)
    expect(recoveryIn(text)).toHaveLength(10)
    const half = await house.app.request('/sign-in', form({ ...who, next: `/held/${id}` }))
    expect(await half.text()).toContain('neem de code over')
    const cookie = cookieOf(half)
    expect((await at(cookie).open('/held')).status).toBe(303)
    const code = await codeOf(key)
    const bring = (given: string) =>
      house.app.request('/sign-in/code', form({ code: given, next: `/held/${id}` }, { cookie }))
    expect((await bring('123')).status).toBe(401)
    const done = await bring(code)
    expect([done.status, location(done)]).toEqual([303, `/held/${id}`])
    expect((await at(cookieOf(done)).open('/held')).status).toBe(200)
    // The same code, seen over somebody's shoulder.
    const thief = cookieOf(await house.app.request('/sign-in', form(who)))
    expect((await house.app.request('/sign-in/code', form({ code }, { cookie: thief }))).status).toBe(401)
    const saved = await house.app.request('/sign-in/code', form({ code: recoveryIn(text)[0]! }, { cookie: thief }))
    expect(saved.status).toBe(303)
  })

  test('the codes are shown once', async () => {
    const { cookie } = await house.signIn(await house.account('Griet'))
    const { text } = await setUp(cookie)
    for (const path of ['/account/second-factor', '/account'])
      for (const code of recoveryIn(text)) expect(await at(cookie).page(path)).not.toContain(code)
    expect(await at(cookie).page('/account')).toContain('nog 10 herstelcodes')
  })

  test('new codes, and an end to it, want a code', async () => {
    const { cookie } = await house.signIn(await house.account('Griet'))
    const { key, text } = await setUp(cookie)
    const griet = at(cookie)
    const where = '/account/second-factor'
    expect((await griet.send(`${where}/drop`, { code: '000000' }, where)).status).toBe(409)
    const fresh = await (await griet.send(`${where}/recovery`, { code: await codeOf(key) }, where)).text()
    expect(recoveryIn(fresh).filter((code) => recoveryIn(text).includes(code))).toEqual([])
    expect(location(await griet.send(`${where}/drop`, { code: recoveryIn(fresh)[0]! }, where))).toBe(
      '/account?done=dropped',
    )
    expect(await house.accounts.list()).toMatchObject([{ secondFactor: false }])
  })

  test.each([
    ['off', 'admin', 200],
    ['admins', 'admin', 303],
    ['admins', 'reviewer', 200],
    ['all', 'reviewer', 303],
  ] as const)('%s, for an account that is %s', async (secondFactor, role, status) => {
    Object.assign(house.parts.options, { secondFactor })
    const { cookie } = await house.signIn(await house.account('Griet', [role]))
    expect((await at(cookie).open('/held')).status).toBe(status)
    if (status === 200) return
    expect(await at(cookie).page('/account/second-factor')).toContain('Je school vraagt dit')
    await setUp(cookie)
    expect((await at(cookie).open('/held')).status).toBe(200)
  })
})

describe('sessions', () => {
  test('each is named by its browser, and another one can be ended', async () => {
    const who = await house.account('Griet')
    const phone = cookieOf(
      await house.app.request(
        '/sign-in',
        form(who, { 'user-agent': 'Mozilla/5.0 (iPhone; CPU) AppleWebKit Version/17 Mobile Safari/604.1' }),
      ),
    )
    const { cookie } = await house.signIn(who)
    const griet = at(cookie)
    const text = await griet.page('/account')
    expect(text).toContain('Safari, iPhone')
    expect(text).toContain('dit toestel')
    const done = await griet.send('/account/sessions/end', { id: field(text, 'id') }, '/account')
    expect(location(done)).toBe('/account?done=ended')
    expect([(await at(phone).open('/held')).status, (await griet.open('/held')).status]).toEqual([303, 200])
  })
})

describe('the first administrator', () => {
  const fields = { name: 'An Peeters', email: 'an@school.example', fresh: OWN, again: OWN }
  const link = async () => `/first/${(await house.accounts.firstLink())!.token}`

  test('opens the link, makes the account, and is in', async () => {
    const path = await link()
    expect(await (await house.app.request(path)).text()).toContain('Maak de eerste beheerder')
    const done = await house.app.request(path, form(fields))
    expect([done.status, location(done)]).toEqual([303, '/account'])
    expect(await at(cookieOf(done)).page('/account')).toContain('An Peeters')
    expect((await house.app.request(path)).status).toBe(410)
    expect((await house.app.request(path, form({ ...fields, email: 'b@school.example' }))).status).toBe(410)
    expect(await house.accounts.list()).toHaveLength(1)
  })

  test('keeps what was written when the password will not do', async () => {
    const answer = await house.app.request(
      await link(),
      form({ ...fields, fresh: 'welkom2026!!', again: 'welkom2026!!' }),
    )
    expect(answer.status).toBe(409)
    const text = await answer.text()
    for (const kept of ['an@school.example', 'An Peeters', 'te makkelijk te raden']) expect(text).toContain(kept)
  })

  test('is nobody who guesses', async () => {
    await link()
    expect((await house.app.request('/first/xxxxxxxx', form(fields))).status).toBe(410)
    expect(await house.accounts.list()).toEqual([])
  })
})

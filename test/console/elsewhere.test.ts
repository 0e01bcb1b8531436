/** Signing in at the provider of the school: a real one, with code flow, PKCE, state and nonce, in a real Chromium. */
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { has } from '../../scripts/peers.ts'
import { type Console, ConsoleOptions, openConsole } from '../../src/console/console.ts'
import { pagesOf } from '../../src/console/pages.ts'
import { grantOf, identityOf } from '../../src/console/sign-in/provider.ts'
import { openWindow, type Window } from './house.ts'
import { CLIENT, openSchoolProvider, type People } from './provider.ts'

const HEADS = { group: 'directie', roles: ['head'], schools: ['school.example'] }
const CARERS = {
  group: 'zorg',
  roles: ['reviewer'],
  schools: ['school.example', 'ander.example'],
  categories: ['medical'],
}

let house: Window
let opened: Console
let people: People
let provider: Awaited<ReturnType<typeof openSchoolProvider>>

beforeEach(async () => {
  people = { griet: { email: 'Griet@school.example', email_verified: true, name: 'Griet Maes', groups: ['directie'] } }
  provider = await openSchoolProvider(people)
  house = await openWindow()
  const oidc = {
    issuer: provider.issuer,
    clientId: CLIENT.id,
    clientSecret: CLIENT.secret,
    name: 'de schoolaccount',
    groups: [HEADS, CARERS],
  }
  Object.assign(house.parts.options, { oidc: ConsoleOptions.parse({ oidc }).oidc })
  opened = await openConsole(house.parts)
  provider.trust(opened.url)
})
afterEach(async () => {
  await opened.close()
  await provider.close()
  await house.close()
})

describe.skipIf(!has('chromium'))('in a browser', () => {
  let browser: Browser
  let page: Page
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] })
  })
  afterAll(() => browser?.close())
  beforeEach(async () => {
    page = await (await browser.newContext({ javaScriptEnabled: false, locale: 'nl-BE' })).newPage()
    // Its own page of the trial wants letters from another house.
    await page.route(
      (url) => !['127.0.0.1'].includes(url.hostname),
      (route) => route.abort(),
    )
  })
  afterEach(() => page.context().close())

  const come = async (who = 'griet', to = '/held') => {
    await page.goto(opened.url + to)
    await page.getByRole('link', { name: 'Aanmelden met de schoolaccount' }).click()
    await page.locator('input[name="login"]').fill(who)
    await page.locator('input[name="password"]').fill('eender wat')
    await page.locator('button[type="submit"]').click()
    await page.locator('button[type="submit"]').click()
    await page.waitForURL((url) => url.port === new URL(opened.url).port)
  }

  test('who is in a group of ours comes in, where they wanted to go, with its roles', async () => {
    const id = await house.hold({ subject: 'Klaslijst 3A' })
    await come('griet', `/held/${id}`)
    expect(new URL(page.url()).pathname).toBe(`/held/${id}`)
    expect(await page.getByRole('heading', { name: 'Klaslijst 3A' }).isVisible()).toBe(true)
    expect(await house.accounts.list()).toMatchObject([
      {
        email: 'griet@school.example',
        name: 'Griet Maes',
        roles: ['head'],
        schools: ['school.example'],
        elsewhere: true,
      },
    ])
    await page.goto(`${opened.url}/account`)
    expect(await page.getByText('Je meldt je aan met je schoolaccount').isVisible()).toBe(true)
  })

  test('who signs out is told that the school account is still open', async () => {
    await come()
    await page.goto(`${opened.url}/account`)
    await page.getByRole('button', { name: 'Afmelden' }).click()
    expect(new URL(page.url()).pathname).toBe('/sign-in')
    expect(await page.getByText('Je schoolaccount staat in deze browser nog open.').isVisible()).toBe(true)
    await page.goto(`${opened.url}/held`)
    expect(new URL(page.url()).pathname).toBe('/sign-in')
    expect(await page.getByText('nog open').count()).toBe(0)
  })

  const signOut = async () => {
    await page.goto(`${opened.url}/account`)
    await page.getByRole('button', { name: 'Afmelden' }).click()
  }

  test('and signs out there too with one link more, so that the next one at the computer is asked who they are', async () => {
    await come()
    await signOut()
    await page.getByRole('link', { name: 'Meld je ook af bij de schoolaccount' }).click()
    expect(new URL(page.url()).origin).toBe(provider.issuer)
    await page.locator('button[name="logout"]').click()
    await page.waitForURL((url) => url.port === new URL(opened.url).port)
    expect(new URL(page.url()).pathname).toBe('/sign-in')
    expect(await page.getByText('Je bent afgemeld bij Mailsluis. Je kunt dit venster sluiten.').isVisible()).toBe(true)
    expect(await page.getByText('nog open').count()).toBe(0)
    await page.getByRole('link', { name: 'Aanmelden met de schoolaccount' }).click()
    await page.locator('input[name="login"]').waitFor()
  })

  test('where the provider has no way out, there is only the warning', async () => {
    provider.trust(opened.url, { signsOut: false })
    await come()
    await signOut()
    expect(await page.getByText('Je schoolaccount staat in deze browser nog open.').isVisible()).toBe(true)
    expect(await page.getByRole('link', { name: 'Meld je ook af' }).count()).toBe(0)
    await page.goto(`${opened.url}/sign-in/leave`)
    expect(new URL(page.url()).pathname).toBe('/sign-in')
  })

  test('who is in none reads why, and has no account', async () => {
    people.griet = { ...people.griet, groups: ['leerlingen'] }
    await come()
    expect(await page.getByRole('heading').innerText()).toBe('Je hebt hier nog geen rol')
    expect(await house.accounts.list()).toEqual([])
    await page.goto(`${opened.url}/held`)
    expect(new URL(page.url()).pathname).toBe('/sign-in')
  })

  test('who has a password here comes in once an administrator says so, and keeps the roles given by hand', async () => {
    people.griet = { ...people.griet, groups: [] }
    const { password } = await house.account('Griet', ['auditor'])
    await come()
    expect(await page.getByRole('heading').innerText()).toBe('Je hebt hier een wachtwoord')
    const an = await house.signIn(await house.account('An', ['admin']))
    const id = /href="(\/accounts\/[0-9a-f]{16})">[^<]*<bdi>Griet/.exec(await an.page('/accounts'))?.[1]
    expect(await (await an.send(`${id}/elsewhere`, {})).text()).toContain('vanaf nu met het schoolaccount')
    expect((await house.signIn({ email: 'griet@school.example', password })).answer.status).toBe(401)
    await page.context().clearCookies()
    await come()
    expect(new URL(page.url()).pathname).toBe('/held')
    expect(await house.accounts.list()).toContainEqual(
      expect.objectContaining({ name: 'Griet Maes', roles: ['auditor'] }),
    )
  })

  test('who is disabled stays out', async () => {
    await come()
    await house.accounts.disable('griet@school.example', true)
    await page.context().clearCookies()
    await come()
    expect(await page.getByRole('heading').innerText()).toBe('Je account is uitgeschakeld')
  })
})

describe('an answer', () => {
  const cookieOf = (answer: Response): string => (answer.headers.get('set-cookie') ?? '').split(';')[0]!
  const app = () => pagesOf(house.parts)
  const depart = async () => {
    const answer = await app().request(`${opened.url}/sign-in/with?next=/held`)
    return { to: new URL(answer.headers.get('location')!), cookie: cookieOf(answer), answer }
  }

  test('is asked for with a code, PKCE, state and nonce, and the secret stays here', async () => {
    const { to, cookie, answer } = await depart()
    expect(to.origin).toBe(provider.issuer)
    const asked = Object.fromEntries(to.searchParams)
    expect(asked).toMatchObject({ response_type: 'code', code_challenge_method: 'S256', scope: 'openid email profile' })
    for (const name of ['state', 'nonce', 'code_challenge']) expect(asked[name]!.length).toBeGreaterThanOrEqual(43)
    expect(to.href + cookie).not.toContain(CLIENT.secret)
    expect(answer.headers.get('set-cookie')).toMatch(/HttpOnly.*SameSite=Lax|SameSite=Lax.*HttpOnly/)
  })

  test.each([
    ['of another state', (state: string) => ({ state: `${state.slice(1)}x` }), true],
    ['without the cookie of who left', (state: string) => ({ state }), false],
    ['that refuses', (state: string) => ({ state, error: 'access_denied' }), true],
  ])('%s opens nothing', async (_, more, keeps) => {
    const { to, cookie } = await depart()
    const query = new URLSearchParams({ code: 'x', iss: provider.issuer, ...more(to.searchParams.get('state')!) })
    const headers = keeps ? { cookie } : {}
    const answer = await app().request(`${opened.url}/sign-in/back?${query}`, { headers })
    expect(answer.status).toBe(502)
    expect(await answer.text()).toContain('Aanmelden is niet gelukt')
    expect(answer.headers.get('set-cookie') ?? '').not.toMatch(/^mailsluis=[^;]/)
  })

  test('of who signed out there is no sign-in', async () => {
    const answer = await app().request(`${opened.url}/sign-in/back?state=x`)
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/sign-in?done=left'])
    expect(answer.headers.get('set-cookie')).toBeNull()
  })

  test('is told plainly when the provider is away', async () => {
    await provider.close()
    const left = await app().request(`${opened.url}/sign-in?done=elsewhere`)
    expect([left.status, (await left.text()).includes('/sign-in/leave')]).toEqual([200, false])
    const answer = await app().request(`${opened.url}/sign-in/with`)
    expect([answer.status, (await answer.text()).includes('Aanmelden is niet gelukt')]).toEqual([502, true])
  })
})

describe('what the provider says', () => {
  const { oidc } = ConsoleOptions.parse({
    oidc: { issuer: 'https://accounts.google.com', require: { hd: 'school.be' }, groups: [HEADS, CARERS] },
  })
  const claims = {
    iss: 'https://accounts.google.com',
    sub: '1',
    aud: 'x',
    iat: 0,
    exp: 0,
    email: 'a@school.be',
    hd: 'school.be',
  }

  test('counts when the address is vouched for and the school is ours', () => {
    expect(identityOf(claims, oidc)).toMatchObject({ email: 'a@school.be', name: 'a@school.be', grant: undefined })
    for (const wrong of [
      { email_verified: false },
      { hd: 'other.be' },
      { hd: undefined },
      { email: 'a' },
      { email: 7 },
    ])
      expect(identityOf({ ...claims, ...wrong } as never, oidc), JSON.stringify(wrong)).toBeUndefined()
  })

  test('of more groups than fit in a token is told from no groups', () => {
    const left = { _claim_names: { groups: 'src1' }, _claim_sources: { src1: { endpoint: 'https://graph.example/x' } } }
    expect(identityOf({ ...claims, ...left } as never, oidc)).toMatchObject({ grant: undefined, groupsLeftOut: true })
    for (const other of [{}, { _claim_names: { address: 'src1' } }, { ...left, groups: ['zorg'] }, { _claim_names: 7 }])
      expect(identityOf({ ...claims, ...other } as never, oidc)).not.toHaveProperty('groupsLeftOut')
  })

  test('of several groups all roles count, and what one of them may not narrow', () => {
    expect(grantOf(new Set(['zorg']), oidc)).toEqual({
      roles: ['reviewer'],
      schools: CARERS.schools,
      categories: ['medical'],
    })
    expect(grantOf(new Set(['zorg', 'directie']), oidc)).toEqual({
      roles: ['head', 'reviewer'],
      schools: ['school.example', 'ander.example'],
      categories: [],
    })
    expect(grantOf(new Set(['iets']), oidc)).toBeUndefined()
  })

  test('crosses the network in the clear on this machine only', () => {
    for (const issuer of ['http://login.example', 'http://127.0.0.1.evil.example', 'http://localhost@evil.example'])
      expect(ConsoleOptions.safeParse({ oidc: { issuer } }).success, issuer).toBe(false)
    for (const issuer of ['https://login.example/v2.0', 'http://127.0.0.1:9000', 'http://localhost'])
      expect(ConsoleOptions.safeParse({ oidc: { issuer } }).success, issuer).toBe(true)
  })
})

/** The administrator's page of accounts: who may keep which, what is shown once, and never one's own. */
import { createHash } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openWindow, type Window } from './house.ts'

let house: Window
beforeEach(async () => {
  house = await openWindow()
})
afterEach(() => house.close())

const pathOf = (email: string): string => `/accounts/${createHash('sha256').update(email).digest('hex').slice(0, 16)}`
const admin = async () => house.signIn(await house.account('An', ['admin']))
const stateOf = async (email: string) => (await house.accounts.list()).find((one) => one.email === email)
const shownOnce = (text: string): string => /<code class="key">([^<]+)</.exec(text)?.[1] ?? ''
const INGE = 'inge@school.example'

test.each(['reviewer', 'head', 'auditor'] as const)('%s neither sees nor does anything there', async (role) => {
  const griet = await house.signIn(await house.account('Griet', [role]))
  await house.account('Inge')
  for (const path of ['/accounts', '/accounts/new', pathOf(INGE)]) expect((await griet.get(path)).status).toBe(403)
  expect((await griet.send(`${pathOf(INGE)}/disable`, {})).status).toBe(403)
  expect((await griet.send('/accounts/new', { email: 'x@school.example', name: 'X', role: 'admin' })).status).toBe(403)
  expect(await stateOf(INGE)).toMatchObject({ disabled: false })
  expect(await griet.page('/held')).not.toContain('href="/accounts"')
})

describe('an administrator', () => {
  test('adds an account: its password is shown once, and is to be changed', async () => {
    const an = await admin()
    const answer = await an.send('/accounts/new', {
      email: 'Inge@School.example',
      name: 'Inge',
      role: ['head', 'auditor'],
      schools: 'School.example, ander.example',
    })
    const password = shownOnce(await answer.text())
    expect(await stateOf(INGE)).toMatchObject({
      roles: ['head', 'auditor'],
      schools: ['school.example', 'ander.example'],
      handedOut: true,
    })
    expect(await house.accounts.signIn(INGE, password, { address: '10.0.0.9', browser: '' }, 1000)).toBeDefined()
    for (const path of ['/accounts', pathOf(INGE)]) expect(await an.page(path)).not.toContain(password)
    expect(
      (await house.store.auditRows()).find(({ event, ref }) => event === 'account-added' && ref === INGE)?.actor,
    ).toBe('an@school.example')
  })

  test.each([
    [{ email: 'geen adres', name: 'X', role: 'head' }, 409],
    [{ email: INGE, name: 'X' }, 409],
    [{ email: 'an@school.example', name: 'X', role: 'head' }, 409],
    [{ email: INGE, name: '<b>Inge</b>', role: 'baas' }, 409],
  ])('is told what is wrong with %j, and keeps what was written', async (fields, status) => {
    const an = await admin()
    const answer = await an.send('/accounts/new', fields)
    expect(answer.status).toBe(status)
    const text = await answer.text()
    expect(text).toContain(`value="${fields.email}"`)
    expect(text).toContain('class="message bad"')
    expect(text).not.toContain('<b>')
    expect(await house.accounts.list()).toHaveLength(1)
  })

  test('changes what somebody may do, where, and of which kinds', async () => {
    await house.account('Inge')
    const an = await admin()
    const answer = await an.send(`${pathOf(INGE)}/change`, {
      role: 'head',
      schools: '',
      category: ['medical', 'password', 'zomaar'],
    })
    expect(await answer.text()).toContain('Bewaard.')
    expect(await stateOf(INGE)).toMatchObject({ roles: ['head'], categories: ['medical', 'password'] })
    expect(await an.page(pathOf(INGE))).toMatch(/value="medical" checked/)
    expect((await an.send(`${pathOf(INGE)}/change`, { schools: '' })).status).toBe(409)
    expect(await stateOf(INGE)).toMatchObject({ roles: ['head'] })
  })

  test('switches off and on, and gives a new password', async () => {
    const inge = await house.signIn(await house.account('Inge'))
    const an = await admin()
    await an.send(`${pathOf(INGE)}/disable`, {})
    expect((await inge.get('/held')).status).toBe(303)
    expect(await an.page('/accounts')).toContain('uitgeschakeld')
    await an.send(`${pathOf(INGE)}/enable`, {})
    const password = shownOnce(await (await an.send(`${pathOf(INGE)}/password`, {})).text())
    expect(password).toMatch(/^(?:[a-z2-9]{4}-){3}[a-z2-9]{4}$/)
    expect((await house.signIn({ email: INGE, password })).answer.status).toBe(303)
    expect(await stateOf(INGE)).toMatchObject({ disabled: false, handedOut: true })
  })

  test('signs somebody out everywhere who forgot to, and it is written who did', async () => {
    const account = await house.account('Inge')
    const [desk, phone] = [await house.signIn(account), await house.signIn(account)]
    const an = await admin()
    expect(await an.page(pathOf(INGE))).toContain('Aangemeld op 2 toestellen.')
    expect(await (await an.send(`${pathOf(INGE)}/sign-out`, {})).text()).toContain('is overal afgemeld')
    for (const inge of [desk, phone]) expect((await inge.get('/held')).status).toBe(303)
    expect((await an.get('/held')).status).toBe(200)
    expect(await an.page(pathOf(INGE))).not.toContain('Aangemeld op')
    expect((await house.signIn(account)).answer.status).toBe(303)
    expect(await house.store.auditRows()).toContainEqual(
      expect.objectContaining({ event: 'sessions-ended', actor: 'an@school.example', ref: INGE }),
    )
  })

  test('lets go of a school account in words of its own, and hands out no password there', async () => {
    await house.accounts.add(INGE, { name: 'Inge', roles: ['head'], schools: [], issuer: 'https://login.example' })
    const an = await admin()
    const page = await an.page(pathOf(INGE))
    expect(page).toContain('Maak het account los')
    expect(page).not.toContain('Geef een nieuw wachtwoord')
    expect(await (await an.send(`${pathOf(INGE)}/password`, {})).text()).toContain('krijgt dit account')
  })

  test('does none of this to their own account', async () => {
    const an = await admin()
    const own = 'an@school.example'
    for (const what of ['disable', 'password', 'second-factor', 'sign-out', 'change'])
      expect((await an.send(`${pathOf(own)}/${what}`, { role: 'auditor' })).status, what).toBe(409)
    expect(await stateOf(own)).toMatchObject({ disabled: false, roles: ['admin'] })
    expect((await an.get('/held')).status).toBe(200)
  })

  test('of one school keeps accounts of that school, and gives no more than they have', async () => {
    await house.account('Inge')
    await house.account('Koen', ['reviewer'], ['school.example'])
    const an = await house.signIn(await house.account('An', ['admin'], ['school.example']))
    const list = await an.page('/accounts')
    expect([list.includes('koen@school.example'), list.includes(INGE)]).toEqual([true, false])
    expect((await an.send(`${pathOf(INGE)}/disable`, {})).status).toBe(409)
    const wider = await an.send(`${pathOf('koen@school.example')}/change`, { role: 'admin', schools: '' })
    expect(wider.status).toBe(409)
    expect(
      (await an.send('/accounts/new', { email: 'x@school.example', name: 'X', role: 'admin', schools: '' })).status,
    ).toBe(409)
    expect(await stateOf(INGE)).toMatchObject({ disabled: false })
    expect(await stateOf('koen@school.example')).toMatchObject({ roles: ['reviewer'], schools: ['school.example'] })
  })

  test('leafs through many', async () => {
    await Promise.all(
      Array.from({ length: 60 }, (_, n) =>
        house.store.put('user', {
          key: `p${n}@school.example`,
          value: {
            name: `P${n}`,
            email: `p${n}@school.example`,
            roles: ['reviewer'],
            schools: [],
            disabled: false,
            hash: '',
          },
          expires: 0,
        }),
      ),
    )
    const an = await admin()
    const rows = (text: string) => text.match(/class="card row"/g)?.length
    expect([rows(await an.page('/accounts')), rows(await an.page('/accounts?from=50'))]).toEqual([50, 11])
  })
})

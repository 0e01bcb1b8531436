/** One's own password and sessions, the first administrator's link, and who signs in elsewhere. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Accounts, type Identity, openAccounts } from '../../src/review/review.ts'
import { openHouse } from '../store/house.ts'

type House = Awaited<ReturnType<typeof openHouse>>
let house: House
let accounts: Accounts
beforeEach(async () => {
  house = await openHouse()
  accounts = openAccounts(house.store, () => house.clock.now)
})
afterEach(() => house.dispose())

const GREET = 'greet@school.example'
const FRESH = 'kwartel-gespt-onder-tafel'
const HOUR = 3_600_000
const FROM = { address: '10.0.0.1', browser: 'Firefox, Linux' }
const OTHER = { address: '10.0.0.2', browser: 'Safari, iPhone' }
const details = { name: 'Greet', roles: ['reviewer'] as const, schools: [] }
const enter = async (password: string, from = FROM) => (await accounts.signIn(GREET, password, from, HOUR))?.token
const choose = (fresh: string, current = '', own: string[] = []) =>
  accounts.choosePassword(GREET, { current, fresh, own }, FROM, HOUR)

describe('a password', () => {
  test('that was handed out is to be changed; then it is one’s own, and all other sessions are over', async () => {
    const { password } = await accounts.add(GREET, details)
    const token = (await enter(password))!
    expect(await accounts.session(token)).toMatchObject({ handedOut: true })
    expect(await choose(password)).toEqual({ fault: 'same' })
    expect(await choose('te kort')).toEqual({ fault: 'too-short' })
    expect(await choose('Welkom2026!!!')).toEqual({ fault: 'guessable' })
    expect(await choose('DeVlonder2026!', '', ['De Vlonder'])).toEqual({ fault: 'own-name' })
    const chosen = await choose(FRESH)
    expect(await accounts.session(token)).toBeUndefined()
    expect('token' in chosen && (await accounts.session(chosen.token))).toMatchObject({ handedOut: false })
    expect([await enter(password), typeof (await enter(FRESH))]).toEqual([undefined, 'string'])
  })

  test('of one’s own is asked for before it is changed, and guessing it there is slow, too', async () => {
    await accounts.add(GREET, { ...details, password: FRESH })
    for (let i = 0; i < 5; i++) expect(await choose('zes-stille-grachten-branden', 'mis')).toEqual({ fault: 'wrong' })
    expect(await choose('zes-stille-grachten-branden', FRESH)).toEqual({ fault: 'wrong' })
    house.clock.now += 20 * 60_000
    expect(await choose('zes-stille-grachten-branden', FRESH)).toMatchObject({ token: expect.any(String) })
  })

  test('that an administrator gives anew is handed out again', async () => {
    await accounts.add(GREET, { ...details, password: FRESH })
    const { password } = await accounts.reset(GREET)
    expect(await accounts.session((await enter(password))!)).toMatchObject({ handedOut: true })
  })
})

describe('sessions', () => {
  test('are listed with when, where and which browser, and end one by one', async () => {
    await accounts.add(GREET, { ...details, password: FRESH })
    const one = (await enter(FRESH))!
    house.clock.now += 60_000
    const two = (await enter(FRESH, OTHER))!
    const open = await accounts.sessionsOf(GREET)
    expect(open.map(({ since, address, browser }) => [house.clock.now - since, address, browser])).toEqual([
      [0, '10.0.0.2', 'Safari, iPhone'],
      [60_000, '10.0.0.1', 'Firefox, Linux'],
    ])
    for (const { id } of open) expect([one, two].some((token) => token.includes(id))).toBe(false)
    await accounts.endSessions(GREET, { id: open[1]!.id })
    expect(await accounts.session(one)).toBeUndefined()
    expect(await accounts.session(two)).toBeDefined()
  })

  test('all but this one end at once, and nobody else’s', async () => {
    await accounts.add(GREET, { ...details, password: FRESH })
    await accounts.add('koen@school.example', { ...details, password: FRESH })
    const koen = (await accounts.signIn('koen@school.example', FRESH, FROM, HOUR))!.token
    const [one, two] = [(await enter(FRESH))!, (await enter(FRESH))!]
    await accounts.endSessions(GREET, { id: (await accounts.sessionsOf('koen@school.example'))[0]!.id })
    await accounts.endSessions(GREET, { but: two })
    expect([await accounts.session(one), typeof (await accounts.session(two))]).toEqual([undefined, 'object'])
    expect(await accounts.session(koen)).toBeDefined()
  })
})

describe('the first administrator', () => {
  const first = { name: 'An', password: FRESH }

  test('comes in by a link that is the same for all processes and works once', async () => {
    const link = (await accounts.firstLink())!
    expect(await openAccounts(house.store, () => house.clock.now).firstLink()).toEqual(link)
    expect([await accounts.isFirst(link.token), await accounts.isFirst('x')]).toEqual([true, false])
    await accounts.addFirst(link.token, 'An@School.example', first)
    expect(await accounts.list()).toMatchObject([{ email: 'an@school.example', roles: ['admin'], handedOut: false }])
    await expect(accounts.addFirst(link.token, 'b@school.example', first)).rejects.toThrow('does not work any more')
    expect(await accounts.firstLink()).toBeUndefined()
  })

  test('of two at once, one', async () => {
    const { token } = (await accounts.firstLink())!
    const done = await Promise.allSettled(
      ['a', 'b'].map((who) => accounts.addFirst(token, `${who}@school.example`, first)),
    )
    expect(done.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(await accounts.list()).toHaveLength(1)
  })

  test('gets the link back after a password that will not do', async () => {
    const { token } = (await accounts.firstLink())!
    await expect(accounts.addFirst(token, GREET, { name: 'An', password: 'welkom' })).rejects.toThrow('too easy')
    await accounts.addFirst(token, GREET, first)
  })

  test('not after a day, and not once there is an account', async () => {
    const { token, until } = (await accounts.firstLink())!
    expect(until - house.clock.now).toBe(24 * HOUR)
    house.clock.now = until
    expect(await accounts.isFirst(token)).toBe(false)
    const again = (await accounts.firstLink())!
    expect(again.token).not.toBe(token)
    await accounts.add(GREET, details)
    expect(await accounts.isFirst(again.token)).toBe(false)
    await expect(accounts.addFirst(again.token, 'b@school.example', first)).rejects.toThrow('does not work any more')
  })
})

describe('somebody has to decide on everything', () => {
  const scoped = { ...details, categories: ['medical'] }
  test('who has some categories needs a colleague who has all, at the same school', async () => {
    await expect(accounts.add(GREET, scoped)).rejects.toThrow('would wait for nobody')
    await accounts.add('hoofd@school.example', { ...details, schools: ['other.example'] })
    await expect(accounts.add(GREET, scoped)).rejects.toThrow('would wait for nobody')
    await accounts.add('hoofd2@school.example', details)
    await accounts.add(GREET, scoped)
    const some = { roles: ['head' as const], schools: [], categories: ['password'] }
    await expect(accounts.change('hoofd2@school.example', some, 'me')).rejects.toThrow('would wait for nobody')
    // Somebody who must go goes at once.
    await accounts.disable('hoofd2@school.example', true)
  })
})

describe('who signs in elsewhere', () => {
  const HEAD = { roles: ['head'] as const, schools: ['school.example'], categories: [] }
  const identity: Identity = {
    issuer: 'https://login.example',
    subject: 's-1',
    email: 'Greet@School.example',
    name: 'Greet',
    grant: HEAD,
  }
  const come = (more: Partial<Identity> = {}) => accounts.signInFrom({ ...identity, ...more }, FROM, HOUR)

  test('has an account with the roles of their groups, and no password', async () => {
    const answer = await come()
    expect('token' in answer && (await accounts.session(answer.token))).toMatchObject({
      email: GREET,
      ...HEAD,
      elsewhere: true,
    })
    expect(await enter('')).toBeUndefined()
    expect((await accounts.reset(GREET)).password).toBe('')
    await expect(choose(FRESH)).rejects.toThrow('no password here')
  })

  test('gets other roles with other groups, and with none is out at once', async () => {
    const answer = await come()
    const token = 'token' in answer ? answer.token : ''
    await come({ grant: { ...HEAD, roles: ['auditor'] } })
    expect(await accounts.list()).toMatchObject([{ roles: ['auditor'] }])
    expect(await come({ grant: undefined })).toEqual({ rejected: 'no-role' })
    expect(await accounts.session(token)).toBeUndefined()
    expect(await accounts.list()).toMatchObject([{ roles: [] }])
    expect(await come()).toHaveProperty('token')
  })

  test('whose groups were left out is told so, and what was given before stays', async () => {
    expect(await come({ grant: undefined, groupsLeftOut: true })).toEqual({ rejected: 'groups-left-out' })
    expect(await accounts.list()).toEqual([])
    const answer = await come()
    const token = 'token' in answer ? answer.token : ''
    expect(await come({ grant: undefined, groupsLeftOut: true })).toEqual({ rejected: 'groups-left-out' })
    expect(await accounts.session(token)).toBeDefined()
    expect(await accounts.list()).toMatchObject([{ roles: HEAD.roles }])
  })

  test('without a role is nobody, and no account is made', async () => {
    expect(await come({ grant: undefined })).toEqual({ rejected: 'no-role' })
    expect(await accounts.list()).toEqual([])
  })

  test('disabled stays out', async () => {
    await come()
    await accounts.disable(GREET, true)
    expect(await come()).toEqual({ rejected: 'disabled' })
  })

  test('does not walk into an account that has a password, nor into somebody else’s', async () => {
    await accounts.add(GREET, { ...details, password: FRESH })
    expect(await come()).toEqual({ rejected: 'local' })
    await come({ email: 'koen@school.example' })
    expect(await come({ email: 'koen@school.example', subject: 's-2' })).toEqual({ rejected: 'other' })
    expect(await come({ email: 'koen@school.example', issuer: 'https://evil.example' })).toEqual({ rejected: 'other' })
  })

  test('added by hand keeps the roles given by hand', async () => {
    expect((await accounts.add(GREET, { ...details, issuer: identity.issuer })).password).toBe('')
    expect(await come({ grant: undefined })).toHaveProperty('token')
    await come({ grant: HEAD })
    expect(await accounts.list()).toMatchObject([{ roles: ['reviewer'] }])
  })
})

/** Accounts of the console: who gets in, who does not, and how guessing gets slow. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Accounts, openAccounts, Refused } from '../../src/review/review.ts'
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
const HOUR = 3_600_000
const add = (email = GREET) => accounts.add(email, { name: 'Greet', roles: ['reviewer'], schools: [] })
const enter = async (password: string, email = GREET, address = '10.0.0.1') =>
  (await accounts.signIn(email, password, { address, browser: 'Firefox, Linux' }, HOUR))?.token

describe('an account', () => {
  test('is added once, whatever the capitals, with a password worth having', async () => {
    const { password } = await add(' Greet@School.example ')
    expect(password).toMatch(/^(?:[a-z2-9]{4}-){3}[a-z2-9]{4}$/)
    expect((await add('an@school.example')).password).not.toBe(password)
    await expect(add('GREET@school.example')).rejects.toThrow('already has an account')
    expect((await accounts.list()).map((a) => a.email)).toEqual(['an@school.example', GREET])
    expect(JSON.stringify(await accounts.list())).not.toContain('argon2')
  })

  test.each(['', 'greet', '@school.example', 'greet@', 'a b@school.example'])(
    'needs an address: "%s"',
    async (email) => {
      await expect(add(email)).rejects.toThrow(Refused)
      expect(await accounts.list()).toEqual([])
    },
  )

  test('opens with its password, in any capitals, and stays open as long as told', async () => {
    const { password } = await add()
    const token = (await enter(password, 'GREET@school.example'))!
    expect(await accounts.session(token)).toMatchObject({ email: GREET, roles: ['reviewer'], disabled: false })
    house.clock.now += HOUR
    expect(await accounts.session(token)).toBeUndefined()
  })

  test('signing out ends this session and no other', async () => {
    const { password } = await add()
    const [one, two] = [(await enter(password))!, (await enter(password))!]
    await accounts.signOut(one)
    expect(await accounts.session(one)).toBeUndefined()
    expect(await accounts.session(two)).toBeDefined()
  })

  test('a new password ends all sessions and the old password', async () => {
    const { password } = await add()
    const token = (await enter(password))!
    const fresh = await accounts.reset('Greet@school.example')
    expect(await accounts.session(token)).toBeUndefined()
    expect(await enter(password)).toBeUndefined()
    expect(await enter(fresh.password)).toBeDefined()
    await expect(accounts.reset('wie@school.example')).rejects.toThrow('has no account')
  })

  test('a disabled one neither signs in nor goes on, until it is let in again', async () => {
    const { password } = await add()
    const token = (await enter(password))!
    await accounts.disable(GREET, true)
    expect(await accounts.session(token)).toBeUndefined()
    expect(await enter(password)).toBeUndefined()
    await accounts.disable(GREET, false)
    expect(await enter(password)).toBeDefined()
    await expect(accounts.disable('wie@school.example', true)).rejects.toThrow('has no account')
  })

  test('what is done to it stands in the audit log, without a password', async () => {
    const { password } = await add()
    await enter(password)
    const { password: fresh } = await accounts.reset(GREET)
    await accounts.disable(GREET, true)
    const rows = await house.store.auditRows()
    expect(rows.map((row) => row.event)).toEqual(['account-added', 'signed-in', 'password-reset', 'account-disabled'])
    for (const secret of [password, fresh]) expect(JSON.stringify(rows)).not.toContain(secret)
  })
})

describe('guessing', () => {
  const wrong = async (times: number, email = GREET, client = '10.0.0.1') => {
    for (let i = 0; i < times; i++) expect(await enter('mis', email, client)).toBeUndefined()
  }

  test('a few mistakes cost nothing', async () => {
    const { password } = await add()
    await wrong(4)
    expect(await enter(password)).toBeDefined()
  })

  test('strangers who guess keep the owner out for half a minute at most', async () => {
    const { password } = await add()
    for (let i = 0; i < 40; i++) {
      await enter('mis', GREET, `10.0.1.${i}`)
      house.clock.now += 30_000
    }
    await enter('mis', GREET, '10.0.1.99')
    house.clock.now += 29_999
    expect(await enter(password, GREET, '10.0.0.2')).toBeUndefined()
    house.clock.now += 1
    expect(await enter(password, GREET, '10.0.0.2')).toBeDefined()
  })

  test('a client that goes on guessing waits twice as long each time, up to a quarter of an hour', async () => {
    const { password } = await add()
    for (let i = 0; i < 5; i++) await wrong(1, `x${i}@school.example`)
    for (const seconds of [2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900]) {
      house.clock.now += seconds * 1000 - 1
      expect(await enter(password)).toBeUndefined()
      house.clock.now += 1
      await wrong(1, `y${seconds}@school.example`)
    }
    house.clock.now += 900_000
    expect(await enter(password)).toBeDefined()
  })

  test('a client that tries many accounts is slowed as well', async () => {
    const { password } = await add()
    for (let i = 0; i < 5; i++) await wrong(1, `x${i}@school.example`)
    expect(await enter(password)).toBeUndefined()
    expect(await enter(password, GREET, '10.0.0.2')).toBeDefined()
  })

  test('a hundred at once count as a hundred', async () => {
    const { password } = await add()
    await Promise.all(Array.from({ length: 100 }, (_, i) => enter('mis', GREET, `10.0.1.${i}`)))
    expect(await enter(password, GREET, '10.0.0.2')).toBeUndefined()
  })

  test('a new password makes an end to the wait', async () => {
    await add()
    await wrong(5)
    const { password } = await accounts.reset(GREET)
    expect(await enter(password, GREET, '10.0.0.2')).toBeDefined()
  })
})

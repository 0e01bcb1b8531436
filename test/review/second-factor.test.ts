/** The second step: codes and recovery codes open once, guessing is slow, and it ends when its owner or an administrator says so. */
import { generate } from 'otplib'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Accounts, openAccounts } from '../../src/review/review.ts'
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
const PASSWORD = 'kwartel-gespt-onder-tafel'
const HOUR = 3_600_000
const from = (address = '10.0.0.1') => ({ address, browser: 'Firefox, Linux' })

/** What the telephone shows, so many steps of 30 s from now. */
const codeOf = (key: string, steps = 0): Promise<string> =>
  generate({ secret: key, epoch: Math.floor(house.clock.now / 1000) + 30 * steps })

const enrolled = async () => {
  await accounts.add(GREET, { name: 'Greet', roles: ['reviewer'], schools: [], password: PASSWORD })
  const { key, uri } = accounts.enrolment(GREET)
  const recovery = (await accounts.enrol(GREET, key, await codeOf(key, -1)))!
  return { key, uri, recovery }
}
const half = async () => (await accounts.signIn(GREET, PASSWORD, from(), HOUR))!.token

describe('a code', () => {
  test('is asked for after the password, and the password alone opens nothing', async () => {
    const { key } = await enrolled()
    const entry = (await accounts.signIn(GREET, PASSWORD, from(), HOUR))!
    expect(entry.needsCode).toBe(true)
    expect(await accounts.session(entry.token)).toBeUndefined()
    const token = (await accounts.secondStep(entry.token, await codeOf(key), from(), HOUR))!
    expect(await accounts.session(token)).toMatchObject({ email: GREET, secondFactor: true })
    expect(await accounts.session(entry.token)).toBeUndefined()
  })

  test('opens once, also when it comes twice at the same time', async () => {
    const { key } = await enrolled()
    const [one, two] = [await half(), await half()]
    const code = await codeOf(key)
    const tokens = await Promise.all([one, two].map((token) => accounts.secondStep(token, code, from(), HOUR)))
    expect(tokens.filter((token) => token !== undefined)).toHaveLength(1)
  })

  test('may be read off a clock that is half a minute wrong, not two minutes', async () => {
    const { key } = await enrolled()
    for (const wrong of [4, -4])
      expect(await accounts.secondStep(await half(), await codeOf(key, wrong), from(), HOUR)).toBeUndefined()
    expect(await accounts.secondStep(await half(), await codeOf(key, 1), from(), HOUR)).toBeDefined()
  })

  test('is not asked of a password given ten minutes ago', async () => {
    const { key } = await enrolled()
    const token = await half()
    house.clock.now += 10 * 60_000
    expect(await accounts.secondStep(token, await codeOf(key), from(), HOUR)).toBeUndefined()
  })

  test('guessed from many addresses keeps the account waiting, up to a quarter of an hour', async () => {
    const { key } = await enrolled()
    for (let i = 0; i < 30; i++) {
      expect(await accounts.secondStep(await half(), '000000', from(`10.0.1.${i}`), HOUR)).toBeUndefined()
      house.clock.now += 900_000
    }
    await accounts.secondStep(await half(), '000000', from('10.0.1.99'), HOUR)
    house.clock.now += 899_000
    expect(await accounts.secondStep(await half(), await codeOf(key), from(), HOUR)).toBeUndefined()
    house.clock.now += 1_000
    expect(await accounts.secondStep(await half(), await codeOf(key), from(), HOUR)).toBeDefined()
  })

  test('of another key does not enrol, and a key of one’s own making neither', async () => {
    await accounts.add(GREET, { name: 'Greet', roles: ['reviewer'], schools: [], password: PASSWORD })
    const [one, other] = [accounts.enrolment(GREET), accounts.enrolment(GREET)]
    expect(one.key).not.toBe(other.key)
    expect(one.uri).toContain(`secret=${one.key}`)
    expect(await accounts.enrol(GREET, one.key, await codeOf(other.key))).toBeUndefined()
    for (const key of ['', 'A'.repeat(16), `${one.key}A`])
      expect(await accounts.enrol(GREET, key, '000000')).toBeUndefined()
    expect(await accounts.list()).toMatchObject([{ secondFactor: false }])
  })

  test('that exists is not replaced by another telephone', async () => {
    await enrolled()
    const { key } = accounts.enrolment(GREET)
    await expect(accounts.enrol(GREET, key, await codeOf(key))).rejects.toThrow('Turn it off first')
  })
})

describe('a recovery code', () => {
  test('opens once, however it is typed, and one fewer is left', async () => {
    const { recovery } = await enrolled()
    expect([new Set(recovery).size, await accounts.recoveryLeft(GREET)]).toEqual([10, 10])
    const written = ` ${recovery[3]!.toUpperCase().replaceAll('-', ' ')} `
    expect(await accounts.secondStep(await half(), written, from(), HOUR)).toBeDefined()
    expect(await accounts.recoveryLeft(GREET)).toBe(9)
    expect(await accounts.secondStep(await half(), recovery[3]!, from(), HOUR)).toBeUndefined()
    expect(await accounts.secondStep(await half(), recovery[4]!, from(), HOUR)).toBeDefined()
  })

  test('is nowhere kept as it is, nor is the key in the audit log', async () => {
    const { recovery, key } = await enrolled()
    const kept = JSON.stringify([await house.store.records('user'), await house.store.records('mark')])
    const log = JSON.stringify(await house.store.auditRows())
    for (const code of recovery) expect(kept + log).not.toContain(code)
    expect(log).not.toContain(key)
  })

  test('of the old ten is worth nothing after ten new ones', async () => {
    const { recovery, key } = await enrolled()
    expect(await accounts.renewRecovery(GREET, '000000', from())).toBeUndefined()
    const fresh = (await accounts.renewRecovery(GREET, await codeOf(key), from()))!
    expect(await accounts.secondStep(await half(), recovery[0]!, from(), HOUR)).toBeUndefined()
    expect(await accounts.secondStep(await half(), fresh[0]!, from(), HOUR)).toBeDefined()
  })
})

describe('an end to it', () => {
  test('its owner needs a code', async () => {
    const { key } = await enrolled()
    expect(await accounts.dropFactor(GREET, '000000', from())).toBe(false)
    expect(await accounts.dropFactor(GREET, await codeOf(key), from())).toBe(true)
    expect((await accounts.signIn(GREET, PASSWORD, from(), HOUR))!.needsCode).toBe(false)
  })

  test('an administrator needs none; sessions end, and so does a sign-in half done', async () => {
    const { key } = await enrolled()
    const token = (await accounts.secondStep(await half(), await codeOf(key), from(), HOUR))!
    const waiting = await half()
    await accounts.resetSecondFactor(GREET, 'admin@school.example')
    expect(await accounts.session(token)).toBeUndefined()
    expect(await accounts.secondStep(waiting, await codeOf(key, 1), from(), HOUR)).toBeUndefined()
    expect((await accounts.signIn(GREET, PASSWORD, from(), HOUR))!.needsCode).toBe(false)
    expect((await house.store.auditRows()).at(-2)).toMatchObject({
      event: 'second-factor-reset',
      actor: 'admin@school.example',
    })
  })

  test('a disabled account gets no further than the password', async () => {
    const { key } = await enrolled()
    const waiting = await half()
    await accounts.disable(GREET, true)
    expect(await accounts.secondStep(waiting, await codeOf(key), from(), HOUR)).toBeUndefined()
  })
})

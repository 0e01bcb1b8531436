/** Tokens of the API: shown once, kept as a hash, and able to do no more than their scopes and their person. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openAccounts, openTokens, type Tokens } from '../../src/review/review.ts'
import type { OpenHouse } from '../store/contract.ts'
import { onEachStore } from './stores.ts'

const DAY = 86_400_000

onEachStore((on) => {
  let house: OpenHouse
  let tokens: Tokens
  let accounts: ReturnType<typeof openAccounts>

  beforeEach(async () => {
    house = await on()
    const now = () => house.clock.now
    accounts = openAccounts(house.store, now)
    tokens = openTokens({ store: house.store, accounts, now })
  })
  afterEach(() => house.dispose())

  const auditOf = async (event: string) => (await house.store.auditRows()).filter((row) => row.event === event)

  describe('a token', () => {
    test('is told once, recognised by its prefix, and found by its secret', async () => {
      const { token, secret } = await tokens.add({ name: 'add-in', scopes: ['check', 'held:read'] }, 'command line')
      expect(secret).toMatch(/^mls_[0-9a-f]{64}$/)
      expect(await tokens.of(secret)).toEqual(token)
      const [row] = await auditOf('token-added')
      expect(row).toMatchObject({ actor: 'command line', ref: 'add-in', detail: 'check held:read' })
      expect(JSON.stringify([await tokens.list(), await house.store.records('token')])).not.toContain(secret.slice(4))
    })

    test('of another is none, nor is one changed in a letter, nor the hash itself', async () => {
      const { secret } = await tokens.add({ name: 'add-in', scopes: ['check'] }, 'me')
      const other = secret.slice(0, -1) + (secret.endsWith('0') ? '1' : '0')
      const [kept] = (await house.store.records('token')).filter(({ key }) => key.startsWith('hash:'))
      for (const wrong of [other, '', 'mls_', `mls_${kept!.key.slice(5)}`, kept!.key, 'name:add-in'])
        expect(await tokens.of(wrong), wrong).toBeUndefined()
    })

    test('revoked is gone at once, and its name is free', async () => {
      const { secret } = await tokens.add({ name: 'add-in', scopes: ['check'] }, 'me')
      await tokens.revoke('add-in', 'els@school.example')
      expect(await tokens.of(secret)).toBeUndefined()
      expect(await tokens.list()).toEqual([])
      expect(await auditOf('token-revoked')).toMatchObject([{ actor: 'els@school.example', ref: 'add-in' }])
      await expect(tokens.revoke('add-in', 'me')).rejects.toThrow('There is no token of this name.')
      const again = await tokens.add({ name: 'add-in', scopes: ['check'] }, 'me')
      expect(await tokens.of(secret)).toBeUndefined()
      expect(await tokens.of(again.secret)).toMatchObject({ name: 'add-in' })
    })

    test('revoked halfway opens nothing, also when there is another of its name', async () => {
      const { secret } = await tokens.add({ name: 'add-in', scopes: ['accounts:write'] }, 'me')
      await house.store.take('token', 'name:add-in')
      expect(await tokens.of(secret)).toBeUndefined()
      await tokens.add({ name: 'add-in', scopes: ['check'] }, 'me')
      expect(await tokens.of(secret)).toBeUndefined()
    })

    test('ends by itself on its day', async () => {
      const { secret } = await tokens.add({ name: 'trial', scopes: ['check'], days: 30 }, 'me')
      house.clock.now += 30 * DAY - 60_000
      expect(await tokens.of(secret)).toMatchObject({ name: 'trial' })
      house.clock.now += 60_000
      expect(await tokens.of(secret)).toBeUndefined()
      expect(await tokens.list()).toEqual([])
    })

    test('knows the day of its last use', async () => {
      const { secret } = await tokens.add({ name: 'add-in', scopes: ['check'] }, 'me')
      expect(await tokens.list()).toMatchObject([{ lastUsed: '' }])
      house.clock.now += 2 * DAY
      await tokens.of(secret)
      expect(await tokens.list()).toMatchObject([{ lastUsed: new Date(house.clock.now).toISOString().slice(0, 10) }])
    })

    test.each([
      ['a second of the same name', { name: 'there', scopes: ['check'] }, 'There is a token of this name already.'],
      ['no scope', { name: 'x', scopes: [] }, 'give it a scope'],
      ['a name with spaces', { name: 'my add-in', scopes: ['check'] }, 'small letters'],
      [
        'an account there is not',
        { name: 'x', scopes: ['check'], account: 'no@school.example' },
        'no account with this address',
      ],
    ] as const)('%s is refused', async (_, wanted, words) => {
      await tokens.add({ name: 'there', scopes: ['check'] }, 'me')
      await expect(tokens.add(wanted, 'me')).rejects.toThrow(words)
    })
  })

  describe('who acts', () => {
    const person = async (roles: Parameters<typeof accounts.add>[1]['roles'], schools: readonly string[] = []) => {
      await accounts.add('els@school.example', { name: 'Els Claes', roles, schools })
      return 'Els@School.example'
    }

    test('a program has the role its scope needs, and no other', async () => {
      const { token } = await tokens.add(
        { name: 'add-in', scopes: ['held:decide', 'blocked:lift'], schools: ['School.example'] },
        'me',
      )
      const decides = {
        name: 'token add-in',
        email: '',
        roles: ['reviewer'],
        schools: ['school.example'],
        categories: [],
      }
      expect(await tokens.actor(token, 'held:decide')).toEqual(decides)
      expect(await tokens.actor(token, 'blocked:lift')).toEqual({ ...decides, roles: ['admin'] })
    })

    test('for a person: their name, roles and schools as they are now', async () => {
      const account = await person(['head'], ['school.example'])
      const { token } = await tokens.add({ name: 'phone', scopes: ['held:decide'], account }, 'me')
      const actor = {
        name: 'Els Claes',
        email: 'els@school.example',
        roles: ['head'],
        categories: [],
        schools: ['school.example'],
      }
      expect(await tokens.actor(token, 'held:decide')).toEqual(actor)
      await accounts.disable(account, true)
      await expect(tokens.actor(token, 'held:decide')).rejects.toThrow('may not sign in')
    })

    test('for a person no more than that person may', async () => {
      const account = await person(['auditor'], ['school.example'])
      const decide = { name: 'phone', scopes: ['held:decide'], account } as const
      await expect(tokens.add(decide, 'me')).rejects.toThrow('do not allow all of that')
      const other = { name: 'phone', scopes: ['audit:read'], account, schools: ['other.example'] } as const
      await expect(tokens.add(other, 'me')).rejects.toThrow('has no part in that school')
    })
  })
})

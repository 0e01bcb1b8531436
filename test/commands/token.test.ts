/** `token`: a token is shown once, listed without its secret, and ended at once. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newFolder, remove } from '../gateway/running.ts'
import { type } from './terminal.ts'

let folder: string
beforeAll(() => {
  folder = newFolder()
})
afterAll(() => remove(folder))
const run = (...args: string[]) => type({ folder }, 'token', ...args)

test('is added, listed and revoked', async () => {
  expect((await run('list')).out).toContain('There are no tokens.')
  const scopes = ['--scope', 'held:read', '--scope', 'held:decide', '--school', 'School.example']
  const { code, out } = await run('add', 'add-in', ...scopes, '--expires', '30')
  expect(code).toBe(0)
  const secret = /^Token, shown once: (mls_[0-9a-f]{64})$/m.exec(out)?.[1]
  expect(secret).toBeDefined()
  const listed = (await run('list', '--json')).out
  expect(JSON.parse(listed)).toMatchObject({
    name: 'add-in',
    scopes: ['held:read', 'held:decide'],
    schools: ['school.example'],
    createdBy: 'command line',
  })
  const table = (await run('list')).out
  expect(table).toContain('add-in')
  expect(listed + table).not.toContain(secret)
  expect((await run('revoke', 'add-in')).code).toBe(0)
  expect((await run('list', '--json')).out).toBe('')
})

test.each([
  [['add', 'x', '--scope', 'held'], 'There is no scope "held". Scopes: check, held:read,'],
  [['add', 'x'], 'Please say what the token is for'],
  [['add', 'X y', '--scope', 'check'], 'A token is named by'],
  [['add', 'x', '--scope', 'check', '--expires', '0'], '--expires takes a number of days'],
  [['add', 'x', '--scope', 'check', '--account', 'an@school.example'], 'There is no account with this address.'],
  [['revoke', 'x'], 'There is no token of this name.'],
])('%j is told plainly, with code 2', async (args, said) => {
  const { code, err } = await run(...args)
  expect(err).toContain(said)
  expect(code).toBe(2)
})

/** The link to the first account: on a terminal that somebody watches, else in a file of the server alone; never in the log. */
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Context } from '../../src/commands/context.ts'
import { firstLinkLines } from '../../src/commands/first-link.ts'
import { start } from '../gateway/running.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mailsluis-first-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const URL = 'http://127.0.0.1:8080'
const link = { token: 'x'.repeat(32), until: Date.UTC(2026, 2, 2, 9) }
const contextOf = (isWatched: boolean) => ({ config: { var: folder }, terminal: { cwd: folder, isWatched } }) as Context
const tell = (isWatched: boolean, found: readonly (typeof link)[] = [link]) =>
  firstLinkLines(contextOf(isWatched), { firstLink: async () => found[0] }, URL)

test('somebody at a terminal reads it', async () => {
  expect((await tell(true)).join('\n')).toContain(`${URL}/first/${link.token}`)
  expect((await tell(true)).join('\n')).toContain('2026-03-02 10:00')
})

test('a journal does not have it: it is in a file for the server’s user alone', async () => {
  const told = (await tell(false)).join('\n')
  expect(told).not.toContain(link.token)
  expect(told).toContain('first-account.txt')
  const file = join(folder, 'first-account.txt')
  expect(readFileSync(file, 'utf8')).toBe(`${URL}/first/${link.token}\n`)
  expect(statSync(file).mode & 0o777).toBe(0o600)
})

test('with an account there is neither link nor file', async () => {
  await tell(false)
  expect(await tell(false, [])).toEqual([])
  expect(() => statSync(join(folder, 'first-account.txt'))).toThrow('ENOENT')
})

test('a server that just started says where, and what is in the file opens', async () => {
  const gateway = await start()
  try {
    expect(gateway.output()).toMatch(
      /The link to make the first one \(works once, until [^)]+\) is in \S+first-account\.txt\./,
    )
    const address = readFileSync(join(gateway.folder, 'var', 'first-account.txt'), 'utf8').trim()
    expect(gateway.output()).not.toContain(address.slice(-32))
    expect((await fetch(address)).status).toBe(200)
    await gateway.cli('user', 'add', 'an@devlonder.example', '--role', 'admin')
    expect((await fetch(address)).status).toBe(410)
  } finally {
    await gateway.stop()
  }
}, 60_000)

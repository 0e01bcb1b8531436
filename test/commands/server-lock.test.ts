/** One server per store, and a number that another program got meanwhile is no server. */
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openServerLock } from '../../src/commands/server-lock.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mailsluis-lock-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const LOCK = join(import.meta.dirname, '../../src/commands/server-lock.ts')

/** Another process that holds the lock until it is ended. */
const holder = async () => {
  const code = `import { openServerLock } from ${JSON.stringify(LOCK)}; openServerLock(${JSON.stringify(folder)}); console.log('held'); setInterval(() => {}, 1000)`
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: ['ignore', 'pipe', 'inherit'] })
  await new Promise((resolve) => child.stdout.once('data', resolve))
  return {
    pid: child.pid,
    end: async () => {
      const ended = new Promise((resolve) => child.once('exit', resolve))
      child.kill('SIGKILL')
      await ended
    },
  }
}

test('a second server is told which process has the folder; after a kill the next one gets it', async () => {
  const other = await holder()
  expect(() => openServerLock(folder)).toThrow(`process ${other.pid}) already uses`)
  await other.end()
  const lock = openServerLock(folder)
  lock.release()
  expect(existsSync(join(folder, 'server.pid'))).toBe(false)
})

test('a process that has the number but is another one is no server', async () => {
  const other = await holder()
  const file = join(folder, 'server.pid')
  const [pid, begin] = readFileSync(file, 'utf8').split(' ')
  expect(Number(begin)).toBeGreaterThan(0)
  writeFileSync(file, `${pid} ${Number(begin) - 1}`)
  openServerLock(folder).release()
  await other.end()
})

test('a file of nonsense, as a crash of the machine leaves it, is no server', () => {
  writeFileSync(join(folder, 'server.pid'), '')
  openServerLock(folder).release()
})

test('a folder that cannot be written is told in words', () => {
  writeFileSync(join(folder, 'file'), '')
  expect(() => openServerLock(join(folder, 'file', 'var'))).toThrow(/cannot be written \(E[A-Z]+\)/)
})

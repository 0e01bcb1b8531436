/** Several processes that write to one embedded store as fast as they can. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { statSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { openStore } from '../../src/store/store.ts'
import { freshFolder, optionsFor } from './house.ts'

const PROCESSES = 3
const MS = 6000
const MEGABYTE = 1_000_000

const committer = (folder: string) => {
  const program = fileURLToPath(import.meta.resolve('./committer.ts'))
  const child = spawn(process.execPath, [program, folder, 'small'], { stdio: ['ignore', 'pipe', 'inherit'] })
  const promised: string[] = []
  createInterface(child.stdout).on('line', (line) => promised.push(line))
  return { child, promised, gone: once(child, 'exit') }
}

test('all get their turn, the log stays short, and what was promised is there', async () => {
  const folder = await freshFolder()
  await (await openStore(optionsFor(folder))).close()
  const all = Array.from({ length: PROCESSES }, () => committer(folder))
  let longest = 0
  for (const end = Date.now() + MS; Date.now() < end; await wait(50))
    longest = Math.max(longest, statSync(join(folder, 'store.db-wal'), { throwIfNoEntry: false })?.size ?? 0)
  for (const { child, gone } of all) {
    expect(child.exitCode).toBe(null)
    child.kill('SIGKILL')
    await gone
  }
  const counts = all.map(({ promised }) => promised.length)
  expect(Math.min(...counts)).toBeGreaterThan(Math.max(...counts) / 20)
  expect(longest).toBeLessThan(40 * MEGABYTE)
  const store = await openStore(optionsFor(folder))
  for (const line of all.flatMap(({ promised }) => promised)) {
    const [, id, size] = line.split(' ') as [string, string, string]
    expect((await store.body(id)).length).toBe(Number(size))
  }
  await store.close()
  await rm(folder, { recursive: true })
}, 180_000)

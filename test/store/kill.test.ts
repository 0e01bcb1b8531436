import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { rm } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openStore } from '../../src/store/store.ts'
import { freshFolder, optionsFor } from './house.ts'

let folder: string
beforeAll(async () => {
  folder = await freshFolder()
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** Kills the process after so many promises, at whatever it is doing then; answers all promises it made. */
const promisesUntilKilled = async (count: number): Promise<string[]> => {
  const child = spawn(process.execPath, [fileURLToPath(import.meta.resolve('./committer.ts')), folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const gone = once(child, 'exit')
  const lines: string[] = []
  for await (const line of createInterface(child.stdout)) {
    lines.push(line)
    if (lines.length === count) child.kill('SIGKILL')
  }
  expect((await gone)[1]).toBe('SIGKILL')
  return lines
}

test('what was promised before SIGKILL is there after it, whole', async () => {
  const promised: string[] = []
  let later = Date.now()
  for (const count of [5, 61, 150, 317]) {
    promised.push(...(await promisesUntilKilled(count)))
    const store = await openStore(optionsFor(folder))
    for (const line of promised) {
      const [what, id, size] = line.split(' ') as [string, string, string]
      const mail = await store.mail(id)
      expect(mail?.recipients[0]?.fate ?? mail?.state).toBe(what)
      expect(await store.body(id)).toHaveLength(Number(size))
    }
    const { held, received } = await store.counts()
    expect(held).toBeGreaterThanOrEqual(promised.filter((line) => line.startsWith('held')).length)
    // Each held message came with its notice, or neither came.
    const notices = await store.list({ kind: 'notice', limit: 10_000 })
    const bodies = await Promise.all(notices.map(({ id }) => store.body(id)))
    expect(bodies.filter((body) => body.includes('bericht'))).toHaveLength(held)
    later += 3_600_000
    expect(await store.claimReceived('after', later, 1000, 10_000)).toHaveLength(received)
    await store.close()
  }
  expect(promised.length).toBeGreaterThanOrEqual(5 + 61 + 150 + 317)
}, 60_000)

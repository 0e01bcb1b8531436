/** The process is killed while a decision can still be undone: the next one makes it final, or undoes it. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { rm } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { freshFolder } from '../store/house.ts'
import { openIn } from './decider.ts'
import { ELS, GREET, OUDER } from './house.ts'

let folder: string
beforeEach(async () => {
  folder = await freshFolder()
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const decidedAndKilled = async (): Promise<string> => {
  const program = import.meta.resolve('./decider.ts').replace('file://', '')
  const child = spawn(process.execPath, [program, folder], { stdio: ['ignore', 'pipe', 'inherit'] })
  const gone = once(child, 'exit')
  const [id] = (await once(createInterface(child.stdout), 'line')) as [string]
  child.kill('SIGKILL')
  expect((await gone)[1]).toBe('SIGKILL')
  return id
}

test.each([
  ['made final', 'waiting', 2],
  ['undone', 'held', 1],
] as const)(
  'it is %s by another process',
  async (how, fate, letters) => {
    const id = await decidedAndKilled()
    const house = await openIn(folder)
    try {
      expect((await house.review.undoable(GREET)).map((pending) => pending.id)).toEqual([id])
      expect(await house.fates(id)).toEqual({ [OUDER]: 'held' })
      if (how === 'undone') await house.review.undo(GREET, id)
      await house.review.finish(house.clock.now + 10_000)
      expect(await house.fates(id)).toEqual({ [OUDER]: fate })
      expect(await house.lettersTo(ELS)).toHaveLength(letters)
    } finally {
      await house.close()
    }
  },
  60_000,
)

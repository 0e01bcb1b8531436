/** Every message that once went wrong, judged again: it crashes nothing, says the same twice, and loses no words. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { Watch } from './watch.ts'

const FOLDER = join(import.meta.dirname, 'cases')
const names = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.eml'))
  .map((name) => name.slice(0, -'.eml'.length))

const watch = new Watch()
afterAll(() => watch.close())

test.each(names)('%s', async (name) => {
  const { words } = JSON.parse(readFileSync(join(FOLDER, `${name}.json`), 'utf8')) as { words: readonly string[] }
  const { faults } = await watch.ask({ raw: readFileSync(join(FOLDER, `${name}.eml`)), words, twice: true })
  expect(faults).toEqual([])
})

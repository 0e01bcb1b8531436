/** Generated documents and schemas are those the code would write now, and every test the clause table names exists. */
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const ROOT = join(import.meta.dirname, '..')

test('documents and schemas are fresh', () => {
  const out = execFileSync(process.execPath, ['scripts/docs.ts', '--check'], { cwd: ROOT, encoding: 'utf8' })
  expect(out).toBe('')
})

test('every letter that docs/CLAUSES.md names is there', () => {
  const named = [
    ...readFileSync(join(ROOT, 'docs/CLAUSES.md'), 'utf8').matchAll(
      /`(?:test\/clauses\/)?([\w.-]+\.(?:trip|pass))\.eml`/g,
    ),
  ]
  expect(named.length).toBeGreaterThan(100)
  const missing = named
    .map((m) => `test/clauses/${m[1]}.eml`)
    .filter((f) => !existsSync(join(ROOT, f)) && !existsSync(join(ROOT, `${f}.gz`)))
  expect(missing).toEqual([])
})

/** Generated documents and schemas are those the code would write now, and every test the clause table names exists. */
import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parse } from 'yaml'

const ROOT = join(import.meta.dirname, '..')

test('documents and schemas are fresh', () => {
  const out = execFileSync(process.execPath, ['scripts/docs.ts', '--check'], { cwd: ROOT, encoding: 'utf8' })
  expect(out).toBe('')
})

const PAGE = readFileSync(join(ROOT, 'docs/CLAUSES.md'), 'utf8')
/** clause, section, what is done, shown by */
const ROWS = PAGE.split('\n')
  .filter((line) => /^\| [A-Z]{2}-/.test(line))
  .map((line) => line.split(' | ').map((cell) => cell.replace(/^\| | \|$/g, '')))

test('docs/CLAUSES.md has all eighty clauses of the packs, as their files have them', () => {
  const folder = join(ROOT, 'config/policies')
  const ids = readdirSync(folder).flatMap((name) => {
    const pack = parse(readFileSync(join(folder, name), 'utf8')) as { clauses: { id: string }[] }
    return pack.clauses.map(({ id }) => id)
  })
  expect(ids).toHaveLength(80)
  expect(ROWS.map(([id]) => id).sort()).toEqual(ids.sort())
})

test('each says what is done, and is shown by letters or tests, or says why not', () => {
  const silent = ROWS.filter(([, , done = '', shown = '']) => {
    const isShown = shown !== '–'
    const kept = /\((?:hold|bounce|notify|advice only)/.test(done)
    if (kept) return !shown.includes('.trip.eml') || !shown.includes('.pass.eml')
    if (done.startsWith('outside: ')) return done.length < 30
    return !done.startsWith('duty: ') || !(isShown || done.includes('NOT YET: '))
  })
  expect(silent.map(([id]) => id)).toEqual([])
})

test('every letter and test that it names is there', () => {
  const named = ROWS.flatMap(([, , , shown = '']) => [...shown.matchAll(/`([\w./-]+)`/g)].map((m) => m[1]!))
  expect(named.length).toBeGreaterThan(120)
  const missing = named.filter((name) => {
    const file = join(ROOT, name.includes('/') ? name : `test/clauses/${name}`)
    return !existsSync(file)
  })
  expect(missing).toEqual([])
})

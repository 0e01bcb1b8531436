/** Changed files are in force within a second or so, without a restart; broken ones leave the old rules in force and are named. */
import { cpSync, mkdtempSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { loadConfig } from '../../src/config.ts'
import type { Log } from '../../src/log.ts'
import { openRulebook, type Rulebook } from '../../src/rulebook.ts'
import { until } from '../gateway/running.ts'

const CONFIG = join(import.meta.dirname, '../../config')

let folder: string
let book: Rulebook
let events: string[]
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mailsluis-rules-'))
  cpSync(join(CONFIG, 'policies'), at('packs'), { recursive: true })
  cpSync(join(CONFIG, 'lexicons'), at('words'), { recursive: true })
  cpSync(join(CONFIG, 'demo/directory.json'), at('school.json'))
  events = []
  const note = (event: string): void => {
    events.push(event)
  }
  const log: Log = { info: note, warn: note, error: note }
  const env = {
    MAILSLUIS_DIRECTORY: 'school.json',
    MAILSLUIS_POLICY_FOLDER: 'packs',
    MAILSLUIS_POLICY_LEXICONS: 'words',
  }
  book = openRulebook(loadConfig({ env, cwd: folder }).config, log)
})
afterEach(() => {
  book.close()
  rmSync(folder, { recursive: true, force: true })
})

const at = (name: string): string => join(folder, name)
const edit = (name: string, change: (text: string) => string): void => {
  const before = readFileSync(at(name), 'utf8')
  const after = change(before)
  expect(after).not.toBe(before)
  writeFileSync(at(name), after)
}
const pack = () => book.current().policy.packs.get('kindante')!
const holds = (check: () => boolean): Promise<void> =>
  until(check, () => `${events.join(' ')}\n${book.troubles().join('\n')}`, 10_000)
const inTrouble = (): Promise<void> => holds(() => book.troubles().length > 0)

describe('a changed file is in force', () => {
  test('a pack', async () => {
    const version = book.current().policy.version
    edit('packs/kindante.yaml', (text) => text.replace(/^reviewVisibility: \w+/m, 'reviewVisibility: metadata'))
    await holds(() => pack().reviewVisibility === 'metadata')
    expect(book.current().policy.version).not.toBe(version)
    expect(book.troubles()).toEqual([])
  })

  test('the directory, put in place by a rename as careful programs do', async () => {
    const school = JSON.parse(readFileSync(at('school.json'), 'utf8'))
    writeFileSync(at('new.json'), JSON.stringify({ ...school, domains: [...school.domains, 'nieuw.example'] }))
    renameSync(at('new.json'), at('school.json'))
    await holds(() => book.current().people.domains.includes('nieuw.example'))
  })

  test('a lexicon', async () => {
    const [name] = book.current().lexicon.classes
    edit('words/chain-mail.txt', (text) => `${text}\n[${name}]\nkikkerdril\n`)
    await holds(() => book.current().lexicon.terms(name!).includes('kikkerdril'))
  })

  test('whatever an editor leaves beside it', async () => {
    symlinkSync('nowhere', at('packs/.#kindante.yaml'))
    writeFileSync(at('packs/.kindante.yaml.swp'), 'b0VIM')
    edit('packs/kindante.yaml', (text) => text.replace(/^reviewVisibility: \w+/m, 'reviewVisibility: metadata'))
    await holds(() => pack().reviewVisibility === 'metadata')
  })
})

describe('a broken file keeps the old rules in force, and says where it is broken', () => {
  test.each([
    [
      'a pack',
      'packs/kindante.yaml',
      (text: string) => text.replace(/^reviewVisibility/m, 'revieuwVisibility'),
      /kindante\.yaml:6:1: .*Did you mean "reviewVisibility"/,
      'policyBroken',
    ],
    [
      'a pack that is no YAML',
      'packs/kindante.yaml',
      (text: string) => `${text}\n: [`,
      /kindante\.yaml:\d+:\d+: /,
      'policyBroken',
    ],
    ['a lexicon', 'words/password.txt', (text: string) => `los woord\n${text}`, /password\.txt:1: /, 'policyBroken'],
    [
      'the directory',
      'school.json',
      (text: string) => text.replace('"domains"', '"domains": 3, "x"'),
      /school\.json/,
      'directoryBroken',
    ],
    ['half a directory', 'school.json', (text: string) => text.slice(0, 5000), /school\.json/, 'directoryBroken'],
  ])('%s', async (_, name, spoil, said, event) => {
    const before = book.current()
    const good = readFileSync(at(name), 'utf8')
    edit(name, spoil)
    await inTrouble()
    expect(book.troubles().join('\n')).toMatch(said)
    expect(book.current()).toBe(before)
    expect(events.at(-1)).toBe(event)
    writeFileSync(at(name), good)
    await holds(() => book.troubles().length === 0)
    expect(book.current()).not.toBe(before)
  })

  test.each([
    ['the directory', 'school.json', 'directoryBroken'],
    ['a folder', 'words', 'policyBroken'],
  ])('%s that vanished, until it is back', async (_, name, event) => {
    const before = book.current()
    renameSync(at(name), at('away'))
    await inTrouble()
    expect(book.troubles().join('\n')).toContain(at(name))
    expect(book.current()).toBe(before)
    expect(events.at(-1)).toBe(event)
    renameSync(at('away'), at(name))
    await holds(() => book.troubles().length === 0)
  })

  test('two broken files are both named', async () => {
    edit('packs/kalisto.yaml', () => 'x: 1\n')
    edit('school.json', () => '[]')
    await holds(
      () =>
        book.troubles().some((t) => t.includes('kalisto')) && book.troubles().some((t) => t.includes('school.json')),
    )
  })
})

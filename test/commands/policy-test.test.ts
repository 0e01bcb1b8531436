/** `policy test`: letters that say what they should come to. */
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newFolder, remove } from '../gateway/running.ts'
import { type } from './terminal.ts'

const ROOT = join(import.meta.dirname, '../..')
let folder: string
const put = (name: string, text: string): string => {
  const file = join(folder, name)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
  return file
}
const letter = (text: string, domain = 'devlonder.example'): string =>
  `From: Els Vandenbroeck <els.vandenbroeck@${domain}>\r\nTo: ouder@mail.example\r\nSubject: Bericht\r\n\r\n${text}\r\n`
const SECRET = letter('Het wachtwoord is Kikker!2041xz.')
const SWIM = letter('Vrijdag gaan we zwemmen.')

beforeAll(() => {
  folder = newFolder()
})
afterAll(() => remove(folder))

const run = (...args: string[]) => type({ folder }, 'policy', 'test', ...args)
const json = async (...args: string[]) => {
  const { out, code, err } = await run('--json', ...args)
  const lines = out
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line))
  return { lines, code, err }
}

describe('the letters of this release', () => {
  test('all come to what was expected, with the people they bring along', async () => {
    const { out, code } = await run()
    expect(out).toMatch(/^(\d+) of \1 letters come to what was expected\.\n$/m)
    expect(out).not.toContain('✗')
    expect(code).toBe(0)
  }, 60_000)

  test('--pack tries those of one pack only', async () => {
    const { lines, code } = await json('--pack', 'kalisto')
    expect([...new Set(lines.map(({ pack }) => pack))]).toEqual(['kalisto'])
    expect(lines.find(({ file }) => file.endsWith('KA-B2.trip.eml'))).toMatchObject({
      expected: { clause: 'KA-B2', innocent: false },
      decision: 'bounce',
      rules: ['mass-recipients-visible'],
      ok: true,
      faults: [],
    })
    expect(code).toBe(0)
  })
})

describe('what a letter says of itself', () => {
  test('by its name: which clause it breaks, or that it must pass', async () => {
    put('named/ME-3-password.trip.eml', SECRET)
    put('named/ME-3-password.trip.wifi.eml', SECRET)
    put('named/ME-3-password.pass.eml', SWIM)
    const { out, code } = await run('named')
    expect(code).toBe(0)
    expect(out).toContain('✓ named/ME-3-password.trip.eml: bounce by password')
    expect(out).toContain('✓ named/ME-3-password.pass.eml: forward')
    expect(out).toContain('3 of 3 letters')
    expect(out).toMatch(/^No letter breaks these clauses: ME-2, .*ME-5.4-photo\.$/m)
  })

  test('by a file beside it, or by the folder innocent', async () => {
    put('told/one.eml', SECRET)
    put('told/one.json', '{"rules": ["password"], "outcome": "bounce"}')
    put('told/innocent/two.eml', SWIM)
    put('told/three.eml', SWIM)
    put('told/three.json', '{"rules": []}')
    put('told/four.eml', SWIM)
    const { lines, code } = await json('told')
    expect(lines.map(({ file }) => file)).toEqual(['told/innocent/two.eml', 'told/one.eml', 'told/three.eml'])
    expect(code).toBe(0)
  })

  test.each([
    ['ME-3-password.pass.eml', SECRET, undefined, 'must pass without a word: password bounce (ME-3-password)'],
    ['ME-3-password.trip.eml', SWIM, undefined, 'no rule of clause ME-3-password catches it: nothing was seen'],
    ['ME-2.trip.eml', SECRET, undefined, 'no rule of clause ME-2 catches it: password bounce'],
    ['ME-3-passwrd.trip.eml', SECRET, undefined, 'has no clause "ME-3-passwrd". Did you mean "ME-3-password"?'],
    ['a.eml', SWIM, '{"rules": ["password"]}', 'not caught by password: nothing was seen'],
    ['a.eml', SECRET, '{"rules": ["password"], "outcome": "hold"}', 'must come to hold, comes to bounce'],
    ['innocent/a.eml', SECRET, undefined, 'must pass without a word'],
  ])('%s that comes to something else is told, without its content', async (name, text, beside, fault) => {
    const at = `wrong-${Math.random()}`
    put(`${at}/${name}`, text)
    if (beside) put(`${at}/${name.replace('.eml', '.json')}`, beside)
    const { out, code } = await run(at)
    expect(out).toContain(`✗ ${at}/${name}: `)
    expect(out).toContain(fault)
    expect(out).not.toContain('Kikker')
    expect(code).toBe(1)
  })

  test('an expectation that cannot be read counts as not met', async () => {
    put('odd/a.eml', SWIM)
    put('odd/a.json', '{"rules": "password"}')
    const { err, out, code } = await run('odd')
    expect(err).toContain('odd/a.eml: cannot be read (its expectation file is wrong at "rules")')
    expect(out).toContain('0 of 1 letters')
    expect(code).toBe(1)
  })

  test('letters that say nothing are no test', async () => {
    put('mute/a.eml', SWIM)
    const { err, code } = await run('mute')
    expect(err).toContain('No letter there says what is expected of it.')
    expect(code).toBe(2)
  })
})

describe('a pack of one’s own', () => {
  test('its letters lie beside it, with invented people; a change of it is tried before it is put in place', async () => {
    cpSync(join(ROOT, 'config/policies/moretus-ekeren.yaml'), join(folder, 'own/our-school.yaml'))
    put(
      'own/our-school/directory.json',
      '{"domains": ["demo.example"], "policies": {"demo.example": "our-school"}, "staff": [], "pupils": [], "parents": [], "groups": []}',
    )
    put('own/our-school/ME-3-password.trip.eml', SECRET.replaceAll('devlonder', 'demo'))
    const settings = { MAILSLUIS_POLICY_FOLDER: join(folder, 'own'), MAILSLUIS_POLICY_DEFAULT: 'our-school' }
    const own = (...args: string[]) =>
      type(
        { folder, settings: { ...settings, MAILSLUIS_DIRECTORY: join(folder, 'own/our-school') } },
        'policy',
        'test',
        ...args,
      )
    expect(await own()).toMatchObject({ code: 0, out: expect.stringContaining('1 of 1 letters') })
    const text = readFileSync(join(folder, 'own/our-school.yaml'), 'utf8')
    put('new/our-school.yaml', text.replace('rules: [password]', 'rules: [chain-mail]'))
    const tried = await own('--pack', join(folder, 'new/our-school.yaml'))
    expect(tried.out).toContain('no rule of clause ME-3-password catches it')
    expect(tried.code).toBe(1)
  })

  test('that there is not is told', async () => {
    const { err, code } = await run('--pack', 'kindnate')
    expect(err).toContain('Did you mean "kindante"?')
    expect(code).toBe(2)
  })
})

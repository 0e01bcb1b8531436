import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { DirectoryError, loadDirectory } from '../../src/directory/directory.ts'
import { FILE } from './school.ts'

const problemsOf = (text: string): readonly string[] => {
  try {
    loadDirectory(text, 'people.json')
  } catch (error) {
    if (error instanceof DirectoryError) return error.problems
    throw error
  }
  return []
}

test('everything that is wrong is told at once, with line, column and path', () => {
  const text = [
    '{',
    '  "domains": ["school.example", "geen domein"],',
    '  "staff": [',
    '    { "id": "s1", "firstName": "Geheim", "email": "geheim@" },',
    '    { "id": "s2", "firstName": "Els", "lastName": "Maes", "email": "els" },',
    '    { "id": "s2", "firstName": "An", "lastName": "Claes", "privateEmails": ["hmac-sha256:zz"] }',
    '  ],',
    '  "pupils": [',
    '    { "id": "p1", "firstName": "Noor", "lastName": "Maes", "class": 3 },',
    '    { "id": "s2", "firstName": "Lotte", "lastName": "Maes", "photoConsent": "ja" }',
    '  ],',
    '  "parents": [{ "name": "Dirk Maes", "email": "dirk@post.example", "pupilIds": ["p1", "p9"] }],',
    '  "groups": [{ "address": "team@school.example", "kind": "lijst", "members": [] },',
    '    { "address": "alle@school.example", "kind": "group", "members": ["niemand"] }],',
    '  "externalPartners": [{ "domain": "clb" }],',
    '  "noContact": [{ "recipient": "@" }]',
    '}',
  ].join('\n')
  /** Where the value (or, for a missing one, its object) stands, told by a piece of text that begins with it. */
  const at = (line: number, piece: string, path: string) =>
    `${line}:${text.split('\n')[line - 1]!.indexOf(piece) + 1} ${path}`
  const problems = problemsOf(text)
  expect(problems.map((problem) => problem.replace(/:\s.*$/, '')).toSorted()).toEqual(
    [
      at(2, '"geen', 'domains[1]'),
      at(4, '{ "id"', 'staff[0].lastName'),
      at(5, '"els"', 'staff[1].email'),
      at(6, '"s2"', 'staff[2].id'),
      at(6, '"hmac', 'staff[2].privateEmails[0]'),
      at(9, '3 }', 'pupils[0].class'),
      at(10, '"ja"', 'pupils[1].photoConsent'),
      at(12, '"p9"', 'parents[0].pupilIds[1]'),
      at(13, '"lijst"', 'groups[0].kind'),
      at(14, '"niemand"', 'groups[1].members[0]'),
      at(15, '"clb"', 'externalPartners[0].domain'),
      at(16, '"@"', 'noContact[0].recipient'),
    ].toSorted(),
  )
  for (const value of ['Geheim', 'geheim@', 'Dirk', 'niemand', 'p9', 'zz']) expect(problems.join()).not.toContain(value)
})

test('one id for a pupil and a member of staff', () => {
  const person = { id: '7', firstName: 'An', lastName: 'Claes' }
  expect(problemsOf(JSON.stringify({ staff: [person], pupils: [person] }))).toEqual([
    expect.stringContaining('pupils[0].id: is the same as at staff[0]'),
  ])
})

describe('files that are no directory', () => {
  test.each([
    ['', 'must be an object'],
    ['[]', 'must be an object'],
    ['{"name": "mailsluis", "version": "1"}', 'none of the keys'],
    ['{"staff": [{"id": "s1", "firstName": "Geheim"', 'cannot be read'],
    ['staff:\n  - id: s1\n bad', 'cannot be read'],
    ['staff: [*geheim]', '1:1'],
    ['{"staff": {"geheim@school.example": 1}}', 'staff: must be a list'],
    ['{"policies": {"geheim@school.example": 1}}', 'must be a text'],
  ])('%s', (text, problem) => {
    const problems = problemsOf(text)
    expect(problems.join('\n')).toContain(problem)
    expect(problems.join('\n').toLowerCase()).not.toContain('geheim')
  })

  test('aliases that multiply', () => {
    const bomb = [...'abcdefghi'].map(
      (key, i) => `${key}: &${key} [${Array(9).fill(i ? `*${'abcdefghi'[i - 1]}` : 'x')}]`,
    )
    expect(problemsOf(bomb.join('\n')).join()).toContain('alias')
  })
})

test('extra keys are counted and ignored', () => {
  const staff = FILE.staff.map((person) => ({ ...person, shoeSize: 41 }))
  const { directory, warnings } = loadDirectory(JSON.stringify({ ...FILE, staff, exported: '2026' }), 'x.json')
  expect(directory.counts.staff).toBe(3)
  expect(warnings).toEqual(['exported: unknown key, ignored', 'staff[].shoeSize: unknown key, ignored (3 times)'])
})

test('empty fields may be null, and a byte order mark does no harm', () => {
  const text =
    '\ufeff{"pupils": [{"id": "p", "firstName": "An", "lastName": "Maes", "email": null, "photoConsent": null}]}'
  expect(loadDirectory(text, 'x.json').directory.person('p')).toMatchObject({ email: '', photoConsent: undefined })
})

test('YAML says the same as JSON', () => {
  const yaml = `
domains: [school.example]
staff:
  - { id: s1, firstName: Jan, lastName: Peeters, email: jan@school.example }
pupils:
  - id: p1
    firstName: Noor
    lastName: Peeters
    class: 3B
`
  const { directory, warnings } = loadDirectory(yaml, 'people.yaml')
  expect(warnings).toEqual([])
  expect(directory.person('p1')).toMatchObject({ name: 'Noor Peeters', class: '3B' })
  expect(directory.contact('jan@school.example').class).toBe('personal')
})

test('the domains of the configuration count instead of those of the file', () => {
  const { directory } = loadDirectory(JSON.stringify(FILE), 'x.json', { domains: ['Nieuw.example'] })
  expect(directory.domains).toEqual(['nieuw.example'])
  expect(directory.contact('an@school.example').ours).toBe(false)
})

test('one parent in several rows is one person, with the same id at every load', () => {
  const rows = [
    { name: 'Dirk Peeters', email: 'Dirk@post.example', pupilIds: ['p1'] },
    { name: 'Dirk Peeters', email: 'dirk@post.example', pupilIds: ['p2'] },
  ]
  const load = (parents: object[]) => loadDirectory(JSON.stringify({ ...FILE, parents }), 'x.json').directory
  const parent = load(rows).parentsOf('p2')[0]
  expect(parent?.pupilIds).toEqual(['p1', 'p2'])
  expect(load(rows).counts.parents).toBe(1)
  expect(load(rows.toReversed()).parentsOf('p1')[0]?.id).toBe(parent?.id)
  expect(parent?.id).not.toContain('dirk')
})

describe('the demo school', () => {
  const file = new URL('../../config/demo/directory.json', import.meta.url)
  const { directory, warnings } = loadDirectory(readFileSync(file, 'utf8'), 'directory.json')

  test('loads without a remark', () => {
    expect(warnings).toEqual([])
    expect(directory.counts).toMatchObject({ staff: 30, pupils: 120 })
    expect(directory.packOf('devlonder.example')).toBe('moretus-ekeren')
  })

  test('has every class of address', () => {
    const classes = {
      'leerkrachten@devlonder.example': 'group',
      'ouders-3a@devlonder.example': 'group',
      'secretariaat@devlonder.example': 'general',
      'els.vandenbroeck@devlonder.example': 'personal',
      'elsvandenbroeck68@mail.example': 'private',
      'els.vandenbroeck@mail.example': 'parent',
      'noor.peeters@leerling.devlonder.example': 'pupil',
      'iemand@clb-vlonder.example': 'partner',
      'iemand@elders.example': 'outside',
    }
    const seen = Object.keys(classes).map((address) => [address, directory.contact(address).class])
    expect(Object.fromEntries(seen)).toEqual(classes)
    expect(directory.managersOf('secretariaat@devlonder.example')).toHaveLength(2)
    expect(directory.noContact('geencontact@post.example', '')).toBe(true)
  })

  test('every pupil has a parent who can be written to', () => {
    const ids = Array.from({ length: 120 }, (_, i) => `p${String(i + 1).padStart(3, '0')}`)
    expect(ids.filter((id) => !directory.parentsOf(id).some((parent) => parent.email.endsWith('.example')))).toEqual([])
  })
})

/** A school on top of its board: it takes over, adds, makes stricter; milder only where the board says so. */
import { describe, expect, test } from 'vitest'
import { loadPolicy, type Pack, PolicyError, type PolicyFile } from '../../src/policy/policy.ts'
import { CLAUSES, packFile } from './seen.ts'

const BOARD = packFile(
  `contacts: {data-leak: lek@school.example}
rules:
  password: {settings: {minimum: 4}}
  unexpected-recipient: {schoolMayRelax: true}
  large-attachment: {outcome: hold, mode: shadow, when: counts.outside > 0}
${CLAUSES}`,
  'bestuur.yaml',
)

const school = (text: string): PolicyFile => ({ name: 'school.yaml', text: `extends: bestuur\n${text}` })
const load = (...files: PolicyFile[]): Pack =>
  loadPolicy([BOARD, ...files], { settings: {}, defaultPack: 'bestuur' }).packs.get('school')!
const problems = (...files: PolicyFile[]): readonly string[] => {
  try {
    load(...files)
  } catch (error) {
    if (error instanceof PolicyError) return error.problems
    throw error
  }
  return []
}
const rule = (pack: Pack, name: string) => pack.rules.find((other) => other.rule === name)

describe('a school may', () => {
  test('take everything over', () => {
    const board = loadPolicy([BOARD], { settings: {}, defaultPack: 'bestuur' }).packs.get('bestuur')!
    expect(load(school(''))).toEqual({ ...board, id: 'school' })
  })

  test('have its own name, contacts, clauses and rules', () => {
    const pack = load(
      school(`organisation: De Vlinder
contacts: {privacy-officer: po@school.example}
clauses:
  - {id: S, section: huisregels, quote: Geen kettingmail, rules: [chain-mail], action: hold}
ownRules:
  - {id: nacht, when: time.hour >= 22, outcome: notify, because: {nl: laat, fr: tard, en: late}}
`),
    )
    expect(pack.organisation).toBe('De Vlinder')
    expect(pack.contacts).toEqual({ 'data-leak': 'lek@school.example', 'privacy-officer': 'po@school.example' })
    expect(pack.clauses.map(({ id }) => id).sort()).toEqual(['A', 'B', 'S'])
    expect(rule(pack, 'chain-mail')).toMatchObject({ outcome: 'hold', clauses: ['S'] })
    expect(pack.ownRules).toHaveLength(1)
  })

  test('be stricter', () => {
    const pack = load(school('rules:\n  large-attachment: {mode: enforce, outcome: bounce}\n'))
    expect(rule(pack, 'large-attachment')).toMatchObject({
      mode: 'enforce',
      outcome: 'bounce',
      when: 'counts.outside > 0',
    })
  })

  test('be milder where the board says so', () => {
    expect(rule(load(school('rules:\n  unexpected-recipient: {mode: off}\n')), 'unexpected-recipient')).toMatchObject({
      mode: 'off',
    })
  })
})

describe('a school may not', () => {
  test.each([
    ['rules: {password: {mode: advise}}', 'rules.password.mode'],
    ['rules: {password: {outcome: hold}}', 'rules.password.outcome'],
    ['rules: {password: {unsure: notify}}', 'rules.password.unsure'],
    ['rules: {password: {categories: {pin: notify}}}', 'rules.password.categories.pin'],
    ['rules: {password: {when: "!message.reply"}}', 'rules.password.when'],
    ['rules: {password: {settings: {minimum: 9}}}', 'rules.password.settings'],
    ['rules: {no-contact: {mode: off}}', 'rules.no-contact.mode'],
    ['rules: {password: {mode: off, schoolMayRelax: true}}', 'rules.password.mode'],
  ])('%s', (text, field) => {
    const found = problems(school(text))
    expect(found[0]).toMatch(/^school\.yaml:2:\d+: /)
    expect(found[0]).toContain(`"${field}" is milder than "bestuur" allows`)
  })

  test('show reviewers more', () => {
    const board = {
      name: 'bestuur.yaml',
      text: BOARD.text.replace('reviewVisibility: full', 'reviewVisibility: findings'),
    }
    const open = () => loadPolicy([board, school('reviewVisibility: full')], { settings: {}, defaultPack: 'bestuur' })
    expect(open).toThrow(/school\.yaml:2:19: Reviewers may see no more than "bestuur" allows: findings\./)
  })

  test('pass on a freedom it was not given', () => {
    const own = school('rules: {password: {schoolMayRelax: true}}')
    const below = { name: 'klas.yaml', text: 'extends: school\nrules: {password: {mode: off}}\n' }
    expect(problems(own, below)).toHaveLength(1)
  })

  test('use an id of the board again', () => {
    const found = problems(school("clauses:\n  - {id: A, section: '1', quote: q, duty: d}\n"))
    expect(found).toEqual(['school.yaml:3:10: "A" is used twice. Give this one another id.'])
  })
})

describe('a chain that does not hold', () => {
  test('an unknown board', () => {
    const found = problems({ name: 'school.yaml', text: 'extends: bestuurr\n' })
    expect(found).toEqual(['school.yaml:1:10: There is no pack "bestuurr" to extend. Did you mean "bestuur"?'])
  })

  test('a ring', () => {
    const found = problems({ name: 'a.yaml', text: 'extends: b\n' }, { name: 'b.yaml', text: 'extends: a\n' })
    expect(found).toHaveLength(1)
    expect(found[0]).toContain('extend each other: a → b → a')
  })

  test('a broken board is told once', () => {
    const board = { name: 'bestuur.yaml', text: `${BOARD.text}rulez: {}\n` }
    const open = () => loadPolicy([board, school('')], { settings: {}, defaultPack: 'bestuur' })
    expect(open).toThrow(/1 problem\n {2}bestuur\.yaml/)
  })
})

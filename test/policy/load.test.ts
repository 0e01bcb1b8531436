/** Broken packs: every problem at once, each with its line and column and what to do. */
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { loadPolicy, PolicyError, type PolicyFile, type PolicyOptions, wordsIn } from '../../src/policy/policy.ts'
import { CLAUSES, packFile, policyOf } from './seen.ts'

const problemsOf = (files: readonly PolicyFile[], options: Partial<PolicyOptions> = {}): readonly string[] => {
  try {
    loadPolicy(files, { settings: {}, defaultPack: 'regenboog', ...options })
  } catch (error) {
    if (error instanceof PolicyError) return error.problems
    throw error
  }
  return []
}

/** The head of a test pack has six lines, so its rest begins on line 7. */
const problems = (rest: string, options: Partial<PolicyOptions> = {}) => problemsOf([packFile(rest)], options)

describe('one file', () => {
  test('every problem of the form, in order', () => {
    const found = problems(`rules:
  pasword: {mode: enforce}
  password:
    mode: enforced
clauses:
  - id: A
    section: '1'
    quote: Deel nooit
    rules: [passwords]
    action: bounce
contact: {}
`)
    expect(found).toEqual([
      'regenboog.yaml:8:3: "pasword" is not known here. Did you mean "password"?',
      'regenboog.yaml:10:11: "enforced" cannot stand here. Did you mean "enforce"?',
      'regenboog.yaml:15:13: "passwords" cannot stand here. Did you mean "password"?',
      'regenboog.yaml:17:1: "contact" is not known here. Did you mean "contacts"?',
    ])
  })

  test('a file that is no YAML says where', () => {
    expect(problems('clauses: [\n')).toHaveLength(1)
    expect(problems('clauses: [\n')[0]).toMatch(/^regenboog\.yaml:8:1: /)
    expect(problems('clauses:\n  - {id: A, when: a[5], section: b}\n'), 'one mistake, told once').toHaveLength(1)
    expect(problems('title: twice\nclauses: []\n')[0]).toMatch(/^regenboog\.yaml:7:1: Map keys must be unique/)
  })

  test('an empty file and a file of another kind are refused', () => {
    expect(problemsOf([{ name: 'regenboog.yaml', text: '' }])).toEqual([
      'regenboog.yaml:1:1: "the file" must be a block of "key: value".',
    ])
    expect(problemsOf([{ name: 'regenboog.yaml', text: '- a\n' }])).toHaveLength(1)
  })

  test('what is missing is named', () => {
    const found = problemsOf([{ name: 'regenboog.yaml', text: 'title: Afspraken\nclauses: []\n' }])
    expect(found).toHaveLength(5)
    expect(found).toContain('regenboog.yaml:1:1: "pupilSystem" is missing.')
  })

  test.each([
    ['{id: A, section: "1", quote: q}', 'No rule enforces this clause'],
    ['{id: A, section: "1", quote: q, rules: [password]}', 'no "action"'],
    ['{id: A, section: "1", quote: q, action: hold, duty: d}', 'no "rules"'],
    ['{id: A, section: "1", quote: q, rules: [password], action: hold, outside: o}', 'both "rules" and "outside"'],
    [
      '{id: A, section: "1", quote: q, rules: [password], action: hold, quotes: {private-use: p}}',
      '"quotes" names private-use, which this clause does not',
    ],
    ['{id: A, section: "1", quote: q, duty: d, quotes: {password: p}}', '"quotes" names password'],
    ['{id: A, section: "1", quote: q, duty: {}}', 'Say it in one language at least.'],
    ['{id: A, section: "1", quote: "", duty: d}', '"quote" is empty'],
    ['{id: A, section: 1, quote: q, duty: d}', '"section" must be a text'],
  ])('clause %s', (clause, expected) => {
    const found = problems(`clauses:\n  - ${clause}\n`)
    expect(found).toHaveLength(1)
    expect(found[0]).toMatch(/^regenboog\.yaml:8:\d+: /)
    expect(found[0]).toContain(expected)
  })

  test('what a clause says of itself is in the language of its reader, else in one it has', () => {
    const duty = (words: string) => {
      const { pack } = policyOf(`clauses:\n  - {id: A, section: "1", quote: q, duty: ${words}}\n`)
      const said = pack.clauses[0]!.duty!
      return wordsIn(said, 'fr')
    }
    expect(duty('{nl: hier, fr: ici, en: here}')).toEqual(['ici', 'fr'])
    expect(duty('{en: here}')).toEqual(['here', 'en'])
    expect(duty('hier')).toEqual(['hier', 'nl'])
  })

  test('references that lead nowhere', () => {
    const found = problems(`rules:
  password: {clauses: [A, C]}
  chain-mail: {mode: enforce}
${CLAUSES}  - {id: A, section: '3', quote: q, duty: d}
ownRules:
  - {id: laat, when: time.hour > 20, outcome: notify, clause: D, because: {nl: a, fr: b, en: c}}
`)
    expect(found).toEqual([
      'regenboog.yaml:8:27: No clause has the id "C". Did you mean "A"?',
      'regenboog.yaml:9:3: No clause asks for "chain-mail". Give it an "outcome", or name it in the "rules" of a clause.',
      'regenboog.yaml:11:10: "A" is used twice. Give this one another id.',
      'regenboog.yaml:15:63: No clause has the id "D". Did you mean "A"?',
    ])
  })

  test('a rule of one’s own speaks one language at least', () => {
    const own = (because: string) =>
      `${CLAUSES}ownRules:\n  - {id: laat, when: time.hour > 20, outcome: notify, because: ${because}}\n`
    expect(problems(own('{}'))[0]).toMatch(/^regenboog\.yaml:\d+:\d+: Say it in one language at least/)
    expect(problems(own('{nl: Laat.}'))).toEqual([])
  })

  test('settings are checked by the detector they are for', () => {
    const settings = { password: z.strictObject({ minimum: z.int().default(4) }) }
    const found = problems(`rules:\n  password:\n    settings: {minimun: 5, minimum: four}\n${CLAUSES}`, { settings })
    expect(found).toEqual([
      'regenboog.yaml:9:16: "minimun" is not known here. Did you mean "minimum"?',
      'regenboog.yaml:9:37: "minimum" must be a number.',
    ])
  })
})

describe('expressions', () => {
  const guard = (when: string) => problems(`rules:\n  password:\n    when: ${when}\n${CLAUSES}`)

  test.each([
    ['sender.clas == "personal"', '9:18', 'No such key: clas'],
    ['counts.outside >', '9:27', 'Unexpected token: EOF'],
    ['counts.outside', '9:11', 'where true or false is needed'],
    ['counts.outside > "3"', '9:11', '>'],
    ['sendr.known', '9:11', 'sendr'],
    ['\'sender.domain.matches("x")\'', '9:12', 'matches() is not offered'],
    ['recipients.exists(r, recipients.all(q, q.domain == r.domain))', '9:32', 'inside another loop'],
    ['\'message.language == "nl" && messag.reply\'', '9:40', 'messag'],
  ])('%s', (when, position, words) => {
    const found = guard(when)
    expect(found).toHaveLength(1)
    expect(found[0]).toContain(`regenboog.yaml:${position}: In this expression: `)
    expect(found[0]).toContain(words)
  })

  test('the place is right in a folded text too', () => {
    const found = guard('>-\n      message.reply\n      && sender.clas == "personal"')
    expect(found[0]).toMatch(/^regenboog\.yaml:11:17: .*clas/)
    expect(guard('>-\n      -counts.outside')[0]).toMatch(/^regenboog\.yaml:10:7: /)
  })

  test('a bomb of an expression is refused', () => {
    expect(guard(Array(600).fill('message.reply').join(' || '))[0]).toContain('maxAstNodes')
  })
})

describe('several files', () => {
  test('each has its problems, and a broken one does not hide another', () => {
    const found = problemsOf([packFile('clausses: []\n', 'b.yaml'), packFile('clauses: 3\n', 'a.yaml')], {
      defaultPack: 'c',
    })
    expect(found.map((problem) => problem.split(' ')[0])).toEqual(['a.yaml:7:10:', 'b.yaml:7:1:', 'default'])
    expect(found[2]).toContain('there is no pack "c"')
  })

  test('a domain must have a pack that exists', () => {
    expect(problems(CLAUSES, { domains: { 'school.example': 'regenbog' } })).toEqual([
      'domain school.example: there is no pack "regenbog". Did you mean "regenboog"?',
    ])
  })

  test('two files cannot be one pack', () => {
    expect(problemsOf([packFile(CLAUSES), packFile(CLAUSES, 'old/regenboog.yaml')])[0]).toContain('Rename this one')
  })

  test('the error says it all in its message', () => {
    expect(() => loadPolicy([packFile('x: 1\nclauses: []\n')], { settings: {}, defaultPack: 'regenboog' })).toThrow(
      /cannot be used: 1 problem\n {2}regenboog\.yaml:7:1: "x"/,
    )
  })
})

describe('a good policy', () => {
  test('finds the pack of a domain, whatever its capitals, else the default', () => {
    const files = [packFile(CLAUSES), packFile(CLAUSES, 'elders.yaml')]
    const policy = loadPolicy(files, {
      settings: {},
      defaultPack: 'regenboog',
      domains: { 'SCHOOL.example': 'elders' },
    })
    expect(policy.packFor('School.Example').id).toBe('elders')
    expect(policy.packFor('other.example').id).toBe('regenboog')
    expect(policy.packFor('constructor').id).toBe('regenboog')
  })

  test('gives settings in the form the detector takes, for the rules that are on', () => {
    const settings = { password: z.strictObject({ minimum: z.int().default(4) }) }
    const { policy, pack } = policyOf(`rules:\n  unexpected-recipient: {mode: off}\n${CLAUSES}`, { settings })
    expect(policy.settingsOf(pack)).toEqual({
      password: { minimum: 4 },
      'dangerous-attachment': {},
      uninspectable: {},
      'no-contact': {},
    })
  })

  test('does not hand the settings of one rule to the rule that follows it', () => {
    const { pack } = policyOf(`rules:
  sensitive-pupil-data: {settings: {words: 3}, categories: {medical: bounce}}
clauses:
  - {id: A, section: '1', quote: q, rules: [sensitive-pupil-data], action: hold}
`)
    const follower = pack.rules.find(({ rule }) => rule === 'sensitive-in-reply')
    expect(follower?.settings).toEqual({})
    expect(follower).toMatchObject({ categories: { medical: 'bounce' }, outcome: 'hold', unsure: 'hold' })
  })

  test('has another version when a file changes, and the same when none does', () => {
    const version = (rest: string) => policyOf(rest).policy.version
    expect(version(CLAUSES)).toBe(version(CLAUSES))
    expect(version(CLAUSES)).not.toBe(version(`${CLAUSES}# later\n`))
  })
})

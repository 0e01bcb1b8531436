/** The file of exceptions: what it means, and what is said when it is wrong. */
import { describe, expect, test } from 'vitest'
import { loadExceptions, PolicyError } from '../../src/policy/policy.ts'

const load = (text: string) => loadExceptions({ name: 'exceptions.yaml', text })

describe('exceptions', () => {
  test('a rule, whom it concerns, why, by whom and until the end of that day', () => {
    const [first] = load(
      '- rule: contact-data\n  sender: An@School.example\n  recipient: "@clb.example"\n  reason: jaarlijkse lijst\n  owner: directie\n  expires: "2027-06-30"\n',
    )
    expect(first).toMatchObject({ rule: 'contact-data', sender: 'an@school.example', recipient: '@clb.example' })
    const last = new Date(first!.expires - 1)
    expect([last.getFullYear(), last.getMonth() + 1, last.getDate()]).toEqual([2027, 6, 30])
  })

  test('an empty file has none', () => expect(load('# nog geen\n')).toEqual([]))

  test('every mistake is named with its place', () => {
    const wrong = '- rule: pasword\n  sender: an\n  reason: ""\n  owner: directie\n  expires: morgen\n  until: 3\n'
    const problems = (() => {
      try {
        load(wrong)
        return []
      } catch (error) {
        return (error as PolicyError).problems
      }
    })()
    const lines = problems.map((problem) => problem.split(':')[1]).sort()
    expect(lines).toEqual(['1', '2', '3', '5', '6'])
    expect(problems.join('\n')).toContain('Did you mean "password"?')
  })

  test('what is no YAML is said so', () => expect(() => load('- rule: [\n')).toThrow(PolicyError))
})

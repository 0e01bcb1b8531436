/** The log as a person at a terminal reads it. */
import { expect, test } from 'vitest'
import { inWords } from '../../src/log.ts'

const at = (event: string, fields: object): string =>
  inWords(JSON.stringify({ level: 30, time: Date.UTC(2026, 10, 22, 8), event, ...fields }))

test('an event is one line, with its lists and numbers', () => {
  expect(at('mailJudged', { outcome: 'hold', rules: ['a', 'b'], size: 3 })).toMatch(
    /^\d\d:\d\d:\d\d {2}mailJudged {2}outcome=hold rules=a,b size=3\n$/,
  )
})

test('a proof is shown by its beginning, an id as a whole', () => {
  const line = at('auditAnchored', {
    node: 'a'.repeat(64),
    seq: 7,
    proof: 'f8'.repeat(32),
    id: '01M813XAWG5A2BS9VS8HJA1CM2',
  })
  expect(line).toContain('proof=f8f8f8f8… id=01M813XAWG5A2BS9VS8HJA1CM2\n')
})

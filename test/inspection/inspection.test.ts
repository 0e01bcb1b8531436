/** What the measure stands on: the plain texts are judged rightly, and every mail can be made. */
import { afterAll, describe, expect, it } from 'vitest'
import { BOMBS } from './bombs.ts'
import { CASES } from './cases.ts'
import { openJudge } from './judging.ts'
import { COVER, letter, spoken, text, withFile } from './mail.ts'
import { MATTERS } from './matters.ts'
import { scoreCases } from './score.ts'
import { SEALED } from './sealed.ts'

const judge = openJudge()
afterAll(() => judge.close())

describe('the texts', () => {
  it.each(MATTERS)('$name is stopped, and its twin is not', async ({ rule, text: texts, title }) => {
    for (const words of [texts, title]) {
      expect((await judge.judge(letter(text(spoken(words.secret))))).rules).toEqual([rule])
      expect(await judge.judge(letter(text(spoken(words.twin))))).toMatchObject({
        outcome: 'forward',
        rules: [],
        unread: [],
      })
    }
    expect(Math.abs(texts.secret.length - texts.twin.length)).toBeLessThan(10)
  })

  it('stand beside words that are clean by themselves', async () => {
    expect(await judge.judge(letter(text(COVER)))).toMatchObject({ outcome: 'forward', rules: [], unread: [] })
    expect(await judge.judge(withFile('nota.txt', 'Dag!'))).toMatchObject({ outcome: 'forward', rules: [], unread: [] })
  })
})

describe('the cases', () => {
  it('have names of their own, and are many', () => {
    const names = [...CASES, ...SEALED, ...BOMBS].map(({ name }) => name)
    expect(new Set(names).size).toBe(names.length)
    expect(CASES.length).toBeGreaterThan(180)
  })

  it('are made as mails in two versions, which differ', async () => {
    for (const one of CASES) {
      const secret = await one.mail('secret')
      expect(secret.toString('latin1'), one.name).toContain('\r\n\r\n')
      expect(secret.equals(await one.mail('twin')), one.name).toBe(false)
    }
  })

  it('name a plain text file among those judged rightly', async () => {
    const scored = await scoreCases(
      CASES.filter(({ name }) => name.startsWith('file text, ')),
      judge,
    )
    expect(scored.map(({ wrong }) => wrong)).toEqual(scored.map(() => undefined))
    expect(scored).toHaveLength(4)
  })

  it('are seen in every corner', { timeout: 60_000 }, async () => {
    const scored = await scoreCases(
      CASES.filter(({ name }) => name.startsWith('corner ')),
      judge,
    )
    expect(scored.filter(({ wrong }) => wrong !== undefined)).toEqual([])
    expect(scored.length).toBeGreaterThan(80)
  })
})

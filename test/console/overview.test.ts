/** Counts on the pages: whose, how exact, and nothing of anybody. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { addDays, dayOf, weekOf } from '../../src/figures/figures.ts'
import type { Decision } from '../../src/policy/policy.ts'
import type { Role } from '../../src/review/review.ts'
import { openWindow, PASSWORD, SENDER, type Window } from './house.ts'

let window: Window
beforeEach(async () => {
  window = await openWindow()
})
afterEach(() => window.close())

type Given = Readonly<{ school?: string; outcome?: Decision['outcome']; rules?: readonly string[]; size?: number }>

const judge = (
  times: number,
  { school = 'school.example', outcome = 'forward', rules = [], size = 2000 }: Given = {},
) => {
  const hits = rules.map((rule) => ({
    rule,
    mode: 'enforce',
    outcome,
    wouldBe: outcome,
  })) as unknown as Decision['hits']
  const decision: Decision = { pack: 'moretus-ekeren', policyVersion: '1', outcome, recipients: [], hits }
  for (let n = 0; n < times; n++) window.figures.judged({ school, decision, size, unread: [], ms: 1 })
}

const as = async (roles: readonly Role[] = ['head'], schools: readonly string[] = []) => {
  await window.figures.flush()
  return window.signIn(await window.account(`A${roles.join('')}${schools.length}`, roles, schools))
}

const text = (html: string): string =>
  html
    .replaceAll(/<(?:style|svg)[\s\S]*?<\/(?:style|svg)>/g, ' ')
    .replaceAll(/<[^>]{0,400}>/g, ' ')
    .replaceAll(/\s+/g, ' ')

const NL = { 'accept-language': 'nl' }
const thisWeek = (): string => weekOf(dayOf(Date.now()))

describe('the overview', () => {
  test('nobody sees it who is not signed in', async () => {
    for (const path of ['/overview', `/overview/week/${thisWeek()}`])
      expect((await window.app.request(path)).headers.get('location')).toBe(`/sign-in?next=${encodeURIComponent(path)}`)
  })

  test('without mail it says so', async () => {
    expect(await (await as()).page('/overview', NL)).toContain('Nog niets te zien')
  })

  test('each plot has its numbers as a table behind it', async () => {
    judge(1234)
    judge(3, { outcome: 'hold' })
    const page = await (await as()).page('/overview', NL)
    expect(page.match(/<figure class="plot/g)).toHaveLength(5)
    expect(page.match(/<figure class="plot[\s\S]*?<table>[\s\S]*?<\/figure>/g)).toHaveLength(5)
    expect(text(page)).toContain('1.237')
    expect(text(page)).toContain('Gewoon verstuurd: 1.234')
    const messages = /<figcaption id="plot-messages">[\s\S]*?<\/figure>/.exec(page)?.[0] ?? ''
    expect(messages.match(/<tr>/g)).toHaveLength(31)
    expect(page).not.toMatch(/ style=|<script(?! type="module" src=)/)
  })

  test('somebody of one school sees that one, whatever is asked for', async () => {
    judge(7, { school: 'a.school.example' })
    judge(90, { school: 'b.school.example' })
    judge(400, { school: 'elsewhere.example' })
    const one = await as(['head'], ['a.school.example'])
    for (const path of ['/overview', '/overview?school=b.school.example', '/overview?school='])
      expect(text(await one.page(path, NL))).toContain('Berichten 7 Samen groot')
    for (const query of ['', '?school=b.school.example'])
      expect(text(await one.page(`/overview/week/${thisWeek()}${query}`, NL))).toContain('Berichten 7 Samen groot')
    expect(text(await one.page('/overview', NL))).not.toContain('Wordt nagekeken')
    const whole = await as(['privacy-officer'])
    expect(text(await whole.page('/overview', NL))).toContain('Berichten 497 Samen groot')
  })

  test('what rules found is told by week, and small numbers are not told exactly', async () => {
    judge(2, { outcome: 'hold', rules: ['password'] })
    judge(41, { outcome: 'notify', rules: ['contact-data', 'own:<b>'] })
    const page = await (await as()).page('/overview', NL)
    const rules = text(/<table class="rules-found">[\s\S]*?<\/table>/.exec(page)?.[0] ?? '')
    expect(rules).toMatch(/Wachtwoord of code 1 tot 4/)
    expect(rules).toMatch(/Lijst met contactgegevens 41/)
    expect(page).not.toContain('<b>')
  })

  test('a real decision is counted, and nobody of it is named', async () => {
    const greet = await window.account('Greet')
    const { page, send } = await window.signIn(greet)
    for (let n = 0; n < 5; n++) {
      const id = await window.hold({ hits: [PASSWORD], subject: `Geheim ${n}` })
      const answer =
        n === 0
          ? await send(`/held/${id}/return`, { words: 'Liever niet.' })
          : await send(`/held/${id}/release`, { recipient: 'ouder@ouder.example' })
      expect(answer.status).toBeLessThan(400)
    }
    window.clock.ahead = 60_000
    await window.review.finish(Date.now() + 60_000)
    await window.figures.flush()
    const shown = await page('/overview', NL)
    const [facts] = /<dl class="figures">[\s\S]*?<\/dl>/.exec(shown) ?? ['']
    expect(text(facts)).toContain('Vals alarm 80%')
    for (const who of [SENDER, 'ouder@ouder.example', 'Geheim']) expect(shown).not.toContain(who)
  })

  test('a week has a page, and a week that is not there yet has none', async () => {
    judge(12, { size: 3_000_000 })
    const { page, get } = await as()
    const shown = text(await page(`/overview/week/${thisWeek()}`, NL))
    expect(shown).toContain(`Week ${Number(thisWeek().slice(6))}:`)
    expect(shown).toContain('Berichten 12 Samen groot: 36 MB')
    const next = weekOf(addDays(dayOf(Date.now()), 7))
    for (const week of [next, '2026-W54', '2026-W00', '%3Cscript%3E']) {
      expect((await get(`/overview/week/${week}`)).status).toBe(404)
    }
    expect(text(await page('/overview/week/2021-W05', NL))).toContain('Nog niets te zien')
  })

  test.each(['nl', 'fr', 'en'])('speaks %s', async (language) => {
    judge(12, { outcome: 'hold', rules: ['password'] })
    const { page } = await as()
    for (const path of ['/overview', '/overview?span=weeks', `/overview/week/${thisWeek()}`]) {
      const shown = await page(path, { 'accept-language': language })
      expect(shown).toContain(`<html lang="${language}">`)
      expect(shown).not.toMatch(/undefined|NaN|\[object/)
    }
  })
})

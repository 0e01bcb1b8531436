/** The policy on pages: what each clause gets, what a rule does, says and did; for whom it does not hold. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ruleWords } from '../../src/notices/notices.ts'
import type { Hit } from '../../src/policy/policy.ts'
import { openWindow, PASSWORD, type Window } from './house.ts'

let house: Window
beforeEach(async () => {
  house = await openWindow()
})
afterEach(() => house.close())

const reader = async (roles: Parameters<Window['account']>[1] = ['reviewer'], schools: readonly string[] = []) =>
  house.signIn(await house.account('Griet', roles, schools))

const packIn = () => house.parts.policy().packs.get('moretus-ekeren')!

test('nobody sees it without signing in', async () => {
  for (const path of ['/policy', '/policy/moretus-ekeren', '/policy/moretus-ekeren/password', '/try'])
    expect((await house.app.request(path)).status, path).toBe(303)
})

test('the packs in force come first, with how much of each is kept', async () => {
  const page = await (await reader()).page('/policy')
  expect(page).toContain('Geldt voor school.example')
  expect(page.indexOf('/policy/moretus-ekeren"')).toBeLessThan(page.indexOf('Andere afspraken op deze server'))
  expect(page.indexOf('/policy/kindante"')).toBeGreaterThan(page.indexOf('Andere afspraken op deze server'))
  expect(page).toMatch(/<dt>Afgedwongen<\/dt><dd>\d+<\/dd>/)
})

test.each([
  ['nl', 'komen niet langs Mailsluis'],
  ['fr', 'ne passent pas par Mailsluis'],
  ['en', 'do not pass through Mailsluis'],
])('why nothing keeps a clause is told in the language of the reader: %s', async (language, words) => {
  const page = await (await reader()).page('/policy/moretus-ekeren', { 'accept-language': language })
  const [said = ''] = page.match(/<span lang="\w\w">(?:<bdi>)?[^<]*Smartschool[^<]*/) ?? []
  expect(said).toContain(`<span lang="${language}">`)
  expect(said).toContain(words)
})

test('each clause stands there in its own words, with what it comes to and why not', async () => {
  const page = await (await reader()).page('/policy/moretus-ekeren')
  for (const { id, quote } of packIn().clauses) {
    expect(page, id).toContain(id)
    expect(page, id).toContain(quote.slice(0, 40).replaceAll('&', '&amp;'))
  }
  const clause = (id: string) =>
    new RegExp(`<li class="card clause">(?:(?!</li>).)*>${id.replaceAll('.', '\\.')}<.*?</li>`, 's').exec(page)![0]
  expect(clause('ME-3-password')).toContain('Afgedwongen')
  expect(clause('ME-3-password')).toContain('href="/policy/moretus-ekeren/password"')
  expect(clause('ME-3.3-cc')).toContain('>Tip<')
  expect(clause('ME-3.3-www')).toContain('Niet na te kijken')
  expect(clause('ME-3.3-www')).toContain('geen bericht dat de school verlaat')
  expect(clause('ME-3-categories')).toContain('Ingebouwd')
})

test('a rule shows its mode, its clause, and what staff read in three languages', async () => {
  const page = await (await reader()).page('/policy/moretus-ekeren/password')
  expect(page).toContain('Verzend nooit een wachtwoord')
  expect(page).toContain('Terug naar de afzender')
  for (const language of ['nl', 'fr', 'en'] as const) {
    const { title, tip } = ruleWords('password', packIn(), language)
    for (const words of [title, tip]) expect(page).toContain(words.replaceAll("'", '&#39;'))
  }
  expect(page).not.toMatch(/\{[a-zA-Z]+\}/)
})

test('every rule of every pack has a page, in every language', async () => {
  const { page } = await reader()
  for (const pack of house.parts.policy().packs.values())
    for (const { rule } of pack.rules.slice(0, pack.id === 'moretus-ekeren' ? 99 : 2))
      expect(await page(`/policy/${pack.id}/${rule}`, { 'accept-language': 'fr' }), rule).toContain(
        'Que lit l’expéditeur',
      )
})

test('what is not there says so', async () => {
  const { get } = await reader()
  for (const path of ['/policy/nowhere', '/policy/moretus-ekeren/nothing', '/policy/moretus-ekeren/own:x'])
    expect((await get(path)).status, path).toBe(404)
})

describe('what a rule did lately', () => {
  const PAGE = '/policy/moretus-ekeren/password'
  const counted = async (hits: readonly Hit[], school = 'school.example') => {
    const decision = { pack: 'moretus-ekeren', policyVersion: '1', outcome: 'forward', recipients: [], hits } as const
    house.figures.judged({ school, decision, size: 1000, unread: [], ms: 4 })
    await house.figures.flush()
  }

  test('is counted by message, the strictest outcome of each, also where nothing is kept of it', async () => {
    await counted([{ ...PASSWORD, outcome: 'notify' }])
    await counted([{ ...PASSWORD, outcome: 'notify' }, PASSWORD])
    await counted([{ ...PASSWORD, mode: 'shadow', outcome: 'forward' }])
    await counted([{ ...PASSWORD, exception: 'x' }])
    const someone = await reader()
    const page = await someone.page(PAGE)
    for (const words of [
      '1 keer een tip',
      '1 keer nagekeken',
      '1 keer alleen geteld',
      'ook in berichten die vertrokken zijn',
    ])
      expect(page).toContain(words)
    expect(page).not.toContain('teruggestuurd.')
    expect(await someone.page('/policy/moretus-ekeren/contact-data')).toContain('De regel vond niets.')
  })

  test('is of four weeks', async () => {
    house.clock.ahead = -28 * 86_400_000
    await counted([PASSWORD])
    house.clock.ahead = 0
    expect(await (await reader()).page(PAGE)).toContain('De regel vond niets.')
  })

  test('leads to the cases that are kept; nothing of what was found is told', async () => {
    const id = await house.hold()
    await house.hold({ hits: [{ ...PASSWORD, mode: 'shadow', outcome: 'forward' }] })
    const page = await (await reader()).page(PAGE)
    expect([...page.matchAll(/href="\/held\/(\w{26})"/g)].map((m) => m[1])).toEqual([id])
    for (const secret of ['klaslijst.csv', '••••', 'Klaslijst', 'ouder@ouder.example'])
      expect(page).not.toContain(secret)
  })

  test('of another school it is not counted, nor is a case about oneself shown', async () => {
    await counted([PASSWORD])
    await house.hold()
    const other = await (await reader(['reviewer'], ['other.example'])).page(PAGE)
    expect(other).toContain('De regel vond niets.')
    expect(other).not.toContain('/held/')
    const about = await house.hold({ from: 'an@school.example' })
    const own = await (await house.signIn(await house.account('An'))).page(PAGE)
    expect(own).toContain('1 keer nagekeken')
    expect(own).not.toContain(about)
  })

  test('under another pack is another rule', async () => {
    await counted([PASSWORD])
    expect(await (await reader()).page('/policy/kindante/password')).toContain('De regel vond niets.')
  })
})

test('it says where the policy is changed', async () => {
  const page = await (await reader(['admin'])).page('/policy/moretus-ekeren')
  expect(page).toContain('moretus-ekeren.yaml')
  expect(page).toContain('mailsluis policy lint')
})

describe('exceptions', () => {
  const RULE = '/policy/moretus-ekeren/password'
  const except = async () => {
    const head = await house.account('Hilde', ['head'])
    const id = await house.hold()
    const actor = { ...head, name: 'Hilde', roles: ['head'] as const, schools: [], categories: [] }
    const wish = { rule: 'password' as const, recipient: 'ouder@ouder.example', reason: 'Wifi voor bezoekers' }
    await house.review.grant(actor, id, { ...wish, expires: Date.now() + 86_400_000 })
    return house.signIn(head)
  }

  test('those in force stand with the rule; who only reviews sees how many', async () => {
    const head = await except()
    const page = await head.page(RULE)
    for (const part of ['Wifi voor bezoekers', 'ouder@ouder.example', 'hilde@school.example'])
      expect(page).toContain(part)
    expect(page).not.toContain('Beëindig deze uitzondering')
    expect(await head.page('/policy/moretus-ekeren/send-as')).not.toContain('Wifi voor bezoekers')
    const reviewer = await (await reader()).page(RULE)
    expect(reviewer).toContain('Er geldt 1 uitzondering')
    expect(reviewer).not.toContain('Wifi voor bezoekers')
    const other = await house.signIn(await house.account('Omar', ['head'], ['other.example']))
    expect(await other.page(RULE)).toContain('Er geldt nu geen uitzondering')
  })

  test('an administrator ends one, once; nobody else', async () => {
    const head = await except()
    const { page, send } = await house.signIn(await house.account('Ada', ['admin']))
    const exception = /name="exception" value="([^"]+)"/.exec(await page(RULE))![1]!
    expect((await head.send(`${RULE}/end`, { exception })).status).toBe(403)
    const ended = await send(`${RULE}/end`, { exception })
    expect(await ended.text()).toContain('De uitzondering geldt niet meer.')
    expect(await page(RULE)).toContain('Er geldt nu geen uitzondering')
    const rows = await house.store.auditRows()
    expect(rows.at(-1)).toMatchObject({ event: 'exception-ended', actor: 'ada@school.example' })
    const again = await send(`${RULE}/end`, { exception })
    expect(again.status).toBe(409)
    expect(await again.text()).toContain('role="alert"')
  })
})

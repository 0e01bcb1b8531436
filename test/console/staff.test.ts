/** Pages for staff, without an account: why, what is checked and kept, my mail. */

import { simpleParser } from 'mailparser'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ruleWords } from '../../src/notices/notices.ts'
import { form, openWindow, SENDER, type Window } from './house.ts'

let house: Window
beforeEach(async () => {
  house = await openWindow()
})
afterEach(() => house.close())

const page = async (path: string, language = 'nl') =>
  (await house.app.request(path, { headers: { 'accept-language': language } })).text()

const packIn = (id = 'moretus-ekeren') => house.parts.policy().packs.get(id)!

describe('why', () => {
  test('a rule in the words of the notices and of the school, with whom to ask', async () => {
    for (const language of ['nl', 'fr', 'en'] as const) {
      const text = await page('/why/password?school=school.example', language)
      const { title, steps } = ruleWords('password', packIn(), language)
      for (const words of [title, ...steps]) expect(text, language).toContain(words.replaceAll("'", '&#39;'))
      expect(text).toContain('Verzend nooit een wachtwoord')
      expect(text).toContain('privacy@moretus-ekeren.be')
    }
  })

  test('all rules in use have a page; each leads to the next', async () => {
    const text = await page('/why')
    const links = [...text.matchAll(/href="(\/why\/[^"]+)"/g)].map((m) => m[1]!)
    const inUse = packIn().rules.filter(({ mode }) => mode === 'enforce' || mode === 'advise')
    expect(links).toHaveLength(inUse.length)
    for (const link of links) expect((await house.app.request(link)).status, link).toBe(200)
  })

  test('a rule that is off says so; an unknown one offers the others', async () => {
    expect(await page('/why/private-use')).toContain('Deze regel staat uit op jouw school.')
    const answer = await house.app.request('/why/nonsense')
    expect(answer.status).toBe(404)
    expect(await answer.text()).toContain('Deze reden kennen we niet')
  })

  test('where several policies are in force, the school is asked for', async () => {
    const { packs } = house.parts.policy()
    const policy = {
      ...house.parts.policy(),
      packFor: (domain: string) => packs.get(domain === 'b.example' ? 'kindante' : 'kalisto')!,
    }
    const people = { ...house.parts.people(), domains: ['a.example', 'a2.example', 'b.example'] }
    Object.assign(house.parts, { policy: () => policy, people: () => people })
    const choice = await page('/why/password')
    expect(choice).toContain('/why/password?school=b.example')
    expect(choice).not.toContain('a2.example')
    expect(await page('/why/password?school=b.example')).toContain(packIn('kindante').title)
    expect(await page('/what?school=unknown.example')).toContain('Van welke school ben je?')
  })
})

describe('what is checked, kept and looked at', () => {
  test('says it from the settings in force', async () => {
    const text = await page('/what')
    for (const part of ['91 dagen bewaard', 'hoogstens 3 schooldagen', 'kreeg: 7 dagen', 'zonder inhoud: 90 dagen'])
      expect(text).toContain(part)
    expect(text).toMatch(
      /<h3 id="group-bounce">.*href="\/why\/password\?school=school\.example".*<h3 id="group-hold">/s,
    )
    expect(text).toContain('Alleen naar mail die tegengehouden is')
    expect(text).toContain('De hele mail lezen kan alleen met een reden')
  })

  test('every rule stands in one group', async () => {
    const text = await page('/what')
    for (const { rule } of packIn().rules) expect(text.split(`href="/why/${rule}?`).length, rule).toBe(2)
  })

  test('where nobody may read a message, it says so, and promises no look', async () => {
    const kindante = packIn('kindante')
    const policy = { ...house.parts.policy(), packFor: () => kindante }
    Object.assign(house.parts, { policy: () => policy })
    const text = await page('/what')
    expect(text).toContain('De hele mail kan niemand lezen')
    expect(text).not.toContain('met de reden')
    expect(text).toContain('intern begeleider')
  })
})

describe('my mail', () => {
  const ask = (address: string, headers = {}) => house.app.request('/my', form({ address }, headers))

  /** The path of the link in the newest letter. */
  const linkTo = async (address: string): Promise<string | undefined> => {
    const letters = await house.store.list({ kind: 'notice', limit: 10 })
    const found = letters.find(({ head }) => head.envelope.rcptTo[0] === address)
    const { text = '' } = found ? await simpleParser(await house.store.body(found.id)) : {}
    return /\/my\/[\w-]+/.exec(text)?.[0]
  }

  /** The cookie that the link gives. */
  const open = async (path: string): Promise<string> => {
    const answer = await house.app.request(path, form({}))
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/my'])
    return answer.headers.get('set-cookie')!.split(';')[0]!
  }

  const see = async (cookie: string) => (await house.app.request('/my', { headers: { cookie } })).text()

  test('the link goes to one’s own address, and shows what was held', async () => {
    const id = await house.hold({ subject: 'Klaslijst 3A', text: 'zeer geheim' })
    await house.hold({ subject: 'Van een ander', from: 'jan@school.example' })
    await ask(SENDER)
    const list = await see(await open((await linkTo(SENDER))!))
    for (const part of ['Klaslijst 3A', 'Wacht op een beslissing', 'Niemand las de hele mail.'])
      expect(list).toContain(part)
    for (const part of ['Van een ander', 'zeer geheim', 'wachtwoord']) expect(list).not.toContain(part)
    expect(list).toContain(`value="${id}"`)
  })

  test('who looked is told, with the reason, and not who it was', async () => {
    const id = await house.hold()
    const reader = await house.signIn(await house.account('Griet', ['head']))
    await reader.send(`/held/${id}/original`, { reason: 'Twijfel over de lijst' })
    await ask(SENDER)
    const list = await see(await open((await linkTo(SENDER))!))
    expect(list).toContain('Iemand van de school las de hele mail')
    expect(list).toContain('Twijfel over de lijst')
    expect(list.toLowerCase()).not.toContain('griet')
    const follow = await page(await house.link(id))
    expect(follow).toContain('Twijfel over de lijst')
    expect(follow.toLowerCase()).not.toContain('griet')
  })

  test('whoever asks reads the same, whether the address is ours or not', async () => {
    const [own, other, nobody] = [await ask(SENDER), await ask('x@elders.example'), await ask('niemand@school.example')]
    expect([other.status, nobody.status]).toEqual([own.status, own.status])
    const text = await own.text()
    expect([await other.text(), await nobody.text()]).toEqual([text, text])
    expect(await house.store.list({ kind: 'notice', limit: 10 })).toHaveLength(2)
  })

  test('an address is written to three times an hour at most, and the answer stays the same', async () => {
    const texts = new Set<string>()
    for (let i = 0; i < 5; i++) texts.add(await (await ask(i % 2 ? SENDER : SENDER.toUpperCase())).text())
    expect(texts.size).toBe(1)
    expect(await house.store.list({ kind: 'notice', limit: 10 })).toHaveLength(3)
  })

  test('opening the link changes nothing; it works once, and not for ever', async () => {
    await ask(SENDER)
    const path = (await linkTo(SENDER))!
    for (let i = 0; i < 3; i++) expect((await house.app.request(path)).status).toBe(200)
    expect((await house.app.request(path, { method: 'HEAD' })).status).toBe(200)
    expect((await house.app.request(path, form({}, { origin: 'https://evil.example' }))).status).toBe(403)
    await open(path)
    for (const again of [await house.app.request(path), await house.app.request(path, form({}))]) {
      expect(again.status).toBe(409)
      expect(await again.text()).toContain('Vraag een nieuwe link')
    }
  })

  test('one of them can be followed and taken back; one of somebody else cannot', async () => {
    const id = await house.hold()
    const other = await house.hold({ from: 'jan@school.example' })
    await ask(SENDER)
    const cookie = await open((await linkTo(SENDER))!)
    const answer = await house.app.request('/my/open', form({ id }, { cookie }))
    const path = answer.headers.get('location')!
    expect(path).toMatch(/^\/m\//)
    await house.app.request(`${path}/withdraw`, form({}))
    expect(await house.fates(id)).toEqual(['withdrawn'])
    expect((await house.app.request('/my/open', form({ id: other }, { cookie }))).status).toBe(409)
    expect((await house.app.request('/my/open', form({ id }))).status).toBe(409)
  })

  test('closed, it is closed', async () => {
    await house.hold({ subject: 'Klaslijst 3A' })
    await ask(SENDER)
    const cookie = await open((await linkTo(SENDER))!)
    await house.app.request('/my/close', form({}, { cookie }))
    expect(await see(cookie)).not.toContain('Klaslijst 3A')
  })

  test('a slip of the finger is told, and what was written is kept', async () => {
    const answer = await ask('els.claes')
    expect(answer.status).toBe(409)
    expect(await answer.text()).toContain('value="els.claes"')
  })

  test('a made-up key opens nothing', async () => {
    expect(await see('mailsluis-my=x')).toContain('Stuur me een link')
  })
})

/** A reviewer's work: see why a message waits, let it go or send it back, and never in one's own cause. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Hit } from '../../src/policy/policy.ts'
import { openWindow, PASSWORD, SENDER, type Window } from './house.ts'

let house: Window
beforeEach(async () => {
  house = await openWindow()
})
afterEach(() => house.close())

const reviewer = async (name = 'Griet') => house.signIn(await house.account(name))
const audited = async () =>
  (await house.store.auditRows()).map(({ event, actor, ref, detail }) => ({ event, actor, ref, detail }))

describe('the list', () => {
  test('shows who, to whom, why and until when, the most urgent first', async () => {
    const later = await house.hold({ subject: 'Morgen', deadline: Date.UTC(2031, 4, 7, 10) })
    const sooner = await house.hold({ subject: 'Vandaag', deadline: Date.UTC(2031, 4, 6, 10) })
    const text = await (await reviewer()).page('/held')
    for (const part of [SENDER, 'ouder@ouder.example', 'Wachtwoord of code', '2 berichten', '7 mei'])
      expect(text).toContain(part)
    expect(text.indexOf(sooner)).toBeLessThan(text.indexOf(later))
  })

  test('is friendly when there is nothing to do', async () => {
    expect(await (await reviewer()).page('/held')).toContain('Alles is klaar')
  })

  test('speaks the language of the browser', async () => {
    await house.hold()
    const { page } = await reviewer()
    expect(await page('/held', { 'accept-language': 'fr-BE,fr;q=0.9' })).toContain('1 message attend une décision')
    expect(await page('/held', { 'accept-language': 'de, en;q=0.5' })).toContain('1 message is waiting')
    expect(await page('/held', { 'accept-language': 'de' })).toContain('1 bericht wacht')
  })
})

describe('a case', () => {
  test('tells the rule, the place, the masked excerpt, and the clause with its section', async () => {
    const text = await (await reviewer()).page(`/held/${await house.hold()}`)
    for (const part of [
      'In deze rij staat een wachtwoord.',
      'bijlage klaslijst.csv, rij 4',
      'wachtwoord: ••••••',
      'Verzend nooit een wachtwoord, voor eender welk platform',
      '3 Emailbeleid',
      'ouder@ouder.example',
    ])
      expect(text).toContain(part)
  })

  test('shows no more than the rule where the policy shows metadata only', async () => {
    const policy = house.parts.policy()
    const metadata = { ...policy.packs.get('moretus-ekeren')!, reviewVisibility: 'metadata' as const }
    ;(policy.packs as Map<string, typeof metadata>).set('stil', metadata)
    const text = await (await reviewer()).page(
      `/held/${await house.hold({ pack: 'stil', subject: 'Geheim onderwerp' })}`,
    )
    expect(text).toContain('Verzend nooit een wachtwoord')
    for (const part of ['Geheim onderwerp', '••••••', 'klaslijst.csv', 'In deze rij']) expect(text).not.toContain(part)
  })

  test('one that does not exist says so', async () => {
    const { get } = await reviewer()
    const answer = await get(`/held/${'0'.repeat(26)}`)
    expect(answer.status).toBe(409)
    expect(await answer.text()).toContain('Dit bericht bestaat niet')
    expect((await get('/held/short')).status).toBe(404)
  })
})

describe('release', () => {
  test('sends the message to everybody ticked', async () => {
    const id = await house.hold({ to: ['a@ouder.example', 'b@ouder.example'] })
    const { send, page } = await reviewer()
    const answer = await send(`/held/${id}/release`, { recipient: ['a@ouder.example', 'b@ouder.example'] })
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/held?done=released'])
    expect(await house.fates(id)).toEqual(['held', 'held'])
    expect(await page('/held?done=released')).toMatch(/action="\/held\/undo"/)
    await house.finish()
    expect(await house.fates(id)).toEqual(['waiting', 'waiting'])
    expect(await page('/held?done=released')).toContain('Vrijgegeven. Het bericht is onderweg')
    expect(await audited()).toContainEqual({ event: 'released', actor: 'griet@school.example', ref: id, detail: '' })
  })

  test('of some leaves the others waiting', async () => {
    const id = await house.hold({ to: ['a@ouder.example', 'b@ouder.example'] })
    const { send, page } = await reviewer()
    await send(`/held/${id}/release`, { recipient: 'b@ouder.example' })
    const undoable = await page(`/held/${id}`)
    expect(undoable).toContain('action="/held/undo"')
    await house.finish()
    expect(await house.fates(id)).toEqual(['held', 'waiting'])
    const text = await page(`/held/${id}`)
    expect(text).not.toContain('action="/held/undo"')
    for (const seen of [undoable, text]) {
      expect(seen).toContain('onderweg')
      expect(seen.match(/type="checkbox"/g)).toHaveLength(1)
    }
  })

  test('can be undone, and meanwhile is nobody else’s', async () => {
    const id = await house.hold()
    const [griet, jan] = [await reviewer('Griet'), await reviewer('Jan')]
    await griet.send(`/held/${id}/return`, { words: 'Toch niet.' })
    for (const { page } of [griet, jan])
      expect(await page(`/held/${id}`)).not.toMatch(/type="checkbox"|id="words"|name="question"/)
    expect(await jan.page(`/held/${id}`)).toContain('Iemand was je voor. Teruggestuurd door Griet')
    await griet.send('/held/undo', { id })
    await house.finish()
    expect(await house.fates(id)).toEqual(['held'])
    expect(await jan.page(`/held/${id}`)).toContain('id="words"')
  })

  test('of nobody changes nothing and says what to do', async () => {
    const id = await house.hold()
    const answer = await (await reviewer()).send(`/held/${id}/release`, {})
    expect(answer.status).toBe(409)
    expect(await answer.text()).toContain('Vink minstens één ontvanger aan')
    expect(await house.fates(id)).toEqual(['held'])
  })

  test('of an address that is not a recipient changes nothing', async () => {
    const id = await house.hold()
    expect((await (await reviewer()).send(`/held/${id}/release`, { recipient: 'x@evil.example' })).status).toBe(409)
    expect(await house.fates(id)).toEqual(['held'])
  })
})

describe('return', () => {
  test('gives the message back with the reviewer’s words', async () => {
    const id = await house.hold()
    await (await reviewer()).send(`/held/${id}/return`, { words: 'Zet de lijst op Smartschool.' })
    await house.finish()
    expect(await house.fates(id)).toEqual(['returned'])
    const [notice] = await house.store.list({ kind: 'notice', limit: 5 })
    expect(notice!.recipients.map((r) => r.address)).toEqual([SENDER])
  })

  test.each(['', '   \n'])('needs words, not %j', async (words) => {
    const id = await house.hold()
    const answer = await (await reviewer()).send(`/held/${id}/return`, { words })
    expect(answer.status).toBe(409)
    expect(await house.fates(id)).toEqual(['held'])
  })
})

describe('two reviewers', () => {
  test('the second is told who was first', async () => {
    const id = await house.hold()
    const [griet, jan] = [await reviewer('Griet'), await reviewer('Jan')]
    await griet.send(`/held/${id}/release`, { recipient: 'ouder@ouder.example' })
    const answer = await jan.send(`/held/${id}/return`, { words: 'Te laat' })
    expect(answer.status).toBe(409)
    expect(await answer.text()).toContain('Iemand was je voor. Vrijgegeven door griet@school.example')
    await house.finish()
    expect(await house.fates(id)).toEqual(['waiting'])
  })
})

describe('in one’s own cause', () => {
  test('the sender sees neither list nor case, and decides nothing', async () => {
    const id = await house.hold({ from: 'griet@school.example' })
    const griet = await reviewer()
    expect(await griet.page('/held')).not.toContain(id)
    const seen = await griet.get(`/held/${id}`)
    expect(seen.status).toBe(409)
    expect(await seen.text()).toContain('Dit is je eigen bericht')
    const tried = await griet.send(`/held/${id}/release`, { recipient: 'ouder@ouder.example' })
    expect(tried.status).toBe(409)
    expect(await house.fates(id)).toEqual(['held'])
  })

  test('a role without that right decides nothing', async () => {
    const id = await house.hold()
    const helper = await house.signIn(await house.account('Hulp', ['helpdesk']))
    const answer = await helper.send(`/held/${id}/release`, { recipient: 'ouder@ouder.example' })
    expect(await answer.text()).toContain('Met jouw rol kun je niet beslissen')
    expect(await house.fates(id)).toEqual(['held'])
  })
})

describe('the whole text', () => {
  test('needs a reason, is audited, and is shown without markup in a sandbox', async () => {
    const id = await house.hold({ text: 'Beste ouder, <script>alert(1)</script> tot morgen.' })
    const { send } = await reviewer()
    expect((await send(`/held/${id}/original`, { reason: ' ' })).status).toBe(409)
    const answer = await send(`/held/${id}/original`, { reason: 'Twijfel over de bijlage' })
    expect(answer.headers.get('content-security-policy')).toMatch(/default-src 'none'.*sandbox$/)
    const text = await answer.text()
    expect(text).toContain('Beste ouder, &lt;script&gt;')
    expect(text).not.toContain('<script')
    expect(await audited()).toContainEqual({
      event: 'original-read',
      actor: 'griet@school.example',
      ref: id,
      detail: 'Twijfel over de bijlage',
    })
  })

  test('its reason stands in the case for whoever decides next; that the sender reads it is told before', async () => {
    const id = await house.hold()
    const { page, send } = await reviewer()
    expect(await page(`/held/${id}`)).toContain('de afzender leest ze ook')
    await send(`/held/${id}/original`, { reason: 'Twijfel over de <b>bijlage</b>' })
    const next = await house.signIn(await house.account('Koen'))
    expect(await next.page(`/held/${id}`)).toContain(
      'Hele bericht gelezen</bdi>: <bdi>Twijfel over de &lt;b&gt;bijlage',
    )
  })

  test('stays closed where the school’s policy says so', async () => {
    const id = await house.hold({ pack: 'kindante', text: 'Beste ouder' })
    const { send, page } = await reviewer()
    expect(await page(`/held/${id}`)).not.toContain(`/held/${id}/original`)
    const answer = await send(`/held/${id}/original`, { reason: 'Nieuwsgierig' })
    expect(answer.status).toBe(409)
    expect(await answer.text()).not.toContain('Beste ouder')
  })
})

describe('a hostile message', () => {
  const subject = `<script>alert(1)</script>\u202Egnp.exe\u0007${'A'.repeat(10_000)}`
  const finding = {
    ...PASSWORD.finding!,
    excerpt: '<img src=x onerror=alert(1)>',
    place: { in: 'attachment', file: '"><svg onload=x>.csv' } as const,
  }

  test('is shown escaped, isolated, in the order its letters were written, and cut', async () => {
    const id = await house.hold({ subject, hits: [{ ...PASSWORD, finding }], to: ['"><b>x"@ouder.example'] })
    const { page } = await reviewer()
    for (const text of [await page('/held'), await page(`/held/${id}`)]) {
      expect(text).not.toMatch(/<script(?! type="module" src="\/script-)|<img src=x|<svg|<b>x|\u202E|\u0007/)
      expect(text).toContain('<bdi>&lt;script&gt;alert(1)&lt;/script&gt;gnp.exeAAA')
      expect(text).not.toContain('A'.repeat(250))
    }
  })
})

describe('broken files', () => {
  test('stand on top of every page, in words', async () => {
    const troubled = await openWindow({ troubles: ['policies/eigen.yaml:12:3: rules.password: unknown outcome'] })
    try {
      const { page } = await troubled.signIn(await troubled.account('Griet'))
      const id = await troubled.hold()
      for (const text of [await page('/held'), await page(`/held/${id}`)]) {
        expect(text).toContain('policies/eigen.yaml:12:3: rules.password: unknown outcome')
        expect(text).toContain('De vorige versie blijft gelden')
      }
      expect(await (await troubled.app.request('/sign-in')).text()).not.toContain('eigen.yaml')
    } finally {
      await troubled.close()
    }
  })
})

describe('trouble of our own', () => {
  test('shows a friendly page and no stack; the log knows', async () => {
    const lines: string[] = []
    const { openLog } = await import('../../src/log.ts')
    const broken = await openWindow({ log: openLog('info', (line) => lines.push(line)) })
    try {
      const { get } = await broken.signIn(await broken.account('Griet'))
      broken.review.list = () => Promise.reject(new Error('secret words of a mail'))
      const answer = await get('/held')
      expect(answer.status).toBe(500)
      expect(await answer.text()).toContain('Er ging iets mis bij ons')
      expect(lines.join('')).toContain('taskFailed')
      expect(lines.join('')).not.toContain('secret words')
    } finally {
      await broken.close()
    }
  })
})

describe('an address with letters of two alphabets', () => {
  const MIXED = 'letters uit twee alfabetten'
  // "a" and "o" of these are Cyrillic.
  const [FROM, TO] = ['els.cl\u0430es@school.example', 'ouder@\u043euder.example']
  const LINK = 'sm\u0430rtschool.be'
  const because = { nl: 'Deze link lijkt op een bekende website.', fr: '', en: '' }
  const hit = (excerpt: string): Hit => ({
    ...{ rule: 'deceptive-link', mode: 'enforce', outcome: 'hold', wouldBe: 'hold' },
    finding: { rule: 'deceptive-link', place: { in: 'text' }, excerpt, because, confidence: 0.9 },
  })
  const marks = (text: string) => text.split(MIXED).length - 1

  test('is marked: the sender, a recipient, a link, also in the letters of the net', async () => {
    const { page } = await reviewer()
    const show = async (mail: Parameters<Window['hold']>[0]) => page(`/held/${await house.hold(mail)}`)
    expect(await show({ from: FROM })).toMatch(
      /els\.cl\u0430es@school\.example(?:(?!<\/dd>).)*twee alfabetten \(\u0430\)/s,
    )
    expect(await show({ to: [TO] })).toMatch(/ouder@\u043euder\.example(?:(?!<\/li>).)*twee alfabetten \(\u043e\)/s)
    expect(await show({ to: ['ouder@xn--uder-45d.example'] })).toContain('twee alfabetten (\u043e)')
    expect(await show({ hits: [hit(`smartschool.be → ${LINK}`)] })).toMatch(new RegExp(`${LINK}.*${MIXED}`, 's'))
    for (const language of ['fr', 'en']) {
      const text = await page(`/held/${await house.hold({ to: [TO] })}`, { 'accept-language': language })
      expect(text).toContain(
        language === 'fr'
          ? 'mélange les lettres de deux alphabets (\u043e)'
          : 'mixes letters from two alphabets (\u043e)',
      )
    }
  })

  test('is marked wherever somebody decides or follows without opening the case', async () => {
    const { page } = await house.signIn(await house.account('Ilse', ['admin', 'reviewer']))
    const id = await house.hold({ from: FROM, to: ['ouder@ouder.example', TO] })
    for (const path of ['/held', `/held/together?id=${id}`, `/mail/${id}`]) {
      const text = await page(path)
      expect([path, text.includes('twee alfabetten (\u0430)'), text.includes('twee alfabetten (\u043e)')]).toEqual([
        path,
        true,
        true,
      ])
    }
  })

  test('is marked in the whole message too: in words and behind a link', async () => {
    const { send } = await reviewer()
    const html = `<p>Meld je aan op https://${LINK}/aanmelden, of <a href="https://${LINK}/x">hier</a>.</p>`
    const raw = Buffer.from(
      `From: Els <${SENDER}>\r\nTo: ouder@ouder.example\r\nSubject: Link\r\nContent-Type: text/html; charset=utf-8\r\n\r\n${html}\r\n`,
    )
    const answer = await send(`/held/${await house.hold({ raw })}/original`, { reason: 'Twijfel' })
    expect(marks(await answer.text())).toBe(2)
  })

  test('and one of a single alphabet is not, whatever its accents', async () => {
    const { page } = await reviewer()
    const held = {
      to: ['zoë.müller@école.example', 'a@xn--cole-9oa.example'],
      hits: [hit('https://www.school.example/über-ons')],
    }
    const text = await page(`/held/${await house.hold(held)}`)
    expect(marks(text)).toBe(0)
  })
})

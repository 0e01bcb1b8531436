/** The case and what may be done with it, by plain forms; what was written is kept when it is refused. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { loadDirectory } from '../../src/directory/directory.ts'
import { GROUP, openWindow, PASSWORD, SENDER, type Window } from './house.ts'

const OUDER = 'ouder@ouder.example'
const DIRECTORY = {
  domains: ['school.example'],
  staff: [{ id: 's1', firstName: 'Jan', lastName: 'Maes', function: 'leraar', email: 'jan.maes@school.example' }],
  pupils: [{ id: 'p1', firstName: 'Noor', lastName: 'Peeters', class: '3A' }],
  parents: [{ name: 'Ouder Peeters', email: OUDER, pupilIds: ['p1'] }],
  groups: [
    { address: 'ouders-3a@school.example', name: 'Ouders 3A', kind: 'group', members: ['a@b.example', 'c@b.example'] },
  ],
  externalPartners: [{ domain: 'clb.example', name: 'CLB Zuid', role: 'begeleiding' }],
}
const { directory } = loadDirectory(JSON.stringify(DIRECTORY), 'directory.json')
const HELD_GROUP = { ...GROUP, outcome: 'hold', wouldBe: 'hold' } as const

let house: Window
beforeEach(async () => {
  house = await openWindow({ people: directory })
})
afterEach(() => house.close())

const signedIn = async (name = 'Griet', roles: Parameters<Window['account']>[1] = ['reviewer']) =>
  house.signIn(await house.account(name, roles))
const events = async () => (await house.store.auditRows()).map(({ event }) => event)
const lettersTo = async (to: string): Promise<string[]> => {
  const notices = await house.store.list({ kind: 'notice', limit: 50 })
  const his = notices.filter(({ head }) => head.envelope.rcptTo[0] === to)
  return Promise.all(his.map(async ({ id }) => (await house.store.body(id)).toString('latin1').replace(/=\r\n/g, '')))
}

describe('recipients', () => {
  test('are told as who they are, and why each waits', async () => {
    const to = [OUDER, 'jan.maes@school.example', 'ouders-3a@school.example', 'els@clb.example', 'x@vreemd.example']
    const hits = [PASSWORD, { ...HELD_GROUP, recipients: ['ouders-3a@school.example'] }]
    const { page } = await signedIn()
    const text = await page(`/held/${await house.hold({ to, hits })}`)
    for (const part of [
      'ouder van Noor Peeters (3A)',
      'Jan Maes, leraar',
      'Ouders 3A, 2 leden',
      'CLB Zuid, begeleiding',
      'buiten de school',
    ])
      expect(text).toContain(part)
    expect(text.match(/Wacht om: <bdi>Wachtwoord of code</g)).toHaveLength(4)
    expect(text.match(/Wacht om: <bdi>Wachtwoord of code, Groepsadres zichtbaar</g)).toHaveLength(1)
    expect(await page(`/held/${await house.hold({ to })}`)).not.toContain('Wacht om')
  })

  test('are no more than a class where the policy shows metadata only', async () => {
    const policy = house.parts.policy()
    const metadata = { ...policy.packs.get('moretus-ekeren')!, reviewVisibility: 'metadata' as const }
    ;(policy.packs as Map<string, typeof metadata>).set('stil', metadata)
    const text = await (await signedIn()).page(`/held/${await house.hold({ pack: 'stil' })}`)
    expect(text).toContain('ouder, zichtbaar')
    expect(text).not.toContain('Noor')
  })
})

describe('the whole message', () => {
  const PARTS = [
    'From: Els Claes <els.claes@school.example>\r\nTo: ouder@ouder.example\r\nSubject: Lijst\r\nMIME-Version: 1.0\r\n',
    'Content-Type: multipart/mixed; boundary=m\r\n\r\n--m\r\nContent-Type: text/html; charset=utf-8\r\n\r\n',
    '<style>p{position:fixed}</style><p style="display:none">verstopt</p><p onclick="x()">Zie <a href="https://kwaad.example/?q=1">bank.example</a>',
    '<img src="http://127.0.0.1:9/spy.png" alt="kaart"><script>alert(1)</script><form action="/x"><input name="q"></form></p>\r\n',
    '--m\r\nContent-Type: text/csv; name=klas.csv\r\nContent-Disposition: attachment; filename=klas.csv\r\n\r\nNaam;Code\r\nNoor;<b>1234</b>\r\n',
    '--m\r\nContent-Type: application/pdf; name=stuk.pdf\r\nContent-Disposition: attachment; filename=stuk.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n',
    'JVBERi0xLjQKJQ==\r\n--m--\r\n',
  ]
  const raw = Buffer.from(PARTS.join(''))

  test('is text, a layout that does nothing, and its attachments as text', async () => {
    const id = await house.hold({ raw })
    const answer = await (await signedIn()).send(`/held/${id}/original`, { reason: 'Twijfel' })
    expect(answer.headers.get('content-security-policy')).toMatch(/^default-src 'none';.*; sandbox$/)
    const text = await answer.text()
    for (const part of [
      'verstopt',
      '<u>bank.example</u> <code>[https://kwaad.example/?q=1]</code>',
      '[afbeelding: kaart]',
      'klas.csv',
      '&lt;b&gt;1234&lt;/b&gt;',
      'stuk.pdf',
      'Kon niet worden gelezen: beschadigd',
    ])
      expect(text).toContain(part)
    expect(text).not.toMatch(/spy\.png|<script|<form|<input|<style|onclick|display:none|<b>1234/)
    expect(await events()).toContain('original-read')
    const sender = await house.app.request(await house.link(id))
    expect(await sender.text()).toContain('Twijfel')
  })

  test('is for nobody where the policy says so, and stands on no other page', async () => {
    const id = await house.hold({ raw, pack: 'kindante' })
    const { send, page } = await signedIn()
    const answer = await send(`/held/${id}/original`, { reason: 'Twijfel' })
    expect([answer.status, (await answer.text()).includes('mag niemand het hele bericht lezen')]).toEqual([409, true])
    for (const text of [await page(`/held/${id}`), await page(`/held/${await house.hold({ raw })}`)])
      expect(text).not.toMatch(/klas\.csv|bank\.example|verstopt/)
  })
})

describe('a text to begin with', () => {
  test('is there for each rule, in the language of the sender or another, and is not sent by itself', async () => {
    const id = await house.hold({ hits: [PASSWORD, HELD_GROUP] })
    const { page, send } = await signedIn()
    const box = (text: string): string => /<textarea id="words"[^>]*>([^<]*)</.exec(text)![1]!
    const bare = await page(`/held/${id}`)
    expect(box(bare)).toBe('')
    const links = [...bare.matchAll(/href="(\/held\/[^"]+text=[^"]+)#return"/g)].map(([, href]) =>
      href!.replaceAll('&amp;', '&'),
    )
    expect(links).toHaveLength(2)
    const begun = box(await page(links[0]!))
    for (const part of ['Ik heb je bericht nagekeken', 'Er staat een wachtwoord of toegangscode in.', 'Griet'])
      expect(begun).toContain(part)
    expect(box(await page(`/held/${id}?text=group-address-visible&in=fr`))).toContain('J’ai vérifié votre message')
    expect(box(await page(`/held/${id}?text=password&in=xx`))).toContain('Ik heb je bericht')
    expect(box(await page(`/held/${id}?text=chain-mail`))).toBe('')
    expect(await house.fates(id)).toEqual(['held'])
    await send(`/held/${id}/return`, { words: `${begun} Tot morgen!` })
    expect(
      (await house.review.held({ name: 'x', email: '', roles: ['admin'], schools: [], categories: [] })).map(
        (one) => one.id,
      ),
    ).toEqual([])
  })
})

describe('release with BCC', () => {
  const raw = Buffer.from(
    'From: Els <els.claes@school.example>\r\nTo: ouders-3a@school.example, ouder@ouder.example\r\nSubject: Taart\r\n\r\nTaart!\r\n',
  )
  const to = ['ouders-3a@school.example', OUDER]

  test('is shown before it is done', async () => {
    const id = await house.hold({ raw, to, hits: [HELD_GROUP] })
    const { page, send } = await signedIn()
    expect(await page(`/held/${id}`)).toContain(`href="/held/${id}/bcc"`)
    const shown = await page(`/held/${id}/bcc`)
    expect(shown.indexOf(OUDER)).toBeLessThan(shown.indexOf('ouders-3a@school.example'))
    expect(shown).not.toContain('wacht ook om iets anders')
    expect(await house.fates(id)).toEqual(['held', 'held'])
    expect((await send(`/held/${id}/bcc`, {})).status).toBe(303)
    await house.finish()
    expect(await house.fates(id)).toEqual(['waiting', 'waiting'])
    expect((await house.store.body(id)).toString()).toContain('To: ouder@ouder.example\r\n')
  })

  test('is not offered for what it does not mend', async () => {
    const id = await house.hold()
    const { page, get } = await signedIn()
    expect(await page(`/held/${id}`)).not.toContain('/bcc')
    expect((await get(`/held/${id}/bcc`)).status).toBe(409)
  })
})

describe('a question', () => {
  test('goes to the sender with a link, and its answer stands in the case', async () => {
    const id = await house.hold()
    const { send, page } = await signedIn()
    const asked = await send(`/held/${id}/ask`, { question: 'Wist de ouder dit al?' })
    expect(asked.headers.get('location')).toBe(`/held/${id}?did=asked`)
    expect(await page(`/held/${id}?did=asked`)).toContain('Nog geen antwoord.')
    const [letter = ''] = await lettersTo(SENDER)
    const path = /http:\/\/127\.0\.0\.1(\/q\/[\w-]{20,60})/.exec(letter)![1]!
    for (let n = 0; n < 2; n++) expect(await (await house.app.request(path)).text()).toContain('Wist de ouder dit al?')
    const post = (answer: string) =>
      house.app.request(path, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded', origin: 'http://localhost' },
        body: new URLSearchParams({ answer }),
      })
    const empty = await post(' ')
    expect([empty.status, (await empty.text()).includes('Schrijf je antwoord')]).toEqual([409, true])
    expect(await (await post('Ja, <b>gisteren</b>.')).text()).toContain('Bedankt voor je antwoord')
    for (const again of [await post('Nee'), await house.app.request(path)]) {
      expect(again.status).toBe(409)
      expect(await again.text()).toContain('Antwoorden kan niet meer')
    }
    const text = await page(`/held/${id}`)
    expect(text).toContain('Ja, &lt;b&gt;gisteren&lt;/b&gt;.')
    expect(text).toContain('Vraag aan de afzender')
    expect(await house.fates(id)).toEqual(['held'])
  })

  test('refused keeps what was written, in an open form', async () => {
    const id = await house.hold()
    const { send } = await signedIn()
    await house.review.claim(
      { name: 'Koen', email: 'koen@school.example', roles: ['reviewer'], schools: [], categories: [] },
      id,
    )
    const answer = await send(`/held/${id}/leak`, { words: '', hours: '24' })
    expect([answer.status, (await answer.text()).includes('Schrijf kort wat er misschien gelekt is')]).toEqual([
      409,
      true,
    ])
    const taken = await send(`/held/${id}/ask`, { question: 'Wist de ouder dit al?' })
    expect([taken.status, (await taken.text()).includes('Koen bekijkt dit bericht')]).toEqual([409, true])
    await house.review.leave(
      { name: 'Koen', email: 'koen@school.example', roles: ['reviewer'], schools: [], categories: [] },
      id,
    )
    const wrong = await (
      await send(`/held/${id}/except`, { rule: 'password', recipient: OUDER, until: '2020-01-01', reason: 'Omdat' })
    ).text()
    expect(wrong).toMatch(/<details class="card" open><summary>Maak een uitzondering/)
    expect(wrong).toContain('value="Omdat"')
  })
})

describe('an exception', () => {
  const tomorrow = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10)

  test('is made from the case for one of its rules and recipients, and lasts to the end of its day', async () => {
    const id = await house.hold()
    const { send, page } = await signedIn()
    const fields = { rule: 'password', recipient: OUDER, reason: 'Afspraak', until: tomorrow }
    expect((await send(`/held/${id}/except`, fields)).headers.get('location')).toBe(`/held/${id}?did=excepted`)
    const admin = { name: 'x', email: '', roles: ['admin'] as const, schools: [], categories: [] }
    expect(await house.review.exceptions(admin)).toMatchObject([
      { rule: 'password', sender: SENDER, recipient: OUDER, owner: 'griet@school.example', reason: 'Afspraak' },
    ])
    expect(new Date((await house.review.exceptions(admin))[0]!.expires).toISOString().slice(11)).toBe('00:00:00.000Z')
    expect(await page(`/held/${id}`)).toContain('Uitzondering gemaakt')
  })

  test('is not offered to a rule of safety, and not taken from elsewhere', async () => {
    const hit = {
      ...PASSWORD,
      rule: 'uninspectable' as const,
      finding: { ...PASSWORD.finding!, rule: 'uninspectable' as const },
    }
    const id = await house.hold({ hits: [hit] })
    const { send, page } = await signedIn()
    expect(await page(`/held/${id}`)).toContain('kan geen uitzondering')
    const answer = await send(`/held/${id}/except`, {
      rule: 'uninspectable',
      recipient: OUDER,
      reason: 'x',
      until: tomorrow,
    })
    expect(answer.status).toBe(409)
  })
})

describe('a suspected leak', () => {
  test('is mailed, stands in the register with its clock, and is closed once with a reason', async () => {
    const id = await house.hold()
    const reviewer = await signedIn()
    await reviewer.send(`/held/${id}/leak`, { words: 'Verkeerde ouder <i>!', hours: '24' })
    expect(await lettersTo('privacy@moretus-ekeren.be')).toHaveLength(1)
    expect(await reviewer.page(`/held/${id}`)).toContain('Gemeld als vermoeden van een datalek')
    expect((await reviewer.get('/leaks')).status).toBe(403)
    expect(await reviewer.page('/held')).not.toContain('href="/leaks"')
    const officer = await signedIn('Pia', ['privacy-officer'])
    const register = await officer.page('/leaks')
    for (const part of ['Nog 47 uur', 'Verkeerde ouder &lt;i&gt;!', SENDER, 'href="/leaks"'])
      expect(register).toContain(part)
    const bare = await officer.send(`/leaks/${id}/close`, { outcome: 'no-risk', words: '' })
    expect([bare.status, (await bare.text()).includes('<option value="no-risk" selected>')]).toEqual([409, true])
    const closed = await officer.send(`/leaks/${id}/close`, { outcome: 'no-risk', words: 'Gewist.' })
    expect(closed.headers.get('location')).toBe('/leaks?did=closed')
    const after = await officer.page('/leaks')
    expect(after).toContain('Gewist.')
    expect(after).not.toContain('Nog 47 uur')
    expect(after).not.toContain(`/leaks/${id}/close`)
    const strange = await officer.send(`/leaks/${await house.hold()}/close`, { outcome: 'x', words: 'x' })
    expect(strange.status).toBe(200)
    expect((await events()).filter((event) => event === 'leak-closed')).toHaveLength(1)
    const auditor = await signedIn('Ann', ['auditor'])
    expect(await auditor.page('/leaks')).toContain('Gewist.')
  })
})

describe('handing over', () => {
  test('offers who may decide, and gives the case to them', async () => {
    const koen = await house.account('Koen', ['head'])
    await house.account('Ann', ['auditor'])
    const id = await house.hold()
    const griet = await signedIn()
    const text = await griet.page(`/held/${id}`)
    expect(text).toContain('Koen (koen@school.example)')
    expect(text).not.toContain('ann@school.example')
    await griet.send(`/held/${id}/hand`, { to: koen.email })
    const given = await griet.page(`/held/${id}?did=handed`)
    expect(given).toContain('Koen bekijkt dit bericht')
    expect(given).toContain('aan Koen')
    expect(await lettersTo(koen.email)).toHaveLength(1)
    expect((await griet.send(`/held/${id}/hand`, { to: koen.email })).status).toBe(409)
  })
})

test('none of it without a session, without the seal, or for who may not decide', async () => {
  const id = await house.hold()
  const paths = ['ask', 'hand', 'except', 'leak', 'bcc', 'original'].map((what) => `/held/${id}/${what}`)
  const { cookie } = await signedIn()
  const auditor = await signedIn('Ann', ['auditor'])
  const fields = {
    question: 'x',
    to: 'koen@school.example',
    words: 'x',
    hours: '0',
    reason: 'x',
    rule: 'password',
    recipient: OUDER,
    until: '2020-01-01',
  }
  const post = (path: string, headers: Record<string, string>) =>
    house.app.request(path, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', origin: 'http://localhost', ...headers },
      body: new URLSearchParams(fields),
    })
  for (const path of paths) {
    expect((await post(path, {})).headers.get('location'), path).toMatch(/^\/sign-in/)
    expect((await post(path, { cookie })).status, path).toBe(403)
    expect((await auditor.send(path, fields)).status, path).toBe(409)
  }
  expect((await house.app.request(`/held/${id}/bcc`)).headers.get('location')).toMatch(/^\/sign-in/)
  expect((await house.app.request('/leaks')).headers.get('location')).toMatch(/^\/sign-in/)
  expect(await house.store.records('leak')).toEqual([])
  expect(await house.store.records('exception')).toEqual([])
})

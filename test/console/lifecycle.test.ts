/** Who has taken a message up, what the sender does with their own link, what the rules of now would do: as pages tell it. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { form, openWindow, type Window } from './house.ts'

let house: Window
beforeEach(async () => {
  house = await openWindow()
})
afterEach(() => house.close())

const reviewer = async (name: string) => house.signIn(await house.account(name))
const FRENCH = { 'accept-language': 'fr' }
const BUTTONS = /Vrijgeven<\/button>|Terugsturen<\/button>/

describe('taking a message up', () => {
  test('others read who has it and since when, on the list too, and take it over in one click', async () => {
    const id = await house.hold()
    const [els, koen] = [await reviewer('Els'), await reviewer('Koen')]
    expect((await els.send(`/held/${id}/claim`, { what: 'take' })).status).toBe(303)
    expect(await els.page(`/held/${id}`)).toMatch(/Jij bekijkt dit bericht sinds \d\d:\d\d\./)
    expect(await els.page(`/held/${id}`)).toMatch(BUTTONS)
    const seen = await koen.page(`/held/${id}`)
    expect(seen).toMatch(/Els bekijkt dit bericht sinds \d\d:\d\d\./)
    expect(seen).not.toMatch(BUTTONS)
    expect(await koen.page('/held')).toMatch(/Els bekijkt dit bericht sinds/)
    expect((await koen.send(`/held/${id}/claim`, { what: 'over' })).status).toBe(303)
    expect(await koen.page(`/held/${id}`)).toMatch(BUTTONS)
    expect(await els.page(`/held/${id}`)).toMatch(/Koen bekijkt dit bericht/)
  })

  test('a page opened before it was taken is told in words, in the reader’s language', async () => {
    const id = await house.hold()
    const [els, koen] = [await reviewer('Els'), await reviewer('Koen')]
    await els.send(`/held/${id}/claim`, { what: 'take' })
    const late = await koen.send(`/held/${id}/release`, { recipient: 'ouder@ouder.example' })
    expect(late.status).toBe(409)
    expect(await late.text()).toMatch(
      /Els bekijkt dit bericht sinds \d\d:\d\d\. Wil je zelf beslissen\? Neem het dan over\./,
    )
    expect(await house.fates(id)).toEqual(['held'])
    await els.send(`/held/${id}/claim`, { what: 'leave' })
    expect((await koen.send(`/held/${id}/release`, { recipient: 'ouder@ouder.example' })).status).toBe(303)
  })

  test('looking at a case takes nothing up', async () => {
    const id = await house.hold()
    const [els, koen] = [await reviewer('Els'), await reviewer('Koen')]
    for (let n = 0; n < 3; n++) await els.page(`/held/${id}`)
    expect(await koen.page(`/held/${id}`)).toContain('Ik bekijk dit')
  })
})

test('the one who comes second reads by whom and when, in French', async () => {
  const id = await house.hold()
  const els = await house.account('Els')
  await house.review.release({ ...els, name: 'Els', roles: ['reviewer'], schools: [], categories: [] }, id)
  const koen = await reviewer('Koen')
  const seal = await koen.seal()
  const late = await house.app.request(
    `/held/${id}/release`,
    form({ seal, recipient: 'ouder@ouder.example' }, { cookie: koen.cookie, ...FRENCH }),
  )
  expect(late.status).toBe(409)
  expect(await late.text()).toMatch(/els@school\.example.*(?:lun|mar|mer|jeu|ven|sam|dim)/s)
})

test('released is under way, and the content gone is told as such', async () => {
  const id = await house.hold({ to: ['ouder@ouder.example', 'oma@ouder.example'] })
  const els = await reviewer('Els')
  await els.send(`/held/${id}/release`, { recipient: 'ouder@ouder.example' })
  const half = await els.page(`/held/${id}`)
  expect(half).toContain('vrijgegeven, onderweg')
  expect(half).not.toContain('afgeleverd')
})

describe('the sender’s own page', () => {
  const post = (path: string, fields: Record<string, string> = {}) => house.app.request(path, form(fields))

  test('shows how it stands, without an account, in the reader’s language; looking changes nothing', async () => {
    const id = await house.hold({ subject: 'Klaslijst', to: ['ouder@ouder.example'] })
    const path = await house.link(id)
    for (let n = 0; n < 3; n++) {
      const page = await house.app.request(path)
      expect(page.status).toBe(200)
      const text = await page.text()
      for (const part of [
        'Je bericht wacht',
        'ouder@ouder.example',
        'Trek het bericht in',
        'Vraag spoed',
        'href="/why"',
      ])
        expect(text).toContain(part)
      expect(text).not.toContain('wachtwoord')
    }
    expect(await (await house.app.request(path, { headers: FRENCH })).text()).toContain('Votre message attend')
    expect(await house.fates(id)).toEqual(['held'])
    expect((await house.store.mail(id))!.history).toHaveLength(1)
  })

  test('withdraws on a form, once', async () => {
    const id = await house.hold()
    const path = await house.link(id)
    const done = await post(`${path}/withdraw`)
    expect(await done.text()).toContain('Je bericht is ingetrokken')
    expect(await house.fates(id)).toEqual(['withdrawn'])
    const again = await post(`${path}/withdraw`)
    expect(again.status).toBe(409)
    expect(await again.text()).toContain('Je bericht is ingetrokken')
  })

  test('that comes too late says so, and not who decided', async () => {
    const id = await house.hold({ subject: 'Klaslijst' })
    const path = await house.link(id)
    const els = await reviewer('Els')
    await els.send(`/held/${id}/return`, { words: 'Liever niet.' })
    await house.finish()
    const late = await post(`${path}/withdraw`)
    const page = await late.text()
    expect([late.status, page.includes('Over dit bericht is al beslist.')]).toEqual([409, true])
    expect(page).not.toContain('els@')
    // The content is gone by then: that is no message without a subject.
    expect(page).not.toContain('(zonder onderwerp)')
  })

  test('asks for haste with a reason, escaped where reviewers read it, and it stands first', async () => {
    const [first, urgent] = [await house.hold({ deadline: Date.now() + 1000 }), await house.hold()]
    const path = await house.link(urgent)
    const empty = await post(`${path}/urgent`, { reason: ' ' })
    expect([empty.status, (await empty.text()).includes('Schrijf kort waarom')]).toEqual([409, true])
    const done = await post(`${path}/urgent`, { reason: 'De <b>ouder</b> wacht' })
    expect(await done.text()).toContain('De school weet dat het dringend is.')
    const again = await (await post(`${path}/urgent`, { reason: 'Nog eens' })).text()
    expect(again).toMatch(/al om spoed gevraagd/)
    const els = await reviewer('Els')
    const list = await els.page('/held')
    expect(list.indexOf(urgent)).toBeLessThan(list.indexOf(first))
    const page = await els.page(`/held/${urgent}`)
    expect(page).toContain('De &lt;b&gt;ouder&lt;/b&gt; wacht')
    expect(page).toContain('Dringend')
  })

  test('a link that never was, and a form from elsewhere, do nothing', async () => {
    const id = await house.hold()
    const path = await house.link(id)
    expect((await house.app.request(`/m/${'x'.repeat(32)}`)).status).toBe(409)
    const stray = await house.app.request(`${path}/withdraw`, form({}, { origin: 'https://evil.example' }))
    expect(stray.status).toBe(403)
    expect(await house.fates(id)).toEqual(['held'])
  })
})

test('what the rules of now would do is proposed, with just those ticked', async () => {
  const id = await house.hold({ to: ['ouder@ouder.example', 'oma@ouder.example'] })
  const version = house.parts.policy().version
  const value = { version, at: Date.now(), release: ['oma@ouder.example'], bounce: [] }
  await house.store.put('mark', { key: `proposal:${id}`, value, expires: 0 })
  const text = await (await reviewer('Els')).page(`/held/${id}`)
  expect(text).toContain('Met de regels van nu zou dit bericht gewoon vertrekken naar 1 ontvanger.')
  expect(text).toContain('Er gebeurt niets vanzelf.')
  expect(text).toMatch(/value="oma@ouder\.example" checked/)
  expect(text).toMatch(/value="ouder@ouder\.example"\s*>/)
  expect(await house.fates(id)).toEqual(['held', 'held'])
})

/** The list of a reviewer: found, turned, decided on together, undone; and never more than may be seen. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { form, openWindow, PASSWORD, SENDER, type Window } from './house.ts'

let house: Window
beforeEach(async () => {
  house = await openWindow()
})
afterEach(() => house.close())

const HOUR = 3_600_000
const reviewer = async (name = 'Griet') => house.signIn(await house.account(name))
const rowsIn = (page: string): readonly string[] => [...page.matchAll(/data-row="(\w{26})"/g)].map(([, id]) => id!)
const audited = async (event: string) => (await house.store.auditRows()).filter((row) => row.event === event)
/** The time to undo is over. */
const finish = () => house.review.finish(Date.now() + 60_000)

describe('the list', () => {
  test('tells to whom by class, how many hours of school are left, and who looks', async () => {
    const id = await house.hold({ to: ['a@gmail.com', 'els@school.example', 'jan@school.example'] })
    const { page, send } = await reviewer()
    await send(`/held/${id}/claim`, { what: 'take' })
    const text = await page('/held')
    for (const part of ['1 van buiten de school', '2 collega’s', 'schooluren', 'Griet bekijkt'])
      expect(text.replace(/<[^>]+>/g, '')).toContain(part)
  })

  test('is searched by a plain form that keeps what was asked', async () => {
    const [a, b] = [await house.hold({ subject: 'Zoë in 3A' }), await house.hold({ from: 'jan@school.example' })]
    const { page } = await reviewer()
    expect(rowsIn(await page('/held?q=zoe'))).toEqual([a])
    const jan = await page('/held?q=JAN%40school&rule=password')
    expect(rowsIn(jan)).toEqual([b])
    expect(jan).toContain('value="JAN@school"')
    expect(jan).toMatch(/<option value="password" selected>/)
    expect(await page('/held?q=%22%3E%3Cimg+src%3Dx%3E')).not.toContain('<img src=x>')
    expect(rowsIn(await page('/held?rule=nonsense&claimed=x&school=elders.example'))).toEqual([a, b])
  })

  test('who searched it stands in the audit log, without the words', async () => {
    await house.hold({ subject: 'Zoë in 3A' })
    const { page } = await reviewer()
    await page('/held?rule=password')
    expect(await audited('held-searched')).toEqual([])
    for (let times = 0; times < 2; times++) await page('/held?q=zoe&claimed=free')
    const rows = await audited('held-searched')
    expect(rows.map(({ actor, ref, detail }) => [actor, ref, detail])).toEqual([
      ['griet@school.example', '', 'words, claimed'],
    ])
  })

  test('tells nothing found from nothing waiting', async () => {
    const { page } = await reviewer()
    expect(await page('/held')).toContain('Alles is klaar')
    await house.hold()
    const text = await page('/held?claimed=mine')
    expect(text).toContain('Niets gevonden')
    expect(text).toContain('href="/held">Toon alles')
  })

  test('turns its pages, and keeps the question', async () => {
    const ids: string[] = []
    for (let n = 0; n < 27; n++) ids.push(await house.hold({ deadline: Date.now() + HOUR * (n + 1) }))
    await house.hold({ from: 'jan@school.example' })
    const { page } = await reviewer()
    const first = await page('/held?q=els')
    expect(rowsIn(first)).toEqual(ids.slice(0, 25))
    const next = /href="(\/held\?[^"]+)" rel="next"/.exec(first)![1]!.replaceAll('&amp;', '&')
    expect(rowsIn(await page(next))).toEqual(ids.slice(25))
  })

  test('has nothing of a message for who may not see it', async () => {
    const id = await house.hold({ from: 'griet@school.example' })
    const { page, get } = await reviewer()
    expect(await page('/held')).not.toContain(id)
    expect(await page(`/held/together?id=${id}`)).toContain('wacht niet meer, of is niet voor jou')
    expect((await get(`/held/together?like=${id}&by=sender`)).status).toBe(409)
  })
})

describe('several at once', () => {
  test('are shown once more, and released one by one through the review', async () => {
    const ids = [await house.hold({ subject: 'Een' }), await house.hold({ subject: 'Twee' })]
    const left = await house.hold({ subject: 'Drie' })
    const { page, send } = await reviewer()
    const confirm = await page(`/held/together?${ids.map((id) => `id=${id}`).join('&')}`)
    for (const part of ['Je koos 2 berichten', 'Een', 'Twee', SENDER]) expect(confirm).toContain(part)
    expect(confirm).not.toContain('Drie')
    const answer = await send('/held/together', { id: ids, what: 'release' })
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/held'])
    expect((await audited('decided')).map(({ ref }) => ref).sort()).toEqual(ids.toSorted())
    expect(rowsIn(await page('/held'))).toEqual([left])
    expect(await page('/held')).toContain('Je gaf 2 berichten vrij.')
    await finish()
    for (const id of ids) expect(await house.fates(id)).toEqual(['waiting'])
    expect((await audited('released')).length).toBe(2)
    expect(await page('/held')).not.toContain('Je gaf 2 berichten vrij.')
  })

  test('go back with the same words, which are asked for; what was written and ticked stays', async () => {
    const ids = [await house.hold(), await house.hold()]
    const { send } = await reviewer()
    const asked = await send('/held/together', { id: ids, what: 'return', words: '  ' })
    expect(asked.status).toBe(409)
    expect((await asked.text()).match(/name="id" value="\w{26}" checked/g)).toHaveLength(2)
    const none = await send('/held/together', { what: 'return', words: 'Bel <b>even</b>.' })
    expect(await none.text()).toContain('Vink minstens één bericht aan')
    await send('/held/together', { id: ids, what: 'return', words: 'Bel eerst even.' })
    await finish()
    for (const id of ids) expect(await house.fates(id)).toEqual(['returned'])
  })

  test('of which some are refused: those are told with the reason, the others are done', async () => {
    const malware = { ...PASSWORD, finding: { ...PASSWORD.finding!, category: 'malware' } }
    const [virus, good, claimed] = [
      await house.hold({ subject: 'Virus', hits: [malware] }),
      await house.hold(),
      await house.hold({ subject: 'Bezet' }),
    ]
    const jan = await reviewer('Jan')
    await jan.send(`/held/${claimed}/claim`, { what: 'take' })
    const { send } = await reviewer()
    const text = await (await send('/held/together', { id: [virus, good, claimed], what: 'release' })).text()
    for (const part of [
      'Virus',
      'Alleen een beheerder',
      'Bezet',
      'Jan',
      'Bij 1 bericht is het wel gelukt',
      'Je gaf 1 bericht vrij',
    ])
      expect(text).toContain(part)
    await finish()
    expect([await house.fates(virus), await house.fates(good), await house.fates(claimed)]).toEqual([
      ['held'],
      ['waiting'],
      ['held'],
    ])
  })

  test('all like one of them: from the same sender, or to the same recipients, for the same rules', async () => {
    const one = await house.hold()
    const sender = await house.hold({ to: ['oma@mail.example'] })
    const recipients = await house.hold({ from: 'jan@school.example' })
    const { page } = await reviewer()
    const text = await page(`/held/together?id=${one}`)
    expect(text).toContain('Alle 2 van deze afzender')
    expect(text).toContain('Alle 2 aan dezelfde ontvangers')
    const ticked = async (by: string) =>
      [...(await page(`/held/together?like=${one}&by=${by}`)).matchAll(/id="m-(\w{26})"/g)].map(([, id]) => id)
    expect(await ticked('sender')).toEqual([one, sender])
    expect(await ticked('recipients')).toEqual([one, recipients])
  })

  test('need the seal of the session, and a role that decides', async () => {
    const id = await house.hold()
    const { cookie } = await reviewer()
    const forged = await house.app.request('/held/together', form({ id, what: 'release', seal: 'x' }, { cookie }))
    expect(forged.status).toBe(403)
    const looker = await house.signIn(await house.account('Kijker', ['auditor']))
    expect(await (await looker.send('/held/together', { id, what: 'release' })).text()).toContain('Met jouw rol')
    expect(
      await house.review.undoable({ name: '', email: 'kijker@school.example', roles: [], schools: [], categories: [] }),
    ).toEqual([])
  })
})

describe('undo', () => {
  test('is offered to who decided, and takes all of it back', async () => {
    const ids = [await house.hold(), await house.hold()]
    const { page, send } = await reviewer()
    const jan = await reviewer('Jan')
    await send('/held/together', { id: ids, what: 'release' })
    const text = await page('/held')
    expect(text.match(/data-left="\d+"/g)).toHaveLength(1)
    expect(await jan.page('/held')).not.toContain('data-left')
    expect((await jan.send('/held/undo', { id: ids })).headers.get('location')).toBe('/held?done=undoLate')
    const answer = await send('/held/undo', { id: ids })
    expect(answer.headers.get('location')).toBe('/held?done=undone')
    expect(await page('/held?done=undone')).toContain('alles wacht weer')
    await finish()
    expect(rowsIn(await page('/held'))).toEqual(ids)
    expect((await audited('decision-undone')).length).toBe(2)
  })

  test('that comes too late says so', async () => {
    const id = await house.hold()
    const { page, send } = await reviewer()
    await send('/held/together', { id, what: 'release' })
    await finish()
    expect((await send('/held/undo', { id })).headers.get('location')).toBe('/held?done=undoLate')
    expect(await page('/held?done=undoLate')).toContain('net te laat')
    expect(await house.fates(id)).toEqual(['waiting'])
  })
})

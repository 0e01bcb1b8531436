/** Following mail: searching, the road of one message, what may be done on the way, and the queue. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { DeliveryResult } from '../../src/store/store.ts'
import { openWindow, SENDER, type Window } from './house.ts'

const MINUTE = 60_000

let house: Window
beforeEach(async () => {
  house = await openWindow()
})
afterEach(() => house.close())

const signIn = async (roles: Parameters<Window['account']>[1] = ['admin'], schools: readonly string[] = []) =>
  house.signIn(await house.account(`Griet.${roles[0]}`, roles, schools))

/** What the next hop answered to whom; nobody else was tried. */
const tried = async (id: string, replies: Readonly<Record<string, string>>): Promise<void> => {
  const now = Date.now()
  const jobs = await house.store.claimDue('queue', now, MINUTE, 50, () => now + 10 * MINUTE)
  for (const job of jobs) {
    const results = job.recipients.map(({ address }): DeliveryResult => {
      const reply = (job.id === id ? replies[address] : undefined) ?? '250 2.0.0 ok (mx.example)'
      const fate = reply.startsWith('2') ? 'delivered' : reply.startsWith('4') ? 'waiting' : 'failed'
      return { address, fate, nextAt: fate === 'waiting' ? now + 10 * MINUTE : 0, reply }
    })
    const event = (fate: string) => ({ delivered: 'delivered', waiting: 'delayed' })[fate] ?? 'failed'
    const history = results.map(({ fate, reply }) => ({
      at: now,
      event: event(fate),
      by: 'queue',
      detail: `1 × ${reply}`,
    }))
    await house.store.finish(job, 'queue', results, [], history)
  }
}

const LATER = '451 4.7.1 greylisted, come back later (mx.ouder.example)'
const release = async (id: string): Promise<void> => {
  const history = { at: Date.now(), event: 'released', by: 'hilde@school.example' }
  await house.store.move(id, { from: 'held', to: 'waiting', history, notices: [] })
}

const waiting = async (to: readonly string[] = ['ouder@ouder.example'], reply = LATER): Promise<string> => {
  const id = await house.hold({ to, subject: 'Geheim onderwerp', text: 'Geheime tekst' })
  await release(id)
  await tried(id, Object.fromEntries(to.map((address) => [address, reply])))
  return id
}

const audited = async (): Promise<readonly string[]> =>
  (await house.store.auditRows()).map(({ event, ref }) => `${event} ${ref}`)

const query = (asked: Readonly<Record<string, string>>): string => `/mail?${new URLSearchParams(asked)}`

describe('searching', () => {
  test('finds by sender, recipient, Message-ID and our own id in a pasted line', async () => {
    const id = await house.hold({ to: ['Ouder@Ouder.example'] })
    const other = await house.hold({ to: ['oma@elders.example'], from: 'jan@school.example' })
    const { page } = await signIn()
    const both = await page(query({ sender: 'school.example' }))
    expect([both.includes(`/mail/${id}`), both.includes(`/mail/${other}`)]).toEqual([true, true])
    for (const asked of [
      { recipient: 'ouder@ouder.example' },
      { sender: ` Els Claes <${SENDER}> ` },
      { sender: SENDER, recipient: '@ouder.example' },
      { id: `by gate.school.example (Mailsluis) with ESMTP\r\n\tid ${id} for <x@y.example>;` },
    ]) {
      const found = await page(query(asked))
      expect([asked, found.includes(`/mail/${id}`), found.includes(`/mail/${other}`)]).toEqual([asked, true, false])
    }
    expect(await page(query({ id: '<1@school.example>' }))).toContain(`/mail/${id}`)
  })

  test('without a question the latest are there, our own notices not among them', async () => {
    const id = await house.hold()
    await house.review.return(
      { name: 'h', email: 'h@x.example', roles: ['head'], schools: [], categories: [] },
      id,
      'Nee',
    )
    const latest = await (await signIn()).page('/mail')
    expect(latest.match(/href="\/mail\/[0-9A-Z]{26}"/g)).toEqual([`href="/mail/${id}"`])
    expect(latest).toContain('Laatste berichten')
  })

  test('a day counts by the clock on the wall of the school, the last one whole', async () => {
    const id = await house.hold()
    const { page } = await signIn()
    const day = (ms: number) => new Intl.DateTimeFormat('sv', { timeZone: 'Europe/Brussels' }).format(Date.now() + ms)
    const today = day(0)
    expect(await page(query({ since: today, until: today }))).toContain(`/mail/${id}`)
    expect(await page(query({ until: day(-24 * 60 * MINUTE) }))).not.toContain(`/mail/${id}`)
    expect(await page(query({ since: day(24 * 60 * MINUTE) }))).not.toContain(`/mail/${id}`)
  })

  test('what is not understood is said beside it, and what was written stays', async () => {
    const { get } = await signIn()
    const answer = await get(query({ sender: 'Els <script>', since: '2026-02-31x', recipient: 'school.be' }))
    expect(answer.status).toBe(422)
    const text = await answer.text()
    expect(text).toContain('Schrijf het hele e-mailadres')
    expect(text).toContain('value="Els &lt;script&gt;"')
    expect(text).toContain('value="2026-02-31x"')
    expect(text).toContain('aria-describedby="sender-hint sender-fault"')
    expect(text).not.toContain('<script>')
    const reversed = await get(query({ since: '2026-03-03', until: '2026-03-02' }))
    expect(await reversed.text()).toContain('Deze dag ligt vóór')
  })

  test('page by page, with the question kept', async () => {
    const ids: string[] = []
    for (let n = 0; n < 27; n += 1) ids.unshift(await house.hold())
    const { page } = await signIn()
    const first = await page(query({ sender: SENDER }))
    const next = /href="(\/mail\?[^"]*before=[^"]*)"/.exec(first)?.[1]?.replaceAll('&amp;', '&') ?? ''
    expect(next).toContain(`before=${ids[24]}`)
    const second = await page(next)
    expect(second.match(/href="\/mail\/[0-9A-Z]{26}"/g)).toEqual(ids.slice(25).map((id) => `href="/mail/${id}"`))
  })

  test('nothing found says where to look next', async () => {
    expect(await (await signIn()).page(query({ sender: 'niemand@school.example' }))).toContain('nooit gekregen')
  })
})

describe('the audit log of searches', () => {
  const searched = async () =>
    (await house.store.auditRows())
      .filter(({ event }) => event === 'mail-searched')
      .map(({ actor, ref, detail }) => [actor, ref, detail])

  test('has who searched and by what, and nothing of what was typed', async () => {
    const { page } = await signIn(['helpdesk'])
    await page('/mail')
    await page(query({ sender: SENDER, since: '2026-03-02' }))
    await page(query({ id: '<geheim@school.example>' }))
    const by = 'griet.helpdesk@school.example'
    expect(await searched()).toEqual([
      [by, '', 'latest'],
      [by, '', 'sender, since'],
      [by, '', 'messageId'],
    ])
  })

  test('has the same search once, also its next page; of two people twice', async () => {
    const { page } = await signIn(['helpdesk'])
    const id = await house.hold()
    for (const before of [{}, {}, { before: id }]) await page(query({ recipient: 'ouder.example', ...before }))
    expect(await searched()).toHaveLength(1)
    await page(query({ recipient: 'elders.example' }))
    expect(await searched()).toHaveLength(2)
    await (await signIn(['auditor'])).page(query({ recipient: 'elders.example' }))
    expect(await searched()).toHaveLength(3)
  })

  test('has no search that was not understood', async () => {
    const { get } = await signIn(['helpdesk'])
    expect((await get(query({ sender: 'geen adres' }))).status).toBe(422)
    expect(await searched()).toEqual([])
  })
})

describe('who may look', () => {
  test.each(['admin', 'helpdesk', 'auditor'] as const)('%s may', async (role) => {
    const { get, page } = await signIn([role])
    expect((await get('/mail')).status).toBe(200)
    expect(await page('/mail')).toContain('href="/mail"')
  })

  test('who only decides may not', async () => {
    const id = await waiting()
    const { get, page } = await signIn(['reviewer'])
    for (const path of ['/mail', '/mail/queue', `/mail/${id}`]) expect((await get(path)).status).toBe(403)
    expect(await page('/held')).not.toContain('href="/mail"')
    expect((await audited()).filter((entry) => entry.startsWith('road-seen'))).toEqual([])
  })

  test('a privacy officer sees the whole road of a message of the school, and does nothing on it', async () => {
    const id = await waiting()
    const { page, get, send } = await signIn(['privacy-officer'], ['school.example'])
    expect(await page('/mail')).toContain(`/mail/${id}`)
    expect(await page('/mail')).not.toContain('/mail/queue')
    const road = await page(`/mail/${id}`)
    for (const part of ['Geheim onderwerp', 'ouder@ouder.example', LATER]) expect(road).toContain(part)
    expect(road).not.toMatch(/Geheime tekst|action="\/mail\//)
    expect((await get('/mail/queue')).status).toBe(403)
    for (const deed of ['retry', 'again', 'give-up'])
      expect((await send(`/mail/${id}/${deed}`, { sure: 'yes' })).status, deed).toBe(403)
    expect(await house.fates(id)).toEqual(['waiting'])
  })

  test('a head sees the road without a word of the message, held or not', async () => {
    const { page, get } = await signIn(['head'], ['school.example'])
    const held = await house.hold({ subject: 'Geheim onderwerp', text: 'Geheime tekst' })
    for (const id of [await waiting(), held]) {
      const road = await page(`/mail/${id}`)
      for (const part of ['ouder@ouder.example', '(onderwerp niet getoond)']) expect(road).toContain(part)
      expect(road).not.toMatch(/Geheim onderwerp|Geheime tekst|action="\/mail\//)
    }
    expect((await get('/mail/queue')).status).toBe(403)
  })

  test.each(['head', 'privacy-officer'] as const)('%s sees nothing of another school', async (role) => {
    const id = await house.hold({ from: 'jan@elders.example', to: ['ouder@ouder.example'] })
    const { get, page } = await signIn([role], ['school.example'])
    expect((await get(`/mail/${id}`)).status).toBe(404)
    expect(await page(query({ sender: 'elders.example' }))).not.toContain(id)
    expect((await audited()).filter((entry) => entry.startsWith('road-seen'))).toEqual([])
  })

  test.each(['admin', 'helpdesk', 'auditor', 'privacy-officer', 'head'] as const)(
    '%s who looks at a road stands in the audit log',
    async (role) => {
      const id = await waiting()
      const { page } = await signIn([role])
      await page(`/mail/${id}`)
      const seen = (await house.store.auditRows()).filter(({ event }) => event === 'road-seen')
      expect(seen.map(({ actor, ref }) => ({ actor, ref }))).toEqual([
        { actor: `griet.${role}@school.example`, ref: id },
      ])
    },
  )

  test('nobody who is not signed in, and then the page that was asked for', async () => {
    const answer = await house.app.request('/mail/queue')
    expect(answer.headers.get('location')).toBe('/sign-in?next=%2Fmail%2Fqueue')
  })

  test('only the schools of the viewer: not in lists, not by its address, not to act on', async () => {
    const mine = await waiting()
    const other = await house.hold({ from: 'jan@elders.example', to: ['ouder@ouder.example'] })
    await release(other)
    const { page, get, send } = await signIn(['admin'], ['school.example'])
    for (const path of ['/mail', query({ recipient: 'ouder@ouder.example' }), query({ id: other }), '/mail/queue']) {
      const text = await page(path)
      expect([path, text.includes(`/mail/${other}`)]).toEqual([path, false])
    }
    expect(await page(query({ recipient: 'ouder@ouder.example' }))).toContain(`/mail/${mine}`)
    expect((await get(`/mail/${other}`)).status).toBe(404)
    expect((await send(`/mail/${other}/give-up`, { sure: 'yes' })).status).toBe(404)
    expect(await house.fates(other)).toEqual(['waiting'])
  })
})

describe('the road of a message', () => {
  test('tells each step, each fate and the answer in words, with the line itself', async () => {
    const id = await house.hold({ to: ['a@ouder.example', 'b@ouder.example', 'c@ouder.example'] })
    await release(id)
    const gone = '550 5.1.1 <b@ouder.example>: no such user (mx.ouder.example)'
    await tried(id, { 'a@ouder.example': LATER, 'b@ouder.example': gone })
    const text = await (await signIn()).page(`/mail/${id}`)
    expect(text).toContain('Aangekomen bij Mailsluis')
    expect(text).toContain('vraagt om het later nog eens te proberen')
    expect(text).toContain('Dit adres bestaat niet')
    expect(text).toContain('550 5.1.1 &lt;b@ouder.example&gt;: no such user')
    expect(text).toContain('hilde@school.example')
    expect(text).toContain('Wachtwoord')
    expect(text).toContain('Volgende poging')
    // Who did not get it comes first.
    expect(text.indexOf('<bdi>b@ouder')).toBeLessThan(text.lastIndexOf('<bdi>c@ouder'))
    expect(text).toContain(`id=${id} message-id=&lt;1@school.example&gt;`)
  })

  test('never the text; the subject only where a reviewer would see it', async () => {
    const id = await waiting()
    const shown = await (await signIn()).page(`/mail/${id}`)
    expect(shown).toContain('Geheim onderwerp')
    expect(shown).not.toContain('Geheime tekst')
    const { email, password } = await house.account('Els.Claes', ['admin'])
    expect(await (await house.signIn({ email, password })).page(`/mail/${id}`)).not.toContain('Geheim onderwerp')
    expect(await (await signIn(['helpdesk'])).page('/mail')).not.toContain('Geheim onderwerp')
  })

  test('looking is no opening of the case: the log has the one, and not the other', async () => {
    const id = await house.hold()
    await (await signIn()).get(`/mail/${id}`)
    expect((await audited()).filter((line) => line.endsWith(id))).toEqual([`road-seen ${id}`])
  })

  test('a held one leads to its case, its notices lead back to it', async () => {
    const id = await house.hold()
    const { page } = await signIn()
    expect(await page(`/mail/${id}`)).toContain(`href="/held/${id}"`)
    await house.review.return(
      { name: 'h', email: 'h@x.example', roles: ['head'], schools: [], categories: [] },
      id,
      'Nee',
    )
    const after = await page(`/mail/${id}`)
    expect(after).not.toContain(`href="/held/${id}"`)
    const notice = /<li><a href="\/mail\/([0-9A-Z]{26})">/.exec(after)?.[1] ?? ''
    expect(await page(`/mail/${notice}`)).toContain(`href="/mail/${id}"`)
  })

  test('hostile words of a next hop and of a client are harmless', async () => {
    const id = await waiting(undefined, '451 <img src=x onerror=alert(1)> \u202efdp (mx.example)')
    const { page } = await signIn()
    for (const path of [`/mail/${id}`, '/mail/queue']) {
      const text = await page(path)
      expect(text).toContain('&lt;img src=x onerror=alert(1)&gt;')
      expect(text).not.toMatch(/<img src=x|\u202e/)
    }
  })

  test('one that is not there says so', async () => {
    const { get } = await signIn()
    expect((await get('/mail/01KJPWD6M0FEMPZZC108Q85A30')).status).toBe(404)
  })
})

describe('acting', () => {
  test('another try now, by the helpdesk too, and it is written down', async () => {
    const id = await waiting()
    const { send, page } = await signIn(['helpdesk'])
    expect(await page(`/mail/${id}`)).not.toContain(`/mail/${id}/give-up`)
    const answer = await send(`/mail/${id}/retry`, {})
    expect(await page(answer.headers.get('location')!)).toContain('Er volgt nu een nieuwe poging.')
    expect((await house.store.mail(id))?.recipients[0]?.nextAt).toBeLessThanOrEqual(Date.now())
    expect(await audited()).toContain(`delivery-retried ${id}`)
    expect((await send(`/mail/${id}/give-up`, { sure: 'yes' })).status).toBe(403)
    expect(await house.fates(id)).toEqual(['waiting'])
  })

  test('an auditor only reads', async () => {
    const id = await waiting()
    const { send, page } = await signIn(['auditor'])
    expect(await page(`/mail/${id}`)).not.toContain(`action="/mail/`)
    expect((await send(`/mail/${id}/retry`, {})).status).toBe(403)
  })

  test('given up: its sender gets a DSN with the last answer', async () => {
    const id = await waiting()
    const { send, page } = await signIn()
    const unsure = await send(`/mail/${id}/give-up`, {})
    expect([unsure.status, await house.fates(id)]).toEqual([409, ['waiting']])
    const answer = await send(`/mail/${id}/give-up`, { sure: 'yes' })
    expect(await page(answer.headers.get('location')!)).toContain('Opgegeven. De afzender krijgt bericht.')
    expect(await house.fates(id)).toEqual(['failed'])
    expect(await audited()).toContain(`delivery-given-up ${id}`)
    const { mails } = await house.store.find({ about: id, limit: 5 })
    expect(mails.map(({ head }) => head.envelope.rcptTo)).toEqual([[SENDER]])
    const dsn = (await house.store.body(mails[0]!.id)).toString()
    expect(dsn).toContain('Action: failed')
    expect(dsn).toContain('greylisted, come back later')
    expect(await page(`/mail/${id}`)).toContain('<bdi>Opgegeven</bdi>')
  })

  test('not while it is being tried: that is said, and nothing is done', async () => {
    const id = await waiting()
    await house.store.retry(id, Date.now())
    await house.store.claimDue('queue', Date.now(), MINUTE, 5, () => Date.now() + 10 * MINUTE)
    const { send, page } = await signIn()
    const text = await page(`/mail/${id}`)
    expect(text).toContain('Er wordt op dit moment een poging gedaan.')
    expect(text).not.toContain(`/mail/${id}/retry`)
    for (const deed of ['retry', 'give-up']) {
      const answer = await send(`/mail/${id}/${deed}`, { sure: 'yes' })
      expect([answer.status, (await answer.text()).includes('Er is niets gedaan')]).toEqual([409, true])
    }
    expect((await audited()).filter((line) => line.startsWith('delivery-'))).toEqual([])
  })

  test('sent anew to whom it did not reach, as long as its bytes are there', async () => {
    const id = await house.hold({ to: ['a@ouder.example', 'b@ouder.example'] })
    await release(id)
    await tried(id, { 'a@ouder.example': '550 5.7.1 refused (mx.example)', 'b@ouder.example': LATER })
    const { send, page } = await signIn()
    const answer = await send(`/mail/${id}/again`, {})
    expect(await page(answer.headers.get('location')!)).toContain('Het bericht wordt opnieuw verstuurd.')
    expect(await house.fates(id)).toEqual(['waiting', 'waiting'])
    expect(await audited()).toContain(`delivery-sent-again ${id}`)
  })

  test('no form is taken without its seal', async () => {
    const id = await waiting()
    const { send } = await signIn()
    expect((await send(`/mail/${id}/retry`, { seal: 'x' })).status).toBe(403)
    expect((await send(`/mail/${id}/else`, {})).status).toBe(404)
  })
})

describe('the queue', () => {
  test('tells of each route what waits, since when, and the answers that are the same as one', async () => {
    for (const n of [1, 2, 3])
      await waiting([`ouder${n}@ouder.example`], `4.4.2 connection lost to <ouder${n}@ouder.example> (mx.example)`)
    const id = await house.hold({ to: ['pupil@leerling.example'] })
    await release(id)
    await tried(id, {})
    const text = await (await signIn()).page('/mail/queue')
    expect(text).toContain('Er wachten 3 ontvangers.')
    const [, pupils = '', others = ''] = text.split('class="card stack"')
    expect(pupils).toContain('Route naar leerling.example')
    expect(pupils).toContain('mail.leerling.example:25')
    expect(pupils).toMatch(/neemt mail aan/)
    expect(others).toContain('Gewone route')
    expect(others).toMatch(/neemt geen mail aan/)
    expect(others).toContain('3 ×')
    expect(others).not.toContain('1 ×')
  })

  test('the overview says the same of each route, and calls none fine that was not tried', async () => {
    const { page } = await signIn()
    const told = async () =>
      [...(await page('/overview')).matchAll(/<li><bdi>([^<]+)<\/bdi> <span class="tag[^"]*">([^<]+)/g)].map(
        ([, route, state]) => `${route} ${state}`,
      )
    expect(await told()).toEqual(['Route naar leerling.example nog onbekend', 'Gewone route nog onbekend'])
    await waiting(['ouder@ouder.example'], '4.4.2 connection lost to <ouder@ouder.example> (mx.example)')
    expect(await told()).toEqual(['Route naar leerling.example nog onbekend', 'Gewone route neemt geen mail aan'])
  })

  test('a next hop that says "later" to one recipient is not down', async () => {
    await waiting()
    const text = await (await signIn()).page('/mail/queue')
    expect(text).toContain('vraagt om het later nog eens te proberen')
    expect(text).not.toContain('neemt geen mail aan')
    expect(text).toContain('neemt mail aan')
  })

  test('the oldest first, page by page', async () => {
    const ids: string[] = []
    for (let n = 0; n < 52; n += 1) {
      const id = await house.hold()
      await release(id)
      ids.push(id)
    }
    const { page } = await signIn()
    const first = await page('/mail/queue')
    expect(first.match(/href="\/mail\/[0-9A-Z]{26}"/g)?.[0]).toBe(`href="/mail/${ids[0]}"`)
    const second = await page(`/mail/queue?before=${ids[49]}`)
    expect(second.match(/href="\/mail\/[0-9A-Z]{26}"/g)).toEqual(ids.slice(50).map((id) => `href="/mail/${id}"`))
  })

  test('empty is a good sign', async () => {
    expect(await (await signIn()).page('/mail/queue')).toContain('Niets wacht. Alle mail is weg.')
  })
})

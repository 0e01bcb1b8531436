/** Who may let a message go, and that of two who try at once one wins. */
import { simpleParser } from 'mailparser'
import { afterEach, describe, expect, test } from 'vitest'
import { Refused } from '../../src/review/review.ts'
import { CARE, ELS, GREET, KOEN, letter, OMA, OUDER, openReviewHouse, type ReviewHouse, someone } from './house.ts'

let house: ReviewHouse
const open = async (...given: Parameters<typeof openReviewHouse>) => {
  house = await openReviewHouse(...given)
  return house.review
}
afterEach(() => house.close())

const DAY = 86_400_000
const text = async (raw: string): Promise<string> =>
  ((await simpleParser(Buffer.from(raw, 'latin1'))).text ?? '').replace(/\s+/g, ' ')

/** The letters since `n` of them were there, as people read them. */
const told = async (to: string, n = 0): Promise<string[]> => Promise.all((await house.lettersTo(to)).slice(n).map(text))

describe('release', () => {
  test('sends the message to the queue once, with its bytes, and tells the sender', async () => {
    const review = await open()
    const id = await house.bring(CARE)
    expect(await told(ELS)).toHaveLength(1)
    const [item] = await review.held(GREET)
    expect(item).toMatchObject({ id, from: ELS, rules: ['sensitive-pupil-data'], pack: 'moretus-ekeren' })
    await review.release(GREET, id)
    expect(await house.fates(id)).toEqual({ [OUDER]: 'waiting' })
    expect((await house.store.body(id)).equals(CARE)).toBe(true)
    expect(house.woken()).toBeGreaterThan(0)
    expect(await told(ELS)).toHaveLength(2)
    expect(await review.held(GREET)).toEqual([])
    expect(await house.audited()).toContainEqual({ event: 'released', actor: GREET.email, ref: id, detail: '' })
  })

  test('of two at once one wins, and the other hears who was first and when', async () => {
    const review = await open()
    const id = await house.bring(CARE)
    const results = await Promise.allSettled([review.release(GREET, id), review.return(KOEN, id, 'Bel eerst even.')])
    const lost = results.filter((r) => r.status === 'rejected')
    expect(lost).toHaveLength(1)
    expect(lost[0]!.reason).toBeInstanceOf(Refused)
    const won = results[0]!.status === 'fulfilled' ? ['released', GREET.email] : ['returned', KOEN.email]
    expect(lost[0]!.reason.message).toContain(`already ${won[0]} by ${won[1]} on Monday 2 March at 10:00.`)
    expect(lost[0]!.reason).toMatchObject({ first: { event: won[0], by: won[1], at: house.clock.now } })
    expect((await house.audited()).filter((a) => a.ref === id)).toHaveLength(1)
    expect(await told(ELS)).toHaveLength(2)
  })

  test('for some: they go, the others wait, and each letter speaks of its own recipients', async () => {
    const review = await open()
    const id = await house.bring(letter('Noor Peeters uit 3A heeft epilepsie.', { To: `${OUDER}, ${OMA}` }), [
      OUDER,
      OMA,
    ])
    await review.release(GREET, id, { recipients: [OUDER.toUpperCase()] })
    expect(await house.fates(id)).toEqual({ [OUDER]: 'waiting', [OMA]: 'held' })
    await review.return(KOEN, id, 'Liever niet aan oma.')
    expect(await house.fates(id)).toEqual({ [OUDER]: 'waiting', [OMA]: 'returned' })
    const [released, returned] = await told(ELS, 1)
    expect(released).toContain(OUDER)
    expect(released).not.toContain(OMA)
    expect(returned).toContain(OMA)
    expect(returned).not.toContain(OUDER)
    expect(returned).toContain('Liever niet aan oma.')
  })

  test('for somebody it does not wait for is refused, and changes nothing', async () => {
    const review = await open()
    const id = await house.bring(CARE)
    await expect(review.release(GREET, id, { recipients: ['x@mail.example'] })).rejects.toThrow(Refused)
    await expect(review.release(GREET, id, { recipients: [] })).rejects.toThrow(Refused)
    await expect(review.release(GREET, id, { recipients: [OUDER, 'x@mail.example'] })).rejects.toThrow(Refused)
    expect(await house.fates(id)).toEqual({ [OUDER]: 'held' })
  })

  test('what does not exist, or was never held, says so', async () => {
    const review = await open()
    await expect(review.release(GREET, '0'.repeat(26))).rejects.toThrow('There is no such message')
    const id = await house.bring(letter('Vrijdag gaan we zwemmen.'))
    await expect(review.release(GREET, id)).rejects.toThrow('This message is not held.')
  })
})

describe('the end of its time', () => {
  test('what nobody decided on goes back, and is never dropped', async () => {
    const review = await open()
    const id = await house.bring(CARE)
    const { deadline } = (await review.held(GREET))[0]!
    expect(await review.expire(deadline - 1)).toBe(0)
    expect(await review.expire(deadline)).toBe(1)
    expect(await house.fates(id)).toEqual({ [OUDER]: 'expired' })
    expect(await told(ELS, 1)).toHaveLength(1)
    expect(await house.audited()).toContainEqual({ event: 'expired', actor: 'clock', ref: id, detail: '' })
    await expect(review.release(GREET, id)).rejects.toThrow('already expired by clock')
    expect(await review.expire(deadline + DAY)).toBe(0)
  })

  test('one whose body cannot be read any more is returned all the same', async () => {
    let sick = ''
    const review = await open({
      store: (real) =>
        new Proxy(real, {
          get: (target, name) => {
            if (name === 'body')
              return (id: string) => (id === sick ? Promise.reject(new Error('disk')) : target.body(id))
            const found = Reflect.get(target, name) as unknown
            return typeof found === 'function' ? found.bind(target) : found
          },
        }),
    })
    sick = await house.bring(CARE)
    const other = await house.bring(CARE)
    expect(await review.expire(house.clock.now + 30 * DAY)).toBe(2)
    expect(await house.fates(other)).toEqual({ [OUDER]: 'expired' })
    expect(await house.fates(sick)).toEqual({ [OUDER]: 'expired' })
  })

  test('a machine and the null sender are not answered', async () => {
    const review = await open()
    const machine = letter('Noor Peeters uit 3A heeft epilepsie.', { 'Auto-Submitted': 'auto-replied' })
    const first = await house.bring(machine)
    const second = await house.bring(CARE, [OUDER], '')
    await review.return(GREET, first, 'Nee.')
    await review.release(GREET, second)
    expect(await house.lettersTo(ELS)).toEqual([])
    expect(await house.lettersTo('')).toEqual([])
  })
})

describe('who may', () => {
  test.each([
    ['one’s own message', someone(ELS), 'your own message'],
    ['one’s own message, in capitals', someone(ELS.toUpperCase()), 'your own message'],
    ['a message addressed to oneself', someone(OUDER), 'addressed to you'],
    ['another school', someone('x@dewilg.example', { schools: ['dewilg.example'] }), 'another school'],
  ])('nobody sees or decides on %s', async (_, actor, why) => {
    const review = await open()
    const id = await house.bring(CARE)
    expect(await review.held(actor)).toEqual([])
    await expect(review.case(actor, id)).rejects.toThrow(why)
    await expect(review.release(actor, id)).rejects.toThrow(why)
    await expect(review.return(actor, id, 'x')).rejects.toThrow(why)
    await expect(review.original(actor, id, 'x')).rejects.toThrow(why)
    expect(await house.fates(id)).toEqual({ [OUDER]: 'held' })
    expect(await house.audited()).toEqual([])
  })

  test('nobody decides on a message that is about themselves', async () => {
    const review = await open()
    const { people } = house.rules
    const noor = people.person('p1')!
    const contact = (address: string) => {
      const known = people.contact(address)
      return address === GREET.email ? { ...known, persons: [noor] } : known
    }
    Object.assign(house.rules, { people: { ...people, contact } })
    const id = await house.bring(CARE)
    expect(await review.held(GREET)).toEqual([])
    await expect(review.release(GREET, id)).rejects.toThrow('This message is about you')
    await review.release(KOEN, id)
  })

  describe('a colleague of whom it speaks', () => {
    const KAREL = someone('karel@devlonder.example', { roles: ['head'] })
    const care = (more: string) =>
      letter(`Beste,\n\nLeerling Noor uit 3A heeft ADHD en neemt sinds maandag Rilatine.\n\n${more}\n\nEls`)

    test.each([
      ['by full name', care('Onze directeur Karel Goossens wil daar niets van horen.')],
      ['by surname', care('Ik klaag meneer Goossens aan: hij lachte haar uit.')],
      [
        'in what is quoted',
        care(
          'Zie hieronder.\n\nOp 1 september 2026 schreef Jan <jan@mail.example>:\n> Karel Goossens heeft mijn dochter bang gemaakt.',
        ),
      ],
      [
        'in the subject',
        letter('Leerling Noor uit 3A heeft ADHD en neemt Rilatine.', { Subject: 'Klacht over Karel Goossens' }),
      ],
    ])('%s: does not see it, is not told of it, and the deputy is', async (_, raw) => {
      const rit = 'rit@devlonder.example'
      const review = await open({ options: { deputies: { [KAREL.email]: rit } } })
      await house.accounts.add(KAREL.email, { name: 'Karel', roles: ['head'], schools: [] })
      const id = await house.bring(raw)
      expect(await review.held(KAREL)).toEqual([])
      expect((await review.list(KAREL, {})).count).toBe(0)
      await expect(review.case(KAREL, id)).rejects.toThrow('This message is about you')
      await expect(review.release(KAREL, id)).rejects.toThrow('This message is about you')
      expect([(await house.lettersTo(KAREL.email)).length, (await house.lettersTo(rit)).length]).toEqual([0, 1])
      await review.release(KOEN, id)
    })

    test.each([
      ['by a first name, which others have too', care('Karel wil daar niets van horen.')],
      ['who signs below', care('Groeten van ons,\n\nKarel Goossens')],
      ['who wrote what is quoted', care('Op 1 september 2026 schreef Karel Goossens:\n> Kun jij dit nakijken?')],
      ['in a list', care('Zorgteam:\n- Karel Goossens, directeur\n- Els Vandenbroeck')],
    ])('%s: decides like anybody', async (_, raw) => {
      const review = await open()
      const id = await house.bring(raw)
      expect(await review.held(KAREL)).toHaveLength(1)
      await review.release(KAREL, id)
    })
  })

  test('whose school it is', async () => {
    const review = await open()
    const id = await house.bring(CARE)
    await review.release(someone('x@devlonder.example', { schools: ['DeVlonder.example'] }), id)
    expect(await house.fates(id)).toEqual({ [OUDER]: 'waiting' })
  })

  test.each(['helpdesk', 'auditor'] as const)('a %s looks and does not decide', async (role) => {
    const review = await open()
    const id = await house.bring(CARE)
    const actor = someone('ict@devlonder.example', { roles: [role] })
    expect(await review.held(actor)).toHaveLength(1)
    await expect(review.release(actor, id)).rejects.toThrow('Your role')
    await expect(review.return(actor, id, 'x')).rejects.toThrow('Your role')
    await expect(review.original(actor, id, 'x')).rejects.toThrow('Your role')
  })

  test('who is alerted: who may decide at this school, never the sender or a recipient', async () => {
    await open({ alert: ['DPO@bestuur.example'] })
    const add = (email: string, roles: readonly ['reviewer' | 'auditor'], schools: string[] = []) =>
      house.accounts.add(email, { name: email, roles, schools })
    await add('greet@devlonder.example', ['reviewer'])
    await add('kijker@devlonder.example', ['auditor'])
    await add('anders@dewilg.example', ['reviewer'], ['dewilg.example'])
    await add('weg@devlonder.example', ['reviewer'])
    await add(ELS, ['reviewer'])
    await add(OUDER, ['reviewer'])
    await house.accounts.disable('weg@devlonder.example', true)
    await house.bring(CARE)
    const counts = async (to: string) => (await house.lettersTo(to)).length
    expect(await counts('greet@devlonder.example')).toBe(1)
    expect(await counts('dpo@bestuur.example')).toBe(1)
    for (const other of ['kijker@devlonder.example', 'anders@dewilg.example', 'weg@devlonder.example', OUDER])
      expect(await counts(other)).toBe(0)
    expect(await told(ELS)).toHaveLength(1)
  })
})

describe('what is seen', () => {
  const inSubject = letter('Tot straks.', { Subject: 'Noor Peeters 3A heeft epilepsie' })
  const visible = (visibility: 'metadata' | 'findings' | 'full') => ({
    packs: <T extends object>(pack: T) => ({ ...pack, reviewVisibility: visibility }),
  })

  test('with metadata only, nothing of what was found leaves the review', async () => {
    const review = await open(visible('metadata'))
    const id = await house.bring(CARE)
    const [item] = await review.held(GREET)
    const held = await review.case(GREET, id)
    expect(item).toMatchObject({ subject: '', rules: ['sensitive-pupil-data'], from: ELS })
    expect(held.visibility).toBe('metadata')
    expect(JSON.stringify(held)).not.toMatch(/Noor|N\.|ADHD|Rilatine|Overleg|•/)
    expect(held.decision.hits[0]!.clause).toMatch(/^ME-/)
    await expect(review.original(GREET, id, 'nodig')).rejects.toThrow('lets nobody read')
  })

  test('with findings, they are masked, and the whole text stays closed', async () => {
    const review = await open(visible('findings'))
    const id = await house.bring(CARE)
    const held = await review.case(GREET, id)
    expect(held.subject).toBe('Overleg')
    expect(held.decision.hits.some((hit) => hit.finding?.excerpt)).toBe(true)
    expect(JSON.stringify(held)).not.toMatch(/Noor/)
    await expect(review.original(GREET, id, 'nodig')).rejects.toThrow('lets nobody read')
    expect((await house.audited()).map((a) => a.event)).toEqual(['case-opened'])
  })

  test('with full, the text needs a reason, and the reason is kept', async () => {
    const review = await open(visible('full'))
    const id = await house.bring(CARE)
    await expect(review.original(GREET, id, '  ')).rejects.toThrow('say why')
    expect(await house.audited()).toEqual([])
    expect((await review.original(GREET, id, ' Twijfel over de naam ')).equals(CARE)).toBe(true)
    expect(await house.audited()).toEqual([
      { event: 'original-read', actor: GREET.email, ref: id, detail: 'Twijfel over de naam' },
    ])
  })

  test('a subject that holds what was found is masked in list and case', async () => {
    const review = await open()
    const id = await house.bring(inSubject)
    const [item] = await review.held(GREET)
    const held = await review.case(GREET, id)
    for (const shown of [item, held]) expect(JSON.stringify(shown)).not.toMatch(/Noor|Peeters/)
    expect(item!.subject).not.toBe('')
  })

  test('a decided case can still be opened while its message is on its way', async () => {
    const review = await open()
    const id = await house.bring(CARE)
    await review.release(GREET, id)
    const held = await review.case(KOEN, id)
    expect(held.recipients.map((r) => r.fate)).toEqual(['waiting'])
    expect(held.mail.history.map((h) => h.event)).toEqual(['judged', 'released'])
  })

  test('the text of what was destroyed is gone, and what became of it stays', async () => {
    const review = await open()
    const id = await house.bring(CARE)
    await review.return(GREET, id, 'Nee.')
    await expect(review.original(GREET, id, 'nodig')).rejects.toThrow('deleted by now')
    const held = await review.case(GREET, id)
    expect(held).toMatchObject({
      subject: '',
      rules: ['sensitive-pupil-data'],
      recipients: [{ address: OUDER, fate: 'returned' }],
    })
    expect(held.mail.history.map(({ event }) => event)).toEqual(['judged', 'returned'])
    expect(JSON.stringify(held)).not.toMatch(/Noor|ADHD|Overleg/)
  })
})

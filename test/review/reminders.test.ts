/** Who is asked and reminded: in school time, once a day, on however many nodes; and the deputies of who cannot. */
import { simpleParser } from 'mailparser'
import { afterEach, describe, expect, test } from 'vitest'
import { CARE, ELS, GREET, letter, OUDER, openReviewHouse, type ReviewHouse } from './house.ts'
import { onEachStore } from './stores.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR
const DPO = 'dpo@devlonder.example'
const KOEN = 'koen@devlonder.example'
// Monday 23 November 2026, ten in the morning: due on Thursday at 17:00, so nearly due from Thursday at 8:00.
const MONDAY = Date.parse('2026-11-23T10:00+01:00')
const at = (time: string): number => Date.parse(`2026-11-${time}+01:00`)

onEachStore((on) => {
  let house: ReviewHouse
  const open = async (options: NonNullable<Parameters<typeof openReviewHouse>[0]>['options'] = {}) => {
    house = await openReviewHouse({ on, options: { alert: [DPO], ...options } })
    house.clock.now = MONDAY
    return house.review
  }
  const remind = async (time: number, review = house.review) => {
    house.clock.now = time
    return review.remind(time)
  }
  const subjects = async (to: string) =>
    (await house.lettersTo(to)).map((raw) => /^Subject: (\w+)/m.exec(raw)?.[1] ?? '')
  afterEach(() => house.close())

  test('nearly due, while school is open, once: whatever the number of nodes and starts', async () => {
    await open()
    await house.bring(CARE)
    for (const early of [at('23T16:00'), at('25T11:59'), at('25T20:00'), at('26T07:59')])
      expect(await remind(early)).toBe(0)
    const two = await house.another()
    const sent = await Promise.all([remind(at('26T08:00')), remind(at('26T08:00'), two), remind(at('26T08:00'))])
    expect(sent.reduce((a, b) => a + b)).toBe(1)
    for (const later of [at('26T08:10'), at('26T12:00'), at('26T16:59')]) expect(await remind(later, two)).toBe(0)
    expect(await subjects(DPO)).toEqual(['Na', 'Herinnering'])
    await house.house.restart()
    expect(await remind(at('26T16:59'), await house.another())).toBe(0)
  })

  test('one letter for all of them, and none for what is decided', async () => {
    const review = await open()
    const ids = [await house.bring(CARE), await house.bring(CARE), await house.bring(CARE)]
    await review.release(GREET, ids[0]!)
    expect(await remind(at('26T09:00'))).toBe(1)
    expect((await house.lettersTo(DPO)).at(-1)).toContain('2 berichten wachten op je')
    // What comes near later that day is for tomorrow, or is seen with the others.
    expect(await remind(at('26T10:00'))).toBe(0)
  })

  test('not of what they were told the same day', async () => {
    await open({ holdDays: 1, remindHours: 20 })
    await house.bring(CARE)
    expect(await remind(MONDAY + HOUR)).toBe(0)
    expect(await remind(at('24T08:00'))).toBe(1)
  })

  test('what is urgent is reminded of on its own, halfway', async () => {
    const review = await open()
    await house.bring(CARE)
    await review.hurry(await house.linkFor(ELS), 'De ouder wacht')
    expect(await remind(MONDAY + HOUR)).toBe(0)
    expect(await remind(MONDAY + 2 * HOUR)).toBe(1)
    expect(await remind(MONDAY + 3 * HOUR)).toBe(0)
    expect((await house.lettersTo(DPO)).at(-1)).toContain('dringend')
  })

  test('one that was killed between booking and sending is sent two minutes later', async () => {
    await open()
    await house.bring(CARE)
    const now = at('26T08:00')
    house.clock.now = now
    await house.store.put('mark', { key: `reminded:${DPO}:2026-11-26`, value: true, expires: now + 120_000 })
    expect(await remind(now + 60_000)).toBe(0)
    expect(await remind(now + 120_000)).toBe(1)
  })

  test('none at all when they are turned off', async () => {
    await open({ remindHours: 0 })
    await house.bring(CARE)
    expect(await remind(at('26T09:00'))).toBe(0)
  })

  describe('a deputy', () => {
    const deputies = { [DPO]: KOEN, [KOEN]: 'an@devlonder.example' }

    test('is asked at the reminder, and hears in whose place', async () => {
      await open({ deputies })
      await house.bring(CARE)
      expect(await house.lettersTo(KOEN)).toEqual([])
      expect(await remind(at('26T09:00'))).toBe(2)
      const { text = '' } = await simpleParser((await house.lettersTo(KOEN)).at(-1)!)
      expect(text.replace(/\s+/g, ' ')).toContain(`Je krijgt deze mail als vervanger van ${DPO}.`)
    })

    test.each<[string, Buffer, readonly string[], string]>([
      ['wrote it', letter('Leerling Noor uit 3A heeft ADHD en neemt Rilatine.', { From: DPO }), [OUDER], DPO],
      [
        'gets it',
        letter('Leerling Noor uit 3A heeft ADHD en neemt Rilatine.', { To: `${OUDER}, ${DPO}` }),
        [OUDER, DPO],
        ELS,
      ],
    ])('is told at once when the reviewer %s', async (_, raw, to, from) => {
      await open({ deputies })
      await house.bring(raw, to, from)
      expect(await subjects(KOEN)).toEqual(['Na'])
      expect((await subjects(DPO)).filter((subject) => subject === 'Na')).toEqual([])
    })

    test('of a deputy is asked where the first is a party too', async () => {
      await open({ deputies })
      await house.bring(letter('Leerling Noor uit 3A heeft ADHD en neemt Rilatine.', { To: KOEN }), [KOEN], DPO)
      expect(await subjects('an@devlonder.example')).toEqual(['Na'])
      expect(await house.lettersTo(KOEN)).toEqual([])
    })

    test('who stand in for each other are no endless line', async () => {
      await open({ deputies: { [DPO]: KOEN, [KOEN]: DPO } })
      await house.bring(letter('Leerling Noor uit 3A heeft ADHD en neemt Rilatine.', { To: `${KOEN}, ${DPO}` }), [
        KOEN,
        DPO,
      ])
      expect([...(await subjects(KOEN)), ...(await subjects(DPO))]).toEqual([])
    })

    test('who may not decide at this school is not asked', async () => {
      await open({ deputies })
      await house.accounts.add(KOEN, { name: 'Koen', roles: ['reviewer'], schools: ['dewilg.example'] })
      await house.bring(CARE)
      await remind(at('26T09:00'))
      expect(await house.lettersTo(KOEN)).toEqual([])
      expect(await subjects('an@devlonder.example')).toEqual(['Herinnering'])
    })
  })

  test('what comes back after its time was reminded of before', async () => {
    const review = await open()
    await house.bring(CARE)
    await remind(at('26T09:00'))
    house.clock.now = at('26T17:00')
    expect(await review.expire(house.clock.now)).toBe(1)
    expect(await remind(house.clock.now + DAY)).toBe(0)
  })
})

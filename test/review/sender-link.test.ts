/** What a sender does with the link of the held notice: looking changes nothing, and each deed is done once. */
import { afterEach, describe, expect, test } from 'vitest'
import { CARE, ELS, GREET, KOEN, letter, OMA, OUDER, openReviewHouse, type ReviewHouse } from './house.ts'
import { onEachStore } from './stores.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR
const WHY = 'De ouder wacht aan de poort'

onEachStore((on) => {
  let house: ReviewHouse
  const open = async (given: Parameters<typeof openReviewHouse>[0] = {}) => {
    house = await openReviewHouse({ on, alert: ['dpo@devlonder.example'], ...given })
    const id = await house.bring(CARE)
    return { review: house.review, id, token: await house.linkFor(ELS) }
  }
  afterEach(() => house.close())

  test('looking, as often as scanners like, changes nothing', async () => {
    const { review, id, token } = await open()
    const before = await house.store.mail(id)
    const shown = await review.follow(token)
    for (let n = 0; n < 5; n++) expect(await review.follow(token)).toEqual(shown)
    expect(shown).toMatchObject({
      id,
      subject: 'Overleg',
      urgency: 'possible',
      visible: [{ address: OUDER, fate: 'held' }],
    })
    expect(await house.store.mail(id)).toEqual(before)
    expect(await house.audited()).toEqual([])
    await expect(review.follow('x'.repeat(32))).rejects.toThrow('does not work any more')
    // The two kinds of link are two kinds of key.
    await expect(review.preview(token)).rejects.toThrow('has been used or has expired')
  })

  test('hidden recipients are counted, not named', async () => {
    await open()
    await house.bring(CARE, [OUDER, OMA])
    const shown = await house.review.follow(await house.linkFor(ELS))
    expect(shown.visible.map(({ address }) => address)).toEqual([OUDER])
    expect(shown.others).toHaveLength(1)
  })

  test('there is no link where it would lead nowhere, nor for who is not answered', async () => {
    await open({ url: '' }).catch(() => undefined)
    expect(await house.linkFor(ELS).catch(() => 'none')).toBe('none')
    await house.bring(letter('Noor Peeters uit 3A heeft epilepsie.', { 'Auto-Submitted': 'auto-replied' }))
    expect(await house.linkFor(ELS).catch(() => 'none')).toBe('none')
  })

  describe('withdrawing', () => {
    test('ends the wait for all who still wait, and says so once', async () => {
      const { review, id, token } = await open()
      const shown = await review.withdraw(token)
      // Its content is gone, and with it who was visible.
      expect([...shown.visible, ...shown.others].map(({ fate }) => fate)).toEqual(['withdrawn'])
      expect(await house.fates(id)).toEqual({ [OUDER]: 'withdrawn' })
      await expect(review.withdraw(token)).rejects.toThrow('already withdrawn by sender')
      await expect(review.release(GREET, id)).rejects.toThrow('already withdrawn by sender')
      expect((await house.lettersTo(ELS)).at(-1)).toMatch(/^Subject: Ingetrokken/m)
      expect(await house.lettersTo(ELS)).toHaveLength(2)
      expect(await house.audited()).toContainEqual({ event: 'withdrawn', actor: 'sender', ref: id, detail: '' })
      expect(await review.follow(token)).toMatchObject({ subject: '', others: [{ fate: 'withdrawn' }] })
    })

    test('leaves alone who was decided on already', async () => {
      const { review } = await open()
      const both = letter('Noor Peeters uit 3A heeft epilepsie.', { To: `${OUDER}, ${OMA}` })
      const id = await house.bring(both, [OUDER, OMA])
      const token = await house.linkFor(ELS)
      await review.release(GREET, id, { recipients: [OUDER] })
      await review.withdraw(token)
      expect(await house.fates(id)).toEqual({ [OUDER]: 'waiting', [OMA]: 'withdrawn' })
    })
  })

  describe('urgent', () => {
    test('it is due sooner, in school time, the reviewers hear why, and it stands first', async () => {
      const { review, id, token } = await open()
      const before = (await review.held(GREET))[0]!
      house.clock.now += HOUR
      const other = await house.bring(CARE)
      await review.hurry(token, `  ${WHY}\n`)
      const held = await review.case(GREET, id)
      // 11:00 on the wall, and four hours of school.
      expect(held.deadline).toBe(house.clock.now + 4 * HOUR)
      expect(held.deadline).toBeLessThan(before.deadline)
      expect(held).toMatchObject({ urgent: true, urgentReason: WHY })
      const letters = await house.lettersTo('dpo@devlonder.example')
      expect(letters).toHaveLength(3)
      expect(letters.at(-1)).toMatch(/^Subject: Spoed/m)
      expect(letters.at(-1)).toContain(WHY)
      expect((await review.held(GREET)).find((item) => item.id === other)!.urgent).toBe(false)
      expect((await review.held(GREET, { limit: 1 })).map((item) => item.id)).toEqual([other, id])
      // No word of it stays when the content goes.
      expect(JSON.stringify((await house.store.mail(id))!.history)).not.toContain('poort')
    })

    test('once for a message, also of two clicks at once, and with a reason', async () => {
      const { review, token } = await open()
      const two = await house.another()
      await expect(review.hurry(token, ' \n ')).rejects.toThrow('in a few words')
      const tried = await Promise.allSettled([review.hurry(token, WHY), two.hurry(token, WHY)])
      expect(tried.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
      house.clock.now += HOUR
      await expect(review.hurry(token, WHY)).rejects.toThrow('already been marked')
      expect((await review.follow(token)).urgency).toBe('marked')
      expect(await house.lettersTo('dpo@devlonder.example')).toHaveLength(2)
    })

    test('a few a day for one sender', async () => {
      const { review } = await open({ options: { urgentPerDay: 2 } })
      const tokens: string[] = []
      for (let n = 0; n < 3; n++) {
        await house.bring(CARE)
        tokens.push(await house.linkFor(ELS))
      }
      for (const token of tokens.slice(0, 2)) await review.hurry(token, WHY)
      expect((await review.follow(tokens[2]!)).urgency).toBe('too-many')
      await expect(review.hurry(tokens[2]!, WHY)).rejects.toThrow('enough messages')
      house.clock.now += DAY
      await review.hurry(tokens[2]!, WHY)
    })

    test('never later than it was due, and not any more once it is decided', async () => {
      const { review, id, token } = await open({ options: { urgentHours: 200 } })
      const before = (await review.held(GREET))[0]!.deadline
      await review.hurry(token, WHY)
      expect((await review.case(GREET, id)).deadline).toBe(before)
      await review.release(KOEN, id)
      house.clock.now += HOUR
      await expect(review.hurry(token, WHY)).rejects.toThrow('already released')
    })

    test('a click that ended halfway does not stand in the way of the next', async () => {
      const { token } = await open({
        store: (real) => failing(real),
      })
      const { review } = house
      await expect(review.hurry(token, WHY)).rejects.toThrow('power')
      house.clock.now += 61_000
      await review.hurry(token, WHY)
      expect((await review.follow(token)).urgency).toBe('marked')
    })
  })
})

/** The first move never happens. */
const failing = <T extends object>(real: T): T => {
  let first = true
  return new Proxy(real, {
    get: (target, name) => {
      const found = Reflect.get(target, name) as unknown
      if (name === 'move' && first) {
        return () => {
          first = false
          return Promise.reject(new Error('power'))
        }
      }
      return typeof found === 'function' ? found.bind(target) : found
    },
  })
}

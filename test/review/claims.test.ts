/** Two reviewers, on one node or on two: who takes a message up, who takes it over, and that of two decisions one counts. */
import { afterEach, describe, expect, test } from 'vitest'
import { Claimed, Overtaken, Refused } from '../../src/review/review.ts'
import { CARE, ELS, GREET, KOEN, letter, OMA, OUDER, openReviewHouse, type ReviewHouse, someone } from './house.ts'
import { onEachStore } from './stores.ts'

const MINUTE = 60_000

onEachStore((on) => {
  let house: ReviewHouse
  const open = async (given: Parameters<typeof openReviewHouse>[0] = {}) => {
    house = await openReviewHouse({ on, ...given })
    return { one: house.review, two: await house.another(), id: await house.bring(CARE) }
  }
  afterEach(() => house.close())

  describe('a claim', () => {
    test('is seen on every node, by whom and since when', async () => {
      const { one, two, id } = await open()
      await one.claim(GREET, id)
      const claim = { by: GREET.email, name: 'greet', since: house.clock.now }
      house.clock.now += MINUTE
      expect((await two.held(KOEN))[0]!.claim).toEqual(claim)
      expect((await two.case(KOEN, id)).claim).toEqual(claim)
      await one.leave(GREET, id)
      expect((await two.case(KOEN, id)).claim).toBeUndefined()
    })

    test('keeps others from deciding, in words, until it is taken over', async () => {
      const { one, two, id } = await open()
      await one.claim(GREET, id)
      const attempts = [() => two.claim(KOEN, id), () => two.release(KOEN, id), () => two.return(KOEN, id, 'Nee.')]
      for (const attempt of attempts) {
        const error = await attempt().catch((e: unknown) => e)
        expect(error).toBeInstanceOf(Claimed)
        expect((error as Claimed).message).toBe(
          'greet has been looking at this message since Monday 2 March at 10:00. Take it over to decide yourself.',
        )
      }
      await two.leave(KOEN, id)
      await two.claim(KOEN, id, { takeOver: true })
      await expect(one.release(GREET, id)).rejects.toThrow('koen has been looking')
      await two.release(KOEN, id)
      expect(await house.fates(id)).toEqual({ [OUDER]: 'waiting' })
      expect(await house.audited()).toContainEqual({
        ...{ event: 'claim-taken-over', actor: KOEN.email, ref: id, detail: `from ${GREET.email}` },
      })
    })

    test('lapses by itself, lasts longer when asked again, and starts at its first minute', async () => {
      const { one, two, id } = await open({ options: { claimMinutes: 10 } })
      const since = house.clock.now
      await one.claim(GREET, id)
      house.clock.now += 9 * MINUTE
      await one.claim(GREET, id)
      house.clock.now += 9 * MINUTE
      expect((await two.case(KOEN, id)).claim).toMatchObject({ by: GREET.email, since })
      house.clock.now += MINUTE
      expect((await two.case(KOEN, id)).claim).toBeUndefined()
      await two.release(KOEN, id)
    })

    test('of two who take it up at once one has it', async () => {
      const { one, two, id } = await open()
      const tried = await Promise.allSettled([one.claim(GREET, id), two.claim(KOEN, id)])
      expect(tried.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    })

    test('is not for who may not decide, nor for what is decided', async () => {
      const { one, id } = await open()
      await expect(one.claim(someone(ELS), id)).rejects.toThrow('your own message')
      await expect(one.claim(someone('x@devlonder.example', { roles: ['auditor'] }), id)).rejects.toThrow('Your role')
      await one.claim(GREET, id)
      await one.release(GREET, id)
      await expect(one.claim(KOEN, id)).rejects.toThrow(Overtaken)
    })

    test('stands in the audit log: when it is taken, not when it is only asked for again, and when it is left', async () => {
      const { one, two, id } = await open()
      await one.claim(GREET, id)
      await one.claim(GREET, id)
      await two.leave(KOEN, id)
      await one.leave(GREET, id)
      expect((await house.audited()).filter(({ ref }) => ref === id).slice(-2)).toEqual([
        { event: 'claimed', actor: GREET.email, ref: id, detail: '' },
        { event: 'claim-left', actor: GREET.email, ref: id, detail: '' },
      ])
    })

    test('stays with a reviewer who let some of the recipients go', async () => {
      const { one } = await open()
      const id = await house.bring(letter('Noor Peeters uit 3A heeft epilepsie.', { To: `${OUDER}, ${OMA}` }), [
        OUDER,
        OMA,
      ])
      await one.claim(GREET, id)
      await one.release(GREET, id, { recipients: [OUDER] })
      expect((await one.case(GREET, id)).claim?.by).toBe(GREET.email)
    })
  })

  test('of two decisions at once on two nodes one counts, and the other hears by whom and when', async () => {
    const { one, two, id } = await open()
    const tried = await Promise.allSettled([one.release(GREET, id), two.return(KOEN, id, 'Bel eerst even.')])
    const lost = tried.flatMap((t) => (t.status === 'rejected' ? [t.reason as unknown] : []))
    expect(lost).toHaveLength(1)
    expect(lost[0]).toBeInstanceOf(Overtaken)
    const [event, by] = tried[0]!.status === 'fulfilled' ? ['released', GREET.email] : ['returned', KOEN.email]
    expect((lost[0] as Overtaken).first).toMatchObject({ event, by, at: house.clock.now })
    expect(await house.lettersTo(ELS)).toHaveLength(2)
  })

  test('a withdrawal, a release and the clock at once: one of them counts', async () => {
    const { one, two, id } = await open()
    const { deadline } = (await one.held(GREET))[0]!
    const token = await house.linkFor(ELS)
    const tried = await Promise.allSettled([one.withdraw(token), two.release(GREET, id), two.expire(deadline)])
    const [withdrawn, released] = tried.map(({ status }) => status === 'fulfilled')
    const expired = tried[2]!.status === 'fulfilled' && tried[2]!.value === 1
    expect([withdrawn, released, expired].filter(Boolean)).toHaveLength(1)
    expect(Object.values(await house.fates(id))).toEqual([withdrawn ? 'withdrawn' : released ? 'waiting' : 'expired'])
    for (const t of tried) if (t.status === 'rejected') expect(t.reason).toBeInstanceOf(Refused)
    expect(await house.lettersTo(ELS)).toHaveLength(2)
  })
})

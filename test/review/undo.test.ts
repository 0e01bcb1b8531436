/** Ten seconds to think again: nothing leaves before they are over, nothing is lost after them, and one decision counts. */
import { afterEach, describe, expect, test } from 'vitest'
import { Overtaken, Refused } from '../../src/review/review.ts'
import type { Store } from '../../src/store/store.ts'
import { CARE, ELS, GREET, KOEN, letter, OMA, OUDER, openReviewHouse, type ReviewHouse, someone } from './house.ts'
import { onEachStore } from './stores.ts'

const SECOND = 1000
const BOTH = letter('Noor Peeters uit 3A heeft epilepsie.', { To: `${OUDER}, ${OMA}` })

/** A store whose process dies just before or just after one call. */
const dying = (
  real: Store,
  method: 'move' | 'remove' | 'take',
  when: 'before' | 'after',
): { store: Store; at: { armed: boolean } } => {
  const at = { armed: false }
  const call = async (...args: unknown[]): Promise<unknown> => {
    const run = () => (real[method] as (...a: unknown[]) => Promise<unknown>).apply(real, args)
    if (!at.armed) return run()
    if (when === 'after') await run()
    throw new Error('killed')
  }
  return { store: { ...real, [method]: call }, at }
}

onEachStore((on) => {
  let house: ReviewHouse
  const open = async (given: Parameters<typeof openReviewHouse>[0] = {}) => {
    house = await openReviewHouse({ on, ...given })
    return { one: house.review, two: await house.another(), id: await house.bring(CARE) }
  }
  const later = (seconds: number): number => {
    house.clock.now += seconds * SECOND
    return house.clock.now
  }
  const events = async () => (await house.audited()).map(({ event }) => event)
  afterEach(() => house.close())

  describe('a decision that can be undone', () => {
    test('sends nothing and tells nobody before its time is over, then is as if it were made at once', async () => {
      const { one, id } = await open()
      const told = (await house.lettersTo(ELS)).length
      const pending = await one.decide(GREET, id, { to: 'release' })
      expect(pending).toMatchObject({
        id,
        to: 'release',
        recipients: [OUDER],
        by: GREET.email,
        until: house.clock.now + 10 * SECOND,
      })
      expect(await one.finish(later(9.9))).toBe(0)
      expect(await house.fates(id)).toEqual({ [OUDER]: 'held' })
      expect(await house.lettersTo(ELS)).toHaveLength(told)
      expect(await one.finish(later(0.1))).toBe(1)
      expect(await house.fates(id)).toEqual({ [OUDER]: 'waiting' })
      expect(await house.lettersTo(ELS)).toHaveLength(told + 1)
      expect(await house.audited()).toEqual(
        expect.arrayContaining([
          { event: 'decided', actor: GREET.email, ref: id, detail: 'release' },
          { event: 'released', actor: GREET.email, ref: id, detail: '' },
        ]),
      )
      expect(await one.finish(later(60))).toBe(0)
    })

    test('goes back with the words that were written', async () => {
      const { one, id } = await open()
      await one.decide(GREET, id, { to: 'return', words: 'Bel eerst even met de zorgcoach.' })
      await one.finish(later(10))
      expect(await house.fates(id)).toEqual({ [OUDER]: 'returned' })
      expect((await house.lettersTo(ELS)).at(-1)).toContain('Bel eerst even met de zorgcoach.')
    })

    test('is taken back on any node by who made it, and the message waits as before', async () => {
      const { one, two, id } = await open()
      const [before] = await one.held(GREET)
      await one.decide(GREET, id, { to: 'release' })
      await expect(two.undo(KOEN, id)).rejects.toThrow('Only who decided can undo it.')
      later(9)
      await two.undo(GREET, id)
      await two.undo(GREET, id).catch((error) => expect(error).toBeInstanceOf(Refused))
      expect(await one.finish(later(60))).toBe(0)
      expect(await one.held(GREET)).toEqual([
        { ...before, claim: undefined, hoursLeft: expect.closeTo(29 - 69 / 3600) },
      ])
      expect((await events()).filter((event) => event === 'decision-undone')).toHaveLength(1)
      await one.decide(KOEN, id, { to: 'return', words: 'Nee.' })
      await one.finish(later(10))
      expect(await house.fates(id)).toEqual({ [OUDER]: 'returned' })
    })

    test('is final once it is over: undoing comes too late, and says so', async () => {
      const { one, id } = await open()
      await one.decide(GREET, id, { to: 'release' })
      await one.finish(later(10))
      await expect(one.undo(GREET, id)).rejects.toThrow('too late')
      expect(await house.fates(id)).toEqual({ [OUDER]: 'waiting' })
    })

    test('undone and made final at once: either it waits on, or it goes and the reviewer hears that', async () => {
      const { one, two, id } = await open()
      await one.decide(GREET, id, { to: 'release' })
      later(10)
      const [undone] = await Promise.allSettled([two.undo(GREET, id), one.finish(house.clock.now)])
      await one.finish(house.clock.now)
      expect(await house.fates(id)).toEqual({ [OUDER]: undone.status === 'fulfilled' ? 'held' : 'waiting' })
    })

    test('stands in nobody’s list meanwhile, is told in the case, and each finds their own', async () => {
      const { one, two, id } = await open()
      const pending = await one.decide(GREET, id, { to: 'release' })
      expect(await two.held(KOEN)).toEqual([])
      expect((await two.case(KOEN, id)).pending).toEqual(pending)
      expect(await two.undoable(GREET)).toEqual([pending])
      expect(await two.undoable(KOEN)).toEqual([])
      await one.finish(later(10))
      expect(await two.undoable(GREET)).toEqual([])
      expect((await two.case(KOEN, id)).pending).toBeUndefined()
    })

    test('keeps a second reviewer from another one, who hears by whom and when', async () => {
      const { one, two, id } = await open()
      await one.decide(GREET, id, { to: 'release' })
      const first = { event: 'released', by: GREET.email, at: house.clock.now }
      const attempts = [
        () => two.decide(KOEN, id, { to: 'return', words: 'Nee.' }),
        () => two.release(KOEN, id),
        () => two.return(KOEN, id, 'Nee.'),
        () => two.claim(KOEN, id),
        // A second click on the same button takes nobody's time to think.
        () => two.decide(GREET, id, { to: 'release' }),
      ]
      for (const attempt of attempts) {
        const error = await attempt().catch((e: unknown) => e)
        expect(error).toBeInstanceOf(Overtaken)
        expect((error as Overtaken).first).toEqual(first)
      }
      expect(await house.fates(id)).toEqual({ [OUDER]: 'held' })
    })

    test('of two at once on two nodes one counts', async () => {
      const { one, two, id } = await open()
      const tried = await Promise.allSettled([
        one.decide(GREET, id, { to: 'release' }),
        two.decide(KOEN, id, { to: 'return', words: 'Nee.' }),
      ])
      expect(tried.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
      await Promise.all([one.finish(later(10)), two.finish(house.clock.now)])
      expect(await house.fates(id)).toEqual({ [OUDER]: tried[0].status === 'fulfilled' ? 'waiting' : 'returned' })
      expect(await house.lettersTo(ELS)).toHaveLength(2)
    })

    test('asks the same as one that is made at once', async () => {
      const { one, id } = await open()
      await expect(one.decide(someone(ELS), id, { to: 'release' })).rejects.toThrow('your own message')
      await one.claim(KOEN, id)
      await expect(one.decide(GREET, id, { to: 'release' })).rejects.toThrow('koen has been looking')
      expect(await one.undoable(GREET)).toEqual([])
    })

    test('for some: the rest stays in the list, and deciding on them makes the first final', async () => {
      const { one } = await open()
      const id = await house.bring(BOTH, [OUDER, OMA])
      await one.decide(GREET, id, { to: 'release', recipients: [OUDER] })
      expect((await one.held(GREET)).map((item) => item.id)).toContain(id)
      const rest = await one.decide(GREET, id, { to: 'return', words: 'Oma niet.' })
      expect(rest.recipients).toEqual([OMA])
      expect(await house.fates(id)).toEqual({ [OUDER]: 'waiting', [OMA]: 'held' })
      await one.undo(GREET, id)
      await one.finish(later(10))
      expect(await house.fates(id)).toEqual({ [OUDER]: 'waiting', [OMA]: 'held' })
    })

    test('gives way to its sender, who takes the message back meanwhile', async () => {
      const { one, id } = await open()
      await one.decide(GREET, id, { to: 'release' })
      await one.withdraw(await house.linkFor(ELS))
      await one.finish(later(10))
      expect(await house.fates(id)).toEqual({ [OUDER]: 'withdrawn' })
      expect(await events()).toContain('decision-void')
      expect(await one.undoable(GREET)).toEqual([])
    })

    test('is not cut short by the deadline of the message', async () => {
      const { one, id } = await open()
      const [{ deadline } = { deadline: 0 }] = await one.held(GREET)
      house.clock.now = deadline - SECOND
      await one.decide(GREET, id, { to: 'release' })
      expect(await one.expire(later(2))).toBe(0)
      await one.finish(later(10))
      expect(await house.fates(id)).toEqual({ [OUDER]: 'waiting' })
    })

    test('is final at once where a school wants no time for it', async () => {
      const { one, id } = await open({ options: { undoSeconds: 0 } })
      await one.decide(GREET, id, { to: 'release' })
      expect(await house.fates(id)).toEqual({ [OUDER]: 'waiting' })
      await expect(one.undo(GREET, id)).rejects.toThrow('too late')
    })
  })

  describe('a process that dies', () => {
    test('within the ten seconds: another one finishes what it promised', async () => {
      const { one, two, id } = await open()
      await one.decide(GREET, id, { to: 'release' })
      expect(await two.finish(later(3600))).toBe(1)
      expect(await house.fates(id)).toEqual({ [OUDER]: 'waiting' })
    })

    test.each([
      ['move', 'before'],
      ['move', 'after'],
      ['take', 'before'],
    ] as const)('while it makes it final, at %s (%s): it is final once, with one letter', async (method, when) => {
      let dead: ReturnType<typeof dying> | undefined
      const { one, two, id } = await open({
        store: (real) => {
          dead = dying(real, method, when)
          return dead.store
        },
      })
      await one.decide(GREET, id, { to: 'release' })
      dead!.at.armed = true
      await one.finish(later(10))
      await expect(two.undo(GREET, id)).rejects.toThrow('too late')
      await two.finish(house.clock.now)
      expect(await house.fates(id)).toEqual({ [OUDER]: 'waiting' })
      expect(await house.lettersTo(ELS)).toHaveLength(2)
      expect(await two.undoable(GREET)).toEqual([])
      expect(await events()).not.toContain('decision-void')
    })

    test('while it undoes: the message waits on', async () => {
      let dead: ReturnType<typeof dying> | undefined
      const { one, two, id } = await open({
        store: (real) => {
          dead = dying(real, 'take', 'before')
          return dead.store
        },
      })
      await one.decide(GREET, id, { to: 'release' })
      dead!.at.armed = true
      await expect(one.undo(GREET, id)).rejects.toThrow('killed')
      await two.finish(later(60))
      expect(await house.fates(id)).toEqual({ [OUDER]: 'held' })
      expect((await two.held(KOEN)).map((item) => item.id)).toEqual([id])
    })
  })
})

/** After a change of the policy: what the rules of now would do is proposed, and nothing is done. */
import { afterEach, describe, expect, test } from 'vitest'
import type { Pack, PackRule } from '../../src/policy/policy.ts'
import { CARE, GREET, letter, OMA, OUDER, openReviewHouse, type ReviewHouse } from './house.ts'
import { onEachStore } from './stores.ts'

onEachStore((on) => {
  let house: ReviewHouse
  const open = async (given: Parameters<typeof openReviewHouse>[0] = {}) => {
    house = await openReviewHouse({ on, ...given })
    return house.review
  }
  afterEach(() => house.close())

  /** The school decides otherwise on pupils' data. */
  const change = (how: (rule: PackRule) => PackRule, version: string) => {
    const { policy } = house.rules
    const other = (pack: Pack): Pack => ({
      ...pack,
      rules: pack.rules.map((rule) => (rule.rule === 'sensitive-pupil-data' ? how(rule) : rule)),
    })
    const packs = new Map([...policy.packs].map(([id, pack]) => [id, other(pack)]))
    const packFor = (domain: string) => packs.get(policy.packFor(domain).id)!
    Object.assign(house.rules, { policy: { ...policy, packs, packFor, version } })
  }
  const off = (rule: PackRule): PackRule => ({ ...rule, mode: 'off' })
  const strict = (rule: PackRule): PackRule => ({ ...rule, outcome: 'bounce', unsure: 'bounce', categories: {} })

  test('milder rules: it could go, and it waits for a person all the same', async () => {
    const review = await open()
    const id = await house.bring(CARE)
    expect(await review.rejudge(house.clock.now)).toBe(0)
    change(off, 'milder')
    expect(await review.rejudge(house.clock.now)).toBe(1)
    const { proposal } = await review.case(GREET, id)
    expect(proposal).toMatchObject({ version: 'milder', release: [OUDER], bounce: [] })
    expect(await house.fates(id)).toEqual({ [OUDER]: 'held' })
    expect((await house.store.mail(id))!.history.map(({ event }) => event)).toEqual(['judged'])
  })

  test('stricter rules: it would go back', async () => {
    const review = await open()
    const id = await house.bring(CARE)
    change(strict, 'stricter')
    await review.rejudge(house.clock.now)
    expect((await review.case(GREET, id)).proposal).toMatchObject({ release: [], bounce: [OUDER] })
    expect(await house.fates(id)).toEqual({ [OUDER]: 'held' })
  })

  test('once for each version, by whichever node comes first', async () => {
    await open()
    await house.bring(CARE)
    const nodes = [house.review, await house.another(), await house.another()]
    for (const version of ['a', 'b', 'a']) {
      change(off, version)
      const before = house.judgings()
      for (let round = 0; round < 2; round++) await Promise.all(nodes.map((node) => node.rejudge(house.clock.now)))
      expect(house.judgings() - before).toBe(version === 'b' || before === 0 ? 1 : 0)
    }
  })

  test('one of older rules is no longer shown', async () => {
    const review = await open()
    const id = await house.bring(CARE)
    change(off, 'a')
    await review.rejudge(house.clock.now)
    change((rule) => ({ ...rule, mode: 'enforce' }), 'b')
    expect((await review.case(GREET, id)).proposal).toBeUndefined()
    await review.rejudge(house.clock.now)
    expect((await review.case(GREET, id)).proposal).toBeUndefined()
  })

  test('what was released, returned or withdrawn is not looked at again', async () => {
    const review = await open()
    const released = await house.bring(CARE)
    await house.bring(CARE)
    const token = await house.linkFor('els@devlonder.example')
    await review.release(GREET, released)
    await review.withdraw(token)
    change(strict, 'stricter')
    const before = house.judgings()
    expect(await review.rejudge(house.clock.now)).toBe(0)
    expect(house.judgings()).toBe(before)
    expect(await house.fates(released)).toEqual({ [OUDER]: 'waiting' })
  })

  test('of a message that was released in part, only who still waits is spoken of', async () => {
    const review = await open()
    const both = letter('Leerling Noor uit 3A heeft ADHD en neemt Rilatine.', { To: `${OUDER}, ${OMA}` })
    const id = await house.bring(both, [OUDER, OMA])
    change(off, 'milder')
    await review.rejudge(house.clock.now)
    await review.release(GREET, id, { recipients: [OUDER] })
    expect((await review.case(GREET, id)).proposal).toMatchObject({ release: [OMA] })
  })

  describe('many', () => {
    test('some at a time, until all were looked at', async () => {
      const review = await open()
      for (let n = 0; n < 45; n++) await house.bring(CARE)
      change(off, 'milder')
      const rounds = [1, 2, 3, 4].map(() => review.rejudge(house.clock.now))
      const counts: number[] = []
      for (const round of rounds) counts.push(await round)
      expect(counts.reduce((a, b) => a + b)).toBe(45)
      expect(Math.max(...counts)).toBeLessThanOrEqual(20)
      expect(await review.rejudge(house.clock.now)).toBe(0)
    }, 60_000)

    test('one that cannot be judged is left to its reviewer, and the others get theirs', async () => {
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
      const well = await house.bring(CARE)
      sick = await house.bring(CARE)
      change(off, 'milder')
      await review.rejudge(house.clock.now)
      await review.rejudge(house.clock.now)
      expect((await review.case(GREET, well)).proposal).toBeDefined()
      expect((await review.case(GREET, sick)).proposal).toBeUndefined()
      expect(await house.fates(sick)).toEqual({ [OUDER]: 'held' })
    })
  })
})

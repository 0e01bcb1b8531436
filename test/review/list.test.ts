/** The list of what waits: page by page, found by what may be seen, and never slower than what is shown. */
import { afterEach, describe, expect, test } from 'vitest'
import type { Pack } from '../../src/policy/policy.ts'
import type { Actor, HeldQuery } from '../../src/review/review.ts'
import { CARE, ELS, GREET, KOEN, letter, OMA, OUDER, openReviewHouse, type ReviewHouse, someone } from './house.ts'
import { onEachStore } from './stores.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const SANNE = 's.kuipers@dewilg.example'

/** The second school holds what the first one does, and nothing else. */
const alike = (pack: Pack): Pack =>
  pack.id === 'kindante'
    ? {
        ...pack,
        rules: pack.rules
          .filter(({ rule }) => rule === 'sensitive-pupil-data')
          .map((one) => ({ ...one, mode: 'enforce', outcome: 'hold', unsure: 'hold', categories: {} })),
      }
    : pack

const about = (subject: string, more: Readonly<Record<string, string>> = {}): Buffer =>
  letter('Leerling Noor uit 3A heeft ADHD en neemt sinds maandag Rilatine.', {
    'Message-ID': `<${subject.replaceAll(' ', '.')}@devlonder.example>`,
    Subject: subject,
    ...more,
  })

onEachStore((on) => {
  let house: ReviewHouse
  const open = async (given: Parameters<typeof openReviewHouse>[0] = {}) => {
    house = await openReviewHouse({ on, packs: alike, ...given })
    return house.review
  }
  afterEach(() => house.close())

  const ids = async (query: HeldQuery = {}, actor: Actor = GREET): Promise<readonly string[]> =>
    (await house.review.list(actor, query)).items.map(({ id }) => id)

  /** Some messages, each brought an hour after the other. */
  const bringAll = async (...mails: readonly (readonly [Buffer, ...string[]])[]): Promise<readonly string[]> => {
    const found: string[] = []
    for (const [raw, ...to] of mails) {
      const [, from = ELS] = /^From: (\S+@\S+)\r$/m.exec(raw.toString('latin1')) ?? []
      found.push(await house.bring(raw, to.length > 0 ? to : [OUDER], from))
      house.clock.now += HOUR
    }
    return found
  }

  describe('pages', () => {
    test('follow each other by deadline, nothing twice and nothing left out, whatever is decided in between', async () => {
      const review = await open()
      const all: string[] = []
      for (let n = 0; n < 7; n++) all.push(await house.bring(about(`bericht ${n}`)))
      const first = await review.list(GREET, { limit: 3 })
      expect(first.items.map(({ id }) => id)).toEqual(all.slice(0, 3))
      expect(first).toMatchObject({ count: 7, isMore: false })
      await review.release(GREET, all[1]!)
      const second = await review.list(GREET, { limit: 3, ...(first.next ? { after: first.next } : {}) })
      expect(second.items.map(({ id }) => id)).toEqual(all.slice(3, 6))
      const last = await review.list(GREET, { limit: 3, ...(second.next ? { after: second.next } : {}) })
      expect(last.items.map(({ id }) => id)).toEqual(all.slice(6))
      expect(last.next).toBeUndefined()
    })

    test('of a place nobody was given begin at the start', async () => {
      await open()
      const id = await house.bring(CARE)
      expect(await ids({ after: 'x<script>' })).toEqual([id])
    })

    test('tell how many hours of school are left', async () => {
      const review = await open()
      await house.bring(CARE)
      const [item] = (await review.list(GREET, {})).items
      // From Monday ten to Thursday five, Wednesday until noon.
      expect(item!.hoursLeft).toBe(7 + 9 + 4 + 9)
    })
  })

  describe('are found by', () => {
    test('rule, and the school of the sender', async () => {
      await open()
      const [care, password, wilg] = await bringAll(
        [about('Overleg')],
        [letter('Kan je me je wachtwoord van Smartschool doorsturen?', { Subject: 'Inloggen' })],
        [about('Overleg groep 5', { From: SANNE })],
      )
      expect(await ids({ rule: 'sensitive-pupil-data' })).toEqual([care, wilg])
      expect(await ids({ rule: 'password-request' })).toEqual([password])
      expect(await ids({ school: 'dewilg.example' })).toEqual([wilg])
      expect(await ids({ school: 'devlonder.example' })).toEqual([care, password])
    })

    test('sender, recipient and the subject that is shown, whatever capitals and accents', async () => {
      await open()
      const [plain, accents] = await bringAll([about('Overleg maandag'), OMA], [about('Bespreking Zoë'), OUDER])
      expect(await ids({ words: 'ELS@devlonder' })).toEqual([plain, accents])
      expect(await ids({ words: 'oma' })).toEqual([plain])
      expect(await ids({ words: 'zoe bespreking' })).toEqual([accents])
      expect(await ids({ words: 'zoe overleg' })).toEqual([])
    })

    test('never by a subject that is not shown', async () => {
      await open({ packs: (pack) => ({ ...pack, reviewVisibility: 'metadata' }) })
      const [id] = await bringAll([about('Geheim dossier')])
      expect(await ids({ words: 'dossier' })).toEqual([])
      expect(await ids({ words: 'els' })).toEqual([id])
    })

    test('who has taken it up', async () => {
      const review = await open()
      const [mine, his, free] = await bringAll([about('een')], [about('twee')], [about('drie')])
      await review.claim(GREET, mine!)
      await review.claim(KOEN, his!)
      expect(await ids({ claimed: 'mine' })).toEqual([mine])
      expect(await ids({ claimed: 'taken' })).toEqual([mine, his])
      expect(await ids({ claimed: 'free' })).toEqual([free])
    })

    test('what is due within some hours of school', async () => {
      await open()
      const [first] = await bringAll([about('een')])
      house.clock.now += 24 * HOUR
      const [second] = await bringAll([about('twee')])
      expect(await ids({ soon: true })).toEqual([])
      const { deadline } = (await house.review.list(GREET, {})).items[0]!
      house.clock.now = deadline - 3 * HOUR
      expect(await ids({ soon: true })).toEqual([first])
      expect(await ids()).toEqual([first, second])
    })

    test('what one of them is like: same rules and sender, or same rules and recipients', async () => {
      await open()
      const [one, sameSender, sameTo, other] = await bringAll(
        [about('een')],
        [about('twee'), OMA],
        [about('drie', { From: 'b.smit@devlonder.example' })],
        [about('vier', { From: 'b.smit@devlonder.example' }), OMA],
        [letter('Kan je me je wachtwoord van Smartschool doorsturen?')],
      )
      expect(await ids({ like: { id: one!, by: 'sender' } })).toEqual([one, sameSender])
      expect(await ids({ like: { id: one!, by: 'recipients' } })).toEqual([one, sameTo])
      expect(await ids({ like: { id: other!, by: 'sender' } })).toEqual([sameTo, other])
    })
  })

  test('shows nobody their own message, nor another school, and counts neither', async () => {
    const review = await open()
    const [, wilg] = await bringAll([about('een')], [about('twee', { From: SANNE })])
    expect(await ids({}, someone(ELS))).toEqual([wilg])
    expect((await review.list(someone(ELS), {})).count).toBe(1)
    const local = someone('greet@dewilg.example', { schools: ['dewilg.example'] })
    expect(await review.list(local, {})).toMatchObject({ count: 1 })
    expect(await ids({ like: { id: wilg!, by: 'sender' } }, local)).toEqual([wilg])
  })

  test('a case of one’s own cannot be asked what it is like', async () => {
    const review = await open()
    const [id] = await bringAll([about('een')])
    await expect(review.list(someone(ELS), { like: { id: id!, by: 'sender' } })).rejects.toThrow('your own message')
  })

  test('what changed since it was looked at is found as it is now', async () => {
    const review = await open()
    const [id] = await bringAll([about('een'), OUDER, OMA])
    const [like] = await bringAll([about('twee')])
    expect(await ids({ like: { id: like!, by: 'recipients' } })).toEqual([like])
    await review.decide(GREET, id!, { to: 'release', recipients: [OMA] })
    expect(await ids()).toEqual([id, like])
    house.clock.now += 10_000
    await review.finish(house.clock.now)
    expect(await ids({ like: { id: like!, by: 'recipients' } })).toEqual([id, like])
    await review.decide(GREET, id!, { to: 'release' })
    expect(await review.list(GREET, {})).toMatchObject({ count: 1, items: [{ id: like }] })
    await review.undo(GREET, id!)
    expect(await ids()).toEqual([id, like])
  })

  describe('its version', () => {
    test('is another after everything the list shows, on every node', async () => {
      const review = await open()
      const two = await house.another()
      const seen = new Set<string>()
      const isNew = async () => {
        const version = await two.version()
        expect(await two.version()).toBe(version)
        expect(seen).not.toContain(version)
        seen.add(version)
      }
      await isNew()
      const id = await house.bring(CARE)
      await isNew()
      await review.claim(GREET, id)
      await isNew()
      await review.leave(GREET, id)
      await isNew()
      await review.decide(GREET, id, { to: 'release' })
      await isNew()
      await review.undo(GREET, id)
      await isNew()
      await review.hurry(await house.linkFor(ELS), 'De ouder wacht.')
      await isNew()
      await review.return(GREET, id, 'Nee.')
      await isNew()
    })
  })
})

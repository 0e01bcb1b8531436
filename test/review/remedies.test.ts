/** A sender cures a message in one step: only where it is sure to help, shown first, done once. */
import { simpleParser } from 'mailparser'
import { afterEach, describe, expect, test } from 'vitest'
import { parseMessage } from '../../src/message/message.ts'
import { ELS, letter, OUDER, openReviewHouse, type ReviewHouse } from './house.ts'

let house: ReviewHouse
const open = async () => {
  house = await openReviewHouse()
  return house.review
}
afterEach(() => house.close())

const TEAM = 'leerkrachten@devlonder.example'
const DAY = 86_400_000
const toGroup = (text = 'Er is taart in de lerarenkamer.', headers = {}) =>
  letter(text, { To: `${TEAM}, Koen <koen@devlonder.example>`, ...headers })
const BOTH = [TEAM, 'koen@devlonder.example']

/** The link in the last letter to somebody. */
const linkIn = async (to: string): Promise<string | undefined> => {
  const raw = (await house.lettersTo(to)).at(-1) ?? ''
  const { text = '' } = await simpleParser(Buffer.from(raw, 'latin1'))
  return /https:\/\/mailsluis\.example\/r\/([\w-]+)/.exec(text)?.[1]
}

describe('move to BCC', () => {
  test('is offered, shows what it will do, does it once, and the message goes to all', async () => {
    const review = await open()
    const id = await house.bring(toGroup(), BOTH)
    expect(await house.fates(id)).toEqual({ [TEAM]: 'stopped', 'koen@devlonder.example': 'stopped' })
    const token = (await linkIn(ELS))!
    const shown = await review.preview(token)
    expect(shown).toMatchObject({
      remedies: ['move-to-bcc'],
      visible: ['koen@devlonder.example'],
      hidden: [TEAM],
      from: ELS,
    })
    expect(await review.preview(token)).toEqual(shown)
    expect((await house.store.body(id)).equals(toGroup())).toBe(true)
    expect(Object.values(await house.fates(id))).toEqual(['stopped', 'stopped'])
    await review.apply(token)
    expect(Object.values(await house.fates(id))).toEqual(['waiting', 'waiting'])
    expect((await house.store.body(id)).toString()).toBe(toGroup().toString().replace(`${TEAM}, Koen`, 'Koen'))
    for (const again of [review.preview(token), review.apply(token)])
      await expect(again).rejects.toThrow('has been used: the message was sent')
    expect((await house.audited()).map(({ event, actor, ref }) => ({ event, actor, ref }))).toEqual([
      { event: 'remedied', actor: 'sender', ref: id },
    ])
  })

  test('of two clicks at once one does it', async () => {
    const review = await open()
    await house.bring(toGroup(), BOTH)
    const token = (await linkIn(ELS))!
    const results = await Promise.allSettled([review.apply(token), review.apply(token)])
    expect(results.map((r) => r.status).sort()).toEqual(['fulfilled', 'rejected'])
    const lost = results.find((r) => r.status === 'rejected')
    expect(lost!.reason.message).toMatch(/dealt with|has been used/)
    expect((await house.audited()).filter((a) => a.event === 'remedied')).toHaveLength(1)
  })

  test('an expired link is over, and so is one that never was', async () => {
    const review = await open()
    await house.bring(toGroup(), BOTH)
    const token = (await linkIn(ELS))!
    house.clock.now += 7 * DAY
    await expect(review.preview(token)).rejects.toThrow('has expired')
    await expect(review.apply(token)).rejects.toThrow('has expired')
    await expect(review.apply('x'.repeat(32))).rejects.toThrow('has expired')
  })

  test('is not offered where something else stops the message too', async () => {
    await open()
    const id = await house.bring(toGroup('Het wachtwoord van het digibord is Kikker!2041xz.'), BOTH)
    expect(Object.values(await house.fates(id))).not.toContain('waiting')
    expect(await linkIn(ELS)).toBeUndefined()
  })

  test.each([
    [
      'signed with S/MIME',
      { 'Content-Type': 'multipart/signed; protocol="application/pkcs7-signature"; boundary=x' },
      '--x\nContent-Type: text/plain\n\nDag.\n--x\nContent-Type: application/pkcs7-signature\n\nabc\n--x--',
    ],
    ['a meeting request', { 'Content-Type': 'text/calendar; method=REQUEST' }, 'BEGIN:VCALENDAR\nEND:VCALENDAR'],
  ])('is never offered for a message that is %s', async (_, headers, body) => {
    await open()
    const raw = toGroup(body, headers)
    expect((await parseMessage(raw, { mailFrom: ELS, rcptTo: BOTH })).sealed).toBe(true)
    const id = await house.bring(raw, BOTH)
    expect(Object.values(await house.fates(id))).not.toContain('waiting')
    expect(await linkIn(ELS)).toBeUndefined()
  })

  test('what became worse in the meantime is judged by the rules of now', async () => {
    const review = await open()
    await house.bring(toGroup(), BOTH)
    const token = (await linkIn(ELS))!
    const { people } = house.rules
    Object.assign(house.rules, {
      people: { ...people, noContact: (to: string) => to === 'koen@devlonder.example' },
    })
    await expect(review.apply(token)).rejects.toThrow('would still be stopped')
    Object.assign(house.rules, { people })
    await review.apply(token)
  })
})

describe('a signature', () => {
  const SANNE = 's.kuipers@dewilg.example'
  const unsigned = (from = `Sanne Kuipers <${SANNE}>`) =>
    letter('Beste ouder,\n\nDonderdag is er geen gymles.\n\nGroetjes, Sanne', { From: from })

  test('of the directory is put behind, and then the message may go', async () => {
    const review = await open()
    const id = await house.bring(unsigned(), [OUDER], SANNE)
    expect(await house.fates(id)).toEqual({ [OUDER]: 'stopped' })
    const token = (await linkIn(SANNE))!
    expect((await review.preview(token)).remedies).toEqual(['add-signature'])
    await review.apply(token)
    expect(await house.fates(id)).toEqual({ [OUDER]: 'waiting' })
    const { text = '' } = await simpleParser(await house.store.body(id))
    expect(text).toMatch(/geen gymles[\s\S]*Sanne Kuipers\s+leerkracht groep 5\s+OBS De Wilg/)
    for (const site of ['www.kindante.nl', 'www.werkenbijkindante.nl']) expect(text).toContain(site)
  })

  test('is not offered for whom the directory cannot sign', async () => {
    await open()
    const bram = 'b.smit@dewilg.example'
    await house.bring(unsigned(`Bram Smit <${bram}>`), [OUDER], bram)
    expect(await house.lettersTo(bram)).toHaveLength(1)
    expect(await linkIn(bram)).toBeUndefined()
  })
})

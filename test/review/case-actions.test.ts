/** What a reviewer may do beside letting go and sending back: each audited, and none of it in the way of another's decision. */
import { simpleParser } from 'mailparser'
import { afterEach, describe, expect, test } from 'vitest'
import type { Pack } from '../../src/policy/policy.ts'
import { Claimed, Overtaken, Refused } from '../../src/review/review.ts'
import { CARE, ELS, GREET, KOEN, letter, OMA, OUDER, openReviewHouse, type ReviewHouse, someone } from './house.ts'
import { onEachStore } from './stores.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR
const TEAM = 'leerkrachten@devlonder.example'
const TO_TEAM = letter('Er is taart in de lerarenkamer.', { To: `${TEAM}, ${OUDER}` })
const AUDITOR = someone('ann@devlonder.example', { roles: ['auditor'] })
const ELSEWHERE = someone('piet@dewilg.example', { schools: ['dewilg.example'] })

/** Group addresses wait for a person instead of going back. */
const holding = (pack: Pack): Pack => ({
  ...pack,
  rules: pack.rules.map((rule) =>
    rule.rule === 'group-address-visible' ? { ...rule, outcome: 'hold' as const, unsure: 'hold' as const } : rule,
  ),
})

onEachStore((on) => {
  let house: ReviewHouse
  const open = async (
    raw = CARE,
    to: readonly string[] = [OUDER],
    given: Parameters<typeof openReviewHouse>[0] = {},
  ) => {
    house = await openReviewHouse({ on, packs: holding, ...given })
    for (const name of ['greet', 'koen'])
      await house.accounts.add(`${name}@devlonder.example`, { name, roles: ['reviewer'], schools: [] })
    const id = await house.bring(raw, to)
    // Letters of one millisecond have no order.
    house.clock.now += 1000
    return { one: house.review, two: await house.another(), id }
  }
  const events = async () => (await house.audited()).map(({ event, actor }) => `${event} ${actor}`)
  /** The last of our letters to somebody, as it is read. */
  const read = async (to: string) => {
    const { text = '', subject = '' } = await simpleParser(
      Buffer.from((await house.lettersTo(to)).at(-1) ?? '', 'latin1'),
    )
    return { text: text.replace(/\s+/g, ' '), subject }
  }
  const tokenIn = async (to: string) => /\/q\/([\w-]{20,60})/.exec((await read(to)).text)![1]!
  const failing = (act: () => Promise<unknown>) => act().catch((error: unknown) => error)
  afterEach(() => house.close())

  describe('release with BCC', () => {
    test('shows how it would go out, and goes out so', async () => {
      const { one, id } = await open(TO_TEAM, [TEAM, OUDER])
      expect((await one.case(GREET, id)).mayBcc).toBe(true)
      const preview = { id, visible: [OUDER], hidden: [TEAM], others: false }
      expect(await one.bccPreview(GREET, id)).toEqual(preview)
      expect((await house.store.body(id)).equals(TO_TEAM)).toBe(true)
      await one.decide(GREET, id, { to: 'release', bcc: true })
      await one.finish(house.clock.now + DAY)
      expect(Object.values(await house.fates(id))).toEqual(['waiting', 'waiting'])
      expect((await house.store.body(id)).toString()).toBe(TO_TEAM.toString().replace(`${TEAM}, `, ''))
      expect(await house.audited()).toContainEqual({
        ...{ event: 'released', actor: GREET.email, ref: id, detail: 'with BCC' },
      })
    })

    test('is refused for what it does not mend, for some of them, and by whoever may not decide', async () => {
      const { one, id } = await open(CARE)
      expect((await one.case(GREET, id)).mayBcc).toBe(false)
      await expect(one.bccPreview(GREET, id)).rejects.toThrow('BCC does not mend')
      await expect(one.decide(GREET, id, { to: 'release', bcc: true })).rejects.toThrow('BCC does not mend')
      const mixed = await house.bring(TO_TEAM, [TEAM, OUDER])
      const some = { to: 'release', bcc: true, recipients: [OUDER] } as const
      await expect(one.decide(GREET, mixed, some)).rejects.toThrow('goes to everybody')
      for (const actor of [AUDITOR, someone(ELS), ELSEWHERE])
        expect(await failing(() => one.bccPreview(actor, mixed))).toBeInstanceOf(Refused)
      expect(Object.values(await house.fates(mixed))).toEqual(['held', 'held'])
    })

    test('another reason to wait does not stand in its way, a signature does', async () => {
      const { one, id } = await open(letter('Noor Peeters uit 3A heeft epilepsie.', { To: `${TEAM}, ${OUDER}` }), [
        TEAM,
        OUDER,
      ])
      expect((await one.case(GREET, id)).rules).toEqual(
        expect.arrayContaining(['group-address-visible', 'sensitive-pupil-data']),
      )
      expect(await one.bccPreview(GREET, id)).toMatchObject({ hidden: [TEAM], others: true })
      const signature = {
        'Content-Type': 'multipart/signed; micalg=sha-256; protocol="application/pgp-signature"; boundary=b',
      }
      const parts = '--b\nContent-Type: text/plain\n\nTaart!\n--b\nContent-Type: application/pgp-signature\n\nx\n--b--'
      const signed = await house.bring(letter(parts, { To: `${TEAM}, ${OUDER}`, ...signature }), [TEAM, OUDER])
      await expect(one.bccPreview(GREET, signed)).rejects.toThrow('BCC does not mend')
    })
  })

  describe('a question to the sender', () => {
    test('is asked by mail without content, answered once, and the answer stands in the case', async () => {
      const { one, two, id } = await open()
      const { deadline } = await one.case(GREET, id)
      await one.ask(GREET, id, 'Weet de ouder\r\nhiervan?')
      const { subject, text } = await read(ELS)
      expect(subject).toContain('Een vraag over je bericht')
      expect(text).toContain('Weet de ouder')
      for (const part of ['Noor', 'ADHD', 'Rilatine']) expect(text).not.toContain(part)
      const token = await tokenIn(ELS)
      const asked = { question: 'Weet de ouder\nhiervan?', name: 'greet', subject: 'Overleg', deadline }
      expect(await two.asked(token)).toMatchObject(asked)
      expect(await two.asked(token)).toMatchObject(asked)
      await expect(two.answer(token, '  ')).rejects.toThrow('Please write an answer')
      house.clock.now += 1000
      await two.answer(token, 'Ja, we belden gisteren.')
      for (const again of [() => one.asked(token), () => one.answer(token, 'Nee.')])
        await expect(again()).rejects.toThrow('has been used')
      const held = await one.case(KOEN, id)
      expect(held.questions).toMatchObject([
        { name: 'greet', question: asked.question, answer: 'Ja, we belden gisteren.' },
      ])
      expect(held.deadline).toBe(deadline)
      expect(await house.fates(id)).toEqual({ [OUDER]: 'held' })
      const told = await read(GREET.email)
      expect(told.subject).toContain('Antwoord van de afzender')
      expect(told.text).not.toContain('gisteren')
      expect(await events()).toEqual(expect.arrayContaining([`asked ${GREET.email}`, 'answered sender']))
      expect(held.notes.map(({ event }) => event)).toEqual(['asked', 'answered'])
    })

    test('of two clicks on the answer one counts', async () => {
      const { one, two, id } = await open()
      await one.ask(GREET, id, 'Weet de ouder hiervan?')
      const token = await tokenIn(ELS)
      const results = await Promise.allSettled([one.answer(token, 'Ja.'), two.answer(token, 'Nee.')])
      expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
      expect((await one.case(GREET, id)).questions).toHaveLength(1)
    })

    test('three at most, and its link ends with the decision', async () => {
      const { one, id } = await open()
      for (const n of [1, 2, 3]) {
        house.clock.now += 1000
        await one.ask(GREET, id, `Vraag ${n}?`)
      }
      await expect(one.ask(GREET, id, 'Vraag 4?')).rejects.toThrow('Three questions')
      const letters = await house.lettersTo(ELS)
      expect(new Set(letters.map((raw) => /^Message-ID:\s+(\S+)/im.exec(raw)![1])).size).toBe(letters.length)
      const token = await tokenIn(ELS)
      await one.release(GREET, id)
      await expect(one.asked(token)).rejects.toThrow('decided on meanwhile')
      await expect(one.answer(token, 'Ja.')).rejects.toThrow('decided on meanwhile')
    })

    test('nobody asks a machine, or without a link to answer', async () => {
      const { one } = await open()
      const machine = await house.bring(
        letter('Noor Peeters uit 3A heeft epilepsie.', { 'Auto-Submitted': 'auto-generated' }),
      )
      await expect(one.ask(GREET, machine, 'Hoe dan?')).rejects.toThrow('a machine sent it')
      await house.close()
      const bare = await open(CARE, [OUDER], { url: '' })
      await expect(bare.one.ask(GREET, bare.id, 'Hoe dan?')).rejects.toThrow('no public address')
    })
  })

  describe('an exception', () => {
    const grant = { rule: 'sensitive-pupil-data', recipient: OUDER, reason: 'Afspraak met het CLB.' } as const
    const until = () => house.clock.now + 30 * DAY

    test('lets the next such mail go, keeps what was seen, and ends', async () => {
      const { one, id } = await open()
      const expires = until()
      await one.grant(GREET, id, { ...grant, expires })
      const next = await house.bring(CARE)
      expect(await house.fates(next)).toEqual({ [OUDER]: 'waiting' })
      const { hits } = (await one.case(GREET, next)).decision
      expect(hits).toMatchObject([
        {
          rule: 'sensitive-pupil-data',
          outcome: 'forward',
          wouldBe: 'hold',
          exception: `sensitive-pupil-data ${ELS} ${OUDER}`,
        },
      ])
      expect(await house.fates(await house.bring(CARE, [OMA]))).toEqual({ [OMA]: 'held' })
      expect(await house.fates(await house.bring(CARE, [OUDER, OMA]))).toEqual({ [OUDER]: 'waiting', [OMA]: 'held' })
      expect(await house.audited()).toContainEqual(
        expect.objectContaining({ event: 'exception-made', actor: GREET.email, ref: id }),
      )
      house.clock.now = expires - 1
      expect(await house.fates(await house.bring(CARE))).toEqual({ [OUDER]: 'waiting' })
      house.clock.now = expires
      expect(await house.fates(await house.bring(CARE))).toEqual({ [OUDER]: 'held' })
      expect(await one.exceptions(GREET)).toEqual([])
    })

    test('made and ended on one node counts on the other at once', async () => {
      const { one, two, id } = await open()
      expect(await house.fates(await house.bring(CARE))).toEqual({ [OUDER]: 'held' })
      const made = await two.grant(GREET, id, { ...grant, expires: until() })
      expect(await house.fates(await house.bring(CARE))).toEqual({ [OUDER]: 'waiting' })
      expect(await one.exceptions(KOEN)).toEqual([made])
      expect(await one.exceptions(ELSEWHERE)).toEqual([])
      for (const actor of [AUDITOR, ELSEWHERE])
        expect(await failing(() => one.endException(actor, made.id))).toBeInstanceOf(Refused)
      await two.endException(KOEN, made.id)
      expect(await house.fates(await house.bring(CARE))).toEqual({ [OUDER]: 'held' })
      await expect(two.endException(KOEN, made.id)).rejects.toThrow('ended already')
    })

    test('never to what nobody could read, may be a virus, or must not be mailed', async () => {
      const locked = letter(
        '--b\nContent-Type: application/pdf; name=a.pdf\nContent-Transfer-Encoding: base64\n\nAAAA\n--b--',
        {
          'Content-Type': 'multipart/mixed; boundary=b',
        },
      )
      const { one, id } = await open(locked)
      const held = await one.case(GREET, id)
      expect(held.rules).toEqual(['uninspectable'])
      expect(held.exceptable).toEqual([])
      for (const rule of ['uninspectable', 'dangerous-attachment', 'no-contact'] as const) {
        await expect(one.grant(GREET, id, { ...grant, rule, expires: until() })).rejects.toThrow(
          'No exception can be made',
        )
        // Put there from outside it is not honoured either.
        const value = { id: rule, rule, reason: 'x', owner: 'x', expires: until(), mail: id, at: 0 }
        await house.store.put('exception', { key: rule, value, expires: 0 })
      }
      await house.store.put('mark', { key: 'exceptions changed', value: 'now', expires: 0 })
      expect(await house.fates(await house.bring(locked))).toEqual({ [OUDER]: 'held' })
    })

    test('asks for a reason, an end within a year, one of the recipients, and somebody who may decide', async () => {
      const { one, id } = await open()
      const wrong: [object, string][] = [
        [{ reason: ' ' }, 'Please say why'],
        [{ expires: house.clock.now }, 'within a year'],
        [{ expires: house.clock.now + 367 * DAY }, 'within a year'],
        [{ expires: Number.NaN }, 'within a year'],
        [{ recipient: OMA }, 'not addressed to'],
        [{ rule: 'password' }, 'No exception'],
      ]
      for (const [part, words] of wrong)
        await expect(one.grant(GREET, id, { ...grant, expires: until(), ...part })).rejects.toThrow(words)
      for (const actor of [AUDITOR, someone(ELS), ELSEWHERE])
        expect(await failing(() => one.grant(actor, id, { ...grant, expires: until() }))).toBeInstanceOf(Refused)
      expect(await one.exceptions(GREET)).toEqual([])
    })
  })

  describe('a suspected leak', () => {
    const report = { words: 'De lijst ging naar de verkeerde ouder.', hoursAgo: 2 }
    const OFFICER = someone('pia@devlonder.example', { roles: ['privacy-officer'] })

    test('is mailed to the contact of the school, and stands in the register with its clock', async () => {
      const { one, two, id } = await open(CARE, [OUDER, OMA])
      await one.reportLeak(GREET, id, report)
      const { subject, text } = await read('privacy@moretus-ekeren.be')
      expect(subject).toContain('Vermoeden van een datalek')
      for (const part of ['Noor', 'ADHD', 'verkeerde ouder']) expect(text).not.toContain(part)
      const due = house.clock.now + 70 * HOUR
      const entry = {
        id,
        due,
        sender: ELS,
        recipients: 2,
        outside: 2,
        delivered: 0,
        words: report.words,
        name: 'greet',
      }
      expect(await two.leaks(OFFICER)).toMatchObject([entry])
      expect((await one.case(GREET, id)).leak).toMatchObject(entry)
      await expect(two.reportLeak(KOEN, id, report)).rejects.toThrow('reported as a suspected leak already')
      expect(await house.lettersTo('privacy@moretus-ekeren.be')).toHaveLength(1)
      expect(await events()).toContain(`leak-reported ${GREET.email}`)
    })

    test('also of mail that is out, and after its content is gone', async () => {
      const { one, id } = await open()
      await one.return(GREET, id, 'Nee.')
      await house.store.sweep(house.clock.now + 2 * DAY)
      expect((await house.store.mail(id))!.hasBody).toBe(false)
      await one.reportLeak(GREET, id, report)
      expect((await one.case(GREET, id)).leak).toMatchObject({ id })
    })

    test('is for who may see it, closed once, and told why', async () => {
      const { one, two, id } = await open()
      for (const actor of [AUDITOR, someone(ELS), ELSEWHERE])
        expect(await failing(() => one.reportLeak(actor, id, report))).toBeInstanceOf(Refused)
      await expect(one.reportLeak(GREET, id, { ...report, words: ' ' })).rejects.toThrow('what may have leaked')
      await one.reportLeak(GREET, id, report)
      await expect(one.leaks(GREET)).rejects.toThrow('The register')
      expect(await one.leaks({ ...OFFICER, schools: ['dewilg.example'] })).toEqual([])
      expect(await one.leaks(AUDITOR)).toHaveLength(1)
      const how = { outcome: 'no-risk', words: 'De ouder heeft het gewist.' } as const
      for (const actor of [AUDITOR, GREET, { ...OFFICER, schools: ['dewilg.example'] }])
        expect(await failing(() => one.closeLeak(actor, id, how))).toBeInstanceOf(Refused)
      await expect(one.closeLeak(OFFICER, id, { ...how, words: '' })).rejects.toThrow('what was decided')
      const closing = await Promise.allSettled([one.closeLeak(OFFICER, id, how), two.closeLeak(OFFICER, id, how)])
      expect(closing.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
      expect(await one.leaks(OFFICER)).toMatchObject([{ closed: { ...how, by: OFFICER.email } }])
    })
  })

  describe('handing over', () => {
    test('moves the claim until the deadline, and tells the deputy nothing of what it says', async () => {
      const { one, two, id } = await open(CARE, [OUDER], { options: { deputies: { [GREET.email]: KOEN.email } } })
      await house.accounts.add('an@devlonder.example', { name: 'an', roles: ['head'], schools: [] })
      await house.accounts.add(ELS, { name: 'els', roles: ['head'], schools: [] })
      await house.accounts.add('ann@devlonder.example', { name: 'ann', roles: ['auditor'], schools: [] })
      expect((await one.case(GREET, id)).deputies.map(({ name, own }) => [name, own])).toEqual([
        ['koen', true],
        ['an', false],
      ])
      await one.claim(GREET, id)
      await one.handOver(GREET, id, KOEN.email)
      house.clock.now += 2 * HOUR
      await expect(one.release(GREET, id)).rejects.toBeInstanceOf(Claimed)
      const { text } = await read(KOEN.email)
      expect(text).toContain('greet vraagt je om over een bericht van els@devlonder.example te beslissen')
      for (const part of ['Noor', 'ADHD', 'Overleg']) expect(text).not.toContain(part)
      expect(await events()).toContain(`handed-over ${GREET.email}`)
      await two.release(KOEN, id)
      expect(await house.fates(id)).toEqual({ [OUDER]: 'waiting' })
    })

    test('never to a party to it, to somebody who may not decide, or from under somebody else', async () => {
      const { one, two, id } = await open()
      await house.accounts.add(ELS, { name: 'els', roles: ['head'], schools: [] })
      await house.accounts.add('ann@devlonder.example', { name: 'ann', roles: ['auditor'], schools: [] })
      for (const to of [ELS, 'ann@devlonder.example', 'wie@elders.example', GREET.email])
        await expect(one.handOver(GREET, id, to)).rejects.toThrow('may not decide on this message')
      await two.claim(KOEN, id)
      expect(await failing(() => one.handOver(GREET, id, KOEN.email))).toBeInstanceOf(Claimed)
      expect((await one.case(GREET, id)).claim).toMatchObject({ by: KOEN.email })
    })
  })

  test('who reads the whole message is told to its sender, by whom and why', async () => {
    const { one, id } = await open()
    await one.original(GREET, id, 'Twijfel')
    const following = await one.follow(await house.linkFor(ELS))
    expect(following.looks).toMatchObject([{ event: 'original-read', by: GREET.email, detail: 'Twijfel' }])
  })

  describe('two reviewers at once', () => {
    const actions = (review: ReviewHouse['review'], id: string) => ({
      'release with BCC': () => review.decide(KOEN, id, { to: 'release', bcc: true }),
      ask: () => review.ask(KOEN, id, 'Waarom?'),
      exception: () =>
        review.grant(KOEN, id, {
          ...{ rule: 'group-address-visible', recipient: OUDER, reason: 'Feest', expires: house.clock.now + DAY },
        }),
      'hand over': () => review.handOver(KOEN, id, 'an@devlonder.example'),
    })
    const opened = async () => {
      const all = await open(TO_TEAM, [TEAM, OUDER])
      await house.accounts.add('an@devlonder.example', { name: 'an', roles: ['head'], schools: [] })
      return all
    }

    test('what one has taken up the other leaves alone', async () => {
      const { one, two, id } = await opened()
      await one.claim(GREET, id)
      for (const [name, act] of Object.entries(actions(two, id)))
        expect(await failing(act), name).toBeInstanceOf(Claimed)
      expect(await one.exceptions(GREET)).toEqual([])
      expect((await one.case(GREET, id)).questions).toEqual([])
    })

    test('what one has decided, also for ten seconds only, the other is told', async () => {
      const { one, two, id } = await opened()
      await one.decide(GREET, id, { to: 'return', words: 'Nee.' })
      const { exception: _, ...deciding } = actions(two, id)
      for (const [name, act] of Object.entries(deciding)) expect(await failing(act), name).toBeInstanceOf(Overtaken)
      await one.finish(house.clock.now + DAY)
      for (const [name, act] of Object.entries(deciding)) expect(await failing(act), name).toBeInstanceOf(Overtaken)
      // An exception is about the next message: it may come from one that was decided on.
      await two
        .grant(KOEN, id, {
          ...{ rule: 'group-address-visible', recipient: OUDER, reason: 'Feest', expires: house.clock.now + DAY },
        })
        .catch((error) => expect(String(error)).toContain('deleted by now'))
    })
  })
})

/** What still must happen, and that it does: later tries, results one by one, and what the sender is told. */
import { simpleParser } from 'mailparser'
import { afterEach, describe, expect, test } from 'vitest'
import type { Decision } from '../../src/policy/policy.ts'
import { type Store, StoreFull } from '../../src/store/store.ts'
import { until } from '../gateway/running.ts'
import { fatesOf, keep, notice, settlement, text } from '../store/mail.ts'
import { HOUR, LATER, NO, openQueueHouse, type QueueHouse, YES } from './house.ts'

const OUDER = 'ouder@ouder.example'
const OMA = 'oma@ouder.example'

let house: QueueHouse
const open = async (...given: Parameters<typeof openQueueHouse>): Promise<QueueHouse> => {
  house = await openQueueHouse(...given)
  return house
}
afterEach(() => house.close())

const put = async (...to: string[]): Promise<string> => {
  const decision: Decision = {
    ...{ pack: 'moretus-ekeren', policyVersion: '1', outcome: 'forward', hits: [] },
    recipients: to.map((address) => ({ address, outcome: 'forward', rules: [] })),
  }
  const fates = Object.fromEntries(to.map((address) => [address, 'waiting' as const]))
  const { verdict } = settlement(fates)
  const id = await keep(house.house.store, fates, { verdict: { ...verdict, decision } })
  house.queue.wake()
  return id
}

const booked = async (id: string): Promise<readonly { attempts: number; nextAt: number; lastReply: string }[]> =>
  (await house.mail(id)).recipients

/** Until the answer of attempt `n` stands in the store. */
const answered = async (id: string, n: number): Promise<void> => {
  await until(
    () => house.attempts(id) === n && house.queue.busy === 0,
    () => `attempt ${n}: ${house.events.join(' ')}`,
  )
}

describe('delivery', () => {
  test('the bytes go out as they are, our Received line on top, with their whole size told', async () => {
    await open(() => YES)
    const id = await put(OUDER)
    await answered(id, 1)
    const [parcel] = house.parcels
    expect(parcel!.sent).toMatch(/^Received: from pc\.school\.example /)
    expect(parcel!.sent.slice(parcel!.sent.indexOf('\r\n') + 2)).toBe(text('uitstap').toString())
    expect(parcel!.mailFrom).toBe('an.peeters@school.example')
    expect(await fatesOf(house.store, id)).toEqual({ [OUDER]: 'delivered' })
    expect(await house.written()).toBe(0)
  })

  test('is tried again later: doubling waits, give or take a fifth, at most half an hour', async () => {
    await open(() => LATER, { options: { retryAfterSeconds: 60, retryAtMostSeconds: 1800 } })
    const id = await put(OUDER)
    for (const [i, seconds] of [60, 120, 240, 480, 960, 1800, 1800].entries()) {
      await answered(id, i + 1)
      const [entry] = await booked(id)
      const wait = (entry!.nextAt - house.clock.now) / 1000
      expect(wait).toBeGreaterThanOrEqual(seconds * 0.8)
      expect(wait).toBeLessThanOrEqual(seconds * 1.2)
      expect(entry!.attempts).toBe(i + 1)
      house.pass(wait * 1000 - 1)
      expect(house.attempts(id)).toBe(i + 1)
      house.pass(1)
    }
  })

  test('waits differ between messages, and are one for the recipients of a message, so that they go together again', async () => {
    await open((_, turn) => (turn <= 20 ? LATER : YES))
    const ids: string[] = []
    for (let i = 0; i < 20; i++) ids.push(await put(OUDER, OMA))
    await until(
      async () => house.parcels.length === 20 && house.queue.busy === 0,
      () => `${house.parcels.length}`,
    )
    const times = await Promise.all(ids.map(async (id) => (await booked(id)).map((r) => r.nextAt)))
    for (const [one, other] of times) expect(one).toBe(other)
    expect(new Set(times.map(([one]) => one)).size).toBeGreaterThan(10)
    house.pass(10 * 60_000)
    await until(
      async () => house.parcels.length === 40,
      () => `${house.parcels.length}`,
    )
    expect(house.parcels.slice(20).every((parcel) => parcel.recipients.length === 2)).toBe(true)
  })

  test('each recipient has a result of its own; who has it does not get it twice', async () => {
    await open((_, turn) => (turn === 1 ? { [OUDER]: YES, [OMA]: LATER } : YES))
    const id = await put(OUDER, OMA)
    await answered(id, 1)
    expect(await fatesOf(house.store, id)).toEqual({ [OUDER]: 'delivered', [OMA]: 'waiting' })
    house.pass(HOUR)
    await answered(id, 2)
    expect(house.parcels[1]!.recipients).toEqual([OMA])
    expect(await fatesOf(house.store, id)).toEqual({ [OUDER]: 'delivered', [OMA]: 'delivered' })
  })
})

/** The machine-readable part of a DSN, unfolded, and the parts around it. */
const dsnOf = async (raw: string) => {
  const part = (type: string): string => {
    const at = raw.indexOf(`Content-Type: ${type}`)
    return at < 0 ? '' : raw.slice(at, raw.indexOf('\r\n--', at)).replace(/\r\n[ \t]+/g, ' ')
  }
  return {
    text: (await simpleParser(Buffer.from(raw, 'latin1'))).text ?? '',
    status: part('message/delivery-status'),
    headers: part('text/rfc822-headers'),
  }
}

describe('failure', () => {
  test('a clear refusal of one of two gives one DSN, about that one, with what the other side said', async () => {
    await open((parcel) => (parcel.mailFrom === '' ? YES : { [OUDER]: NO, [OMA]: YES }))
    const id = await put(OUDER, OMA)
    await until(
      async () => house.notices().length === 1 && house.queue.busy === 0,
      () => house.events.join(' '),
    )
    expect(await fatesOf(house.store, id)).toEqual({ [OUDER]: 'failed', [OMA]: 'delivered' })
    const sent = house.parcels.find((parcel) => parcel.mailFrom === '')!
    expect(sent.recipients).toEqual(['an.peeters@school.example'])
    const { text: words, status, headers } = await dsnOf(sent.sent)
    expect(status).toMatch(/^Reporting-MTA: dns; ?lock\.school\.example\r?$/m)
    expect(status).toMatch(/^Final-Recipient: rfc822; ?ouder@ouder\.example\r?$/m)
    expect(status).toMatch(/^Action: failed\r?$/m)
    expect(status).toMatch(/^Status: 5\.1\.1\r?$/m)
    expect(status).toMatch(/^Diagnostic-Code: smtp; ?550 5\.1\.1 no such user/m)
    expect(status).not.toContain(OMA)
    expect(words).toContain(OUDER)
    expect(headers).toContain('Subject: uitstap')
    expect(sent.sent).not.toContain('Beste ouder, uitstap')
    house.pass(HOUR)
    expect(await house.written()).toBe(1)
  })

  test('what our own side could not do carries our code, not theirs', async () => {
    await open((parcel) =>
      parcel.mailFrom === '' ? YES : { outcome: 'failed', status: '5.3.4', reply: 'larger than the next hop takes' },
    )
    await put(OUDER)
    await until(
      async () => house.notices().length === 1,
      () => house.events.join(' '),
    )
    const { status } = await dsnOf(house.notices()[0]!)
    expect(status).toMatch(/^Status: 5\.3\.4\r?$/m)
    expect(status).toMatch(/^Diagnostic-Code: x-mailsluis; ?5\.3\.4 larger/m)
  })

  test('after the time to give up there is exactly one DSN, with the last answer', async () => {
    await open((parcel) => (parcel.mailFrom === '' ? YES : LATER), {
      options: { giveUpAfterHours: 48, delayNoticeAfterHours: 400 },
    })
    const id = await put(OUDER)
    await answered(id, 1)
    house.pass(48 * HOUR - 1)
    await answered(id, 2)
    expect(await fatesOf(house.store, id)).toEqual({ [OUDER]: 'waiting' })
    house.pass(HOUR)
    await until(
      async () => house.notices().length === 1,
      () => house.events.join(' '),
    )
    expect(await fatesOf(house.store, id)).toEqual({ [OUDER]: 'failed' })
    const { status } = await dsnOf(house.notices()[0]!)
    expect(status).toMatch(/^Action: failed\r?$/m)
    expect(status).toMatch(/^Diagnostic-Code: smtp; ?451 4\.7\.1 try again later .*given up after 48 hours/m)
    house.pass(100 * HOUR)
    expect(await house.written()).toBe(1)
    expect(house.attempts(id)).toBe(3)
  })

  test('a message from the null sender gets no DSN, and a notice that fails gets none either', async () => {
    await open(() => NO)
    const id = await house.store.enqueue(notice('over iets'))
    house.queue.wake()
    await answered(id, 1)
    expect((await house.mail(id)).recipients[0]!.fate).toBe('failed')
    expect(await house.written()).toBe(1)
  })
})

describe('delay', () => {
  test('after four hours the sender is told once that it still waits, until when', async () => {
    await open((parcel) => (parcel.mailFrom === '' ? YES : LATER))
    const id = await put(OUDER)
    await answered(id, 1)
    house.pass(4 * HOUR)
    await answered(id, 2)
    expect(await house.written()).toBe(0)
    for (let n = 3; n < 8; n++) {
      house.pass(HOUR)
      await answered(id, n)
    }
    expect(await house.written()).toBe(1)
    const { status } = await dsnOf(house.notices()[0]!)
    expect(status).toMatch(/^Action: delayed\r?$/m)
    expect(status).toMatch(/^Status: 4\.7\.1\r?$/m)
    expect(status).toMatch(/^Will-Retry-Until: Wed, 0?4 Mar 2026/m)
  })

  test('a notice that waits long is not told of', async () => {
    await open(() => LATER)
    const id = await house.store.enqueue(notice('over iets'))
    house.queue.wake()
    await answered(id, 1)
    house.pass(5 * HOUR)
    await answered(id, 2)
    expect(await house.written()).toBe(1)
  })

  test('a notice that could not be booked is told at the next attempt', async () => {
    let broken = true
    await open((parcel) => (parcel.mailFrom === '' ? YES : LATER), {
      notices: (real) => ({
        ...real,
        delayed: (...given) => (broken ? Promise.reject(new Error('no words')) : real.delayed(...given)),
      }),
    })
    const id = await put(OUDER)
    await answered(id, 1)
    house.pass(5 * HOUR)
    await answered(id, 2)
    expect(await house.written()).toBe(0)
    broken = false
    house.pass(HOUR)
    await until(
      async () => house.notices().length === 1,
      () => house.events.join(' '),
    )
  })
})

/** A store one of whose operations fails so many times. */
const sickAt =
  (operation: keyof Store, times: number) =>
  (real: Store): Store => {
    let left = times
    return new Proxy<Store>(real, {
      get: (target, name) => {
        if (name === operation && left-- > 0) return async () => Promise.reject(new StoreFull('full'))
        const found = Reflect.get(target, name) as unknown
        return typeof found === 'function' ? found.bind(target) : found
      },
    })
  }

describe('trouble on our side', () => {
  test('a delivery that throws loses nothing and is tried again', async () => {
    await open((_, turn) => {
      if (turn === 1) throw new Error('broken')
      return YES
    })
    const id = await put(OUDER, OMA)
    await answered(id, 1)
    expect(await fatesOf(house.store, id)).toEqual({ [OUDER]: 'waiting', [OMA]: 'waiting' })
    house.pass(HOUR)
    await answered(id, 2)
    expect(await fatesOf(house.store, id)).toEqual({ [OUDER]: 'delivered', [OMA]: 'delivered' })
  })

  test('a DSN that cannot be written is no reason to send again to who has the message', async () => {
    let broken = true
    await open((parcel) => (parcel.mailFrom === '' ? YES : { [OUDER]: NO, [OMA]: YES }), {
      notices: (real) => ({
        ...real,
        failed: (...given) => (broken ? Promise.reject(new Error('no words')) : real.failed(...given)),
      }),
    })
    const id = await put(OUDER, OMA)
    await answered(id, 1)
    expect(await fatesOf(house.store, id)).toEqual({ [OUDER]: 'waiting', [OMA]: 'delivered' })
    broken = false
    house.pass(HOUR)
    await until(
      async () => house.notices().length === 1,
      () => house.events.join(' '),
    )
    expect(house.parcels.filter((parcel) => parcel.recipients.includes(OMA))).toHaveLength(1)
    expect(await fatesOf(house.store, id)).toEqual({ [OUDER]: 'failed', [OMA]: 'delivered' })
  })

  test('a store that cannot be asked now is asked again, and said to be ill once', async () => {
    await open(() => YES, { store: sickAt('claimDue', 3) })
    const id = await put(OUDER)
    await answered(id, 1)
    expect(house.events.filter((event) => /^store/.test(event))).toEqual(['storeTrouble', 'storeRecovered'])
  })

  test('an answer that finds no room is kept and booked as soon as there is: nobody is sent twice', async () => {
    await open(() => YES, { store: sickAt('finish', 3) })
    const id = await put(OUDER)
    await answered(id, 1)
    expect(await fatesOf(house.store, id)).toEqual({ [OUDER]: 'delivered' })
    expect(house.events.filter((event) => /^store/.test(event))).toEqual(['storeTrouble', 'storeRecovered'])
    house.pass(3 * HOUR)
    await put(OMA)
    await until(
      () => house.parcels.length === 2,
      () => 'the other is not begun',
    )
    expect(house.attempts(id)).toBe(1)
  })

  test('who is asked to stop meanwhile goes on booking as long as it may', async () => {
    await open(() => YES, { store: sickAt('finish', 3) })
    const id = await put(OUDER)
    await until(
      () => house.events.includes('storeTrouble'),
      () => house.events.join(' '),
    )
    await house.queue.stop(20_000)
    expect(await fatesOf(house.store, id)).toEqual({ [OUDER]: 'delivered' })
  })

  test('a store that stays ill does not keep the queue from stopping, and the message is not forgotten', async () => {
    await open(() => YES, { store: sickAt('finish', Number.POSITIVE_INFINITY) })
    const id = await put(OUDER)
    await until(
      () => house.events.includes('storeTrouble'),
      () => house.events.join(' '),
    )
    await house.queue.stop(5000)
    expect(house.queue.busy).toBe(0)
    expect(await fatesOf(house.store, id)).toEqual({ [OUDER]: 'waiting' })
  })
})

describe('the loop', () => {
  const gate = () => {
    let open: () => void = () => {}
    const opened = new Promise<void>((resolve) => {
      open = resolve
    })
    return { open, opened }
  }

  test('no more at a time than told, and all in the end', async () => {
    const gates = [gate(), gate(), gate(), gate(), gate(), gate()]
    let most = 0
    await open(
      async (_, turn) => {
        most = Math.max(most, house.queue.busy)
        await gates[turn - 1]!.opened
        return YES
      },
      { options: { concurrency: 2 } },
    )
    for (let i = 0; i < 6; i++) await put(OUDER)
    for (let i = 0; i < 6; i++) {
      await until(
        () => house.parcels.length === Math.min(6, i + 2),
        () => `${house.parcels.length} begun`,
      )
      gates[i]!.open()
    }
    await until(
      () => house.queue.busy === 0,
      () => 'still busy',
    )
    expect(most).toBe(2)
  })

  test('stop() waits for what runs, and begins nothing new', async () => {
    const { open: release, opened } = gate()
    await open(
      async () => {
        await opened
        return YES
      },
      { options: { concurrency: 1 } },
    )
    const first = await put(OUDER)
    const second = await put(OUDER)
    await until(
      () => house.attempts(first) === 1,
      () => 'not begun',
    )
    let stopped = false
    const stopping = house.queue.stop(20_000).then(() => {
      stopped = true
    })
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(stopped).toBe(false)
    release()
    await stopping
    expect(await fatesOf(house.store, first)).toEqual({ [OUDER]: 'delivered' })
    expect(house.attempts(second)).toBe(0)
    expect(await fatesOf(house.store, second)).toEqual({ [OUDER]: 'waiting' })
  })

  test('stop() does not wait for ever, also when every place is taken', async () => {
    const { open: release, opened } = gate()
    await open(
      async () => {
        await opened
        return YES
      },
      { options: { concurrency: 1 } },
    )
    const id = await put(OUDER)
    await until(
      () => house.attempts(id) === 1,
      () => 'not begun',
    )
    await house.queue.stop(20)
    expect(house.queue.busy).toBe(1)
    release()
    await until(
      () => house.queue.busy === 0,
      () => 'still busy',
    )
  })

  test('who is under way is not claimed again, however long it takes', async () => {
    const { open: release, opened } = gate()
    await open(async () => {
      await opened
      return YES
    })
    const id = await put(OUDER)
    await until(
      () => house.attempts(id) === 1,
      () => 'not begun',
    )
    house.pass(HOUR)
    await put(OMA)
    await until(
      () => house.parcels.length === 2,
      () => 'the other is not begun',
    )
    expect(house.attempts(id)).toBe(1)
    release()
    await until(
      async () => (await fatesOf(house.store, id))[OUDER] === 'delivered',
      () => 'not booked',
    )
  })
})

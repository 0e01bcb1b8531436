/** Invented mail and short hands for the tests of the store. */
import type { DeliveryJob, Intake, MailHead, NewNotice, Settlement, Store } from '../../src/store/store.ts'

export const START = Date.UTC(2026, 2, 2, 9)
export const MINUTE = 60_000
/** What the stores of these tests let stand in memory of large messages. */
export const LARGE_IN_MEMORY = 4_000_000

export const head = (
  rcptTo: readonly string[] = ['ouder@ouder.example'],
  kind: 'mail' | 'notice' = 'mail',
): MailHead => ({
  kind,
  envelope: { mailFrom: kind === 'mail' ? 'an.peeters@school.example' : '', rcptTo },
  received: 'Received: from pc.school.example by mailsluis.school.example; Mon, 2 Mar 2026 09:00:00 +0000\r\n',
  smtputf8: false,
  eightBit: true,
  client: { address: '127.0.0.1', name: 'pc.school.example', tls: '', user: 'an' },
  receivedAt: START,
  size: 0,
})

export const text = (words: string): Buffer =>
  Buffer.from(`From: an.peeters@school.example\r\nSubject: ${words}\r\n\r\nBeste ouder, ${words}.\r\n`)

export const notice = (words: string, to = 'an.peeters@school.example'): NewNotice => ({
  head: head([to], 'notice'),
  raw: text(words),
})

let joined = 0

export const write = async (store: Store, raw: Buffer, step = raw.length): Promise<Intake> => {
  const intake = await store.intake()
  for (let at = 0; at < raw.length; at += step) await intake.write(raw.subarray(at, at + step))
  return intake
}

export const receive = async (
  store: Store,
  raw: Buffer = text('uitstap'),
  rcptTo: readonly string[] = ['ouder@ouder.example'],
  joinKey = `own-${process.pid}-${joined++}`,
): Promise<string> => {
  const intake = await write(store, raw)
  return (await intake.commit(head(rcptTo), { joinKey, owner: 'door', leaseMs: MINUTE })).id
}

export const settlement = (
  fates: Readonly<Record<string, 'waiting' | 'held' | 'stopped'>>,
  more: Partial<Settlement> & { nextAt?: number } = {},
): Settlement => ({
  verdict: {
    from: 'an.peeters@school.example',
    subject: 'uitstap',
    shownSubject: 'uitstap',
    automatic: false,
    messageId: 'a@school.example',
    visibleTo: Object.keys(fates),
    language: 'nl',
    decision: { outcome: 'forward' },
  },
  recipients: Object.entries(fates).map(([address, fate]) => ({ address, fate, nextAt: more.nextAt ?? START })),
  keepUntil: 0,
  history: [{ at: START, event: 'judged', by: 'policy' }],
  notices: [],
  ...more,
})

/** Received and settled in one go; answers the id. */
export const keep = async (
  store: Store,
  fates: Readonly<Record<string, 'waiting' | 'held' | 'stopped'>>,
  more: Partial<Settlement> & { nextAt?: number; raw?: Buffer } = {},
): Promise<string> => {
  const id = await receive(store, more.raw ?? text('uitstap'), Object.keys(fates))
  if ((await store.settle(id, 'door', settlement(fates, more))) !== 'settled') throw new Error('not settled')
  return id
}

export const claim = (store: Store, owner: string, now: number, limit = 10): Promise<readonly DeliveryJob[]> =>
  store.claimDue(owner, now, MINUTE, limit, (attempts) => now + attempts * 10 * MINUTE)

export const delivered = (job: DeliveryJob) =>
  job.recipients.map(({ address }) => ({ address, fate: 'delivered' as const, nextAt: 0, reply: '250 2.0.0 ok' }))

export const fatesOf = async (store: Store, id: string): Promise<Readonly<Record<string, string>>> =>
  Object.fromEntries((await store.mail(id))?.recipients.map(({ address, fate }) => [address, fate]) ?? [])

/** What waits in the queue, by the first line of its text. */
export const queued = async (store: Store): Promise<readonly string[]> =>
  Promise.all(
    (await store.list({ fate: 'waiting', kind: 'notice', limit: 100 })).map(async ({ id }) =>
      (await store.body(id)).toString(),
    ),
  )

/** What the store still has when a run is over: who is held, who waits, which notices have not left yet. */
import type { Store, StoredMail } from '../../src/store/store.ts'
import { numberInHeader } from './mails.ts'
import { type Notice, readNotice } from './notice.ts'

export type Remains = Readonly<{
  /** "number address", once for each time it is kept. */
  held: readonly string[]
  queued: readonly string[]
  /** Bounced by policy, kept for a remedy. */
  stopped: readonly string[]
  notices: readonly Notice[]
  /** Held since judging did not finish, not for what they say. */
  unjudged: number
}>

const PAGE = 500

const all = async (
  store: Store,
  filter: { fate: 'held' | 'waiting' | 'stopped' } | { state: 'received' },
): Promise<StoredMail[]> => {
  const mails: StoredMail[] = []
  for (let before: string | undefined; ; ) {
    const page = await store.list({ ...filter, limit: PAGE, ...(before === undefined ? {} : { before }) })
    mails.push(...page)
    before = page.at(-1)?.id
    if (before === undefined || page.length < PAGE) return mails
  }
}

const keysOf = async (store: Store, mail: StoredMail, fate?: 'held' | 'waiting' | 'stopped'): Promise<string[]> => {
  const number = numberInHeader(await store.body(mail.id))
  const of = mail.recipients.filter((r) => r.fate === fate).map((r) => r.address)
  return (fate ? of : mail.head.envelope.rcptTo).map((address) => `${number} ${address}`.toLowerCase())
}

type Decided = Readonly<{ hits?: readonly Readonly<{ unknown?: string }>[] }>

const wasNotJudged = ({ verdict }: StoredMail): boolean =>
  ((verdict?.decision as Decided | undefined)?.hits ?? []).some(({ unknown }) => unknown === 'judging did not finish')

export const remainsOf = async (store: Store): Promise<Remains> => {
  const [held, queued, stopped, notices]: [string[], string[], string[], Notice[]] = [[], [], [], []]
  const mailsHeld = await all(store, { fate: 'held' })
  for (const mail of mailsHeld) held.push(...(await keysOf(store, mail, 'held')))
  for (const mail of await all(store, { fate: 'waiting' })) {
    if (mail.head.kind === 'notice') notices.push(readNotice(await store.body(mail.id)))
    else queued.push(...(await keysOf(store, mail, 'waiting')))
  }
  for (const mail of await all(store, { fate: 'stopped' })) stopped.push(...(await keysOf(store, mail, 'stopped')))
  for (const mail of await all(store, { state: 'received' })) queued.push(...(await keysOf(store, mail)))
  return { held, queued, stopped, notices, unjudged: mailsHeld.filter(wasNotJudged).length }
}

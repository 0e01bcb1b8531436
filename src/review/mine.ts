/**
 * My mail: what became of one's own messages, by a link that goes to one's own address. Whoever asks gets the same answer,
 * whether the address is ours or not; the link works once and not for long, and what it opens closes by itself.
 */
import { randomBytes } from 'node:crypto'
import type { Language } from '../message/message.ts'
import { mineNotice } from '../notices/notices.ts'
import type { MailId, StoredMail } from '../store/store.ts'
import { nowOf } from './acts.ts'
import { domainOf, type Mail } from './held-mail.ts'
import type { ReviewParts } from './lifecycle.ts'
import { Refused } from './refused.ts'
import type { Following, Mine } from './review.ts'
import { followingOf, issueLink } from './sender-link.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
// Long enough for a slow mailbox.
const LINK_MS = HOUR
const OPEN_MS = 20 * MINUTE
const DAYS = 14
// A stranger who asks for others fills no mailbox.
const PER_ADDRESS = 3
const PER_CLIENT = 20
const PAGES = 5
const PER_PAGE = 100
const MOST = 50

const ADDRESS = /^[^\s@<>"(),:;[\]\\]{1,64}@[a-z0-9.-]{1,255}$/
const STOPPED: ReadonlySet<string> = new Set(['held', 'stopped', 'returned', 'withdrawn', 'expired'])

const ticketKey = (token: string): string => `mine:${token}`
const openKey = (key: string): string => `mine-open:${key}`
const secret = (): string => randomBytes(24).toString('base64url')

/** Counted for the address also when nothing is sent: who asks learns nothing from it. */
const mayAsk = async ({ store }: ReviewParts, address: string, client: string): Promise<boolean> => {
  const [ofAddress = 0] = await store.tally([`mine address ${address}`], 1, HOUR)
  const [ofClient = 0] = await store.tally([`mine client ${client}`], 1, HOUR)
  return ofAddress <= PER_ADDRESS && ofClient <= PER_CLIENT
}

export const askMine = async (
  parts: ReviewParts,
  given: string,
  { client, language }: Readonly<{ client: string; language: Language }>,
): Promise<void> => {
  const address = given.trim().toLowerCase().slice(0, 320)
  const domain = domainOf(address)
  const { url, ...identity } = parts.identity(domain)
  const isOurs = ADDRESS.test(address) && parts.people().domains.includes(domain)
  if (!(await mayAsk(parts, isOurs ? address : '', client)) || !isOurs || url === '') return
  const now = nowOf(parts)
  const token = secret()
  const expires = now + LINK_MS
  await parts.store.put('remedy', { key: ticketKey(token), value: { address }, expires })
  const { region } = parts.policy().packFor(domain)
  const about = { identity: { ...identity, url }, region, language, to: address, url: `${url}/my/${token}` }
  await parts.store.enqueue(parts.queueNotice(mineNotice({ ...about, expires, now, apart: token }), now))
  parts.wakeQueue()
}

const OVER = 'This link does not work any more.'

export const mayOpenMine = async ({ store }: ReviewParts, token: string): Promise<boolean> =>
  (await store.get('remedy', ticketKey(token))) !== undefined

/** Uses the link up. Answers the key that shows the messages for a while. */
export const openMine = async (parts: ReviewParts, token: string): Promise<Readonly<{ key: string; ms: number }>> => {
  const ticket = await parts.store.take('remedy', ticketKey(token))
  if (!ticket) throw new Refused(OVER)
  const key = secret()
  await parts.store.put('remedy', { key: openKey(key), value: ticket, expires: nowOf(parts) + OPEN_MS })
  return { key, ms: OPEN_MS }
}

export const closeMine = async ({ store }: ReviewParts, key: string): Promise<void> => {
  await store.remove('remedy', openKey(key))
}

const addressOf = async ({ store }: ReviewParts, key: string): Promise<string | undefined> =>
  ((await store.get('remedy', openKey(key))) as { address: string } | undefined)?.address

const wasStopped = ({ recipients, history }: StoredMail): boolean =>
  recipients.some(({ fate }) => STOPPED.has(fate)) || history.some(({ event }) => event === 'released')

/** The newest first. Somebody who sends a great deal sees what was stopped among the newest of it. */
const stoppedOf = async (parts: ReviewParts, sender: string): Promise<readonly Mail[]> => {
  const since = nowOf(parts) - DAYS * DAY
  const found: Mail[] = []
  let before: MailId | undefined
  for (let page = 0; page < PAGES && found.length < MOST; page++) {
    const query = { sender, kind: 'mail', since, limit: PER_PAGE, ...(before ? { before } : {}) } as const
    const { mails, next } = await parts.store.find(query)
    found.push(...(mails.filter(wasStopped) as readonly Mail[]))
    if (!next) break
    before = next
  }
  return found.slice(0, MOST)
}

/** Undefined once it is closed. */
export const mine = async (parts: ReviewParts, key: string): Promise<Mine | undefined> => {
  const address = await addressOf(parts, key)
  if (address === undefined) return undefined
  const mails = await stoppedOf(parts, address)
  const messages: Following[] = []
  for (const mail of mails) messages.push(await followingOf(parts, mail))
  return { address, days: DAYS, messages }
}

/** The link of one of them, to follow it, take it back or call it urgent. */
export const followMine = async (parts: ReviewParts, key: string, id: MailId): Promise<string> => {
  const address = await addressOf(parts, key)
  const own = address === undefined ? [] : await stoppedOf(parts, address)
  const mail = own.find((one) => one.id === id)
  if (!address || !mail) throw new Refused(OVER)
  const url = await issueLink(parts, { id, sender: address }, nowOf(parts))
  if (url === '') throw new Refused(OVER)
  return url
}

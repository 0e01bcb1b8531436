/**
 * Suspected data leaks (GDPR art. 33): one entry for each message, with a clock of 72 hours from when somebody knew. The
 * entry outlives the message: the school must be able to show what it knew and what it did. No content, only what people write.
 */
import { leakNotice } from '../notices/notices.ts'
import type { MailId } from '../store/store.ts'
import { audit, byOf, nowOf } from './acts.ts'
import { domainOf, loadMail, type Mail, packOf, senderOf } from './held-mail.ts'
import type { ReviewParts } from './lifecycle.ts'
import { noteOn } from './notes.ts'
import { Refused } from './refused.ts'
import type { Actor, Leak, LeakReport, Role } from './review.ts'
import { demand, isOfSchool, reportedTo } from './rights.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR
/** Art. 33(1): without undue delay and, where feasible, not later than 72 hours after having become aware of it. */
const CLOCK_MS = 72 * HOUR
const WORDS_AT_MOST = 2000

const SEEING: readonly Role[] = ['admin', 'privacy-officer', 'head', 'auditor']
const CLOSING: readonly Role[] = ['admin', 'privacy-officer', 'head']
const NOT_YOURS = 'The register of data leaks is for heads, privacy officers, auditors and administrators.'

const tidy = (words: string): string => words.replaceAll('\r\n', '\n').trim().slice(0, WORDS_AT_MOST)

const entryOf = (parts: ReviewParts, actor: Actor, mail: Mail, { words, hoursAgo }: LeakReport): Leak => {
  const at = nowOf(parts)
  const knownAt = at - hoursAgo * HOUR
  const contact = (address: string) => parts.people().contact(address)
  return {
    id: mail.id,
    at,
    knownAt,
    due: knownAt + CLOCK_MS,
    by: byOf(actor),
    name: actor.name,
    sender: senderOf(mail),
    sentAt: mail.head.receivedAt,
    pack: packOf(parts, mail).id,
    rules: [...new Set(mail.verdict?.decision.hits.map(({ rule }) => rule) ?? [])],
    recipients: mail.recipients.length,
    outside: mail.recipients.filter(({ address }) => !contact(address).ours).length,
    delivered: mail.recipients.filter(({ fate }) => fate === 'delivered').length,
    words: tidy(words),
  }
}

export const leakOf = async ({ store }: Pick<ReviewParts, 'store'>, id: MailId): Promise<Leak | undefined> =>
  (await store.get('leak', id)) as Leak | undefined

const tell = async (parts: ReviewParts, mail: Mail, leak: Leak): Promise<void> => {
  const pack = packOf(parts, mail)
  const identity = parts.identity(domainOf(leak.sender))
  for (const to of await reportedTo(parts, pack, domainOf(leak.sender)))
    await parts.store.enqueue(parts.queueNotice(leakNotice({ identity, pack, leak, to, now: leak.at }), leak.at))
  parts.wakeQueue()
}

/** The letter before the entry: who dies in between leaves a letter too many, never an entry that nobody heard of. */
export const reportLeak = async (parts: ReviewParts, actor: Actor, id: MailId, report: LeakReport): Promise<Leak> => {
  const mail = await loadMail(parts, id)
  demand(parts, actor, mail, 'returning')
  const leak = entryOf(parts, actor, mail, report)
  if (leak.words === '') throw new Refused('Please say in a few words what may have leaked.')
  if (!(report.hoursAgo >= 0 && report.hoursAgo <= 72)) throw new Refused('Please say since when you know of it.')
  const first = await leakOf(parts, id)
  if (first) throw new Refused('This message was reported as a suspected leak already.')
  await audit(parts, 'leak-reported', actor, id)
  await tell(parts, mail, leak)
  const expires = leak.at + parts.options.leakDays * DAY
  if (!(await parts.store.put('leak', { key: id, value: leak, expires }, { ifAbsent: true })))
    throw new Refused('This message was reported as a suspected leak already.')
  await noteOn(parts, id, { event: 'leak-reported', by: byOf(actor) })
  parts.log.warn('leakReported', { id })
  return leak
}

/** Those of the reader's schools: first what is still open, by its clock, then the newest. */
export const leaks = async (parts: ReviewParts, actor: Actor): Promise<readonly Leak[]> => {
  if (!actor.roles.some((role) => SEEING.includes(role))) throw new Refused(NOT_YOURS)
  const all = (await parts.store.records('leak')).map(({ value }) => value as Leak)
  const order = (leak: Leak): number => (leak.closed ? Number.MAX_SAFE_INTEGER - leak.at : leak.due)
  return all.filter(({ sender }) => isOfSchool(actor.schools, domainOf(sender))).toSorted((a, b) => order(a) - order(b))
}

export const closeLeak = async (
  parts: ReviewParts,
  actor: Actor,
  id: MailId,
  { outcome, words }: Readonly<{ outcome: NonNullable<Leak['closed']>['outcome']; words: string }>,
): Promise<void> => {
  if (!actor.roles.some((role) => CLOSING.includes(role))) throw new Refused(NOT_YOURS)
  const leak = await leakOf(parts, id)
  if (!leak || !isOfSchool(actor.schools, domainOf(leak.sender))) throw new Refused(NOT_YOURS)
  if (tidy(words) === '')
    throw new Refused('Please say what was decided, and why: it is what the school can show later.')
  const at = nowOf(parts)
  // Of two at once one does it.
  const turn = { key: `leak-closed:${id}`, value: true, expires: at + parts.options.leakDays * DAY }
  if (leak.closed || !(await parts.store.put('mark', turn, { ifAbsent: true })))
    throw new Refused('This entry was closed already.')
  await audit(parts, 'leak-closed', actor, id, outcome)
  const closed = { at, by: byOf(actor), name: actor.name, outcome, words: tidy(words) }
  await parts.store.put('leak', { key: id, value: { ...leak, closed }, expires: at + parts.options.leakDays * DAY })
  await noteOn(parts, id, { event: 'leak-closed', by: byOf(actor) })
}

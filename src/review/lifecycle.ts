/**
 * The life of a hold. Every change is a compare-and-set in the store: of two reviewers one wins, the other is told.
 *
 * held → released (goes to the queue, never judged again) | returned (with the reviewer's words) | withdrawn (by its
 * sender) | expired (returned by the clock, never silently dropped). A decision with time to be undone is a record beside
 * the message, which stays held until it is final (pending.ts). A stopped message may be cured by its sender.
 */
import type { Directory } from '../directory/directory.ts'
import type { Log } from '../log.ts'
import type { Envelope, Message } from '../message/message.ts'
import type { Identity, Notice } from '../notices/notices.ts'
import type { Decision, Pack, Policy } from '../policy/policy.ts'
import type { MailId, NewNotice, Store, StoredMail } from '../store/store.ts'
import { audit, byOf } from './acts.ts'
import { bccPreview } from './bcc.ts'
import type { Calendars } from './calendars.ts'
import { caseFile } from './case-file.ts'
import { allClaims, claim, claimOf, leave } from './claims.ts'
import type { Ended } from './counted.ts'
import { apply, curable, offer, preview } from './cures.ts'
import { decideNow, expireAll } from './decisions.ts'
import { endException, exceptions, grant } from './exceptions.ts'
import { deputiesFor, handOver } from './hand-over.ts'
import { domainOf, GONE, heldOf, loadHeld, loadMail, type Mail, packOf } from './held-mail.ts'
import { keptCase } from './kept-case.ts'
import { closeLeak, leakOf, leaks, reportLeak } from './leaks.ts'
import { openList } from './list.ts'
import { askMine, closeMine, followMine, mayOpenMine, mine, openMine } from './mine.ts'
import { noteOn, notesOn } from './notes.ts'
import type { ReviewOptions } from './options.ts'
import { allDecided, decidedOn, undecided } from './pending.ts'
import { openRejudging, proposalOf } from './proposals.ts'
import { answer, ask, asked, questionsOf } from './questions.ts'
import { Refused } from './refused.ts'
import { remindAll } from './reminders.ts'
import { rescan } from './rescans.ts'
import type { Accounts, Actor, BccPreview, HeldCase, HeldItem, Review } from './review.ts'
import { alertedOf, conflict, demand, mayDecideBy } from './rights.ts'
import { ruleCases } from './rule-cases.ts'
import { afterDays } from './school-clock.ts'
import { scopedCase, scopedItem } from './scope.ts'
import { follow, hurry, issueLink, urgentReasonOf, withdraw } from './sender-link.ts'
import { type Beside, caseOf, itemOf, withoutContent } from './sight.ts'
import { decide, finish, undo, undoable } from './undo.ts'
import { noteChange, versionOf } from './versions.ts'

export type ReviewParts = Readonly<{
  store: Store
  options: ReviewOptions
  calendars: Calendars
  policy: () => Policy
  people: () => Directory
  accounts: Pick<Accounts, 'list'>
  identity: (domain: string) => Identity
  /** `of`: the message that would go out so; mail of a blocked account does not. */
  judge: (
    raw: Buffer,
    envelope: Envelope,
    of?: Pick<StoredMail, 'id' | 'head'>,
  ) => Promise<Readonly<{ message: Message; decision: Decision; pack: Pack }>>
  /** Whether a virus scanner is there and answers; absent where none is configured. */
  scannerAnswers?: () => boolean
  queueNotice: (notice: Notice, now: number) => NewNotice
  wakeQueue: () => void
  log: Log
  now?: () => number
  /** Told of every end. */
  counted?: (ended: Ended) => void
}>

const LIST_AT_MOST = 500
const SOONEST = 50
const REASON_AT_MOST = 500

/** The newest; where there are more, also those that are due first, so that none of them is overlooked. */
const heldMails = async ({ store }: ReviewParts, limit: number): Promise<readonly Mail[]> => {
  const newest = (await store.list({ fate: 'held', limit })) as readonly Mail[]
  if (newest.length < limit) return newest
  const there = new Set(newest.map(({ id }) => id))
  const soonest = (await store.overdue(Number.MAX_SAFE_INTEGER, SOONEST)).filter((id) => !there.has(id))
  const more = await Promise.all(soonest.map(async (id) => (await store.mail(id)) as Mail | undefined))
  return [...newest, ...more.filter((mail) => mail?.verdict !== undefined)] as readonly Mail[]
}

const list = async (parts: ReviewParts, actor: Actor, limit: number): Promise<readonly HeldItem[]> => {
  const mails = await heldMails(parts, limit)
  const decided = new Map((await allDecided(parts)).map((one) => [one.pending.id, one]))
  const waiting = mails.filter((mail) => undecided(mail, decided.get(mail.id)).length > 0)
  const seen = waiting.filter((mail) => conflict(parts, actor, mail) === undefined)
  const claims = await allClaims(parts)
  return seen.map((mail) => scopedItem(actor, itemOf(parts, mail, claims.get(mail.id)), mail.verdict?.decision))
}

const besideOf = async (parts: ReviewParts, actor: Actor, mail: Mail): Promise<Beside> => ({
  questions: await questionsOf(parts, mail.id),
  leak: await leakOf(parts, mail.id),
  notes: await notesOn(parts, mail.id),
  deputies: mayDecideBy(actor.roles) && heldOf(mail).length > 0 ? await deputiesFor(parts, actor, mail) : [],
  claim: await claimOf(parts, mail.id),
  proposal: await proposalOf(parts, mail),
  urgentReason: await urgentReasonOf(parts, mail.id),
  pending: (await decidedOn(parts, mail.id))?.pending,
})

const open = async (parts: ReviewParts, actor: Actor, id: MailId): Promise<HeldCase> => {
  const mail = await loadMail(parts, id)
  if (mail.head.kind !== 'mail') throw new Refused(GONE)
  demand(parts, actor, mail, false)
  const isDestroyed = mail.verdict === undefined && mail.state === 'done'
  const beside = await besideOf(parts, actor, mail)
  const held = isDestroyed
    ? withoutContent(parts, mail, await keptCase(parts.store, id), beside)
    : caseOf(parts, mail, beside)
  await audit(parts, 'case-opened', actor, id)
  return scopedCase(actor, held)
}

const glance = (parts: ReviewParts, actor: Actor, mail: Mail): HeldItem | undefined =>
  mail.verdict !== undefined && mail.head.kind === 'mail' && conflict(parts, actor, mail) === undefined
    ? itemOf(parts, mail, undefined)
    : undefined

const readOriginal = async (parts: ReviewParts, actor: Actor, id: MailId, reason: string): Promise<Buffer> => {
  const mail = await loadMail(parts, id)
  demand(parts, actor, mail, true)
  if (packOf(parts, mail).reviewVisibility !== 'full')
    throw new Refused('The school’s policy lets nobody read this message.')
  if (reason.trim() === '') throw new Refused('Please say why you need to read the whole message.')
  if (!mail.hasBody) throw new Refused(GONE)
  const why = reason.trim().slice(0, REASON_AT_MOST)
  await audit(parts, 'original-read', actor, id, why)
  await noteOn(parts, id, { event: 'original-read', by: byOf(actor), detail: why })
  return parts.store.body(id)
}

const previewBcc = async (parts: ReviewParts, actor: Actor, id: MailId): Promise<BccPreview> => {
  const mail = await loadHeld(parts, id)
  demand(parts, actor, mail, true)
  return bccPreview(parts, mail)
}

/** For whoever looks at the list meanwhile. */
const shown = async <T>(parts: ReviewParts, done: Promise<T>): Promise<T> => {
  const answer = await done
  await noteChange(parts)
  return answer
}

export const openReview = (parts: ReviewParts): Review => ({
  held: (actor, { limit = LIST_AT_MOST } = {}) => list(parts, actor, limit),
  ...openList(parts),
  version: () => versionOf(parts),
  case: (actor, id) => open(parts, actor, id),
  glance: (actor, mail) => glance(parts, actor, mail as Mail),
  claim: (actor, id, { takeOver = false } = {}) => shown(parts, claim(parts, actor, id, takeOver)),
  leave: (actor, id) => shown(parts, leave(parts, actor, id)),
  release: (actor, id, options = {}) => decideNow(parts, actor, id, { to: 'release', ...options }),
  return: (actor, id, words) => decideNow(parts, actor, id, { to: 'return', words }),
  decide: (actor, id, wish, batch) => shown(parts, decide(parts, actor, id, wish, batch)),
  undo: (actor, id) => shown(parts, undo(parts, actor, id)),
  undoable: (actor) => undoable(parts, actor),
  finish: (at) => finish(parts, at),
  bccPreview: (actor, id) => previewBcc(parts, actor, id),
  ask: (actor, id, question) => ask(parts, actor, id, question),
  asked: (token) => asked(parts, token),
  answer: (token, words) => answer(parts, token, words),
  handOver: (actor, id, to) => shown(parts, handOver(parts, actor, id, to)),
  grant: (actor, id, wish) => grant(parts, actor, id, wish),
  exceptions: (actor) => exceptions(parts, actor),
  endException: (actor, id) => endException(parts, actor, id),
  reportLeak: (actor, id, report) => reportLeak(parts, actor, id, report),
  leaks: (actor) => leaks(parts, actor),
  closeLeak: (actor, id, how) => closeLeak(parts, actor, id, how),
  original: (actor, id, reason) => readOriginal(parts, actor, id, reason),
  caseFile: (actor, id, reason) => caseFile(parts, actor, id, reason),
  deadline: (at, pack, sender) =>
    afterDays(parts.calendars.calendarOf({ pack, domain: domainOf(sender) }), at, parts.options.holdDays),
  ruleCases: (actor, pack, rule) => ruleCases(parts, actor, pack, rule),
  reviewers: (held) => alertedOf(parts, held),
  expire: (at) => expireAll(parts, at),
  remind: (at) => remindAll(parts, at),
  rejudge: openRejudging(parts),
  rescan: async (at) => (parts.scannerAnswers?.() ? rescan(parts, at) : 0),
  link: (mail, deadline) => issueLink(parts, mail, deadline),
  follow: (token) => follow(parts, token),
  withdraw: (token) => withdraw(parts, token),
  hurry: (token, reason) => shown(parts, hurry(parts, token, reason)),
  askMine: (address, from) => askMine(parts, address, from),
  mayOpenMine: (token) => mayOpenMine(parts, token),
  openMine: (token) => openMine(parts, token),
  mine: (key) => mine(parts, key),
  closeMine: (key) => closeMine(parts, key),
  followMine: (key, id) => followMine(parts, key, id),
  offer: (mail, remedies, at) => offer(parts, mail, remedies, at),
  curable: (mail, remedies) => curable(parts, mail, remedies),
  preview: (token) => preview(parts, token),
  apply: (token) => apply(parts, token),
})

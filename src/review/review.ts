/** Who may let it go: the life of a hold, remedies, accounts, school clock, audit. */

import type { RuleId } from '../detectors/detectors.ts'
import type { Language, Message } from '../message/message.ts'
import type { Decision, Exception, Pack, Remedy } from '../policy/policy.ts'
import type { HistoryEntry, MailHead, MailId, RecipientState, StoredMail } from '../store/store.ts'

export { mayKeep, type Scopes } from './account-keeping.ts'
export { type Accounts, openAccounts } from './accounts.ts'
export { openAnchoring, readAnchorFile } from './anchoring.ts'
export { type Anchor, parseAnchors, storedAnchors } from './anchors.ts'
export { type Anchored, type AuditProof, proveAudit, verifyAudit } from './audit.ts'
export { type Block, type Blocks, openBlocks } from './blocks.ts'
export { CalendarError, type Calendars, openCalendars } from './calendars.ts'
export { leftToOne, uncovered } from './cover.ts'
export type { Identity, Rejection } from './federation.ts'
export type { FirstAdmin } from './first-admin.ts'
export { openGranted } from './granted.ts'
export { openReview } from './lifecycle.ts'
export { ReviewOptions } from './options.ts'
export { AlreadySent, Claimed, Overtaken, Refused } from './refused.ts'
export { remediesOf } from './remedies.ts'
export { actorOf, isOfSchool } from './rights.ts'
export { hasSchool, isOpen } from './school-clock.ts'
export { CATEGORIES, type Category } from './scope.ts'
export type { Enrolment, PasswordFault } from './second-factor.ts'
export { type OpenSession, type Origin, sessionId } from './sessions.ts'
export { publicKey, signerOf } from './signature.ts'
export { openTokens, SCOPES, type Scope, type Token, type Tokens } from './tokens.ts'

export type Role = 'admin' | 'privacy-officer' | 'head' | 'reviewer' | 'helpdesk' | 'auditor'

export type Account = Readonly<{
  name: string
  email: string
  roles: readonly Role[]
  schools: readonly string[]
  /** Categories of findings, or rules, somebody is asked for; empty: all (scope.ts). */
  categories: readonly string[]
  disabled: boolean
  /** The password was handed out, and is to be changed before anything else. */
  handedOut: boolean
  secondFactor: boolean
  /** Signs in at a provider of the school, and has no password here. */
  elsewhere: boolean
}>

/** Who acts: a signed-in account, the command line, the sender by link, or the clock. */
export type Actor = Readonly<Pick<Account, 'name' | 'email' | 'roles' | 'schools' | 'categories'>>

/** Who took a message up, and since when. */
export type Claim = Readonly<{ by: string; name: string; since: number }>

/** What decides who is a party to a message: its senders, all its recipients, and whom its findings name. */
export type HeldFor = Readonly<{
  from: readonly string[]
  recipients: readonly string[]
  decision: Decision | undefined
}>

/** What the rules of now would do with a held message. A proposal: nothing of it is done by itself. */
export type Proposal = Readonly<{
  /** Version of the policy it was judged by. */
  version: string
  at: number
  /** To whom it would simply be sent, and to whom it would be returned at once. */
  release: readonly string[]
  bounce: readonly string[]
}>

/** A held message as a list shows it. The subject is masked where the pack's visibility demands it. */
export type HeldItem = Readonly<{
  id: MailId
  from: string
  subject: string
  recipients: readonly RecipientState[]
  rules: readonly string[]
  pack: string
  heldAt: number
  /** Infinite once everybody it is for was decided on. */
  deadline: number
  /** Hours of school until then. */
  hoursLeft: number
  /** Its sender said that it cannot wait. */
  urgent: boolean
  claim: Claim | undefined
}>

/** What a reviewer wants done. `recipients`: all who are held when absent. */
export type Wish =
  /** `bcc`: with the addresses that not everybody may see moved to BCC. */
  Readonly<{ to: 'release'; recipients?: readonly string[]; bcc?: boolean }> | Readonly<{ to: 'return'; words: string }>

/** A decision that can still be undone: the message stays held until `until`, and nobody was told of it yet. */
export type Pending = Readonly<{
  id: MailId
  to: Wish['to']
  recipients: readonly string[]
  /** Address of who decided, and the name. */
  by: string
  name: string
  at: number
  until: number
  /** What was decided together can be undone together. */
  batch: string
}>

/** Which held messages; all conditions together. */
export type HeldQuery = Readonly<{
  rule?: string
  /** Domain of the sender. */
  school?: string
  /** Taken up by oneself, by nobody, by anybody. */
  claimed?: 'mine' | 'free' | 'taken'
  /** Due within some hours of school. */
  soon?: boolean
  /** Each word stands in the sender, a recipient or the subject as it is shown. */
  words?: string
  /** Held for the same rules, and from the same sender or to the same recipients. */
  like?: Readonly<{ id: MailId; by: 'sender' | 'recipients' }>
  /** `next` of the page before. */
  after?: string
  limit?: number
}>

/** What is due first stands first. */
export type HeldPage = Readonly<{
  items: readonly HeldItem[]
  /** Where the next page begins; absent at the end. */
  next?: string
  /** From this page on: exactly so many, or at least so many. */
  count: number
  isMore: boolean
  /** So much was looked at and the page is not full: the next one goes on from there. */
  isUnfinished: boolean
}>

export type HeldCase = HeldItem &
  Readonly<{
    mail: StoredMail<Decision>
    pending: Pending | undefined
    /** Without hits once its content was destroyed. */
    decision: Decision
    visibility: 'metadata' | 'findings' | 'full'
    /** Some of what keeps it is not for the reader's categories: it can be sent back, not released nor read. */
    partial: boolean
    /** Why it is urgent, in the sender's words. */
    urgentReason: string
    proposal: Proposal | undefined
    questions: readonly Question[]
    leak: Leak | undefined
    /** What was done about it beside its fate, the oldest first: who read it, who was asked, whom it was handed to. */
    notes: readonly HistoryEntry[]
    /** Whether BCC may mend what stops it; `bccPreview` tells for sure. */
    mayBcc: boolean
    /** Rules that stop it and to which an exception can be made. */
    exceptable: readonly RuleId[]
    /** To whom the viewer may hand it; nobody when the viewer may not decide. */
    deputies: readonly Deputy[]
  }>

/** A held message as its sender follows it. Hidden recipients are counted, never named: mailboxes are shared. */
export type Following = Readonly<{
  id: MailId
  subject: string
  sentAt: number
  visible: readonly RecipientState[]
  /** The hidden ones; all of them once its content was destroyed, and with it who was visible. */
  others: readonly RecipientState[]
  deadline: number
  /** Whether it can be marked as urgent: not twice, and not too many in a day. */
  urgency: 'possible' | 'marked' | 'too-many'
  /** Until when it must be decided once it is urgent. */
  urgentDeadline: number
  /** Who read the whole message, and why. */
  looks: readonly HistoryEntry[]
}>

/** What became of somebody's own messages that were stopped or held in the last `days`, the newest first. */
export type Mine = Readonly<{ address: string; days: number; messages: readonly Following[] }>

/** A message just judged, for which a remedy may be offered: only one that is sure to cure it is. */
export type Stopped = Readonly<{ id: MailId; head: MailHead; raw: Buffer; message: Message; decision: Decision }>

export type RemedyPreview = Readonly<{
  id: MailId
  remedies: readonly Remedy[]
  from: string
  /** What will be sent to whom. */
  visible: readonly string[]
  hidden: readonly string[]
  subject: string
  expires: number
}>

/** A question to the sender, and what they answered. */
export type Question = Readonly<{
  at: number
  /** Address of who asked, and the name. */
  by: string
  name: string
  question: string
  answer?: string
  answeredAt?: number
}>

/** What the link in a question shows to the sender. The subject is masked. */
export type Asking = Readonly<{ question: string; name: string; subject: string; sentAt: number; deadline: number }>

/** An exception that a reviewer made, from which message and when. */
export type Granted = Exception & Readonly<{ mail: MailId; at: number }>

/** `recipient`: one of the message's. `expires`: epoch milliseconds, within a year. */
export type Grant = Readonly<{ rule: RuleId; recipient: string; reason: string; expires: number }>

/** Somebody who may be given a case. `own`: the deputy that the configuration names. */
export type Deputy = Readonly<{ name: string; email: string; own: boolean }>

/** `hoursAgo`: since when it is known. */
export type LeakReport = Readonly<{ words: string; hoursAgo: number }>

/** An entry in the register of suspected data leaks; at most one for each message. */
export type Leak = Readonly<{
  id: MailId
  /** Reported, and when somebody first knew; the authority is told before `due`, where it must be told at all. */
  at: number
  knownAt: number
  due: number
  by: string
  name: string
  sender: string
  sentAt: number
  pack: string
  rules: readonly string[]
  recipients: number
  /** Outside our domains, and how many had it when it was reported. */
  outside: number
  delivered: number
  words: string
  closed?: Readonly<{
    at: number
    by: string
    name: string
    /** Told to the authority; a leak without a risk that must be told; no leak. */
    outcome: 'notified' | 'no-risk' | 'no-leak'
    words: string
  }>
}>

/** How a held message would go out with BCC. `others`: it waits for other reasons too. */
export type BccPreview = Readonly<{
  id: MailId
  visible: readonly string[]
  hidden: readonly string[]
  others: boolean
}>

/** A message that is kept, and that a rule stopped or held. */
export type RuleCase = Readonly<{ id: MailId; at: number }>

export interface Review {
  held(actor: Actor, options?: { limit?: number }): Promise<readonly HeldItem[]>
  /** One page of what the actor may see. A bounded number of messages is opened, however many are held. */
  list(actor: Actor, query: HeldQuery): Promise<HeldPage>
  /** Of these the ones that wait and that the actor may see; at most a hundred. */
  items(actor: Actor, ids: readonly MailId[]): Promise<readonly HeldItem[]>
  /** Another word whenever something changed that a list of held messages shows. Cheap. */
  version(): Promise<string>
  case(actor: Actor, id: MailId): Promise<HeldCase>
  /** What a list would show of it; undefined where this viewer may see nothing of it. Opens nothing, so it is not audited. */
  glance(actor: Actor, mail: StoredMail): HeldItem | undefined
  /** Keeps it for this reviewer for some minutes; `Claimed` while somebody else has it, unless it is taken over. */
  claim(actor: Actor, id: MailId, options?: { takeOver?: boolean }): Promise<void>
  leave(actor: Actor, id: MailId): Promise<void>
  /** CAS: a second reviewer gets `Overtaken`, which says who was first and when; `Claimed` while somebody else has it. */
  release(actor: Actor, id: MailId, options?: { recipients?: readonly string[]; bcc?: boolean }): Promise<void>
  return(actor: Actor, id: MailId, words: string): Promise<void>
  /**
   * Like `release` or `return`, and refused for the same reasons, but final only after some seconds (`review.undoSeconds`):
   * until then nothing leaves, nobody is told, others get `Overtaken`, and whoever made it can `undo` it. It is durable
   * when this resolves; any process of the store makes it final. `batch` joins what was decided together.
   */
  decide(actor: Actor, id: MailId, wish: Wish, batch?: string): Promise<Pending>
  /** Takes one's own decision back: the message waits as before. `Refused` when it is final by now. */
  undo(actor: Actor, id: MailId): Promise<void>
  /** One's own decisions that can be undone now, the oldest first. */
  undoable(actor: Actor): Promise<readonly Pending[]>
  /** Makes final what is past its time; again what failed before. Answers how many. */
  finish(now: number): Promise<number>
  /** How it would go out with BCC (`Wish.bcc`); `Refused` where that does not mend it. Reads the message, shows none of it. */
  bccPreview(actor: Actor, id: MailId): Promise<BccPreview>
  /** Asks the sender by mail, three times at most; the message stays held and its deadline stands. */
  ask(actor: Actor, id: MailId, question: string): Promise<void>
  /** What the link of a question shows; changes nothing (mail scanners follow links). */
  asked(token: string): Promise<Asking>
  /** Uses the link up; who asked is told that there is an answer. */
  answer(token: string, words: string): Promise<void>
  /** Moves the claim to somebody else who may decide, and tells them. */
  handOver(actor: Actor, id: MailId, to: string): Promise<Deputy>
  /** From now on the rule does not count from this sender to this recipient; never a rule of safety. */
  grant(actor: Actor, id: MailId, grant: Grant): Promise<Granted>
  /** Those in force for the viewer's schools, the newest first. */
  exceptions(actor: Actor): Promise<readonly Granted[]>
  endException(actor: Actor, id: string): Promise<Granted>
  /** Enters it in the register and mails the school's contact; also for what has gone out. Once for each message. */
  reportLeak(actor: Actor, id: MailId, report: LeakReport): Promise<Leak>
  /** The register: what is open first. Heads, privacy officers, auditors and admins only. */
  leaks(actor: Actor): Promise<readonly Leak[]>
  closeLeak(
    actor: Actor,
    id: MailId,
    how: Readonly<{ outcome: NonNullable<Leak['closed']>['outcome']; words: string }>,
  ): Promise<void>
  /** Full original text; needs a reason, is audited, refused where the pack's visibility is not `full` (only when the pack allows). */
  original(actor: Actor, id: MailId, reason: string): Promise<Buffer>
  /** When a message of this sender, held at `now`, must have been decided: at the end of a school day. */
  deadline(now: number, pack: Pack, sender: string): number
  /**
   * One case as one signed HTML file for a personnel file, never its content; needs a reason, is audited. Heads, privacy
   * officers, auditors and admins only.
   */
  caseFile(actor: Actor, id: MailId, reason: string): Promise<string>
  ruleCases(actor: Actor, pack: string, rule: string): Promise<readonly RuleCase[]>
  /** Addresses to alert of a held message; never a party to it, but the deputy of one. */
  reviewers(held: HeldFor): Promise<readonly string[]>
  /** Return what is past its deadline. Answers how many. */
  expire(now: number): Promise<number>
  /** Reminds reviewers and their deputies of what is nearly due, each once a day. Answers how many letters. */
  remind(now: number): Promise<number>
  /** Judges some held messages by the rules of now, each once for each version of the policy. Answers how many. */
  rejudge(now: number): Promise<number>
  /** Scans what is held only because the virus scanner was away, once it answers; what is clean goes on. */
  rescan(now: number): Promise<number>
  /** A link for the sender of a message about to be held until `deadline`; '' where links lead nowhere. */
  link(mail: Readonly<{ id: MailId; sender: string }>, deadline: number): Promise<string>
  /** What the sender's link shows; changes nothing (mail scanners follow links). */
  follow(token: string): Promise<Following>
  withdraw(token: string): Promise<Following>
  /** Once for each message, with a short reason: it is due sooner, and the reviewers are told. */
  hurry(token: string, reason: string): Promise<Following>
  /** Sends a link to that address when it is one of ours and was not asked for too often; whoever asks is told nothing. */
  askMine(address: string, from: Readonly<{ client: string; language: Language }>): Promise<void>
  /** Whether the link still works; changes nothing (mail scanners follow links). */
  mayOpenMine(token: string): Promise<boolean>
  /** Uses the link up. `key` shows the messages for `ms`. */
  openMine(token: string): Promise<Readonly<{ key: string; ms: number }>>
  mine(key: string): Promise<Mine | undefined>
  closeMine(key: string): Promise<void>
  /** Address of the page of one of these messages. */
  followMine(key: string, id: MailId): Promise<string>
  /** Links to put into a notice: signed, single use. */
  offer(
    mail: Stopped,
    remedies: readonly Remedy[],
    now: number,
  ): Promise<readonly Readonly<{ remedy: Remedy; url: string; expires: number }>[]>
  /** Whether a link would be offered; keeps nothing. */
  curable(mail: Stopped, remedies: readonly Remedy[]): Promise<boolean>
  /** What a link would do; changes nothing (mail scanners follow links). */
  preview(token: string): Promise<RemedyPreview>
  /** Uses the link up and does it. */
  apply(token: string): Promise<RemedyPreview>
}

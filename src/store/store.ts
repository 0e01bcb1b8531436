/**
 * What must not be lost. One contract; `sqlite.ts` is the embedded default, `redis-store.ts` is for several nodes.
 *
 * Every method that resolves has made its change durable (fsync done) and atomic. Everything about a message is sealed at
 * rest with a data key of its own (AES-256-GCM), wrapped by the master key; ids, states and times stand in clear.
 * All times are epoch milliseconds. All compare-and-set methods answer false when another was first.
 */
import type { Readable } from 'node:stream'
import type { Envelope } from '../message/message.ts'
import type { Manifest } from './backup.ts'
import type { StoreKeys } from './rotation.ts'

export { auditHash } from './audit.ts'
export type { Manifest } from './backup.ts'
export { StoreAway, StoreFull, StoreUnusable } from './errors.ts'
export { openStore } from './open.ts'
export { StoreOptions } from './options.ts'
export { type BackupAccount, checkBackup } from './reading-backup.ts'
export { type Restoring, restoreStore } from './restore.ts'
export type { KeyStatus, Moved, StoreKeys } from './rotation.ts'

/** 26 characters, sortable by time of arrival; safe in file names, headers and logs. */
export type MailId = string

/**
 * Life of a message:
 * received   durable, not judged yet; after a crash it is judged again
 * judged     every recipient has a fate; some may still wait, be held or be kept for a remedy
 * done       every recipient has ended; body shredded at `keepUntil`
 *
 * Fate of one recipient:
 * waiting    may be sent from `nextAt` on
 * held       waits for a reviewer; leaves by release, return, withdrawal or expiry
 * stopped    bounced by policy; body kept only while a remedy link lives
 * delivered, failed, returned, withdrawn, expired   the end
 * waiting → waiting | delivered | failed;  failed → waiting (sent anew by a person);  held → held | waiting | returned | withdrawn | expired;  stopped → waiting | stopped
 */
export type MailState = 'received' | 'judged' | 'done'
export type Fate = 'waiting' | 'held' | 'stopped' | 'delivered' | 'failed' | 'returned' | 'withdrawn' | 'expired'

/** What is known when the door has read the final dot. Sealed. */
export type MailHead = Readonly<{
  /** 'mail' is judged; 'notice' is our own and goes straight to the queue. */
  kind: 'mail' | 'notice'
  envelope: Envelope
  /** Our Received line (RFC 5321 §4.4), with CRLF; put on top of the untouched bytes. */
  received: string
  /** Needs SMTPUTF8 (RFC 6531) or 8BITMIME (RFC 6152) at the next hop. */
  smtputf8: boolean
  eightBit: boolean
  client: Readonly<{ address: string; name: string; tls: string; user: string }>
  receivedAt: number
  /** Bytes, without our Received line. */
  size: number
  /** As its header says, without angle brackets; absent when it has none, or came before this was kept. */
  messageId?: string
  /** Written by the store; absent when it came in one transaction. */
  family?: Family
  /** Written by the store: the message that a notice of ours is about. */
  about?: MailId
}>

/** The transactions that brought one message: same Message-ID, author's header fields, envelope sender and body. */
export type Family = Readonly<{
  /** How many of them this envelope holds. */
  parts: number
  /** When the last of these came. */
  lastAt: number
  /** Messages of earlier ones, judged before this came; the oldest first. */
  kin: readonly MailId[]
}>

/** What judging found, for lists, notices and evidence. Sealed. `T` is the policy's decision; the store does not look inside. */
export type Verdict<T = unknown> = Readonly<{
  from: string
  subject: string
  /** The subject with names, numbers and secrets masked: what lists show. */
  shownSubject: string
  /** Automatic mail (RFC 3834 §2) is never answered. */
  automatic: boolean
  messageId: string
  visibleTo: readonly string[]
  language: string
  decision: T
}>

export type RecipientState = Readonly<{
  address: string
  fate: Fate
  attempts: number
  /** Next attempt while waiting; deadline while held; 0 otherwise. */
  nextAt: number
  /** Last answer of the next hop, or why it ended. No message content. */
  lastReply: string
  /** Somebody tries it now, until then at the latest; absent when nobody does. */
  underWayUntil?: number
}>

export type StoredMail<T = unknown> = Readonly<{
  id: MailId
  state: MailState
  head: MailHead
  verdict: Verdict<T> | undefined
  recipients: readonly RecipientState[]
  /** Times of what happened: judged, held, released by whom, delivered … No content. */
  history: readonly HistoryEntry[]
  /** Bytes a remedy or a reviewer put in place of the original, if any, are what `body` answers. */
  changed: boolean
  /** False once shredded; `verdict` is gone then too, head, recipients and history stay for `recordDays`. */
  hasBody: boolean
  keepUntil: number
}>

export type HistoryEntry = Readonly<{ at: number; event: string; by: string; detail?: string }>

/** A message being received. Small ones stay in memory, larger ones spill to an encrypted file. */
export interface Intake {
  readonly id: MailId
  readonly size: number
  /** Rejects with `StoreFull` when there is no room; await it before reading more (back-pressure). */
  write(chunk: Buffer): Promise<void>
  /**
   * Durable when it resolves.
   * new      the caller judges it now, under a lease of `leaseMs`; with the head as it is kept
   * repeat   the same submission (same `joinKey`, same envelope, same bytes), or all its recipients, were accepted within
   *          the last hour: the client missed our 250. Nothing new is stored
   * joined   another part of a message (same `family`, envelope sender and body) that came within the last hour and is not
   *          judged yet: its recipients were added to that one, and who judges that finds them there
   */
  commit(
    head: MailHead,
    options: { joinKey: string; family?: string | undefined; owner: string; leaseMs: number },
  ): Promise<Committed>
  /**
   * Whether it is the first of its kind within the last hour: neither the same submission nor another part of the same message
   * is known (as `commit` has it).
   */
  isFirst(head: MailHead, marks: { joinKey: string; family?: string | undefined }): Promise<boolean>
  /** Instead of `commit`: the next hop has it for all recipients. Its record is kept, nothing of its content. After a rejection it may be called again. */
  pass(head: MailHead, passed: Passed, marks: { joinKey: string; family?: string | undefined }): Promise<void>
  abort(): Promise<void>
  /** The whole message when it stayed in memory, so that it need not be read back. */
  readonly inMemory: Buffer | undefined
}

export type Committed = Readonly<{ id: MailId; as: 'new'; head: MailHead } | { id: MailId; as: 'repeat' | 'joined' }>

/** A message of our own to queue in the same transaction as what caused it. */
export type NewNotice = Readonly<{ head: MailHead; raw: Buffer }>

/** What becomes of a judged message; one transaction with its notices. */
export type Settlement<T = unknown> = Readonly<{
  verdict: Verdict<T>
  recipients: readonly Readonly<{ address: string; fate: 'waiting' | 'held' | 'stopped'; nextAt: number }>[]
  /** Body and verdict are kept until then at least; later while a recipient waits or is held. */
  keepUntil: number
  history: readonly HistoryEntry[]
  notices: readonly NewNotice[]
  /** Bytes to send instead of the original, when a header that must not travel had to go. */
  body?: Buffer
  /** How many parts (`head.family.parts`) were judged; 1 when absent. */
  parts?: number
  /** Recipients that go to kin instead. */
  joins?: readonly Joining<T>[]
}>

/** Recipients added to an earlier message of the family that still has others of this fate, and the same bytes. */
export type Joining<T = unknown> = Readonly<{
  into: MailId
  fate: 'held' | 'stopped'
  addresses: readonly string[]
  /** Whether those bytes took the place of the original. */
  changed: boolean
  /** Its verdict with these recipients. May be called more than once. */
  amend(verdict: Verdict<T>): Verdict<T>
  history: HistoryEntry
}>

/** What is known of a message that went to the next hop while its client waited. `reply`: what the next hop said. */
export type Passed = Readonly<{
  verdict: Pick<Verdict, 'from' | 'messageId'>
  recipients: readonly Readonly<{ address: string; reply: string }>[]
  history: readonly HistoryEntry[]
}>

/**
 * settled   done, with all that goes with it
 * changed   nothing is done: a part came, or kin moved, since it was judged; look at it anew
 * gone      nothing is done: another judges it, or it is judged
 */
export type Settled = 'settled' | 'changed' | 'gone'

/**
 * Work for the queue: the due recipients of one message, claimed until `leaseUntil`. Their next attempt is already booked.
 * `attempts` counts this one; `firstAt` is when the recipient first became waiting.
 */
export type DeliveryJob = Readonly<{
  id: MailId
  head: MailHead
  recipients: readonly Readonly<{ address: string; attempts: number; firstAt: number }>[]
  changed: boolean
  leaseUntil: number
}>

export type DeliveryResult = Readonly<{
  address: string
  fate: 'delivered' | 'waiting' | 'failed'
  nextAt: number
  reply: string
}>

/**
 * Change of recipients by a person or the clock; of those that wait, only who is not under way now. Who is given up
 * (`failed`) keeps the last answer of the next hop. What was destroyed cannot be sent anew.
 */
export type Move = Readonly<{
  from: 'held' | 'stopped' | 'waiting' | 'failed'
  to: 'waiting' | 'held' | 'returned' | 'withdrawn' | 'expired' | 'stopped' | 'failed'
  /** Held on until another time; only with `to: 'held'`. */
  deadline?: number
  /** Only these recipients; all with fate `from` when absent. */
  recipients?: readonly string[]
  history: HistoryEntry
  notices: readonly NewNotice[]
  /** New bytes to send instead of the original (a remedy). */
  body?: Buffer
}>

/** Where a held message stands in the order of deadlines. `steps` grows with every change of the message. */
export type Hold = Readonly<{ id: MailId; deadline: number; steps: number }>

/**
 * Messages with all of these. `sender`, `recipient`: an address, or a domain; exactly, but for capitals. `messageId`: with or
 * without angle brackets. `about`: notices about this message. `since` (included) and `until` (not included): when it came.
 */
export type MailQuery = Readonly<{
  sender?: string
  recipient?: string
  messageId?: string
  about?: MailId
  kind?: 'mail' | 'notice'
  since?: number
  until?: number
  limit: number
  /** The `next` of the page before. */
  before?: MailId
}>

/** Newest first. `complete`: false while some of an earlier release can be found by time only. */
export type Found = Readonly<{ mails: readonly StoredMail[]; next?: MailId; complete: boolean }>

/** Sealed records: users, sessions, tokens of programs, remedy links, exceptions, blocks, suspected leaks, published rules (some megabytes at most). */
export type RecordKind =
  | 'user'
  | 'session'
  | 'remedy'
  | 'exception'
  | 'block'
  | 'limit'
  | 'mark'
  | 'key'
  | 'anchor'
  | 'case'
  | 'rules'
  | 'leak'
  | 'decision'
  | 'token'
  | 'claim'
/** `expires`: epoch milliseconds, 0 = never. */
export type StoredRecord = Readonly<{ key: string; value: unknown; expires: number }>

/**
 * So many of one thing at a school in one day or week: a count, never about a person. `school`: a domain of ours, '' for any
 * other sender. These stand in clear, as states and times do.
 */
export type Figure = Readonly<{ period: string; school: string; key: string; n: number }>
/** `until`: when its period is forgotten, epoch milliseconds. */
export type StoredFigure = Figure & Readonly<{ until: number }>

export type AuditEntry = Readonly<{ at: number; event: string; actor: string; ref: string; detail: string }>
export type AuditRow = AuditEntry & Readonly<{ seq: number; previous: string; hash: string }>

/** One more slot for somebody who holds `held` already; there are `most`, and it lapses after `ms` unless kept. */
export type SlotWish = Readonly<{ most: number; held: number; ms: number }>

export interface Store {
  intake(): Promise<Intake>
  /** Messages in `received` whose lease has lapsed, now leased to `owner`; `attempts` counts judgings begun. */
  claimReceived(
    owner: string,
    now: number,
    leaseMs: number,
    limit: number,
  ): Promise<readonly { id: MailId; head: MailHead; attempts: number }[]>
  settle(id: MailId, owner: string, settlement: Settlement): Promise<Settled>
  /**
   * A sign of life: `owner` counts as alive for `ttlMs` from now, by the clock of the store. The `first` one makes the name
   * known; a later one answers false when others took over meanwhile: then the name is spent and its claims are gone.
   */
  beat(owner: string, ttlMs: number, first?: boolean): Promise<boolean>
  /** Owners whose last sign of life is still good. */
  alive(): Promise<readonly string[]>
  /**
   * Ends the leases of owners whose sign of life has lapsed, and of those in `gone` whatever theirs says. `everybody`: for
   * a server that just started and knows that nobody else serves this store; a store of several nodes does not believe
   * it. What is freed is due at once. Answers how many messages and recipients were freed.
   */
  takeOver(who?: Readonly<{ gone?: readonly string[]; everybody?: boolean }>): Promise<number>
  /** Queue a message of our own that has no cause in the store. */
  enqueue(notice: NewNotice): Promise<MailId>

  claimDue(
    owner: string,
    now: number,
    leaseMs: number,
    limit: number,
    bookNext: (attempts: number) => number,
  ): Promise<readonly DeliveryJob[]>
  finish(
    job: DeliveryJob,
    owner: string,
    results: readonly DeliveryResult[],
    notices: readonly NewNotice[],
    history: readonly HistoryEntry[],
  ): Promise<boolean>
  /** When the next recipient falls due (waiting), undefined when none waits. */
  nextDue(): Promise<number | undefined>
  /** Make waiting recipients due now. Answers how many. */
  retry(id: MailId | 'all', now: number): Promise<number>

  move(id: MailId, move: Move): Promise<boolean>

  mail(id: MailId): Promise<StoredMail | undefined>
  /**
   * Newest first, or oldest first; `fate` keeps messages with at least one recipient of that fate. `before`: the last id of
   * the page before, whichever way.
   */
  list(filter: {
    fate?: Fate
    state?: MailState
    kind?: 'mail' | 'notice'
    limit: number
    before?: MailId
    oldestFirst?: boolean
  }): Promise<readonly StoredMail[]>
  find(query: MailQuery): Promise<Found>
  /** Held messages in the order of their deadlines, without opening them; `after` is the last of the page before. */
  holds(options: { limit: number; after?: Pick<Hold, 'id' | 'deadline'> }): Promise<readonly Hold[]>
  /** Held messages whose deadline is over. */
  overdue(now: number, limit: number): Promise<readonly MailId[]>
  counts(): Promise<Readonly<Record<MailState | Fate, number>>>
  /** Whole plaintext, without our Received line. Rejects when shredded. */
  body(id: MailId): Promise<Buffer>
  bodyStream(id: MailId): Promise<Readable>

  put(kind: RecordKind, record: StoredRecord, options?: { ifAbsent?: boolean }): Promise<boolean>
  get(kind: RecordKind, key: string): Promise<unknown>
  /** Get and delete in one step: single use. */
  take(kind: RecordKind, key: string): Promise<unknown>
  records(kind: RecordKind): Promise<readonly StoredRecord[]>
  remove(kind: RecordKind, key: string): Promise<boolean>

  /**
   * Counts and slots shared by all processes of the store, by its own clock. Not durable: a crash of the machine may forget
   * the last of them. `tally` adds `by` to each count (0 only reads) and answers them; a count ends `windowMs` after it began.
   */
  tally(keys: readonly string[], by: number, windowMs: number): Promise<readonly number[]>
  untally(key: string): Promise<void>
  /**
   * False when all slots of this name are taken; those of a holder that died come free when they lapse, or, when it is named
   * OWNER|REST, as soon as its owner's sign of life is over (`beat`).
   */
  takeSlot(name: string, holder: string, wish: SlotWish): Promise<boolean>
  /** The slots are held for another `ms`. Answers how many the poorest holds who was refused lately; undefined: nobody was. */
  keepSlots(name: string, holders: readonly string[], ms: number): Promise<number | undefined>
  freeSlot(name: string, holder: string): Promise<void>

  /** Adds to what stands there. A `batch` that was added within the last minutes is not added again: ask until it resolves. */
  addFigures(batch: string, figures: readonly StoredFigure[]): Promise<void>
  figures(periods: readonly string[]): Promise<readonly Figure[]>

  audit(entry: AuditEntry): Promise<void>
  auditRows(from?: number, limit?: number): Promise<readonly AuditRow[]>

  /** Shred what is past `keepUntil`, delete expired records. Answers how many messages were shredded. */
  sweep(now: number): Promise<number>
  /**
   * A copy of everything in a new folder, sealed as it is, while the store is in use; one at a time. It opens with the same
   * master key, which is not in it.
   */
  backup(folder: string): Promise<Manifest>
  /** The keys everything is sealed with, and how they are turned. */
  readonly keys: StoreKeys
  /** Throws a plain-worded error when it cannot be read or written now. */
  check(): Promise<void>
  close(): Promise<void>
}

/** The window: sign-in, what is held, one case, remedies for staff, readiness. Server-rendered pages, no scripts needed. */

import type { Delivery, RouteHealth } from '../delivery/delivery.ts'
import type { Directory } from '../directory/directory.ts'
import type { Figures } from '../figures/figures.ts'
import type { Log } from '../log.ts'
import type { Envelope, Message, Text, Unread } from '../message/message.ts'
import type { Notice } from '../notices/notices.ts'
import type { Decision, Pack, Policy } from '../policy/policy.ts'
import type { TransportNotices } from '../queue/queue.ts'
import type { Accounts, Blocks, Review, Tokens } from '../review/review.ts'
import type { Door } from '../smtp/smtp.ts'
import type { Store } from '../store/store.ts'
import type { ConsoleOptions as Options } from './options.ts'

export { openConsole } from './listen.ts'
export { ConsoleOptions } from './options.ts'

export interface Console {
  readonly port: number
  /** Where people reach it: the configured public URL, else http://host:port. */
  readonly url: string
  close(): Promise<void>
}

/** A message judged on trial. `unread`: what could not be inspected. */
export type Judged = Readonly<{ message: Message; pack: Pack; decision: Decision; unread: readonly Unread[] }>

/** A message and all that hangs on it as text; `unread`: what of its files could not be read. */
export type Whole = Readonly<{
  message: Message
  files: Readonly<{
    files: readonly Readonly<{ path: string; size: number }>[]
    texts: readonly Text[]
    messages: readonly Message[]
    unread: readonly Unread[]
  }>
}>

/** What the pages look at. `troubles` are broken files while older ones stay in force; they stand on every page and in readyz. */
export type ConsoleParts = Readonly<{
  options: Options
  review: Review
  blocks: Blocks
  accounts: Accounts
  tokens: Tokens
  store: Pick<
    Store,
    | 'check'
    | 'mail'
    | 'find'
    | 'list'
    | 'counts'
    | 'retry'
    | 'move'
    | 'tally'
    | 'audit'
    | 'auditRows'
    | 'records'
    | 'get'
    | 'put'
  >
  door: Pick<Door, 'ports'>
  policy: () => Policy
  people: () => Directory
  troubles: () => readonly string[]
  /** What is wrong with the virus scanner: it stands there too, in words of its own. */
  scannerTroubles: () => readonly string[]
  /** Asked to stop: others are to take the mail from now on. */
  leaving: () => boolean
  /**
   * Judges a message by the rules in force; nothing of it is kept, sent or logged. What of the envelope is not given is as its
   * header fields say, and the pack follows from the sender.
   */
  judge: (raw: Buffer, trial?: Partial<Envelope> & Readonly<{ pack?: string }>) => Promise<Judged>
  /** The letters that its sender would get of it; nothing is kept or sent. */
  letters: (raw: Buffer, judged: Judged) => Promise<readonly Notice[]>
  /** How long what is kept, in days; `heldDays` in days of school. */
  kept: Readonly<{ heldDays: number; stoppedDays: number; caseDays: number; recordDays: number }>
  /** Ends what stays open by itself, when the console closes. */
  closing?: AbortSignal
  /** Version of the published rules in force; undefined when they come from files. */
  published?: () => number | undefined
  /** How mail leaves. `failed`: what is sent to whoever wrote a message that is given up. */
  transport: Readonly<{
    wake: () => void
    routeOf: Delivery['routeOf']
    routes: () => readonly RouteHealth[]
    failed: TransportNotices['failed']
  }>
  figures: Pick<Figures, 'read' | 'today'>
  /** In Prometheus' text format. */
  metrics: () => Promise<string>
  /** For who may read the whole of it. */
  read: (raw: Buffer) => Promise<Whole>
  log: Log
}>

/**
 * What people read: bounce, held, advice, delay, failure, review alert; nl, fr, en.
 *
 * PURE. Facts in, bytes of a complete message out. Never repeats what a message said: findings come masked, the original
 * travels along as headers only (RFC 6522 §3). Null return path, Auto-Submitted (RFC 3834), text and HTML.
 */
import type { Language } from '../message/message.ts'
import type { Decision, Pack, Remedy } from '../policy/policy.ts'
import type { Letter } from './letter.ts'

export { blockedNotice } from './blocked.ts'
export { bounceNotice } from './bounce.ts'
export { sayTime } from './clock.ts'
export { type Explanation, explain, officerOf, quoteFor, ruleWords } from './explain.ts'
export { adviceNotice, heldNotice, releasedNotice, returnedNotice, withdrawnNotice } from './held.ts'
export { languageFor } from './language.ts'
export { leakNotice } from './leaks.ts'
export type { Letter } from './letter.ts'
export { letterHtml } from './letter-html.ts'
export { letterText } from './letter-text.ts'
export { mineNotice } from './mine.ts'
export { answeredNotice, questionNotice } from './questions.ts'
export { handedNotice, type Reminded, reminderNotice, reviewAlert } from './reviewers.ts'
export { delayNotice, failureNotice } from './transport.ts'
export { saySchoolTime, saySize, saySome, weeklyNotice } from './weekly.ts'

export type NoticeKind =
  | 'bounce'
  | 'held'
  | 'review'
  | 'urgent'
  | 'reminder'
  | 'weekly'
  | 'blocked'
  | 'advice'
  | 'returned'
  | 'expired'
  | 'released'
  | 'withdrawn'
  | 'question'
  | 'mine'
  | 'answered'
  | 'handed'
  | 'leak'
  | 'delay'
  | 'failure'

/** A message of our own, ready to queue. Envelope sender is always ''. `raw` has CRLF line ends and 7-bit content. */
export type Notice = Readonly<{ kind: NoticeKind; to: string; language: Language; letter: Letter; raw: Buffer }>

/** Who we are on the outside. */
export type Identity = Readonly<{
  /** From of our notices, in the school's own domain. */
  from: Readonly<{ name: string; address: string }>
  /** Name of this gateway, for Reporting-MTA and Message-ID (a host name). */
  host: string
  /** Public base URL of the console, without a trailing slash; '' when there is none (no links are offered then). */
  url: string
}>

/** What every notice about a message needs. */
export type About = Readonly<{
  identity: Identity
  pack: Pack
  decision: Decision
  mailId: string
  /** Header facts of the original. `headers` are its original header bytes, for text/rfc822-headers. */
  subject: string
  sentTo: readonly string[]
  from: string
  messageId: string
  envelopeFrom: string
  receivedAt: number
  headers: Buffer
  language: Language
  /** Links that remedy it, one per remedy; valid until `expires`. */
  remedies: readonly Readonly<{ remedy: Remedy; url: string; expires: number }>[]
  /** Time of writing, epoch milliseconds. */
  now: number
}>

/** What a transport notice (delay or failure of delivery, RFC 3464) needs. The policy plays no part in it. */
export type Undelivered = Readonly<{
  identity: Identity
  mailId: string
  envelopeFrom: string
  subject: string
  messageId: string
  receivedAt: number
  headers: Buffer
  language: Language
  recipients: readonly Readonly<{ address: string; reply: string }>[]
  /** The decision on it, where one is stored: a subject that may hold what was found is then left out. */
  decision?: Decision
  /** When we stop trying; only for a delay. */
  givesUpAt: number
  now: number
}>

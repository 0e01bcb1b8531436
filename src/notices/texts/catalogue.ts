/** What a language must be able to say. A text may hold slots such as {addresses}; `fill` puts the words in. */
import type { RuleId, ScanCategory } from '../../detectors/detectors.ts'
import type { Language } from '../../message/message.ts'
import type { Remedy } from '../../policy/policy.ts'
import type { NoticeKind } from '../notices.ts'

/** How one rule is explained to the person who wrote the message. */
export type RuleWords = Readonly<{
  /** What is the matter, as one sentence without a full stop. */
  title: string
  /** Why the school asks for this, in one line. */
  why: string
  /** What to do now: one or two steps. */
  steps: readonly string[]
  /** For a message that did go out: what to do next time. */
  tip: string
}>

export type RuleTexts = Readonly<Record<RuleId, RuleWords>>

/** What the virus scanner brings about is told in words of its own. */
export type ScanTexts = Readonly<Record<ScanCategory, RuleWords>>

/** A text about one, and about several. */
export type Counted = Readonly<{ one: string; many: string }>

/** Sentences of the notices; a slot that a kind does not need stays empty of it. */
export type Phrases = Readonly<{
  and: string
  others: Counted
  hidden: Counted
  /** A group address that is not known by name. */
  group: string
  /** What a notice of each kind is called: in its subject and at its top. */
  labels: Readonly<Record<NoticeKind, string>>
  leads: Readonly<Record<Exclude<NoticeKind, 'reminder' | 'weekly'>, string>>
  yourMessage: string
  subject: string
  sentOn: string
  /** To whom else it went, waits or was not sent, when outcomes differ. */
  went: string
  waits: string
  stopped: string
  found: string
  where: string
  excerpt: string
  masked: string
  more: Counted
  kind: string
  uncheckedTitle: string
  unknown: string
  own: string
  now: string
  nextTime: string
  quick: string
  expires: string
  yourself: string
  resend: string
  buttons: Readonly<Record<Remedy, string>>
  agreed: string
  source: string
  questions: string
  ask: string
  askNobody: string
  leak: string
  small: string
  nothingToDo: string
  nothingToDoYet: string
  /** What the sender of a held message can do instead of waiting. */
  sooner: string
  soonerHow: string
  withdraw: string
  /** Where the sender has a link of their own. */
  follow: string
  followButton: string
  followNote: string
  /** With the link to one's own messages. */
  mine: Readonly<{ button: string; note: string; unasked: string }>
  withdrawnWords: string
  urgentReason: string
  urgentMark: string
  reminded: Counted
  remindedSubject: Counted
  decideBy: string
  moreWaiting: Counted
  inPlaceOf: string
  noBlame: string
  words: string
  wordsBy: string
  recipients: Counted
  review: string
  reviewButton: string
  reviewNoLink: string
  reviewPrivate: string
  /** For an administrator, when an account is blocked after malware. */
  blocked: Readonly<{ found: string; steps: readonly string[]; button: string; command: string }>
  /** A reviewer's question to the sender of a held message. */
  questioned: Readonly<{ heading: string; button: string; note: string; deadline: string }>
  /** A suspected data leak, to the school's contact. */
  leaked: Readonly<{
    to: string
    outside: string
    delivered: string
    known: string
    due: string
    steps: readonly string[]
    button: string
    note: string
    command: string
  }>
  answer: string
  transport: Readonly<Record<Trouble, string>>
  /** Kinds of content, for reviewers. A kind without words here is not named. */
  categories: Readonly<Record<string, string>>
  /** What to call the school's own channels when a pack does not list them. */
  channels: string
}>

/** Why a message could not be delivered, as far as the other side's answer tells (RFC 3463). */
export type Trouble = 'unknown-address' | 'mailbox-full' | 'too-large' | 'refused' | 'unreachable' | 'loop' | 'other'

export type Catalogue = Readonly<{
  rules: RuleTexts
  scan: ScanTexts
  phrases: Phrases
  /** Who looks after privacy, as it is called in Flanders and in the Netherlands. */
  officer: Readonly<Record<'BE' | 'NL', string>>
  /** How a pack's name of the pupil-tracking system stands in a sentence. */
  pupilSystem: (name: string) => string
}>

export type Catalogues = Readonly<Record<Language, Catalogue>>

export type Slots = Readonly<Record<string, string | number>>

/** One pass, so that what is filled in is never searched for slots itself. */
export const fill = (text: string, slots: Slots): string =>
  text.replace(/\{([a-zA-Z]{1,20})\}/g, (slot, name: string) => (Object.hasOwn(slots, name) ? `${slots[name]}` : slot))

export const counted = (text: Counted, count: number, slots: Slots = {}): string =>
  fill(count === 1 ? text.one : text.many, { ...slots, count })

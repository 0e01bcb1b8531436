/** What is said about mail on its way, so that no language can lack a sentence. */
import { inFrench, type Language } from '../../message/message.ts'
import type { ReplyKind } from './replies.ts'
import type { Fault } from './search.ts'
import { en } from './texts-en.ts'
import { fr } from './texts-fr.ts'
import { nl } from './texts-nl.ts'

type Outcome = 'forward' | 'notify' | 'hold' | 'bounce'
export type DeedName = 'retry' | 'again' | 'give-up'
type Count = (count: number) => string

export type MailTexts = Readonly<{
  title: string
  lead: string
  sender: string
  recipient: string
  partyHint: string
  id: string
  idHint: string
  since: string
  until: string
  search: string
  clear: string
  faults: Readonly<Record<Fault, string>>
  recent: string
  found: string
  newestFirst: string
  none: Readonly<{ title: string; words: readonly string[] }>
  incomplete: string
  older: string
  toQueue: string
  ownNotice: string
  noSender: string
  others: Count
  refused: Readonly<{ title: string; words: string }>
  /** They may follow mail, and no more. */
  notDone: Readonly<{ title: string; words: string }>
  missing: Readonly<{ title: string; words: string }>
  road: Readonly<{
    title: string
    noticeTitle: string
    from: string
    to: string
    arrived: string
    subject: string
    size: string
    openCase: string
    steps: string
    recipients: string
    onlyFirst: (shown: number, all: number) => string
    nextTry: string
    attempts: Count
    underWay: string
    rules: string
    received: string
    receivedFrom: (client: string, size: string) => string
    secure: (tls: string) => string
    plain: string
    signedInAs: string
    beingJudged: string
    outcomes: Readonly<Record<Outcome, string>>
    events: Readonly<Record<'given-up' | 'sent-again' | 'delivered' | 'delayed' | 'failed', string>>
    deliveredMeans: string
    destroyed: string
    notices: string
    noNotices: string
    noticeTo: string
    about: string
    kin: string
    ticket: string
    ticketWords: string
  }>
  replies: Readonly<Record<ReplyKind, string>>
  deeds: Readonly<Record<DeedName, Readonly<{ title: string; words: string; button: string; done: Count }>>>
  deedsTitle: string
  confirm: string
  tooLate: string
  noBounce: string
  allUnderWay: string
  gone: string
  queue: Readonly<{
    title: string
    empty: string
    waiting: Count
    sample: Count
    ordinary: string
    route: (from: string, to: string) => string
    states: Readonly<Record<'answers' | 'trouble' | 'unknown', string>>
    hop: string
    here: string
    oldest: string
    lastOk: string
    lastTrouble: string
    answers: string
    times: Count
    list: string
    oldestFirst: string
    more: string
    noneOfYours: string
  }>
}>

export const MAIL_TEXTS: Readonly<Record<Language, MailTexts>> = { nl, fr: inFrench(fr), en }

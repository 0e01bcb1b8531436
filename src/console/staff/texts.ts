/** What the pages for staff say that need no account: why, what is checked and kept, my mail. */
import { inFrench, type Language } from '../../message/message.ts'
import type { Outcome, Pack } from '../../policy/policy.ts'
import type { Fate } from '../../store/store.ts'
import { en } from './en.ts'
import { fr } from './fr.ts'
import { nl } from './nl.ts'

type Titled = Readonly<{ title: string; words: string }>

export type StaffTexts = Readonly<{
  why: Readonly<{
    title: string
    lead: string
    of: (organisation: string) => string
    all: string
    choose: string
    agreed: string
    noClause: string
    doNow: string
    nextTime: string
    happens: string
    /** What the rule brings about; `off` when it is not in use, `trial` when it only counts. */
    does: Readonly<Record<Outcome | 'off' | 'trial', string>>
    kinds: string
    ask: string
    contact: (who: string, address: string) => string
    leak: (address: string) => string
    nobody: string
    unknown: Titled
  }>
  what: Readonly<{
    title: string
    lead: string
    checked: string
    checkedWords: string
    groups: Readonly<Record<'bounce' | 'hold' | 'notify' | 'trial' | 'off', Titled>>
    kept: string
    keptOf: Readonly<{
      gone: (days: number) => string
      held: (days: number) => string
      stopped: (days: number) => string
      cases: (days: number) => string
      sealed: string
    }>
    who: string
    whoWords: string
    roles: (region: Pack['region']) => readonly string[]
    sees: Readonly<Record<Pack['reviewVisibility'], string>>
    never: string
    looks: string
    looksWords: readonly string[]
    questions: string
  }>
  mine: Readonly<{
    title: string
    lead: string
    address: string
    button: string
    sent: Titled
    malformed: string
    open: Titled
    openButton: string
    over: Titled
    askAgain: string
    list: (address: string) => string
    days: (n: number) => string
    none: Titled
    waits: string
    decidedBy: string
    follow: string
    close: string
    closed: string
    /** Said to the sender, where it is said otherwise to a reviewer. */
    fates: Readonly<Partial<Record<Fate, string>>>
  }>
  /** A remedy link that was used. */
  sent: Readonly<{ title: string; words: (when: string) => string }>
  looks: Readonly<{ nobody: string; title: string; reason: string }>
  links: Readonly<{ why: string; what: string; mine: string }>
}>

export const STAFF_TEXTS: Readonly<Record<Language, StaffTexts>> = { nl, fr: inFrench(fr), en }

/** What the pages about the school's policy say. */
import { inFrench, type Language } from '../../message/message.ts'
import type { Coverage, Mode, Outcome, Remedy } from '../../policy/policy.ts'
import { en } from './en.ts'
import { fr } from './fr.ts'
import { nl } from './nl.ts'

type Titled = Readonly<{ title: string; words: string }>

export type PolicyTexts = Readonly<{
  title: string
  lead: string
  inForce: (domains: string) => string
  unused: string
  unusedWords: string
  clauses: (n: number) => string
  /** What a clause comes to: its name, what it means, and so many of them in a sentence. */
  coverage: Readonly<Record<Coverage, Readonly<{ name: string; words: string }>>>
  sections: string
  section: string
  rules: string
  rule: string
  why: string
  notYet: string
  modes: Readonly<Record<Mode, Readonly<{ name: string; words: string }>>>
  outcomes: Readonly<Record<Outcome, Readonly<{ name: string; words: string }>>>
  remedies: Readonly<Record<Remedy, string>>
  mode: string
  outcome: string
  unsure: string
  categories: string
  remedy: string
  when: string
  settings: string
  defaults: string
  ownRules: string
  contacts: string
  contactNames: Readonly<Record<string, string>>
  visibility: string
  visibilities: Readonly<Record<'metadata' | 'findings' | 'full', string>>
  quotes: string
  noClause: string
  staff: Titled
  doNow: string
  nextTime: string
  languages: Readonly<Record<Language, string>>
  hits: string
  /** Of which messages the counts are. */
  looked: string
  never: string
  counted: Readonly<Record<Outcome, (n: number) => string>>
  cases: string
  casesOf: (when: string) => string
  casesKept: string
  exceptions: string
  noExceptions: string
  exceptionsHidden: (n: number) => string
  exception: Readonly<{
    sender: string
    recipient: string
    anyone: string
    reason: string
    owner: string
    until: string
    inFile: string
    end: string
    endButton: string
    endWords: string
    ended: string
  }>
  change: Readonly<{
    title: string
    file: (pack: string) => string
    published: (version: number) => string
    rule: string
    check: string
    publish: string
    reread: string
  }>
  why404: Titled
  try: string
}>

export const POLICY_TEXTS: Readonly<Record<Language, PolicyTexts>> = { nl, fr: inFrench(fr), en }

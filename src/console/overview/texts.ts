/** What the overview says, in each language. */
import type { Ending } from '../../figures/figures.ts'
import { inFrench, type Language } from '../../message/message.ts'
import type { Outcome } from '../../policy/policy.ts'
import { en } from './en.ts'
import { fr } from './fr.ts'
import { nl } from './nl.ts'

export type OverviewTexts = Readonly<{
  title: string
  /** What these pages are, and what they are not. */
  lead: string
  school: string
  allSchools: string
  span: string
  spans: Readonly<{ days: string; weeks: string }>
  show: string
  /** The name of each plot's table. */
  table: string
  day: string
  week: string
  weekShort: (number: number) => string
  nothing: Readonly<{ title: string; words: string }>
  facts: Readonly<{
    messages: string
    size: string
    held: string
    falseAlarms: string
    falseAlarmsHow: string
    wait: string
    waitHow: (most: string) => string
    tooFew: string
  }>
  plots: Readonly<{ messages: string; notable: string; decisions: string; wait: string; sizes: string }>
  outcomes: Readonly<Record<Outcome, string>>
  endings: Readonly<Record<Ending, string>>
  /** Half of the decisions were faster; nine in ten were. */
  half: string
  most: string
  size: string
  sizeUpTo: (size: string) => string
  sizeOver: (size: string) => string
  rules: Readonly<{
    title: string
    /** After the title. */
    lately: (weeks: number) => string
    lead: string
    rule: string
    messages: string
    few: string
    none: string
    trial: string
  }>
  now: Readonly<{
    title: string
    received: string
    waiting: string
    held: string
    answers: string
    delivered: string
    retry: string
    failed: string
    more: string
  }>
  weekly: Readonly<{
    title: (number: number, from: string, until: string) => string
    /** The link to it. */
    link: string
    before: string
    after: string
    back: string
    print: string
    noDays: string
  }>
}>

export const OVERVIEW_TEXTS: Readonly<Record<Language, OverviewTexts>> = { nl, fr: inFrench(fr), en }

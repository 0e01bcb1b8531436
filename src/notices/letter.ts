/** What a notice says, before it is text or HTML: both are written from the same letter and cannot differ. */
import type { Language } from '../message/message.ts'
import type { Reason } from './explain.ts'
import type { NoticeKind } from './notices.ts'

export type Row = Readonly<{ label: string; text: string }>

/** French sets a space before a colon. */
export const labelled = (label: string, language: Language): string =>
  language === 'fr' ? `${label}\u00a0:` : `${label}:`

export type Block =
  | Readonly<{ is: 'text'; text: string }>
  | Readonly<{ is: 'heading'; text: string }>
  | Readonly<{ is: 'rows'; rows: readonly Row[] }>
  | Readonly<{
      is: 'reason'
      reason: Pick<Reason, 'title' | 'why'>
      sightings: readonly Readonly<{ text: string; rows: readonly Row[] }>[]
    }>
  | Readonly<{ is: 'steps'; steps: readonly string[] }>
  | Readonly<{ is: 'button'; label: string; url: string; note: string }>
  /** `url`: where it is explained at length; '' where there is no such page. */
  | Readonly<{ is: 'quote'; text: string; source: string; language: Language; url: string }>
  | Readonly<{ is: 'small'; text: string }>

export type Letter = Readonly<{
  kind: NoticeKind
  language: Language
  /** Name of the kind, at the top. */
  label: string
  subject: string
  lead: string
  blocks: readonly Block[]
}>

/** What a notice says, before it is text or HTML: both are written from the same letter and cannot differ. */
import { inFrench, type Language } from '../message/message.ts'
import type { Reason } from './explain.ts'
import type { NoticeKind } from './notices.ts'

export type Row = Readonly<{ label: string; text: string }>

/** A label before what it is about. */
export const labelled = (label: string, language: Language): string =>
  language === 'fr' ? inFrench(`${label} :`) : `${label}:`

/** "Niet verzonden: Uitstap dinsdag". */
export const titled = (label: string, about: string, language: Language): string =>
  `${labelled(label, language)} ${about}`

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

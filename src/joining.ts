/**
 * One message that comes as several transactions is judged, told and decided on as one. The store joins parts that come
 * before the verdict. Here: how long a verdict waits for them, and what becomes of a part that comes after it.
 */
import type { Judged } from './gateway.ts'
import type { Envelope } from './message/message.ts'
import { type Decision, type Hit, type RecipientDecision, strictest } from './policy/policy.ts'
import type { HistoryEntry, Joining, MailHead, Store, StoredMail, Verdict } from './store/store.ts'

export type Kin = StoredMail<Decision>

/** Parts follow each other closely; one that stays away longer joins afterwards. Far less than a lease. */
const QUIET_MS = 2000
const LONGEST_MS = 20_000
/** Clocks of two nodes differ so much; more is a clock that was set back. */
const SKEW_MS = 5000
/** Postfix sends so many recipients at once, other servers more. */
export const SPLIT_AT = 50

const lower = (address: string): string => address.toLowerCase()

/** Earlier parts that were judged before this one came. */
export const kinOf = async (store: Pick<Store, 'mail'>, { family }: MailHead): Promise<readonly Kin[]> => {
  const found = await Promise.all((family?.kin ?? []).map((id) => store.mail(id)))
  return found.filter((mail) => mail !== undefined) as Kin[]
}

/** To whom the whole message goes, as far as its parts have come. */
export const wholeEnvelope = ({ envelope }: MailHead, kin: readonly Kin[]): Envelope => {
  const all = [...envelope.rcptTo, ...kin.flatMap((mail) => mail.recipients.map(({ address }) => address))]
  return { ...envelope, rcptTo: [...new Set(all)] }
}

/** Somebody outside who can be seen and is not served yet, as many as servers split at, or a part that came already. */
export const mayHaveMore = ({ head, message }: Judged, ours: readonly string[]): boolean => {
  const served = new Set(message.envelope.rcptTo.map(lower))
  return (
    head.family !== undefined ||
    head.envelope.rcptTo.length >= SPLIT_AT ||
    message.visible.some(({ address, domain }) => !ours.includes(domain) && !served.has(lower(address)))
  )
}

/** Milliseconds to wait for other parts before anybody is told of it; what simply goes on never waits. */
export const patience = (mail: Judged, ours: readonly string[]): number => {
  const { decision, head, now } = mail
  if (decision.outcome === 'forward' || !mayHaveMore(mail, ours)) return 0
  const lastAt = head.family?.lastAt ?? head.receivedAt
  if (now < lastAt - SKEW_MS) return 0
  return Math.max(0, Math.min(lastAt + QUIET_MS, head.receivedAt + LONGEST_MS) - now)
}

/** What of a decision is about these recipients. */
export const decisionFor = (decision: Decision, addresses: readonly string[]): Decision => {
  const meant = new Set(addresses.map(lower))
  const recipients = decision.recipients.filter(({ address }) => meant.has(lower(address)))
  const hits = decision.hits.filter((hit) => hit.recipients?.some((address) => meant.has(lower(address))) ?? true)
  return { ...decision, outcome: strictest(recipients.map(({ outcome }) => outcome)), recipients, hits }
}

/** Every recipient has one line and every finding stands once. */
const withLines = (decision: Decision, more: Decision): Decision => {
  const known = new Set(decision.recipients.map(({ address }) => address))
  const lines: readonly RecipientDecision[] = more.recipients.filter(({ address }) => !known.has(address))
  const seen = new Set(decision.hits.map((hit) => JSON.stringify(hit)))
  const hits: readonly Hit[] = more.hits.filter((hit) => !seen.has(JSON.stringify(hit)))
  return { ...decision, recipients: [...decision.recipients, ...lines], hits: [...decision.hits, ...hits] }
}

const OPEN = { held: 'hold', stopped: 'bounce' } as const

type Placed = Readonly<{ address: string; fate: 'waiting' | 'held' | 'stopped'; nextAt: number }>

/** He may have been decided on already: then he is nobody to be added in silence. */
const fits = (kin: Kin, fate: Placed['fate'], address: string): boolean =>
  (kin.recipients.find((one) => one.address === address)?.fate ?? fate) === fate

const joiningOf = (
  { kin = [], decision, now }: Judged,
  recipients: readonly Placed[],
  fate: keyof typeof OPEN,
  changed: boolean,
): Joining<Decision> | undefined => {
  const mine = recipients.filter((one) => one.fate === fate).map(({ address }) => address)
  const into = kin.find(
    (mail) =>
      mail.hasBody && mail.verdict && mail.changed === changed && mail.recipients.some((one) => one.fate === fate),
  )
  const addresses = into ? mine.filter((address) => fits(into, fate, address)) : []
  if (!into || addresses.length === 0) return undefined
  const more = decisionFor(decision, addresses)
  const amend = (verdict: Verdict<Decision>) => ({ ...verdict, decision: withLines(verdict.decision, more) })
  const history = { at: now, event: 'joined', by: 'gateway', detail: `${addresses.length} recipient(s)` }
  return { into: into.id, fate, addresses, changed, amend, history }
}

/** Held to held and stopped to stopped: nobody is told a second time. `changed`: a header that must not travel goes. */
export const joiningsOf = (
  mail: Judged,
  recipients: readonly Placed[],
  changed: boolean,
): readonly Joining<Decision>[] =>
  (['held', 'stopped'] as const).flatMap((fate) => joiningOf(mail, recipients, fate, changed) ?? [])

/** What the message's own history says of its parts. */
export const partsHistory = (
  { head: { family }, now }: Judged,
  joins: readonly Joining<Decision>[],
): readonly HistoryEntry[] => [
  ...(family && family.parts > 1
    ? [{ at: family.lastAt, event: 'joined', by: 'gateway', detail: `${family.parts} parts` }]
    : []),
  ...joins.map(({ into, addresses }) => {
    return { at: now, event: 'joined', by: 'gateway', detail: `${addresses.length} recipient(s) to ${into}` }
  }),
]

/** The sender had this advice with an earlier part. */
export const wasAdvised = ({ kin = [] }: Pick<Judged, 'kin'>): boolean =>
  kin.some(({ verdict }) => verdict?.decision.recipients.some(({ outcome }) => outcome === 'notify'))

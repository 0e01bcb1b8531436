/** One message as Redis keeps it, and the steps from how it was to how it shall be, with all indexes and tallies. */
import { randomBytes } from 'node:crypto'
import type { MessageRow, RecipientRow } from './mails.ts'
import {
  ALL,
  BLOBS_GONE,
  blobNameIn,
  bodyKey,
  claimsKey,
  DEADLINE,
  DUE,
  fateKey,
  historyKey,
  kindKey,
  META,
  mailKey,
  RECEIVED,
  recipientsKey,
  SHRED,
  SHREDDED,
  stateKey,
  TALLY,
  traceKey,
} from './redis-keys.ts'
import type { Argument, Step } from './redis-scripts.ts'
import type { Fate, MailState } from './store.ts'
import { termsIn } from './traces.ts'

export type Recipient = RecipientRow & Readonly<{ first_at: number; lease_until: number; owner: string }>

export type Document = Omit<MessageRow, 'file'> &
  Readonly<{
    /** Another with every change, and known by whoever made it: who read an older one has to look again. */
    version: string
    owner: string
    lease_until: number
    judgings: number
    bytes: number
    /** Name of the key with the body; '' once destroyed. */
    body: string
    /** Entries of history. */
    steps: number
    recipients: readonly Recipient[]
  }>

/** Counts for whoever reads it; the word of chance tells two who made the same step from each other. */
export const nextVersion = (before = '0'): string =>
  `${Number.parseInt(before, 10) + 1}-${randomBytes(6).toString('hex')}`

/** Arguments of one command: Lua passes at most some thousands. */
const SOME = 500

export const chunked = (command: string, key: string, args: readonly Argument[]): readonly Step[] =>
  Array.from({ length: Math.ceil(args.length / SOME) }, (_, n) => [
    command,
    key,
    ...args.slice(n * SOME, (n + 1) * SOME),
  ])

type Fields = Readonly<Record<string, string | number | Uint8Array | null>>

const fieldsOf = ({ id: _id, recipients: _recipients, ...fields }: Document): Fields => fields

const rowSteps = (before: Document | undefined, after: Document): readonly Step[] => {
  const old: Fields = before ? fieldsOf(before) : {}
  const set: Argument[] = []
  const gone: string[] = []
  for (const [name, value] of Object.entries(fieldsOf(after))) {
    if (value === (old[name] ?? null)) continue
    if (value === null) gone.push(name)
    else set.push(name, value instanceof Uint8Array ? Buffer.from(value) : value)
  }
  const key = mailKey(after.id)
  return [
    ...(set.length > 0 ? [['HSET', key, ...set] as const] : []),
    ...(gone.length > 0 ? [['HDEL', key, ...gone] as const] : []),
  ]
}

const recipientText = (one: Recipient): string => {
  const { fate, attempts, next_at, first_at, lease_until, owner, reply } = one
  const sealed = reply ? Buffer.from(reply).toString('base64') : ''
  return JSON.stringify([fate, attempts, next_at, first_at, lease_until, owner, sealed])
}

const recipientSteps = (before: Document | undefined, after: Document): readonly Step[] =>
  chunked(
    'HSET',
    recipientsKey(after.id),
    after.recipients
      .filter((one, n) => one !== before?.recipients[n])
      .flatMap((one) => [one.ordinal, recipientText(one)]),
  )

/** In which index a message stands, and at which place. */
type Places = ReadonlyMap<string, number>

const earliest = ({ recipients }: Document, fate: Fate): number | undefined => {
  let first: number | undefined
  for (const one of recipients)
    if (one.fate === fate && one.next_at < (first ?? Number.POSITIVE_INFINITY)) first = one.next_at
  return first
}

/** Nobody waits or is held, so the content may go at its time. */
export const isResting = ({ state, recipients }: Pick<Document, 'state' | 'recipients'>): boolean =>
  state !== 'received' && !recipients.some(({ fate }) => fate === 'waiting' || fate === 'held')

const placesOf = (one: Document | undefined): Places => {
  const places = new Map<string, number>()
  if (!one) return places
  for (const key of [ALL, kindKey(one.kind), stateKey(one.state)]) places.set(key, 0)
  for (const term of termsIn(one.terms)) places.set(traceKey(term), 0)
  for (const { fate } of one.recipients) places.set(fateKey(fate), 0)
  if (one.state === 'received') places.set(RECEIVED, one.lease_until)
  for (const { owner, lease_until } of [one, ...one.recipients])
    if (owner !== '') places.set(claimsKey(owner), lease_until)
  const due = earliest(one, 'waiting')
  if (due !== undefined) places.set(DUE, due)
  const deadline = earliest(one, 'held')
  if (deadline !== undefined) places.set(DEADLINE, deadline)
  if (one.content_key === null) places.set(SHREDDED, 0)
  else if (isResting(one)) places.set(SHRED, one.keep_until)
  return places
}

/** A reservation moves a message within its index behind our back, so the place is written each time. */
const placeSteps = (id: string, before: Places, after: Places): readonly Step[] => [
  ...[...before.keys()].filter((key) => !after.has(key)).map((key) => ['ZREM', key, id] as const),
  ...[...after]
    .filter(([key, at]) => key === DUE || key === RECEIVED || before.get(key) !== at)
    .map(([key, at]) => ['ZADD', key, at, id] as const),
]

const talliesOf = (one: Document | undefined): ReadonlyMap<string, number> => {
  const tallies = new Map<string, number>()
  if (!one) return tallies
  tallies.set(one.state, 1)
  tallies.set('bytes', one.bytes)
  for (const { fate } of one.recipients) tallies.set(fate, (tallies.get(fate) ?? 0) + 1)
  return tallies
}

const tallySteps = (before: ReadonlyMap<string, number>, after: ReadonlyMap<string, number>): readonly Step[] =>
  [...new Set([...before.keys(), ...after.keys()])].flatMap((name) => {
    const more = (after.get(name) ?? 0) - (before.get(name) ?? 0)
    return more === 0 ? [] : [['HINCRBY', TALLY, name, more] as const]
  })

const goneStep = (body: string): Step => {
  const blob = blobNameIn(body)
  return blob === undefined ? ['UNLINK', bodyKey(body)] : ['ZADD', BLOBS_GONE, 0, blob]
}

const bodySteps = (before: Document | undefined, after: Document | undefined): readonly Step[] => [
  ...(before?.body && before.body !== after?.body ? [goneStep(before.body)] : []),
  ...(before?.content_key && !after?.content_key ? [['HINCRBY', META, 'destroyed', 1] as const] : []),
]

/** `before` undefined = it is new; `after` undefined = it goes. */
export const stepsBetween = (before: Document | undefined, after: Document | undefined): readonly Step[] => {
  const id = after?.id ?? before?.id ?? ''
  return [
    ...(after
      ? [...rowSteps(before, after), ...recipientSteps(before, after)]
      : [mailKey(id), recipientsKey(id), historyKey(id)].map((key) => ['UNLINK', key] as const)),
    ...placeSteps(id, placesOf(before), placesOf(after)),
    ...tallySteps(talliesOf(before), talliesOf(after)),
    ...bodySteps(before, after),
  ]
}

/** The content goes: first of all its key. */
export const shredded = (one: Document): Document => ({
  ...one,
  ...{ state: 'done' as MailState, content_key: null, verdict: null, body: '', bytes: 0 },
})

/** The state follows from the recipients and from nothing else; what has ended and need not be kept goes at once. */
export const restated = (one: Document, now: number): Document => {
  const open = one.recipients.some(({ fate }) => fate === 'waiting' || fate === 'held' || fate === 'stopped')
  const next: Document = { ...one, state: open ? 'judged' : 'done' }
  return next.state === 'done' && next.keep_until <= now && next.content_key ? shredded(next) : next
}

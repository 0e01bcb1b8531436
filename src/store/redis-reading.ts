/** What Redis answers about a message, as a document. */
import { StoreUnusable } from './errors.ts'
import type { Document, Recipient } from './redis-document.ts'
import type { Looked } from './redis-link.ts'
import type { Fate, MailState } from './store.ts'

const DAMAGED = 'A message in Redis is damaged or was changed from outside. Restore it from a backup.'

const pairs = (flat: readonly Buffer[]): ReadonlyMap<string, Buffer> => {
  const map = new Map<string, Buffer>()
  for (let n = 0; n < flat.length; n += 2) map.set(String(flat[n]), flat[n + 1]!)
  return map
}

type Kept = readonly [
  fate: Fate,
  attempts: number,
  next_at: number,
  first_at: number,
  lease_until: number,
  owner: string,
  reply: string,
]

const keptOf = (text: Buffer): Kept => {
  try {
    return JSON.parse(text.toString()) as Kept
  } catch {
    throw new StoreUnusable(DAMAGED)
  }
}

const recipientOf = (ordinal: number, text: Buffer): Recipient => {
  const [fate, attempts, next_at, first_at, lease_until, owner, reply] = keptOf(text)
  const sealed = reply === '' ? null : Buffer.from(reply, 'base64')
  return { ordinal, fate, attempts, next_at, first_at, lease_until, owner, reply: sealed }
}

const recipientsOf = (flat: readonly Buffer[]): readonly Recipient[] =>
  [...pairs(flat)].map(([ordinal, text]) => recipientOf(Number(ordinal), text)).sort((a, b) => a.ordinal - b.ordinal)

/** Undefined when there is no such message. */
export const documentOf = (id: string, [row, recipients]: Looked): Document | undefined => {
  if (row.length === 0) return undefined
  const fields = pairs(row)
  const bytes = (name: string): Buffer => {
    const value = fields.get(name)
    if (!value) throw new StoreUnusable(DAMAGED)
    return value
  }
  const number = (name: string): number => Number(bytes(name))
  return {
    id,
    version: bytes('version').toString(),
    record_key: bytes('record_key'),
    content_key: fields.get('content_key') ?? null,
    kind: bytes('kind').toString() as 'mail' | 'notice',
    state: bytes('state').toString() as MailState,
    owner: bytes('owner').toString(),
    lease_until: number('lease_until'),
    judgings: number('judgings'),
    changed: number('changed'),
    keep_until: number('keep_until'),
    bytes: number('bytes'),
    body: bytes('body').toString(),
    steps: number('steps'),
    head: bytes('head'),
    addresses: fields.get('addresses') ?? null,
    verdict: fields.get('verdict') ?? null,
    terms: fields.get('terms')?.toString() ?? null,
    recipients: recipientsOf(recipients),
  }
}

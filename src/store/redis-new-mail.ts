/** A message on its way into Redis: sealed, its body placed, ready for the step that writes it. */
import type { KeyObject } from 'node:crypto'
import type { NewRecord } from './intake.ts'
import { noticeHead } from './new-mail.ts'
import { type PlacedBody, placeBody } from './redis-body.ts'
import { type Document, nextVersion, type Recipient, shredded, stepsBetween } from './redis-document.ts'
import type { RedisEngine } from './redis-engine.ts'
import type { Guard, Step } from './redis-scripts.ts'
import type { MailId, NewNotice, Passed } from './store.ts'
import { tracesOf } from './traces.ts'
import { seal, sealJson, type Vault } from './vault.ts'

export const newDocument = (vault: Vault, { id, keys, head }: NewRecord, body: string): Document => ({
  id,
  version: nextVersion(),
  record_key: keys.wrappedRecord,
  content_key: keys.wrappedContent,
  kind: head.kind,
  state: 'received',
  ...{ owner: '', lease_until: 0, judgings: 0, changed: 0, keep_until: 0, steps: 0 },
  bytes: head.size,
  body,
  head: sealJson(keys.record, `head ${id}`, head),
  addresses: null,
  verdict: null,
  terms: tracesOf(vault, head),
  recipients: [],
})

/** As it stands when all has ended: nothing of the content, and nobody waits. */
export const passedDocument = (vault: Vault, mail: NewRecord, passed: Passed, now: number): Document => {
  const { id, keys, head } = mail
  const addresses = passed.recipients.map(({ address }) => address)
  const times = { attempts: 1, next_at: 0, first_at: now, lease_until: 0, owner: '' }
  return {
    ...shredded(newDocument(vault, mail, '')),
    keep_until: now,
    addresses: sealJson(keys.record, `addresses ${id}`, addresses),
    terms: tracesOf(vault, head, passed.verdict),
    recipients: passed.recipients.map(({ reply }, ordinal): Recipient => {
      const sealed = seal(keys.record, `reply ${id} ${ordinal}`, Buffer.from(reply))
      return { ordinal, fate: 'delivered', ...times, reply: sealed }
    }),
    steps: passed.history.length,
  }
}

/** Every recipient once, in the order given. */
export const withRecipients = (
  one: Document,
  recordKey: KeyObject,
  recipients: readonly Readonly<{ address: string; fate: 'waiting' | 'held' | 'stopped'; nextAt: number }>[],
  now: number,
): Document => {
  const addresses = recipients.map(({ address }) => address)
  return {
    ...one,
    addresses: sealJson(recordKey, `addresses ${one.id}`, addresses),
    recipients: recipients.map(({ fate, nextAt }, ordinal): Recipient => {
      const times = { next_at: fate === 'stopped' ? 0 : nextAt, first_at: fate === 'waiting' ? now : 0 }
      return { ordinal, fate, attempts: 0, ...times, lease_until: 0, owner: '', reply: null }
    }),
  }
}

/** Our own mail is not judged: it waits for the next hop at once. */
const prepareNotice = async (engine: RedisEngine, notice: NewNotice, about: MailId | undefined) => {
  const head = noticeHead(notice, about)
  const id = engine.newId()
  const keys = engine.vault.newKeys(id)
  const body = await placeBody(engine, id, keys.content, notice.raw)
  const now = engine.now()
  const received = newDocument(engine.vault, { id, keys, head }, body.name)
  const waiting = head.envelope.rcptTo.map((address) => ({ address, fate: 'waiting' as const, nextAt: now }))
  const one = withRecipients({ ...received, state: 'judged' }, keys.record, waiting, now)
  return { id, body, steps: [...body.steps, ...stepsBetween(undefined, one)] }
}

export type PreparedNotices = Readonly<{
  ids: readonly string[]
  guards: readonly Guard[]
  steps: readonly Step[]
  /** Only when it is certain that they were not written: else their bodies are left to their time to live. */
  drop(): Promise<void>
}>

export const prepareNotices = async (
  engine: RedisEngine,
  notices: readonly NewNotice[],
  about?: MailId,
): Promise<PreparedNotices> => {
  const prepared: Readonly<{ id: string; body: PlacedBody; steps: readonly Step[] }>[] = []
  for (const notice of notices) prepared.push(await prepareNotice(engine, notice, about))
  return {
    ids: prepared.map(({ id }) => id),
    guards: prepared.flatMap(({ body }) => body.guards),
    steps: prepared.flatMap(({ steps }) => steps),
    drop: async () => {
      for (const { body } of prepared) await body.drop()
    },
  }
}

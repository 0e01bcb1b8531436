/** Changing a message: read, decided on what was read, and done if it is still so; otherwise read again. */
import { type KeyObject, randomBytes } from 'node:crypto'
import { type PlacedBody, placeBody } from './redis-body.ts'
import { type Document, nextVersion, restated, stepsBetween } from './redis-document.ts'
import { insist, type RedisEngine } from './redis-engine.ts'
import { historyKey, mailKey } from './redis-keys.ts'
import { prepareNotices } from './redis-new-mail.ts'
import { documentOf } from './redis-reading.ts'
import type { Guard, Step } from './redis-scripts.ts'
import { damagedBody } from './sealed-stream.ts'
import type { HistoryEntry, MailHead, NewNotice } from './store.ts'
import { sealJson, unsealJson } from './vault.ts'

export type Change<T> = Readonly<{
  answer: T
  /** How the message shall be; absent when nothing changes, `null` when it goes. */
  after?: Document | null
  guards?: readonly Guard[]
  steps?: readonly Step[]
  /** What must be so with other messages; else nothing is done and this is the answer. */
  others?: Readonly<{ guards: readonly Guard[]; answer: T }>
}>

export const readDocument = async ({ link }: RedisEngine, id: string): Promise<Document | undefined> => {
  const [looked] = await link.look([id], false)
  return looked && documentOf(id, looked)
}

const hasVersion = (id: string, version: string): Guard => ({ step: ['HGET', mailKey(id), 'version'], is: version })

/**
 * `decide` may be asked more than once; it must change nothing itself.
 *
 * Only what a person is told of waits for copies (`promise`): a lost release would be a lost click. A claim, a
 * settlement or a result that a fail-over takes back is done again by whoever holds the message then: judged again with
 * the same answer, or sent again by a delivery that counted as not done. Their notices go and come with them.
 */
export const change = <T>(
  engine: RedisEngine,
  id: string,
  decide: (one: Document | undefined) => Change<T>,
  how: 'apply' | 'promise' = 'apply',
): Promise<T> => {
  const tried = new Map<string, T>()
  return insist(async () => {
    const before = await readDocument(engine, id)
    // Ours, and its answer was lost.
    if (before && tried.has(before.version)) {
      const kept = how === 'apply' || (await engine.link.confirm(hasVersion(id, before.version)))
      return kept ? { answer: tried.get(before.version) as T } : undefined
    }
    const { answer, after, guards = [], steps = [], others } = decide(before)
    if (!before || after === undefined) return { answer }
    const next = after === null ? undefined : { ...after, version: nextVersion(before.version) }
    if (next) tried.set(next.version, answer)
    const elsewhere = others?.guards ?? []
    const all = [hasVersion(id, before.version), ...elsewhere, ...guards]
    const { failed } = await engine.link[how](all, [...stepsBetween(before, next), ...steps])
    if (others && failed > 1 && failed <= 1 + elsewhere.length) return { answer: others.answer }
    // A body that was set down and is there no more: its time to live passed, or somebody removed it.
    if (failed > 1) throw damagedBody()
    return failed === 0 ? { answer } : undefined
  })
}

export const historySteps = (
  one: Document,
  recordKey: KeyObject,
  entries: readonly HistoryEntry[],
): readonly Step[] => {
  const sealed = entries.map((entry, n) => sealJson(recordKey, `history ${one.id} ${one.steps + n + 1}`, entry))
  return sealed.length > 0 ? [['RPUSH', historyKey(one.id), ...sealed]] : []
}

/** The head tells the size of what will be sent. */
const withOtherBody = (one: Document, recordKey: KeyObject, { name }: PlacedBody, size: number): Document => {
  const head = unsealJson<MailHead>(recordKey, `head ${one.id}`, one.head)
  const sealed = sealJson(recordKey, `head ${one.id}`, { ...head, size })
  return { ...one, changed: 1, bytes: size, body: name, head: sealed }
}

/** A message found in the store, with its keys open. */
export type Opened = Readonly<{ id: string; recordKey: KeyObject; contentKey: KeyObject | undefined; one: Document }>

export const openDocument = async (engine: RedisEngine, id: string): Promise<Opened | undefined> => {
  const one = await readDocument(engine, id)
  if (!one) return undefined
  const recordKey = engine.vault.recordKey(id, one.record_key)
  const contentKey = one.content_key ? engine.vault.contentKey(id, recordKey, one.content_key) : undefined
  return { id, recordKey, contentKey, one }
}

/** What goes with a settlement, a result or a move, in the same step. */
export type Along = Readonly<{
  history: readonly HistoryEntry[]
  notices: readonly NewNotice[]
  /** Bytes to send instead of the original. */
  body?: Buffer | undefined
  /** Changes of other messages, and what must be so with these. */
  others?: Readonly<{ guards: readonly Guard[]; steps: readonly Step[] }>
}>

/** False when `decide` finds nothing to do any more: another was first, and nothing is changed. */
export const carryOut = async (
  engine: RedisEngine,
  { id, recordKey, contentKey }: Opened,
  { history, notices, body, others = { guards: [], steps: [] } }: Along,
  decide: (one: Document) => Document | undefined,
  how: 'apply' | 'promise' = 'apply',
): Promise<boolean> => {
  const otherName = `${id}.${randomBytes(4).toString('hex')}`
  const other = body && contentKey && (await placeBody(engine, otherName, contentKey, body))
  const prepared = await prepareNotices(engine, notices, id)
  const decideAll = (before: Document | undefined): Change<boolean> => {
    const decided = before && decide(before)
    if (!decided) return { answer: false }
    const told = { ...decided, steps: decided.steps + history.length }
    const after = restated(other && body ? withOtherBody(told, recordKey, other, body.length) : told, engine.now())
    // Destroyed in the same step: then no body is named, and what was set down goes by its time to live.
    const named = other && after.body === other.name ? other : undefined
    return {
      answer: true,
      after,
      guards: [...(named?.guards ?? []), ...prepared.guards],
      steps: [
        ...(named?.steps ?? []),
        ...historySteps(decided, recordKey, history),
        ...prepared.steps,
        ...others.steps,
      ],
      others: { guards: others.guards, answer: false },
    }
  }
  const done = await change(engine, id, decideAll, how)
  if (!done) for (const unused of [prepared, ...(other ? [other] : [])]) await unused.drop()
  return done
}

/** Recipients of a late part, added to a message of the same family that is judged already, in Redis. */
import { newcomers, withNewcomers } from './joining.ts'
import { addressesOf, headOf } from './mails.ts'
import { historySteps, type Opened, openDocument } from './redis-change.ts'
import { nextVersion, type Recipient, stepsBetween } from './redis-document.ts'
import type { RedisEngine } from './redis-engine.ts'
import { mailKey } from './redis-keys.ts'
import type { Guard, Step } from './redis-scripts.ts'
import type { Joining, Verdict } from './store.ts'
import { tracesOf } from './traces.ts'
import { sealJson, unsealJson, type Vault } from './vault.ts'

type Prepared = Readonly<{ guards: readonly Guard[]; steps: readonly Step[] }>

const joiningSteps = (
  vault: Vault,
  { id, recordKey, contentKey, one }: Opened,
  joining: Joining,
  added: readonly string[],
): readonly Step[] => {
  const { fate, history } = joining
  if (added.length === 0 || !contentKey || !one.verdict) return []
  // One deadline for all who are held together.
  const next_at = Math.min(...one.recipients.filter((each) => each.fate === fate).map((each) => each.next_at))
  const times = { attempts: 0, next_at, first_at: 0, lease_until: 0, owner: '', reply: null }
  const newcomer = (_: string, n: number): Recipient => ({ ordinal: one.recipients.length + n, fate, ...times })
  const verdict = joining.amend(unsealJson<Verdict>(contentKey, `verdict ${id}`, one.verdict))
  const head = withNewcomers(headOf(one, recordKey), added, history.at)
  const after = {
    ...one,
    version: nextVersion(one.version),
    steps: one.steps + 1,
    head: sealJson(recordKey, `head ${id}`, head),
    verdict: sealJson(contentKey, `verdict ${id}`, verdict),
    terms: tracesOf(vault, head, verdict),
    addresses: sealJson(recordKey, `addresses ${id}`, [...addressesOf(one, recordKey), ...added]),
    recipients: [...one.recipients, ...added.map(newcomer)],
  }
  return [...stepsBetween(one, after), ...historySteps(one, recordKey, [history])]
}

const prepareJoining = async (engine: RedisEngine, joining: Joining): Promise<Prepared | undefined> => {
  const found = await openDocument(engine, joining.into)
  if (!found?.contentKey || !found.one.verdict || (found.one.changed === 1) !== joining.changed) return undefined
  const all = addressesOf(found.one, found.recordKey)
  const there = found.one.recipients.map(({ ordinal, fate }) => ({ address: all[ordinal] ?? '', fate }))
  const added = newcomers(there, joining)
  if (!added) return undefined
  const unchanged: Guard = { step: ['HGET', mailKey(found.id), 'version'], is: found.one.version }
  return { guards: [unchanged], steps: joiningSteps(engine.vault, found, joining, added) }
}

/** Undefined when kin has nobody of this fate any more, or other bytes. */
export const prepareJoinings = async (
  engine: RedisEngine,
  joinings: readonly Joining[],
): Promise<Prepared | undefined> => {
  const prepared: Prepared[] = []
  for (const joining of joinings) {
    const one = await prepareJoining(engine, joining)
    if (!one) return undefined
    prepared.push(one)
  }
  return { guards: prepared.flatMap(({ guards }) => guards), steps: prepared.flatMap(({ steps }) => steps) }
}

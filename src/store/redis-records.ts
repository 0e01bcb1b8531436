/** Small sealed records in Redis: a hash for each kind, by keyed hash of the key; `expires` stands in clear before the seal. */
import { randomBytes } from 'node:crypto'
import { openRecord, recordName, sealRecord } from './records.ts'
import { insist, type RedisEngine } from './redis-engine.ts'
import { recordKey, recordTimesKey, takenKey } from './redis-keys.ts'
import type { Guard, Step } from './redis-scripts.ts'
import type { RecordKind, StoredRecord } from './store.ts'

/** Written so that none can be left out. */
const EVERY_KIND: Readonly<Record<RecordKind, true>> = {
  ...{ user: true, session: true, remedy: true, exception: true, block: true, limit: true },
  ...{ mark: true, key: true, anchor: true, case: true, rules: true, decision: true, token: true, leak: true },
  ...{ claim: true },
}
export const KINDS = Object.keys(EVERY_KIND) as readonly RecordKind[]

const SPACE = 0x20
/** Longer than anybody asks again whether it was he who took something. */
const MARK_MS = 60_000

type Found = Readonly<{ raw: Buffer; expires: number; sealed: Buffer }>

const parse = (raw: Buffer): Found => {
  const space = raw.indexOf(SPACE)
  return { raw, expires: Number(raw.subarray(0, space)), sealed: raw.subarray(space + 1) }
}

const nameOf = ({ vault }: RedisEngine, kind: RecordKind, key: string): string =>
  recordName(vault, kind, key).toString('hex')

const find = async ({ link }: RedisEngine, kind: RecordKind, name: string): Promise<Found | undefined> => {
  const raw = await link.ask<Buffer | null>('hget', recordKey(kind), name)
  return raw ? parse(raw) : undefined
}

/** 0 = never. */
const alive = ({ now }: RedisEngine, { expires }: Pick<Found, 'expires'>): boolean => expires === 0 || expires > now()

const opened = (engine: RedisEngine, kind: RecordKind, key: string, found: Found | undefined): unknown => {
  if (!found || !alive(engine, found)) return undefined
  const kept = openRecord(engine.vault, kind, found.sealed)
  // A value put under another name from outside opens nothing.
  return kept.key === key ? kept.value : undefined
}

export const putRecord = (
  engine: RedisEngine,
  kind: RecordKind,
  record: StoredRecord,
  ifAbsent: boolean,
): Promise<boolean> => {
  const name = nameOf(engine, kind, record.key)
  const raw = Buffer.concat([Buffer.from(`${record.expires} `), sealRecord(engine.vault, kind, record)])
  const times = recordTimesKey(kind)
  const steps: readonly Step[] = [
    ['HSET', recordKey(kind), name, raw],
    record.expires > 0 ? ['ZADD', times, record.expires, name] : ['ZREM', times, name],
  ]
  return insist(async () => {
    const found = ifAbsent ? await find(engine, kind, name) : undefined
    const ours = found?.raw.equals(raw) === true
    if (found && !ours && alive(engine, found)) return { answer: false }
    const absent: Guard = { step: ['HGET', recordKey(kind), name], is: found?.raw ?? '' }
    const { failed } = await engine.link.promise(ifAbsent ? [absent] : [], steps)
    return failed === 0 ? { answer: true } : undefined
  })
}

export const getRecord = async (engine: RedisEngine, kind: RecordKind, key: string): Promise<unknown> =>
  opened(engine, kind, key, await find(engine, kind, nameOf(engine, kind, key)))

/** Whoever removes it has it: what was there, alive or not. */
const pull = (engine: RedisEngine, kind: RecordKind, name: string): Promise<Found | undefined> => {
  const mark = takenKey(randomBytes(12).toString('hex'))
  let wanted: Found | undefined
  return insist(async () => {
    const found = await find(engine, kind, name)
    // Gone: by us, whose answer was lost, or by another.
    if (!found) {
      const ours = wanted !== undefined && (await engine.link.ask<number>('exists', mark)) === 1
      if (ours && !(await engine.link.confirm({ step: ['EXISTS', mark], is: '1' }))) return undefined
      return { answer: ours ? wanted : undefined }
    }
    wanted = found
    const same: Guard = { step: ['HGET', recordKey(kind), name], is: found.raw }
    const { failed } = await engine.link.promise(
      [same],
      [
        ['HDEL', recordKey(kind), name],
        ['ZREM', recordTimesKey(kind), name],
        ['SET', mark, 1, 'PX', MARK_MS],
      ],
    )
    return failed === 0 ? { answer: found } : undefined
  })
}

export const takeRecord = async (engine: RedisEngine, kind: RecordKind, key: string): Promise<unknown> =>
  opened(engine, kind, key, await pull(engine, kind, nameOf(engine, kind, key)))

export const removeRecord = async (engine: RedisEngine, kind: RecordKind, key: string): Promise<boolean> => {
  const found = await pull(engine, kind, nameOf(engine, kind, key))
  return found !== undefined && alive(engine, found)
}

export const allRecords = async (engine: RedisEngine, kind: RecordKind): Promise<readonly StoredRecord[]> =>
  (await engine.link.ask<readonly Buffer[]>('hvals', recordKey(kind)))
    .map(parse)
    .filter((found) => alive(engine, found))
    .map(({ sealed, expires }) => ({ ...openRecord(engine.vault, kind, sealed), expires }))
    .sort((a, b) => (a.key < b.key ? -1 : 1))

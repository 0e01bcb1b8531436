/** What hangs on the key ring of the store in Redis. */
import { auditPurpose } from './audit.ts'
import { StoreUnusable } from './errors.ts'
import { type Identity, ringField } from './identity.ts'
import { recordPurpose } from './records.ts'
import type { RedisEngine } from './redis-engine.ts'
import { readIdentity } from './redis-identity.ts'
import { ALL, AUDIT, META, mailKey, recordKey } from './redis-keys.ts'
import { KINDS } from './redis-records.ts'
import type { Guard, Step } from './redis-scripts.ts'
import type { Hung, Shelf } from './shelf.ts'

/** Where it stands: the guard that it still is as it was, and the step that puts another in its place. */
type Place = Readonly<{ guard: Guard; step: (sealed: Buffer) => Step }>

/** Asked at once. */
const SOME = 200

const identityIn = async ({ link }: RedisEngine): Promise<Identity> => {
  const found = await readIdentity(link)
  if (!found) throw new StoreUnusable('Redis came back without the store. Restore its data.')
  return found
}

async function* recordKeys({ link }: RedisEngine): AsyncGenerator<readonly Hung<Place>[]> {
  for (let from = '-'; ; ) {
    const ids = await link.askText<readonly string[]>('zrangebylex', ALL, from, '+', 'LIMIT', 0, SOME)
    const keys = await Promise.all(ids.map((id) => link.ask<Buffer | null>('hget', mailKey(id), 'record_key')))
    yield ids.flatMap((id, n) => {
      const sealed = keys[n]
      if (!sealed) return []
      const guard = { step: ['HGET', mailKey(id), 'record_key'], is: sealed } as const
      const step = (fresh: Buffer): Step => ['HSET', mailKey(id), 'record_key', fresh]
      return [{ what: 'record key' as const, purpose: id, sealed, place: { guard, step } }]
    })
    const last = ids.at(-1)
    if (last === undefined) return
    from = `(${last}`
  }
}

const SPACE = 0x20

/** `expires` stands in clear before the seal. */
const recordHung = (kind: string, name: string, raw: Buffer): Hung<Place> => {
  const seal = raw.indexOf(SPACE) + 1
  const guard = { step: ['HGET', recordKey(kind), name], is: raw } as const
  const step = (fresh: Buffer): Step => [
    ...(['HSET', recordKey(kind), name, Buffer.concat([raw.subarray(0, seal), fresh])] as const),
  ]
  return { what: 'ledger', purpose: recordPurpose(kind), sealed: raw.subarray(seal), place: { guard, step } }
}

async function* records({ link }: RedisEngine): AsyncGenerator<readonly Hung<Place>[]> {
  for (const kind of KINDS) {
    let cursor = '0'
    do {
      const [next, flat] = await link.ask<readonly [Buffer, readonly Buffer[]]>(
        ...(['hscan', recordKey(kind), cursor, 'COUNT', SOME] as const),
      )
      cursor = next.toString()
      const names = flat.filter((_, n) => n % 2 === 0)
      yield names.map((name, n) => recordHung(kind, name.toString(), flat[2 * n + 1]!))
    } while (cursor !== '0')
  }
}

async function* auditLog({ link }: RedisEngine): AsyncGenerator<readonly Hung<Place>[]> {
  for (let from = 0; ; from += SOME) {
    const rows = await link.ask<readonly Buffer[]>('lrange', AUDIT, from, from + SOME - 1)
    yield rows.map((sealed, n) => {
      const guard = { step: ['LINDEX', AUDIT, from + n], is: sealed } as const
      const step = (fresh: Buffer): Step => ['LSET', AUDIT, from + n, fresh]
      return { what: 'ledger' as const, purpose: auditPurpose(from + n + 1), sealed, place: { guard, step } }
    })
    if (rows.length < SOME) return
  }
}

export const redisShelf = (engine: RedisEngine): Shelf<Place> => ({
  identity: () => identityIn(engine),
  putRings: async (before, rings) => {
    const gone = [...before.rings.keys()].filter((name) => !rings.has(name))
    // Whoever is told that the key was turned may throw the old one away.
    const { failed } = await engine.link.promise(
      [...before.rings].map(([name, sealed]) => ({ step: ['HGET', META, ringField(name)], is: sealed })),
      [
        ['HSET', META, ...[...rings].flatMap(([name, sealed]) => [ringField(name), sealed])],
        ...gone.map((name) => ['HDEL', META, ringField(name)] as const),
      ],
    )
    return failed === 0
  },
  recordKeys: () => recordKeys(engine),
  ledger: async function* () {
    yield* records(engine)
    yield* auditLog(engine)
  },
  replace: async (all) => {
    const done = await Promise.all(
      all.map(({ hung: { place }, sealed }) => engine.link.apply([place.guard], [place.step(sealed)])),
    )
    return done.filter(({ failed }) => failed === 0).length
  },
  // In the background: Redis answers at once. One that does it by itself or does not allow it is left alone.
  forget: async () => {
    await engine.link.askText('bgrewriteaof').catch((error: unknown) => {
      engine.log.warn('taskFailed', { task: 'rewrite' }, error)
    })
  },
})

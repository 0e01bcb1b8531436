/**
 * A backup of the store in Redis, while nodes use it: its sealed values written as the embedded store keeps them. Each message
 * is read whole in one step, with its recipients and its history; the backup as a whole is no single moment, so what
 * changes while it is made stands in it as it was before or after.
 */
import type { KeyObject } from 'node:crypto'
import { join } from 'node:path'
import { type Copying, DATABASE, SPOOL } from './backup.ts'
import { Database, makePrivate } from './database.ts'
import { StoreUnusable } from './errors.ts'
import { ringField } from './identity.ts'
import { migrate } from './migrations.ts'
import { readBody } from './redis-body.ts'
import { type Document, isResting } from './redis-document.ts'
import type { RedisEngine } from './redis-engine.ts'
import { figurePeriods, readFigures } from './redis-figures.ts'
import { readIdentity } from './redis-identity.ts'
import { ALL, AUDIT, recordKey, TALLY } from './redis-keys.ts'
import { documentOf } from './redis-reading.ts'
import { KINDS } from './redis-records.ts'
import { damagedBody, sealWhole } from './sealed-stream.ts'
import { Spool } from './spool.ts'
import { describeDatabase } from './sqlite-backup.ts'

const SOME = 50
/** Larger bodies become files. */
const INLINE = 65_536
const MOST_TRIES = 5

type Target = Readonly<{ db: Database; spool: Spool }>

type Found = Readonly<{ one: Document; history: readonly Buffer[]; body?: Readonly<{ key: KeyObject; plain: Buffer }> }>

const bodyOf = async (engine: RedisEngine, { id, record_key, content_key }: Document): Promise<Found['body']> => {
  if (!content_key) return undefined
  const key = engine.vault.contentKey(id, engine.vault.recordKey(id, record_key), content_key)
  return { key, plain: await readBody(engine, id) }
}

/** A body may go between two looks. One that is damaged is left out, which the check of the backup tells. */
const find = async (engine: RedisEngine, id: string): Promise<Found | undefined> => {
  for (let tries = 1; ; tries += 1) {
    const [looked] = await engine.link.look([id], true)
    const one = looked && documentOf(id, looked)
    if (!one) return undefined
    try {
      const body = await bodyOf(engine, one)
      return { one, history: looked[2], ...(body ? { body } : {}) }
    } catch (error) {
      if (!(error instanceof StoreUnusable)) throw error
      if (tries === MOST_TRIES) return { one, history: looked[2] }
    }
  }
}

const insertRow = (db: Database, one: Document, file: string | null): void => {
  const columns =
    'id, record_key, content_key, kind, state, owner, lease_until, judgings, resting, changed, keep_until, bytes, file, head, addresses, verdict, terms'
  db.run(
    `insert into message (${columns}) values (${columns.replaceAll(/[a-z_]{2,20}/g, '?')})`,
    ...[one.id, one.record_key, one.content_key, one.kind, one.state, one.owner || null, one.lease_until],
    ...[one.judgings, isResting(one) ? 1 : 0, one.changed, one.keep_until, one.bytes, file],
    ...[one.head, one.addresses, one.verdict, one.terms],
  )
  for (const { ordinal, fate, attempts, next_at, first_at, owner, lease_until, reply } of one.recipients)
    db.run(
      `insert into recipient (message, ordinal, fate, attempts, next_at, first_at, owner, lease_until, reply)
       values (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      ...[one.id, ordinal, fate, attempts, next_at, first_at, owner || null, lease_until, reply],
    )
}

const insertMail = async ({ db, spool }: Target, { one, history, body }: Found): Promise<void> => {
  const asFile = body !== undefined && body.plain.length > INLINE
  if (asFile) await spool.write(one.id, body.key, body.plain)
  insertRow(db, one, asFile ? one.id : null)
  if (body && !asFile)
    db.run('insert into body (message, sealed) values (?, ?)', one.id, sealWhole(body.key, body.plain))
  for (const [n, sealed] of history.entries())
    db.run('insert into history (message, seq, sealed) values (?, ?, ?)', one.id, n + 1, sealed)
}

const copyMails = async (engine: RedisEngine, target: Target): Promise<void> => {
  const { link } = engine
  // What comes later is not waited for.
  const [newest] = await link.askText<readonly string[]>('zrevrangebylex', ALL, '+', '-', 'LIMIT', 0, 1)
  if (newest === undefined) return
  for (let from = '-'; ; ) {
    const ids = await link.askText<readonly string[]>('zrangebylex', ALL, from, `[${newest}`, 'LIMIT', 0, SOME)
    for (const id of ids) {
      const found = await find(engine, id)
      if (found) await insertMail(target, found)
    }
    const last = ids.at(-1)
    if (last === undefined) return
    from = `(${last}`
  }
}

const SPACE = 0x20

const copyRecords = async ({ link }: RedisEngine, { db }: Target): Promise<void> => {
  for (const kind of KINDS) {
    for (const [name, raw] of Object.entries(await link.ask<Record<string, Buffer>>('hgetall', recordKey(kind)))) {
      const space = raw.indexOf(SPACE)
      db.run(
        'insert into record (kind, name, expires, sealed) values (?, ?, ?, ?)',
        ...[kind, Buffer.from(name, 'hex'), Number(raw.subarray(0, space)), raw.subarray(space + 1)],
      )
    }
  }
}

const copyFigures = async (engine: RedisEngine, { db }: Target): Promise<void> => {
  const periods = await figurePeriods(engine)
  for (const [period, until] of periods)
    db.run('insert into figure_period (period, until) values (?, ?)', period, until)
  for (const { period, school, key, n } of await readFigures(engine, [...periods.keys()]))
    db.run('insert into figure (period, school, key, n) values (?, ?, ?, ?)', period, school, key, n)
}

const copyAudit = async ({ link }: RedisEngine, { db }: Target): Promise<void> => {
  for (let seq = 0; ; ) {
    const rows = await link.ask<readonly Buffer[]>('lrange', AUDIT, seq, seq + 999)
    for (const sealed of rows) db.run('insert into audit (seq, sealed) values (?, ?)', ++seq, sealed)
    if (rows.length < 1000) return
  }
}

const copyAll = async (engine: RedisEngine, folder: string) => {
  const identity = await readIdentity(engine.link)
  if (!identity) throw damagedBody()
  makePrivate(join(folder, DATABASE))
  const db = new Database(join(folder, DATABASE))
  const target = { db, spool: new Spool(join(folder, SPOOL), identity.id, 0) }
  try {
    migrate(db)
    db.exec('begin')
    const put = 'insert into meta (name, value) values (?, ?)'
    db.run(put, 'store id', identity.id)
    for (const [master, sealed] of identity.rings) db.run(put, ringField(master), sealed)
    await copyMails(engine, target)
    await copyRecords(engine, target)
    await copyFigures(engine, target)
    await copyAudit(engine, target)
    db.exec('commit')
    return describeDatabase(db, engine.vault)
  } finally {
    db.close()
  }
}

export const redisBackup = async (engine: RedisEngine): Promise<Copying> => ({
  vault: engine.vault,
  bytes: 2 * Number((await engine.link.askText<string | null>('hget', TALLY, 'bytes')) ?? 0),
  reserve: 0,
  copy: async (folder) => {
    const madeAt = engine.now()
    return { madeAt, of: 'redis', master: engine.vault.master(), ...(await copyAll(engine, folder)) }
  },
})

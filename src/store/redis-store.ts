/**
 * The store for several nodes: everything in one Redis (or Valkey), sealed as in the embedded store.
 * Other nodes may be alive whoever starts, so only a lapsed sign of life, or a node known to be dead, is taken over from.
 */
import { randomBytes } from 'node:crypto'
import { silentLog } from '../log.ts'
import { writeBackup } from './backup.ts'
import { StoreUnusable } from './errors.ts'
import { IntakeMemory } from './intake-memory.ts'
import { auditRows, RedisAudit } from './redis-audit.ts'
import { redisBackup } from './redis-backup.ts'
import { takeOver } from './redis-beats.ts'
import { readBody, streamBody } from './redis-body.ts'
import { claimDue, finish, nextDue, retry } from './redis-deliveries.ts'
import { checkDurability } from './redis-durability.ts'
import { insist, type RedisEngine } from './redis-engine.ts'
import { addFigures, readFigures } from './redis-figures.ts'
import { findMails } from './redis-finding.ts'
import { holds } from './redis-holds.ts'
import { openIntake } from './redis-intake.ts'
import { claimReceived, settle } from './redis-judging.ts'
import { META, mailKey } from './redis-keys.ts'
import { counts, listMails, readMail } from './redis-mails.ts'
import { move, overdue } from './redis-moves.ts'
import { prepareNotices } from './redis-new-mail.ts'
import { allRecords, getRecord, putRecord, removeRecord, takeRecord } from './redis-records.ts'
import type { Guard } from './redis-scripts.ts'
import { freeSlot, keepSlots, takeSlot, tally, untally } from './redis-sharing.ts'
import { sweep } from './redis-sweeping.ts'
import type { StoreKeys } from './rotation.ts'
import { damagedBody } from './sealed-stream.ts'
import type { MailId, NewNotice, Store } from './store.ts'

const AUDIT_PAGE = 1000

const enqueue = async (engine: RedisEngine, notice: NewNotice): Promise<MailId> => {
  const { ids, guards, steps } = await prepareNotices(engine, [notice])
  const id = ids[0] ?? ''
  const missing: Guard = { step: ['HEXISTS', mailKey(id), 'version'], is: '0' }
  await insist(async () => {
    const { failed } = await engine.link.promise([missing, ...guards], steps)
    if (failed > 1) throw damagedBody()
    // Our own, whose answer was lost: nobody else knows this id.
    const kept = failed === 0 || (await engine.link.confirm({ ...missing, is: '1' }))
    return kept ? { answer: undefined } : undefined
  })
  return id
}

const check = async (engine: RedisEngine): Promise<void> => {
  await engine.room()
  await engine.blobs?.room()
  await checkDurability(engine.link, engine.options, silentLog)
  const probe = randomBytes(8).toString('hex')
  await engine.link.apply([], [['HSET', META, 'probe', probe]])
  const read = await engine.link.askText<string | null>('hget', META, 'probe')
  // Another node may have written its own meanwhile.
  if (read?.length !== probe.length) throw new StoreUnusable('Redis does not read back what was written.')
}

/** `watch` ends with the store. */
export const redisStore = (engine: RedisEngine, keys: StoreKeys, watch: NodeJS.Timeout): Store => {
  const audit = new RedisAudit(engine)
  const memory = new IntakeMemory(engine.options.memoryTotalBytes)
  return {
    intake: () => openIntake(engine, memory),
    claimReceived: (owner, now, leaseMs, limit) => claimReceived(engine, owner, now, leaseMs, limit),
    settle: (id, owner, settlement) => settle(engine, id, owner, settlement),
    enqueue: (notice) => enqueue(engine, notice),

    beat: (owner, ttlMs, first = false) => engine.link.beat(owner, ttlMs, first),
    alive: () => engine.link.alive(),
    takeOver: ({ gone = [] } = {}) => takeOver(engine, gone),

    claimDue: (owner, now, leaseMs, limit, bookNext) =>
      claimDue(engine, { owner, now, leaseUntil: now + leaseMs, bookNext }, limit),
    finish: (job, owner, results, notices, history) => finish(engine, job, owner, results, notices, history),
    nextDue: () => nextDue(engine),
    retry: (id, now) => retry(engine, id, now),

    move: (id, wish) => move(engine, id, wish),

    mail: (id) => readMail(engine, id),
    list: (filter) => listMails(engine, filter),
    find: (query) => findMails(engine, query),
    holds: (page) => holds(engine, page),
    overdue: (now, limit) => overdue(engine, now, limit),
    counts: () => counts(engine),
    body: (id) => readBody(engine, id),
    bodyStream: (id) => streamBody(engine, id),

    put: (kind, record, options) => putRecord(engine, kind, record, options?.ifAbsent === true),
    get: (kind, key) => getRecord(engine, kind, key),
    take: (kind, key) => takeRecord(engine, kind, key),
    records: (kind) => allRecords(engine, kind),
    remove: (kind, key) => removeRecord(engine, kind, key),

    tally: (keys, by, windowMs) => tally(engine, keys, by, windowMs),
    untally: (key) => untally(engine, key),
    takeSlot: (name, holder, wish) => takeSlot(engine, name, holder, wish),
    keepSlots: (name, holders, ms) => keepSlots(engine, name, holders, ms),
    freeSlot: (name, holder) => freeSlot(engine, name, holder),

    addFigures: (batch, figures) => addFigures(engine, batch, figures),
    figures: (periods) => readFigures(engine, periods),

    audit: (entry) => audit.add(entry),
    auditRows: (from = 1, limit = AUDIT_PAGE) => auditRows(engine, from, limit),

    sweep: (now) => sweep(engine, now),
    keys,
    backup: async (folder) => writeBackup(folder, await redisBackup(engine)),
    check: () => check(engine),
    close: () => {
      clearInterval(watch)
      return engine.link.close()
    },
  }
}

/** The embedded store: SQLite for everything small, spool files for large bodies. */
import { randomBytes } from 'node:crypto'
import { addAudit, auditRows } from './audit.ts'
import { writeBackup } from './backup.ts'
import { alive, beat, takeOver } from './beats.ts'
import { claimDue, finish, nextDue, retry } from './deliveries.ts'
import type { Engine } from './engine.ts'
import { StoreUnusable } from './errors.ts'
import { addFigures, readFigures } from './figures.ts'
import { findMails } from './finding.ts'
import { holds } from './holds.ts'
import { IntakeMemory } from './intake-memory.ts'
import { claimReceived, settle } from './judging.ts'
import { listMails, readBody, readMail, streamBody } from './mails.ts'
import { move, overdue } from './moves.ts'
import { dropBody, insertNotice, prepareNotices } from './new-mail.ts'
import { allRecords, getRecord, putRecord, removeRecord, takeRecord } from './records.ts'
import type { StoreKeys } from './rotation.ts'
import { freeSlot, keepSlots, takeSlot, tally, untally } from './sharing.ts'
import { sqliteBackup } from './sqlite-backup.ts'
import { openIntake } from './sqlite-intake.ts'
import type { Fate, MailId, MailState, NewNotice, Store } from './store.ts'
import { sweep } from './sweeping.ts'

const AUDIT_PAGE = 1000

const enqueue = async (engine: Engine, notice: NewNotice): Promise<MailId> => {
  const [mail] = await prepareNotices(engine, [notice])
  if (!mail) throw new Error('A notice was not prepared.')
  try {
    await engine.commits.run(() => insertNotice(engine, mail))
    return mail.id
  } finally {
    await dropBody(engine, mail.id, mail.body)
  }
}

const counts = (engine: Engine): Readonly<Record<MailState | Fate, number>> => {
  const rows = engine.db.all<{ name: string; n: number }>("select name, n from tally where name <> 'bytes'")
  return Object.fromEntries(rows.map(({ name, n }) => [name, n])) as Record<MailState | Fate, number>
}

/** Written, made durable and read again; a look at an open file would not notice a disk gone read-only. */
const check = async (engine: Engine): Promise<void> => {
  await engine.spool.room()
  const probe = randomBytes(8)
  await engine.commits.run(() => engine.db.run("insert or replace into meta (name, value) values ('probe', ?)", probe))
  const read = engine.db.get<{ value: Uint8Array }>("select value from meta where name = 'probe'")
  if (read?.value.length !== probe.length) throw new StoreUnusable('The store does not read back what it wrote.')
}

export const sqliteStore = (engine: Engine, keys: StoreKeys, close: () => Promise<void>): Store => {
  const memory = new IntakeMemory(engine.options.memoryTotalBytes)
  return {
    intake: () => openIntake(engine, memory),
    claimReceived: (owner, now, leaseMs, limit) => claimReceived(engine, owner, now, leaseMs, limit),
    settle: (id, owner, settlement) => settle(engine, id, owner, settlement),
    enqueue: (notice) => enqueue(engine, notice),

    beat: (owner, ttlMs, first = false) => beat(engine, owner, ttlMs, first),
    alive: async () => alive(engine),
    takeOver: (who = {}) => takeOver(engine, who),

    claimDue: (owner, now, leaseMs, limit, bookNext) =>
      claimDue(engine, { owner, now, leaseUntil: now + leaseMs, bookNext }, limit),
    finish: (job, owner, results, notices, history) => finish(engine, job, owner, results, notices, history),
    nextDue: async () => nextDue(engine),
    retry: (id, now) => retry(engine, id, now),

    move: (id, change) => move(engine, id, change),

    mail: async (id) => readMail(engine, id),
    list: async (filter) => listMails(engine, filter),
    find: async (query) => findMails(engine, query),
    holds: async (page) => holds(engine, page),
    overdue: async (now, limit) => overdue(engine, now, limit),
    counts: async () => counts(engine),
    body: (id) => readBody(engine, id),
    bodyStream: (id) => streamBody(engine, id),

    put: (kind, record, options) => putRecord(engine, kind, record, options?.ifAbsent === true),
    get: (kind, key) => getRecord(engine, kind, key),
    take: (kind, key) => takeRecord(engine, kind, key),
    records: (kind) => allRecords(engine, kind),
    remove: (kind, key) => removeRecord(engine, kind, key),

    tally: async (keys, by, windowMs) => tally(engine, keys, by, windowMs),
    untally: async (key) => untally(engine, key),
    takeSlot: async (name, holder, wish) => takeSlot(engine, name, holder, wish),
    keepSlots: async (name, holders, ms) => keepSlots(engine, name, holders, ms),
    freeSlot: async (name, holder) => freeSlot(engine, name, holder),

    addFigures: (batch, figures) => addFigures(engine, batch, figures),
    figures: async (periods) => readFigures(engine, periods),

    audit: (entry) => addAudit(engine, entry),
    auditRows: (from = 1, limit = AUDIT_PAGE) => auditRows(engine, from, limit),

    sweep: (now) => sweep(engine, now),
    keys,
    backup: async (folder) => writeBackup(folder, await sqliteBackup(engine)),
    check: () => check(engine),
    close,
  }
}

/** Looking into a backup, without changing anything in it. */
import { join } from 'node:path'
import { silentLog } from '../log.ts'
import { auditHash, openAudit, type SealedAudit } from './audit.ts'
import { DATABASE, describeFile, filesIn, isSealed, type Manifest, readManifest, SPOOL } from './backup.ts'
import { Checkpoints } from './checkpoints.ts'
import { Commits } from './commits.ts'
import { Database } from './database.ts'
import type { Engine } from './engine.ts'
import { StoreUnusable } from './errors.ts'
import { type Identity, ringOf } from './identity.ts'
import { idMaker } from './ids.ts'
import { readMail, streamBody } from './mails.ts'
import { findMasterKeys } from './master-key.ts'
import { checkVersion } from './migrations.ts'
import type { StoreOptions } from './options.ts'
import { openRecord } from './records.ts'
import { Spool } from './spool.ts'
import { describeDatabase } from './sqlite-backup.ts'
import { readIdentity } from './sqlite-identity.ts'
import type { RecordKind } from './store.ts'
import { openVault } from './vault.ts'

type Options = StoreOptions & Readonly<{ var: string }>

export type BackupAccount = Readonly<{
  madeAt: number
  messages: number
  /** Whose content is there, opened to the last byte. */
  bodies: number
  records: number
  auditEntries: number
  /** Recipients that wait for the next hop: they may have had the message since. */
  waiting: number
  /** In words; none = it can be restored whole. */
  problems: readonly string[]
}>

const NOT_OURS = 'The backup does not tell which store it is of.'

export const identityOfBackup = (db: Database): Identity => {
  const identity = readIdentity(db)
  if (!identity) throw new StoreUnusable(NOT_OURS)
  return identity
}

/** The parts of a store over the files of a backup or of its copy. */
export const engineOver = async (folder: string, options: Options, readOnly: boolean): Promise<Engine> => {
  const db = new Database(join(folder, DATABASE), readOnly)
  try {
    checkVersion(db)
    const identity = identityOfBackup(db)
    const vault = openVault(ringOf(identity, await findMasterKeys(options, true)))
    const nothing = async (): Promise<void> => undefined
    return {
      ...{ db, vault, options, log: silentLog, now: Date.now, newId: idMaker(Date.now) },
      commits: new Commits(db, nothing, nothing),
      checkpoints: new Checkpoints(db),
      spool: new Spool(join(folder, SPOOL), identity.id, 0),
    }
  } catch (error) {
    db.close()
    throw error
  }
}

const wrongFiles = async (folder: string, { files }: Manifest): Promise<readonly string[]> => {
  const there = new Set(await filesIn(folder))
  const problems: string[] = []
  for (const file of files) {
    if (!there.delete(file.name)) problems.push(`The file ${file.name} is missing.`)
    else if ((await describeFile(folder, file.name)).sha256 !== file.sha256)
      problems.push(`The file ${file.name} was damaged or changed.`)
  }
  return [...problems, ...[...there].map((name) => `The file ${name} does not belong to the backup.`)]
}

const reason = (error: unknown): string => {
  if (error instanceof StoreUnusable) return error.message
  throw error
}

const readBody = async (engine: Engine, id: string): Promise<void> => {
  for await (const _ of await streamBody(engine, id)) {
    // Each piece was opened and its seal held: that is all that is asked.
  }
}

type Read = { messages: number; bodies: number; records: number; auditEntries: number; problems: string[] }

const readMails = async (engine: Engine, read: Read): Promise<void> => {
  for (const { id } of engine.db.all<{ id: string }>('select id from message order by id')) {
    try {
      const mail = readMail(engine, id)
      if (mail?.hasBody) {
        await readBody(engine, id)
        read.bodies += 1
      }
      read.messages += 1
    } catch (error) {
      read.problems.push(`Message ${id}: ${reason(error)}`)
    }
  }
}

const readRecords = ({ db, vault }: Engine, read: Read): void => {
  const rows = db.all<{ kind: RecordKind; sealed: Uint8Array }>('select kind, sealed from record')
  for (const { kind, sealed } of rows) {
    try {
      openRecord(vault, kind, sealed)
      read.records += 1
    } catch (error) {
      read.problems.push(`A record (${kind}): ${reason(error)}`)
    }
  }
}

const readAudit = ({ db, vault }: Engine, read: Read): void => {
  let previous = '0'.repeat(64)
  const step = db.all<SealedAudit>('select seq, sealed from audit order by seq')
  for (const sealed of step) {
    try {
      const row = openAudit(vault, sealed)
      if (row.seq !== read.auditEntries + 1 || row.previous !== previous || row.hash !== auditHash(previous, row))
        throw new StoreUnusable('It does not follow from the one before.')
      previous = row.hash
      read.auditEntries += 1
    } catch (error) {
      read.problems.push(`Audit entry ${sealed.seq}: ${reason(error)}`)
      return
    }
  }
}

const compare = (engine: Engine, manifest: Manifest, read: Read): void => {
  const { vault, db } = engine
  if (!isSealed(vault, manifest)) read.problems.push('The manifest was changed since it was made.')
  const told = describeDatabase(db, vault)
  const same = (name: keyof typeof told): boolean => JSON.stringify(told[name]) === JSON.stringify(manifest[name])
  for (const name of ['counts', 'ids', 'audit'] as const)
    if (!same(name)) read.problems.push(`The database does not hold what the manifest says (${name}).`)
  const whole = db.get<{ integrity_check: string }>('pragma integrity_check')
  if (whole?.integrity_check !== 'ok') read.problems.push('The database is damaged.')
}

/** Opens everything with the master key given by `options`; the store of `options` is not touched. */
export const checkBackup = async (folder: string, options: Options): Promise<BackupAccount> => {
  const manifest = await readManifest(folder)
  const read: Read = { messages: 0, bodies: 0, records: 0, auditEntries: 0, problems: [] }
  read.problems.push(...(await wrongFiles(folder, manifest)))
  const engine = await engineOver(folder, options, true)
  try {
    compare(engine, manifest, read)
    await readMails(engine, read)
    readRecords(engine, read)
    readAudit(engine, read)
  } catch (error) {
    read.problems.push(reason(error))
  } finally {
    engine.db.close()
  }
  return { madeAt: manifest.madeAt, waiting: manifest.counts.waiting ?? 0, ...read }
}

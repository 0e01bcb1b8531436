/** How a received message comes into the embedded store. */
import { type Engine, readable } from './engine.ts'
import { kinOf, withKin, withPart } from './family.ts'
import { type Claim, JOIN_MS, MailIntake, type Marks, type NewRecord, type Received } from './intake.ts'
import type { IntakeMemory } from './intake-memory.ts'
import { headOf, keyOf, messageRow } from './mails.ts'
import { dropBody, insertPassed, insertReceived, type NewMail, placeBody } from './new-mail.ts'
import type { SpoolFile } from './spool-file.ts'
import type { Committed, MailHead, Passed } from './store.ts'
import { tracesOf } from './traces.ts'
import { sealJson } from './vault.ts'

export const openIntake = async (engine: Engine, memory: IntakeMemory): Promise<MailIntake<SpoolFile>> => {
  await engine.spool.room()
  return new MailIntake<SpoolFile>({
    vault: engine.vault,
    options: engine.options,
    memory,
    newId: engine.newId,
    room: () => engine.spool.room(),
    grow: (id, contentKey) => engine.spool.create(id, contentKey),
    keep: (mail, marks, claim) => keep(engine, mail, marks, claim),
    knows: async (marks) => knows(engine, marks),
    note: (mail, marks, passed) => engine.commits.run(() => note(engine, mail, marks, passed)),
  })
}

const earlierOf = ({ db }: Engine, submission: Buffer, now: number): string | undefined =>
  db.get<{ message: string }>('select message from submission where digest = ? and at > ?', submission, now - JOIN_MS)
    ?.message

const knows = (engine: Engine, { submission, family }: Marks): boolean => {
  const now = engine.now()
  if (earlierOf(engine, submission, now) !== undefined) return true
  return family !== undefined && membersOf(engine, family, now).length > 0
}

/** Within a transaction. Another part may have come since it was looked for: then they are kin. */
const note = (engine: Engine, mail: NewRecord, marks: Marks, passed: Passed): void => {
  const now = engine.now()
  const members = marks.family ? membersOf(engine, marks.family, now) : []
  insertPassed(engine, { ...mail, head: withKin(mail.head, kinOf(members)) }, passed)
  mark(engine, marks, mail.id, [...members, mail.id], now)
}

/** Within a transaction. */
const mark = ({ db }: Engine, marks: Marks, id: string, members: readonly string[], now: number): void => {
  db.run('insert or replace into submission (digest, message, at) values (?, ?, ?)', marks.submission, id, now)
  if (!marks.family) return
  db.run('insert or replace into family (digest, members, at) values (?, ?, ?)', marks.family, members.join(' '), now)
}

const keep = async (
  engine: Engine,
  { body: given, ...received }: Received<SpoolFile>,
  marks: Marks,
  claim: Claim,
): Promise<Committed> => {
  const { id, keys } = received
  const body = Buffer.isBuffer(given) ? await placeBody(engine, id, keys.content, given) : { sealed: null, file: id }
  try {
    return await engine.commits.run(() => insert(engine, { ...received, body }, marks, claim))
  } finally {
    await dropBody(engine, id, body)
  }
}

/** Within a transaction: two processes with the same submission cannot both be first. */
const insert = (engine: Engine, mail: NewMail, marks: Marks, claim: Claim): Committed => {
  const now = engine.now()
  const earlier = earlierOf(engine, marks.submission, now)
  if (earlier !== undefined) return { id: earlier, as: 'repeat' }
  const members = marks.family ? membersOf(engine, marks.family, now) : []
  const answer = addToLast(engine, members, mail.head) ?? insertNew(engine, mail, members, claim)
  mark(engine, marks, answer.id, answer.as === 'new' ? [...members, answer.id] : members, now)
  return answer
}

const insertNew = (engine: Engine, mail: NewMail, members: readonly string[], claim: Claim): Committed => {
  const head = withKin(mail.head, kinOf(members))
  insertReceived(engine, { ...mail, head }, { owner: claim.owner, until: engine.now() + claim.leaseMs })
  return { id: mail.id, as: 'new', head }
}

const membersOf = (engine: Engine, digest: Buffer, now: number): readonly string[] => {
  const sql = 'select members from family where digest = ? and at > ?'
  return engine.db.get<{ members: string }>(sql, digest, now - JOIN_MS)?.members.split(' ') ?? []
}

/** Undefined when no message of the family waits to be judged. One that is damaged takes no other with it. */
const addToLast = (engine: Engine, members: readonly string[], part: MailHead): Committed | undefined => {
  const last = members.slice(-1)
  return readable(engine, last, (id) => addTo(engine, id, part))[0]
}

const addTo = (engine: Engine, id: string, part: MailHead): Committed | undefined => {
  const row = messageRow(engine, id)
  if (row?.state !== 'received') return undefined
  const recordKey = keyOf(engine, row)
  const before = headOf(row, recordKey)
  const after = withPart(before, part)
  if (after === before) return { id, as: 'repeat' }
  const sealed = sealJson(recordKey, `head ${id}`, after)
  engine.db.run('update message set head = ?, terms = ? where id = ?', sealed, tracesOf(engine.vault, after), id)
  return { id, as: 'joined' }
}

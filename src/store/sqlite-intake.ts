/** How a received message comes into the embedded store. */
import type { Engine } from './engine.ts'
import { type Claim, JOIN_MS, MailIntake, type Received } from './intake.ts'
import { dropBody, insertReceived, type NewMail, placeBody } from './new-mail.ts'
import type { SpoolFile } from './spool-file.ts'

export const openIntake = async (engine: Engine): Promise<MailIntake<SpoolFile>> => {
  await engine.spool.room()
  return new MailIntake<SpoolFile>({
    vault: engine.vault,
    options: engine.options,
    newId: engine.newId,
    room: () => engine.spool.room(),
    grow: (id, contentKey) => engine.spool.create(id, contentKey),
    keep: (mail, digest, claim) => keep(engine, mail, digest, claim),
  })
}

const keep = async (
  engine: Engine,
  { body: given, ...received }: Received<SpoolFile>,
  digest: Buffer,
  claim: Claim,
): Promise<string> => {
  const { id, keys } = received
  const body = Buffer.isBuffer(given) ? await placeBody(engine, id, keys.content, given) : { sealed: null, file: id }
  try {
    return await engine.commits.run(() => insert(engine, { ...received, body }, digest, claim))
  } finally {
    await dropBody(engine, id, body)
  }
}

/** Within a transaction: two processes with the same submission cannot both be first. */
const insert = (engine: Engine, mail: NewMail, digest: Buffer, claim: Claim): string => {
  const { db } = engine
  const now = engine.now()
  const earlier = db.get<{ message: string }>(
    'select message from submission where digest = ? and at > ?',
    digest,
    now - JOIN_MS,
  )
  if (earlier) return earlier.message
  insertReceived(engine, mail, { owner: claim.owner, until: now + claim.leaseMs })
  db.run('insert or replace into submission (digest, message, at) values (?, ?, ?)', digest, mail.id, now)
  return mail.id
}

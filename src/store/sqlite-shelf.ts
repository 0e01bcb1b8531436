/** What hangs on the key ring of the embedded store. */
import { auditPurpose } from './audit.ts'
import type { Engine } from './engine.ts'
import { StoreUnusable } from './errors.ts'
import { type Identity, ringField } from './identity.ts'
import { recordPurpose } from './records.ts'
import type { Fresh, Hung, Shelf } from './shelf.ts'
import { readIdentity } from './sqlite-identity.ts'

type Place =
  | Readonly<{ table: 'message'; id: string }>
  | Readonly<{ table: 'record'; kind: string; name: Uint8Array }>
  | Readonly<{ table: 'audit'; seq: number }>

/** At most this many in one transaction: mail that comes in meanwhile does not wait long. */
const SOME = 200

const identityIn = ({ db }: Engine): Identity => {
  const found = readIdentity(db)
  if (!found) throw new StoreUnusable('The store does not tell what it is. Restore it from a backup.')
  return found
}

const sameRings = (one: Identity, other: Identity): boolean =>
  one.rings.size === other.rings.size &&
  [...one.rings].every(([name, sealed]) => other.rings.get(name)?.equals(sealed) === true)

async function* recordKeys({ db }: Engine): AsyncGenerator<readonly Hung<Place>[]> {
  for (let after = ''; ; ) {
    const rows = db.all<{ id: string; record_key: Uint8Array }>(
      ...(['select id, record_key from message where id > ? order by id limit ?', after, SOME] as const),
    )
    yield rows.map(({ id, record_key }) => ({
      ...{ what: 'record key' as const, purpose: id, sealed: record_key },
      place: { table: 'message', id },
    }))
    const last = rows.at(-1)
    if (!last) return
    after = last.id
  }
}

async function* records({ db }: Engine): AsyncGenerator<readonly Hung<Place>[]> {
  for (let [kind, name] = ['', new Uint8Array()]; ; ) {
    const rows = db.all<{ kind: string; name: Uint8Array<ArrayBuffer>; sealed: Uint8Array }>(
      ...(['select kind, name, sealed from record where (kind, name) > (?, ?) order by kind, name limit ?'] as const),
      ...([kind, name, SOME] as const),
    )
    yield rows.map(({ sealed, ...place }) => ({
      ...{ what: 'ledger' as const, purpose: recordPurpose(place.kind), sealed },
      place: { table: 'record', ...place },
    }))
    const last = rows.at(-1)
    if (!last) return
    ;[kind, name] = [last.kind, last.name]
  }
}

async function* auditLog({ db }: Engine): AsyncGenerator<readonly Hung<Place>[]> {
  for (let after = 0; ; ) {
    const rows = db.all<{ seq: number; sealed: Uint8Array }>(
      ...(['select seq, sealed from audit where seq > ? order by seq limit ?', after, SOME] as const),
    )
    yield rows.map(({ seq, sealed }) => ({
      ...{ what: 'ledger' as const, purpose: auditPurpose(seq), sealed },
      place: { table: 'audit', seq },
    }))
    const last = rows.at(-1)
    if (!last) return
    after = last.seq
  }
}

const replaceOne = ({ db }: Engine, { hung: { place, sealed: old }, sealed }: Fresh<Place>): number => {
  if (place.table === 'message')
    return db.run('update message set record_key = ? where id = ? and record_key = ?', sealed, place.id, old)
  if (place.table === 'audit')
    return db.run('update audit set sealed = ? where seq = ? and sealed = ?', sealed, place.seq, old)
  const sql = 'update record set sealed = ? where kind = ? and name = ? and sealed = ?'
  return db.run(sql, sealed, place.kind, place.name, old)
}

export const sqliteShelf = (engine: Engine): Shelf<Place> => ({
  identity: async () => identityIn(engine),
  putRings: (before, rings) =>
    engine.commits.run(() => {
      const found = identityIn(engine)
      if (!sameRings(found, before)) return false
      for (const name of found.rings.keys()) engine.db.run('delete from meta where name = ?', ringField(name))
      for (const [name, sealed] of rings)
        engine.db.run('insert into meta (name, value) values (?, ?)', ringField(name), sealed)
      return true
    }),
  recordKeys: () => recordKeys(engine),
  ledger: async function* () {
    yield* records(engine)
    yield* auditLog(engine)
  },
  replace: (all) =>
    engine.commits.run(() => {
      engine.db.run("insert or replace into meta (name, value) values ('resealing', x'01')")
      const count = all.reduce((sum, one) => sum + replaceOne(engine, one), 0)
      engine.db.run("delete from meta where name = 'resealing'")
      return count
    }),
  // Twice: commits come one after the other, so when the second one ends the log was emptied.
  forget: async () => {
    for (let n = 0; n < 2; n += 1) await engine.commits.run(() => engine.checkpoints.eraseLog())
  },
})

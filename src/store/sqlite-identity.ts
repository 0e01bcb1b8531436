/** What the embedded store keeps about itself. */
import type { Database } from './database.ts'
import { type Identity, identityOf } from './identity.ts'

/** Undefined when the database is empty. */
export const readIdentity = (db: Database): Identity | undefined => {
  const rows = db.all<{ name: string; value: Uint8Array }>('select name, value from meta')
  const found = new Map(rows.map(({ name, value }) => [name, Buffer.from(value)]))
  const id = found.get('store id')
  return id && identityOf(id, found)
}

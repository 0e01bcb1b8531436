/** What the store in Redis keeps about itself. */
import { type Identity, identityOf } from './identity.ts'
import type { Asking } from './redis-connection.ts'
import { META } from './redis-keys.ts'

/** Undefined when Redis holds no store. */
export const readIdentity = async (link: Asking): Promise<(Identity & Readonly<{ format: string }>) | undefined> => {
  const fields = new Map(Object.entries(await link.ask<Readonly<Record<string, Buffer>>>('hgetall', META)))
  const format = fields.get('format')
  return format && { ...identityOf(fields.get('id') ?? Buffer.alloc(0), fields), format: format.toString() }
}

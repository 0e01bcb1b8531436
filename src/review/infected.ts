/** What a scan of held mail found: a verdict stands as it was given, and a virus in it still keeps it from going out. */
import type { MailId, Store } from '../store/store.ts'

/** Of the mark of a message that was scanned while it was held. */
export const rescanOf = (id: MailId): string => `rescanned:${id}`
export const INFECTED = 'malware'

export const isInfected = async (store: Pick<Store, 'get'>, id: MailId): Promise<boolean> =>
  (await store.get('mark', rescanOf(id))) === INFECTED

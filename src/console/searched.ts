/**
 * Who searched people's mail, and by what kind of thing, in the audit log. What was searched for is left out: names and words
 * that somebody typed would make the log a list of whom the school suspects. Whoever then opens a message is named with it.
 */
import { createHash, randomBytes } from 'node:crypto'
import type { Actor } from '../review/review.ts'
import type { ConsoleParts } from './console.ts'

/** The next page of a search, and a list that renews itself, are the same search. */
const SAME_MS = 600_000
/** What is counted under for these minutes tells nobody what was asked. */
const SALT = randomBytes(32)

type Asked = Readonly<Record<string, unknown>>

export const noteSearch = async (
  { store }: Pick<ConsoleParts, 'store'>,
  actor: Actor,
  event: 'held-searched' | 'mail-searched',
  asked: Asked,
): Promise<void> => {
  const by = actor.email || actor.name
  const given = Object.entries(asked).filter(([, value]) => value !== undefined && value !== '')
  const same = createHash('sha256')
    .update(SALT)
    .update(JSON.stringify([by, event, given]))
    .digest('hex')
  const [times = 0] = await store.tally([`searched:${same}`], 1, SAME_MS)
  if (times > 1) return
  const detail = given.map(([kind]) => kind).join(', ') || 'latest'
  await store.audit({ at: Date.now(), event, actor: by, ref: '', detail })
}

/** What is held, in the order of deadlines: places in an index, nothing unsealed. */
import type { Engine } from './engine.ts'
import type { Hold } from './store.ts'

export type HoldPage = Readonly<{ limit: number; after?: Pick<Hold, 'id' | 'deadline'> }>

const EARLIEST = "(select min(next_at) from recipient where message = held.message and fate = 'held')"
const STEPS = '(select max(seq) from history where message = held.message)'

/** A message stands once, at its earliest recipient: of a group at another deadline it is left out. */
const SQL = `select message as id, next_at as deadline, ${STEPS} as steps
  from recipient as held indexed by recipient_deadline
  where fate = 'held' and (next_at, message) > (?, ?)
  group by next_at, message having next_at = ${EARLIEST} order by next_at, message limit ?`

export const holds = ({ db }: Engine, { limit, after }: HoldPage): readonly Hold[] =>
  db.all<Hold>(SQL, after?.deadline ?? Number.MIN_SAFE_INTEGER, after?.id ?? '', limit)

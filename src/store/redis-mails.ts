/** Reading messages back from Redis. */
import { readable } from './engine.ts'
import { type MailFilter, openMail } from './mails.ts'
import type { RedisEngine } from './redis-engine.ts'
import { ALL, fateKey, kindKey, mailKey, stateKey, TALLY } from './redis-keys.ts'
import type { Looked } from './redis-link.ts'
import { documentOf } from './redis-reading.ts'
import type { Fate, MailState, StoredMail } from './store.ts'

const openLooked = ({ vault }: RedisEngine, id: string, looked: Looked): StoredMail | undefined => {
  const one = documentOf(id, looked)
  const history = looked[2].map((sealed, n) => ({ seq: n + 1, sealed }))
  return one && openMail(vault, one, one.recipients, history)
}

export const readMail = async (engine: RedisEngine, id: string): Promise<StoredMail | undefined> => {
  const [looked] = await engine.link.look([id], true)
  return looked && openLooked(engine, id, looked)
}

/** Ids taken from an index at once when some of them may not fit the filter. */
const PAGE = 200

/** Walks the narrowest index and leaves out what does not fit the rest. */
const idsFor = async ({ link }: RedisEngine, filter: MailFilter): Promise<readonly string[]> => {
  const { fate, state, kind, limit, oldestFirst = false } = filter
  const [walk, first, last] = oldestFirst
    ? (['zrangebylex', '-', '+'] as const)
    : (['zrevrangebylex', '+', '-'] as const)
  const index = fate ? fateKey(fate) : state ? stateKey(state) : kind ? kindKey(kind) : ALL
  const exact = [fate, state, kind].filter(Boolean).length <= 1
  const ids: string[] = []
  for (let before = filter.before ? `(${filter.before}` : first; ids.length < limit; ) {
    const size = exact ? limit - ids.length : PAGE
    const page = await link.askText<readonly string[]>(walk, index, before, last, 'LIMIT', 0, size)
    const rows = exact
      ? []
      : await Promise.all(page.map((id) => link.askText<readonly string[]>('hmget', mailKey(id), 'state', 'kind')))
    const fits = (n: number) =>
      exact || (rows[n]?.[0] === (state ?? rows[n]?.[0]) && rows[n]?.[1] === (kind ?? rows[n]?.[1]))
    ids.push(...page.filter((_, n) => fits(n)))
    if (page.length < size) break
    before = `(${page.at(-1)}`
  }
  return ids.slice(0, limit)
}

/** Messages looked at in one script: Redis does nothing else meanwhile. */
const SOME = 20

export const listMails = async (engine: RedisEngine, filter: MailFilter): Promise<readonly StoredMail[]> =>
  readMails(engine, await idsFor(engine, filter))

export const readMails = async (engine: RedisEngine, ids: readonly string[]): Promise<readonly StoredMail[]> => {
  const found = new Map<string, Looked>()
  for (let at = 0; at < ids.length; at += SOME) {
    const some = ids.slice(at, at + SOME)
    for (const [n, looked] of (await engine.link.look(some, true)).entries()) found.set(some[n]!, looked)
  }
  return readable(engine, ids, (id) => openLooked(engine, id, found.get(id)!)).filter((mail) => mail !== undefined)
}

const NAMES: readonly (MailState | Fate)[] = [
  ...(['received', 'judged', 'done'] as const),
  ...(['waiting', 'held', 'stopped', 'delivered', 'failed', 'returned', 'withdrawn', 'expired'] as const),
]

export const counts = async ({ link }: RedisEngine): Promise<Readonly<Record<MailState | Fate, number>>> => {
  const found = await link.askText<readonly (string | null)[]>('hmget', TALLY, ...NAMES)
  return Object.fromEntries(NAMES.map((name, n) => [name, Number(found[n] ?? 0)])) as Record<MailState | Fate, number>
}

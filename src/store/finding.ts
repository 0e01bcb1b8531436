/** Finding messages by their traces, in the embedded store; and tracing those that came before there were any. */
import type { Value } from './database.ts'
import { type Engine, readable } from './engine.ts'
import { StoreUnusable } from './errors.ts'
import { firstIdAt } from './ids.ts'
import { headOf, keyOf, LAST, messageRow, readMail } from './mails.ts'
import type { Found, MailQuery, Verdict } from './store.ts'
import { termsFor, tracesOf } from './traces.ts'
import { unsealJson } from './vault.ts'

/** Counting goes no further: of two that many messages have, either will do. */
const MANY = 2000

const rarestFirst = ({ db }: Engine, terms: readonly number[]): readonly number[] => {
  if (terms.length < 2) return terms
  const sql = 'select count(*) as n from (select 1 from trace where term = ? limit ?)'
  const counts = new Map(terms.map((term) => [term, db.get<{ n: number }>(sql, term, MANY)?.n ?? 0]))
  return terms.toSorted((a, b) => counts.get(a)! - counts.get(b)!)
}

/** Ids between two, the newest first, one more than asked for. */
export const idsBetween = ({ since, until, before, limit }: MailQuery) => {
  const end = until === undefined ? LAST : firstIdAt(until)
  return {
    from: since === undefined ? '' : firstIdAt(since),
    end: before !== undefined && before < end ? before : end,
    most: limit + 1,
  }
}

const idsFor = (engine: Engine, query: MailQuery): readonly string[] => {
  const { from, end, most } = idsBetween(query)
  const [first, ...rest] = rarestFirst(engine, termsFor(engine.vault, query))
  const { kind } = query
  const all = (sql: string, ...values: readonly Value[]) =>
    engine.db.all<{ id: string }>(sql, ...values).map(({ id }) => id)
  if (first === undefined) {
    const ofKind = kind ? 'kind = ? and ' : ''
    const sql = `select id from message where ${ofKind}id >= ? and id < ? order by id desc limit ?`
    return all(sql, ...(kind ? [kind] : []), from, end, most)
  }
  const also = [
    ...rest.map(() => ' and exists (select 1 from trace o where o.term = ? and o.message = t.message)'),
    ...(kind ? [' and exists (select 1 from message m where m.id = t.message and m.kind = ?)'] : []),
  ].join('')
  const sql = `select message as id from trace t where term = ? and message >= ? and message < ?${also} order by message desc limit ?`
  return all(sql, first, from, end, ...rest, ...(kind ? [kind] : []), most)
}

const isComplete = ({ db }: Engine): boolean =>
  db.get('select 1 from message indexed by message_untraced where terms is null limit 1') === undefined

export const findMails = (engine: Engine, query: MailQuery): Found => {
  const ids = idsFor(engine, query)
  const page = ids.slice(0, query.limit)
  const mails = readable(engine, page, (id) => readMail(engine, id)).filter((mail) => mail !== undefined)
  const next = ids.length > query.limit ? page.at(-1) : undefined
  return { mails, complete: isComplete(engine), ...(next === undefined ? {} : { next }) }
}

/** One that is damaged is found by time only; without an end it would be tried for ever. */
const NONE = '[]'

const traceOne = (engine: Engine, id: string): string => {
  const row = messageRow(engine, id)
  if (!row) return NONE
  try {
    const recordKey = keyOf(engine, row)
    const contentKey = row.content_key && engine.vault.contentKey(id, recordKey, row.content_key)
    const verdict =
      contentKey && row.verdict ? unsealJson<Verdict>(contentKey, `verdict ${id}`, row.verdict) : undefined
    return tracesOf(engine.vault, headOf(row, recordKey), verdict)
  } catch (error) {
    if (!(error instanceof StoreUnusable)) throw error
    return NONE
  }
}

/** Of messages stored before there were traces some; answers how many. */
export const traceSome = (engine: Engine, limit: number): Promise<number> => {
  const sql = 'select id from message indexed by message_untraced where terms is null order by id desc limit ?'
  const rows = engine.db.all<{ id: string }>(sql, limit)
  if (rows.length === 0) return Promise.resolve(0)
  return engine.commits.run(() => {
    for (const { id } of rows)
      engine.db.run('update message set terms = ? where id = ? and terms is null', traceOne(engine, id), id)
    return rows.length
  })
}

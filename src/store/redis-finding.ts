/** Finding messages by their traces, in Redis; and tracing those that came before there were any. */
import { idsBetween } from './finding.ts'
import { headOf } from './mails.ts'
import { change, openDocument } from './redis-change.ts'
import { eachOf, type RedisEngine } from './redis-engine.ts'
import { ALL, ALL_TRACED, kindKey, META, TRACED, traceKey } from './redis-keys.ts'
import { readMails } from './redis-mails.ts'
import type { Found, MailQuery, Verdict } from './store.ts'
import { termsFor, tracesOf } from './traces.ts'
import { unsealJson } from './vault.ts'

/** Ids taken from an index at once. */
const PAGE = 200

/** The index with the fewest messages is walked, the others are asked. */
const indexesOf = async ({ link, vault }: RedisEngine, query: MailQuery): Promise<readonly string[]> => {
  const keys = [...termsFor(vault, query).map(traceKey), ...(query.kind ? [kindKey(query.kind)] : [])]
  if (keys.length === 0) return [ALL]
  const sizes = new Map(
    await Promise.all(keys.map(async (key) => [key, await link.ask<number>('zcard', key)] as const)),
  )
  return keys.toSorted((a, b) => sizes.get(a)! - sizes.get(b)!)
}

const isIn = async ({ link }: RedisEngine, keys: readonly string[], id: string): Promise<boolean> => {
  const scores = await Promise.all(keys.map((key) => link.askText<string | null>('zscore', key, id)))
  return scores.every((score) => score !== null)
}

const idsFor = async (engine: RedisEngine, query: MailQuery): Promise<readonly string[]> => {
  const [walked = ALL, ...asked] = await indexesOf(engine, query)
  const { from, end, most } = idsBetween(query)
  const ids: string[] = []
  for (let before = end; ids.length < most; ) {
    const size = asked.length === 0 ? most : PAGE
    const page = await engine.link.askText<readonly string[]>(
      ...(['zrevrangebylex', walked, `(${before}`, from === '' ? '-' : `[${from}`, 'LIMIT', 0, size] as const),
    )
    const fits = await Promise.all(page.map((id) => isIn(engine, asked, id)))
    ids.push(...page.filter((_, n) => fits[n]))
    if (page.length < size) break
    before = page.at(-1)!
  }
  return ids.slice(0, most)
}

export const findMails = async (engine: RedisEngine, query: MailQuery): Promise<Found> => {
  const ids = await idsFor(engine, query)
  const page = ids.slice(0, query.limit)
  const mails = await readMails(engine, page)
  const complete = (await engine.link.askText<string | null>('hget', META, TRACED)) === ALL_TRACED
  const next = ids.length > query.limit ? page.at(-1) : undefined
  return { mails, complete, ...(next === undefined ? {} : { next }) }
}

/** One that is damaged is found by time only. */
const traceOne = async (engine: RedisEngine, id: string): Promise<void> => {
  const found = await openDocument(engine, id)
  if (!found || found.one.terms !== null) return
  await change(engine, id, (one) => {
    if (!one || one.terms !== null) return { answer: undefined }
    const sealed = found.contentKey && one.verdict
    const verdict = sealed ? unsealJson<Verdict>(found.contentKey!, `verdict ${id}`, sealed) : undefined
    return {
      answer: undefined,
      after: { ...one, terms: tracesOf(engine.vault, headOf(one, found.recordKey), verdict) },
    }
  })
}

/** Goes on where it was broken off. Two nodes at once do the same work twice, and no harm. */
export const traceEarlier = async (engine: RedisEngine): Promise<void> => {
  const { link } = engine
  let at = await link.askText<string | null>('hget', META, TRACED)
  while (at !== ALL_TRACED) {
    const ids: readonly string[] = await link.askText<readonly string[]>(
      ...(['zrangebylex', ALL, at === null ? '-' : `(${at}`, '+', 'LIMIT', 0, PAGE] as const),
    )
    await eachOf(engine, ids, (id) => traceOne(engine, id))
    at = ids.at(-1) ?? ALL_TRACED
    await link.apply([], [['HSET', META, TRACED, at]])
  }
}

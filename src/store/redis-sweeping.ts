/** The end of retention in Redis. */
import { firstIdAt } from './ids.ts'
import { JOIN_MS } from './intake.ts'
import { sweepBlobs } from './redis-blobs.ts'
import { change } from './redis-change.ts'
import { isResting, shredded } from './redis-document.ts'
import { eachOf, type RedisEngine } from './redis-engine.ts'
import { forgetFigures } from './redis-figures.ts'
import { traceEarlier } from './redis-finding.ts'
import {
  FAMILIES,
  FAMILY_TIMES,
  META,
  recordKey,
  recordTimesKey,
  SHRED,
  SHREDDED,
  SUBMISSION_TIMES,
  SUBMISSIONS,
} from './redis-keys.ts'
import { KINDS } from './redis-records.ts'

/** At most this many at once: mail that comes in meanwhile does not wait long. */
const SOME = 100
const DAY_MS = 24 * 60 * 60_000
/** The append-only file is written anew at most this often. */
const REWRITE_MS = 60 * 60_000

/** Ids by time, some at a time, until no more come; `end` takes each out of the index. */
const each = async (
  engine: RedisEngine,
  next: () => Promise<readonly string[]>,
  end: (id: string) => Promise<boolean>,
): Promise<number> => {
  let count = 0
  for (;;) {
    const ids = await next()
    const ended = (await eachOf(engine, ids, end)).filter(Boolean).length
    count += ended
    // None: others are at the same ones, or they have changed.
    if (ids.length < SOME || ended === 0) return count
  }
}

const upTo = ({ link }: RedisEngine, index: string, time: number): Promise<readonly string[]> =>
  link.askText('zrangebyscore', index, '-inf', time, 'LIMIT', 0, SOME)

/** What stands in a hash and, by time, in a sorted set; not when it was put anew meanwhile. */
const dropOld = (engine: RedisEngine, hash: string, times: string, time: number): Promise<number> =>
  each(
    engine,
    () => upTo(engine, times, time),
    async (name) => {
      const at = await engine.link.askText<string | null>('zscore', times, name)
      if (at === null || Number(at) > time) return false
      const { failed } = await engine.link.apply(
        [{ step: ['ZSCORE', times, name], is: String(at) }],
        [
          ['HDEL', hash, name],
          ['ZREM', times, name],
        ],
      )
      return failed === 0
    },
  )

/**
 * What was destroyed still stands in the append-only file until Redis writes it anew. That happens in the background, at
 * most once an hour for all nodes; a Redis that does it by itself or does not allow it is left alone.
 */
const rewriteLog = async ({ link, log }: RedisEngine, now: number): Promise<void> => {
  const [destroyed, rewritten] = await link.askText<readonly (string | null)[]>('hmget', META, 'destroyed', 'rewritten')
  if (Number(destroyed ?? 0) === 0 || now - Number(rewritten ?? 0) < REWRITE_MS) return
  const { failed } = await link.apply(
    [{ step: ['HGET', META, 'rewritten'], is: rewritten ?? '' }],
    [
      ['HSET', META, 'rewritten', now],
      ['HDEL', META, 'destroyed'],
    ],
  )
  if (failed !== 0) return
  await link.askText('bgrewriteaof').catch((error: unknown) => log.warn('taskFailed', { task: 'rewrite' }, error))
}

export const sweep = async (engine: RedisEngine, now: number): Promise<number> => {
  const count = await each(
    engine,
    () => upTo(engine, SHRED, now),
    (id) =>
      change(engine, id, (one) => {
        if (!one?.content_key || !isResting(one) || one.keep_until > now) return { answer: false }
        return { answer: true, after: shredded(one) }
      }),
  )
  for (const kind of KINDS) await dropOld(engine, recordKey(kind), recordTimesKey(kind), now)
  await dropOld(engine, SUBMISSIONS, SUBMISSION_TIMES, now - JOIN_MS)
  await dropOld(engine, FAMILIES, FAMILY_TIMES, now - JOIN_MS)
  const oldest = firstIdAt(now - engine.options.recordDays * DAY_MS)
  await each(
    engine,
    () => engine.link.askText('zrangebylex', SHREDDED, '-', `(${oldest}`, 'LIMIT', 0, SOME),
    (id) => change(engine, id, (one) => (one && !one.content_key ? { answer: true, after: null } : { answer: false })),
  )
  await traceEarlier(engine)
  await forgetFigures(engine, now)
  await sweepBlobs(engine, now)
  await rewriteLog(engine, now)
  return count
}

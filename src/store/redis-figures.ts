/** Counts of days and weeks in Redis: a hash for each period, and when each period is over. */
import { BATCH_MS } from './figures.ts'
import { insist, type RedisEngine } from './redis-engine.ts'
import { FIGURE_PERIODS, figuresKey, takenKey } from './redis-keys.ts'
import type { Step } from './redis-scripts.ts'
import type { Figure, StoredFigure } from './store.ts'

const fieldOf = ({ school, key }: Pick<Figure, 'school' | 'key'>): string => `${school} ${key}`

const figureOf = (period: string, field: string, n: string): Figure => {
  const space = field.indexOf(' ')
  return { period, school: field.slice(0, space), key: field.slice(space + 1), n: Number(n) }
}

export const addFigures = ({ link }: RedisEngine, batch: string, figures: readonly StoredFigure[]): Promise<void> => {
  const mark = takenKey(`figures ${batch}`)
  const periods = new Map(figures.map(({ period, until }) => [period, until]))
  const steps: readonly Step[] = [
    ['SET', mark, 1, 'PX', BATCH_MS],
    ...figures.map((one): Step => ['HINCRBY', figuresKey(one.period), fieldOf(one), one.n]),
    ...[...periods].map(([period, until]): Step => ['ZADD', FIGURE_PERIODS, 'GT', until, period]),
  ]
  return insist(async () => {
    await link.apply([{ step: ['EXISTS', mark], is: '0' }], steps)
    return { answer: undefined }
  })
}

export const readFigures = async ({ link }: RedisEngine, periods: readonly string[]): Promise<readonly Figure[]> => {
  const hashes = await Promise.all(
    periods.map((period) => link.askText<Record<string, string>>('hgetall', figuresKey(period))),
  )
  return hashes.flatMap((hash, n) =>
    Object.entries(hash).map(([field, count]) => figureOf(periods[n] ?? '', field, count)),
  )
}

/** Of a backup: put, not added, so that one that was broken off may begin anew. */
export const putFigures = async ({ link }: RedisEngine, figures: readonly StoredFigure[]): Promise<void> => {
  for (const one of figures)
    await link.apply(
      [],
      [
        ['HSET', figuresKey(one.period), fieldOf(one), one.n],
        ['ZADD', FIGURE_PERIODS, one.until, one.period],
      ],
    )
}

/** Every period that is kept, with its end. */
export const figurePeriods = async ({ link }: RedisEngine): Promise<ReadonlyMap<string, number>> => {
  const found = await link.askText<readonly string[]>('zrange', FIGURE_PERIODS, 0, -1, 'WITHSCORES')
  return new Map(found.flatMap((period, n) => (n % 2 === 0 ? [[period, Number(found[n + 1])] as const] : [])))
}

export const forgetFigures = async ({ link }: RedisEngine, now: number): Promise<void> => {
  const over = await link.askText<readonly string[]>('zrangebyscore', FIGURE_PERIODS, '-inf', now)
  for (const period of over)
    await link.apply(
      [],
      [
        ['DEL', figuresKey(period)],
        ['ZREM', FIGURE_PERIODS, period],
      ],
    )
}

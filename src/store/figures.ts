/** Counts of days and weeks in the embedded store. */
import type { Engine } from './engine.ts'
import type { Figure, StoredFigure } from './store.ts'

/** Longer than anybody asks again whether a batch was added. */
export const BATCH_MS = 60 * 60_000

const ADD = `insert into figure (period, school, key, n) values (?, ?, ?, ?)
  on conflict (period, school, key) do update set n = n + excluded.n`
const KEEP = `insert into figure_period (period, until) values (?1, ?2)
  on conflict (period) do update set until = max(until, excluded.until)`

export const addFigures = ({ db, commits, now }: Engine, batch: string, figures: readonly StoredFigure[]) =>
  commits.run(() => {
    if (db.run('insert or ignore into figure_batch (batch, until) values (?, ?)', batch, now() + BATCH_MS) === 0) return
    for (const { period, school, key, n, until } of figures) {
      db.run(KEEP, period, until)
      db.run(ADD, period, school, key, n)
    }
  })

export const readFigures = ({ db }: Pick<Engine, 'db'>, periods: readonly string[]): readonly Figure[] =>
  periods.flatMap((period) =>
    db.all<Figure>('select period, school, key, n from figure where period = ?', period).map((row) => ({ ...row })),
  )

export const forgetFigures = ({ db, commits }: Engine, now: number): Promise<void> =>
  commits.run(() => {
    const over = 'select period from figure_period where until <= ?'
    db.run(`delete from figure where period in (${over})`, now)
    db.run('delete from figure_period where until <= ?', now)
    db.run('delete from figure_batch where until <= ?', now)
  })

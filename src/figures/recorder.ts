/** Counts in memory, added to the store every few seconds. */
import { randomBytes } from 'node:crypto'
import { type Log, storeTrouble } from '../log.ts'
import type { Store, StoredFigure } from '../store/store.ts'
import type { Figures } from './figures.ts'
import { type Count, countOfAnswer, countsOf, countsOfEnd } from './keys.ts'
import type { FiguresOptions } from './options.ts'
import { dayOf, lastDayOf, weekOf } from './periods.ts'

export type FiguresParts = Readonly<{
  store: Pick<Store, 'addFigures' | 'figures'>
  options: FiguresOptions
  /** Whether a domain is a school of ours. All others count as one, or else strangers could fill the store with names. */
  isOurs: (domain: string) => boolean
  log: Log
  now: () => number
}>

const FLUSH_MS = 5000
const DAY = 86_400_000
const DAYS_KEPT = 62
/** In one transaction. */
const SOME = 500

type Batch = Readonly<{ name: string; figures: readonly StoredFigure[] }>

const untilOf = (period: string, { months }: FiguresOptions): number => {
  const days = Math.round(months * 30.5)
  return Date.parse(lastDayOf(period)) + DAY * (period.includes('W') ? days : Math.min(days, DAYS_KEPT))
}

class Recorder {
  readonly #parts: FiguresParts
  #counts = new Map<string, StoredFigure>()
  /** Named once: one whose answer was lost is asked again under the same name. */
  #batches: Batch[] = []
  #flushing: Promise<void> | undefined

  constructor(parts: FiguresParts) {
    this.#parts = parts
  }

  add(domain: string, counts: readonly Count[]): void {
    const { isOurs, now, options } = this.#parts
    const school = isOurs(domain.toLowerCase()) ? domain.toLowerCase() : ''
    const day = dayOf(now())
    for (const period of [day, weekOf(day)]) {
      for (const { key, n } of counts) {
        const name = `${period} ${school} ${key}`
        const before = this.#counts.get(name)
        const until = before?.until ?? untilOf(period, options)
        this.#counts.set(name, { period, school, key, n: n + (before?.n ?? 0), until })
      }
    }
  }

  flush(): Promise<void> {
    this.#flushing ??= this.#flush().finally(() => {
      this.#flushing = undefined
    })
    return this.#flushing
  }

  async #flush(): Promise<void> {
    const counts = [...this.#counts.values()]
    this.#counts = new Map()
    for (let n = 0; n < counts.length; n += SOME)
      this.#batches.push({ name: randomBytes(12).toString('hex'), figures: counts.slice(n, n + SOME) })
    for (let batch = this.#batches[0]; batch; batch = this.#batches[0]) {
      await this.#parts.store.addFigures(batch.name, batch.figures)
      this.#batches.shift()
    }
  }
}

export const openFigures = (parts: FiguresParts): Figures => {
  const recorder = new Recorder(parts)
  const trouble = storeTrouble(parts.log, 'figures')
  // What cannot be written now is kept and tried again.
  const look = (): Promise<void> => recorder.flush().then(trouble.ends, trouble.begins)
  const looking = setInterval(look, FLUSH_MS).unref()
  return {
    judged: (mail) => recorder.add(mail.school, countsOf(mail)),
    ended: (mail) => recorder.add(mail.school, countsOfEnd(mail)),
    answered: (school, outcomes) => recorder.add(school, outcomes.map(countOfAnswer)),
    today: () => dayOf(parts.now()),
    read: async (periods, schools) => {
      const all = await parts.store.figures(periods)
      return schools ? all.filter(({ school }) => schools.includes(school)) : all
    },
    flush: () => recorder.flush(),
    close: async () => {
      clearInterval(looking)
      await look()
    },
  }
}

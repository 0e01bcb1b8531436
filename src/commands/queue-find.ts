/** `queue find`: where is this message? The search of the console, beside a running server. */
import { type Asked, isDay, midnight, type Question, questionOf } from '../console/mail/search.ts'
import type { Found, Store, StoredMail } from '../store/store.ts'
import type { Context } from './context.ts'
import { plain, withStore } from './queue.ts'
import { clock, line, table, UsageError } from './terminal.ts'

const MOST = 10_000

export type FindOptions = Readonly<{
  sender?: string
  recipient?: string
  messageId?: string
  since?: string
  until?: string
  limit: string
  json?: boolean
}>

const UNITS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 }

const sinceOf = (given: string, now: number): number => {
  const [, count, unit = ''] = /^(\d{1,5})([mhd])$/.exec(given) ?? []
  if (count !== undefined) return now - Number(count) * (UNITS[unit] ?? 0)
  if (isDay(given)) return midnight(given)
  throw new UsageError(`--since ${given} is neither a day (2026-03-02) nor a time ago (90m, 12h, 7d).`)
}

const FAULTS: Readonly<Partial<Record<keyof Asked, string>>> = {
  sender: '--sender needs a whole address, or a domain.',
  recipient: '--recipient needs a whole address, or a domain.',
  until: '--until needs a day, such as 2026-03-02.',
}

const queryOf = (options: FindOptions): Pick<Question, 'query' | 'own'> => {
  const { sender = '', recipient = '', messageId = '', until = '', since } = options
  const { query, own, faults } = questionOf({ sender, recipient, id: messageId, since: '', until })
  const [fault] = Object.keys(faults) as (keyof Asked)[]
  if (fault) throw new UsageError(FAULTS[fault] ?? 'This search is not understood.')
  return { query: since === undefined ? query : { ...query, since: sinceOf(since, Date.now()) }, own }
}

const search = async (store: Store, options: FindOptions, limit: number): Promise<Found> => {
  const { query, own } = queryOf(options)
  const found = await store.find({ ...query, limit })
  const mine = own && found.mails.length === 0 ? await store.mail(own) : undefined
  return mine ? { ...found, mails: [mine] } : found
}

const standing = ({ state, recipients }: StoredMail): string =>
  state === 'received'
    ? 'being judged'
    : [...Map.groupBy(recipients, ({ fate }) => fate)].map(([fate, some]) => `${some.length} ${fate}`).join(', ')

const rowOf = (mail: StoredMail): readonly string[] => {
  const { mailFrom, rcptTo } = mail.head.envelope
  const more = rcptTo.length > 1 ? ` +${rcptTo.length - 1}` : ''
  return [mail.id, clock(mail.head.receivedAt), mailFrom || '<>', `${rcptTo[0] ?? ''}${more}`, standing(mail)]
}

export const queueFind = (context: Context, options: FindOptions): Promise<number> =>
  withStore(context, async (store) => {
    const { out, err } = context.terminal
    const limit = Number(options.limit)
    if (!Number.isInteger(limit) || limit < 1 || limit > MOST) throw new UsageError(`--limit goes from 1 to ${MOST}.`)
    const { mails, next, complete } = await search(store, options, limit)
    if (options.json) out(mails.map((mail) => line(JSON.stringify(plain(mail)))).join(''))
    else if (mails.length === 0) out(line('Nothing found.'))
    else out(table([['ID', 'RECEIVED', 'FROM', 'TO', 'STANDING'], ...mails.map(rowOf)]))
    if (next !== undefined) err(line(`There are more: these are the newest ${mails.length}. Use --limit or --until.`))
    if (!complete) err(line('Messages of an earlier release are still being indexed: those are found by time only.'))
    return 0
  })

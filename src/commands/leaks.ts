/** `leaks`: the register of suspected data leaks, and how much of the 72 hours is left. */
import type { Leak } from '../review/review.ts'
import type { Context } from './context.ts'
import { operator, withHouse } from './held.ts'
import { clock, line, table } from './terminal.ts'

const HOUR = 3_600_000

const plain = ({ sentAt, at, knownAt, due, closed, ...leak }: Leak): object => ({
  ...leak,
  sentAt: new Date(sentAt).toISOString(),
  reportedAt: new Date(at).toISOString(),
  knownAt: new Date(knownAt).toISOString(),
  due: new Date(due).toISOString(),
  closed: closed ? { ...closed, at: new Date(closed.at).toISOString() } : null,
})

const stateOf = ({ due, closed }: Leak, now: number): string => {
  if (closed) return closed.outcome
  const hours = Math.floor((due - now) / HOUR)
  return hours < 0 ? 'OVERDUE' : `${hours} h left`
}

export const leaksList = (context: Context, options: { json?: boolean }): Promise<number> =>
  withHouse(context, async ({ review, now }) => {
    const { out } = context.terminal
    const all = await review.leaks(operator(context))
    if (options.json) out(all.map((leak) => line(JSON.stringify(plain(leak)))).join(''))
    else if (all.length === 0) out(line('No data leak is suspected.'))
    else
      out(
        table([
          ['MESSAGE', 'STATE', 'NOTIFY BY', 'FROM', 'RECIPIENTS', 'REPORTED BY'],
          ...all.map((leak) => [
            ...[leak.id, stateOf(leak, now()), clock(leak.due), leak.sender],
            ...[`${leak.recipients} (${leak.outside} outside)`, leak.by],
          ]),
        ]),
      )
    return 0
  })

/** What became of held and stopped mail, as it is counted: the school and the time, nobody by name. */
import type { Move } from '../store/store.ts'
import { domainOf, type Mail, packOf, senderOf } from './held-mail.ts'
import type { ReviewParts } from './lifecycle.ts'
import { hoursBetween } from './school-clock.ts'

/** `mended`: released, but changed; `remedied`: changed and sent by its sender. `schoolMinutes`: from verdict to end. */
export type Ended = Readonly<{
  school: string
  ending: 'released' | 'mended' | 'returned' | 'withdrawn' | 'expired' | 'remedied'
  schoolMinutes: number
}>

const endingOf = ({ from, to, body }: Move): Ended['ending'] | undefined => {
  if (to === 'waiting') return from === 'stopped' ? 'remedied' : body ? 'mended' : 'released'
  return to === 'held' || to === 'stopped' || to === 'failed' ? undefined : to
}

/** Once a move is done. A message decided in parts counts for each of them. */
export const tellCounter = (parts: ReviewParts, mail: Mail, change: Move): void => {
  const ending = endingOf(change)
  if (!parts.counted || !ending) return
  const school = domainOf(senderOf(mail))
  const calendar = parts.calendars.calendarOf({ pack: packOf(parts, mail), domain: school })
  const judgedAt = mail.history.find(({ event }) => event === 'judged')?.at ?? mail.head.receivedAt
  parts.counted({ school, ending, schoolMinutes: 60 * hoursBetween(calendar, judgedAt, change.history.at) })
}

/**
 * What waits on each way out, and whether its next hop answers. All of it is read from messages in the store, so that it
 * is the same whichever process is asked, and some hundred of them at most, however many wait: of more than that only
 * the longest waiting are counted by route, and that is said.
 */
import type { Actor } from '../../review/review.ts'
import type { RecipientState, StoredMail } from '../../store/store.ts'
import type { ConsoleParts } from '../console.ts'
import { kindOfReply, type ReplyKind, sameReply } from './replies.ts'

const OLDEST = 100
const NEWEST = 30
const DELIVERED = 30
const ANSWERS = 5

/** The next hop itself was not there, or not for us; any other answer comes from one that is. */
const BROKEN: readonly ReplyKind[] = ['noConnection', 'connectionLost', 'encryption', 'signIn', 'ours']

/** `line`: one of these answers as it was given. */
export type Answers = Readonly<{ kind: ReplyKind; line: string; count: number }>

export type RouteState = Readonly<{
  route: string
  hop: string
  /** Recipients; of those looked at. */
  waiting: number
  /** When the message came that waits longest; undefined when none does. */
  oldestAt: number | undefined
  /** When the next hop last took a message, and when it could last not be spoken to; undefined: not among those looked at. */
  lastOkAt: number | undefined
  lastTroubleAt: number | undefined
  state: 'answers' | 'trouble' | 'unknown'
  answers: readonly Answers[]
}>

export type QueueState = Readonly<{
  /** Recipients, all of them. */
  waiting: number
  /** Messages looked at, and whether these are all that wait. */
  sample: number
  isWhole: boolean
  routes: readonly RouteState[]
}>

type Entry = Readonly<{ mail: StoredMail; recipient: RecipientState; route: string }>

const lastOf = (mail: StoredMail, event: string): number | undefined =>
  mail.history.findLast((entry) => entry.event === event)?.at

const latest = (times: readonly (number | undefined)[]): number | undefined => {
  const known = times.filter((time) => time !== undefined)
  return known.length === 0 ? undefined : Math.max(...known)
}

const answersOf = (entries: readonly Entry[]): readonly Answers[] => {
  const groups = Map.groupBy(
    entries.filter(({ recipient }) => recipient.lastReply !== ''),
    ({ recipient }) => sameReply(recipient.lastReply),
  )
  return [...groups.values()]
    .map((group) => {
      const line = group[0]!.recipient.lastReply
      return { kind: kindOfReply(line), line, count: group.length }
    })
    .toSorted((a, b) => b.count - a.count)
    .slice(0, ANSWERS)
}

const stateOf = (answeredAt: number | undefined, lastTroubleAt: number | undefined): RouteState['state'] => {
  if (lastTroubleAt === undefined) return answeredAt === undefined ? 'unknown' : 'answers'
  return (answeredAt ?? 0) > lastTroubleAt ? 'answers' : 'trouble'
}

const entriesOf = ({ transport }: ConsoleParts, mails: readonly StoredMail[], fate: RecipientState['fate']): Entry[] =>
  mails.flatMap((mail) =>
    mail.recipients
      .filter((recipient) => recipient.fate === fate)
      .map((recipient) => ({
        ...{ mail, recipient },
        route: transport.routeOf(mail.head.envelope.mailFrom, recipient.address),
      })),
  )

/** How a route does is nobody's secret, so schools do not count here: numbers and answers only, no names. */
export const queueState = async (parts: ConsoleParts): Promise<QueueState> => {
  const { store, transport } = parts
  const [counts, oldest, newest, delivered] = await Promise.all([
    store.counts(),
    store.list({ fate: 'waiting', limit: OLDEST, oldestFirst: true }),
    store.list({ fate: 'waiting', limit: NEWEST }),
    store.list({ fate: 'delivered', limit: DELIVERED }),
  ])
  const looked = new Map([...oldest, ...newest].map((mail) => [mail.id, mail]))
  const waiting = Map.groupBy(entriesOf(parts, [...looked.values()], 'waiting'), ({ route }) => route)
  const done = Map.groupBy(entriesOf(parts, delivered, 'delivered'), ({ route }) => route)
  const routes = transport.routes().map(({ route, hop, lastOkAt: here }): RouteState => {
    const mine = waiting.get(route) ?? []
    const ok = (done.get(route) ?? []).map(({ mail }) => lastOf(mail, 'delivered'))
    const lastOkAt = latest([...ok, here === 0 ? undefined : here])
    const isBroken = ({ recipient }: Entry): boolean => BROKEN.includes(kindOfReply(recipient.lastReply))
    const tried = mine.filter(({ recipient }) => recipient.lastReply !== '')
    const lastTroubleAt = latest(tried.filter(isBroken).map(({ mail }) => lastOf(mail, 'delayed')))
    const spokenAt = latest(tried.filter((one) => !isBroken(one)).map(({ mail }) => lastOf(mail, 'delayed')))
    const times = mine.map(({ mail }) => mail.head.receivedAt)
    return {
      ...{ route, hop, lastOkAt, lastTroubleAt, state: stateOf(latest([lastOkAt, spokenAt]), lastTroubleAt) },
      waiting: mine.length,
      oldestAt: times.length === 0 ? undefined : Math.min(...times),
      answers: answersOf(mine),
    }
  })
  return { waiting: counts.waiting, sample: looked.size, isWhole: oldest.length < OLDEST, routes }
}

const PAGE = 50

/** Messages that wait, the oldest first; of the viewer's schools only. */
export const waitingPage = async (
  { store }: ConsoleParts,
  actor: Actor,
  isTheirs: (actor: Actor, mail: StoredMail) => boolean,
  before: string | undefined,
): Promise<Readonly<{ mails: readonly StoredMail[]; next: string | undefined }>> => {
  const filter = { fate: 'waiting' as const, limit: PAGE, oldestFirst: true }
  const mails = await store.list({ ...filter, ...(before === undefined ? {} : { before }) })
  return {
    mails: mails.filter((mail) => isTheirs(actor, mail)),
    next: mails.length === PAGE ? mails.at(-1)!.id : undefined,
  }
}

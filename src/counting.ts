/** Who is told what happens, and where it is told: the counts of the store, the metrics of this process, the weekly letter. */
import type { Config } from './config.ts'
import type { Delivery } from './delivery/delivery.ts'
import { type Counting, type Metrics, openWeekly, type Weekly } from './figures/figures.ts'
import type { House, Running } from './house.ts'
import type { Identity } from './notices/notices.ts'
import type { Calendars } from './review/review.ts'
import { queued } from './settlement.ts'

export const countingFor = (counters: readonly Counting[]): Counting => ({
  judged: (mail) => {
    for (const counter of counters) counter.judged(mail)
  },
  ended: (mail) => {
    for (const counter of counters) counter.ended(mail)
  },
  answered: (school, outcomes) => {
    for (const counter of counters) counter.answered(school, outcomes)
  },
})

export const countedDelivery = (delivery: Delivery, counting: Counting): Delivery => ({
  ...delivery,
  deliver: async (parcel) => {
    const results = await delivery.deliver(parcel)
    const school = parcel.mailFrom.slice(parcel.mailFrom.lastIndexOf('@') + 1)
    counting.answered(
      school,
      results.map(({ outcome }) => outcome),
    )
    return results
  },
})

/** From now on metrics tell how things stand in this house. */
export const watchWith = (metrics: Metrics, house: Running, troubles: () => readonly string[]): void =>
  metrics.watch(async () => ({
    queue: await house.store.counts(),
    judging: house.gateway.judging,
    delivering: house.queue.busy,
    routes: house.delivery.health(),
    scanner: house.config.malware.clamd === '' ? undefined : !house.scanner.away,
    troubles: troubles().length,
  }))

type Telling = Readonly<{
  house: Omit<House, 'weekly'>
  options: Config['figures']
  calendars: Calendars
  identity: (domain: string) => Identity
  wakeQueue: () => void
}>

export const weeklyIn = ({ house, options, calendars, identity, wakeQueue }: Telling): Weekly =>
  openWeekly({
    ...{ options, calendars, identity, wakeQueue, queueNotice: queued },
    ...{ figures: house.figures, store: house.store, accounts: house.accounts, log: house.log },
    domains: () => house.rulebook.current().people.domains,
    packFor: (domain) => house.rulebook.current().policy.packFor(domain),
  })

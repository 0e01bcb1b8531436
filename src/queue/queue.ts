/** What still must happen: due recipients claimed, sent, booked again with back-off, given up with a DSN. */
import type { DeliveryJob, DeliveryResult, NewNotice } from '../store/store.ts'

export { QueueOptions } from './options.ts'
export { passOn } from './passing.ts'
export { startQueue } from './run.ts'

export interface Queue {
  /** Look now: something was added or released. */
  wake(): void
  /** Stops claiming, lets running deliveries end (or their leases lapse) within `ms`. */
  stop(ms: number): Promise<void>
  /** Deliveries under way. */
  readonly busy: number
}

/** In whose name jobs are claimed; the name may change. */
export type Claimant = Readonly<{
  owner: () => string
  /** Whether what was claimed under this name is still ours; asked before the next hop is given the final dot. */
  holds: (owner: string) => Promise<boolean>
}>

/** Composes the DSN or delay notice of a job; the queue itself knows no texts. */
export type TransportNotices = Readonly<{
  failed(job: DeliveryJob, failed: readonly DeliveryResult[]): Promise<readonly NewNotice[]>
  delayed(job: DeliveryJob, waiting: readonly DeliveryResult[]): Promise<readonly NewNotice[]>
}>

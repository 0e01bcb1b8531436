/** How it leaves: routes, connections, per-recipient answers. Bytes go out as they are. */
import type { Bytes } from './courier.ts'

export { openDelivery } from './open.ts'
export { DeliveryOptions } from './options.ts'

/** One message for one or more recipients. `open` gives the bytes to send, our Received line on top; may be called again. */
export type Parcel = Readonly<{
  id: string
  mailFrom: string
  recipients: readonly string[]
  /** Bytes `open` will give. */
  size: number
  smtputf8: boolean
  eightBit: boolean
  open: () => Promise<Bytes>
  /** To all recipients or to nobody, in one transaction on a connection that comes free within so many milliseconds. */
  forAll?: Readonly<{ waitMs: number }>
}>

/**
 * delivered: the next hop said 250 for it. failed: a clear 5xx about this recipient or message. retry: anything else,
 * lost connections included (unknown trouble is temporary). `reply` is the next hop's own line, without message content.
 */
export type RecipientResult = Readonly<{
  address: string
  outcome: 'delivered' | 'retry' | 'failed'
  reply: string
  /** RFC 3463 code, "4.4.2" when the hop gave none. */
  status: string
  /** Host name or address of the next hop, or "capture". */
  hop: string
}>

/** What this process knows of a way out. `hop`: the host and port of the next hop, or "capture". */
export type RouteHealth = Readonly<{
  route: string
  hop: string
  ok: boolean
  lastError: string
  lastOkAt: number
  open: number
}>

export interface Delivery {
  /** Never rejects; a result for every recipient, in order. */
  deliver(parcel: Parcel): Promise<readonly RecipientResult[]>
  /** Whether the route for these recipients offered SMTPUTF8 last time; undefined when not known yet. */
  takesUtf8(mailFrom: string, recipient: string): boolean | undefined
  /** All of these take one way out, in one transaction, whose next hop answered last time and did not let us wait. */
  isPrompt(mailFrom: string, recipients: readonly string[], size: number): boolean
  health(): readonly RouteHealth[]
  /** Name of the route that this mail takes, as `health` has it. */
  routeOf(mailFrom: string, recipient: string): string
  close(): Promise<void>
}

/**
 * The time the gateway goes by. The wall clock of a machine may leap: a flat battery, a mistaken hand, a virtual machine
 * that slept. Deadlines, retries and shredding by a clock that is days ahead cannot be taken back. So a leap is not
 * believed until it has stood for an hour; until then time goes on from before it.
 */

/** What the network time service corrects step by step is followed at once. */
const LEAP_MS = 5 * 60_000
const BELIEVED_AFTER_MS = 60 * 60_000

export type Clocks = Readonly<{
  wall: () => number
  /** Never leaps, and starts anywhere. */
  steady: () => number
  /** Once for each leap; `ms` is how far, negative is back. */
  leapt: (ms: number) => void
}>

/** Epoch milliseconds. */
export const steadyClock = ({ wall, steady, leapt }: Clocks): (() => number) => {
  let offset = wall() - steady()
  let since: number | undefined
  return () => {
    const now = steady()
    const seen = wall() - now
    const far = seen - offset
    if (Math.abs(far) > LEAP_MS) {
      if (since === undefined) leapt(Math.round(far))
      since ??= now
      if (now - since < BELIEVED_AFTER_MS) return Math.round(now + offset)
    }
    offset = seen
    since = undefined
    return Math.round(now + offset)
  }
}

/** The accounts of a run: what was promised, where it is now, and whether anything is lost, let out, changed or doubled. */
import { SILENCE_MS } from './hop.ts'
import type { Copy, Entry, Ledger, Window } from './ledger.ts'
import type { Remains } from './remains.ts'

export type Place = 'delivered' | 'held' | 'returned' | 'refused' | 'queued' | 'lost'

export type Doubled = Readonly<{
  unsaid: number
  nameless: number
  inFlight: number
  inFlightAtMost: number
  unexplained: number
  /** Of the unexplained: which message, when each time, and what went wrong between. */
  stories: readonly string[]
}>

export type Accounts = Readonly<{
  accepted: number
  places: Readonly<Record<Place, number>>
  doubled: Doubled
  /** Never answered with 250, and yet delivered: allowed once, for the client may have missed our answer. */
  uncertain: number
  unjudged: number
  /** What must not be, in words; empty in a good run. */
  faults: readonly string[]
}>

/** Messages a program has under way at one moment (queue.concurrency), each a copy that may come twice. */
const IN_FLIGHT = 20
/** A 250 is booked within this, also on a busy machine. */
const BOOKED_MS = 5000

/**
 * Our program stops waiting at SILENCE_MS. An answer that comes within a second of that may be written by a next hop that
 * does not know yet that we hung up, or lie unread when a busy program's patience ends: then it must be sent again.
 */
const IN_TIME_MS = SILENCE_MS - 1000

const wasTold = ({ at, saidAt }: Copy): boolean => saidAt !== undefined && saidAt - at < IN_TIME_MS

const keyOf = ({ number, address }: Entry): string => `${number} ${address}`.toLowerCase()

/** Where each recipient is; hidden recipients of a bounce are used up one by one. */
class Finder {
  readonly #ledger: Ledger
  readonly #held: ReadonlySet<string>
  readonly #queued: ReadonlySet<string>
  readonly #stopped: ReadonlySet<string>
  readonly #onTheirWay: ReadonlySet<number | undefined>
  readonly #unnamed: Map<number, number>

  constructor(ledger: Ledger, { held, queued, stopped, notices }: Remains) {
    this.#ledger = ledger
    this.#held = new Set(held)
    this.#queued = new Set(queued)
    this.#stopped = new Set(stopped)
    this.#onTheirWay = new Set(notices.map(({ number }) => number))
    this.#unnamed = new Map(ledger.unnamed)
  }

  place(entry: Entry): Place {
    const key = keyOf(entry)
    if (this.#queued.has(key)) return 'queued'
    if (entry.copies.length > 0) return 'delivered'
    if (this.#held.has(key)) return 'held'
    if (entry.told > 0) return entry.road === 'forward' || this.#ledger.letGo.has(entry.number) ? 'refused' : 'returned'
    if (entry.road === 'hold' && this.#ledger.returned.has(entry.number)) return 'returned'
    if (entry.road === 'bounce' && (this.#takeUnnamed(entry.number) || this.#joined(entry))) return 'returned'
    return this.#onTheirWay.has(entry.number) ? 'queued' : 'lost'
  }

  /** A later part of a message that was bounced before: one notice speaks for all. */
  #joined(entry: Entry): boolean {
    return this.#ledger.unnamed.has(entry.number) && this.#stopped.has(keyOf(entry))
  }

  #takeUnnamed(number: number): boolean {
    const left = this.#unnamed.get(number) ?? 0
    this.#unnamed.set(number, left - 1)
    return left > 0
  }
}

/** Trouble that lasts keeps answers from being booked: it counts from its beginning. */
const sinceTrouble = (kill: Window, windows: readonly Window[]): number =>
  Math.min(
    kill.from - BOOKED_MS,
    ...windows.filter((w) => w.from <= kill.to && w.to >= kill.from - BOOKED_MS).map((w) => w.from - BOOKED_MS),
  )

const wasInFlight = ({ at }: Copy, ledger: Ledger): boolean =>
  ledger.windows.some(
    (window) => window.kill && at <= window.to + BOOKED_MS && at >= sinceTrouble(window, ledger.windows),
  )

/** Seconds since the run began, so that it can be held against what was told meanwhile. */
const storyOf = ({ number, copies }: Entry, { begun, windows }: Ledger): string => {
  const since = (at: number): string => ((at - begun) / 1000).toFixed(1)
  const [first, last] = [copies[0]?.at ?? 0, copies.at(-1)?.at ?? 0]
  const between = windows.filter((w) => w.to >= first - BOOKED_MS && w.from <= last)
  const troubles = between.map((w) => `${w.what} ${since(w.from)}–${since(w.to)}`)
  const times = copies.map(
    ({ at, saidAt }) => `${since(at)} (answered ${saidAt === undefined ? 'never' : since(saidAt)})`,
  )
  return `message ${number} at ${times.join(', ')} s; meanwhile: ${troubles.join(', ') || 'nothing'}`
}

const doubledOf = (ledger: Ledger): Doubled => {
  let [unsaid, nameless, unexplained] = [0, 0, 0]
  const inFlight = new Set<string>()
  const stories = new Set<string>()
  for (const entry of ledger.entries.values()) {
    let again = entry.nameless ? entry.sent - 1 : 0
    // Every copy but the last had a reason to be sent once more.
    for (const copy of entry.copies.slice(0, -1)) {
      if (!wasTold(copy)) unsaid += 1
      else if (again-- > 0) nameless += 1
      else if (wasInFlight(copy, ledger)) inFlight.add(`${entry.number} ${copy.at}`)
      else {
        unexplained += 1
        stories.add(storyOf(entry, ledger))
      }
    }
  }
  const kills = ledger.windows.filter((window) => window.kill).length
  return {
    unsaid,
    nameless,
    unexplained,
    inFlight: inFlight.size,
    inFlightAtMost: kills * IN_FLIGHT,
    stories: [...stories],
  }
}

const counted = (faults: readonly string[]): string[] => {
  const counts = new Map<string, number>()
  for (const fault of faults) counts.set(fault, (counts.get(fault) ?? 0) + 1)
  return [...counts].map(([fault, count]) => `${fault} (${count} ×)`)
}

const some = (count: number, words: string): string[] => (count > 0 ? [`${count} × ${words}`] : [])

const faultsOf = (ledger: Ledger, remains: Remains, lost: readonly Entry[], doubled: Doubled): string[] => {
  const entries = [...ledger.entries.values()]
  const leaked = entries.filter((e) => e.road !== 'forward' && e.copies.length > 0 && !ledger.letGo.has(e.number))
  const unasked = entries.filter((e) => e.promised === 'none' && e.copies.length > 0)
  const changed = entries.filter((e) => e.road !== 'cure' && e.copies.some((copy) => !copy.asGiven))
  const wronglyTold = entries.filter((e) => e.road === 'forward' && e.copies.length > 0 && e.told > 0)
  const heldTwice = remains.held.length - new Set(remains.held).size
  const excess = doubled.inFlight - doubled.inFlightAtMost
  const first = lost.slice(0, 5).map((e) => `${e.number} (${e.road})`)
  return [
    ...some(lost.length, `promised with 250 and nowhere now: LOST, among them ${first.join(', ')}`),
    ...some(leaked.length, 'held or returned, and went out without a person: LEAKED'),
    ...some(unasked.length, 'delivered though the client never sent the end of it'),
    ...some(changed.length, 'delivered with other bytes than were given'),
    ...some(doubled.unexplained, 'delivered twice without a reason'),
    ...doubled.stories.slice(0, 5),
    ...some(Math.max(0, excess), 'delivered twice beyond what was in flight'),
    ...some(wronglyTold.length, 'delivered, and the sender was told that it failed'),
    ...some(heldTwice, 'held twice'),
    ...counted(ledger.faults),
  ]
}

export const accountsOf = (ledger: Ledger, remains: Remains): Accounts => {
  const finder = new Finder(ledger, remains)
  const places: Record<Place, number> = { delivered: 0, held: 0, returned: 0, refused: 0, queued: 0, lost: 0 }
  const accepted = ledger.accepted()
  const lost: Entry[] = []
  for (const entry of accepted) {
    const place = finder.place(entry)
    places[place] += 1
    if (place === 'lost') lost.push(entry)
  }
  const doubled = doubledOf(ledger)
  const uncertain = [...ledger.entries.values()].filter((e) => e.promised === 'maybe' && e.copies.length > 0).length
  const faults = faultsOf(ledger, remains, lost, doubled)
  return { accepted: accepted.length, places, doubled, uncertain, unjudged: remains.unjudged, faults }
}

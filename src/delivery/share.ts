/**
 * Our part of the connections to one next hop. All processes of the store share them: each connection holds a slot, kept
 * while it stands; those of a process that died lapse. Who holds more than somebody who waits gives half the difference up.
 */
import { randomUUID } from 'node:crypto'
import { inTime } from '../in-time.ts'

/** As a store offers them; a holder is named OWNER|REST, so that the slots of an owner who is dead come free at once. */
export interface Slots {
  /** The name under which this process gives its sign of life; absent where there are no others. */
  owner?: () => string
  takeSlot(name: string, holder: string, wish: Readonly<{ most: number; held: number; ms: number }>): Promise<boolean>
  /** How many the poorest holds who was refused lately. */
  keepSlots(name: string, holders: readonly string[], ms: number): Promise<number | undefined>
  freeSlot(name: string, holder: string): Promise<void>
}

export const UNSHARED: Slots = {
  takeSlot: async () => true,
  keepSlots: async () => undefined,
  freeSlot: async () => {},
}

const LAPSE_MS = 15_000
const KEEP_EVERY_MS = 1000
/** So long what was given up is left to others. */
const LEAVE_MS = 1500
const MOST_WAIT_MS = 1000

export class Share {
  readonly #slots: Slots
  readonly #name: string
  readonly #most: number
  readonly #giveUp: (count: number) => void
  readonly #holder = randomUUID()
  readonly #held = new Set<string>()
  #last = 0
  #leavingUntil = 0
  #keeping: NodeJS.Timeout | undefined

  /** `giveUp`: so many connections are wanted by others. */
  constructor(slots: Slots, name: string, most: number, giveUp: (count: number) => void) {
    this.#slots = slots
    this.#name = name
    this.#most = most
    this.#giveUp = giveUp
  }

  /** Undefined: others have them all. A store that does not answer keeps no mail back: then our own limit stands alone. */
  async take(): Promise<string | undefined> {
    if (performance.now() < this.#leavingUntil) return undefined
    this.#last += 1
    const slot = `${this.#slots.owner?.() ?? ''}|${this.#holder}/${this.#last}`
    const wish = { most: this.#most, held: this.#held.size, ms: LAPSE_MS }
    const asked = this.#slots.takeSlot(this.#name, slot, wish).catch(() => true)
    if (!(await inTime(asked, MOST_WAIT_MS, true))) return undefined
    this.#held.add(slot)
    this.#keeping ??= setInterval(() => void this.#keep(), KEEP_EVERY_MS).unref()
    return slot
  }

  free(slot: string): void {
    this.#held.delete(slot)
    if (this.#held.size === 0) this.#stopKeeping()
    // One that could not be given back lapses.
    this.#slots.freeSlot(this.#name, slot).catch(() => {})
  }

  async #keep(): Promise<void> {
    const poorest = await this.#slots.keepSlots(this.#name, [...this.#held], LAPSE_MS).catch(() => undefined)
    if (poorest === undefined) return
    const count = Math.floor((this.#held.size - poorest) / 2)
    if (count < 1) return
    this.#leavingUntil = performance.now() + LEAVE_MS
    this.#giveUp(count)
  }

  #stopKeeping(): void {
    clearInterval(this.#keeping)
    this.#keeping = undefined
  }
}

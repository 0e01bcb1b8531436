/**
 * The connections of one route: kept while idle, used again, at most so many at a time, others wait in line.
 *
 * When a new connection fails and no other stands, the route rests and everybody in line is told at once. When others
 * stand, the hop merely wants fewer connections: then the line waits for those.
 */
import { connect, NoConnection, type Target } from './connect.ts'
import type { Courier } from './courier.ts'
import { Rest } from './rest.ts'
import { Share, type Slots } from './share.ts'

/** A connection in use. `used`: messages it has carried before. */
export type Held = {
  readonly connection: Courier
  readonly slot: string
  used: number
  idle: NodeJS.Timeout | undefined
}

/** `give` answers false when its time was over already. */
type Waiter = { give: (held: Held) => boolean; refuse: (error: NoConnection) => void }

/** Others on the same store may give a connection up at any time. */
const LOOK_AGAIN_MS = 250

export class Pool {
  readonly #target: Target
  readonly #share: Share
  readonly #rest: Rest
  readonly #held = new Set<Held>()
  readonly #idle: Held[] = []
  readonly #line: Waiter[] = []
  #opening = 0
  #closed = false
  /** Connections others want more than we: not used again. */
  #toGiveUp = 0
  #lookingAgain: NodeJS.Timeout | undefined
  /** Last trouble in reaching the hop; '' when it answered last. */
  trouble = ''

  constructor(target: Target, now: () => number, slots: Slots, name: string) {
    this.#target = target
    this.#rest = new Rest(now)
    const { host, port } = target.hop
    this.#share = new Share(slots, `${name} ${host}:${port}`, target.way.maxConnections, (count) => this.#giveUp(count))
  }

  get open(): number {
    return this.#held.size
  }

  /** Rejects with `NoConnection` only. `fresh`: not one that was used before. `waitMs`: in line at most. */
  async take(fresh = false, waitMs = this.#target.options.timeouts.waitMs): Promise<Held> {
    if (this.#closed) throw new NoConnection('4.3.2', 'shutting down', '', false, undefined)
    if (fresh) for (const old of this.#idle.splice(0)) this.drop(old)
    const idle = this.#takeIdle()
    if (idle) return idle
    if (!this.#hasRoom) return this.#queue(waitMs)
    const slot = await this.#takeSlot()
    return slot === undefined ? (this.#takeIdle() ?? this.#queue(waitMs)) : this.#connect(slot, waitMs)
  }

  give(held: Held): void {
    held.used += 1
    const wanted = this.#toGiveUp > 0
    const spent = held.used >= this.#target.options.maxMessagesPerConnection
    if (this.#closed || held.connection.destroyed || spent || wanted) {
      if (wanted) this.#toGiveUp -= 1
      this.drop(held)
      return
    }
    this.#keep(held)
  }

  /** For the first in line, or until somebody comes. */
  #keep(held: Held): void {
    if (this.#line.shift()?.give(held)) return
    held.idle = setTimeout(() => this.drop(held), this.#target.options.idleMs)
    this.#idle.push(held)
  }

  /** Its state is not known any more, or it has done enough. */
  drop(held: Held): void {
    this.#forget(held)
    if (!held.connection.destroyed) held.connection.quit()
    const grace = setTimeout(() => held.connection.close(), 2_000)
    held.connection.once('end', () => clearTimeout(grace))
    if (held.connection.destroyed) clearTimeout(grace)
    void this.#serveLine()
  }

  /** In the middle of a message: the hop must not take what it has for the whole. */
  abandon(held: Held): void {
    this.#forget(held)
    const socket = held.connection._socket
    held.connection.close()
    if (socket) socket.destroy()
    void this.#serveLine()
  }

  close(): void {
    this.#closed = true
    clearTimeout(this.#lookingAgain)
    for (const held of this.#idle.splice(0)) this.drop(held)
    this.#refuseLine(new NoConnection('4.3.2', 'shutting down', '', false, undefined))
  }

  #forget(held: Held): void {
    clearTimeout(held.idle)
    if (this.#held.delete(held)) this.#share.free(held.slot)
    const at = this.#idle.indexOf(held)
    if (at >= 0) this.#idle.splice(at, 1)
  }

  get #hasRoom(): boolean {
    return this.#held.size + this.#opening < this.#target.way.maxConnections
  }

  #takeIdle(): Held | undefined {
    const held = this.#idle.pop()
    clearTimeout(held?.idle)
    return held
  }

  /** Others wait and hold less: idle connections first, then those that come back. */
  #giveUp(count: number): void {
    const idle = this.#idle.splice(0, count)
    this.#toGiveUp = count - idle.length
    for (const held of idle) this.drop(held)
  }

  /** A slot for one more connection, which is counted as opening from here on; undefined: it is looked for again. */
  async #takeSlot(): Promise<string | undefined> {
    if (this.#rest.resting) throw new NoConnection('4.4.1', `resting after: ${this.trouble}`, '', false, undefined)
    this.#opening += 1
    const slot = await this.#share.take()
    if (slot !== undefined) return slot
    this.#opening -= 1
    this.#lookingAgain ??= setTimeout(() => {
      this.#lookingAgain = undefined
      void this.#serveLine()
    }, LOOK_AGAIN_MS)
    return undefined
  }

  async #connect(slot: string, waitMs: number): Promise<Held> {
    try {
      const held: Held = { connection: await connect(this.#target), slot, used: 0, idle: undefined }
      this.#held.add(held)
      held.connection.once('end', () => this.#forget(held))
      this.#rest.end()
      this.trouble = ''
      return held
    } catch (error) {
      this.#share.free(slot)
      return this.#failed(error as NoConnection, waitMs)
    } finally {
      this.#opening -= 1
    }
  }

  #failed(error: NoConnection, waitMs: number): Promise<Held> {
    if (this.#held.size > 0) return this.#queue(waitMs)
    this.trouble = error.message
    if (!this.#rest.resting) this.#rest.fail()
    this.#refuseLine(error)
    throw error
  }

  #queue(waitMs: number): Promise<Held> {
    return new Promise((give, refuse) => {
      let waits = true
      const end = (): boolean => {
        const was = waits
        waits = false
        clearTimeout(timer)
        return was
      }
      const waiter: Waiter = {
        give: (held) => {
          const was = end()
          if (was) give(held)
          return was
        },
        refuse: (error) => {
          end()
          refuse(error)
        },
      }
      const late = () => {
        const at = this.#line.indexOf(waiter)
        if (at >= 0) this.#line.splice(at, 1)
        waiter.refuse(new NoConnection('4.4.5', 'all connections are busy', '', false, undefined))
      }
      const timer = setTimeout(late, waitMs)
      this.#line.push(waiter)
    })
  }

  /** A place came free: the first in line gets a connection of its own. */
  async #serveLine(): Promise<void> {
    if (this.#closed || !this.#hasRoom || this.#line.length === 0 || this.#rest.resting) return
    const slot = await this.#takeSlot()
    if (slot === undefined) return
    const waiter = this.#line.shift()
    if (waiter) {
      const connecting = this.#connect(slot, this.#target.options.timeouts.waitMs)
      // Who waited for it may have gone: then it is there for the next.
      connecting.then((held) => waiter.give(held) || this.#keep(held), waiter.refuse)
      return
    }
    this.#opening -= 1
    this.#share.free(slot)
  }

  #refuseLine(error: NoConnection): void {
    for (const waiter of this.#line.splice(0)) waiter.refuse(error)
  }
}

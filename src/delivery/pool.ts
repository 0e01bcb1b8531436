/**
 * The connections of one route: kept while idle, used again, at most so many at a time, others wait in line.
 *
 * When a new connection fails and no other stands, the route rests and everybody in line is told at once. When others
 * stand, the hop merely wants fewer connections: then the line waits for those.
 */
import type SMTPConnection from 'nodemailer/lib/smtp-connection'
import { connect, NoConnection, type Target } from './connect.ts'
import { Rest } from './rest.ts'

/** A connection in use. `used`: messages it has carried before. */
export type Held = { readonly connection: SMTPConnection; used: number; idle: NodeJS.Timeout | undefined }

type Waiter = { give: (held: Held) => void; refuse: (error: NoConnection) => void; timer: NodeJS.Timeout }

export class Pool {
  readonly #target: Target
  readonly #rest: Rest
  readonly #held = new Set<Held>()
  readonly #idle: Held[] = []
  readonly #line: Waiter[] = []
  #opening = 0
  #closed = false
  /** Last trouble in reaching the hop; '' when it answered last. */
  trouble = ''

  constructor(target: Target, now: () => number) {
    this.#target = target
    this.#rest = new Rest(now)
  }

  get open(): number {
    return this.#held.size
  }

  /** Rejects with `NoConnection` only. `fresh`: not one that was used before. */
  async take(fresh = false): Promise<Held> {
    if (this.#closed) throw new NoConnection('4.3.2', 'shutting down', '', false, undefined)
    const idle = fresh ? undefined : this.#idle.pop()
    if (idle) {
      clearTimeout(idle.idle)
      return idle
    }
    if (fresh) for (const old of this.#idle.splice(0)) this.drop(old)
    if (this.#held.size + this.#opening < this.#target.way.maxConnections) return this.#connect()
    return this.#queue()
  }

  give(held: Held): void {
    held.used += 1
    if (this.#closed || held.connection.destroyed || held.used >= this.#target.options.maxMessagesPerConnection) {
      this.drop(held)
      return
    }
    const waiter = this.#line.shift()
    if (waiter) {
      waiter.give(held)
      return
    }
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
    this.#serveLine()
  }

  /** In the middle of a message: the hop must not take what it has for the whole. */
  abandon(held: Held): void {
    this.#forget(held)
    const socket = held.connection._socket
    held.connection.close()
    if (socket) socket.destroy()
    this.#serveLine()
  }

  close(): void {
    this.#closed = true
    for (const held of this.#idle.splice(0)) this.drop(held)
    this.#refuseLine(new NoConnection('4.3.2', 'shutting down', '', false, undefined))
  }

  #forget(held: Held): void {
    clearTimeout(held.idle)
    this.#held.delete(held)
    const at = this.#idle.indexOf(held)
    if (at >= 0) this.#idle.splice(at, 1)
  }

  async #connect(): Promise<Held> {
    if (this.#rest.resting) throw new NoConnection('4.4.1', `resting after: ${this.trouble}`, '', false, undefined)
    this.#opening += 1
    try {
      const held: Held = { connection: await connect(this.#target), used: 0, idle: undefined }
      this.#held.add(held)
      held.connection.once('end', () => this.#forget(held))
      this.#rest.end()
      this.trouble = ''
      return held
    } catch (error) {
      return this.#failed(error as NoConnection)
    } finally {
      this.#opening -= 1
    }
  }

  #failed(error: NoConnection): Promise<Held> {
    if (this.#held.size > 0) return this.#queue()
    this.trouble = error.message
    if (!this.#rest.resting) this.#rest.fail()
    this.#refuseLine(error)
    throw error
  }

  #queue(): Promise<Held> {
    return new Promise((give, refuse) => {
      const late = () => {
        this.#line.splice(this.#line.indexOf(waiter), 1)
        refuse(new NoConnection('4.4.5', 'all connections are busy', '', false, undefined))
      }
      const timer = setTimeout(late, this.#target.options.timeouts.waitMs)
      const waiter: Waiter = {
        timer,
        give: (held) => {
          clearTimeout(timer)
          give(held)
        },
        refuse: (error) => {
          clearTimeout(timer)
          refuse(error)
        },
      }
      this.#line.push(waiter)
    })
  }

  /** A place came free: the first in line gets a connection of its own. */
  #serveLine(): void {
    if (this.#closed || this.#held.size + this.#opening >= this.#target.way.maxConnections) return
    const waiter = this.#line.shift()
    if (waiter) this.#connect().then(waiter.give, waiter.refuse)
  }

  #refuseLine(error: NoConnection): void {
    for (const waiter of this.#line.splice(0)) waiter.refuse(error)
  }
}

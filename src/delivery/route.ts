/** One way out: sends a parcel to some of its recipients, keeps what it learns of the next hop. */
import { isAbsolute, join } from 'node:path'
import type { Log } from '../log.ts'
import { capture } from './capture.ts'
import { NoConnection, offers, type SmtpHop } from './connect.ts'
import type { Parcel, RouteHealth } from './delivery.ts'
import { parseHop } from './hop.ts'
import type { DeliveryOptions, Way } from './options.ts'
import { type Held, Pool } from './pool.ts'
import { type Answer, troubleOf } from './results.ts'
import type { Slots } from './share.ts'
import { type Transaction, transact } from './transaction.ts'

export type Answers = ReadonlyMap<string, Answer>

export type Route = Readonly<{
  send: (parcel: Parcel, recipients: readonly string[]) => Promise<Answers>
  takesUtf8: () => boolean | undefined
  isPrompt: (size: number) => boolean
  health: () => RouteHealth
  close: () => void
}>

export type Surroundings = Readonly<{ log: Log; varFolder: string; now: () => number; slots: Slots }>

const forAll = (recipients: readonly string[], answer: Answer): Answers => new Map(recipients.map((to) => [to, answer]))

const captureRoute = (name: string, folder: string, { now }: Surroundings): Route => {
  let lastOkAt = 0
  let lastError = ''
  return {
    send: async (parcel, recipients) => {
      try {
        await capture(folder, parcel, recipients)
        lastOkAt = now()
        lastError = ''
        return forAll(recipients, {
          outcome: 'delivered',
          reply: '250 2.0.0 captured',
          status: '2.0.0',
          hop: 'capture',
        })
      } catch (error) {
        lastError = `cannot be written (${(error as NodeJS.ErrnoException).code ?? 'unknown'})`
        return forAll(recipients, troubleOf('4.3.0', lastError, 'capture'))
      }
    },
    takesUtf8: () => true,
    isPrompt: () => false,
    health: () => ({ route: name, hop: 'capture', ok: lastError === '', lastError, lastOkAt, open: 0 }),
    close: () => {},
  }
}

/** A next hop that takes longer for a message is left to the queue: no client waits for it. */
const PROMPT_MS = 1000
/** Of a larger message the line decides how long it takes, more than the hop. */
const LARGE = 1024 * 1024

class SmtpRoute implements Route {
  readonly #name: string
  readonly #hop: SmtpHop
  readonly #options: DeliveryOptions
  readonly #around: Surroundings
  readonly #pool: Pool
  #lastOkAt = 0
  #utf8: boolean | undefined
  #isPrompt = false
  /** Bytes a millisecond that the last large message took. */
  #rate = 0

  constructor(name: string, hop: SmtpHop, way: Way, options: DeliveryOptions, around: Surroundings) {
    this.#name = name
    this.#hop = hop
    this.#options = options
    this.#around = around
    this.#pool = new Pool({ hop, way, options }, around.now, around.slots, name)
  }

  takesUtf8 = (): boolean | undefined => this.#utf8

  isPrompt = (size: number): boolean => this.#isPrompt && (size <= LARGE || size < this.#rate * PROMPT_MS)

  health = (): RouteHealth => {
    const { trouble, open } = this.#pool
    const { host, port } = this.#hop
    const hop = `${host.includes(':') ? `[${host}]` : host}:${port}`
    return { route: this.#name, hop, ok: trouble === '', lastError: trouble, lastOkAt: this.#lastOkAt, open }
  }

  close = (): void => this.#pool.close()

  send = async (parcel: Parcel, recipients: readonly string[]): Promise<Answers> => {
    const answers = new Map<string, Answer>()
    const step = this.#options.recipientsPerTransaction
    for (let at = 0; at < recipients.length; at += step) {
      const some = recipients.slice(at, at + step)
      for (const [to, answer] of await this.#sendSome(parcel, some)) answers.set(to, answer)
    }
    return answers
  }

  async #sendSome(parcel: Parcel, recipients: readonly string[]): Promise<Answers> {
    try {
      const first = await this.#attempt(parcel, recipients, false)
      // A kept connection may have gone stale in the very moment of use: that is not the mail's fault.
      return first.again ? (await this.#attempt(parcel, recipients, true)).answers : first.answers
    } catch (error) {
      const known = error instanceof NoConnection
      const { status, reply } = known ? error : { status: '4.3.0', reply: 'the message could not be read' }
      this.#around.log.warn(
        'deliveryDelayed',
        { id: parcel.id, route: this.#name, status },
        known ? error.cause : error,
      )
      return forAll(recipients, troubleOf(status, reply, this.#hop.host))
    }
  }

  async #attempt(parcel: Parcel, recipients: readonly string[], fresh: boolean): Promise<Transaction> {
    const held = await this.#pool.take(fresh, parcel.forAll?.waitMs)
    const begun = performance.now()
    const used = held.used > 0
    this.#utf8 = offers(held.connection, 'SMTPUTF8')
    try {
      const { timeouts } = this.#options
      const done = await transact(held.connection, parcel, recipients, this.#hop.host, timeouts.transactionMs)
      this.#settle(held, done.state)
      this.#note(done.state, parcel.size, performance.now() - begun)
      return used ? done : { ...done, again: false }
    } catch (error) {
      this.#pool.abandon(held)
      this.#isPrompt = false
      throw error
    }
  }

  #note(state: Transaction['state'], size: number, ms: number): void {
    if (size > LARGE && state !== 'broken') this.#rate = size / ms
    else this.#isPrompt = state !== 'broken' && ms < PROMPT_MS
  }

  #settle(held: Held, state: Transaction['state']): void {
    if (state === 'broken') {
      this.#pool.abandon(held)
      return
    }
    this.#lastOkAt = this.#around.now()
    if (state === 'kept') this.#pool.give(held)
    else this.#pool.drop(held)
  }
}

export const openRoute = (name: string, way: Way, options: DeliveryOptions, around: Surroundings): Route => {
  const hop = parseHop(way.nextHop)
  if (!hop) throw new Error(`delivery: the next hop of ${name} is not understood`)
  if (hop.kind === 'smtp') return new SmtpRoute(name, hop, way, options, around)
  const folder = isAbsolute(hop.folder) ? hop.folder : join(around.varFolder, hop.folder)
  around.log.warn('captureMode', { route: name, folder })
  return captureRoute(name, folder, around)
}

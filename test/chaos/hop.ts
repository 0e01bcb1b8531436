/** The next hop of a run: takes what comes and writes it in the ledger, in one of many moods. */
import { once } from 'node:events'
import type { Readable } from 'node:stream'
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server'
import { type Chance, wait } from './chance.ts'
import { GONE } from './mails.ts'

/** What the next hop does to who comes now. */
export const MOODS = [
  'well',
  'refuses connections',
  'greets late',
  'resets in the middle of the data',
  'takes it and hangs up without a word',
  'takes it and answers late',
  'puts off with 451',
  'allows two connections',
  'shows another certificate',
] as const
export type Mood = (typeof MOODS)[number]

/** So long our program waits for an answer; who answers in the very last moment may find it gone. */
export const SILENCE_MS = 3000

export type Taken = Readonly<{ from: string; recipients: readonly string[]; raw: Buffer }>
/** Told of what was taken; answers what to call when the 250 is said. */
export type Take = (taken: Taken) => () => void
export type Certificates = Readonly<{ good: { cert: string; key: string }; other: { cert: string; key: string } }>

type Refusal = Error & { responseCode: number }
const refusal = (code: number, words: string): Refusal => Object.assign(new Error(words), { responseCode: code })

const wholeOf = async (stream: Readable): Promise<Buffer> => {
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

export class NextHop {
  readonly #server: SMTPServer
  readonly #certificates: Certificates
  readonly #chance: Chance
  readonly #take: Take
  #mood: Mood = 'well'
  port = 0

  static async open(certificates: Certificates, chance: Chance, take: Take): Promise<NextHop> {
    const hop = new NextHop(certificates, chance, take)
    await hop.#listen()
    return hop
  }

  private constructor(certificates: Certificates, chance: Chance, take: Take) {
    this.#certificates = certificates
    this.#chance = chance
    this.#take = take
    this.#server = new SMTPServer({
      ...certificates.good,
      authOptional: true,
      disabledCommands: ['AUTH'],
      logger: false,
      onConnect: (_session, done) => this.#greet(done),
      onRcptTo: ({ address }, _session, done) => done(this.#refusalOf(address)),
      onData: (stream, session, done) => {
        this.#data(stream, session).then((error) => done(error), done)
      },
    })
    // Who is killed in a run leaves broken sockets behind.
    this.#server.on('error', () => {})
  }

  get mood(): Mood {
    return this.#mood
  }

  async change(mood: Mood): Promise<void> {
    const was = this.#mood
    this.#mood = mood
    const { good, other } = this.#certificates
    if (mood === 'shows another certificate') this.#server.updateSecureContext(other)
    else if (was === 'shows another certificate') this.#server.updateSecureContext(good)
    if (mood === 'shows another certificate' || mood === 'refuses connections') this.#cutAll()
  }

  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()))
    this.#cutAll()
    await closed
  }

  async #listen(): Promise<void> {
    this.#server.listen(0, '127.0.0.1')
    await once(this.#server.server, 'listening')
    this.port = (this.#server.server.address() as { port: number }).port
  }

  #cutAll(): void {
    for (const { _socket } of this.#connections()) _socket.destroy()
  }

  /** smtp-server keeps its connections, but tells nobody of their sockets. */
  #connections(): Iterable<{ id: string; _socket: { destroy: () => void; resetAndDestroy?: () => void } }> {
    return (this.#server as unknown as { connections: Set<never> }).connections
  }

  #reset(session: SMTPServerSession): void {
    for (const { id, _socket } of this.#connections())
      if (id === session.id) (_socket.resetAndDestroy ?? _socket.destroy).call(_socket)
  }

  #greet(done: (error?: Error | null) => void): void {
    const open = [...this.#connections()].length
    if (this.#mood === 'refuses connections') done(refusal(421, '4.3.2 not now'))
    else if (this.#mood === 'allows two connections' && open > 2) done(refusal(421, '4.7.0 too many connections'))
    else if (this.#mood === 'greets late') void wait(this.#chance.between(500, 4000)).then(() => done())
    else done()
  }

  #refusalOf(address: string): Error | undefined {
    if (address.startsWith(GONE)) return refusal(550, '5.1.1 no such user here')
    if (this.#mood === 'puts off with 451' && !this.#chance.oneIn(3)) return refusal(451, '4.7.1 come back later')
    return undefined
  }

  /** In good time or clearly too late, seldom where nobody can tell whether the answer was still heard. */
  #lateness(): number {
    return this.#chance.oneIn(2)
      ? this.#chance.between(500, SILENCE_MS - 1500)
      : SILENCE_MS + this.#chance.between(500, 1500)
  }

  async #data(stream: SMTPServerDataStream, session: SMTPServerSession): Promise<Error | null> {
    const mood = this.#mood
    if (mood === 'resets in the middle of the data' && !this.#chance.oneIn(4)) {
      stream.once('data', () => this.#reset(session))
      stream.resume()
      return new Promise(() => {})
    }
    const raw = await wholeOf(stream)
    const { mailFrom, rcptTo } = session.envelope
    const from = mailFrom ? mailFrom.address : ''
    const say = this.#take({ from, recipients: rcptTo.map(({ address }) => address), raw })
    if (mood === 'takes it and hangs up without a word' && !this.#chance.oneIn(3)) {
      this.#reset(session)
      return new Promise(() => {})
    }
    if (mood === 'takes it and answers late') await wait(this.#lateness())
    if ([...this.#connections()].some(({ id }) => id === session.id)) say()
    return null
  }
}

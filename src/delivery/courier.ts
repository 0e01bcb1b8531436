/**
 * nodemailer's connection, with the data phase our own: what lies in memory leaves in one write (a small write behind another
 * waits for the other side's acknowledgement, RFC 896), and dots are looked for natively.
 */
import { Readable } from 'node:stream'
import SMTPConnection, { type SMTPConnectionSendCallback, type SMTPEnvelope } from 'nodemailer/lib/smtp-connection'
import { inTime } from '../in-time.ts'
import { LineEndStream, LineEnds } from './line-ends.ts'

/** The bytes of a message: as they come, or all of them in memory. */
export type Bytes = Readable | readonly Buffer[]

/** Nothing was sent of it: somebody was refused, and it was to go to all or to nobody. */
export const FOR_ALL = 'EFORALL'

type Told = (error: Error | null, reply?: string) => void
type Sink = Readonly<{ outByteCount: number; write: (bytes: Buffer) => void; end: () => void }>

/** What nodemailer has inside; its version is pinned and the tests lean on it. */
type Inner = {
  _responseActions: ((reply: string) => void)[]
  _currentDataStream: unknown
  _actionSMTPStream: (reply: string, told: Told) => void
  _envelope?: { rejectedErrors?: readonly Error[] }
}

export type Sent = Readonly<{ begun: boolean; whole: boolean }>

const WRITTEN_MS = 100
const NOTHING = Buffer.alloc(0)
const NOWHERE: Sink = { outByteCount: 0, write: () => {}, end: () => {} }

export class Courier extends SMTPConnection {
  #inMemory: readonly Buffer[] | undefined
  #forAll = false
  #begun = false
  #written: Promise<boolean> = Promise.resolve(false)

  /**
   * Of what lay in memory: whether any of it was sent, and all of it. Inside TLS an answer may be here a moment before the socket
   * says that it has written what was answered.
   */
  async sent(): Promise<Sent> {
    const whole = this.#begun && (await inTime(this.#written, WRITTEN_MS, false))
    return { begun: this.#begun, whole }
  }

  /** `forAll`: nothing is sent when one of the recipients is refused, and the connection is over. */
  carry(envelope: SMTPEnvelope, bytes: Bytes, forAll: boolean, done: SMTPConnectionSendCallback): void {
    this.#inMemory = bytes instanceof Readable ? undefined : bytes
    this.#forAll = forAll
    this.#begun = false
    this.#written = Promise.resolve(false)
    this.send(envelope, bytes instanceof Readable ? bytes : NOTHING, done)
  }

  /** Called by `send` once the next hop waits for the data. */
  _createSendStream(told: Told): LineEndStream | Sink {
    const inner = this as unknown as Inner
    if (this.#forAll && (inner._envelope?.rejectedErrors?.length ?? 0) > 0) {
      told(Object.assign(new Error('refused for some'), { code: FOR_ALL }))
      return NOWHERE
    }
    inner._responseActions.push((reply) => inner._actionSMTPStream(reply, told))
    return this.#inMemory ? this.#atOnce(this.#inMemory) : this.#piped(inner)
  }

  #atOnce(pieces: readonly Buffer[]): Sink {
    const socket = this._socket
    if (!socket) return NOWHERE
    this.#begun = true
    const lines = new LineEnds()
    socket.cork()
    for (const piece of pieces) for (const part of lines.next(piece)) socket.write(part)
    this.#written = new Promise((resolve) => {
      socket.write(lines.end(), (error) => resolve(!error))
    })
    socket.uncork()
    return NOWHERE
  }

  #piped(inner: Inner): LineEndStream {
    const stream = new LineEndStream()
    inner._currentDataStream = stream
    if (this._socket) stream.pipe(this._socket, { end: false })
    stream.once('end', () => {
      if (inner._currentDataStream === stream) inner._currentDataStream = false
    })
    return stream
  }
}

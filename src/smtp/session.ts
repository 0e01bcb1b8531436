/**
 * One connection: smtp-server's own, with what it leaves open closed.
 *
 * Greets at once (it waits 100 ms), gives an RFC 3463 code on every reply, keeps addresses as they were written, cuts off
 * a client that only makes errors (RFC 5321 §4.5.4 leaves it to us), and says 421 when the house closes.
 */
import type { SMTPServer, SMTPServerAddress } from 'smtp-server'
import { SMTPConnection } from 'smtp-server/lib/smtp-connection.js'
import { DataParser } from './data-parser.ts'
import { carriesCode } from './reply.ts'

export type SessionRules = Readonly<{
  maxErrors: number
  maxRecipients: number
  sessionMs: number
  /** True once the door is closing. */
  closing: () => boolean
  ended: (session: Session) => void
}>

const GOODBYE = '4.3.2 Service closing, try again later'

/** Local part as written, domain in lower case: case before the at sign is the recipient's business (RFC 5321 §2.4). */
const lowerDomain = (address: string): string => {
  const at = address.lastIndexOf('@')
  return at < 0 ? address : address.slice(0, at) + address.slice(at).toLowerCase()
}

export class Session extends SMTPConnection {
  readonly #rules: SessionRules
  readonly #until: number
  #errors = 0

  constructor(server: SMTPServer, socket: SMTPConnection['_socket'], options: object | null, rules: SessionRules) {
    super(server, socket, options)
    this.#rules = rules
    this.#until = Date.now() + rules.sessionMs
  }

  /** In the middle of a mail transaction. */
  get busy(): boolean {
    return Boolean(this.session.envelope?.mailFrom) || Boolean(this._dataStream)
  }

  get #over(): boolean {
    return (this.#rules.closing() && !this.busy) || Date.now() > this.#until
  }

  /** 421 now, unless a transaction runs: that one may end. */
  leave(): void {
    if (!this.busy) this.send(421, GOODBYE)
  }

  /** The end, whatever runs. */
  cutOff(): void {
    this.send(421, GOODBYE)
    this._socket.destroy()
  }

  override _createParser(): DataParser {
    const parser = new DataParser({})
    parser.oncommand = (command, callback) => this._onCommand(command, callback)
    parser.on('error', () => this.send(421, '4.7.0 Command line too long'))
    return parser
  }

  override init(): void {
    this._setListeners(() => this.connectionReady())
  }

  override send(code: number, data?: string | string[] | null, context?: string | false): void {
    const own = typeof data === 'string' && carriesCode(data)
    const words = code === 250 && Array.isArray(data) ? [...data, `LIMITS RCPTMAX=${this.#rules.maxRecipients}`] : data
    super.send(code, words, own ? false : context === false && code >= 400 ? undefined : context)
    if (code === 250 && context === 'DATA_OK') this.#errors = 0
    if (code < 500 || code > 504) return
    this.#errors += 1
    if (this.#errors > this.#rules.maxErrors) super.send(421, '4.7.0 Too many errors', false)
  }

  override _onCommand(command: Buffer, callback?: () => void): void {
    if (!this._upgrading && this.#over) this.send(421, GOODBYE)
    else super._onCommand(command, callback)
  }

  /** Also runs when a transaction has ended. */
  override _resetSession(): void {
    super._resetSession()
    if (this._ready && this.#rules.closing()) setImmediate(() => this.leave())
  }

  override _onClose(): void {
    super._onClose()
    this.#rules.ended(this)
  }

  /** As written: smtp-server would drop a source route and turn punycode into Unicode, which needs SMTPUTF8. */
  override _parseAddressCommand(name: string, command: Buffer | string): SMTPServerAddress | false {
    const parsed = super._parseAddressCommand(name, command)
    if (!parsed || parsed.address === '') return parsed
    const written = /<([^<>]*)>/.exec(command.toString())?.[1] ?? parsed.address
    return { ...parsed, address: lowerDomain(written) }
  }

  /** Membership of a list is nobody's business (RFC 5321 §7.3). */
  handler_EXPN(_command: Buffer, callback: () => void): void {
    this.send(502, '5.5.1 EXPN is not available')
    callback()
  }
}

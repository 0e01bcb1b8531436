/** A next hop that does exactly what the test wants: offers, refuses, delays, resets, lies. Keeps the bytes it read. */
import { createServer, type Server, type Socket } from 'node:net'
import { createSecureContext, TLSSocket } from 'node:tls'
import { onTestFinished } from 'vitest'

export type Script = {
  greeting?: string
  extensions?: readonly string[]
  /** The reply to a command; undefined = the ordinary one. 'reset', 'silence' and 'close' are done, not said. */
  reply?: (command: string, at: number) => string | undefined
  /** The reply to the final dot. */
  dot?: (bytes: Buffer, at: number) => string
  /** Reset after so many bytes of data. */
  resetAfter?: number
  /** Says this as soon as data begins, before the dot. */
  early?: string
  /** STARTTLS and its certificate. */
  tls?: () => { cert: Buffer; key: Buffer }
  /** TLS handshakes fail. */
  brokenTls?: boolean
}

export type Taken = Readonly<{
  mailFrom: string
  recipients: readonly string[]
  wire: Buffer
  bytes: Buffer
  tls: boolean
}>

const DOT = Buffer.from('\r\n.\r\n')

/** RFC 5321 §4.5.2, told once more and differently: the check must not share a mistake with what it checks. */
export const unstuff = (wire: Buffer): Buffer =>
  Buffer.from(wire.toString('latin1').replace(/(^|\r\n)\./g, '$1'), 'latin1')

type Book = { taken: Taken[]; commands: string[]; connections: number }

/** One connection of the hop. */
class Conversation {
  readonly #script: Script
  readonly #book: Book
  readonly #raw: Socket
  #socket: Socket
  #text = Buffer.alloc(0)
  #inData = false
  #tls = false
  #messages = 0
  #mailFrom = ''
  #recipients: string[] = []

  constructor(script: Script, book: Book, raw: Socket) {
    this.#script = script
    this.#book = book
    this.#raw = raw
    this.#socket = raw
    raw.on('data', this.#read)
    this.#act(script.greeting ?? '220 next.example')
  }

  #act(reply: string): void {
    if (reply === 'reset') this.#raw.resetAndDestroy()
    else if (reply === 'close') this.#socket.end()
    else if (reply.endsWith('+reset'))
      this.#socket.write(`${reply.slice(0, -6)}\r\n`, () => this.#raw.resetAndDestroy())
    else if (reply !== 'silence') this.#socket.write(`${reply}\r\n`)
  }

  #upgrade(): void {
    this.#socket.removeListener('data', this.#read)
    if (this.#script.brokenTls) {
      this.#raw.once('data', () => this.#raw.write('geen TLS\r\n', () => this.#raw.destroy()))
      return
    }
    const context = createSecureContext(this.#script.tls?.() ?? {})
    this.#socket = new TLSSocket(this.#raw, { isServer: true, secureContext: context })
    this.#socket.on('error', () => {}).on('data', this.#read)
    this.#tls = true
    this.#text = Buffer.alloc(0)
  }

  #ordinary(command: string): string {
    const verb = command.slice(0, 4).toUpperCase()
    if (verb === 'EHLO') {
      const all = [
        'next.example',
        ...(this.#script.extensions ?? ['PIPELINING', '8BITMIME', 'SIZE 50000000', 'SMTPUTF8']),
      ]
      if (this.#script.tls && !this.#tls) all.push('STARTTLS')
      return all.map((line, at) => `250${at < all.length - 1 ? '-' : ' '}${line}`).join('\r\n')
    }
    if (verb === 'STAR') return this.#script.tls ? '220 2.0.0 go' : '502 5.5.1 no'
    if (verb === 'DATA') return this.#recipients.length > 0 ? '354 go' : '554 5.5.1 no valid recipients'
    return verb === 'QUIT' ? '221 2.0.0 bye' : '250 2.1.0 ok'
  }

  #obey(command: string): void {
    this.#book.commands.push(command)
    const reply = this.#script.reply?.(command, this.#book.connections) ?? this.#ordinary(command)
    if (command.startsWith('MAIL FROM:')) {
      this.#mailFrom = command
      this.#recipients = []
    }
    if (command.startsWith('RCPT TO:') && reply.startsWith('2'))
      this.#recipients.push(/<(.*)>/.exec(command)?.[1] ?? '')
    this.#act(reply)
    if (command === 'STARTTLS' && reply.startsWith('220')) this.#upgrade()
    if (command === 'QUIT') this.#socket.end()
    if (command === 'DATA' && /^[23]/.test(reply)) {
      this.#inData = true
      if (this.#script.early) this.#act(this.#script.early)
    }
  }

  /** False when the end is not here yet. */
  #take(): boolean {
    const { resetAfter } = this.#script
    if (resetAfter !== undefined && this.#text.length > resetAfter) this.#raw.resetAndDestroy()
    const end = this.#text.subarray(0, 3).toString() === '.\r\n' ? -2 : this.#text.indexOf(DOT)
    if (end === -1 || this.#raw.destroyed) return false
    const wire = this.#text.subarray(0, end + 2)
    this.#text = this.#text.subarray(end + DOT.length)
    this.#inData = false
    this.#messages += 1
    const mail = { mailFrom: this.#mailFrom, recipients: this.#recipients, tls: this.#tls }
    this.#book.taken.push({ ...mail, wire, bytes: unstuff(wire) })
    this.#act(this.#script.dot?.(wire, this.#messages) ?? '250 2.0.0 queued')
    return true
  }

  readonly #read = (chunk: Buffer): void => {
    this.#text = Buffer.concat([this.#text, chunk])
    for (;;) {
      if (this.#inData) {
        if (!this.#take()) return
        continue
      }
      const end = this.#text.indexOf('\r\n')
      if (end < 0) return
      const command = this.#text.subarray(0, end).toString()
      this.#text = this.#text.subarray(end + 2)
      this.#obey(command)
      if (command === 'STARTTLS') return
    }
  }
}

/** The caller takes it down. */
export const openHop = async (script: Script = {}) => {
  const book: Book = { taken: [], commands: [], connections: 0 }
  const sockets = new Set<Socket>()
  const server: Server = createServer({ noDelay: true }, (socket) => {
    book.connections += 1
    sockets.add(socket)
    socket.on('error', () => {}).on('close', () => sockets.delete(socket))
    new Conversation(script, book, socket)
  })
  const listen = (port: number) => new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  await listen(0)
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const down = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve())
      for (const socket of sockets) socket.destroy()
    })
  const { taken, commands } = book
  const seen = { connections: () => book.connections, open: () => sockets.size, listening: () => server.listening }
  return { port, url: `smtp://127.0.0.1:${port}`, taken, commands, ...seen, down, up: () => listen(port) }
}

export type ScriptedHop = Awaited<ReturnType<typeof openHop>>

/** Ends with the test. */
export const nextHop = async (script: Script = {}) => {
  const hop = await openHop(script)
  onTestFinished(async () => {
    if (hop.listening()) await hop.down()
  })
  return hop
}

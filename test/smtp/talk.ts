/** A client that says exactly what the test wants, byte by byte, and reads whole replies. */
import { once } from 'node:events'
import { connect as connectTcp, type Socket } from 'node:net'
import { connect as connectTls, type TLSSocket } from 'node:tls'

export class Talk {
  socket: Socket | TLSSocket
  #text = ''
  #wake: () => void = () => {}
  ended = false

  constructor(socket: Socket | TLSSocket) {
    this.socket = socket
    this.#listen(socket)
  }

  static async to(port: number, host = '127.0.0.1'): Promise<Talk> {
    const talk = new Talk(connectTcp({ port, host, noDelay: true }))
    await once(talk.socket, 'connect')
    return talk
  }

  static async toTls(port: number): Promise<Talk> {
    const talk = new Talk(connectTls({ port, host: '127.0.0.1', rejectUnauthorized: false }))
    await once(talk.socket, 'secureConnect')
    return talk
  }

  /** Connected, greeted, EHLO said. */
  static async hello(port: number): Promise<Talk> {
    const talk = await Talk.to(port)
    await talk.reply()
    await talk.say('EHLO client.school.example')
    return talk
  }

  #listen(socket: Socket | TLSSocket): void {
    socket.on('data', (chunk: Buffer) => {
      this.#text += chunk.toString('utf8')
      this.#wake()
    })
    const end = () => {
      this.ended = true
      this.#wake()
    }
    socket.on('close', end).on('end', end).on('error', end)
  }

  /** The next whole reply, lines joined by LF; '' when the connection ended first. */
  async reply(): Promise<string> {
    for (;;) {
      const whole = /^(?:\d{3}-[^\r\n]*\r\n)*\d{3}(?: [^\r\n]*)?\r\n/.exec(this.#text)
      if (whole) {
        this.#text = this.#text.slice(whole[0].length)
        return whole[0].trimEnd().replaceAll('\r\n', '\n')
      }
      if (this.ended) return ''
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
    }
  }

  write(bytes: string | Buffer): void {
    if (!this.ended) this.socket.write(bytes)
  }

  async say(line: string): Promise<string> {
    this.write(`${line}\r\n`)
    return this.reply()
  }

  /** MAIL, RCPT, DATA; the reply to DATA. */
  async begin(to: readonly string[] = ['ouder@mail.example'], from = 'an@school.example'): Promise<string> {
    await this.say(`MAIL FROM:<${from}>`)
    for (const address of to) await this.say(`RCPT TO:<${address}>`)
    return this.say('DATA')
  }

  /** A whole message as given, the final dot not included. */
  async send(raw: string | Buffer, to?: readonly string[], from?: string): Promise<string> {
    await this.begin(to, from)
    this.write(raw)
    this.write('\r\n.\r\n')
    return this.reply()
  }

  async startTls(): Promise<void> {
    await this.say('STARTTLS')
    this.socket.removeAllListeners()
    this.socket = connectTls({ socket: this.socket, rejectUnauthorized: false })
    this.#listen(this.socket)
    await once(this.socket, 'secureConnect')
  }

  async gone(): Promise<void> {
    while (!this.ended) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
    }
  }

  hangUp(): void {
    this.socket.destroy()
  }
}

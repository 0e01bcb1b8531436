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

export const nextHop = async (script: Script = {}) => {
  const taken: Taken[] = []
  const commands: string[] = []
  const sockets = new Set<Socket>()
  let connections = 0

  const serve = (raw: Socket, implicit: boolean): void => {
    let socket: Socket = raw
    let text = Buffer.alloc(0)
    let data = false
    let tls = implicit
    let messages = 0
    let mailFrom = ''
    let recipients: string[] = []
    const act = (reply: string): void => {
      if (reply === 'reset') raw.resetAndDestroy()
      else if (reply === 'close') socket.end()
      else if (reply.endsWith('+reset')) socket.write(`${reply.slice(0, -6)}\r\n`, () => raw.resetAndDestroy())
      else if (reply !== 'silence') socket.write(`${reply}\r\n`)
    }
    const upgrade = (): void => {
      socket.removeListener('data', read)
      if (script.brokenTls) {
        socket.once('data', () => socket.write('geen TLS\r\n', () => socket.destroy()))
        return
      }
      const context = createSecureContext(script.tls?.() ?? {})
      socket = new TLSSocket(raw, { isServer: true, secureContext: context })
      socket.on('error', () => {}).on('data', read)
      tls = true
      text = Buffer.alloc(0)
    }
    const ordinary = (command: string): string => {
      const verb = command.slice(0, 4).toUpperCase()
      if (verb === 'EHLO') {
        const all = ['next.example', ...(script.extensions ?? ['PIPELINING', '8BITMIME', 'SIZE 50000000', 'SMTPUTF8'])]
        if (script.tls && !tls) all.push('STARTTLS')
        return all.map((line, at) => `250${at < all.length - 1 ? '-' : ' '}${line}`).join('\r\n')
      }
      if (verb === 'STAR') return script.tls ? '220 2.0.0 go' : '502 5.5.1 no'
      if (verb === 'DATA') return recipients.length > 0 ? '354 go' : '554 5.5.1 no valid recipients'
      if (verb === 'QUIT') return '221 2.0.0 bye'
      return '250 2.1.0 ok'
    }
    const obey = (command: string): void => {
      commands.push(command)
      const reply = script.reply?.(command, connections) ?? ordinary(command)
      if (/^MAIL FROM:/i.test(command)) {
        mailFrom = command
        recipients = []
      }
      if (/^RCPT TO:/i.test(command) && reply.startsWith('2')) recipients.push(/<(.*)>/.exec(command)?.[1] ?? '')
      act(reply)
      if (/^STARTTLS/i.test(command) && reply.startsWith('220')) upgrade()
      if (/^DATA/i.test(command) && /^[23]/.test(reply)) {
        data = true
        if (script.early) act(script.early)
      }
      if (/^QUIT/i.test(command)) socket.end()
    }
    const read = (chunk: Buffer): void => {
      text = Buffer.concat([text, chunk])
      for (;;) {
        if (data) {
          if (script.resetAfter !== undefined && text.length > script.resetAfter) {
            raw.resetAndDestroy()
            return
          }
          const end = text.subarray(0, 3).toString() === '.\r\n' ? -2 : text.indexOf(DOT)
          if (end === -1) return
          const wire = text.subarray(0, end + 2)
          text = text.subarray(end + DOT.length)
          data = false
          messages += 1
          taken.push({ mailFrom, recipients, wire, bytes: unstuff(wire), tls })
          act(script.dot?.(wire, messages) ?? '250 2.0.0 queued')
          continue
        }
        const end = text.indexOf('\r\n')
        if (end < 0) return
        const command = text.subarray(0, end).toString()
        text = text.subarray(end + 2)
        obey(command)
        if (/^STARTTLS/i.test(command)) return
      }
    }
    socket.on('data', read)
    act(script.greeting ?? '220 next.example')
  }

  const server: Server = createServer({ noDelay: true }, (socket) => {
    connections += 1
    sockets.add(socket)
    socket.on('error', () => {}).on('close', () => sockets.delete(socket))
    serve(socket, false)
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
  onTestFinished(async () => {
    if (server.listening) await down()
  })
  return {
    port,
    url: `smtp://127.0.0.1:${port}`,
    taken,
    commands,
    connections: () => connections,
    open: () => sockets.size,
    down,
    up: () => listen(port),
  }
}

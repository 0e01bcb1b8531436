/** One listener: smtp-server with our sessions, its handlers answered by the checks beside this file. */
import type { Socket } from 'node:net'
import { SMTPServer, type SMTPServerDataStream, type SMTPServerOptions, type SMTPServerSession } from 'smtp-server'
import type { Certificate } from './certificates.ts'
import type { Context } from './context.ts'
import { checkRecipient, checkSender } from './envelope.ts'
import { logRefusal, replyTo } from './errors.ts'
import { introduce } from './proxy.ts'
import { receive } from './receive.ts'
import { SmtpReply } from './reply.ts'
import { Session, type SessionRules } from './session.ts'
import { signIn } from './sign-in.ts'

export type ListenerTls = 'plain' | 'starttls' | 'implicit'
export type Listener = Readonly<{ host: string; port: number; tls: ListenerTls; requireTls: boolean }>

export class Server extends SMTPServer {
  readonly #rules: SessionRules
  readonly #context: Context
  /** Open sockets, also those that said goodbye but have not hung up. */
  readonly sessions = new Set<Session>()

  constructor(options: SMTPServerOptions, rules: Omit<SessionRules, 'ended'>, context: Context) {
    super(options)
    this.#context = context
    this.#rules = { ...rules, ended: (session) => this.sessions.delete(session) }
  }

  override _expectsProxyHeader(socket: Socket): boolean {
    return this.#context.balancer(socket.remoteAddress ?? '')
  }

  /** smtp-server knows version 1 only, and leaves it an idle time that each byte renews. */
  override _handleProxy(...[socket, done]: Parameters<SMTPServer['_handleProxy']>): void {
    if (this._expectsProxyHeader(socket)) introduce(this.#context, socket, done)
    else super._handleProxy(socket, done)
  }

  override connect(...[socket, options]: Parameters<SMTPServer['connect']>): void {
    const told = options?.remoteAddress !== undefined
    if (!told && !socket.remoteAddress) {
      // Gone before we looked, as health checks that only connect: nobody knows who it was.
      socket.on('error', () => {}).destroy()
      return
    }
    const session = new Session(this, socket, options ?? null, this.#rules)
    if (!told && this._expectsProxyHeader(socket)) this.#context.nameless.add(session.session)
    this.connections.add(session)
    this.sessions.add(session)
    session.on('error', (error) => this._onError(error))
    session.init()
  }
}

const OLD_COMMANDS = ['XCLIENT', 'XFORWARD', 'WIZ', 'SHELL', 'KILL']

/** AUTH is shown inside TLS only, and only where there is somebody to sign in. */
const commandsOff = (context: Context, tls: ListenerTls, session: SMTPServerSession): string[] => [
  ...OLD_COMMANDS,
  ...(tls === 'starttls' ? [] : ['STARTTLS']),
  ...(session.secure && context.options.auth.users.length > 0 ? [] : ['AUTH']),
]

const admit = (context: Context, session: SMTPServerSession): void => {
  const { options, presence, log } = context
  const client = session.remoteAddress
  const mine = presence.enter(session.id, client)
  const refuse = (reason: string, reply: SmtpReply): never => {
    log.warn('clientRefused', { client, reason })
    throw reply
  }
  if (presence.total > options.maxConnections)
    refuse('connections', new SmtpReply(421, '4.3.2', 'Too busy, try again later'))
  if (mine > options.maxConnectionsPerClient) {
    refuse('connections of this client', new SmtpReply(421, '4.7.0', 'Too many connections, try again later'))
  }
  // A balancer that looks whether we live may greet and leave; version 1 gives its own address then.
  if (!context.allowed(client) && !context.balancer(client) && options.auth.users.length === 0) {
    refuse('not on the allow list', new SmtpReply(554, '5.7.1', 'This client may not send here'))
  }
}

type Done = (error?: Error | null) => void

/** A refusal is an answer; the rest is our own trouble. Either way the client reads a reply. */
const answer = (context: Context, session: SMTPServerSession, done: Done, work: () => unknown): void => {
  const run = async () => work()
  run().then(
    () => done(),
    (error: unknown) => {
      const reply = replyTo(error)
      logRefusal(context, session.remoteAddress, reply)
      done(reply)
    },
  )
}

/** A message that does not end in time is dropped with its connection: dripping must not hold what it holds for ever. */
const inTime = (context: Context, stream: SMTPServerDataStream): (() => void) => {
  const late = () => stream.destroy(new SmtpReply(421, '4.4.2', 'Message took too long'))
  const timer = setTimeout(late, context.options.timeouts.messageMs)
  stream.once('end', () => clearTimeout(timer))
  return () => clearTimeout(timer)
}

const handlers = (context: Context, listener: Listener): SMTPServerOptions => ({
  onConnect: (session, done) => {
    session.disabledCommands = commandsOff(context, listener.tls, session)
    try {
      admit(context, session)
      done()
    } catch (error) {
      done(replyTo(error))
    }
  },
  onSecure: (_socket, session, done) => {
    session.disabledCommands = commandsOff(context, listener.tls, session)
    done()
  },
  onClose: (session) => context.presence.leave(session.id),
  onAuth: (auth, session, done) => {
    signIn(context, auth, session).then(
      (user) => done(null, { user }),
      (error: unknown) => done(replyTo(error)),
    )
  },
  onMailFrom: (address, session, done) =>
    answer(context, session, done, () => checkSender(context, listener.requireTls, address, session)),
  onRcptTo: (address, session, done) => answer(context, session, done, () => checkRecipient(context, address, session)),
  onData: (stream, session, done) => {
    const stop = inTime(context, stream)
    let id = ''
    const finish: Done = (error) => {
      stop()
      if (error) done(error)
      else done(null, `Safe as ${id}`)
    }
    answer(context, session, finish, async () => {
      id = await receive(context, stream, session)
    })
  },
})

export const makeServer = (
  context: Context,
  listener: Listener,
  certificate: Certificate | undefined,
  closing: () => boolean,
): Server => {
  const { options, hostname } = context
  const server = new Server(
    {
      ...handlers(context, listener),
      ...(certificate ?? {}),
      name: hostname,
      heloResponse: '%s at your service',
      secure: listener.tls === 'implicit',
      minVersion: 'TLSv1.2',
      noDelay: true,
      size: options.maxMessageBytes,
      maxRecipients: options.maxRecipients,
      maxClients: options.maxConnections,
      socketTimeout: options.timeouts.idleMs,
      authMethods: ['PLAIN', 'LOGIN'],
      authOptional: true,
      disabledCommands: OLD_COMMANDS,
      hideENHANCEDSTATUSCODES: false,
      disableReverseLookup: true,
      logger: false,
    },
    {
      maxErrors: options.maxErrors,
      maxRecipients: options.maxRecipients,
      sessionMs: options.timeouts.sessionMs,
      closing,
    },
    context,
  )
  // A client that hangs up or fails its handshake is no trouble of ours.
  server.on('error', (error: Error & { remoteAddress?: string }) => {
    const client = error.remoteAddress
    // Behind a balancer such errors bear its address: mostly a check that connects and leaves.
    if (client && !context.balancer(client)) context.log.info('clientRefused', { client, reason: 'connection lost' })
  })
  return server
}

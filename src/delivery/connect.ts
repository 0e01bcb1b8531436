/**
 * One connection to a next hop, made with nodemailer's SMTPConnection: TLS as the route demands, signed in where the route
 * says so. Never signs in outside TLS, unless the route says `tls: none` in so many words.
 */
import { readFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { Courier } from './courier.ts'
import type { Hop } from './hop.ts'
import type { DeliveryOptions, Way } from './options.ts'

export type SmtpHop = Extract<Hop, { kind: 'smtp' }>
export type Target = Readonly<{ hop: SmtpHop; way: Way; options: DeliveryOptions }>

/** What nodemailer knows of the hop but does not show; its version is pinned and the tests lean on it. */
type Inner = { _supportedExtensions: readonly string[]; _sendCommand: (command: string, logged?: string) => void }
const inner = (connection: Courier): Inner => connection as unknown as Inner

export const offers = (connection: Courier, extension: string): boolean =>
  inner(connection)._supportedExtensions.includes(extension)

/** nodemailer asks for SMTPUTF8 only when an address needs it; a message whose headers need it must ask too (RFC 6531 §3.4). */
export const askUtf8 = (connection: Courier, wanted: boolean): void => {
  const own = inner(connection)
  const send = Object.getPrototypeOf(connection)._sendCommand as Inner['_sendCommand']
  own._sendCommand = (command, logged) => {
    const asks = wanted && command.startsWith('MAIL FROM:') && !command.includes('> SMTPUTF8')
    send.call(connection, asks ? command.replace('>', '> SMTPUTF8') : command, logged)
  }
}

/** Could not get as far as sending. `tls`: because of TLS, so that an opportunistic route may go without. */
export class NoConnection extends Error {
  readonly tls: boolean
  readonly status: string
  readonly reply: string
  constructor(status: string, words: string, reply: string, tls: boolean, cause: unknown) {
    super(words, { cause })
    this.name = 'NoConnection'
    this.status = status
    this.reply = reply || words
    this.tls = tls
  }
}

type SmtpError = Error & { code?: string | undefined; originalCode?: string | undefined; response?: string | undefined }

const asTrouble = (error: SmtpError, connection: Courier): NoConnection => {
  const tls =
    error.code === 'ETLS' ||
    connection.upgrading === true ||
    /^(?:ERR_(?:TLS|SSL)|CERT_|DEPTH_|SELF_|UNABLE_)/.test(error.originalCode ?? '')
  const reply = typeof error.response === 'string' ? error.response : ''
  const words = `${tls ? 'TLS failed' : 'no connection'} (${error.originalCode ?? error.code ?? 'unknown'})`
  return new NoConnection(tls ? '4.7.5' : '4.4.1', words, reply, tls, error)
}

const optional = async (file: string | undefined): Promise<Buffer | undefined> =>
  file ? await readFile(file) : undefined

const tlsOptions = async (way: Way) => {
  const [ca, cert, key] = await Promise.all([
    optional(way.caFile),
    optional(way.clientCertFile),
    optional(way.clientKeyFile),
  ])
  return {
    rejectUnauthorized: way.tls === 'verified',
    minVersion: 'TLSv1.2' as const,
    ...(ca ? { ca } : {}),
    ...(cert ? { cert } : {}),
    ...(key ? { key } : {}),
  }
}

const open = async (target: Target, plain: boolean): Promise<Courier> => {
  const { hop, way, options } = target
  const connection = new Courier({
    host: hop.host,
    port: hop.port,
    secure: hop.implicitTls,
    ignoreTLS: plain || way.tls === 'none',
    requireTLS: !hop.implicitTls && (way.tls === 'required' || way.tls === 'verified'),
    opportunisticTLS: way.tls === 'opportunistic',
    name: options.name || hostname(),
    connectionTimeout: options.timeouts.connectMs,
    greetingTimeout: options.timeouts.greetingMs,
    socketTimeout: options.timeouts.silenceMs,
    dnsTimeout: options.timeouts.connectMs,
    allowInternalNetworkInterfaces: true,
    tls: await tlsOptions(way),
    logger: false,
  })
  return new Promise((resolve, reject) => {
    connection.once('error', (error: SmtpError) => reject(asTrouble(error, connection)))
    connection.connect((error) => (error ? reject(asTrouble(error, connection)) : resolve(connection)))
  })
}

const signIn = async (connection: Courier, way: Way): Promise<void> => {
  if (way.user === undefined) return
  if (!connection.secure && way.tls !== 'none') {
    connection.close()
    throw new NoConnection('4.7.5', 'sign-in needs TLS, and the next hop gave none', '', false, undefined)
  }
  const pass = way.passwordFile ? (await readFile(way.passwordFile, 'utf8')).trim() : (way.password ?? '')
  const auth = { user: way.user, pass }
  await new Promise<void>((resolve, reject) => {
    connection.once('error', reject)
    connection.login(auth, (error) => (error ? reject(error) : resolve()))
  }).catch((error: SmtpError) => {
    connection.close()
    throw new NoConnection('4.7.8', 'sign-in failed at the next hop', error.response ?? '', false, error)
  })
}

/** Rejects with `NoConnection` only. */
export const connect = async (target: Target): Promise<Courier> => {
  try {
    const connection = await open(target, false).catch((error: unknown) => {
      const mayGoPlain = target.way.tls === 'opportunistic' && !target.hop.implicitTls && target.way.user === undefined
      if (error instanceof NoConnection && error.tls && mayGoPlain) return open(target, true)
      throw error
    })
    await signIn(connection, target.way)
    // From here on the sender of a message hears of errors; an idle connection that breaks is simply gone.
    connection.on('error', () => {})
    return connection
  } catch (error) {
    if (error instanceof NoConnection) throw error
    throw new NoConnection('4.3.5', 'a file of the route cannot be read', '', false, error)
  }
}

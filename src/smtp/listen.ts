/** The door: all listeners opened together, closed together. */
import { hostname } from 'node:os'
import { setTimeout as wait } from 'node:timers/promises'
import { inTime } from '../in-time.ts'
import type { Log } from '../log.ts'
import { Presence, Tallies } from './brakes.ts'
import { type CertificateKeeper, keepCertificate } from './certificates.ts'
import type { Context } from './context.ts'
import { credentialChecker } from './credentials.ts'
import { networkList } from './networks.ts'
import type { SmtpOptions } from './options.ts'
import { cleanName } from './received.ts'
import { type Listener, makeServer, type Server } from './server.ts'
import type { Door, House } from './smtp.ts'

const MINUTE = 60_000

const contextOf = (options: SmtpOptions, house: House, log: Log): Context => ({
  options,
  house,
  log,
  hostname: cleanName(options.hostname || hostname()),
  allowed: networkList(options.allow),
  balancer: networkList(options.proxy.from),
  nameless: new WeakSet(),
  credentials: credentialChecker(options.auth.users),
  presence: new Presence(),
  wrongPasswords: new Tallies(house, options.auth.windowMs),
  messages: new Tallies(house, MINUTE),
  wait: async (ms) => {
    await wait(ms)
  },
})

const listenersOf = ({ listeners, host, port, tls }: SmtpOptions): readonly Listener[] =>
  listeners ?? [{ host, port, tls: tls ? 'starttls' : 'plain', requireTls: false }]

const listen = (server: Server, { host, port }: Listener): Promise<number> =>
  new Promise((resolve, reject) => {
    const net = server.server
    net.once('error', (error: NodeJS.ErrnoException) =>
      reject(new Error(`smtp: cannot listen on ${host} port ${port} (${error.code})`, { cause: error })),
    )
    server.listen(port, host, () => {
      const address = net.address()
      resolve(typeof address === 'object' && address ? address.port : port)
    })
  })

/** Nobody comes in any more; resolves when everybody is out. */
const stopListening = (server: Server): Promise<void> => new Promise((resolve) => server.server.close(() => resolve()))

/** Who is here may finish what it came for, unless that takes longer than `ms`. */
const letFinish = async (closed: Promise<unknown>, ms: number): Promise<void> => {
  if (ms === 0) return
  await inTime(closed, ms, undefined)
}

/** Every socket gone, or cut off after `ms`. */
const endSessions = async (server: Server, closed: Promise<void>, ms: number): Promise<void> => {
  for (const socket of server._pendingSockets.values()) socket.destroy()
  for (const session of server.sessions) session.leave()
  const late = setTimeout(() => {
    for (const session of server.sessions) session.cutOff()
  }, ms)
  await closed
  clearTimeout(late)
  // Node tells the server a moment before it tells the sockets.
  server.sessions.clear()
}

export const openDoor = async (options: SmtpOptions, house: House, log: Log): Promise<Door> => {
  const listeners = listenersOf(options)
  if (!options.tls && listeners.some((listener) => listener.tls !== 'plain')) {
    throw new Error('smtp: a listener with TLS needs smtp.tls.certFile and smtp.tls.keyFile')
  }
  let closing = false
  const servers: Server[] = []
  const keeper: CertificateKeeper | undefined =
    options.tls &&
    (await keepCertificate(options.tls, log, (found) => {
      for (const server of servers) server.updateSecureContext({ ...found })
    }))
  const context = contextOf(options, house, log)
  const close = async (ms: number, patienceMs = 0) => {
    keeper?.stop()
    const closed = servers.map((server) => stopListening(server))
    await letFinish(Promise.all(closed), patienceMs)
    closing = true
    await Promise.all(servers.map((server, n) => endSessions(server, closed[n]!, ms)))
  }
  try {
    const ports = []
    for (const listener of listeners) {
      const server = makeServer(context, listener, keeper?.current, () => closing)
      const port = await listen(server, listener)
      servers.push(server)
      ports.push({ host: listener.host, port, tls: listener.tls })
    }
    return {
      ports,
      close,
      reloadTls: async () => keeper?.reload(),
      troubles: () => [keeper?.trouble() ?? ''].filter(Boolean),
      get connections() {
        return servers.reduce((sum, server) => sum + server.sessions.size, 0)
      },
    }
  } catch (error) {
    await close(0)
    throw error
  }
}

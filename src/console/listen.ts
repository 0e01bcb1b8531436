/** The console on its port. */

import type { AddressInfo, Server } from 'node:net'
import { createAdaptorServer } from '@hono/node-server'
import type { Console, ConsoleParts } from './console.ts'
import { pagesOf } from './pages.ts'

const LINGER_MS = 2000

const listen = (server: Server, port: number, host: string): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(new Error(`console: cannot listen on ${host} port ${port} (${error.code})`, { cause: error })),
    )
    server.listen(port, host, () => resolve((server.address() as AddressInfo).port))
  })

const urlOf = (host: string, port: number): string => `http://${host.includes(':') ? `[${host}]` : host}:${port}`

export const openConsole = async (parts: ConsoleParts): Promise<Console> => {
  const { host, port: wanted, url } = parts.options
  // Health checks of load balancers speak HTTP/1.0, without a Host field.
  const closing = new AbortController()
  const { fetch } = pagesOf({ ...parts, closing: closing.signal })
  const server = createAdaptorServer({ fetch, hostname: 'localhost' })
  const port = await listen(server, wanted, host)
  return {
    port,
    url: url || urlOf(host, port),
    close: async () => {
      closing.abort()
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      // A browser keeps its connection open; an answer under way gets a moment.
      const cut =
        'closeAllConnections' in server ? setTimeout(() => server.closeAllConnections(), LINGER_MS) : undefined
      if ('closeIdleConnections' in server) server.closeIdleConnections()
      await closed
      clearTimeout(cut)
    },
  }
}

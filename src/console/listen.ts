/** The console on its port. */

import type { AddressInfo, Server } from 'node:net'
import { createAdaptorServer, type HttpBindings } from '@hono/node-server'
import { Hono } from 'hono'
import type { Console, ConsoleParts } from './console.ts'
import { healthPages } from './health.ts'
import { metricsPages } from './metrics.ts'
import { safeHeaders } from './safety.ts'

const LINGER_MS = 2000

const listen = (server: Server, port: number, host: string): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(new Error(`console: cannot listen on ${host} port ${port} (${error.code})`, { cause: error })),
    )
    server.listen(port, host, () => resolve((server.address() as AddressInfo).port))
  })

const urlOf = (host: string, port: number): string => `http://${host.includes(':') ? `[${host}]` : host}:${port}`

/**
 * What is asked every few seconds is answered here. The pages are hundreds of files: they are loaded when somebody first comes
 * for one, for few of the processes that take mail ever show them.
 */
const doorOf = (parts: ConsoleParts): Hono<{ Bindings: HttpBindings }> => {
  const app = new Hono<{ Bindings: HttpBindings }>()
  app.use(safeHeaders)
  app.route('/', healthPages(parts))
  app.route('/', metricsPages(parts))
  const open = async () => (await import('./pages.ts')).pagesOf(parts)
  let pages: ReturnType<typeof open> | undefined
  app.all('*', async (c) => {
    pages ??= open()
    return (await pages).fetch(c.req.raw, c.env)
  })
  app.onError((error, c) => {
    parts.log.error('taskFailed', { task: 'console' }, error)
    return c.text('', 500)
  })
  return app
}

export const openConsole = async (parts: ConsoleParts): Promise<Console> => {
  const { host, port: wanted, url } = parts.options
  // Health checks of load balancers speak HTTP/1.0, without a Host field.
  const closing = new AbortController()
  const { fetch } = doorOf({ ...parts, closing: closing.signal })
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
